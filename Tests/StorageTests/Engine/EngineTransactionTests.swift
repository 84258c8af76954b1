import Foundation
import TestSupport
import Testing

@testable import Storage

/// What a transaction is, alike on both engines.
@Suite struct EngineTransactionTests {
    struct Changed: Error, Equatable {}

    static let insert = "INSERT INTO item (id, words) VALUES (?, ?)"

    static func add(_ id: Int, to connection: any SQLConnection) throws {
        try connection.execute(insert, [.integer(id), "x"])
    }

    @Test(arguments: EngineKind.here)
    func executeCountsTheRowsItChanged(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        try fixture.engine.write("count") { connection in
            for id in 1...5 { try Self.add(id, to: connection) }
            #expect(try connection.execute("UPDATE item SET number = 1 WHERE id > ?", [2]) == 3)
            #expect(try connection.execute("UPDATE item SET number = 1 WHERE id > ?", [9]) == 0)
            #expect(try connection.execute("CREATE TABLE empty (id BIGINT)") == 0)
            #expect(try connection.execute("SELECT id FROM item") == 0)
            let again = Self.insert + " ON CONFLICT (id) DO NOTHING"
            #expect(try connection.execute(again, [1, "y"]) == 0)
            #expect(try connection.executeEach(again, [[5, "y"], [6, "y"], [7, "y"]]) == 2)
            #expect(try connection.executeEach(again, []) == 0)
            let replaced = Self.insert + " ON CONFLICT (id) DO UPDATE SET words = excluded.words"
            #expect(try connection.execute(replaced, [1, "y"]) == 1)
            #expect(try connection.execute("DELETE FROM item", []) == 7)
        }
    }

    @Test(arguments: EngineKind.here)
    func executeEachDoesWhatExecuteDoes(kind: EngineKind) throws {
        var random = Seeded(30)
        // More than one piece of a pipeline.
        let rows: [[SQLValue]] = (0..<1_300).map { id in
            [.integer(id % 1_000), .text("w\(random.number(0...9))")]
        }
        let sql = Self.insert + " ON CONFLICT (id) DO UPDATE SET words = excluded.words"
        func stored(_ body: (any SQLConnection) throws -> Int) throws -> [[SQLValue]] {
            let fixture = try EngineFixture.withItems(kind)
            #expect(try fixture.engine.write("fill", body) == rows.count)
            return try fixture.engine.read("read") {
                try $0.rows("SELECT id, words FROM item ORDER BY id") { $0.values }
            }
        }
        let one = try stored { connection in
            try rows.reduce(0) { try $0 + connection.execute(sql, $1) }
        }
        let each = try stored { try $0.executeEach(sql, rows) }
        #expect(one == each)
        #expect(one.count == 1_000)
    }

    @Test(arguments: EngineKind.here)
    func insertedRowsComeBack(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        let ids = try fixture.engine.write("insert") {
            try $0.rows(Self.insert + " RETURNING id, words", [4, "x"]) { $0.values }
        }
        #expect(ids == [[4, "x"]])
        #expect(try fixture.count() == 1)
    }

    @Test(arguments: EngineKind.here)
    func whatTheBodyThrowsUndoesAllOfIt(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        #expect(throws: Changed()) {
            try fixture.engine.write("fail") { connection in
                try Self.add(1, to: connection)
                try connection.executeEach(Self.insert, [[2, "x"], [3, "x"]])
                throw Changed()
            }
        }
        #expect(try fixture.count() == 0)
        try fixture.engine.write("go on") { try Self.add(1, to: $0) }
        #expect(try fixture.count() == 1)
    }

    /// A fault that the body keeps to itself must not store half of what was meant.
    @Test(arguments: EngineKind.here)
    func faultThatTheBodyCatchesStillUndoesAll(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        var later: StorageFault?
        let found = fault {
            try fixture.engine.write("nest") { connection in
                try Self.add(1, to: connection)
                _ = try? connection.execute(Self.insert, [1, "again"])
                later = fault { try Self.add(2, to: connection) }
            }
        }
        #expect(found?.kind == .conflict)
        #expect(later == found)
        #expect(found?.operation == "nest")
        #expect(try fixture.count() == 0)
    }

    @Test(arguments: EngineKind.here)
    func failureWithinManyUndoesAllAndLeavesTheEngineUsable(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        let rows: [[SQLValue]] = (0..<1_200).map { [.integer($0 == 777 ? 3 : $0), "x"] }
        let found = fault {
            try fixture.engine.write("fill") { try $0.executeEach(Self.insert, rows) }
        }
        #expect(found?.kind == .conflict)
        #expect(try fixture.count() == 0)
        try fixture.engine.write("fill") { try $0.executeEach(Self.insert, [[1, "x"]]) }
        #expect(try fixture.count() == 1)
    }

    @Test(arguments: EngineKind.here)
    func statementsMayRunWithinTheRowsOfAnother(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        var seen: [Int] = []
        try fixture.engine.write("walk") { connection in
            for id in 1...30 { try Self.add(id, to: connection) }
            let sql = "SELECT id FROM item WHERE id > ? ORDER BY id"
            try connection.forEach(sql, [0]) { row in
                let id = try row.int(0)
                seen.append(id)
                // The same statement once more, within its own rows.
                let later = try connection.rows(sql, [.integer(id)]) { try $0.int(0) }
                #expect(later == Array((id + 1)..<31))
                try connection.execute(
                    "UPDATE item SET number = ? WHERE id = ?", [.integer(id), .integer(id)])
            }
            #expect(try connection.number("SELECT SUM(number) FROM item") == 465)
        }
        #expect(seen == Array(1...30))
    }

    @Test(arguments: EngineKind.here)
    func manyMayBeWrittenWithinTheRowsOfAnother(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        try fixture.engine.write("copy") { connection in
            try connection.executeEach(Self.insert, [[1, "a"], [2, "b"], [3, "c"]])
            try connection.forEach("SELECT id, words FROM item ORDER BY id", []) { row in
                let id = try row.int(0)
                guard id < 100 else { return }
                let words = try row.text(1)
                // The row that is stood on stays readable.
                try connection.executeEach(
                    Self.insert, [100, 200].map { [.integer(id + $0), .text(words)] })
                #expect(try row.text(1) == words)
            }
        }
        let found = try fixture.engine.read("read") { connection in
            try connection.rows("SELECT id, words FROM item ORDER BY id") {
                "\(try $0.int(0))\(try $0.text(1))"
            }
        }
        #expect(found == ["1a", "2b", "3c", "101a", "102b", "103c", "201a", "202b", "203c"])
    }

    @Test(arguments: EngineKind.here)
    func rowsMayBeLeftEarly(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        try fixture.engine.write("fill") { connection in
            try connection.executeEach(Self.insert, (0..<2_000).map { [.integer($0), "x"] })
            #expect(throws: Changed()) {
                try connection.forEach("SELECT id FROM item", []) { _ in throw Changed() }
            }
            try Self.add(5_000, to: connection)
        }
        #expect(try fixture.count() == 2_001)
    }

    @Test(arguments: EngineKind.here)
    func snapshotDoesNotSeeLaterWrites(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        try fixture.engine.write("one") { try Self.add(1, to: $0) }
        try fixture.engine.read("watch") { connection in
            let sql = "SELECT COUNT(*) FROM item"
            #expect(try connection.number(sql) == 1)
            try fixture.engine.write("two") { try Self.add(2, to: $0) }
            #expect(try connection.number(sql) == 1)
        }
        #expect(try fixture.count() == 2)
    }

    @Test(arguments: EngineKind.here)
    func readerCannotWrite(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        #expect(fault { try fixture.engine.read("write") { try Self.add(1, to: $0) } } != nil)
        #expect(try fixture.count() == 0)
    }

    @Test(arguments: EngineKind.here)
    func foreignKeysHoldAndConflictsAreNamed(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        try fixture.engine.write("make a table") { connection in
            try connection.execute(
                """
                CREATE TABLE part (
                    item BIGINT NOT NULL REFERENCES item (id),
                    weight BIGINT CHECK (weight > 0)
                )
                """)
            try Self.add(1, to: connection)
        }
        let breaches: [(String, [SQLValue])] = [
            ("INSERT INTO part (item, weight) VALUES (?, 1)", [2]),
            ("INSERT INTO part (item, weight) VALUES (?, 0)", [1]),
            ("INSERT INTO part (item, weight) VALUES (?, 1)", [nil]),
            (Self.insert, [1, "canary"]),
        ]
        for (sql, arguments) in breaches {
            let found = try #require(
                fault { try fixture.engine.write("break") { try $0.execute(sql, arguments) } })
            #expect(found.kind == .conflict)
            #expect(!found.description.contains("canary"))
            #expect(!found.description.contains("INSERT"))
        }
        #expect(try fixture.count("part") == 0)
        let found = fault {
            try fixture.engine.write("delete") { connection in
                try connection.execute("INSERT INTO part (item, weight) VALUES (?, 1)", [1])
                try connection.execute("DELETE FROM item WHERE id = ?", [1])
            }
        }
        #expect(found?.kind == .conflict)
    }

    @Test(arguments: EngineKind.here)
    func faultShowsNeitherStatementNorValue(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        let breaches: [(String, [SQLValue])] = [
            ("SELECT canary FRM item", []),
            ("SELECT 'canary' + 1 WHERE", []),
            ("SELECT CAST('canary' AS BIGINT) / 0, id FROM absent WHERE 'canary' = ?", ["canary"]),
            ("INSERT INTO item (id, words) VALUES (?, ?)", ["canary"]),
        ]
        for (sql, arguments) in breaches {
            let found = try #require(
                fault { try fixture.engine.write("break") { try $0.execute(sql, arguments) } })
            #expect(!found.description.contains("canary"), "\(found)")
            #expect(!found.reason.isEmpty)
        }
        let found = fault {
            try fixture.engine.read("read") { try $0.execute("SELECT * FROM absent") }
        }
        #expect(found?.reason.contains("absent") == true)
    }
}
