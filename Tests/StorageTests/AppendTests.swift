import GRDB
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// Records are append-only versions: the same content twice is one record.
struct AppendTests {
    let folder: TemporaryFolder
    let store: SituationDatabase

    init() throws {
        folder = try TemporaryFolder()
        store = try folder.database()
        try store.begin(Sample.header)
    }

    func count(_ table: String) throws -> Int? {
        try store.pool.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM \(table)") }
    }

    @Test func sameContentTwiceIsOneRecord() throws {
        #expect(
            try store.append([.plain("r1"), .plain("r2")], batch: Sample.batch) == [.new, .new])
        #expect(
            try store.append([.plain("r1"), .plain("r2")], batch: Sample.batch)
                == [.unchanged, .unchanged])
        #expect(try count("record") == 2)
        #expect(try count("seizure") == 2)
    }

    @Test func sameContentTwiceInOneCallIsOneRecord() throws {
        let records: [IntakeRecord] = [.plain("r1"), .plain("r1"), .plain("r1", given: ["2"])]
        #expect(
            try store.append(records, batch: Sample.batch) == [.new, .unchanged, .newVersion])
        #expect(try count("record") == 2)
        #expect(try store.seizures(Selection()).facts.map(\.serial) == [2])
    }

    @Test func sameBatchTwiceIsOneBatch() throws {
        try store.begin(Sample.header)
        #expect(try count("batch") == 1)
    }

    @Test func changedContentIsANewVersionAndTheOldOneStays() throws {
        _ = try store.append([.plain("r1", amount: 5, given: ["5 kg"])], batch: Sample.batch)
        let outcome = try store.append(
            [.plain("r1", amount: 7, given: ["7 kg"])], batch: Sample.batch)
        #expect(outcome == [.newVersion])
        let amounts = try store.pool.read {
            try Row.fetchAll($0, sql: "SELECT amount, is_current FROM seizure ORDER BY serial")
                .map { [$0["amount"] as Double, $0["is_current"] as Double] }
        }
        #expect(amounts == [[5, 0], [7, 1]])
        let detail = try #require(try store.details([RecordID(trusted: "r1")]).first)
        #expect(detail.version == 2)
        #expect(detail.given.map(\.cell) == ["7 kg"])
    }

    @Test func onlyTheCurrentVersionIsListed() throws {
        var random = Seeded(11)
        let figure = Sample.figure(0, &random)
        var changed = figure
        changed.kilograms = 77
        _ = try store.append(
            [
                .plain("s1"), IntakeRecord("f1", .figure(figure)), .plain("s2"),
            ], batch: Sample.batch)
        _ = try store.append(
            [.plain("s1", given: ["2"]), IntakeRecord("f1", .figure(changed), given: ["2"])],
            batch: Sample.batch)
        #expect(try store.seizures(Selection()).facts.map(\.serial) == [3, 4])
        #expect(try store.figures(Selection()).map(\.figure) == [changed])
    }

    @Test func outcomesStandInTheOrderOfTheRecords() throws {
        _ = try store.append([.plain("r2"), .plain("r4")], batch: Sample.batch)
        let outcomes = try store.append(
            [.plain("r1"), .plain("r2"), .plain("r3"), .plain("r4", given: ["9"])],
            batch: Sample.batch)
        #expect(outcomes == [.new, .unchanged, .new, .newVersion])
    }

    @Test func noRecordsIsNoWork() throws {
        #expect(try store.append([], batch: BatchID(trusted: "unknown")) == [])
    }

    /// A fault of the engine, injected by a trigger, at each position of the call.
    @Test(arguments: 0..<5)
    func failingRecordLeavesNothingOfItsCall(position: Int) throws {
        _ = try store.append([.plain("before")], batch: Sample.batch)
        try store.pool.write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER fault BEFORE INSERT ON seizure WHEN NEW.record = 'r\(position)'
                    BEGIN SELECT RAISE(ABORT, 'injected'); END
                    """)
        }
        let records: [IntakeRecord] =
            [.plain("before", given: ["2"])] + (0..<5).map { .plain("r\($0)") }
        #expect(throws: (any Error).self) {
            try store.append(records, batch: Sample.batch)
        }
        #expect(try count("record") == 1)
        #expect(try store.seizures(Selection()).facts.map(\.serial) == [1])

        // The same call succeeds once the fault is gone.
        try store.pool.write { try $0.execute(sql: "DROP TRIGGER fault") }
        let outcomes = try store.append(records, batch: Sample.batch)
        #expect(outcomes == [.newVersion, .new, .new, .new, .new, .new])
    }

    /// The other half of each fault: it was written, but the caller was told otherwise.
    @Test func callRepeatedAfterALostAnswerChangesNothing() throws {
        let records: [IntakeRecord] = (0..<5).map { .plain("r\($0)") }
        _ = try store.append(records, batch: Sample.batch)
        let reopened = try folder.database()
        #expect(
            try reopened.append(records, batch: Sample.batch)
                == Array(repeating: .unchanged, count: 5))
        #expect(try count("record") == 5)
    }

    @Test func reopenedDatabaseHoldsWhatWasAcknowledged() throws {
        var random = Seeded(12)
        let events = (0..<50).map { Sample.event($0, &random) }
        for (index, event) in events.enumerated() {
            _ = try store.append(
                [IntakeRecord("r\(index)", .seizure(event))], batch: Sample.batch)
        }
        try store.pool.close()
        let reopened = try folder.database()
        let stored = try reopened.pool.read {
            try Row.fetchAll($0, sql: "SELECT * FROM seizure ORDER BY serial")
                .map(StoredEvent.read)
        }
        #expect(stored == events)
    }
}
