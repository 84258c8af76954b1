package import EvidenceLog
package import NeedToKnow
package import PortVocabulary

extension NodeDatabase {
    static func verifierKey(_ keys: NodeKeys, origin: String) -> String {
        (try? NoteSigner(name: origin, privateKey: keys.log).verifierKey.text) ?? ""
    }

    /// Signs the log as it is, if it grew since the last time; answers the newest checkpoint.
    ///
    /// - Throws: ``StorageFault``, ``StoredLogDamage``.
    package func signCheckpoint() throws -> SignedCheckpoint {
        let signer = try NoteSigner(name: origin, privateKey: keys.log)
        return try engine.write("sign a checkpoint") { connection in
            // Between two statements another writer could append, or add a cosignature.
            _ = try EvidenceWriter(connection)
            let frontier = try connection.first(
                "SELECT frontier FROM evidence_head WHERE log = 1"
            ) { try $0.blob(0) }
            guard let frontier, let tree = CompactTree(bytes: frontier) else {
                throw StoredLogDamage.noHead
            }
            let log = StoredLog(connection: connection)
            if let newest = try log.newestCheckpoint(), newest.unverified.size >= tree.size {
                return newest
            }
            let signed = try signer.sign(
                try Checkpoint(origin: origin, size: tree.size, root: tree.root))
            try connection.execute(
                """
                INSERT INTO checkpoint (size, note) VALUES (?, ?)
                ON CONFLICT (size) DO UPDATE SET note = EXCLUDED.note
                """,
                [.integer(Int(tree.size)), .text(String(decoding: signed.bytes, as: UTF8.self))])
            return signed
        }
    }

    /// The newest signed checkpoint; nil before the first.
    package func newestCheckpoint() throws -> SignedCheckpoint? {
        try engine.read("read the checkpoint") {
            try StoredLog(connection: $0).newestCheckpoint()
        }
    }

    /// Adds a witness's signature to a stored checkpoint. The caller has verified it. The log's
    /// own key does not cover it, so an entry of the evidence does.
    ///
    /// - Returns: nil when there is no checkpoint of that size.
    package func add(
        _ cosignature: NoteSignature, toSize size: UInt64, at moment: Moment
    ) throws -> SignedCheckpoint? {
        try writing("store the cosignature", at: moment) { transaction in
            let connection = transaction.connection
            let note = try connection.first(
                "SELECT note FROM checkpoint WHERE size = ?", [.integer(Int(size))]
            ) { try $0.text(0) }
            guard let note else { return nil }
            let signed = try SignedCheckpoint(parsing: Array(note.utf8))
            if signed.note.signatures.contains(cosignature) { return signed }
            let added = try signed.adding(cosignature)
            try connection.execute(
                "UPDATE checkpoint SET note = ? WHERE size = ?",
                [.text(String(decoding: added.bytes, as: UTF8.self)), .integer(Int(size))])
            try transaction.append(
                .witness, by: nil, subject: "log/\(origin)",
                result: "\(size) entries cosigned by \(cosignature.name)",
                objects: [try StoredLog.checkpoint(size: Int(size), note: added.bytes)])
            return added
        }
    }

    /// Proves to anyone, offline, that an entry stands in the log of a checkpoint: of those that
    /// cover it the newest among those that the most have signed, so that a witness's word is not
    /// lost when the log grows.
    ///
    /// - Returns: nil when the entry is not under a signed checkpoint.
    package func prove(entry index: Int) throws -> EvidenceProof? {
        try engine.read("prove the entry") { connection in
            let log = StoredLog(connection: connection)
            var best: SignedCheckpoint?
            try connection.forEach(
                "SELECT note FROM checkpoint WHERE size > ? ORDER BY size", [.integer(index)]
            ) { row in
                let signed = try SignedCheckpoint(parsing: Array(try row.text(0).utf8))
                let most = best?.note.signatures.count ?? 0
                if signed.note.signatures.count >= most { best = signed }
            }
            guard index >= 0, let checkpoint = best, let entry = try log.entry(index) else {
                return nil
            }
            let inclusion = try log.reader().inclusionProof(
                index: UInt64(index), size: checkpoint.unverified.size)
            return try EvidenceProof(
                salt: entry.salt, body: entry.body, inclusion: inclusion, checkpoint: checkpoint)
        }
    }

    /// What a witness needs to see that the log has only grown since the size it knows.
    ///
    /// - Returns: nil before the first checkpoint, or when the known size is beyond it.
    package func witnessRequest(from known: UInt64) throws -> WitnessRequest? {
        try engine.read("prove the log's growth") { connection in
            let log = StoredLog(connection: connection)
            guard let checkpoint = try log.newestCheckpoint(),
                known <= checkpoint.unverified.size
            else { return nil }
            let size = checkpoint.unverified.size
            let hashes =
                known == 0 || known == size
                ? [] : try log.reader().consistencyProof(old: known, new: size).hashes
            return try WitnessRequest(oldSize: known, proof: hashes, checkpoint: checkpoint)
        }
    }

    /// Answers another node's request, remembering what was cosigned in the same transaction.
    package func witness(
        _ request: WitnessRequest, logs: [NoteVerifierKey], by requester: Requester,
        at moment: Moment
    ) throws -> WitnessAnswer {
        let cosigner = try Cosigner(name: origin + "/witness", privateKey: keys.witness)
        let rule = Witness(cosigner: cosigner, logs: logs)
        let name = request.checkpoint.unverified.origin
        return try writing("remember what was cosigned", at: moment) { transaction in
            let stored = try transaction.connection.first(
                "SELECT note FROM witnessed WHERE origin = ?", [.text(name)]
            ) { try $0.text(0) }
            let known = try stored.map {
                try SignedCheckpoint(parsing: Array($0.utf8)).unverified
            }.map { WitnessedState(size: $0.size, root: $0.root) }
            let answer = rule.consider(request, known: known, now: moment.seconds)
            switch answer {
            case .refuse(let refusal):
                try transaction.append(
                    .refuse, by: requester, subject: "log/\(name)", result: refusal.cause)
            case .cosign(_, let state):
                let note = String(decoding: request.checkpoint.bytes, as: UTF8.self)
                let written = try transaction.put(
                    .witnessed, [.text(name), .integer(Int(state.size)), .text(note)])
                try transaction.append(
                    .witness, by: requester, subject: "log/\(name)", result: "\(state.size)",
                    objects: [written])
            }
            return answer
        }
    }

    /// The key that other nodes verify this node's cosignatures with.
    package func witnessVerifierKey() throws -> String {
        try Cosigner(name: origin + "/witness", privateKey: keys.witness).verifierKey.text
    }
}
