import Foundation
import PortVocabulary
import Testing

@testable import NeedToKnow
@testable import SituationAnalysis

/// What a partner is shown is what the clause names; the rest leaves no trace.
struct PartnerEditionTests {
    private func json(_ assessment: Assessment) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(assessment), as: UTF8.self)
    }

    @Test func withoutAnAgreementNothingIsSeen() throws {
        let world = try Partnership(Partnership.rows)
        let page = try world.list(by: try Person.partner()).view
        #expect(page.total == 0 && page.table.facts.isEmpty && page.identifiers.isEmpty)
        #expect(page.table.reporters.isEmpty)
        #expect(try world.assess(by: try Person.partner()).base.seizures == 0)
        #expect(try world.list(by: try Person.own()).view.total == 10)
    }

    @Test func fieldsThatAreKeptBackReadAsNotAsked() throws {
        let world = try Partnership(Partnership.rows)
        try world.agree(.fields, [.date, .place, .substance])
        let released = try world.list(by: try Person.partner())
        let page = released.view
        #expect(page.total == 10 && page.table.facts.count == 10)
        for fact in page.table.facts {
            #expect(fact.isDated && fact.place != nil && fact.substance.group == .cocaine)
            #expect(fact.kilograms == nil && fact.unit == nil && fact.factorBasis == nil)
            #expect(fact.stage == .notAsked && fact.setting == .notAsked)
            #expect(fact.transport == .notAsked && fact.concealment == .notAsked)
            #expect(fact.methods.isEmpty && fact.companies.isEmpty && fact.transit.isEmpty)
            #expect(fact.departure == RoutePoint() && fact.destination == RoutePoint())
            #expect(fact.producing == nil && fact.cash == nil && fact.persons == nil)
            #expect(!fact.hasContainer && !fact.hasVessel)
            #expect(fact.asked == [.place], "asked is what was released")
        }
        #expect(page.table.reporters == [FigureFact.withheldName])
        #expect(released.fields == [.date, .place, .substance])
        #expect(released.grounds.map(\.text) == ["pact/1#one"])
        #expect(released.requester.organisation == Person.partner)
    }

    /// The same seizures told in two ways that differ only in what is kept back.
    @Test func whatIsKeptBackChangesNoByteOfTheEdition() throws {
        var editions: Set<String> = []
        var lists: Set<[String]> = []
        for variant in 0..<3 {
            let rows = Partnership.rows.enumerated().map { index, row in
                var row = row
                guard variant > 0 else { return row }
                row["date"] = "20\(10 + (index * 7 + variant) % 9)-0\(variant)-\(10 + index)"
                row["amount"] = "\(variant * 900 + index * 31)"
                row["stage"] = variant == 1 ? "hinterland" : "unknown"
                row["setting"] = variant == 1 ? "road" : ""
                row["methods"] = variant == 1 ? "LOAD" : ""
                row["departure_country"] = variant == 1 ? "BR" : ""
                row["companies"] = variant == 1 ? "terminal:unknown" : ""
                row["concealment"] = ""
                row["persons"] = variant == 1 ? "40" : ""
                row["container"] = ""
                return row
            }
            let world = try Partnership(rows)
            try world.agree(.fields, [.place, .substance])
            let partner = try Person.partner()
            editions.insert(try json(try world.assess(by: partner)))
            let page = try world.list(by: partner).view
            lists.insert(
                page.table.facts.map {
                    "\(page.identifiers[$0.serial]?.text ?? "?") \($0.place?.code ?? "")"
                })
        }
        #expect(editions.count == 1)
        #expect(lists.count == 1)
    }

    @Test func aSelectionByAFieldThatIsKeptBackFindsNothing() throws {
        let span = try DateSpan(parsing: "2024")
        let rotterdam = try PlaceCode(parsing: "NLRTM")
        let cases: [(FieldSet, (inout Selection) -> Void)] = [
            ([.date], { $0.period = span }), ([.substance], { $0.groups = [.cocaine] }),
            ([.place], { $0.ports = [rotterdam] }),
            ([.place], { $0.countries = [rotterdam.country] }),
            ([.place], { $0.basins = [.northSea] }), ([.stage], { $0.isAtPortOnly = true }),
            ([.setting], { $0.isAtPortOnly = true }),
        ]
        for (kept, choose) in cases {
            let world = try Partnership(Partnership.rows)
            try world.agree(.fields, RecordKind.seizure.fields.subtracting(kept))
            var selection = Selection()
            choose(&selection)
            let partner = try Person.partner()
            let page = try world.list(selection, by: partner).view
            #expect(page.total == 0 && page.table.facts.isEmpty, "\(kept.fields)")
            #expect(try world.assess(selection, by: partner).base.seizures == 0, "\(kept.fields)")
            #expect(try world.list(selection, by: try Person.own()).view.total > 0)
            // The same records are there for whoever does not ask about that field.
            #expect(try world.list(by: partner).view.total == 10)
        }
    }

    @Test func theOrderOfAListDoesNotTellWithheldDays() throws {
        let world = try Partnership(Partnership.rows.reversed())
        try world.agree(.fields, [.place, .substance])
        let partner = try world.list(limit: 4, by: try Person.partner()).view
        let serials = partner.table.facts.map(\.serial)
        #expect(serials == serials.sorted(by: >), "by arrival, not by day")
        let own = try world.list(limit: 4, by: try Person.own()).view.table.facts.map(\.firstDay)
        #expect(own == own.sorted(by: >))
    }

    @Test func aComparisonDoesNotTellWithheldDays() throws {
        let (early, late) = (
            try DateSpan(parsing: "2024-01/2024-05"), try DateSpan(parsing: "2024")
        )
        let world = try Partnership(Partnership.rows)
        try world.agree(.fields, [.place, .substance, .amount])
        let partner = try Person.partner()
        var asked = Selection()
        asked.period = late
        #expect(try world.assess(asked, compare: early, by: partner).base.seizures == 0)
        // Without a period of its own: what is compared is asked for the day all the same.
        let one = try json(try world.assess(compare: early, by: partner))
        let two = try json(try world.assess(compare: early, by: try Person.partner()))
        #expect(one == two)
        let note = try #require(world.store.access.releases.last)
        #expect(note.parts.flatMap(\.serials).count == 10)
        let empty = try Partnership(
            Partnership.rows.map { $0.merging(["date": "2011-01-01"]) { $1 } })
        try empty.agree(.fields, [.place, .substance, .amount])
        #expect(try json(try empty.assess(compare: early, by: partner)) == one)
    }

    @Test func aClauseForOnePortShowsThatPortOnly() throws {
        let world = try Partnership(Partnership.rows)
        let rotterdam = try PlaceCode(parsing: "NLRTM")
        try world.agree(.full) { $0.ports = [rotterdam] }
        let page = try world.list(by: try Person.partner()).view
        #expect(page.total == 5)
        #expect(page.table.facts.allSatisfy { $0.place == rotterdam })
        #expect(try world.assess(by: try Person.partner()).base.seizures == 5)
    }

    @Test func aRevokedAgreementShowsNothingAnyMore() throws {
        let world = try Partnership(Partnership.rows)
        try world.agree(.full)
        let partner = try Person.partner()
        #expect(try world.list(by: partner).view.total == 10)
        world.store.access.revokeAll()
        #expect(try world.list(by: partner).view.total == 0)
        #expect(try world.show(world.records[0], by: partner).isNotAvailable)
    }

    @Test func consentOpensOneRecordForOnePurposeUntilItsDay() throws {
        let world = try Partnership(Partnership.rows)
        try world.agree(.full) { $0.conditions.needsConsent = true }
        let partner = try Person.partner()
        #expect(try world.list(by: partner).view.total == 0)
        let (valid, over, other) = (world.records[3], world.records[4], world.records[5])
        for (record, until, purpose) in [
            (valid, world.now.day, Purpose.strategicAnalysis),
            (over, world.now.day.advanced(byDays: -1), .strategicAnalysis),
            (other, world.now.day, .portSecurity),
        ] {
            world.store.access.consent(
                record, Consent(receiver: Person.partner, purpose: purpose, until: until))
        }
        #expect(Array(try world.list(by: partner).view.identifiers.values) == [valid])
        #expect(try world.show(valid, by: partner).view?.detail.record == valid)
        #expect(try world.show(over, by: partner).isNotAvailable)
    }

    @Test func aSecondPersonOpensWhatNeedsFourEyes() throws {
        let world = try Partnership(Partnership.rows)
        try world.agree(.full) { $0.conditions.needsFourEyes = true }
        #expect(try world.list(by: try Person.partner()).view.total == 0)
        #expect(try world.list(by: try Person.partner(approvedBy: "mia")).view.total == 10)
    }

    @Test func aClauseForCountsShowsNoRecord() throws {
        for form in [ReleaseForm.aggregate, .hitNoHit] {
            let world = try Partnership(Partnership.rows)
            try world.agree(form)
            #expect(try world.list(by: try Person.partner()).view.total == 0)
            #expect(try world.assess(by: try Person.partner()).base.seizures == 0)
            #expect(try world.show(world.records[0], by: try Person.partner()).isNotAvailable)
        }
    }

    @Test func aRecordIsShownAsFarAsItsPermitGoes() throws {
        let world = try Partnership(Partnership.rows)
        try world.agree(.fields, [.date, .substance])
        let shown = try #require(try world.show(world.records[0], by: try Person.partner()).view)
        #expect(shown.fields == [.date, .substance])
        #expect(shown.lines.map(\.field) == [.date, .substance])
        #expect(shown.detail.given.isEmpty && shown.detail.file.isEmpty)
        #expect(shown.detail.place == nil || !shown.lines.contains { $0.field == .place })
        let own = try #require(try world.show(world.records[0], by: try Person.own()).view)
        #expect(own.detail.given.contains { $0.cell == "CSQU3054383" })
    }
}
