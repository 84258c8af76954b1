import EvidenceLog

/// The evidence log as it lies in the database.
struct StoredLog {
    let connection: any SQLConnection

    /// The number of entries, from the head.
    func size() throws -> Int {
        guard let size = try connection.number("SELECT size FROM evidence_head WHERE log = 1")
        else { throw StoredLogDamage.noHead }
        return size
    }

    /// Computes roots and proofs from the stored tiles and leaves.
    func reader() throws -> TileReader {
        TileReader(size: UInt64(try size())) { level, index, width in
            try hashes(level: level, index: Int(index), width: width)
        }
    }

    /// The first hashes of a tile. Full tiles are stored; those at the right edge follow from
    /// the leaves or from the tiles below.
    func hashes(level: Int, index: Int, width: Int) throws -> [TreeHash] {
        let damage = StoredLogDamage.noTile(level, index)
        let found: [TreeHash]
        if width == TilePath.fullWidth {
            let bytes = try connection.first(
                "SELECT hashes FROM tile WHERE level = ? AND place = ?",
                [.integer(level), .integer(index)]
            ) { try $0.blob(0) }
            guard let bytes, let hashes = TreeHash.list(bytes) else { throw damage }
            found = hashes
        } else if level == 0 {
            found = try leaves(from: index * TilePath.fullWidth, count: width)
        } else {
            let below = try connection.rows(
                """
                SELECT hashes FROM tile WHERE level = ? AND place >= ? AND place < ?
                ORDER BY place
                """,
                [
                    .integer(level - 1), .integer(index * TilePath.fullWidth),
                    .integer(index * TilePath.fullWidth + width),
                ]
            ) { TreeHash.list(try $0.blob(0)).map(Self.root) }
            found = below.compactMap { $0 }
        }
        guard found.count == width else { throw damage }
        return found
    }

    func leaves(from first: Int, count: Int) throws -> [TreeHash] {
        try connection.rows(
            "SELECT leaf FROM evidence WHERE entry >= ? AND entry < ? ORDER BY entry",
            [.integer(first), .integer(first + count)]
        ) { TreeHash(bytes: try $0.blob(0)) }.compactMap { $0 }
    }

    /// The root over the hashes of a full tile.
    static func root(_ hashes: [TreeHash]) -> TreeHash {
        var tree = CompactTree()
        for hash in hashes { tree.append(hash) }
        return tree.root
    }

    /// An entry with its salt; nil where there is none.
    func entry(_ index: Int) throws -> (salt: EvidenceSalt, body: [UInt8])? {
        try connection.first(
            "SELECT salt, body FROM evidence WHERE entry = ?", [.integer(index)]
        ) { row in
            guard let salt = EvidenceSalt(bytes: try row.blob(0)) else {
                throw DamagedRow(column: 0)
            }
            return (salt, try row.blob(1))
        }
    }

    /// A checkpoint with cosignatures as an object of the evidence.
    static func checkpoint(size: Int, note: [UInt8]) throws -> EvidenceObject {
        var digest = RowDigest()
        digest.add(table: "checkpoint", [.integer(size), .blob(note)])
        return try EvidenceObject(name: "checkpoint/\(size)", digest: digest.finish())
    }

    /// The newest signed checkpoint; nil before the first.
    func newestCheckpoint() throws -> SignedCheckpoint? {
        let note = try connection.first(
            "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1"
        ) { try $0.text(0) }
        return try note.map { try SignedCheckpoint(parsing: Array($0.utf8)) }
    }
}
