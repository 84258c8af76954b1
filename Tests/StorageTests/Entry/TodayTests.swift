import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// What a person finds at the start of the day.
@Suite struct TodayTests {
    private static let visit = Moment(seconds: TestNode.moment.seconds + 100)
    private static let morning = Moment(seconds: TestNode.moment.seconds + 86_400)

    private static func event(_ place: String) -> RecordContent {
        var event = SeizureEvent(when: DateSpan(day: Sample.today), reporter: "NL")
        event.place = .sample(place)
        event.country = event.place?.country
        event.substance = .cocaineUnspecified
        return .seizure(event)
    }

    /// Three records before the visit; then two new ones and a new version.
    private static func world(_ kind: EngineKind) throws -> TestNode {
        let node = try TestNode(kind)
        let brief = try Mark(
            trafficLight: .clear, handling: .h0, handlingText: nil, purposes: .all,
            releasableTo: nil, retention: Retention(days: 10, then: .erase))
        try node.append([
            IntakeRecord("r1", event("NLRTM")), IntakeRecord("r2", event("BEANR")),
            IntakeRecord("r3", event("BEANR"), mark: brief),
        ])
        _ = try node.store.append(
            [
                IntakeRecord("r4", event("NLRTM")),
                IntakeRecord("r5", event("NLRTM"), holdReason: "odd"),
                IntakeRecord("r2", event("BEANR"), given: ["2"]),
            ], to: node.open, at: visit)
        return node
    }

    private static func today(
        _ node: TestNode, _ requester: Requester, since: Moment = visit
    ) throws -> TodaySummary {
        try ShowToday(store: node.store).run(requester, since: since, now: morning).view
    }

    @Test(arguments: EngineKind.here)
    func newAndChangedAreToldApartByPort(_ kind: EngineKind) throws {
        let node = try Self.world(kind)
        let own = try TestNode.requester()
        let summary = try Self.today(node, own)
        let customs = TestNode.organisation
        #expect(
            summary.fresh == [
                FreshLine(originator: customs, place: .sample("NLRTM"), new: 2, changed: 0),
                FreshLine(originator: customs, place: .sample("BEANR"), new: 0, changed: 1),
            ])
        #expect(summary.held == 1)
        #expect(summary.due.map(\.record.text) == ["r3"])
        #expect(try Self.today(node, own, since: Self.morning).fresh.isEmpty)
        let all = try Self.today(node, own, since: Moment(seconds: 0)).fresh
        #expect(all.reduce(0) { $0 + $1.new + $1.changed } == 5)
    }

    @Test(arguments: EngineKind.here)
    func partnerSeesNoPortThatIsKeptBackAndNothingOfTheNode(_ kind: EngineKind) throws {
        let node = try Self.world(kind)
        let nothing = try Self.today(node, Partner.requester())
        #expect(nothing.fresh.allSatisfy { $0.place != nil })
        let hidden = try Mark(
            trafficLight: .amber, handling: .h1, handlingText: nil, purposes: .all,
            releasableTo: nil, retention: nil)
        let cut = Partner.clause(.fields) { $0.fields = [.date, .substance] }
        try node.agree(Partner.agreement("nl-be-pact", [cut]))
        _ = try node.store.append(
            [IntakeRecord("r6", Self.event("NLVLI"), mark: hidden)], to: node.open,
            at: Self.visit)
        let summary = try Self.today(node, Partner.requester())
        #expect(
            summary.fresh.contains(
                FreshLine(originator: TestNode.organisation, place: nil, new: 1, changed: 0)))
        #expect(!summary.fresh.contains { $0.place == .sample("NLVLI") })
        #expect(summary.held == 0 && summary.due.isEmpty)
        #expect(summary.reads.isEmpty && summary.refusals.isEmpty)
        #expect(summary.ending.isEmpty)
    }

    /// What a line counts is what is listed behind it, for everyone and for every line.
    @Test(arguments: EngineKind.here)
    func everyLineIsAsLongAsItsList(_ kind: EngineKind) throws {
        let node = try Self.world(kind)
        let step = ListFresh(store: node.store)
        let late = try step.run(
            TestNode.requester(), of: TestNode.organisation, at: .sample("NLRTM"),
            since: Self.visit, from: 2, limit: 50, now: Self.morning
        ).view
        #expect(late.total == 2 && late.table.facts.isEmpty)
        let cut = Partner.clause(.fields) { $0.fields = [.date, .substance] }
        try node.agree(Partner.agreement("nl-be-pact", [cut]))
        for requester in [try TestNode.requester(), try Partner.requester()] {
            let summary = try Self.today(node, requester, since: Moment(seconds: 0))
            #expect(!summary.fresh.isEmpty)
            var seen: Set<RecordID> = []
            for line in summary.fresh {
                let page = try step.run(
                    requester, of: line.originator, at: line.place, since: summary.since,
                    from: 0, limit: 50, now: Self.morning
                ).view
                #expect(page.total == line.new + line.changed)
                #expect(page.table.facts.count == page.total)
                #expect(page.changed.count == line.changed)
                #expect(page.table.facts.allSatisfy { $0.place == line.place })
                #expect(seen.isDisjoint(with: page.identifiers.values))
                seen.formUnion(page.identifiers.values)
            }
            #expect(seen.count == summary.fresh.reduce(0) { $0 + $1.new + $1.changed })
        }
    }

    @Test(arguments: EngineKind.here)
    func readsAreCountedByOrganisationSinceTheVisit(_ kind: EngineKind) throws {
        let node = try Self.world(kind)
        // Before the visit by the clock of the requests, although written later: not counted
        // would be wrong the other way, so the clock goes on.
        for (serials, seconds) in [([1, 2], 200), ([1], 300)] {
            try node.store.note(
                ReleaseNote(
                    requester: try Partner.requester(), action: .list, subject: "a list",
                    kind: .seizure,
                    parts: [
                        ReleaseNote.Part(
                            form: .full, grounds: [.published], fields: [.date],
                            serials: SerialSet(serials))
                    ]), at: Moment(seconds: TestNode.moment.seconds + Int64(seconds)))
        }
        try node.store.note(
            RefusalNote(
                requester: try Partner.requester(), action: "read", subject: "record/x",
                reason: .noAgreement), at: Moment(seconds: TestNode.moment.seconds + 400))
        let summary = try Self.today(node, TestNode.requester())
        #expect(
            summary.reads == [ReadLine(organisation: Partner.id, releases: 2, records: 3)])
        #expect(
            summary.refusals == [RefusalLine(organisation: Partner.id, refusals: 1)])
        #expect(try Self.today(node, TestNode.requester([.analyst])).refusals.isEmpty)
        let late = Moment(seconds: TestNode.moment.seconds + 250)
        let later = try Self.today(node, TestNode.requester([.analyst]), since: late)
        #expect(
            later.reads.first == ReadLine(organisation: Partner.id, releases: 1, records: 1))
    }

    @Test func agreementThatEndsSoonIsNamed() throws {
        let node = try Self.world(.sqlite)
        var short = try Partner.agreement("nl-be-short")
        short.valid = try DateSpan(
            from: Sample.today.advanced(byDays: -1), through: Sample.today.advanced(byDays: 31))
        try node.agree(short)
        try node.agree(Partner.agreement("nl-be-long"))
        let ending = try Self.today(node, Partner.requester()).ending
        #expect(ending.map(\.agreement.text) == ["nl-be-short"])
        #expect(ending[0].lastDay == short.valid.last)
    }
}
