import EvidenceLog
import PortVocabulary

/// The table of a kind of record, and the digest of a record's stored version: its row of
/// `record`, its row of the kind's table and its wrapped key are one object of the evidence.
enum KindTable {
    /// The columns of `record` in the order in which they are written and digested.
    static let recordColumns = [
        "serial", "record", "version", "kind", "digest", "batch", "row_number", "class", "sealed",
        "entry",
    ]

    static let insertRecord =
        "INSERT INTO record (\(recordColumns.joined(separator: ", "))) VALUES "
        + "(\(recordColumns.map { _ in "?" }.joined(separator: ", ")))"

    static let insertKey = "INSERT INTO data_key (serial, wrapped) VALUES (?, ?)"

    static func name(_ kind: RecordKind) -> String {
        switch kind {
        case .seizure: "seizure"
        case .figure: "figure"
        case .denominator: "denominator"
        }
    }

    static func columns(_ kind: RecordKind) -> [String] {
        switch kind {
        case .seizure: SeizureColumns.names
        case .figure: FigureColumns.names
        case .denominator: DenominatorColumns.names
        }
    }

    /// - Parameters:
    ///   - reading: the row of the kind's table; nil when the record was erased.
    ///   - wrapped: the wrapped key; nil when the record was erased.
    static func object(
        serial: Int, kind: RecordKind, record: [SQLValue], reading: [SQLValue]?,
        wrapped: [UInt8]?
    ) throws -> EvidenceObject {
        var digest = RowDigest()
        digest.add(table: "record", record)
        if let reading { digest.add(table: name(kind), reading) }
        if let wrapped { digest.add(table: "data_key", [.integer(serial), .blob(wrapped)]) }
        return try EvidenceObject(name: "record/\(serial)", digest: digest.finish())
    }

    /// The stored version as an object of the evidence, read from its rows.
    static func stored(
        serial: Int, kind: RecordKind, _ connection: any SQLConnection
    ) throws -> EvidenceObject {
        let key: [SQLValue] = [.integer(serial)]
        let record = try connection.first(
            "SELECT \(recordColumns.joined(separator: ", ")) FROM record WHERE serial = ?", key
        ) { $0.values }
        let reading = try connection.first(
            "SELECT \(columns(kind).joined(separator: ", ")) FROM \(name(kind)) WHERE serial = ?",
            key
        ) { $0.values }
        let wrapped = try connection.first(
            "SELECT wrapped FROM data_key WHERE serial = ?", key
        ) { try $0.blob(0) }
        return try object(
            serial: serial, kind: kind, record: record ?? [], reading: reading, wrapped: wrapped)
    }
}
