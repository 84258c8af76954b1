import GRDB
import Testing

@testable import Storage

/// The schema as partners and later steps rely on it.
struct SchemaTests {
    let folder: TemporaryFolder
    let store: SituationDatabase

    init() throws {
        folder = try TemporaryFolder()
        store = try folder.database()
    }

    @Test func schemaIsTheCommittedOne() throws {
        #expect(try isGolden(store.schemaText(), "schema.sql"))
    }

    @Test func schemaStaysAsItIsWhenOpenedAgain() throws {
        let text = try store.schemaText()
        let again = try folder.database()
        #expect(try again.schemaText() == text)
        let steps = try again.pool.read {
            try Int.fetchAll($0, sql: "SELECT number FROM migration")
        }
        #expect(steps == Migration.all.map(\.number))
    }

    @Test func stepsAreNumberedFromOneWithoutGaps() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
    }

    /// A commit that returned is on disk: write-ahead log, synchronous FULL (2); and no row
    /// points at nothing.
    @Test func everyWriteIsDurable() throws {
        func settings(_ database: Database) throws -> [String] {
            try ["journal_mode", "synchronous", "foreign_keys"].map {
                try String.fetchOne(database, sql: "PRAGMA \($0)") ?? "?"
            }
        }
        #expect(try store.pool.write(settings) == ["wal", "2", "1"])
        let again = try folder.database()
        #expect(try again.pool.write(settings) == ["wal", "2", "1"])
    }

    @Test func recordOfNoBatchIsRefused() throws {
        var error: (any Error)?
        do {
            _ = try store.append([.plain("r1")], batch: Sample.batch)
        } catch let thrown {
            error = thrown
        }
        #expect(error != nil)
        #expect(
            try store.pool.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM record") } == 0)
    }
}
