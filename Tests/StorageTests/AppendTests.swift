import EvidenceLog
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// Records are append-only versions: the same content twice is one record.
@Suite struct AppendTests {
    @Test(arguments: EngineKind.here)
    func sameContentTwiceIsOneRecord(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        #expect(
            try node.append([.plain("r1"), .plain("r2")]) == [.new, .new])
        #expect(
            try node.append([.plain("r1"), .plain("r2")])
                == [.unchanged, .unchanged])
        #expect(try node.count("record") == 2)
        #expect(try node.count("seizure") == 2)
    }

    @Test(arguments: EngineKind.here)
    func sameContentTwiceInOneCallIsOneRecord(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let records: [IntakeRecord] = [.plain("r1"), .plain("r1"), .plain("r1", given: ["2"])]
        #expect(
            try node.append(records) == [.new, .unchanged, .newVersion])
        #expect(try node.count("record") == 2)
        #expect(try node.seizures().map(\.serial) == [2])
    }

    @Test(arguments: EngineKind.here)
    func sameBatchTwiceIsOneBatch(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let again = try node.store.begin(
            Sample.header, by: TestNode.requester(), at: TestNode.moment)
        #expect(again.batch == node.open.batch)
        #expect(try node.count("batch") == 1)
    }

    @Test(arguments: EngineKind.here)
    func changedContentIsANewVersionAndTheOldOneStays(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        _ = try node.append([.plain("r1", amount: 5, given: ["5 kg"])])
        let outcome = try node.append(
            [.plain("r1", amount: 7, given: ["7 kg"])])
        #expect(outcome == [.newVersion])
        let amounts = try node.rows("SELECT amount, is_current FROM seizure ORDER BY serial")
        #expect(amounts == [[.real(5), 0], [.real(7), 1]])
        let detail = try #require(
            try node.store.details([RecordID(trusted: "r1")], visible: node.everything()).first)
        #expect(detail.version == 2)
        #expect(detail.given.map(\.cell) == ["7 kg"])
    }

    @Test(arguments: EngineKind.here)
    func onlyTheCurrentVersionIsListed(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(11)
        let figure = Sample.figure(0, &random)
        var changed = figure
        changed.kilograms = 77
        _ = try node.append(
            [
                .plain("s1"), IntakeRecord("f1", .figure(figure)), .plain("s2"),
            ])
        _ = try node.append(
            [.plain("s1", given: ["2"]), IntakeRecord("f1", .figure(changed), given: ["2"])])
        #expect(try node.seizures().map(\.serial) == [3, 4])
        #expect(try node.figures().map(\.figure) == [changed])
    }

    @Test(arguments: EngineKind.here)
    func outcomesStandInTheOrderOfTheRecords(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        _ = try node.append([.plain("r2"), .plain("r4")])
        let outcomes = try node.append(
            [.plain("r1"), .plain("r2"), .plain("r3"), .plain("r4", given: ["9"])])
        #expect(outcomes == [.new, .unchanged, .new, .newVersion])
    }

    @Test(arguments: EngineKind.here)
    func noRecordsIsNoWork(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        #expect(try node.append([]) == [])
    }

    /// The other half of each fault: it was written, but the caller was told otherwise.
    @Test(arguments: EngineKind.here)
    func callRepeatedAfterALostAnswerChangesNothing(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let records: [IntakeRecord] = (0..<5).map { .plain("r\($0)") }
        try node.append(records)
        let entries = try node.count("evidence")
        let reopened = try node.reopened()
        #expect(
            try reopened.append(records, to: node.open, at: TestNode.moment)
                == Array(repeating: .unchanged, count: 5))
        #expect(try node.count("record") == 5)
        #expect(try node.count("evidence") == entries)
    }

    @Test(arguments: EngineKind.here)
    func reopenedDatabaseHoldsWhatWasAcknowledged(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(12)
        let events = (0..<50).map { Sample.event($0, &random) }
        for (index, event) in events.enumerated() {
            try node.append([IntakeRecord("r\(index)", .seizure(event))])
        }
        #expect(try node.reopened().check().isSound)
        let stored = try NamedRow.all("seizure", SeizureColumns.names, node)
        #expect(try stored.map(StoredEvent.read) == events)
    }

    @Test(arguments: EngineKind.here)
    func recordOfNoBatchIsRefused(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let unknown = OpenBatch(batch: BatchID(trusted: "unknown"), entry: 0)
        let refused = fault {
            try node.store.append([.plain("r1")], to: unknown, at: TestNode.moment)
        }
        #expect(refused?.kind == .conflict)
        #expect(try node.count("record") == 0)
        #expect(try node.store.check().isSound)
    }

    /// Each version leaves an entry that points back to the import it came with.
    @Test(arguments: EngineKind.here)
    func everyVersionHasAnEntryWithinItsImport(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try node.append([.plain("a"), .plain("b"), .plain("a", given: ["2"])])
        let entries = try node.store.entries(from: node.open.entry + 1, limit: 100).map(\.entry)
        #expect(
            entries.map(\.subject) == [
                "record/a/1", "record/b/1", "record/1 superseded", "record/a/2",
            ])
        #expect(entries.allSatisfy { $0.act == .write && $0.within == Int64(node.open.entry) })
        #expect(try node.store.writingEntry(of: RecordID(trusted: "a")) == node.open.entry + 4)
        #expect(try node.store.writingEntry(of: RecordID(trusted: "c")) == nil)
        #expect(try node.store.check().isSound)
    }
}
