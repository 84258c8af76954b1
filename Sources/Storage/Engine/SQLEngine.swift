/// A row of a result. Valid only within the closure that it is handed to. Columns count from 0.
///
/// A stored value of another type than asked for is a damaged row: the throwing members name
/// the column, so that a flipped byte never stops the program.
protocol SQLRow {
    var count: Int { get }
    func value(_ column: Int) -> SQLValue
    /// Nil for NULL and for another type.
    func optionalInt(_ column: Int) -> Int?
    func optionalReal(_ column: Int) -> Double?
    func optionalText(_ column: Int) -> String?
    func optionalBlob(_ column: Int) -> [UInt8]?
}

extension SQLRow {
    func int(_ column: Int) throws -> Int {
        guard let value = optionalInt(column) else { throw DamagedRow(column: column) }
        return value
    }

    func text(_ column: Int) throws -> String {
        guard let value = optionalText(column) else { throw DamagedRow(column: column) }
        return value
    }

    func blob(_ column: Int) throws -> [UInt8] {
        guard let value = optionalBlob(column) else { throw DamagedRow(column: column) }
        return value
    }

    /// Every value, in the order of the columns.
    var values: [SQLValue] { (0..<count).map(value) }
}

/// A stored value is missing or of another type than the schema says.
struct DamagedRow: Error, CustomStringConvertible {
    let column: Int

    var description: String { "a stored row is damaged (column \(column + 1))" }
}

/// One connection within one transaction. Statements are written in the dialect that both
/// engines share, with `?` for arguments, and are prepared once per connection.
protocol SQLConnection: AnyObject {
    /// Runs one statement; answers how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int
    /// Runs one statement once for each list of arguments, in order; answers how many rows were
    /// changed in all. Over a network this is one round trip for many rows.
    @discardableResult
    func executeEach(_ sql: String, _ rows: [[SQLValue]]) throws -> Int
    /// Calls `body` with each row of the result.
    func forEach(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void)
        throws
}

extension SQLConnection {
    @discardableResult
    func execute(_ sql: String) throws -> Int { try execute(sql, []) }

    /// The whole result, each row made into a value.
    func rows<T>(
        _ sql: String, _ arguments: [SQLValue] = [], _ make: (any SQLRow) throws -> T
    ) throws -> [T] {
        var made: [T] = []
        try forEach(sql, arguments) { made.append(try make($0)) }
        return made
    }

    /// The first row made into a value; nil where there is none.
    func first<T>(
        _ sql: String, _ arguments: [SQLValue] = [], _ make: (any SQLRow) throws -> T
    ) throws -> T? {
        var made: T?
        try forEach(sql, arguments) { if made == nil { made = try make($0) } }
        return made
    }

    /// The first column of the first row as a number; nil for none and for NULL.
    func number(_ sql: String, _ arguments: [SQLValue] = []) throws -> Int? {
        try first(sql, arguments) { $0.optionalInt(0) } ?? nil
    }
}

/// A database engine: SQLite or PostgreSQL.
///
/// A statement that fails dooms its transaction on both: later statements give the same fault,
/// and nothing is stored even where `body` catches it. A write within a write and a read within
/// a read are errors of the program; a read beside a write sees what was stored before it.
protocol SQLEngine: Sendable {
    /// `sqlite` or `postgres`.
    var name: String { get }
    /// Reads in one snapshot; nothing is changed.
    func read<T>(_ operation: String, _ body: (any SQLConnection) throws -> T) throws -> T
    /// Writes in one transaction, durable when it returns. What `body` throws undoes all of it.
    @discardableResult
    func write<T>(_ operation: String, _ body: (any SQLConnection) throws -> T) throws -> T
    /// Overwrites what was deleted, as far as the engine can: outside a transaction, after it.
    func scrub() throws
    /// What the engine itself finds damaged, for example an index that does not fit its table.
    func selfCheck() throws -> [String]
}
