import Foundation
import GRDB

/// Looks at a file before it is opened for writing, which would change one that is not ours.
enum SQLiteFile {
    /// Refuses a file that is no database or a database of another program. A file that is
    /// missing or has no tables passes.
    ///
    /// - Parameters:
    ///   - tables: The tables that a database of ours has.
    ///   - inspect: Looks further into one that has them; what it throws refuses the file.
    /// - Throws: ``StorageFault`` of the engine, ``ForeignDatabase``, or what `inspect` throws.
    static func check(
        _ path: String, tables: Set<String>,
        inspect: (any SQLConnection) throws -> Void = { _ in }
    ) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(SQLiteEngine.patienceSeconds)
        let operation = "look at the database"
        do {
            try DatabaseQueue(path: path, configuration: configuration).read { database in
                let connection = SQLiteConnection(database, operation: operation)
                let found = Set(
                    try connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'") {
                        try $0.text(0)
                    })
                if try ForeignDatabase.check(found, wanted: tables) { try inspect(connection) }
            }
        } catch let error as DatabaseError {
            throw StorageFault(operation: operation, engine: error)
        }
    }
}
