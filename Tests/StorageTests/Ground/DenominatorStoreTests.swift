import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// Denominators are records like any other: versions, access, evidence.
@Suite struct DenominatorStoreTests {
    @Test(arguments: EngineKind.here)
    func denominatorComesBackAsItWasGiven(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(61)
        let given = (0..<60).map { Sample.denominator($0, &random) }
        _ = try node.append(
            given.enumerated().map { IntakeRecord("d\($0)", .denominator($1)) })
        let facts = try node.denominators()
        #expect(facts.map(\.denominator) == given)
        #expect(facts.allSatisfy { $0.recorded == Sample.today })
        #expect(try node.store.count(Selection(), visible: node.everything(.denominator)) == 60)
    }

    @Test(arguments: EngineKind.here)
    func correctionIsANewVersionThatWasKnownFromTheFirstDayOn(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(62)
        let (old, new) = (Sample.denominator(0, &random), Sample.denominator(4, &random))
        _ = try node.append([IntakeRecord("d", .denominator(old))])
        let later = BatchHeader(
            id: BatchID(trusted: "later"), file: "later.csv", layout: "layout",
            headers: ["a", "b", "c"], startedOn: Sample.today.advanced(byDays: 40))
        let open = try node.store.begin(
            later, by: TestNode.requester(), at: TestNode.moment)
        let outcomes = try node.store.append(
            [
                IntakeRecord("d", .denominator(new), given: ["2"]),
                IntakeRecord("e", .denominator(new)),
            ], to: open, at: TestNode.moment)
        #expect(outcomes == [.newVersion, .new])
        let facts = try node.denominators()
        #expect(facts.map(\.denominator) == [new, new])
        #expect(facts.map(\.recorded) == [Sample.today, later.startedOn])
        #expect(try node.count("denominator") == 3)
    }

    @Test(arguments: EngineKind.here)
    func selectionByPortAndPeriodFindsTheOverlappingOnes(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(63)
        let given = (0..<200).map { Sample.denominator($0, &random) }
        _ = try node.append(
            given.enumerated().map { IntakeRecord("d\($0)", .denominator($1)) })
        var selection = Selection()
        selection.ports = [.sample("NLRTM")]
        selection.period = try DateSpan(year: 2020)
        let period = try #require(selection.period)
        let wanted = given.filter {
            $0.place == .sample("NLRTM") && $0.period.overlaps(period)
        }
        #expect(!wanted.isEmpty && wanted.count < 200)
        #expect(try node.denominators(selection).map(\.denominator) == wanted)
        // What only a seizure can meet, no denominator meets.
        selection.methods = [.ripOff]
        #expect(try node.denominators(selection).isEmpty)
    }

    @Test(arguments: EngineKind.here)
    func partnerWithoutAnAgreementSeesNone(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var random = Seeded(64)
        _ = try node.append(
            (0..<9).map {
                IntakeRecord(
                    "d\($0)", .denominator(Sample.denominator($0, &random)), mark: .strictest)
            })
        let visible = Policy(agreements: []).visibility(
            try Requester(
                person: PersonID(trusted: "piet"), organisation: Partner.id, roles: [.analyst],
                purpose: .strategicAnalysis), .list, kind: .denominator,
            classes: try node.store.accessClasses(.denominator), on: Sample.today)
        #expect(try node.store.denominators(Selection(), visible: visible).isEmpty)
        #expect(try node.store.count(Selection(), visible: visible) == 0)
    }
}
