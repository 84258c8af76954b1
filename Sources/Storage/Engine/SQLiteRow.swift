import GRDBSQLite

/// A row read straight from the statement that stands on it: nothing is copied before it is
/// asked for, and a value of another type gives nil instead of a stop.
struct SQLiteRow: SQLRow {
    let statement: OpaquePointer

    var count: Int { Int(sqlite3_data_count(statement)) }

    private func type(_ column: Int) -> Int32 {
        // SQLite answers NULL for a column that does not exist.
        sqlite3_column_type(statement, Int32(truncatingIfNeeded: column))
    }

    func value(_ column: Int) -> SQLValue {
        switch type(column) {
        case SQLITE_INTEGER: SQLValue(optionalInt(column))
        case SQLITE_FLOAT: SQLValue(optionalReal(column))
        // Bytes that are no text are shown as what they are.
        case SQLITE_TEXT: optionalText(column).map { .text($0) } ?? .blob(bytes(column))
        case SQLITE_BLOB: .blob(bytes(column))
        default: .null
        }
    }

    func optionalInt(_ column: Int) -> Int? {
        guard type(column) == SQLITE_INTEGER else { return nil }
        return Int(sqlite3_column_int64(statement, Int32(truncatingIfNeeded: column)))
    }

    func optionalReal(_ column: Int) -> Double? {
        guard type(column) == SQLITE_FLOAT else { return nil }
        return sqlite3_column_double(statement, Int32(truncatingIfNeeded: column))
    }

    func optionalText(_ column: Int) -> String? {
        guard type(column) == SQLITE_TEXT else { return nil }
        let index = Int32(truncatingIfNeeded: column)
        guard let start = sqlite3_column_text(statement, index) else { return nil }
        let length = Int(sqlite3_column_bytes(statement, index))
        return String(stored: UnsafeBufferPointer(start: start, count: length))
    }

    func optionalBlob(_ column: Int) -> [UInt8]? {
        type(column) == SQLITE_BLOB ? bytes(column) : nil
    }

    private func bytes(_ column: Int) -> [UInt8] {
        let index = Int32(truncatingIfNeeded: column)
        guard let start = sqlite3_column_blob(statement, index) else { return [] }
        let length = Int(sqlite3_column_bytes(statement, index))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: length))
    }
}
