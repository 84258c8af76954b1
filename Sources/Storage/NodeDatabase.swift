import Crypto
import EvidenceLog
import Foundation
import NeedToKnow
package import PortVocabulary

/// The database of a node: opens it, brings its schema up to date, checks its evidence log, and
/// fulfils the stores of the slices.
///
/// Durability: a write that returned is on disk. A process killed at any point leaves the state
/// after the last write that returned, or after one more.
package final class NodeDatabase: Sendable {
    let engine: any SQLEngine
    let keys: NodeKeys
    let seal: RecordSeal
    let access = AccessCache()
    /// Whose node it is.
    package let organisation: OrganisationID
    /// The evidence log's name in checkpoints.
    package let origin: String

    /// How long one statement may take on PostgreSQL where nobody says otherwise.
    package static let usualStatementTimeoutSeconds = 60

    /// Opens a node that exists.
    ///
    /// - Parameters:
    ///   - keys: the node's secrets.
    ///   - lastCheckpoint: the newest checkpoint that this node signed, kept outside the
    ///     database; a database that has less is an old copy.
    ///   - statementTimeoutSeconds: how long one statement may take on PostgreSQL. Bounds: 1 to
    ///     86,400.
    /// - Throws: ``StorageFault`` when it cannot be opened, is no node's, or comes from another
    ///   version; ``LogMismatch`` when the evidence log is not what its checkpoint says.
    package convenience init(
        _ address: DatabaseAddress, keys: NodeKeys, lastCheckpoint: String?,
        statementTimeoutSeconds: Int = NodeDatabase.usualStatementTimeoutSeconds
    ) throws {
        let engine = try Self.open(address, statementTimeoutSeconds: statementTimeoutSeconds)
        try self.init(engine, keys: keys)
        try checkLog(lastCheckpoint: lastCheckpoint)
    }

    /// A node over an engine whose schema is up to date.
    init(_ engine: any SQLEngine, keys: NodeKeys) throws {
        (self.engine, self.keys) = (engine, keys)
        seal = RecordSeal(wrapping: keys.wrappingKey)
        let settings = try engine.read("read the node's settings") { connection in
            Dictionary(
                try connection.rows("SELECT name, setting FROM node") {
                    (try $0.text(0), try $0.text(1))
                }
            ) { first, _ in first }
        }
        guard let name = settings["organisation"], let origin = settings["origin"],
            let logKey = settings["log-key"], let own = try? OrganisationID(parsing: name)
        else {
            throw StorageFault(
                operation: "open the node", reason: "it was never set up", kind: .keys)
        }
        (organisation, self.origin) = (own, origin)
        // The wrapping key too: what is sealed with another one could not be opened again.
        guard logKey == Self.verifierKey(keys, origin: origin),
            settings["key-check"] == keys.checkText
        else {
            throw StorageFault(
                operation: "open the node", reason: "the keys given are not this node's keys",
                kind: .keys)
        }
    }

    /// For a check where the settings cannot be read.
    init(
        _ engine: any SQLEngine, keys: NodeKeys, organisation: OrganisationID, origin: String
    ) {
        (self.engine, self.keys) = (engine, keys)
        (self.organisation, self.origin) = (organisation, origin)
        seal = RecordSeal(wrapping: keys.wrappingKey)
    }

    /// Opens the engine, creating the schema where it is missing.
    static func open(
        _ address: DatabaseAddress,
        statementTimeoutSeconds: Int = NodeDatabase.usualStatementTimeoutSeconds
    ) throws -> any SQLEngine {
        let engine: any SQLEngine
        switch address {
        case .sqlite(let path):
            // Looked at before anything is written: one that does not fit stays as it is.
            engine = try SQLiteEngine(path: path, tables: ["migration", "record"]) {
                _ = try missing($0)
            }
        case .postgres(let url):
            engine = try PostgresEngine(
                url: url, statementTimeoutSeconds: statementTimeoutSeconds)
        }
        try migrate(engine)
        return engine
    }

    static func migrate(_ engine: any SQLEngine) throws {
        let isCurrent = try? engine.read("look at the schema") { try missing($0).isEmpty }
        if isCurrent == true { return }
        do {
            try engine.write("bring the schema up to date") { connection in
                try connection.execute(Migration.ledger)
                for migration in try missing(connection) {
                    for statement in migration.statements(for: engine.name) {
                        try connection.execute(statement)
                    }
                    if migration.name == Migration.desk.name {
                        try SearchIndex.build(connection, kinds: SearchIndex.earliestKinds)
                    }
                    if migration.name == Migration.revision.name {
                        try ContentRevision.derive(connection)
                    }
                    try connection.execute(
                        "INSERT INTO migration (number, name) VALUES (?, ?)",
                        [.integer(migration.number), .text(migration.name)])
                }
            }
        } catch let unfit as UnfitDatabase {
            throw StorageFault(operation: "open the database", reason: unfit.description)
        }
    }

    /// The steps that the database does not have yet.
    private static func missing(_ connection: any SQLConnection) throws -> [Migration] {
        let done = Dictionary(
            try connection.rows("SELECT number, name FROM migration") {
                (try $0.int(0), try $0.text(1))
            }
        ) { first, _ in first }
        if let newest = done.keys.max(), newest > Migration.newest {
            throw UnfitDatabase.newer(step: newest)
        }
        return try Migration.all.filter { migration in
            guard let name = done[migration.number] else { return true }
            guard name == migration.name else { throw UnfitDatabase.older }
            return false
        }
    }

    /// The schema as the engine states it: for SQLite one statement a paragraph, sorted by name.
    package func schemaText() throws -> String {
        try engine.read("read the schema") { connection in
            try connection.rows(
                """
                SELECT sql FROM sqlite_master
                WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
                    AND name NOT LIKE 'search_index_%' ORDER BY type, name
                """
            ) { try $0.text(0) }.joined(separator: ";\n\n") + ";\n"
        }
    }

    /// The log's public key in the form that checkpoints' readers take.
    package var logVerifierKey: String { Self.verifierKey(keys, origin: origin) }
}

/// Why a database is not opened although the engine could.
enum UnfitDatabase: Error, CustomStringConvertible {
    case older
    case newer(step: Int)

    var description: String {
        switch self {
        case .older:
            "it was made before records were sealed; import the files again into a new database"
        case .newer(let step): "its schema (step \(step)) is newer than this program; update it"
        }
    }
}
