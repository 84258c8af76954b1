import Crypto
import EvidenceLog
import NeedToKnow
package import PortVocabulary

/// What a restore did.
package struct RestoreReport: Sendable {
    package let header: BackupHeader
    package var rows = 0
    /// Records whose keys are in no file any more: erased since, and erased again.
    package var erased = 0
}

extension NodeDatabase {
    /// Reads what a backup says of itself; opens nothing.
    ///
    /// - Throws: ``DamagedBackup``.
    package static func backupHeader(_ source: @escaping () throws -> [UInt8]?) throws
        -> BackupHeader
    {
        try BackupReader(.records, source).header
    }

    /// Fills an empty database from a backup, in one transaction: interrupted, it is empty still.
    ///
    /// Records without a key in the file of keys come back as erased; then call
    /// ``overwriteErased()``, for what was said of them was there for a moment. The restored log is
    /// compared with its own checkpoint before anything is committed.
    ///
    /// - Parameters:
    ///   - records: the file of records, in any pieces.
    ///   - keySource: a file of keys, of this backup or of a later one.
    ///   - person: who restores.
    ///   - reason: why, in words.
    /// - Throws: ``DamagedBackup``, ``StorageFault`` when the database holds a node,
    ///   ``LogMismatch``.
    package static func restore(
        _ address: DatabaseAddress, keys: NodeKeys, records: @escaping () throws -> [UInt8]?,
        keys keySource: @escaping () throws -> [UInt8]?, by person: PersonID, reason: String,
        at moment: Moment
    ) throws -> RestoreReport {
        let engine = try open(address)
        return try restore(
            engine, keys: keys, records: records, keys: keySource, by: person, reason: reason,
            at: moment)
    }

    static func restore(
        _ engine: any SQLEngine, keys: NodeKeys, records: @escaping () throws -> [UInt8]?,
        keys keySource: @escaping () throws -> [UInt8]?, by person: PersonID, reason: String,
        at moment: Moment
    ) throws -> RestoreReport {
        let key = keys.derivedKey(for: "backup")
        var keyReader = try BackupReader(.keys, keySource)
        var wrapped: [Int: [UInt8]] = [:]
        try keyReader.forEach(key: key) { _, values in
            guard values.count == 2, case .integer(let serial) = values[0],
                case .blob(let bytes) = values[1]
            else { throw DamagedBackup.content }
            wrapped[serial] = bytes
        }
        var reader = try BackupReader(.records, records)
        let header = reader.header
        guard header.schema <= Migration.newest else { throw DamagedBackup.newer }
        guard keyReader.header.origin == header.origin else { throw DamagedBackup.otherKind }
        // With older keys the newest records would come back as erased.
        guard keyReader.header.entries >= header.entries else { throw DamagedBackup.olderKeys }
        return try engine.write("restore the backup") { connection in
            guard try connection.number("SELECT COUNT(*) FROM node") == 0 else {
                throw StorageFault(
                    operation: "restore the backup", reason: "the database holds a node already",
                    kind: .conflict)
            }
            // A head without a node is left of a set-up that never was; the backup brings its own.
            try connection.execute("DELETE FROM evidence_head")
            var restore = Restore(connection, seal: RecordSeal(wrapping: keys.wrappingKey), wrapped)
            try reader.forEach(key: key) { try restore.take($0, $1) }
            try restore.finish()
            var report = RestoreReport(header: header)
            report.rows = restore.rows
            try restore.note(
                header, by: person, reason: reason, at: moment, erased: &report.erased)
            let signer = try NoteSigner(name: header.origin, privateKey: keys.log)
            let check = try EvidenceCheck(connection, logKey: signer.verifierKey).run()
            if let finding = check.findings.first {
                throw LogMismatch(reason: "the backup: \(finding)", leaf: nil)
            }
            return report
        }
    }
}

/// One restore in progress.
private struct Restore {
    let connection: any SQLConnection
    let seal: RecordSeal
    private let wrapped: [Int: [UInt8]]
    private var pending: (table: String, rows: [[SQLValue]]) = ("", [])
    private(set) var rows = 0
    private var unreadable: [(serial: Int, record: String)] = []

    init(_ connection: any SQLConnection, seal: RecordSeal, _ wrapped: [Int: [UInt8]]) {
        (self.connection, self.seal, self.wrapped) = (connection, seal, wrapped)
    }

    mutating func take(_ table: String, _ values: [SQLValue]) throws {
        rows += 1
        guard table == "reading" else {
            guard let columns = BackupTables.columns(table), columns.count == values.count else {
                throw DamagedBackup.content
            }
            return try insert(table, values)
        }
        guard values.count == 4, case .integer(let serial) = values[0],
            case .text(let record) = values[1], case .integer(let version) = values[2],
            case .blob(let sealed) = values[3]
        else { throw DamagedBackup.content }
        guard let key = wrapped[serial] else {
            return unreadable.append((serial, record))
        }
        do {
            let content = try RecordSeal.open(
                sealed, try seal.key(wrapped: key, record: record, version: version),
                NodeDatabase.readingContext(record, version))
            var reader = RowCoding.Reader(content)
            guard let row = try reader.next() else { throw DamagedBackup.content }
            try insert(row.table, row.values)
            try connection.execute(KindTable.insertKey, [.integer(serial), .blob(key)])
        } catch is DamagedSeal {
            throw DamagedBackup.sealed
        }
    }

    private mutating func insert(_ table: String, _ values: [SQLValue]) throws {
        if pending.table != table || pending.rows.count >= 1_000 { try flush() }
        pending.table = table
        pending.rows.append(values)
    }

    private mutating func flush() throws {
        defer { pending.rows = [] }
        guard !pending.rows.isEmpty else { return }
        let kind = RecordKind.allCases.first { KindTable.name($0) == pending.table }
        guard
            let columns = kind.map(KindTable.columns)
                ?? BackupTables.columns(pending.table),
            pending.rows.allSatisfy({ $0.count == columns.count })
        else { throw DamagedBackup.content }
        try connection.executeEach(
            BackupTables.insert(pending.table, columns), pending.rows)
    }

    /// Writes what is left, counts the tally anew and indexes the records for the search.
    mutating func finish() throws {
        try flush()
        try SearchIndex.build(connection)
        for kind in RecordKind.allCases {
            try connection.execute(
                """
                INSERT INTO tally (class, place, country, substance_group, records)
                SELECT class, COALESCE(place, ''), COALESCE(country, ''), substance_group,
                    COUNT(*) FROM \(KindTable.name(kind)) WHERE is_current = 1
                GROUP BY class, COALESCE(place, ''), COALESCE(country, ''), substance_group
                """)
        }
    }

    /// Leaves the entry of the restore, and erases again what was erased since the backup.
    func note(
        _ header: BackupHeader, by person: PersonID, reason: String, at moment: Moment,
        erased: inout Int
    ) throws {
        guard let own = try? OrganisationID(parsing: header.organisation) else {
            throw DamagedBackup.header
        }
        let requester = try Requester(
            person: person, organisation: own, roles: [.administrator], purpose: .oversight)
        let transaction = try NodeTransaction(connection, at: moment)
        let entry = try transaction.append(
            .restore, by: requester, subject: "backup of \(header.made)", result: reason)
        var objects: [EvidenceObject] = []
        var versions: [String: Int] = [:]
        var kinds: [String: RecordKind] = [:]
        for (serial, record) in unreadable {
            try connection.execute(
                "UPDATE record SET sealed = NULL, digest = '' WHERE serial = ?",
                [.integer(serial)])
            let kind = try connection.first(
                "SELECT kind FROM record WHERE serial = ?", [.integer(serial)]
            ) { try $0.text(0) }
            guard let kind = kind.flatMap(RecordKind.init(rawValue:)) else {
                throw DamagedBackup.content
            }
            objects.append(try KindTable.stored(serial: serial, kind: kind, connection))
            if versions[record] == nil {
                objects += try NodeDatabase.removeRemarks(
                    on: RecordID(trusted: record), transaction)
            }
            versions[record, default: 0] += 1
            kinds[record] = kind
        }
        for (record, count) in versions.sorted(by: { $0.key < $1.key }) {
            objects.append(
                try transaction.put(
                    .tombstone,
                    [
                        .text(record), .text(kinds[record]?.rawValue ?? ""), .integer(count),
                        .text("its key was destroyed before the restore"),
                        .text(moment.day.description),
                    ]))
        }
        erased = versions.count
        try transaction.appendObjects(
            .erase, subject: "records without a key", within: entry, objects)
        try transaction.log.finish()
    }
}
