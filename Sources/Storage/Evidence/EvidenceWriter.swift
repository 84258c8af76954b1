import EvidenceLog

/// Appends entries to the evidence log within one write transaction. The first thing it does is
/// to take the lock of the log's head: on both engines writers follow one another from there.
final class EvidenceWriter {
    private let connection: any SQLConnection
    private var tree: CompactTree
    private var pending: [[SQLValue]] = []
    private var tiles: [[SQLValue]] = []
    private var revision = ContentRevision()
    /// The hashes of each level's unfinished tile that this transaction has appended.
    private var unfinished: [Int: [TreeHash]] = [:]

    init(_ connection: any SQLConnection) throws {
        self.connection = connection
        guard try connection.execute("UPDATE evidence_head SET size = size WHERE log = 1") == 1
        else { throw StoredLogDamage.noHead }
        let stored = try connection.first("SELECT size, frontier FROM evidence_head WHERE log = 1")
        { (size: try $0.int(0), frontier: try $0.blob(1)) }
        guard let stored, let tree = CompactTree(bytes: stored.frontier),
            tree.size == UInt64(stored.size)
        else { throw StoredLogDamage.noHead }
        self.tree = tree
    }

    /// The index that the next entry gets.
    var next: Int { Int(tree.size) }

    /// Appends an entry; answers its index.
    @discardableResult
    func append(_ entry: EvidenceEntry) throws -> Int {
        let index = next
        revision.add(entry.act, size: index + 1)
        let body = entry.body
        guard let salt = EvidenceSalt(bytes: RandomBytes.draw(EvidenceSalt.byteCount)) else {
            throw StoredLogDamage.noHead
        }
        let leaf = EvidenceCommitment(body: body, salt: salt).leafHash
        try tree.append(leaf, stored: keep)
        pending.append([.integer(index), .blob(salt.bytes), .blob(body), .blob(leaf.bytes)])
        return index
    }

    /// Writes what was appended. Call it last, once.
    func finish() throws {
        guard !pending.isEmpty else { return }
        try connection.executeEach(
            "INSERT INTO evidence (entry, salt, body, leaf) VALUES (?, ?, ?, ?)", pending)
        if !tiles.isEmpty {
            try connection.executeEach(
                "INSERT INTO tile (level, place, hashes) VALUES (?, ?, ?)", tiles)
        }
        try connection.execute(
            "UPDATE evidence_head SET size = ?, frontier = ? WHERE log = 1",
            [.integer(next), .blob(tree.bytes)])
        if revision.entries > 0 {
            let stored = try ContentRevision.read(connection)
            revision.rules = max(revision.rules, stored.rules)
            try revision.write(connection)
        }
        (pending, tiles, revision) = ([], [], ContentRevision())
    }

    /// Collects the hashes of tiles; a full tile is kept to be written.
    private func keep(level: Int, index: UInt64, hash: TreeHash) throws {
        unfinished[level, default: []].append(hash)
        guard index % 256 == 255 else { return }
        let appended = unfinished.removeValue(forKey: level) ?? []
        let first = index - 255
        let missing = 256 - appended.count
        let earlier = try self.earlier(level: level, from: Int(first), count: missing)
        guard earlier.count == missing else {
            throw StoredLogDamage.noTile(level, Int(first) / 256)
        }
        let bytes = (earlier + appended).flatMap(\.bytes)
        tiles.append([.integer(level), .integer(Int(index / 256)), .blob(bytes)])
    }

    /// Hashes that lie in the database already.
    private func earlier(level: Int, from first: Int, count: Int) throws -> [TreeHash] {
        guard count > 0 else { return [] }
        guard level > 0 else {
            return try connection.rows(
                "SELECT leaf FROM evidence WHERE entry >= ? AND entry < ? ORDER BY entry",
                [.integer(first), .integer(first + count)]
            ) { TreeHash(bytes: try $0.blob(0)) }.compactMap { $0 }
        }
        return try connection.rows(
            "SELECT hashes FROM tile WHERE level = ? AND place >= ? AND place < ? ORDER BY place",
            [.integer(level - 1), .integer(first), .integer(first + count)]
        ) { TreeHash.list(try $0.blob(0)) }.compactMap { hashes in
            guard let hashes else { return nil }
            var tile = CompactTree()
            for hash in hashes { tile.append(hash) }
            return tile.root
        }
    }
}

/// The stored log cannot be continued: part of it is missing or damaged.
enum StoredLogDamage: Error, CustomStringConvertible {
    case noHead
    case noTile(Int, Int)

    var description: String {
        switch self {
        case .noHead: "the head of the evidence log is missing or damaged; run evidence fsck"
        case .noTile(let level, let place):
            "tile \(place) of level \(level) of the evidence log is damaged; run evidence fsck"
        }
    }
}
