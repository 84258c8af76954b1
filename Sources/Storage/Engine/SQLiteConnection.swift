import GRDB
import GRDBSQLite

/// One connection of SQLite within one transaction.
///
/// GRDB opens the connection, keeps the prepared statements and ends the transaction; rows are
/// read and values bound through SQLite's own interface, which never stops the program.
final class SQLiteConnection: SQLConnection {
    private let database: Database
    private let operation: String
    /// The first fault of a statement. PostgreSQL runs nothing after one, and undoes the
    /// transaction; so does this engine, or the two would store different things.
    private(set) var failure: StorageFault?

    init(_ database: Database, operation: String) {
        (self.database, self.operation) = (database, operation)
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try SQLValue.check(arguments, operation: operation)
        return try run(try statement(sql).sqliteStatement, arguments)
    }

    func executeEach(_ sql: String, _ rows: [[SQLValue]]) throws -> Int {
        guard !rows.isEmpty else { return 0 }
        for row in rows { try SQLValue.check(row, operation: operation) }
        let statement = try statement(sql)
        var changed = 0
        for row in rows { changed += try run(statement.sqliteStatement, row) }
        return changed
    }

    func forEach(
        _ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void
    ) throws {
        try SQLValue.check(arguments, operation: operation)
        let statement = try statement(sql)
        let handle = statement.sqliteStatement
        try bind(arguments, to: handle)
        defer { Self.release(handle) }
        let row = SQLiteRow(statement: handle)
        while try step(handle) { try body(row) }
    }

    private func run(_ handle: OpaquePointer, _ arguments: [SQLValue]) throws -> Int {
        try bind(arguments, to: handle)
        defer { Self.release(handle) }
        let before = sqlite3_total_changes(database.sqliteConnection)
        while try step(handle) {}
        // A statement that changes no rows by its nature leaves the count of the one before.
        let after = sqlite3_total_changes(database.sqliteConnection)
        return before == after ? 0 : Int(sqlite3_changes(database.sqliteConnection))
    }

    /// Whether the statement stands on a row now.
    private func step(_ handle: OpaquePointer) throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failed()
        }
    }

    /// The prepared statement of this text. A statement that is still being read within its
    /// own rows is prepared a second time.
    private func statement(_ sql: String) throws -> Statement {
        if let failure { throw failure }
        do {
            let kept = try database.cachedStatement(sql: sql)
            if sqlite3_stmt_busy(kept.sqliteStatement) == 0 { return kept }
            return try database.makeStatement(sql: sql)
        } catch let error as DatabaseError {
            let fault = StorageFault(operation: operation, engine: error)
            failure = fault
            throw fault
        }
    }

    private func failed() -> StorageFault {
        let fault = StorageFault(operation: operation, connection: database.sqliteConnection)
        if failure == nil { failure = fault }
        return fault
    }

    private static func release(_ handle: OpaquePointer) {
        sqlite3_reset(handle)
        // Values are not kept in memory longer than their statement runs.
        sqlite3_clear_bindings(handle)
    }

    // MARK: - Values

    private func bind(_ arguments: [SQLValue], to handle: OpaquePointer) throws {
        let wanted = Int(sqlite3_bind_parameter_count(handle))
        guard wanted == arguments.count else {
            throw StorageFault(
                operation: operation,
                reason: "the statement takes \(wanted) values, not \(arguments.count)")
        }
        for (index, argument) in arguments.enumerated() {
            guard Self.bind(argument, to: handle, at: Int32(index + 1)) == SQLITE_OK else {
                Self.release(handle)
                throw failed()
            }
        }
    }

    private static func bind(_ value: SQLValue, to handle: OpaquePointer, at place: Int32) -> Int32
    {
        switch value {
        case .null: return sqlite3_bind_null(handle, place)
        case .integer(let number): return sqlite3_bind_int64(handle, place, Int64(number))
        case .real(let number):
            return sqlite3_bind_double(handle, place, SQLValue.stored(number))
        case .text(var text):
            return text.withUTF8 { bytes in
                guard let start = bytes.baseAddress, !bytes.isEmpty else {
                    return sqlite3_bind_text(handle, place, "", 0, copied)
                }
                return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text64(
                        handle, place, $0, UInt64(bytes.count), copied, UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, place, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob64(handle, place, $0.baseAddress, UInt64($0.count), copied)
            }
        }
    }

    /// Tells SQLite to copy what it is handed: SQLITE_TRANSIENT, which C defines by a cast.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
