import Foundation
import Testing

/// Denominators and measures from the command line.
struct GroundCommandTests {
    static let denominators = """
        reference,reporter,period_start,period_end,port,facility,kind,count,unit,random_sample,finds
        W1,Example Customs,2024-03-04,2024-03-10,Rotterdam,,inspections,120,containers,,
        S1,Example Customs,2024-03-01,2024-03-31,Antwerp,,inspections,50,containers,yes,2

        """
    static let measures = """
        measure,port,facility,type,starts,ends,description,owner,source
        m2,BEANR,,patrols,2024-03-01,,Night patrols,,notice

        """
    static let measure = [
        "m1", "--port", "Rotterdam", "--type", "scanner", "--starts", "2190-03-01",
        "--description", "A second scanner",
    ]
    let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    @Test func countsAreImportedListedAndShown() throws {
        try folder.write(Self.denominators, to: "counts.csv")
        let imported = try folder.run(["denominator", "import", "counts.csv", "--quiet"])
        #expect(imported.status == 0, "\(imported.text)")
        let list = try folder.run(["denominator", "list"])
        let lines = list.output.split(separator: "\n")
        #expect(lines.count == 3 && lines[2] == "2 denominators")
        #expect(lines[0].contains("random sample, 2 with a find"))
        #expect(lines[1].contains("2024-03-04/2024-03-10  Rotterdam  120 containers"))
        let one = try folder.run(["denominator", "list", "--port", "NLRTM", "--period", "2024"])
        #expect(one.output.contains("1 denominators"))
        let id = String(try #require(lines[1].split(separator: " ").first))
        let shown = try folder.run(["seizures", "show", id])
        #expect(shown.status == 0 && shown.output.contains("count: 120"))
        let checked = try folder.run(["evidence", "fsck"])
        #expect(checked.status == 0, "\(checked.text)")
    }

    @Test func rowsThatCannotBeReadGoToAFileForMending() throws {
        let bad = Self.denominators + "W2,Example Customs,2024-03-11,2024-03-17,Rotterdam,,"
        try folder.write(bad + "inspections,,containers,,\n", to: "counts.csv")
        #expect(try folder.run(["denominator", "import", "counts.csv", "--quiet"]).status == 0)
        let rows = try folder.text(folder.report("counts.csv", "denominators", "rows.csv"))
        #expect(rows.contains("3,4,rejected,,,count,no count is given: missing is not zero"))
        let rejected = folder.report("counts.csv", "denominators", "rejected.csv")
        #expect(try folder.text(rejected).contains("W2,Example Customs"))
    }

    @Test func layoutOfSeizuresIsRefused() throws {
        try folder.write(Self.denominators, to: "counts.csv")
        let outcome = try folder.run([
            "denominator", "import", "counts.csv", "--layout", "breakwater-template",
        ])
        #expect(outcome.status == 1 && outcome.error.contains("seizures import"))
    }

    @Test func measureIsWrittenOncePlannedBeforeAndEnded() throws {
        #expect(try folder.run(["measure", "add"] + Self.measure).output == "m1: written down\n")
        let again = try folder.run(["measure", "add"] + Self.measure)
        #expect(again.output == "m1: written down already\n")
        let other = try folder.run(["measure", "add"] + Self.measure.dropLast() + ["Other"])
        #expect(other.status == 1 && other.error.contains("never changes"))
        let plan = ["measure", "preregister", "m1", "--compare", "BEANR"]
        #expect(try folder.run(plan).output == "m1: registered as plan 1\n")
        #expect(try folder.run(plan).output == "m1: registered already\n")
        let more = try folder.run(plan + ["--weeks-after", "26"])
        #expect(more.output == "m1: registered as plan 2\n")
        let ended = try folder.run(["measure", "add"] + Self.measure + ["--ends", "2191-01-01"])
        #expect(ended.output == "m1: ended\n")
        let list = try folder.run(["measure", "list"])
        #expect(list.output.contains("from 2190-03-01 to 2191-01-01"))
        #expect(list.output.contains("52 after, against BEANR"))
        #expect(list.output.contains("26 after, against BEANR"))
    }

    @Test func planOfAMeasureThatBeganIsRefusedWithTheReason() throws {
        try folder.write(Self.measures, to: "measures.csv")
        #expect(try folder.run(["measure", "import", "measures.csv"]).status == 0)
        let late = try folder.run(["measure", "preregister", "m2", "--compare", "NLRTM"])
        #expect(late.status == 1)
        #expect(late.error.contains("the measure began on 2024-03-01"))
        #expect(try folder.run(["measure", "list"]).output.contains("no plan is registered"))
        let absent = try folder.run(["measure", "preregister", "m9", "--compare", "NLRTM"])
        #expect(absent.status == 1 && absent.error.contains("there is no measure m9"))
    }

    @Test func rowsOfMeasuresThatCannotBeReadAreNamedAndTheOthersStored() throws {
        try folder.write(
            Self.measures + "m3,BEANR,,magic,2024-03-01,,x,,\n", to: "measures.csv")
        let outcome = try folder.run(["measure", "import", "measures.csv"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("1 written down\nrow 2, type: “magic”"))
        #expect(try folder.run(["measure", "list"]).output.hasPrefix("m2  "))
    }
}
