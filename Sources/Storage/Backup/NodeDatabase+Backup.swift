import Crypto
import EvidenceLog
package import NeedToKnow
package import PortVocabulary

/// The tables of a backup in the order in which they can be written again, with their columns.
/// Readings and keys are apart; the tally is counted anew.
enum BackupTables {
    static let plain: [(name: String, columns: [String])] =
        [
            ("evidence", ["entry", "salt", "body", "leaf"]),
            ("evidence_head", ["log", "size", "frontier"]),
            ("tile", ["level", "place", "hashes"]),
            ("checkpoint", ["size", "note"]),
        ] + EvidentTable.allCases.map { ($0.rawValue, $0.columns) }
        + [
            ("imported_place", ["code", "name", "spellings", "latitude", "longitude"]),
            ("record", KindTable.recordColumns),
            ("draft", ["draft", "person", "saved", "sealed"]),
        ]

    static func columns(_ table: String) -> [String]? {
        plain.first { $0.name == table }?.columns
    }

    static func select(_ table: (name: String, columns: [String])) -> String {
        "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name)"
    }

    static func insert(_ name: String, _ columns: [String]) -> String {
        "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES "
            + "(\(columns.map { _ in "?" }.joined(separator: ", ")))"
    }
}

extension NodeDatabase {
    private var backupKey: SymmetricKey { keys.derivedKey(for: "backup") }

    /// Writes a backup of a running node from one snapshot: the records, and apart from them the
    /// records' keys. What a record was read as is sealed with the record's own key, so that an
    /// old backup tells nothing of a record whose key is in no file of keys any more: keep the
    /// newest file of keys alone.
    ///
    /// - Parameter progress: told how many rows are written, of how many.
    /// - Returns: the number of rows.
    package func backUp(
        at moment: Moment, records: @escaping ([UInt8]) throws -> Void,
        keys keySink: @escaping ([UInt8]) throws -> Void,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Int {
        try engine.read("back up") { connection in
            let total = try Self.backupRows(connection)
            let log = StoredLog(connection: connection)
            let checkpoint = try log.newestCheckpoint().map {
                String(decoding: $0.bytes, as: UTF8.self)
            }
            let header = BackupHeader(
                organisation: organisation.text, origin: origin, made: moment.description,
                entries: try log.size(), checkpoint: checkpoint ?? "",
                schema: Migration.newest, file: RandomBytes.draw(16).hexadecimal)
            var rows = 0
            var writer = try BackupWriter(
                .records, header: header, key: backupKey, sink: records)
            for table in BackupTables.plain {
                try connection.forEach(BackupTables.select(table), []) { row in
                    try writer.add(table.name, row.values)
                    rows += 1
                    if rows % 512 == 0 { progress(rows, total) }
                }
            }
            for kind in RecordKind.allCases {
                rows += try addReadings(kind, &writer, connection)
                progress(rows, total)
            }
            try writer.finish()
            var keyWriter = try BackupWriter(
                .keys, header: header, key: backupKey, sink: keySink)
            try connection.forEach("SELECT serial, wrapped FROM data_key", []) { row in
                try keyWriter.add("data_key", row.values)
            }
            try keyWriter.finish()
            return rows
        }
    }

    private static func backupRows(_ connection: any SQLConnection) throws -> Int {
        try (BackupTables.plain.map(\.name) + RecordKind.allCases.map(KindTable.name)).reduce(0) {
            try $0 + (connection.number("SELECT COUNT(*) FROM \($1)") ?? 0)
        }
    }

    /// Leaves the entry of a backup that is about to be made.
    package func noteBackup(by permit: NodePermit, at moment: Moment) throws {
        try writing("write down the backup", at: moment) { transaction in
            _ = try transaction.append(
                .backup, by: permit.requester, subject: "node/\(organisation)")
        }
    }

    /// - Returns: the number of rows.
    private func addReadings(
        _ kind: RecordKind, _ writer: inout BackupWriter, _ connection: any SQLConnection
    ) throws -> Int {
        var rows = 0
        let columns = KindTable.columns(kind).map { "t.\($0)" }.joined(separator: ", ")
        let table = KindTable.name(kind)
        try connection.forEach(
            """
            SELECT \(columns), d.wrapped, r.version FROM \(table) t
                JOIN data_key d ON d.serial = t.serial JOIN record r ON r.serial = t.serial
            """, []
        ) { row in
            let count = KindTable.columns(kind).count
            let values = Array(row.values.prefix(count))
            var content: [UInt8] = []
            RowCoding.append(table, values, to: &content)
            let record = try row.text(1)
            let version = try row.int(count + 1)
            let key = try seal.key(
                wrapped: try row.blob(count), record: record, version: version)
            let sealed = try RecordSeal.seal(
                content, key, Self.readingContext(record, version))
            try writer.add(
                "reading", [values[0], .text(record), .integer(version), .blob(sealed)])
            rows += 1
        }
        return rows
    }

    static func readingContext(_ record: String, _ version: Int) -> [UInt8] {
        Array("breakwater-reading-v1\n\(record)\n\(version)".utf8)
    }
}
