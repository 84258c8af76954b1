import EvidenceLog

/// Derives everything anew from the content of the rows: leaves from entries, tiles and
/// checkpoints from leaves, rows from the digests that the entries name, counts from rows.
final class EvidenceCheck {
    /// A check of a ruined database stops here.
    static let findingsLimit = 1_000

    let connection: any SQLConnection
    let logKey: NoteVerifierKey
    var report = EvidenceReport()
    /// The digest that the newest entry names for each object; nil for one that is gone.
    var expected: [String: [UInt8]?] = [:]
    var expectedRecords: [Int: [UInt8]?] = [:]
    /// What the entries make of the revision.
    var revision = ContentRevision()
    private var tree = CompactTree()
    private var tiles: [Int: [Int: [UInt8]]] = [:]
    private var growing: [Int: [TreeHash]] = [:]
    private let progress: (Int, Int) -> Void
    private var looked = (done: 0, total: 0)

    init(
        _ connection: any SQLConnection, logKey: NoteVerifierKey,
        progress: @escaping (Int, Int) -> Void = { _, _ in }
    ) {
        (self.connection, self.logKey, self.progress) = (connection, logKey, progress)
    }

    /// Counts an entry or a record that was looked at.
    func look() {
        looked.done += 1
        if looked.done % 512 == 0 || looked.done == looked.total {
            progress(looked.done, looked.total)
        }
    }

    func run() throws -> EvidenceReport {
        for table in ["evidence", "record"] {
            looked.total += try connection.number("SELECT COUNT(*) FROM \(table)") ?? 0
        }
        try walkEntries()
        try compareCheckpoints()
        try compareRecords()
        for table in EvidentTable.allCases { try compare(table) }
        try compareImportedPlaces()
        try compareTally()
        try compareSearch()
        try compareRevision()
        try compareMigrations()
        for name in expected.filter({ $0.value != nil }).keys.sorted() {
            let isCheckpoint = name.hasPrefix("checkpoint/")
            add(
                isCheckpoint ? "checkpoint \(name.dropFirst(11))" : name, "the row is missing")
        }
        for serial in expectedRecords.filter({ $0.value != nil }).keys.sorted() {
            add("record/\(serial)", "the record is missing, or its kind was changed")
        }
        return report
    }

    func add(_ place: String, _ cause: String) {
        guard report.findings.count < Self.findingsLimit else { return }
        report.findings.append(EvidenceFinding(place: place, cause: cause))
    }

    // MARK: The log

    private func walkEntries() throws {
        try connection.forEach("SELECT level, place, hashes FROM tile", []) { row in
            guard let level = row.optionalInt(0), let place = row.optionalInt(1) else {
                return add("tile", "its place is damaged")
            }
            tiles[level, default: [:]][place] = row.optionalBlob(2) ?? []
        }
        var notes: [Int: String] = [:]
        try connection.forEach("SELECT size, note FROM checkpoint", []) { row in
            notes[row.optionalInt(0) ?? -1] = row.optionalText(1) ?? ""
        }
        try check(notes.removeValue(forKey: 0))
        try connection.forEach(
            "SELECT entry, salt, body, leaf FROM evidence ORDER BY entry", []
        ) { row in
            look()
            try walk(row)
            try check(notes.removeValue(forKey: Int(tree.size)))
        }
        report.entries = Int(tree.size)
        for size in notes.keys.sorted() {
            add("checkpoint \(size)", "the log has \(tree.size) entries only, or its size changed")
        }
        for (level, places) in tiles {
            for place in places.keys.sorted() {
                add("tile \(level)/\(place)", "the log has no such tile")
            }
        }
        try compareHead()
    }

    private func compareHead() throws {
        let head = try connection.rows("SELECT log, size, frontier FROM evidence_head") {
            (log: $0.optionalInt(0), size: $0.optionalInt(1), frontier: $0.optionalBlob(2))
        }
        if head.count == 1, head[0].log == 1, head[0].size == Int(tree.size),
            head[0].frontier == tree.bytes
        {
            return
        }
        add("head of the log", "it is not that of the entries")
        // A head that agrees with itself says where the entries end that were written.
        guard head.count == 1, let size = head[0].size,
            let edge = head[0].frontier.flatMap(CompactTree.init(bytes:)),
            edge.size == UInt64(clamping: size)
        else { return }
        if size > Int(tree.size) { add("leaf \(tree.size)", "no entry is there from here on") }
        if size < Int(tree.size) { add("leaf \(size)", "the head knows no entry from here on") }
    }

    private func walk(_ row: any SQLRow) throws {
        guard let index = row.optionalInt(0), index >= Int(tree.size),
            index - Int(tree.size) < Self.findingsLimit
        else {
            let number = row.value(0).plainText
            return add("leaf \(number)", "its number was changed, or it is forged")
        }
        while Int(tree.size) < index {
            add("leaf \(tree.size)", "the entry is missing, or its number was changed")
            grow(by: tileHash(Int(tree.size)))
        }
        guard let salt = row.optionalBlob(1), let body = row.optionalBlob(2),
            let leaf = NodeDatabase.leaf(salt: salt, body: body)
        else {
            grow(by: tileHash(index))
            return add("leaf \(index)", "the entry is damaged")
        }
        if row.optionalBlob(3) != leaf.bytes {
            add("leaf \(index)", "the entry's content is not what the leaf commits to")
        }
        grow(by: leaf)
        guard let entry = try? EvidenceEntry(decoding: body) else {
            return add("leaf \(index)", "the entry cannot be read")
        }
        revision.add(entry.act, size: Int(tree.size))
        for object in entry.objects {
            if object.name.hasPrefix("record/"), let serial = Int(object.name.dropFirst(7)) {
                expectedRecords[serial] = .some(object.digest)
            } else {
                expected[object.name] = .some(object.digest)
            }
        }
    }

    private func grow(by leaf: TreeHash) {
        tree.append(leaf) { level, place, hash in
            growing[level, default: []].append(hash)
            guard place % 256 == 255 else { return }
            let hashes = growing.removeValue(forKey: level) ?? []
            let number = Int(place / 256)
            let stored = tiles[level]?.removeValue(forKey: number)
            if stored != hashes.flatMap(\.bytes) {
                add("tile \(level)/\(number)", "it does not follow from the entries")
            }
        }
    }

    /// What a tile holds for a leaf whose entry is lost, so that one lost entry does not make
    /// all that follow look wrong.
    private func tileHash(_ index: Int) -> TreeHash {
        let bytes = tiles[0]?[index / 256] ?? []
        let first = index % 256 * TreeHash.byteCount
        return TreeHash(bytes: bytes.dropFirst(first).prefix(TreeHash.byteCount)) ?? .emptyRoot
    }

    private func check(_ note: String?) throws {
        guard let note else { return }
        let place = "checkpoint \(tree.size)"
        guard let signed = try? SignedCheckpoint(parsing: Array(note.utf8)) else {
            return add(place, "it cannot be read")
        }
        switch signed.verify(logKey: logKey) {
        case .refused(let refusal): add(place, refusal.cause)
        case .verified(let verified):
            guard verified.checkpoint.size == tree.size else {
                return add(place, "it was signed for \(verified.checkpoint.size) entries")
            }
            if verified.checkpoint.root != tree.root {
                add(place, "the content of the entries is not what was signed")
            }
        }
    }
}
