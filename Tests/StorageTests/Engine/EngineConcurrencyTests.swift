import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Storage

/// Many at once, alike on both engines.
@Suite struct EngineConcurrencyTests {
    /// Runs each of the writers on a thread of its own and waits for all of them.
    static func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void)
        -> [String]
    {
        let faults = Mutex<[String]>([])
        let group = DispatchGroup()
        for number in 0..<count {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                do { try body(number) } catch { faults.withLock { $0.append("\(error)") } }
            }
        }
        group.wait()
        return faults.withLock { $0 }
    }

    @Test(arguments: EngineKind.here, [1, 4])
    func sixteenWritersLoseNothing(kind: EngineKind, processes: Int) throws {
        let fixture = try EngineFixture.withItems(kind)
        // Engines of their own share nothing but the database, as processes do.
        let engines = try (0..<processes).map { $0 == 0 ? fixture.engine : try fixture.another() }
        try fixture.engine.write("start") {
            try $0.execute("INSERT INTO item (id, number) VALUES (-1, 0)")
        }
        let faults = Self.onThreads(16) { writer in
            let engine = engines[writer % processes]
            for turn in 0..<200 {
                try engine.write("write") { connection in
                    try connection.execute("UPDATE item SET number = number + 1 WHERE id = -1")
                    try connection.execute(
                        "INSERT INTO item (id, number) VALUES (?, ?)",
                        [.integer(writer * 1_000 + turn), .integer(turn)])
                }
            }
        }
        #expect(faults == [])
        #expect(try fixture.count() == 16 * 200 + 1)
        let counted = try fixture.engine.read("count") {
            try $0.number("SELECT number FROM item WHERE id = -1")
        }
        #expect(counted == 16 * 200)
    }

    /// Some writers fail, others do not: each gets its own outcome.
    @Test(arguments: EngineKind.here)
    func writerThatFailsTakesNobodyWithIt(kind: EngineKind) throws {
        struct Refused: Error {}
        let fixture = try EngineFixture.withItems(kind)
        try fixture.engine.write("start") {
            try $0.execute("INSERT INTO item (id, number) VALUES (-1, 0)")
        }
        let refused = Mutex(0)
        let conflicts = Mutex(0)
        let faults = Self.onThreads(12) { writer in
            for turn in 0..<60 {
                do {
                    try fixture.engine.write("write") { connection in
                        try connection.execute(
                            "INSERT INTO item (id, number) VALUES (?, 1)",
                            [.integer(writer * 1_000 + turn)])
                        if turn % 3 == 1 { throw Refused() }
                        if turn % 3 == 2 {
                            try connection.execute("INSERT INTO item (id, number) VALUES (-1, 1)")
                        }
                    }
                    #expect(turn % 3 == 0)
                } catch is Refused {
                    refused.withLock { $0 += 1 }
                } catch let fault as StorageFault where fault.kind == .conflict {
                    conflicts.withLock { $0 += 1 }
                }
            }
        }
        #expect(faults == [])
        #expect(refused.withLock { $0 } == 12 * 20)
        #expect(conflicts.withLock { $0 } == 12 * 20)
        #expect(try fixture.count() == 12 * 20 + 1)
    }

    @Test(arguments: EngineKind.here)
    func writerSeesItsOwnWriteAtOnce(kind: EngineKind) throws {
        let fixture = try EngineFixture.withItems(kind)
        let faults = Self.onThreads(4) { writer in
            for turn in 0..<50 {
                let id = SQLValue.integer(writer * 1_000 + turn)
                try fixture.engine.write("write") {
                    try $0.execute("INSERT INTO item (id) VALUES (?)", [id])
                }
                let found = try fixture.engine.read("read") {
                    try $0.number("SELECT COUNT(*) FROM item WHERE id = ?", [id])
                }
                #expect(found == 1)
            }
        }
        #expect(faults == [])
    }
}
