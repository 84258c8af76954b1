import PortVocabulary
import TestSupport
import Testing

@testable import SituationAnalysis

/// The panel of a day: who knew what, in which week, divided by what.
@Suite struct PanelTests {
    private static let monday = CalendarDate(dayNumber: 19_786)  // 2024-03-04
    private static let ports = ["NLRTM", "BEANR", "ESALG"].map { PlaceCode.sample($0) }

    private func find(
        _ day: Int, port: Int = 0, known: Int? = nil, days: Int32 = 0,
        _ change: (inout SeizureFact) -> Void = { _ in }
    ) -> KnownSeizure {
        let first = Self.monday.dayNumber + Int32(day)
        var fact = SeizureFact(
            serial: day, state: .counted, mayRepeat: false, firstDay: first,
            lastDay: first + days, reporter: 0, asked: [])
        fact.place = Self.ports[port]
        change(&fact)
        return KnownSeizure(fact, known: known.map { Self.monday.advanced(byDays: $0) })
    }

    private func count(
        _ first: Int, _ last: Int, _ amount: Double, port: Int = 0, body: String = "C",
        facility: String = "", effort: EffortKind = .inspections, known: Int = 0,
        _ name: String = "d", sample: Bool = false
    ) throws -> DenominatorFact {
        var denominator = Denominator(
            period: try DateSpan(
                from: Self.monday.advanced(byDays: first),
                through: Self.monday.advanced(byDays: last)), body: body, placeName: "",
            effort: effort, unit: effort.units[0], amount: amount)
        (denominator.place, denominator.facility) = (Self.ports[port], facility)
        denominator.isRandomSample = sample
        denominator.reported = Self.monday.advanced(byDays: known)
        return DenominatorFact(record: RecordID(trusted: name), denominator: denominator)
    }

    private func maker(_ asOf: Int, holdBack: Int = 0) -> PanelMaker {
        PanelMaker(asOf: Self.monday.advanced(byDays: asOf), holdBackWeeks: holdBack)
    }

    @Test func weeksBeginOnMonday() throws {
        #expect(Self.monday.description == "2024-03-04")
        let panel = maker(20).panel(
            seizures: [find(0), find(6), find(7), find(13), find(20)], denominators: [])
        #expect(panel.firstWeek == Self.monday && panel.weeks == 3)
        #expect(panel.counts(port: 0) == [2, 2, 1])
        #expect(PanelMaker.week(of: try CalendarDate(iso: "1969-12-29")) == 0)
        #expect(PanelMaker.week(of: try CalendarDate(iso: "1969-12-28")) == -1)
        #expect(PanelMaker.week(of: try CalendarDate(iso: "1969-12-21")) == -2)
    }

    @Test func unfinishedWeekAndThoseHeldBackAreLeftOut() {
        let finds = (0..<35).map { find($0) }
        // Day 33 is a Saturday: week 4 is not over, and three weeks more are held back.
        let panel = maker(33, holdBack: PanelMaker.usualHoldBack).panel(
            seizures: finds, denominators: [])
        #expect(panel.weeks == 1 && panel.counts(port: 0) == [7])
        #expect(panel.leftOut.heldBack == 28)
        #expect(maker(34).panel(seizures: finds, denominators: []).weeks == 5)
    }

    @Test func whatWasKnownLaterIsNotInTheViewOfThatDay() throws {
        let finds = [find(1, known: 3), find(2, known: 40), find(3)]
        let counted = try [
            count(0, 6, 70, known: 10, "a"), count(0, 6, 140, known: 30, "b"),
        ]
        let early = maker(20).panel(seizures: finds, denominators: counted)
        #expect(early.counts(port: 0) == [2, 0, 0] && early.leftOut.notYetKnown == 1)
        #expect(early.inspections == [[70, nil, nil]])
        let late = maker(48).panel(seizures: finds, denominators: counted)
        #expect(late.counts(port: 0)[0] == 3)
        // A correction that is known later replaces the count; it is not added to it.
        #expect(late.inspections[0][0] == 140)
        let none = maker(2).panel(seizures: finds, denominators: counted)
        #expect(none.weeks == 0 && none.seizures.isEmpty)
    }

    @Test func recordsThatFitNoWeekOrPortAreCountedAsLeftOut() {
        let panel = maker(13).panel(
            seizures: [
                find(1), find(1, days: 6), find(1, days: 7), find(2) { $0.place = nil },
                find(2) { $0.state = .held }, find(2) { $0.cut(to: [.place], withheld: 0) },
            ], denominators: [])
        #expect(panel.seizures.count == 2)
        #expect(panel.leftOut.withoutWeek == 2 && panel.leftOut.withoutPort == 1)
        #expect(panel.leftOut.notCounted == 1)
    }

    @Test func attributesAreCodesAndMissingOnesMinusOne() throws {
        let country = Country.sample("EC")
        let panel = maker(13).panel(
            seizures: [
                find(0),
                find(1) {
                    $0.methods = [.switchLoad, .ripOff]
                    $0.departure = RoutePoint(country: country)
                    $0.companies = [
                        CompanyInvolvement(role: .haulier, involvement: .unknown),
                        CompanyInvolvement(role: .terminal, involvement: .misused),
                    ]
                    $0.substance = .cocaineBase
                },
                find(2) {
                    $0.concealment = .hull
                    $0.departure = RoutePoint(place: .sample("ECGYE"))
                },
            ], denominators: [])
        #expect(panel.methods == ["RIP", "hull"] && panel.routes == ["EC"])
        #expect(panel.companies == ["terminal"] && panel.substances == [.cocaine])
        let rows = panel.seizures.map { [$0.method, $0.route, $0.company, $0.substance] }
        #expect(rows == [[-1, -1, -1, -1], [0, 0, 0, 0], [1, 0, -1, -1]])
    }

    @Test func orderOfRecordsChangesNothing() throws {
        var random = Seeded(71)
        var finds = (0..<120).map { _ in
            find(random.number(0...90), port: random.number(0...2)) {
                $0.methods = random.number(0...1) == 1 ? [random.pick(ModusOperandi.allCases)] : []
                $0.substance = random.pick([.cocaineBase, .heroin, .unknown])
            }
        }
        var counted = try (0..<60).map { number in
            let first = random.number(0...80)
            return try count(
                first, first + random.number(0...30), Double(random.number(0...90)),
                port: random.number(0...2), body: random.pick(["C", "P"]),
                facility: random.pick(["", "K1"]), effort: random.pick([.inspections, .scans]),
                known: random.number(0...3), "d\(number)", sample: random.number(0...9) == 0)
        }
        let first = maker(97, holdBack: 1).panel(seizures: finds, denominators: counted)
        #expect(first.seizures.count > 80)
        for _ in 0..<5 {
            finds.shuffle(using: &random)
            counted.shuffle(using: &random)
            #expect(maker(97, holdBack: 1).panel(seizures: finds, denominators: counted) == first)
        }
    }

    @Test func monthIsSpreadEvenlyAndAPartOfAWeekIsNoWeek() throws {
        let panel = maker(34).panel(
            seizures: [find(0, port: 1)], denominators: [try count(3, 33, 310)])
        #expect(panel.inspections[1] == [nil, 70, 70, 70, nil])
        #expect(panel.ports == [Self.ports[1], Self.ports[0]])
        #expect(panel.bases[0] == nil && panel.denominatorText(port: 0) == "no denominator")
        #expect(
            panel.denominatorText(port: 1)
                == "per inspections, in containers, known for 3 of 5 weeks")
    }

    @Test func bodiesAddUpAndAWholePortIsNotAddedToItsParts() throws {
        let counted = try [
            count(0, 13, 14, body: "C", "a"), count(0, 13, 28, body: "P", facility: "K1", "b"),
            count(0, 13, 42, body: "P", facility: "K2", "c"),
            count(0, 13, 140, body: "C", facility: "K1", "d"),
        ]
        let panel = maker(13).panel(seizures: [], denominators: counted)
        #expect(panel.inspections == [[42, 42]])
        #expect(panel.bases[0]?.sources == ["C", "P, K1", "P, K2"])
    }

    @Test func sourceThatReportsHardlyEverMakesNoHoles() throws {
        let counted = try [count(0, 69, 700, "a"), count(0, 6, 7, body: "P", "b")]
        let panel = maker(69).panel(seizures: [], denominators: counted)
        #expect(panel.inspections == [[Double?](repeating: 70, count: 10)])
        #expect(panel.bases[0]?.sources == ["C"])
    }

    @Test func bestKindThatCoversMostWeeksIsTaken() throws {
        let scans = try count(0, 69, 70, effort: .scans, "s")
        let covered = maker(69).panel(
            seizures: [], denominators: [scans, try count(0, 55, 56, "i")])
        #expect(covered.bases[0]?.effort == .inspections && covered.bases[0]?.weeks == 8)
        let sparse = maker(69).panel(
            seizures: [], denominators: [scans, try count(0, 48, 56, "i")])
        #expect(sparse.bases[0]?.effort == .scans && sparse.bases[0]?.weeks == 10)
    }

    @Test func randomSampleStandsApart() throws {
        let panel = maker(13).panel(
            seizures: [find(0)], denominators: [try count(0, 6, 50, "s", sample: true)])
        #expect(panel.inspections == [[nil, nil]] && panel.bases == [nil])
        #expect(panel.samples.map(\.inspected) == [50])
    }

    @Test func emptyPanelIsDefined() {
        let panel = maker(13).panel(seizures: [], denominators: [], ports: Self.ports)
        #expect(panel.weeks == 0 && panel.ports == Self.ports.sorted())
        #expect(panel.inspections == [[], [], []] && panel.seizures.isEmpty)
    }
}

extension PlaceCode {
    fileprivate static func sample(_ code: String) -> PlaceCode { try! PlaceCode(parsing: code) }
}

extension Country {
    fileprivate static func sample(_ code: String) -> Country { try! Country(parsing: code) }
}
