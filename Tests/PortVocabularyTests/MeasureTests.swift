import Testing

@testable import PortVocabulary

/// A plan stands only if it was made before the measure began.
@Suite struct MeasureTests {
    private let starts = CalendarDate(dayNumber: 20_000)

    private func plan(
        before: Int = 104, after: Int = 52, ports: [String] = ["BEANR"], days: Int = -1
    ) throws -> PreregistrationRefusal? {
        let id = MeasureID(trusted: "m1")
        let measure = try Measure(
            id: id, port: PlaceCode(parsing: "NLRTM"), type: .scanner, starts: starts,
            description: "x", owner: OrganisationID(trusted: "a"), source: "")
        return Preregistration(
            measure: id, outcome: .seizures, weeksBefore: before, weeksAfter: after,
            comparison: try ports.map { try PlaceCode(parsing: $0) },
            registered: starts.advanced(byDays: days)
        ).refusal(for: measure)
    }

    @Test func planOfTheDayBeforeStandsAndOfTheFirstDayDoesNot() throws {
        #expect(try plan(days: -1) == nil)
        #expect(try plan(days: 0) == .afterStart(starts))
        #expect(try plan(days: 900) == .afterStart(starts))
    }

    @Test func windowAndPortsAreBounded() throws {
        #expect(try plan(before: 4, after: 260) == nil)
        #expect(try plan(before: 3) == .window)
        #expect(try plan(after: 261) == .window)
        #expect(try plan(ports: []) == .noComparison)
        #expect(try plan(ports: ["BEANR", "NLRTM"]) == .comparedWithItself)
        let letters = "ABCDEFGHJKLMNPQ"
        let many = letters.flatMap { first in letters.map { "BE\(first)\($0)X" } }
        #expect(many.count > Preregistration.comparisonLimit)
        #expect(try plan(ports: many) == .tooManyPorts)
    }

    @Test func comparisonPortsAreASetInOrder() throws {
        let id = MeasureID(trusted: "m1")
        let ports = try ["NLRTM", "BEANR", "NLRTM"].map { try PlaceCode(parsing: $0) }
        let plan = Preregistration(
            measure: id, outcome: .seizures, weeksBefore: 4, weeksAfter: 4, comparison: ports,
            registered: starts)
        #expect(plan.comparison.map(\.code) == ["BEANR", "NLRTM"])
    }

    @Test func effortIsCountedInUnitsThatFitAndInspectionsComeFirst() {
        for kind in EffortKind.allCases { #expect(!kind.units.isEmpty) }
        #expect(!EffortKind.inspections.units.contains(.hours))
        #expect(EffortKind.allCases.min { $0.preference < $1.preference } == .inspections)
    }
}
