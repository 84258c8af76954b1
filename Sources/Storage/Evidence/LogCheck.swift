import EvidenceLog

/// The evidence log does not fit what was signed: the node does not start.
package struct LogMismatch: Error, Sendable, CustomStringConvertible {
    package let reason: String
    /// The first leaf that was changed, where it can be told.
    package let leaf: Int?

    package init(reason: String, leaf: Int?) { (self.reason, self.leaf) = (reason, leaf) }

    package var description: String {
        let place = leaf.map { " (leaf \($0))" } ?? ""
        return "the evidence log was changed: \(reason)\(place)"
    }
}

extension NodeDatabase {
    /// Compares the log with its newest checkpoint and with the one kept outside the database.
    /// Reads every leaf: a node with a million entries starts some half a second later.
    ///
    /// - Throws: ``LogMismatch``.
    func checkLog(lastCheckpoint: String?) throws {
        try engine.read("check the evidence log") { connection in
            let log = StoredLog(connection: connection)
            let known = try knownCheckpoints(log, lastCheckpoint: lastCheckpoint)
            let signedSize = known.map(\.size).max() ?? 0
            var tree = CompactTree()
            var wrong: LogMismatch?
            try connection.forEach(
                "SELECT entry, leaf FROM evidence ORDER BY entry", []
            ) { row in
                guard wrong == nil else { return }
                guard try row.int(0) == Int(tree.size) else {
                    wrong = LogMismatch(reason: "an entry is missing", leaf: Int(tree.size))
                    return
                }
                guard let leaf = TreeHash(bytes: try row.blob(1)) else {
                    wrong = LogMismatch(reason: "a leaf is damaged", leaf: Int(tree.size))
                    return
                }
                tree.append(leaf)
                for checkpoint in known
                where checkpoint.size == tree.size && checkpoint.root != tree.root {
                    wrong = LogMismatch(
                        reason: "the checkpoint of \(tree.size) entries has another root",
                        leaf: nil)
                }
            }
            if wrong == nil, tree.size < signedSize {
                wrong = LogMismatch(
                    reason: "\(signedSize) entries were signed and \(tree.size) are there; "
                        + "this is an older copy, or entries were removed", leaf: Int(tree.size))
            }
            if let wrong { throw try located(wrong, connection) }
            try checkTail(from: Int(signedSize), connection)
            try checkHead(tree, connection)
        }
    }

    private func knownCheckpoints(
        _ log: StoredLog, lastCheckpoint: String?
    ) throws -> [Checkpoint] {
        let key = try NoteVerifierKey(parsing: logVerifierKey)
        var known: [Checkpoint] = []
        var signed: [SignedCheckpoint] = []
        if let lastCheckpoint {
            guard let kept = try? SignedCheckpoint(parsing: Array(lastCheckpoint.utf8)) else {
                throw LogMismatch(
                    reason: "the checkpoint kept outside the database is damaged", leaf: nil)
            }
            signed.append(kept)
        }
        do {
            if let newest = try log.newestCheckpoint() { signed.append(newest) }
        } catch {
            throw LogMismatch(reason: "the stored checkpoint is damaged", leaf: nil)
        }
        for checkpoint in signed {
            switch checkpoint.verify(logKey: key) {
            case .verified(let verified): known.append(verified.checkpoint)
            case .refused(let refusal):
                throw LogMismatch(reason: "a checkpoint: \(refusal.cause)", leaf: nil)
            }
        }
        return known
    }

    /// Names the leaf where content and leaf, or leaf and tile, part.
    private func located(
        _ mismatch: LogMismatch, _ connection: any SQLConnection
    ) throws -> LogMismatch {
        guard mismatch.leaf == nil else { return mismatch }
        var tiles: [Int: [TreeHash]] = [:]
        try connection.forEach("SELECT place, hashes FROM tile WHERE level = 0", []) {
            tiles[try $0.int(0)] = TreeHash.list(try $0.blob(1)) ?? []
        }
        var changed: Int?
        try connection.forEach(
            "SELECT entry, salt, body, leaf FROM evidence ORDER BY entry", []
        ) { row in
            guard changed == nil else { return }
            let index = try row.int(0)
            let leaf = TreeHash(bytes: try row.blob(3))
            if Self.leaf(salt: try row.blob(1), body: try row.blob(2)) != leaf { changed = index }
            if let tile = tiles[index / 256], tile.count == 256, tile[index % 256] != leaf {
                changed = index
            }
        }
        return LogMismatch(reason: mismatch.reason, leaf: changed)
    }

    /// Entries that no checkpoint covers yet are compared with their own content.
    private func checkTail(from first: Int, _ connection: any SQLConnection) throws {
        try connection.forEach(
            "SELECT entry, salt, body, leaf FROM evidence WHERE entry >= ? ORDER BY entry",
            [.integer(first)]
        ) { row in
            let leaf = TreeHash(bytes: try row.blob(3))
            guard Self.leaf(salt: try row.blob(1), body: try row.blob(2)) == leaf else {
                throw LogMismatch(reason: "a leaf is not its entry's", leaf: try row.int(0))
            }
        }
    }

    private func checkHead(_ tree: CompactTree, _ connection: any SQLConnection) throws {
        let head = try connection.first(
            "SELECT size, frontier FROM evidence_head WHERE log = 1"
        ) { (size: try $0.int(0), frontier: try $0.blob(1)) }
        guard let head, head.size == Int(tree.size), head.frontier == tree.bytes else {
            throw LogMismatch(reason: "the head is not that of the entries", leaf: nil)
        }
    }

    static func leaf(salt: [UInt8], body: [UInt8]) -> TreeHash? {
        EvidenceSalt(bytes: salt).map { EvidenceCommitment(body: body, salt: $0).leafHash }
    }
}
