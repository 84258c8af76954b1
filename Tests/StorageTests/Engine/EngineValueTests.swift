import Foundation
import TestSupport
import Testing

@testable import Storage

/// What goes in comes out, alike on both engines.
@Suite struct EngineValueTests {
    static let insert = """
        INSERT INTO item (id, number, measure, words, bytes) VALUES (?, ?, ?, ?, ?)
        """

    /// The values of the columns `number`, `measure`, `words` and `bytes`.
    func roundTrip(_ kind: EngineKind, _ values: [SQLValue]) throws -> [SQLValue] {
        let fixture = try EngineFixture.withItems(kind)
        let changed = try fixture.engine.write("insert") {
            try $0.execute(Self.insert, [1] + values)
        }
        #expect(changed == 1)
        let rows = try fixture.engine.read("read") { connection in
            try connection.rows("SELECT number, measure, words, bytes FROM item WHERE id = ?", [1])
            { $0.values }
        }
        #expect(rows.count == 1)
        return rows[0]
    }

    static let rows: [[SQLValue]] = [
        [nil, nil, nil, nil],
        [0, .real(0), "", .blob([])],
        [.integer(.max), .real(.greatestFiniteMagnitude), "a", .blob([0])],
        [
            .integer(.min), .real(-.greatestFiniteMagnitude), "'\"?$1\\x41--/*",
            .blob([255, 0, 92]),
        ],
        [-1, .real(.infinity), "line\r\n\ttab\u{1}\u{7f}", .blob(Array(0...255))],
        [1, .real(-.infinity), "港 Ωß é e\u{301} 👩‍👩‍👧 \u{10FFFF}", .blob(Array("text".utf8))],
        [9_007_199_254_740_993, .real(.leastNonzeroMagnitude), "NULL", .blob(Array("\\x00".utf8))],
        [1_000_000_000_000, .real(0.1), " padded ", .blob([92, 120])],
        [7, .real(1e22), "7", .blob([7])],
        [8, .real(.ulpOfOne), "true", .blob([8])],
    ]

    @Test(arguments: EngineKind.here, rows)
    func valueComesBackAsItWas(kind: EngineKind, values: [SQLValue]) throws {
        #expect(try roundTrip(kind, values) == values)
    }

    @Test(arguments: EngineKind.here)
    func largeValuesComeBackAsTheyWere(kind: EngineKind) throws {
        var random = Seeded(20)
        let bytes = (0..<1 << 20).map { _ in UInt8.random(in: 0...255, using: &random) }
        let words = String(repeating: "0123456789 Elbe ø ", count: 60_000)
        let values: [SQLValue] = [1, .real(1), .text(words), .blob(bytes)]
        #expect(try roundTrip(kind, values) == values)
    }

    @Test(arguments: EngineKind.here)
    func randomValuesComeBackAsTheyWere(kind: EngineKind) throws {
        var random = Seeded(21)
        let rows: [[SQLValue]] = (0..<700).map { id in
            let bits = Double(bitPattern: random.next())
            let text = String(
                String.UnicodeScalarView(
                    (0..<random.number(0...40)).map { _ in
                        Unicode.Scalar(UInt32(random.number(1...0xD7FF))) ?? "x"
                    }))
            return [
                .integer(id), .integer(Int(bitPattern: UInt(random.next()))),
                .real(bits.isNaN ? 1 : bits), .text(text),
                .blob((0..<random.number(0...64)).map { _ in UInt8(truncatingIfNeeded: id) }),
            ]
        }
        let fixture = try EngineFixture.withItems(kind)
        let changed = try fixture.engine.write("insert") {
            try $0.executeEach(Self.insert, rows)
        }
        #expect(changed == rows.count)
        let back = try fixture.engine.read("read") { connection in
            try connection.rows("SELECT id, number, measure, words, bytes FROM item ORDER BY id") {
                $0.values
            }
        }
        #expect(back == rows)
    }

    @Test(arguments: EngineKind.here)
    func negativeZeroIsStoredAsZero(kind: EngineKind) throws {
        let back = try roundTrip(kind, [0, .real(-0.0), nil, nil])
        guard case .real(let number) = back[1] else {
            Issue.record("no number came back")
            return
        }
        #expect(number == 0 && number.sign == .plus)
    }

    @Test(arguments: EngineKind.here)
    func notANumberIsRefused(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        let found = fault {
            try fixture.engine.write("store") {
                try $0.execute(Self.insert, [1, nil, .real(.nan), nil, nil])
            }
        }
        #expect(found?.reason == "“not a number” cannot be stored (value 3)")
        #expect(try fixture.count() == 0)
    }

    @Test(arguments: EngineKind.here)
    func nulInATextIsRefusedAndNotShown(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        let row: [SQLValue] = [1, nil, nil, "canary\0", nil]
        for isBatch in [false, true] {
            let found = try #require(
                fault {
                    try fixture.engine.write("store") {
                        if isBatch {
                            try $0.executeEach(Self.insert, [row])
                        } else {
                            try $0.execute(Self.insert, row)
                        }
                    }
                })
            #expect(found.reason == "a text with the character NUL cannot be stored (value 4)")
        }
        #expect(try fixture.count() == 0)
    }

    @Test(arguments: EngineKind.here)
    func wrongTypeGivesNilAndNeverStops(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        try fixture.engine.write("insert") { connection in
            try connection.execute(Self.insert, [1, 2, .real(3), "4", .blob([5])])
            try connection.execute(Self.insert, [2, nil, nil, nil, nil])
        }
        try fixture.engine.read("read") { connection in
            try connection.forEach("SELECT number, measure, words, bytes FROM item ORDER BY id", [])
            { row in
                let isNull = row.value(0) == .null
                for column in -1...5 {
                    #expect((row.optionalInt(column) != nil) == (column == 0 && !isNull))
                    #expect((row.optionalReal(column) != nil) == (column == 1 && !isNull))
                    #expect((row.optionalText(column) != nil) == (column == 2 && !isNull))
                    #expect((row.optionalBlob(column) != nil) == (column == 3 && !isNull))
                    if column < 0 || column > 3 { #expect(row.value(column) == .null) }
                }
                #expect(throws: DamagedRow.self) { try row.int(2) }
                #expect(throws: DamagedRow.self) { try row.text(0) }
                #expect(throws: DamagedRow.self) { try row.blob(2) }
                #expect(row.count == 4)
            }
        }
    }

    @Test(arguments: EngineKind.here)
    func computedColumnsHaveTheSameTypes(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        let found = try fixture.engine.write("compute") { connection in
            try connection.executeEach(
                Self.insert, [[1, 2, .real(0.5), "b", nil], [2, 5, .real(1.5), "a", nil]])
            return try connection.first(
                """
                SELECT COUNT(*), SUM(number), AVG(number), MAX(measure), SUM(measure),
                    MIN(words), MAX(words) || '?', COALESCE(MAX(id), NULL),
                    CASE WHEN COUNT(*) > 1 THEN 1 ELSE 0 END, 7 / 2, CAST(? AS BIGINT)
                FROM item WHERE id >= ?
                """, [9, 1]
            ) { $0.values }
        }
        #expect(
            found == [
                2, 7, .real(3.5), .real(1.5), .real(2), "a", "b?", 2, 1, 3, 9,
            ])
    }

    @Test(arguments: EngineKind.here)
    func textsSortByCodeAndLikeMindsCase(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        let words = ["b", "B", "a", "Z", "é", "z", "_", "aa", "Ä", "1", "10", "2"]
        let found = try fixture.engine.write("sort") { connection in
            try connection.executeEach(
                Self.insert,
                words.enumerated().map { [.integer($0), nil, nil, .text($1), nil] })
            #expect(
                try connection.number("SELECT COUNT(*) FROM item WHERE words LIKE ?", ["B%"]) == 1)
            return try connection.rows("SELECT words FROM item ORDER BY words") { try $0.text(0) }
        }
        #expect(found == words.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
    }
}
