import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// The history of a record: each version by its own mark, decisions to the own people alone.
@Suite struct HistoryTests {
    private static let record = RecordID(trusted: "r1")

    private static func event() -> RecordContent {
        var event = SeizureEvent(when: DateSpan(day: Sample.today), reporter: "NL")
        event.substance = .cocaineUnspecified
        return .seizure(event)
    }

    private static func mark(_ light: TrafficLight, _ code: HandlingCode) throws -> Mark {
        try Mark(
            trafficLight: light, handling: code, handlingText: nil, purposes: .all,
            releasableTo: nil, retention: nil)
    }

    private static func open(
        _ node: TestNode, _ requester: Requester
    ) throws -> OpenedRecord? {
        let step = OpenRecord(store: node.store, reference: try ProductData.reference.get())
        guard
            case .released(let released) = try step.run(
                requester, record, now: TestNode.moment)
        else { return nil }
        return released.view
    }

    @Test(arguments: EngineKind.here)
    func versionsSayWhatChangedAndDecisionsWhy(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let mark = try Self.mark(.amber, .h1)
        try node.append([IntakeRecord("r1", Self.event(), given: ["412"], mark: mark)])
        try node.append([IntakeRecord("r1", Self.event(), given: ["415"], mark: mark)])
        let own = try TestNode.requester()
        let decision = ReviewDecision(record: Self.record, state: .repeated, reason: "seen twice")
        #expect(
            try ReviewRecords(store: node.store).decide(own, decision, now: TestNode.moment)
                == .done)
        let opened = try #require(try Self.open(node, own))
        #expect(opened.history.versions.map(\.version) == [2, 1])
        #expect(opened.history.versions[0].changes.map(\.before) == ["412"])
        #expect(opened.history.versions[0].changes.map(\.after) == ["415"])
        #expect(opened.history.versions[1].changes.isEmpty)
        #expect(opened.history.versions.allSatisfy { $0.person == own.person.text })
        #expect(opened.history.decisions.map(\.reason) == ["seen twice"])
        #expect(opened.history.decisions.map(\.state) == [.repeated])
        #expect(!opened.history.isCut)
    }

    @Test(arguments: EngineKind.here)
    func aVersionOfAStricterMarkIsShownToNobodyElse(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        try node.append([
            IntakeRecord("r1", Self.event(), given: ["the source"], mark: try Self.mark(.red, .h2))
        ])
        try node.append([
            IntakeRecord("r1", Self.event(), given: ["mended"], mark: try Self.mark(.green, .h0))
        ])
        let clause = Partner.clause {
            $0.upTo = .green
            $0.handling = [.h0]
        }
        try node.agree(Partner.agreement("nl-be-pact", [clause]))
        let theirs = try #require(try Self.open(node, Partner.requester()))
        #expect(theirs.history.versions.map(\.version) == [2])
        #expect(theirs.history.versions[0].changes.isEmpty)
        #expect(theirs.history.versions[0].person == nil)
        #expect(theirs.history.decisions.isEmpty)
        let ours = try #require(try Self.open(node, TestNode.requester()))
        #expect(ours.history.versions.map(\.version) == [2, 1])
        #expect(ours.history.versions[0].changes.map(\.before) == ["the source"])
    }

    @Test func cellsThatAreKeptBackAreInNoVersion() throws {
        let node = try TestNode(.sqlite)
        let mark = try Self.mark(.amber, .h1)
        try node.append([IntakeRecord("r1", Self.event(), given: ["412"], mark: mark)])
        try node.append([IntakeRecord("r1", Self.event(), given: ["415"], mark: mark)])
        let cut = Partner.clause(.fields) { $0.fields = [.date, .substance] }
        try node.agree(Partner.agreement("nl-be-cut", [cut]))
        let opened = try #require(try Self.open(node, Partner.requester()))
        #expect(opened.photographs == nil)
        #expect(opened.history.versions.count == 2)
        #expect(opened.history.versions.allSatisfy { $0.changes.isEmpty && $0.source == nil })
    }

    @Test func oneOpeningIsOneEntryOfTheEvidence() throws {
        let node = try TestNode(.sqlite)
        try node.append([
            IntakeRecord("r1", Self.event(), mark: try Self.mark(.amber, .h1))
        ])
        let before = try node.store.entryCount()
        _ = try Self.open(node, TestNode.requester())
        #expect(try node.store.entryCount() == before + 1)
        #expect(try Self.open(node, Partner.requester()) == nil)
        let newest = try node.store.newestEntries(below: nil, limit: 1)
        #expect(newest[0].entry.act == .refuse)
    }
}
