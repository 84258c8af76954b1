import Foundation
import TestSupport
import Testing

/// Bulletins by hand and on schedule, up to the printed page.
struct BulletinCommandTests {
    let folder: WorkFolder

    init() throws {
        folder = try WorkFolder()
        var rows = "reporter,date,place,substance,amount,unit,stage,methods,tlp\n"
        for number in 0..<120 {
            let month = 1 + number % 12
            let date = "2025-\(month < 10 ? "0" : "")\(month)-\(10 + number % 18)"
            let place = number % 4 == 0 ? "Hamburg" : "Rotterdam"
            rows += "Invented,\(date),\(place),cocaine,\(100 + number * 13),kg,at-port,LOAD,AMBER\n"
        }
        try folder.write(rows, to: "finds.csv")
        try done("seizures", "import", folder.file("finds.csv"), "--layout", "breakwater-template")
    }

    @discardableResult
    private func done(_ arguments: String...) throws -> Program.Outcome {
        let outcome = try Program.run(
            arguments + ["--database", folder.database], in: folder)
        try #require(outcome.status == 0, "\(outcome.text)")
        return outcome
    }

    private func files() -> [String] {
        let found =
            try? FileManager.default.subpathsOfDirectory(atPath: folder.file("reports-out"))
        return (found ?? []).filter { $0.contains(".") }.sorted()
    }

    @Test func whatIsDueIsMadeOnceAndSaysTheSameWhenMadeAnew() throws {
        try done(
            "report", "schedule", "harbour", "--port", "Rotterdam", "--day", "5", "--formats",
            "html,csv,json", "--from", "2025-03-01")
        let into = folder.file("reports-out")
        let first = try done("report", "run-due", "--into", into, "--on", "2025-05-05")
        #expect(
            first.output.contains("harbour/2025-02") && first.output.contains("harbour/2025-04"))
        let made = files()
        #expect(made.count == 9 && made.first == "harbour/2025-02.csv")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: into + "/harbour/2025-03.json"))
        let again = try done("report", "run-due", "--into", into, "--on", "2025-05-06")
        #expect(again.output.contains("nothing is due"))
        #expect(try folder.number("SELECT COUNT(*) FROM report_edition") == 3)
        let shown = try done(
            "report", "show", "harbour", "2025-03", "--quiet", "--output", folder.file("anew"),
            "--formats", "json")
        #expect(shown.output.contains("it says the same"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("anew.json"))) == bytes)
        // One more find of the month, and the report says that it differs.
        try folder.write(
            "reporter,date,place,substance,amount,unit,stage\n"
                + "Late,2025-03-09,Rotterdam,cocaine,7,kg,at-port\n", to: "late.csv")
        try done("seizures", "import", folder.file("late.csv"), "--layout", "breakwater-template")
        let later = try done("report", "show", "harbour", "2025-03", "--quiet")
        #expect(later.output.contains("it differs"))
        try done("evidence", "fsck")
    }

    @Test func anEndedScheduleMakesNothingMore() throws {
        try done(
            "report", "schedule", "short", "--formats", "csv", "--from", "2025-02-01")
        try done("report", "end", "short", "--on", "2025-02-28")
        let run = try done(
            "report", "run-due", "--into", folder.file("reports-out"), "--on", "2025-12-31")
        #expect(files() == ["short/2025-01.csv"], "\(run.text)")
        #expect(try done("report", "list").output.contains("to 2025-02-28"))
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")),
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext")))
    func printedPagesCarryLabelTextAndTables() throws {
        try done(
            "report", "make", "--quiet", "--port", "Rotterdam", "--period", "2025-06",
            "--formats", "pdf", "--output", folder.file("june"))
        let pages = String(
            decoding: try OutsideProgram.run(
                "/usr/bin/pdftotext", ["-layout", folder.file("june.pdf"), "-"], input: Data()),
            as: UTF8.self
        ).split(separator: "\u{c}", omittingEmptySubsequences: false).dropLast()
        #expect(pages.count >= 3)
        for (number, page) in pages.enumerated() {
            #expect(page.contains("TLP:AMBER"), "page \(number + 1)")
            #expect(page.contains("Page \(number + 1) of \(pages.count)"))
        }
        let text = pages.joined()
        #expect(text.contains("Monthly bulletin, Rotterdam (NLRTM), 2025-06"))
        #expect(text.contains("Coverage: who reported, and what is filled"))
        // The table behind a chart is open in print.
        #expect(text.contains("Rotterdam (NLRTM), cocaine: seizures and weight by month"))
        // In shades of grey the pages still show marks: no page is blank, none is black.
        _ = try OutsideProgram.run(
            "/usr/bin/pdftoppm", ["-r", "40", "-gray", folder.file("june.pdf"), folder.file("p")],
            input: Data())
        let pictures = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".pgm") }
        #expect(pictures.count == pages.count)
        for picture in pictures {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file(picture)))
            let dark = bytes.count { $0 < 128 }
            #expect(dark > 200 && dark < bytes.count / 3, "\(picture): \(dark) of \(bytes.count)")
        }
    }

    @Test func withoutChromiumNothingIsBegun() throws {
        try done("report", "schedule", "printed", "--formats", "pdf", "--from", "2025-02-01")
        let run = try Program.run(
            [
                "report", "run-due", "--into", folder.file("reports-out"), "--on", "2025-02-10",
                "--database", folder.database,
            ], in: folder, environment: ["PATH": folder.path])
        #expect(run.status == 1)
        #expect(run.text.contains("chromium is not installed"))
        #expect(run.text.contains("apt-get install chromium"))
        #expect(files().isEmpty)
        #expect(try folder.number("SELECT COUNT(*) FROM report_edition") == 0)
    }

    @Test func everyAnswerIsOneNamedDocument() throws {
        for (words, name) in [
            (["make", "--quiet", "--period", "2025-Q2"], "report-make"),
            (["schedule", "s", "--formats", "csv", "--from", "2025-02-01"], "report-schedule"),
            (
                ["run-due", "--into", folder.file("out"), "--on", "2025-02-10"], "report-run-due"
            ), (["show", "s", "2025-01", "--quiet"], "report-show"),
            (["list"], "report-list"), (["end", "s"], "report-end"),
        ] {
            let outcome = try Program.run(
                ["report"] + words + ["--json", "--database", folder.database], in: folder)
            #expect(outcome.status == 0, "\(outcome.text)")
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
                    as? [String: Any])
            #expect(document["format"] as? String == "breakwater.\(name)")
        }
    }

    @Test(arguments: [
        (["make", "--period", "2025"], "no period of a bulletin"),
        (["make", "--port", "Rotterdam", "--basin", "north-sea"], "contradict"),
        (["make", "--formats", "docx"], "not known"),
        (["show", "nothing", "2025-01"], "has no report"), (["end", "nothing"], "no schedule"),
        (["schedule", "s", "--day", "31"], "not in every month"),
        (["schedule", "s", "--for", "nobody"], "not registered"),
    ])
    func aWrongCallSaysCauseAndMend(words: [String], cause: String) throws {
        let outcome = try Program.run(
            ["report"] + words + ["--database", folder.database], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains(cause), "\(outcome.text)")
        #expect(outcome.error.contains("mend:"))
    }
}
