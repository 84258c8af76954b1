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
        let path = switch address { case .sqlite(let path): path }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA cache_size = -32768")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            pool = try DatabasePool(path: path, configuration: configuration)
            try Self.migrate(pool)
        } catch let fault as StorageFault {
            throw fault
        } catch {
            throw StorageFault(operation: "open the database \(path)", reason: "\(error)")
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
            if let newest = done.max(), newest > Migration.all.count {
                throw StorageFault(
                    operation: "open the database",
                    reason: "its schema (step \(newest)) is newer than this program; update it")
            }
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

/// A fault of the storage engine, with the operation it happened in. Carries no record content.
package struct StorageFault: Error, Sendable, CustomStringConvertible {
    package let operation: String
    package let reason: String

    package init(operation: String, reason: String) {
        (self.operation, self.reason) = (operation, reason)
    }

    package var description: String { "could not \(operation): \(reason)" }
}
