import EvidenceLog
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// Erasure destroys content and leaves evidence.
@Suite struct ErasureTests {
    static let canary = "Kanarienvogel-7c1f-quay-of-the-canary"

    /// A record whose readings, finding and decision carry the canary in plain words.
    @discardableResult
    func fill(_ node: TestNode) throws -> IntakeRecord {
        var event = SeizureEvent(
            when: DateSpan(day: Sample.today), reporter: Self.canary)
        event.country = .sample("NL")
        event.placeText = Self.canary + " place"
        event.substance = .cocaineBase
        event.mass = ConvertedMass(
            kilograms: 1, factor: 1, basis: Sample.term(0), source: Self.canary + " source")
        let record = IntakeRecord(
            "canary", .seizure(event), given: [Self.canary, "1"], holdReason: Self.canary + " hold")
        try node.append([.plain("before"), record, .plain("after")])
        // A second version, so that the first one has to go too.
        event.placeText = Self.canary + " new place"
        try node.append([IntakeRecord("canary", .seizure(event), given: [Self.canary, "2"])])
        let finding = SituationAnalysis.ReviewFinding(
            record: record.id, other: RecordID(trusted: "before"), kind: .nearRepeat, score: 1,
            reasons: [Self.canary + " both"])
        let turned = SituationAnalysis.ReviewFinding(
            record: RecordID(trusted: "after"), other: record.id, kind: .nearRepeat, score: 1,
            reasons: [Self.canary + " turned"])
        try node.store.finishReview(
            [finding, turned], through: 4, by: TestNode.requester(), at: TestNode.moment)
        _ = try node.store.decide(
            ReviewDecision(record: record.id, state: .held, reason: Self.canary + " decided"),
            by: TestNode.requester(), at: TestNode.moment)
        return record
    }

    private func erase(_ node: TestNode, _ record: String = "canary") throws -> RetentionOutcome {
        try node.store.erase(
            RecordID(trusted: record), reason: "asked for", by: node.permit(.retain, record),
            at: TestNode.moment)
    }

    /// Every byte that SQLite keeps: file, journal and index of the journal.
    private func files(_ node: TestNode) throws -> Data {
        try Self.files(try #require(node.fixture.path))
    }

    static func files(_ path: String) throws -> Data {
        try ["", "-wal", "-shm"].reduce(into: Data()) { bytes, ending in
            guard FileManager.default.fileExists(atPath: path + ending) else { return }
            bytes += try Data(contentsOf: URL(fileURLWithPath: path + ending))
        }
    }

    @Test func erasedWordsStandNowhereInTheFiles() throws {
        let node = try TestNode(.sqlite)
        try fill(node)
        let words = Data(Self.canary.utf8)
        #expect(try files(node).range(of: words) != nil)
        let keys = try node.rows(
            "SELECT wrapped FROM data_key d JOIN record r ON r.serial = d.serial "
                + "WHERE r.record = 'canary'")
        #expect(keys.count == 2)
        for key in keys {
            guard case .blob(let bytes) = key[0] else { throw NoPermit() }
            #expect(try files(node).range(of: Data(bytes)) != nil)
        }
        #expect(try erase(node) == .done)
        #expect(try files(node).range(of: words) == nil)
        for key in keys {
            guard case .blob(let bytes) = key[0] else { throw NoPermit() }
            #expect(try files(node).range(of: Data(bytes)) == nil)
        }
        #expect(try node.store.check().findings == [])
    }

    /// A reader that began before keeps old pages in the journal: the erasure waits for it.
    @Test func erasureWaitsForAReaderThatStillNeedsTheJournal() throws {
        let node = try TestNode(.sqlite)
        try fill(node)
        let other = try node.fixture.another()
        let (begun, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        Thread.detachNewThread {
            try? other.read("look") { connection in
                _ = try connection.number("SELECT COUNT(*) FROM seizure")
                begun.signal()
                // Until the erasure is committed and about to overwrite.
                var turns = 0
                while turns < 1_000_000, try node.count("tombstone") == 0 { turns += 1 }
            }
            ended.signal()
        }
        begun.wait()
        #expect(try erase(node) == .done)
        #expect(try files(node).range(of: Data(Self.canary.utf8)) == nil)
        ended.wait()
    }

    @Test(arguments: EngineKind.here)
    func erasedWordsStandInNoTable(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try fill(node)
        func lines() throws -> [String] {
            try StoredTable.all.flatMap { table in
                try node.engine.read("look") { try table.rows($0) }.map { row in
                    row.map { value in
                        // Bytes can hold words too.
                        if case .blob(let bytes) = value {
                            String(decoding: bytes, as: UTF8.self)
                        } else {
                            value.plainText
                        }
                    }.joined(separator: " ")
                }
            }
        }
        #expect(try lines().contains { $0.contains(Self.canary) })
        #expect(try erase(node) == .done)
        #expect(try !lines().contains { $0.contains(Self.canary) })
        #expect(try node.count("data_key") == 2)
    }

    @Test(arguments: EngineKind.here)
    func erasedRecordIsAbsentEverywhereAndLeavesATombstone(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let record = try fill(node)
        let visible = try node.everything()
        try node.release([1, 2])
        _ = try node.store.consent(
            record.id, to: Partner.id, for: .oversight, until: Sample.today,
            by: node.permit(.consent, "canary"), at: TestNode.moment)
        #expect(try node.store.count(Selection(), visible: visible) == 3)
        #expect(try erase(node) == .done)
        #expect(try node.store.count(Selection(), visible: visible) == 2)
        #expect(try node.seizures().map(\.serial) == [1, 3])
        #expect(try node.store.details([record.id], visible: visible).isEmpty)
        #expect(try node.store.resource(record.id) == nil)
        #expect(try node.count("consent") == 0)
        #expect(try node.count("decision") == 0)
        #expect(try node.count("finding") == 0)
        #expect(
            try node.texts("SELECT record, kind, versions, reason FROM tombstone")
                == ["canary seizure 2 asked for"])
        // Its history stays: who saw it, and which entry wrote it.
        #expect(try node.store.uses(of: record.id)?.count == 1)
        #expect(try node.store.writingEntry(of: record.id) != nil)
        #expect(try node.reopened().check().findings == [])
    }

    @Test(arguments: EngineKind.here)
    func erasedRecordDoesNotComeBack(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let record = try fill(node)
        #expect(try erase(node) == .done)
        let entries = try node.count("evidence")
        #expect(try node.append([record]) == [.erased])
        #expect(
            try node.append([IntakeRecord("canary", record.content, given: ["other"])])
                == [.erased])
        #expect(try node.count("record") == 4)
        #expect(try node.count("evidence") == entries)
        #expect(try node.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func erasureTwiceIsOneErasure(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try fill(node)
        let permit = try node.permit(.retain, "canary")
        #expect(try erase(node) == .done)
        let entries = try node.count("evidence")
        let again = try node.store.erase(
            permitRecord, reason: "again", by: permit, at: TestNode.moment)
        #expect(again == .absent)
        #expect(try node.count("evidence") == entries)
    }

    private var permitRecord: RecordID { RecordID(trusted: "canary") }

    @Test(arguments: EngineKind.here)
    func holdPreventsErasureUntilItEnds(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let record = try fill(node)
        let hold = LegalHold(
            record: record.id, reason: "court «7»", reviewer: PersonID(trusted: "rita"),
            placedOn: Sample.today)
        let permit = try node.permit(.retain, "canary")
        #expect(try node.store.place(hold, by: permit, at: TestNode.moment) == .done)
        #expect(try node.store.place(hold, by: permit, at: TestNode.moment) == .unchanged)
        #expect(try erase(node) == .held(hold))
        #expect(try node.store.holds() == [hold])
        #expect(try node.seizures().count == 3)
        func end() throws -> RetentionOutcome {
            try node.store.endHold(record.id, reason: "over", by: permit, at: TestNode.moment)
        }
        #expect(try end() == .done)
        #expect(try end() == .unchanged)
        // A second hold is another row, and holds again.
        #expect(try node.store.place(hold, by: permit, at: TestNode.moment) == .done)
        #expect(try erase(node) == .held(hold))
        #expect(try end() == .done)
        #expect(try erase(node) == .done)
        #expect(try node.count("hold") == 2)
        #expect(try node.store.check().findings == [])
    }

    /// A hold whose row was damaged still holds.
    @Test func damagedHoldStillHolds() throws {
        let node = try TestNode(.sqlite)
        let record = try fill(node)
        _ = try node.store.place(
            LegalHold(
                record: record.id, reason: "court", reviewer: PersonID(trusted: "rita"),
                placedOn: Sample.today), by: node.permit(.retain, "canary"), at: TestNode.moment)
        try node.run("UPDATE hold SET reviewer = 'not a person', placed_on = 'never'")
        guard case .held = try erase(node) else {
            Issue.record("a damaged hold let the record go")
            return
        }
        #expect(try node.store.check().findings.map(\.place) == ["hold/canary/1"])
    }

    @Test(arguments: EngineKind.here)
    func whatIsDueComesLongestOverdueFirst(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        func mark(_ days: Int, _ end: RetentionEnd) throws -> Mark {
            try Mark(
                trafficLight: .green, handling: .h0, retention: Retention(days: days, then: end))
        }
        var event = SeizureEvent(when: DateSpan(day: Sample.today), reporter: "NL")
        event.substance = .heroin
        try node.append([
            IntakeRecord("a", .seizure(event), mark: try mark(5, .review)),
            IntakeRecord("b", .seizure(event), mark: try mark(3, .erase)),
            IntakeRecord("c", .seizure(event), mark: try mark(9, .erase)),
            IntakeRecord("d", .seizure(event)),
        ])
        let day = { Sample.today.advanced(byDays: $0) }
        #expect(try node.store.due(on: day(3), limit: 9).isEmpty)
        #expect(try node.store.due(on: day(6), limit: 9).map(\.record.text) == ["b", "a"])
        #expect(try node.store.due(on: day(6), limit: 9).map(\.then) == [.erase, .review])
        #expect(try node.store.due(on: day(99), limit: 2).map(\.record.text) == ["b", "a"])
        _ = try node.store.keep(
            RecordID(trusted: "b"), until: day(50), reason: "x", revision: nil,
            by: node.permit(.retain, "b"),
            at: TestNode.moment)
        #expect(try node.store.due(on: day(20), limit: 9).map(\.record.text) == ["a", "c"])
        #expect(try node.store.check().isSound)
    }
}
