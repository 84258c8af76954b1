import TestSupport
import Testing

@testable import EvidenceLog

extension EvidenceProofVerdict {
    var refusal: EvidenceProofRefusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
    var proven: ProvenEntry? { if case .proven(let entry) = self { entry } else { nil } }
}

/// A log of drawn entries with one witness.
struct SmallLog {
    let party: Party
    let entries: [EvidenceEntry]
    let salts: [EvidenceSalt]
    let tree: MemoryTree

    init(_ count: Int, _ random: inout Seeded) throws {
        party = try Party(&random)
        entries = try (0..<count).map { _ in try random.entry() }
        salts = (0..<count).map { _ in EvidenceSalt(using: &random) }
        tree = MemoryTree(zip(entries, salts).map { $0.commitment(salt: $1).leafHash })
    }

    func checkpoint() throws -> SignedCheckpoint {
        let checkpoint = try Checkpoint(
            origin: party.log.verifierKey.name, size: tree.compact.size, root: tree.compact.root)
        return try party.log.sign(checkpoint).adding(
            party.witnesses[0].cosign(checkpoint, now: 1_000))
    }

    func proof(_ index: Int) throws -> EvidenceProof {
        try EvidenceProof(
            salt: salts[index], body: entries[index].body,
            inclusion: tree.reader.inclusionProof(
                index: UInt64(index), size: tree.compact.size),
            checkpoint: checkpoint())
    }

    func verdict(_ proof: EvidenceProof) -> EvidenceProofVerdict {
        proof.verify(
            logKey: party.log.verifierKey, witnessKeys: [party.witnessKeys[0]], quorum: 1)
    }
}

@Suite struct EvidenceProofTests {
    @Test func everyEntryOfALogIsProven() throws {
        var random = Seeded(361)
        let log = try SmallLog(40, &random)
        for (index, entry) in log.entries.enumerated() {
            let proof = try log.proof(index)
            let read = try EvidenceProof(parsing: proof.bytes)
            #expect(read == proof)
            let proven = log.verdict(read).proven
            #expect(proven?.entry == entry && proven?.index == UInt64(index))
            #expect(proven?.checkpoint.checkpoint.size == 40)
        }
    }

    @Test func anyChangedByteProvesNothing() throws {
        var random = Seeded(362)
        let log = try SmallLog(11, &random)
        for index in [0, 5, 10] {
            let bytes = try log.proof(index).bytes
            for place in bytes.indices {
                var changed = bytes
                changed[place] ^= UInt8(1 << random.number(0...7))
                guard let read = try? EvidenceProof(parsing: changed) else { continue }
                #expect(log.verdict(read).refusal != nil, "byte \(place)")
            }
        }
    }

    @Test func proofOfOneEntryIsNoneOfAnother() throws {
        var random = Seeded(363)
        let log = try SmallLog(8, &random)
        let inclusion = try log.tree.reader.inclusionProof(index: 3, size: 8)
        for other in 0..<8 where other != 3 {
            let proof = try EvidenceProof(
                salt: log.salts[other], body: log.entries[other].body, inclusion: inclusion,
                checkpoint: log.checkpoint())
            #expect(log.verdict(proof).refusal == .inclusion(.root))
        }
    }

    @Test func leafThatIsNoEntryIsNotProven() throws {
        var random = Seeded(364)
        let party = try Party(&random)
        let salt = EvidenceSalt(using: &random)
        let body = Array("{\"act\":\"write\", \"at\":0}".utf8)
        let leaf = EvidenceCommitment(body: body, salt: salt).leafHash
        let checkpoint = try party.log.sign(
            Checkpoint(origin: party.log.verifierKey.name, size: 1, root: leaf))
        let proof = try EvidenceProof(
            salt: salt, body: body, inclusion: InclusionProof(index: 0, size: 1, hashes: []),
            checkpoint: checkpoint)
        let verdict = proof.verify(logKey: party.log.verifierKey)
        guard case .entry = verdict.refusal else {
            Issue.record("\(verdict)")
            return
        }
    }

    @Test func missingWitnessIsRefused() throws {
        var random = Seeded(365)
        let log = try SmallLog(2, &random)
        let verdict = try log.proof(0).verify(
            logKey: log.party.log.verifierKey, witnessKeys: log.party.witnessKeys, quorum: 2)
        #expect(verdict.refusal == .checkpoint(.quorum(needed: 2, found: 1)))
    }

    @Test func strictReaderRefusesOtherFiles() throws {
        var random = Seeded(366)
        let log = try SmallLog(3, &random)
        let text = String(decoding: try log.proof(1).bytes, as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        func with(_ index: Int, _ line: String?) -> String {
            var lines = lines
            if let line { lines[index] = line } else { lines.remove(at: index) }
            return lines.joined(separator: "\n")
        }
        #expect(throws: Never.self) { try EvidenceProof(parsing: Array(text.utf8)) }
        for changed in [
            "", "\n", with(0, "c2sp.org/tlog-proof@v2"), with(0, nil), with(1, nil),
            with(1, "extra"), with(1, "extra "), with(1, "extra AAAAAAAAAAAAAAAAAAAAAA=="),
            with(1, lines[1] + " "), with(2, nil), with(2, "index 01"), with(2, "index -1"),
            with(2, "index 1 "), with(2, "index  1"), with(3, lines[3] + "="),
            with(3, " " + lines[3]), text.replacingOccurrences("\n\n", "\n"),
            text + "\n", String(text.dropLast()),
        ] {
            #expect(throws: EvidenceProofDefect.self, "\(changed)") {
                try EvidenceProof(parsing: Array(changed.utf8))
            }
        }
        let many = Array(repeating: lines[3], count: 64).joined(separator: "\n")
        #expect(throws: EvidenceProofDefect.tooManyHashes) {
            try EvidenceProof(parsing: Array(with(3, many).utf8))
        }
    }

    @Test func vectorsOfTheSecondImplementationAreOurs() throws {
        let entries = try Vectors.load("entries", as: Vectors.Entries.self).cases
        let vectors = try Vectors.load("log", as: Vectors.Log.self)
        #expect(entries.count == 7 && vectors.proofs.count == 7)
        let tree = MemoryTree()
        for vector in entries {
            let entry = try EvidenceEntry(decoding: Array(vector.body.utf8))
            let salt = try #require(EvidenceSalt(bytes: fromHex(vector.salt)))
            let commitment = entry.commitment(salt: salt)
            #expect(commitment.bytes == fromHex(vector.commitment))
            #expect(commitment.leafHash == hash(vector.leafHash))
            tree.append(commitment.leafHash)
        }
        #expect(tree.levels[0].tileBytes == fromHex(vectors.tile))
        let log = try NoteSigner(parsing: vectors.logSecret)
        #expect(log.verifierKey.text == vectors.logKey)
        let witness = try Cosigner(parsing: vectors.witnessSecret)
        #expect(witness.verifierKey.text == vectors.witnessKey)
        let checkpoint = try Checkpoint(
            origin: log.verifierKey.name, size: 7, root: tree.compact.root)
        let signed = try log.sign(checkpoint).adding(
            witness.cosign(checkpoint, now: vectors.witnessTime))
        #expect(signed.bytes == Array(vectors.checkpoint.utf8))
        for (index, (vector, text)) in zip(entries, vectors.proofs).enumerated() {
            let proof = try EvidenceProof(
                salt: #require(EvidenceSalt(bytes: fromHex(vector.salt))),
                body: Array(vector.body.utf8),
                inclusion: tree.reader.inclusionProof(index: UInt64(index), size: 7),
                checkpoint: signed)
            #expect(proof.bytes == Array(text.utf8))
            let verdict = try EvidenceProof(parsing: Array(text.utf8)).verify(
                logKey: log.verifierKey, witnessKeys: [witness.verifierKey], quorum: 1)
            #expect(verdict.proven?.entry.body == Array(vector.body.utf8))
        }
    }
}

extension String {
    /// The text with the first occurrence replaced.
    fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return replacingCharacters(range, new)
    }

    private func replacingCharacters(_ range: Range<Index>, _ new: String) -> String {
        String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }
}
