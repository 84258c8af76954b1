import NeedToKnow
import PortVocabulary
import TestSupport
import Testing

@testable import SituationAnalysis

/// The same input twice is the same state once, however it came to be interrupted.
@Suite struct ImportTests {
    struct Cut: Error {}

    /// Rows of the UNODC form, with repeats among them.
    private func rows(_ count: Int, _ random: inout Seeded) -> [String] {
        let places = ["Antwerp", "Zeebrugge", "Ghent", ""]
        return (0..<count).map { _ in
            let day = random.number(1...9)
            let amount = random.pick(["1", "2.5", "21.425", "100", "0.317"])
            return "Europe;;Belgium;;\(random.pick(places));2013-01-0\(day);Cocaine;\(amount);"
                + "Kilogram;;Seaport;Commercial sea;;;;"
        }
    }

    private static let header =
        "REGION;SUBREGION;COUNTRY;ADMINISTRATIVE_DIVISION;PLACE;SEIZURE_DATE;DRUG_NAME;AMOUNT;"
        + "DRUG_UNIT;HIDING_PLACE;INSTALLATION;TRANSPORT;PRODUCING_COUNTRY;DEPARTURE_COUNTRY;"
        + "DESTINATION_COUNTRY;ROUTING"

    private func file(_ rows: [String]) -> [UInt8] {
        Array(([Self.header] + rows).joined(separator: "\n").utf8)
    }

    @Test func sameFileTwiceIsUnchanged() throws {
        var random = Seeded(31)
        let intake = try Intake("unodc-ids")
        let bytes = file(rows(500, &random))
        let first = try intake.run(bytes)
        #expect(first.summary.written == [.new: 500])
        let before = intake.store.fingerprint
        let second = try intake.run(bytes)
        #expect(second.summary.written == [.unchanged: 500])
        #expect(second.summary.outcomes == first.summary.outcomes)
        #expect(intake.store.fingerprint == before)
    }

    @Test func identicalRowsAreKeptAsOccurrences() throws {
        let row = "Europe;;Belgium;;Antwerp;2013-01-01;Cocaine;1;Kilogram;;Seaport;;;;;"
        let intake = try Intake("unodc-ids")
        try intake.run(file([row, row, row]))
        #expect(intake.store.current.map(\.record.occurrence) == [0, 1, 2])
        #expect(Set(intake.store.current.map(\.record.id)).count == 3)
        #expect(Set(intake.store.current.map(\.record.digest)).count == 1)
        try intake.run(file([row, row, row, row]))
        #expect(intake.store.current.count == 4)
    }

    @Test func extendedFileAddsOnlyItsNewRows() throws {
        var random = Seeded(37)
        let all = rows(300, &random)
        let intake = try Intake("unodc-ids")
        try intake.run(file(Array(all.prefix(200))))
        let outcome = try intake.run(file(all.shuffled(using: &random)))
        #expect(outcome.summary.written == [.unchanged: 200, .new: 100])
        let once = try Intake("unodc-ids")
        try once.run(file(all))
        let ids = { (intake: Intake) in Set(intake.store.current.map(\.record.id)) }
        #expect(ids(intake) == ids(once))
    }

    @Test func interruptedAtAnyTransactionAndRunAgainIsTheStateOfOneRun() throws {
        var random = Seeded(41)
        let bytes = file(rows(9_000, &random))
        let once = try Intake("unodc-ids")
        try once.run(bytes)
        for number in 1...3 {
            for point in [MemoryStore.FailurePoint.before, .after] {
                let intake = try Intake("unodc-ids")
                intake.store.failAppend(number, point)
                #expect(throws: MemoryStore.Failure.self) { try intake.run(bytes) }
                #expect(
                    intake.store.current.count == (number - (point == .before ? 1 : 0)) * 4_000
                        || number == 3)
                try intake.run(bytes)
                #expect(intake.store.fingerprint == once.store.fingerprint, "\(number) \(point)")
            }
        }
    }

    @Test func interruptedSourceAndRunAgainIsTheStateOfOneRun() throws {
        var random = Seeded(43)
        let bytes = file(rows(9_000, &random))
        let once = try Intake("unodc-ids")
        try once.run(bytes)
        let intake = try Intake("unodc-ids")
        let importer = SeizureImport(
            layout: intake.layout, encoding: nil, reference: ProductData.reference,
            store: intake.store, requester: try Person.own([.contributor]), now: intake.now)
        let header = try importer.check(Intake.source(bytes, 1 << 16)).header
        for _ in 0..<4 {
            let stop = random.number(0...bytes.count)
            let whole = Intake.source(bytes, 10_000)
            var given = 0
            #expect(throws: Cut.self) {
                _ = try importer.run(
                    {
                        let chunk = try whole()
                        given += chunk?.count ?? 0
                        if given >= stop { throw Cut() }
                        return chunk
                    }, header: header, batch: BatchID(trusted: "cut"), file: "cut",
                    report: { _ in }, progress: { _ in })
            }
        }
        try intake.run(bytes)
        #expect(intake.store.fingerprint == once.store.fingerprint)
    }

    @Test func changedCellUnderOneReferenceIsANewVersion() throws {
        let intake = try Intake("breakwater-template")
        try intake.run(Template.row(["reference": "A1"]))
        let outcome = try intake.run(Template.row(["reference": "A1", "amount": "120"]))
        #expect(outcome.summary.written == [.newVersion: 1])
        #expect(intake.store.current.map(\.version) == [2])
        #expect(intake.store.events.first?.mass?.kilograms == 120)
    }

    @Test func rowsWithoutAReferenceAreToldApartByTheirCells() throws {
        let intake = try Intake("breakwater-template")
        let file = Template.file([["amount": "5"], ["amount": "5"], ["amount": "6"]])
        try intake.run(file)
        #expect(intake.store.current.count == 3)
        #expect(try intake.run(file).summary.written == [.unchanged: 3])
    }

    @Test func oneReferenceWithTwoContentsInAFileIsRejectedAndStaysUnchanged() throws {
        let intake = try Intake("breakwater-template")
        let file = Template.file([
            ["reference": "A1", "amount": "5"], ["reference": "A1", "amount": "6"],
            ["reference": "A1", "amount": "5"],
        ])
        let first = try intake.run(file)
        #expect(first.lines.map(\.outcome) == [.accepted, .rejected, .accepted])
        #expect(first.notes.map(\.cause) == ["row 1 has the same reference and other cells"])
        let second = try intake.run(file)
        #expect(second.summary.written == [.unchanged: 2])
        #expect(intake.store.current.map(\.version) == [1])
    }

    @Test func sameRowsUnderAnotherLayoutDoNotDouble() throws {
        var random = Seeded(47)
        let all = rows(50, &random)
        let intake = try Intake("unodc-ids")
        try intake.run(file(all))
        var other = intake
        other.layout.name = "unodc-commas"
        other.layout.format = .delimited(UInt8(ascii: ","))
        other.layout.columns.reverse()
        let text = String(decoding: file(all), as: UTF8.self).replacing(";", with: ",")
        let outcome = try other.run(text, file: "other")
        #expect(outcome.summary.written == [.unchanged: 50])
        #expect(intake.store.current.count == 50)
    }

    @Test func sameReferenceInFormsOfDifferentSourcesIsNotOneRecord() throws {
        let intake = try Intake("breakwater-template")
        try intake.run(Template.row(["reference": "SYN-1"]))
        var customs = try Intake("cen-like")
        customs.store = intake.store
        try customs.run(try ProductData.sample("cen-like.csv"))
        #expect(intake.store.current.count == 3)
    }

    @Test func everyRowIsReportedInOrderAndCountedOnce() throws {
        var random = Seeded(53)
        let intake = try Intake("unodc-ids")
        let broken = ["x", "Europe;;Belgium;;Antwerp;31-02;Cocaine;1;Kilogram;;;;;;;"]
        let outcome = try intake.run(file((rows(40, &random) + broken).shuffled(using: &random)))
        #expect(outcome.lines.map(\.row) == Array(1...42))
        #expect(outcome.summary.rows == 42 && outcome.summary.outcomes[.rejected] == 2)
        #expect(outcome.summary.outcomes.values.reduce(0, +) == 42)
        #expect(outcome.summary.written.values.reduce(0, +) == 40)
    }

    @Test func causesWithNumbersOfTheRowAddUp() throws {
        let intake = try Intake("breakwater-template")
        let rows = (1...30).map { ["reference": "A\($0)", "amount": "\($0)00000001"] }
        let outcome = try intake.run(Template.file(rows))
        #expect(
            outcome.summary.causes == ["amount: # kg is more than any single find on record": 30])
    }
}
