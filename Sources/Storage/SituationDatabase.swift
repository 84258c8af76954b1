import Foundation
import GRDB
import PortVocabulary
import SituationAnalysis

/// The database of a node: opens it, brings its schema up to date, and fulfils
/// ``SituationStore``.
///
/// Durability: a write that returned is on disk (`synchronous=FULL`, write-ahead log). A process
/// killed at any point leaves the state after the last write that returned, or after one more.
package final class SituationDatabase: SituationStore {
    let pool: DatabasePool

    /// Opens the database, creating file and folder where they are missing.
    ///
    /// - Throws: ``StorageFault`` naming the file when it cannot be opened, is no database of
    ///   ours, or comes from a newer version.
    package init(_ address: DatabaseAddress) throws {
        let path =
            switch address {
            case .sqlite(let path): path
            case .postgres:
                throw StorageFault(
                    operation: "open the database \(address)",
                    reason: "situation records are kept in SQLite")
            }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -32768")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Self.check(path)
            pool = try DatabasePool(path: path, configuration: configuration)
            // The pool sets NORMAL when it turns the write-ahead log on, after the preparation
            // above: a commit could then be lost with the power.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try Self.migrate(pool)
        } catch {
            throw StorageFault(operation: "open the database \(path)", reason: "\(error)")
        }
    }

    /// Looks at a file that exists without writing to it: opening a database for writing would
    /// change one that is not ours.
    private static func check(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        try DatabaseQueue(path: path, configuration: configuration).read { database in
            let tables = try String.fetchSet(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
            if tables.isEmpty { return }
            guard tables.isSuperset(of: ["migration", "record"]) else { throw UnfitFile.foreign }
            let newest = try Int.fetchOne(database, sql: "SELECT MAX(number) FROM migration") ?? 0
            guard newest <= Migration.all.count else { throw UnfitFile.newer(step: newest) }
        }
    }

    private static func migrate(_ pool: DatabasePool) throws {
        try pool.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS migration (
                        number INTEGER PRIMARY KEY,
                        name TEXT NOT NULL
                    )
                    """)
            let done = Set(try Int.fetchAll(database, sql: "SELECT number FROM migration"))
            for migration in Migration.all where !done.contains(migration.number) {
                for statement in migration.statements { try database.execute(sql: statement) }
                try database.execute(
                    sql: "INSERT INTO migration (number, name) VALUES (?, ?)",
                    arguments: [migration.number, migration.name])
            }
        }
    }

    /// The schema as the engine states it, one statement a paragraph, sorted by name.
    package func schemaText() throws -> String {
        try pool.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT sql FROM sqlite_master
                    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name
                    """
            ).joined(separator: ";\n\n") + ";\n"
        }
    }
}

/// Why a file is not opened although the engine could.
private enum UnfitFile: Error, CustomStringConvertible {
    case foreign
    case newer(step: Int)

    var description: String {
        switch self {
        case .foreign: "it is a database of another program"
        case .newer(let step): "its schema (step \(step)) is newer than this program; update it"
        }
    }
}

extension SituationDatabase {
    /// Reads in one snapshot.
    ///
    /// - Throws: ``StorageFault`` when the engine fails.
    func reading<T>(_ operation: String, _ body: (Database) throws -> T) throws -> T {
        do {
            return try pool.read(body)
        } catch let error as DatabaseError {
            throw StorageFault(operation: operation, engine: error)
        }
    }

    /// Writes in one transaction.
    ///
    /// - Throws: ``StorageFault`` when the engine fails; nothing of the transaction stays then.
    func writing<T>(_ operation: String, _ body: (Database) throws -> T) throws -> T {
        do {
            return try pool.write(body)
        } catch let error as DatabaseError {
            throw StorageFault(operation: operation, engine: error)
        }
    }
}
