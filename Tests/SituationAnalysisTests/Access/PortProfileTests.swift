import NeedToKnow
import PortVocabulary
import Testing

@testable import SituationAnalysis

/// The page of one port: its own finds, its neighbours, and nothing that the reader may not see.
@Suite struct PortProfileTests {
    private static let rotterdam = PlaceCode.sample("NLRTM")

    private static func rows() -> [[String: String]] {
        let finds: [(place: String, date: String, amount: String, more: [String: String])] = [
            ("Rotterdam", "2026-05-02", "100", ["methods": "RIP"]),
            ("Rotterdam", "2026-01-10", "250.5", [:]), ("Rotterdam", "2025-03-01", "7", [:]),
            ("Rotterdam", "2022-03-01", "", [:]),
            ("Rotterdam", "2026-02-01", "40", ["substance": "heroin"]),
            ("Vlissingen", "2026-04-04", "12", [:]), ("Vlissingen", "2026-04-05", "13", [:]),
            ("Vlissingen", "2025-04-05", "14", [:]), ("Algeciras", "2026-04-04", "15", [:]),
        ]
        return finds.enumerated().map { index, find in
            [
                "reference": "P\(index)", "place": find.place, "date": find.date,
                "amount": find.amount,
            ]
            .merging(find.more) { $1 }
        }
    }

    private func view(
        _ world: Partnership, _ code: PlaceCode = rotterdam, by requester: Requester
    ) throws -> PortView {
        try PortProfile(store: world.store, reference: ProductData.reference)
            .run(requester, code, now: world.now).view
    }

    @Test func ownFindsAreSummedBySubstanceAndPeriod() throws {
        let world = try Partnership(Self.rows())
        let view = try view(world, by: try Person.own())
        #expect(view.profile.name == "Rotterdam" && view.profile.basin == .northSea)
        #expect(view.totals.map(\.group) == [.cocaine, .opiates])
        let cocaine = try #require(view.totals.first)
        #expect((cocaine.seizures, cocaine.lastYear, cocaine.yearBefore) == (4, 2, 1))
        #expect(cocaine.kilograms == 357.5 && cocaine.withoutWeight == 1)
        #expect(cocaine.largestKilograms == 250.5)
        #expect(view.finds.map(\.fact.lastDay) == view.finds.map(\.fact.lastDay).sorted(by: >))
        #expect(view.finds.count == 5 && view.coverage.counted == 5)
        #expect(view.coverage.reporters.map(\.counted) == [5])
        #expect(view.periods.last.last == world.now.day)
        #expect(view.periods.before.last.advanced(1) == view.periods.last.first)
    }

    @Test func neighboursAreNearestFirstWithTheirOwnCounts() throws {
        let world = try Partnership(Self.rows())
        let near = try view(world, by: try Person.own()).neighbours
        let distances = near.map { $0.kilometres ?? .infinity }
        #expect(distances == distances.sorted() && near.count <= 12)
        let vlissingen = try #require(near.first { $0.code == .sample("NLVLI") })
        #expect((vlissingen.seizures, vlissingen.lastYear, vlissingen.yearBefore) == (3, 2, 1))
        #expect(vlissingen.isSameBasin)
        #expect(near.contains { $0.code == .sample("BEANR") && $0.seizures == 0 })
        #expect(!near.contains { $0.code == .sample("ESALG") || $0.code == Self.rotterdam })
    }

    @Test func countsAreTheLengthOfTheList() throws {
        let world = try Partnership(Self.rows())
        let requester = try Person.own()
        let view = try view(world, by: requester)
        for (code, count) in [(Self.rotterdam, view.coverage.counted)]
            + view.neighbours.map({ ($0.code, $0.seizures) })
        {
            var selection = Selection()
            (selection.ports, selection.isCountedOnly) = ([code], true)
            #expect(try world.list(selection, by: requester).view.total == count)
        }
    }

    @Test func aPartnerSeesNothingWithoutAnAgreementAndOnlyAgreedFieldsWithOne() throws {
        let world = try Partnership(Self.rows())
        let partner = try Person.partner()
        let before = try view(world, by: partner)
        #expect(before.totals.isEmpty && before.finds.isEmpty)
        #expect(before.neighbours.allSatisfy { $0.seizures == 0 })
        #expect(world.store.access.refusals.last?.reason == .noAgreement)
        try world.agree(.fields, [.place, .substance])
        let after = try view(world, by: partner)
        #expect(after.coverage.counted == 5 && after.coverage.undated == 5)
        #expect(after.totals.allSatisfy { $0.lastYear == 0 && $0.kilograms == 0 })
        #expect(after.coverage.reporters.allSatisfy { $0.span == nil })
        #expect(after.finds.allSatisfy { $0.fact.methods.isEmpty && !$0.fact.isDated })
        #expect(world.store.access.releases.last?.subject == "port/NLRTM")
    }

    @Test func whoMayNotSeeThePlaceLearnsOfNoFindThere() throws {
        let world = try Partnership(Self.rows())
        try world.agree(.fields, [.date, .substance, .amount])
        let view = try view(world, by: try Person.partner())
        #expect(view.finds.isEmpty && view.totals.isEmpty && view.coverage.counted == 0)
    }

    @Test func aCodeThatTheRegisterLacksIsAnswered() throws {
        let view = try view(
            try Partnership(Self.rows()), .sample("NLZZZ"), by: try Person.own())
        #expect(!view.profile.isRegistered && view.profile.size == .unknown)
        #expect(view.neighbours.isEmpty && view.totals.isEmpty)
    }

    /// Rotterdam to Antwerp, Guayaquil to Antwerp, Tokyo to Valparaíso. Expected kilometres:
    /// geodesics on the WGS 84 ellipsoid by GeographicLib 2.1 (Karney).
    @Test(arguments: [
        [51.9167, 4.5, 51.2167, 4.4167, 78.095], [-2.1667, -79.9, 51.2167, 4.4167, 9_798.783],
        [35.6833, 139.75, -33.0333, -71.6333, 17_136.306],
    ])
    func distancesAreThoseOfTheEllipsoidWithinSixPerMille(row: [Double]) throws {
        let one = try #require(Coordinates(latitude: row[0], longitude: row[1]))
        let other = try #require(Coordinates(latitude: row[2], longitude: row[3]))
        #expect(abs(one.kilometres(to: other) / row[4] - 1) < 0.006)
        #expect(one.kilometres(to: one) == 0)
        #expect(abs(one.kilometres(to: other) - other.kilometres(to: one)) < 1e-9)
    }
}

extension PlaceCode {
    fileprivate static func sample(_ code: String) -> PlaceCode { try! PlaceCode(parsing: code) }
}

extension CalendarDate {
    fileprivate func advanced(_ days: Int) -> CalendarDate { advanced(byDays: days) }
}
