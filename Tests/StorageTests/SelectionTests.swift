import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// The one filter that every list, count and figure shares.
@Suite struct SelectionTests {
    let node: TestNode
    let events: [SeizureEvent]
    let figures: [AggregateFigure]

    init() throws {
        node = try TestNode(.sqlite)
        var random = Seeded(31)
        events = (0..<400).map { Sample.event($0, &random) }
        figures = (0..<200).map { Sample.figure($0, &random) }
        try node.append(
            events.enumerated().map {
                IntakeRecord("s\($0)", .seizure($1), holdReason: $0 % 3 == 0 ? "odd" : nil)
            }
                + figures.enumerated().map { IntakeRecord("f\($0)", .figure($1)) })
    }

    /// The same question asked of the values in memory.
    func fits(
        _ selection: Selection, _ when: DateSpan, _ substance: Substance, _ place: PlaceCode?,
        _ country: Country?
    ) -> Bool {
        let isInPeriod = selection.period.map {
            selection.isWithinPeriod ? $0.contains(when) : $0.overlaps(when)
        }
        return !selection.selectsNothing && isInPeriod ?? true
            && (selection.groups.isEmpty || selection.groups.contains(substance.group))
            && (selection.ports.isEmpty || place.map(selection.ports.contains) ?? false)
            && (selection.countries.isEmpty || country.map(selection.countries.contains) ?? false)
    }

    func fits(_ selection: Selection, _ index: Int) -> Bool {
        let event = events[index]
        let isAtPort =
            event.place != nil
            && (event.stage == .atPort || [.seaport, .inlandPort].contains(event.setting))
        return fits(selection, event.when, event.substance, event.place, event.country)
            && (!selection.isCountedOnly || index % 3 != 0)
            && (!selection.isAtPortOnly || isAtPort)
    }

    func listed(_ selection: Selection) throws -> (seizures: [Int], figures: [String]) {
        (
            try node.seizures(selection).map(\.serial),
            try node.figures(selection).map(\.record.text)
        )
    }

    @Test func listedRecordsAreThoseThatFit() throws {
        var random = Seeded(32)
        var sizes: Set<Int> = []
        for _ in 0..<300 {
            var selection = Selection()
            for criterion in 0...6 where random.chance() { add(criterion, to: &selection, &random) }
            let expectedSeizures = events.indices.filter { fits(selection, $0) }.map { $0 + 1 }
            let expectedFigures = figures.indices.filter {
                fits(
                    selection, figures[$0].period, figures[$0].substance, figures[$0].place,
                    figures[$0].country)
            }.map { "f\($0)" }
            let found = try listed(selection)
            #expect(found.seizures == expectedSeizures, "\(selection.words)")
            #expect(found.figures == expectedFigures, "\(selection.words)")
            sizes.insert(found.seizures.count)
            #expect(
                try node.store.count(selection, visible: node.everything())
                    == found.seizures.count, "\(selection.words)")
        }
        // The selections told records apart: neither all nor none each time.
        #expect(sizes.count > 12)
    }

    @Test func moreCriteriaNeverShowMore() throws {
        var random = Seeded(33)
        for _ in 0..<100 {
            var selection = Selection()
            var before = try listed(selection)
            for criterion in Array(0...6).shuffled(using: &random) {
                add(criterion, to: &selection, &random)
                let after = try listed(selection)
                #expect(Set(after.seizures).isSubset(of: before.seizures))
                #expect(Set(after.figures).isSubset(of: before.figures))
                before = after
            }
        }
    }

    @Test func emptySelectionShowsEverything() throws {
        let found = try listed(Selection())
        #expect(found.seizures == Array(1...events.count))
        #expect(found.figures == figures.indices.map { "f\($0)" })
    }

    @Test func contradictorySelectionShowsNothing() throws {
        let register = try PortRegister(
            parsing: """
                code,name,latitude,longitude,basin,kind,size,alliance,spellings
                NLRTM,Rotterdam,51.9,4.5,north-sea,sea,large,yes,
                ESALG,Algeciras,36.1,-5.4,western-mediterranean,sea,large,yes,

                """)
        var selection = Selection()
        selection.basins = [.northSea]
        let inBasin = try listed(selection.resolvingBasins(register))
        #expect(!inBasin.seizures.isEmpty)
        selection.ports = [.sample("ESALG")]
        let nothing = try listed(selection.resolvingBasins(register))
        #expect(nothing.seizures.isEmpty)
        #expect(nothing.figures.isEmpty)
    }

    @Test func periodTakesWhatTouchesIt() throws {
        let node = try TestNode(.sqlite)
        try node.append(
            (0..<5).map { .plain("d\($0)", day: 19_000 + $0) })
        var selection = Selection()
        selection.period = try DateSpan(
            from: CalendarDate(dayNumber: 19_001), through: CalendarDate(dayNumber: 19_003))
        #expect(try node.seizures(selection).map(\.firstDay) == [19_001, 19_002, 19_003])
    }

    private func add(_ criterion: Int, to selection: inout Selection, _ random: inout Seeded) {
        switch criterion {
        case 0:
            let first = CalendarDate(dayNumber: Int32(random.number(14_900...20_100)))
            selection.period = try? DateSpan(
                from: first, through: first.advanced(byDays: random.number(0...900)))
        case 1:
            let groups = SubstanceGroup.allCases.shuffled(using: &random)
            selection.groups = Set(groups.prefix(random.number(1...6)))
        case 2:
            selection.ports = Set(
                Sample.places.shuffled(using: &random).prefix(random.number(1...3)))
        case 3: selection.isWithinPeriod = true
        case 4: selection.isCountedOnly = true
        case 5: selection.isAtPortOnly = true
        default:
            selection.countries = Set(
                Sample.countries.shuffled(using: &random).prefix(random.number(1...3)))
        }
    }
}
