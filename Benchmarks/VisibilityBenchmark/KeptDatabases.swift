import BenchmarkSupport
import Crypto
import Foundation
import GRDB
import NeedToKnow
import Storage
import TestSupport

/// The databases of the world, kept between runs: built when they are missing, or when the
/// schema or the world has changed since.
struct KeptDatabases {
    private let folder: URL
    /// Names the schema and the world.
    private let digest: String
    private let keys: NodeKeys

    init(folder: URL) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        digest = try Self.currentDigest()
        let file = folder.appendingPathComponent("keys-\(digest)")
        if let kept = try? Data(contentsOf: file), kept.count == 128 {
            keys = try Self.keys(Array(kept))
        } else {
            keys = NodeKeys.generate()
            let secrets = keys.wrapping + keys.log + keys.organisation + keys.witness
            try Data(secrets).write(to: file)
        }
    }

    private static func keys(_ bytes: [UInt8]) throws -> NodeKeys {
        let parts = stride(from: 0, to: 128, by: 32).map { Array(bytes[$0..<($0 + 32)]) }
        guard
            let keys = NodeKeys(
                wrapping: parts[0], log: parts[1], organisation: parts[2], witness: parts[3])
        else { throw BenchmarkFailure(cause: "the kept keys cannot be read") }
        return keys
    }

    /// Of the schema as a new database has it, and of the world's version.
    private static func currentDigest() throws -> String {
        let empty = try BenchmarkNode.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: empty) }
        let database = try BenchmarkNode.create(
            .sqlite(path: empty.appendingPathComponent("schema.sqlite").path),
            keys: NodeKeys.generate())
        let text = try database.schemaText() + World.version + "\(World.records)"
        let hash = SHA256.hash(data: Data(text.utf8))
        return hash.prefix(6).map { String(format: "%02x", $0) }.joined()
    }

    /// The world on SQLite.
    func sqlite() throws -> NodeDatabase {
        let path = folder.appendingPathComponent("visibility-\(digest).sqlite").path
        let address = DatabaseAddress.sqlite(path: path)
        if !FileManager.default.fileExists(atPath: path) {
            let growing = path + ".growing"
            // What is left of a run that was stopped, or of another schema.
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
            where name.hasPrefix("visibility-") {
                try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
            }
            try WorldBuilder(.sqlite(path: growing), keys: keys).build()
            let queue = try DatabaseQueue(path: growing)
            try queue.write { database in
                for statement in WorldBuilder.originatorsStatements {
                    try database.execute(sql: statement)
                }
            }
            try queue.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
            try queue.close()
            try FileManager.default.moveItem(atPath: growing, toPath: path)
        }
        return try NodeDatabase(address, keys: keys, lastCheckpoint: nil)
    }

    /// The world on a PostgreSQL of its own; nil where it is not installed.
    func postgres() throws -> NodeDatabase? {
        guard PrivatePostgres.isExpected else { return nil }
        let server = try PrivatePostgres(
            keptIn: folder.appendingPathComponent("postgres").path)
        let name = "world_\(digest)"
        if try server.run("SELECT COUNT(*) FROM pg_database WHERE datname = '\(name)'") == "0" {
            let others = try server.run(
                "SELECT datname FROM pg_database WHERE datname LIKE 'world%' OR datname = 'growing'"
            )
            for other in others.split(separator: "\n") {
                try server.run("DROP DATABASE \(other)")
            }
            try server.run("CREATE DATABASE growing TEMPLATE template0 LOCALE 'C'")
            try WorldBuilder(.postgres(url: server.url("growing")), keys: keys).build()
            for statement in WorldBuilder.originatorsStatements {
                try server.run(statement, database: "growing")
            }
            try server.run("VACUUM ANALYZE", database: "growing")
            // The builder's connections are closed by the server: a database in use keeps its name.
            try server.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'growing'")
            try server.run("ALTER DATABASE growing RENAME TO \(name)")
        }
        return try NodeDatabase(
            .postgres(url: server.url(name)), keys: keys, lastCheckpoint: nil)
    }
}
