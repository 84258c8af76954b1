import PortVocabulary
import Testing

@testable import NeedToKnow
@testable import SituationAnalysis

/// Each release is noted before it is handed over, and each refusal is noted.
struct EvidenceOfStepsTests {
    @Test func aReleaseIsNotedWithWhoWhatAndWhy() throws {
        let world = try Partnership(Partnership.rows)
        try world.agree(.fields, [.date, .place, .substance, .methods])
        _ = try world.list(limit: 3, by: try Person.partner())
        let note = try #require(world.store.access.releases.last)
        #expect(note.requester.organisation == Person.partner)
        #expect(note.requester.person.text == "piet")
        #expect(note.action == .list && note.kind == .seizure)
        #expect(note.subject.hasPrefix("list of seizures"))
        let part = try #require(note.parts.first)
        #expect(note.parts.count == 1 && part.form == .fields)
        #expect(part.grounds.map(\.text) == ["pact/1#one"])
        // Only what a line of the list shows, and only the records of the page.
        #expect(part.fields == [.date, .place, .substance])
        #expect(part.serials == [7, 8, 9])
        #expect(world.store.access.refusals.isEmpty)
    }

    @Test func everyRecordOfAnAssessmentIsNotedOnceAlsoTheComparedOnes() throws {
        let world = try Partnership(Partnership.rows)
        var selection = Selection()
        selection.period = try DateSpan(parsing: "2024-06/2024-12")
        _ = try world.assess(
            selection, compare: try DateSpan(parsing: "2024-01/2024-06"), by: try Person.own())
        let note = try #require(world.store.access.releases.last)
        #expect(note.parts.flatMap(\.serials) == Array(1...10))
        #expect(!note.parts.contains { $0.fields.contains(.given) })
    }

    @Test func nothingIsHandedOverWhenItCannotBeNoted() throws {
        let world = try Partnership(Partnership.rows)
        let own = try Person.own()
        world.store.access.failNotes()
        #expect(throws: MemoryAccess.Failure.self) { try world.list(by: own) }
        #expect(throws: MemoryAccess.Failure.self) { try world.assess(by: own) }
        #expect(throws: MemoryAccess.Failure.self) { try world.show(world.records[0], by: own) }
        #expect(throws: MemoryAccess.Failure.self) {
            try ListRecords(store: world.store, reference: ProductData.reference)
                .figures(own, Selection(), limit: 5, now: world.now)
        }
        // A refusal that cannot be noted is no answer either.
        #expect(throws: MemoryAccess.Failure.self) {
            try world.list(by: try Person.partner())
        }
        #expect(throws: MemoryAccess.Failure.self) {
            try world.decide(world.records[0], by: try Person.partner([.reviewer]))
        }
    }

    @Test func refusedAndAbsentAreTheSameAnswer() throws {
        let world = try Partnership(Partnership.rows)
        let partner = try Person.partner([.analyst, .reviewer])
        let absent = RecordID(trusted: "0123456789abcdef0123456789abcdef")
        #expect(try world.show(world.records[0], by: partner).isNotAvailable)
        #expect(world.store.access.refusals.map(\.reason) == [.noAgreement])
        #expect(world.store.access.refusals.last?.subject == "record/\(world.records[0])")
        #expect(try world.show(absent, by: partner).isNotAvailable)
        #expect(try world.decide(world.records[0], by: partner) == .absent)
        #expect(try world.decide(absent, by: partner) == .absent)
        // Where nothing is, nothing was refused.
        #expect(world.store.access.refusals.map(\.reason) == [.noAgreement, .foreign])
        #expect(world.store.access.releases.isEmpty)
    }

    @Test(arguments: [[], [Role.auditor], [.administrator], [.signatory], [.custodian]])
    func whoIsNoAnalystSeesNothing(roles: [Role]) throws {
        let world = try Partnership(Partnership.rows)
        let person = try Person.own(Set(roles))
        let page = try world.list(by: person).view
        #expect(page.total == 0 && page.table.facts.isEmpty && page.table.reporters.isEmpty)
        #expect(try world.assess(by: person).base.seizures == 0)
        #expect(try world.show(world.records[0], by: person).isNotAvailable)
        let held = try ReviewRecords(store: world.store).held(person, limit: 5, now: world.now)
        #expect(held.view.isEmpty && held.grounds.isEmpty)
        #expect(try world.decide(world.records[0], by: person) == .absent)
        #expect(world.store.access.releases.isEmpty)
        #expect(world.store.access.refusals.map(\.reason) == Array(repeating: .role, count: 5))
    }

    @Test func importNeedsAContributor() throws {
        let world = try Partnership(Partnership.rows)
        for (requester, isAllowed) in [
            (try Person.own([.analyst]), false), (try Person.partner([.contributor]), false),
            (try Person.own([.contributor]), true),
        ] {
            let importer = SeizureImport(
                layout: world.intake.layout, encoding: nil, reference: ProductData.reference,
                store: world.store, requester: requester, now: world.now)
            #expect(try importer.isAllowed() == isAllowed)
        }
        #expect(world.store.access.refusals.map(\.reason) == [.role, .foreign])
    }

    @Test func aPurposeOutsideTheMarkIsRefusedToTheOriginatorToo() throws {
        let world = try Partnership(Partnership.rows)
        try world.agree(.full)
        let other = try Person.partner(for: .customsRiskManagement)
        #expect(try world.list(by: other).view.total == 0)
        #expect(try world.list(by: try Person.own(for: .publicInformation)).view.total == 10)
        #expect(world.store.access.refusals.map(\.requester.purpose) == [.customsRiskManagement])
    }

    @Test func aReviewShowsTheOriginatorBothSidesAndNotesIt() throws {
        var rows = Partnership.rows.map { $0.merging(["methods": ""]) { $1 } }
        // A slip of the unit.
        rows[0]["amount"] = "2786.3"
        rows[1] = rows[0].merging(["reference": "B", "amount": "2.7863"]) { $1 }
        let world = try Partnership(rows)
        let steps = ReviewRecords(store: world.store)
        let shown = try steps.held(try Person.own([.reviewer]), limit: 5, now: world.now)
        #expect(shown.view.count == 1 && shown.view.first?.other != nil)
        #expect(world.store.access.releases.last?.parts.flatMap(\.serials) == [1, 2])
        try world.agree(.full)
        let foreign = try steps.held(try Person.partner([.reviewer]), limit: 5, now: world.now)
        #expect(foreign.view.isEmpty)
    }
}
