import PortVocabulary
import Testing

@testable import NeedToKnow
@testable import SituationAnalysis

/// Counts: exact for whoever may list, protected for whoever may count only.
@Suite struct CountTests {
    let world: Partnership

    init() throws { world = try Partnership(Partnership.rows) }

    private func count(
        _ selection: Selection = Selection(), by dimensions: [CountDimension],
        as requester: Requester
    ) throws -> Released<CountTable> {
        try CountRecords(store: world.store, reference: ProductData.reference).run(
            requester, selection, by: dimensions, now: world.now)
    }

    @Test func whoMayListCountsExactly() throws {
        let own = try Person.own()
        let table = try count(by: [.port], as: own).view
        #expect(table.listed.map(\.labels) == [["BEANR"], ["NLRTM"]])
        #expect(table.listed.map(\.count) == [5, 5] && table.protected.isEmpty)
        #expect(try count(by: [], as: own).view.listed.map(\.count) == [10])
        #expect(try world.list(by: own).view.total == 10)
        var selection = Selection()
        selection.period = try DateSpan(parsing: "2023")
        #expect(try count(selection, by: [.port], as: own).view.listed.isEmpty)
    }

    @Test func whoMayCountOnlySeesNoSmallCountAndNoRecord() throws {
        let partner = try Person.partner()
        try world.agree(.aggregate) { $0.conditions.minimumCell = 5 }
        let enough = try count(by: [.port], as: partner)
        #expect(enough.view.protected.map(\.count) == [5, 5] && enough.view.listed.isEmpty)
        #expect(enough.form == .aggregate && enough.fields.isEmpty)
        #expect(try world.list(by: partner).view.total == 0)
        #expect(world.store.access.releases.last?.action == .count)

    }

    @Test func noQuestionAndNoDifferenceGivesASmallCountAway() throws {
        let partner = try Person.partner()
        try world.agree(.aggregate) { $0.conditions.minimumCell = 6 }
        let few = try count(by: [.port], as: partner).view
        #expect(few.threshold == 6 && few.protected.isEmpty)
        // The port's five cannot be had by asking for the rest and taking it from the whole.
        let whole = try count(by: [], as: partner).view.protected
        var antwerp = Selection()
        antwerp.ports = [try PlaceCode(parsing: "BEANR")]
        let part = try count(antwerp, by: [], as: partner).view.protected
        #expect(part.allSatisfy { $0.count == 0 && $0.isAtLeast })
        #expect(whole.allSatisfy { $0.count == 10 || $0.isAtLeast })
    }

    @Test func withoutARightNothingIsCountedAndTheRefusalStands() throws {
        let partner = try Person.partner()
        let table = try count(by: [.port], as: partner)
        #expect(table.view.listed.isEmpty && table.view.protected.isEmpty && table.form == nil)
        #expect(world.store.access.refusals.map(\.reason) == [.noAgreement])
        #expect(try count(by: [], as: try Person.own([.auditor])).view.listed.map(\.count) == [])
        #expect(world.store.access.refusals.last?.reason == .role)
    }
}

/// Classified information is refused at the door, and nothing of it stays anywhere.
@Suite struct ClassifiedRowTests {
    @Test(arguments: [
        "RESTREINT UE/EU RESTRICTED", "r-ue", "Secret UE / EU Secret", "found by EU CONFIDENTIAL",
    ])
    func aMarkedRowIsRejectedAndNotKept(marking: String) throws {
        let intake = try Intake("breakwater-template")
        var marked = Partnership.rows[0]
        marked["reference"] = "CANARY-7"
        marked["note"] = marking
        let outcome = try intake.run(Template.file([Partnership.rows[1], marked]))
        #expect(outcome.summary.outcomes[.rejected] == 1)
        #expect(outcome.summary.written == [.new: 1])
        let line = try #require(outcome.lines.first { $0.outcome == .rejected })
        #expect(line.notes.map(\.column) == ["note"])
        #expect(line.notes.first?.cause.contains("classified information") == true)
        #expect(line.notes.first?.mend.contains("accredited") == true)
        #expect(!"\(outcome.lines)".contains("CANARY-7"))
        #expect(!"\(intake.store.current)".contains("CANARY-7"))
    }

    @Test(arguments: ["LIMITE", "EU SENSITIVE", "confidential", "restricted area of the port"])
    func anOrdinaryWordIsNoMarking(words: String) throws {
        let intake = try Intake("breakwater-template")
        var row = Partnership.rows[0]
        row["note"] = words
        #expect(try intake.run(Template.file([row])).summary.written == [.new: 1])
    }
}
