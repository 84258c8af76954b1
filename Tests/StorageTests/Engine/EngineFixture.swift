import Foundation
import TestSupport
import Testing

@testable import Storage

/// The engines on which every claim of the shared dialect is tried.
enum EngineKind: String, CaseIterable, Sendable {
    case sqlite, postgres

    /// PostgreSQL is left out only where it is missing and nobody could install it.
    static let here: [EngineKind] = PrivatePostgres.isExpected ? allCases : [.sqlite]
}

/// An engine on an empty database that goes with the test.
final class EngineFixture: Sendable {
    let engine: any SQLEngine
    /// Opens the same database once more, as another process would.
    let another: @Sendable () throws -> any SQLEngine
    /// The database file; nil for PostgreSQL.
    let path: String?
    private let home: any AnyObject & Sendable

    /// - Parameter file: A database file of SQLite to begin with a copy of.
    init(_ kind: EngineKind, copyOf file: String? = nil) throws {
        switch kind {
        case .sqlite:
            let folder = try TemporaryFolder()
            let path = folder.file("node.sqlite")
            if let file { try FileManager.default.copyItem(atPath: file, toPath: path) }
            home = folder
            self.path = path
            another = { try SQLiteEngine(path: path) }
        case .postgres:
            let database = try PrivateDatabase()
            let url = database.url
            home = database
            path = nil
            another = { try PostgresEngine(url: url) }
        }
        engine = try another()
    }

    /// With the table that the tests write to.
    static func withItems(_ kind: EngineKind) throws -> EngineFixture {
        let fixture = try EngineFixture(kind)
        try fixture.engine.write("make a table") { connection in
            try connection.execute(
                """
                CREATE TABLE item (
                    id BIGINT PRIMARY KEY,
                    number BIGINT,
                    measure DOUBLE PRECISION,
                    words TEXT,
                    bytes BYTEA
                )
                """)
        }
        return fixture
    }

    func count(_ table: String = "item") throws -> Int? {
        try engine.read("count") { try $0.number("SELECT COUNT(*) FROM \(table)") }
    }
}

/// The fault that this ends in; nil for none and for an error of another type.
func fault<T>(_ body: () throws -> T) -> StorageFault? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? StorageFault
    }
}

struct PostgresPresenceTests {
    @Test(
        .enabled(
            if: PrivatePostgres.isExpected,
            "PostgreSQL is missing and cannot be installed here: SQLite alone is tested"))
    func privatePostgresAnswers() throws {
        #expect(try PrivatePostgres.started().run("SELECT 1 + 1") == "2")
    }
}
