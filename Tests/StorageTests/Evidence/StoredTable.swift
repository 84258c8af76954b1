import EvidenceLog
import TestSupport

@testable import Storage

/// A table as the tests change it behind the program's back.
struct StoredTable: Sendable, CustomStringConvertible {
    let name: String
    let columns: [String]
    let keyColumns: Int
    var description: String { name }

    /// Every table of the schema.
    static let all: [StoredTable] =
        EvidentTable.allCases.map {
            StoredTable(name: $0.rawValue, columns: $0.columns, keyColumns: $0.keyColumns)
        } + [
            StoredTable(name: "record", columns: KindTable.recordColumns, keyColumns: 1),
            StoredTable(name: "seizure", columns: SeizureColumns.names, keyColumns: 1),
            StoredTable(name: "figure", columns: FigureColumns.names, keyColumns: 1),
            StoredTable(name: "denominator", columns: DenominatorColumns.names, keyColumns: 1),
            StoredTable(name: "data_key", columns: ["serial", "wrapped"], keyColumns: 1),
            StoredTable(
                name: "evidence", columns: ["entry", "salt", "body", "leaf"], keyColumns: 1),
            StoredTable(
                name: "evidence_head", columns: ["log", "size", "frontier"], keyColumns: 1),
            StoredTable(name: "tile", columns: ["level", "place", "hashes"], keyColumns: 2),
            StoredTable(name: "checkpoint", columns: ["size", "note"], keyColumns: 1),
            StoredTable(
                name: "tally",
                columns: ["class", "place", "country", "substance_group", "records"],
                keyColumns: 4),
            StoredTable(
                name: "imported_place",
                columns: ["code", "name", "spellings", "latitude", "longitude"], keyColumns: 1),
            StoredTable(
                name: "content_revision", columns: ContentRevision.columns, keyColumns: 1),
            StoredTable(name: "search_text", columns: ["serial", "words"], keyColumns: 1),
            StoredTable(name: "migration", columns: ["number", "name"], keyColumns: 1),
        ]

    static func named(_ name: String) -> StoredTable { all.first { $0.name == name }! }

    private var keys: [String] { Array(columns.prefix(keyColumns)) }
    private var isKey: String { keys.map { "\($0) = ?" }.joined(separator: " AND ") }

    func rows(_ connection: any SQLConnection) throws -> [[SQLValue]] {
        try connection.rows(
            "SELECT \(columns.joined(separator: ", ")) FROM \(name) "
                + "ORDER BY \(keys.joined(separator: ", "))"
        ) { $0.values }
    }

    func set(
        _ column: Int, to value: SQLValue, in row: [SQLValue], _ connection: any SQLConnection
    ) throws {
        let changed = try connection.execute(
            "UPDATE \(name) SET \(columns[column]) = ? WHERE \(isKey)",
            [value] + row.prefix(keyColumns))
        guard changed == 1 else { throw NothingChanged() }
    }

    func delete(_ row: [SQLValue], _ connection: any SQLConnection) throws {
        let changed = try connection.execute(
            "DELETE FROM \(name) WHERE \(isKey)", Array(row.prefix(keyColumns)))
        guard changed == 1 else { throw NothingChanged() }
    }

    func insert(_ row: [SQLValue], _ connection: any SQLConnection) throws {
        try connection.execute(
            "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES "
                + "(\(columns.map { _ in "?" }.joined(separator: ", ")))", row)
    }

    /// How the check names a row.
    func place(_ row: [SQLValue]) -> String {
        if let table = EvidentTable(rawValue: name) { return table.objectName(row) }
        switch name {
        case "record", "seizure", "figure", "denominator", "data_key":
            return "record/\(row[0].plainText)"
        case "evidence": return "leaf \(row[0].plainText)"
        case "evidence_head": return "head of the log"
        case "tile": return "tile \(row[0].plainText)/\(row[1].plainText)"
        case "checkpoint": return "checkpoint \(row[0].plainText)"
        case "search_text": return "search_text/\(row[0].plainText)"
        case "tally": return "tally/" + row.prefix(4).map(\.plainText).joined(separator: "/")
        default: return name
        }
    }
}

struct NothingChanged: Error {}

extension SQLValue {
    /// The value with one bit changed; of what has no bits something of its own kind.
    func flipped(_ random: inout Seeded) -> SQLValue {
        switch self {
        case .null: return .text("")
        case .integer(let number): return .integer(number ^ 1 << random.number(0...9))
        case .real(let number): return .real(number.nextUp)
        case .blob(var bytes):
            guard !bytes.isEmpty else { return .blob([0]) }
            bytes[random.number(0...bytes.count - 1)] ^= 1 << UInt8(random.number(0...7))
            return .blob(bytes)
        case .text(let text):
            var bytes = Array(text.utf8)
            guard !bytes.isEmpty else { return .text("x") }
            // A text that is no UTF-8 could not be handed to the engine.
            for _ in 0..<1_000 {
                let place = random.number(0...bytes.count - 1)
                let before = bytes[place]
                bytes[place] ^= 1 << UInt8(random.number(0...6))
                if bytes[place] != 0, let text = String(validating: bytes, as: UTF8.self) {
                    return .text(text)
                }
                bytes[place] = before
            }
            return .text(text + "x")
        }
    }

    /// Values of other kinds, as only SQLite would store them in the column.
    var otherKinds: [SQLValue] {
        switch self {
        case .null: [.blob([1])]
        case .integer: [.text("x"), .blob([1]), .real(0.5)]
        case .real: [.text("x"), .blob([1])]
        case .text: [.blob([0xff, 0xfe])]
        case .blob: [.text("x"), .integer(5)]
        }
    }
}

/// Changes the database, checks it, and undoes the change.
struct Tampering {
    let node: TestNode
    let logKey: NoteVerifierKey

    init(_ node: TestNode) throws {
        self.node = node
        logKey = try NoteVerifierKey(parsing: node.store.logVerifierKey)
    }

    private struct Undo: Error {
        let places: [String]
    }

    /// The places that the check names; nil where the engine itself refuses the change.
    func places(
        after change: (any SQLConnection) throws -> Void
    ) throws -> [String]? {
        do {
            try node.engine.write("tamper") { connection in
                // Keys that point at nothing are part of what the check has to see.
                try connection.execute(
                    node.engine.name == "postgres"
                        ? "SET LOCAL session_replication_role = replica"
                        : "PRAGMA defer_foreign_keys = ON")
                try change(connection)
                let report = try EvidenceCheck(connection, logKey: logKey).run()
                throw Undo(places: report.findings.map(\.place))
            }
        } catch let undo as Undo {
            return undo.places
        } catch let fault as StorageFault
            where fault.kind == .conflict || fault.reason.contains("another type")
        {
            return nil
        }
        return nil
    }
}
