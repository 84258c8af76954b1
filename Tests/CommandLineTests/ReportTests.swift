import Foundation
import Testing

/// The report names every row; the rejected ones stand apart, to be mended and imported.
struct ReportTests {
    let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    func run(_ file: String, _ layout: String, _ more: String...) throws -> Program.Outcome {
        try Program.run(
            ["seizures", "import", file, "--layout", layout, "--database", folder.database] + more,
            in: folder)
    }

    /// The cells of a report's lines; the report quotes with `"` alone.
    func rows(_ name: String) throws -> [[String]] { try RawTable.rows(folder.text(name), ",") }

    static let mixed = Synthetic.template([
        ("A-1", "2024-03-05", "10"), ("A-2", "31.02.2024", "20"), ("A-3", "2024-03-07", "lots"),
        ("A-4", "2024-03-08", "500000000"), ("A-5", "2024-02-30", "1"), ("A-6", "2024-03-09", "6"),
    ])

    @Test func everyRowStandsInTheReportInOrder() throws {
        try folder.write(Synthetic.seizures(5_000), to: "a.csv")
        #expect(try run("a.csv", "unodc-ids").status == 0)
        let report = try rows(folder.report("a.csv", "unodc-ids", "rows.csv"))
        #expect(
            report.first
                == ["row", "line", "outcome", "written", "record", "column", "cause", "mend"])
        var numbers: [Int] = []
        for cells in report.dropFirst() {
            let number = try #require(Int(cells[0]))
            if numbers.last != number { numbers.append(number) }
            #expect(Int(cells[1]) == number + 1)
        }
        #expect(numbers == Array(1...5_000))
        let records = Set(report.dropFirst().map { $0[4] })
        #expect(try records == Set(folder.texts("SELECT record FROM record")))
    }

    @Test func remarksNameColumnCauseAndMend() throws {
        try folder.write(Self.mixed, to: "t.csv")
        let outcome = try run("t.csv", "breakwater-template")
        #expect(outcome.status == 0)
        let report = try rows(folder.report("t.csv", "breakwater-template", "rows.csv"))
        let rejected = report.filter { $0[2] == "rejected" }
        #expect(Set(rejected.map { $0[0] }) == ["2", "3", "5"])
        #expect(rejected.allSatisfy { $0[3].isEmpty && $0[4].isEmpty })
        #expect(rejected.allSatisfy { !$0[5].isEmpty && !$0[6].isEmpty && !$0[7].isEmpty })
        #expect(report.filter { $0[2] == "held" }.map { $0[0] }.contains("4"))
        #expect(try folder.recordCount() == 3)
    }

    @Test func rejectedRowsImportOnceMended() throws {
        try folder.write(Self.mixed, to: "t.csv")
        _ = try run("t.csv", "breakwater-template")
        let name = folder.report("t.csv", "breakwater-template", "rejected.csv")
        let mended = try folder.text(name)
            .replacingOccurrences(of: "31.02.2024", with: "2024-02-28")
            .replacingOccurrences(of: "lots", with: "30")
            .replacingOccurrences(of: "2024-02-30", with: "2024-03-01")
        try folder.write(mended, to: "mended.csv")
        let outcome = try run("mended.csv", "breakwater-template")
        #expect(outcome.status == 0)
        #expect(!folder.exists(folder.report("mended.csv", "breakwater-template", "rejected.csv")))
        #expect(try folder.recordCount() == 6)
        #expect(try folder.number("SELECT COUNT(*) FROM seizure WHERE state = 'counted'") == 5)
    }

    /// The mend file is written as the layout reads: its delimiter, quotes where needed.
    @Test func rejectedRowsOfASemicolonLayoutImportOnceMended() throws {
        let row = "R;S;Spain;\"a;b\";\"say \"\"x\"\", y\";2011-13-40;Cocaine;5.0;Kilogram;;;;;;;\n"
        try folder.write(Synthetic.seizures(10) + row, to: "a.csv")
        _ = try run("a.csv", "unodc-ids")
        #expect(try folder.recordCount() == 10)
        let name = folder.report("a.csv", "unodc-ids", "rejected.csv")
        let mended = try folder.text(name).replacingOccurrences(
            of: "2011-13-40", with: "2011-12-30")
        try folder.write(mended, to: "mended.csv")
        let outcome = try run("mended.csv", "unodc-ids")
        #expect(outcome.status == 0)
        #expect(try folder.recordCount() == 11)
        let record = try #require(
            try folder.texts("SELECT record FROM record ORDER BY serial DESC LIMIT 1").first)
        let given = try #require(try folder.cells()["\(record)/1"])
        #expect(given[3...4] == ["a;b", "say \"x\", y"])
    }

    @Test func rejectedRecordsOfAJSONLayoutImportOnceMended() throws {
        let record = { (reference: String, date: String) in
            "{\"reference\": \"\(reference)\", \"reporter\": \"Customs\", \"date\": \"\(date)\", "
                + "\"place\": \"Rotterdam\", \"substance\": \"cocaine\", \"amount\": 5, "
                + "\"unit\": \"kg\", \"stage\": \"at-port\"}"
        }
        try folder.write(
            "[\(record("J1", "2024-01-05")), \(record("J2", "2024-31-05"))]", to: "j.json")
        #expect(try run("j.json", "breakwater-json").status == 0)
        #expect(try folder.recordCount() == 1)
        let name = folder.report("j.json", "breakwater-json", "rejected.json")
        let mended = try folder.text(name).replacingOccurrences(
            of: "2024-31-05", with: "2024-01-31")
        try folder.write(mended, to: "mended.json")
        let outcome = try run("mended.json", "breakwater-json")
        #expect(outcome.status == 0)
        #expect(try folder.recordCount() == 2)
        #expect(try folder.number("SELECT COUNT(*) FROM seizure WHERE amount = 5") == 2)
    }

    @Test func earlierRejectionsGoWhenAllRowsAreWell() throws {
        try folder.write(Self.mixed, to: "t.csv")
        _ = try run("t.csv", "breakwater-template")
        let name = folder.report("t.csv", "breakwater-template", "rejected.csv")
        #expect(folder.exists(name))
        try folder.write(Synthetic.template([("A-9", "2024-01-01", "1")]), to: "t.csv")
        _ = try run("t.csv", "breakwater-template")
        #expect(!folder.exists(name))
        #expect(!folder.exists(name + ".part"))
    }

    @Test func reportsGoWhereTheyAreWanted() throws {
        try folder.write(Synthetic.seizures(5), to: "a.csv")
        #expect(try run("a.csv", "unodc-ids", "--reports", "my/reports").status == 0)
        #expect(folder.exists("my/reports/a.csv.unodc-ids.rows.csv"))
        let outcome = try run("a.csv", "unodc-ids", "--reports", "/proc/reports")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("cannot be written"))
    }

    /// A cell that a spreadsheet would run is disarmed in the mend file.
    @Test func formulaIsDisarmedInTheMendFile() throws {
        try folder.write(Synthetic.template([("=1+1", "no date", "1")]), to: "t.csv")
        _ = try run("t.csv", "breakwater-template")
        let name = folder.report("t.csv", "breakwater-template", "rejected.csv")
        #expect(try folder.text(name).contains("\n'=1+1,"))
    }
}
