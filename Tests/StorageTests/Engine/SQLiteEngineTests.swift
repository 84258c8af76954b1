import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import Storage

/// What SQLite alone promises: durability, secure deletion, files of ours only, shared commits.
@Suite struct SQLiteEngineTests {
    let folder: TemporaryFolder
    var path: String { folder.file("node.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    /// The settings of a connection, as SQLite states them.
    static func settings(_ connection: any SQLConnection) throws -> [String: SQLValue] {
        var found: [String: SQLValue] = [:]
        for name in [
            "journal_mode", "synchronous", "foreign_keys", "secure_delete", "cache_size",
            "temp_store", "busy_timeout",
        ] {
            found[name] = try connection.first("PRAGMA \(name)") { $0.value(0) }
        }
        return found
    }

    @Test func everyWriteWaitsForTheDiskAndErases() throws {
        let engine = try SQLiteEngine(path: path)
        let writer = try engine.write("look", Self.settings)
        let reader = try engine.read("look", Self.settings)
        // 2 is FULL, and MEMORY.
        let wanted: [String: SQLValue] = [
            "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
            "cache_size": -32_768, "temp_store": 2, "busy_timeout": 10_000,
        ]
        #expect(writer == wanted)
        #expect(reader["foreign_keys"] == 1 && reader["busy_timeout"] == 10_000)
    }

    @Test func databaseWithoutOurTablesIsRefusedAndStays() throws {
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "CREATE TABLE bookmark (title TEXT)") }
        try other.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let found = fault { try SQLiteEngine(path: path, tables: ["migration"]) }
        #expect(found?.reason == "it is a database of another program")
        #expect(found?.operation == "open the database \(path)")
        #expect(found?.kind == .unavailable)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func fileThatIsNoDatabaseIsRefusedAndStays() throws {
        let text = String(repeating: "Dear diary, the quay was quiet today.\n", count: 400)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let found = fault { try SQLiteEngine(path: path, tables: ["migration"]) }
        #expect(found?.reason == "file is not a database")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test func inspectionMayRefuseADatabaseOfOurs() throws {
        struct Newer: Error, CustomStringConvertible { let description = "it is newer" }
        let engine = try SQLiteEngine(path: path, tables: ["migration"])
        try engine.write("make") { try $0.execute("CREATE TABLE migration (number BIGINT)") }
        try engine.close()
        let found = fault {
            try SQLiteEngine(path: path, tables: ["migration"]) { connection in
                #expect(try connection.number("SELECT COUNT(*) FROM migration") == 0)
                throw Newer()
            }
        }
        #expect(found?.reason == "it is newer")
        try SQLiteEngine(path: path, tables: ["migration"]).close()
    }

    /// A byte that is flipped in the file gives a damaged row, not a stop and not other text.
    @Test func textThatIsNoTextIsDamaged() throws {
        let engine = try SQLiteEngine(path: path)
        try engine.write("damage") { connection in
            try connection.execute("CREATE TABLE item (words TEXT)")
            try connection.execute("INSERT INTO item VALUES (CAST(x'61ff62' AS TEXT))")
            try connection.forEach("SELECT words FROM item", []) { row in
                #expect(row.optionalText(0) == nil)
                #expect(row.value(0) == .blob([0x61, 0xff, 0x62]))
                #expect(throws: DamagedRow.self) { try row.text(0) }
            }
        }
    }

    /// Lets twelve writers and `spoiler` meet while one write holds the disk; answers the
    /// outcome of each.
    func meeting(
        _ engine: SQLiteEngine, spoiler: (@Sendable (any SQLConnection) throws -> Void)? = nil
    ) throws -> [StorageFault?] {
        try engine.write("make") { connection in
            try connection.execute("CREATE TABLE item (id BIGINT PRIMARY KEY)")
            try connection.execute("CREATE TABLE part (item BIGINT REFERENCES item (id))")
        }
        let begun = DispatchSemaphore(value: 0)
        let gate = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            _ = try? engine.write("hold") { connection in
                try connection.execute("INSERT INTO item VALUES (-1)")
                begun.signal()
                gate.wait()
            }
        }
        begun.wait()
        let waiting = Thread {
            // The queue is looked at until all stand in it; the limit is for a test that fails.
            let deadline = Date(timeIntervalSinceNow: 20)
            while engine.waitingWrites < 12, Date() < deadline { sched_yield() }
            gate.signal()
        }
        waiting.start()
        let outcomes = Mutex<[StorageFault?]>(Array(repeating: nil, count: 12))
        _ = EngineConcurrencyTests.onThreads(12) { writer in
            let found = fault {
                try engine.write("write \(writer)") { connection in
                    try connection.execute("INSERT INTO item VALUES (?)", [.integer(writer)])
                    if writer == 5 { try spoiler?(connection) }
                }
            }
            outcomes.withLock { $0[writer] = found }
        }
        return outcomes.withLock { $0 }
    }

    func ids(_ engine: SQLiteEngine) throws -> [Int] {
        try engine.read("read") { connection in
            try connection.rows("SELECT id FROM item ORDER BY id") { try $0.int(0) }
        }
    }

    /// How many commits the write-ahead log holds: the last page of each carries the size of
    /// the database in the fourth to eighth bytes of its header, the others zero.
    func commits() throws -> Int {
        let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
        return stride(from: 32, to: log.count, by: 4_096 + 24).count { start in
            log[start + 4..<start + 8].contains { $0 != 0 }
        }
    }

    @Test func writesThatMeetShareACommit() throws {
        let engine = try SQLiteEngine(path: path)
        let before = try commits()
        let outcomes = try meeting(engine)
        #expect(outcomes.allSatisfy { $0 == nil })
        #expect(try ids(engine) == Array(-1..<12))
        // The tables, the write that held the disk, and all the others.
        let shared = try commits() - before
        #expect(shared == 3)
    }

    @Test func failedWriteOfAGroupTakesNobodyWithIt() throws {
        let engine = try SQLiteEngine(path: path)
        let outcomes = try meeting(engine) { try $0.execute("INSERT INTO item VALUES (-1)") }
        #expect(outcomes.enumerated().allSatisfy { ($1 == nil) == ($0 != 5) })
        #expect(outcomes[5]?.kind == .conflict)
        #expect(try ids(engine) == Array(-1..<12).filter { $0 != 5 })
    }

    /// A reference that is looked at only at the end makes the common commit fail.
    @Test func commitThatFailsFailsEveryWriteOfTheGroup() throws {
        let engine = try SQLiteEngine(path: path)
        let outcomes = try meeting(engine) { connection in
            try connection.execute("PRAGMA defer_foreign_keys = ON")
            try connection.execute("INSERT INTO part VALUES (99)")
        }
        for (writer, outcome) in outcomes.enumerated() {
            #expect(outcome?.kind == .conflict)
            #expect(outcome?.operation == "write \(writer)")
        }
        #expect(try ids(engine) == [-1])
        try engine.write("go on") { try $0.execute("INSERT INTO item VALUES (7)") }
        #expect(try ids(engine) == [-1, 7])
    }

    /// A disk that fails makes SQLite undo the whole transaction, as ROLLBACK does here.
    @Test func transactionThatIsLostFailsEveryWriteOfTheGroup() throws {
        let engine = try SQLiteEngine(path: path)
        let outcomes = try meeting(engine) { connection in
            try connection.execute("ROLLBACK")
            try connection.execute("SELECT * FROM absent")
        }
        #expect(outcomes.allSatisfy { $0 != nil })
        #expect(try ids(engine) == [-1])
        try engine.write("go on") { try $0.execute("INSERT INTO item VALUES (7)") }
        #expect(try ids(engine) == [-1, 7])
    }

    /// What was acknowledged is there, and what was refused is not.
    @Test func fullDatabaseKeepsWhatItAcknowledged() throws {
        let engine = try SQLiteEngine(path: path)
        try engine.write("make") { connection in
            try connection.execute("CREATE TABLE item (id BIGINT PRIMARY KEY, bytes BYTEA)")
            try connection.execute("PRAGMA max_page_count = 60")
        }
        let stored = Mutex<Set<Int>>([])
        let full = Mutex(0)
        let faults = EngineConcurrencyTests.onThreads(8) { writer in
            for turn in 0..<12 {
                let id = writer * 100 + turn
                do {
                    try engine.write("write") {
                        try $0.execute(
                            "INSERT INTO item VALUES (?, ?)",
                            [.integer(id), .blob([UInt8](repeating: 7, count: 9_000))])
                    }
                    stored.withLock { _ = $0.insert(id) }
                } catch let fault as StorageFault where fault.kind == .full {
                    full.withLock { $0 += 1 }
                }
            }
        }
        #expect(faults == [])
        #expect(full.withLock { $0 } > 0)
        let there = try engine.read("read") { connection in
            Set(try connection.rows("SELECT id FROM item") { try $0.int(0) })
        }
        #expect(!there.isEmpty)
        #expect(there == stored.withLock { $0 })
    }
}
