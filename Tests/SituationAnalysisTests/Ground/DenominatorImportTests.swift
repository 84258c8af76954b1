import NeedToKnow
import PortVocabulary
import Testing

@testable import SituationAnalysis

/// A row is one count; what cannot be read is named and mended, and never taken for zero.
@Suite struct DenominatorImportTests {
    private static let header =
        "reference,reporter,period_start,period_end,port,port_code,facility,kind,count,unit,"
        + "random_sample,finds,reported\n"

    private func run(_ rows: String...) throws -> (MemoryStore, Intake.Outcome) {
        let intake = try Intake("denominators")
        return (intake.store, try intake.run(Self.header + rows.joined(separator: "\n") + "\n"))
    }

    private func denominators(_ store: MemoryStore) -> [Denominator] {
        store.current.compactMap {
            if case .denominator(let found) = $0.record.content { found } else { nil }
        }
    }

    @Test func sampleMeansWhatItShould() throws {
        let intake = try Intake("denominators")
        let outcome = try intake.run(try ProductData.sample("denominators.csv"))
        #expect(outcome.summary.outcomes == [.accepted: 3], "\(outcome.notes)")
        let found = denominators(intake.store)
        #expect(found[0].place?.code == "NLRTM" && found[0].country?.code == "NL")
        #expect(found[0].effort == .inspections && found[0].amount == 120)
        #expect(found[0].period.days == 7 && found[0].reported?.description == "2024-03-12")
        #expect(found[1].effort == .patrolHours && found[1].facility == "Maasvlakte")
        #expect(found[1].country?.code == "NL" && found[1].reported == nil)
        #expect(found[2].isRandomSample && found[2].finds == 3 && found[2].unit == .containers)
        #expect(intake.store.current[1].record.mark.trafficLight == .green)
    }

    @Test(arguments: [
        ("a,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,,containers,,,", "count"),
        ("a,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,-1,containers,,,", "count"),
        ("a,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,1e11,containers,,,", "count"),
        ("a,C,2024-03-04,2024-03-10,Rotterdam,,,looks,5,containers,,,", "kind"),
        ("a,C,2024-03-04,2024-03-10,Rotterdam,,,,5,containers,,,", "kind"),
        ("a,C,2024-03-04,2024-03-10,Rotterdam,,,patrol-hours,5,containers,,,", "unit"),
        ("a,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,5,,,,", "unit"),
        ("a,C,2024-03-04,2024-03-10,,,,inspections,5,containers,,,", "port"),
        ("a,C,2024-03-04,2024-03-10,Rotterdam,N1,,inspections,5,containers,,,", "port_code"),
        ("a,C,2024-03-10,2024-03-04,Rotterdam,,,inspections,5,containers,,,", "period_start"),
        ("a,C,2022-03-10,2024-03-04,Rotterdam,,,inspections,5,containers,,,", "period_start"),
        ("a,C,2027-03-04,2027-03-10,Rotterdam,,,inspections,5,containers,,,", "period_start"),
        ("a,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,5,containers,maybe,,", "random_sample"),
        ("a,C,2024-03-04,2024-03-10,Rotterdam,,,throughput,5,teu,yes,,", "random_sample"),
        ("a,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,5,containers,yes,6,", "finds"),
        ("a,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,5,containers,yes,x,", "finds"),
        (
            "a,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,5,containers,,,2024-03-01",
            "reported"
        ),
        (",C,2024-03-04,2024-03-10,Rotterdam,,,inspections,5,containers,,,", "reference"),
        ("a,,2024-03-04,2024-03-10,Rotterdam,,,inspections,5,containers,,,", "reporter"),
    ])
    func badRowIsRejectedWithColumnCauseAndMend(row: String, column: String) throws {
        let (store, outcome) = try run(
            row, "b,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,5,containers,,,")
        #expect(outcome.lines.map(\.outcome) == [.rejected, .accepted])
        let note = try #require(outcome.lines[0].notes.first { $0.weight == .reject })
        #expect(note.column == column && !note.cause.isEmpty && !note.mend.isEmpty)
        // Nothing is lost: the rejected row keeps its cells for mending.
        #expect(outcome.lines[0].cells.joined(separator: ",") == row)
        #expect(store.current.count == 1)
    }

    @Test func zeroIsACountAndBlankIsNot() throws {
        let (store, outcome) = try run(
            "a,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,0,containers,,,",
            "b,C,2024-03-11,2024-03-17,Rotterdam,,,inspections,,containers,,,")
        #expect(outcome.lines.map(\.outcome) == [.accepted, .rejected])
        #expect(denominators(store).map(\.amount) == [0])
    }

    @Test func correctedRowIsANewVersionAndTheSameRowIsNothing() throws {
        let intake = try Intake("denominators")
        let row = "a,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,%,containers,,,\n"
        for (count, written) in [("5", AppendOutcome.new), ("5", .unchanged), ("7", .newVersion)] {
            let outcome = try intake.run(
                Self.header + row.replacing("%", with: count), file: count)
            #expect(outcome.summary.written == [written: 1])
        }
        #expect(denominators(intake.store).map(\.amount) == [7])
    }

    @Test func findsOfWhatIsNoSampleAreNotRead() throws {
        let (store, outcome) = try run(
            "a,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,5,containers,no,2,")
        #expect(outcome.lines[0].outcome == .acceptedWithNotes)
        #expect(denominators(store).first?.finds == nil)
    }

    @Test func listIsNotedAndCutToThePermit() throws {
        let (store, _) = try run(
            "a,C,2024-03-04,2024-03-10,Rotterdam,,,inspections,5,containers,,,")
        let step = ListDenominators(store: store, reference: ProductData.reference)
        let now = Moment(seconds: 20_634 * 86_400)
        let own = try step.run(try Person.own(), Selection(), limit: 5, now: now).view
        #expect(own.total == 1 && own.facts[0].isCounted)
        let partner = try step.run(try Person.partner(), Selection(), limit: 5, now: now).view
        #expect(partner.total == 0 && partner.facts.isEmpty)
        #expect(store.access.releases.count == 1 && store.access.refusals.count == 1)
        // Without the kind, the number is kept back with it.
        var cut = own.facts[0]
        cut.cut(to: [.date, .place, .count])
        #expect(!cut.isCounted && cut.denominator.finds == nil && cut.isDated)
    }
}
