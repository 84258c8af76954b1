import Foundation
import Testing

/// The assessment by hand: right, wrong, and every figure opened down to its records.
struct SituationCommandTests {
    let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    /// Invented seizures of two ports over three years.
    private func importSeizures() throws {
        var text = "reporter,date,place,substance,amount,unit,stage,methods,departure_country\n"
        for number in 0..<180 {
            let year = 2021 + number % 3
            let month = 1 + number % 12
            let day = 1 + number % 28
            let date = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            let place = number % 4 == 0 ? "Hamburg" : "Rotterdam"
            text += "Example,\(date),\(place),cocaine,\(100 + number * 13),kg,at-port,LOAD,EC\n"
        }
        try folder.write(text, to: "seizures.csv")
        let outcome = try run([
            "seizures", "import", folder.file("seizures.csv"), "--layout", "breakwater-template",
        ])
        try #require(outcome.status == 0, "\(outcome.text)")
    }

    private func run(_ arguments: [String]) throws -> Program.Outcome {
        try Program.run(arguments + ["--database", folder.database], in: folder)
    }

    @Test func everyCountEqualsTheLengthOfItsList() throws {
        try importSeizures()
        let made = try run([
            "situation", "--quiet", "--formats", "csv", "--output", folder.file("s"),
        ])
        try #require(made.status == 0, "\(made.text)")
        let rows = try folder.text("s.csv").split(separator: "\n").dropFirst()
        var opened = 0
        for row in rows {
            let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard
                let list = cells.first(where: { $0.contains("seizures list --counted --within") }),
                let index = cells.firstIndex(of: list), index > 0,
                row.contains(",seizures,"), opened < 24
            else { continue }
            let words = list.split(separator: " ").dropFirst().map(String.init)
            let listed = try run(words + ["--limit", "1000"])
            #expect(listed.status == 0)
            let count = listed.lines.count { $0.contains("kg  counted") }
            #expect(count == Int(cells[index - 1]), "\(list)")
            opened += 1
        }
        #expect(opened >= 8)
    }

    @Test func aRecordIsShownWithItsMarkAndItsCells() throws {
        try folder.write(
            "reporter,date,place,substance,amount,unit,stage,tlp,handling,handling_text\n"
                + "Example,2024-03-05,Rotterdam,cocaine,12,kg,at-port,RED,H3,only for the team\n",
            to: "marked.csv")
        let imported = try run([
            "seizures", "import", folder.file("marked.csv"), "--layout", "breakwater-template",
        ])
        try #require(imported.status == 0, "\(imported.text)")
        let list = try run(["seizures", "list"])
        let id = try #require(list.lines.first?.split(separator: " ").first.map(String.init))
        let shown = try run(["seizures", "show", id])
        #expect(shown.output.contains("TLP:RED, H3: only for the team"))
        #expect(shown.output.contains("amount: 12"))
    }

    @Test func everyFormatIsWrittenAndTheSameTwice() throws {
        try importSeizures()
        var first: [String: String] = [:]
        for pass in 0..<2 {
            let made = try run([
                "situation", "--on", "2026-11-24", "--formats", "html,json,csv", "--output",
                folder.file("s"),
            ])
            try #require(made.status == 0, "\(made.text)")
            for ending in ["html", "json", "csv"] {
                let text = try folder.text("s.\(ending)")
                #expect(!text.isEmpty)
                if pass == 0 { first[ending] = text } else { #expect(first[ending] == text) }
            }
        }
        #expect(!folder.exists("s.pdf"))
    }

    @Test func aSelectionStandsInTheAssessment() throws {
        try importSeizures()
        let made = try run([
            "situation", "--period", "2022", "--compare", "2021", "--port", "Rotterdam",
            "--substance", "cocaine",
        ])
        #expect(made.status == 0)
        #expect(
            made.output.contains("--period 2022 --substance cocaine --port NLRTM --compare 2021"))
        #expect(!made.output.contains("Hamburg, cocaine"))
    }

    @Test func anEmptyDatabaseClaimsNothing() throws {
        let made = try run(["situation"])
        #expect(made.status == 0)
        #expect(made.output.contains("There are no records in this selection."))
        #expect(!made.output.contains("SHOWN"))
    }

    @Test(arguments: [
        ["--period", "2024-13"], ["--period", "yesterday"], ["--substance", "moonrock"],
        ["--basin", "mare"], ["--port", "Atlantis"], ["--country", "Ruritania"],
        ["--compare", "2023"], ["--by", "week"], ["--formats", "docx"], ["--on", "soon"],
    ])
    func wrongOptionEndsWithCauseAndMend(arguments: [String]) throws {
        let made = try run(["situation"] + arguments)
        #expect(made.status == 1)
        #expect(made.error.contains("mend:"), "\(made.error)")
        #expect(made.output.isEmpty)
    }

    @Test func aFolderThatCannotBeWrittenEndsWithCauseAndMend() throws {
        try importSeizures()
        let made = try run(["situation", "--quiet", "--formats", "json", "--output", "/proc/no/s"])
        #expect(made.status == 1)
        #expect(made.error.contains("mend:"))
    }

    @Test func aLayoutsHeaderIsAFileToStartFrom() throws {
        let header = try Program.run(["layouts", "breakwater-template", "--header"], in: folder)
        #expect(header.status == 0)
        let row = "R1,Example,2024-03-05,Rotterdam,cocaine,100,kg,at-port"
        let blanks = header.output.split(separator: ",").count - 8
        try folder.write(
            header.output + row + String(repeating: ",", count: blanks) + "\n", to: "started.csv")
        let outcome = try run([
            "seizures", "import", folder.file("started.csv"), "--layout", "breakwater-template",
        ])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("1  recorded as new"))
    }
}
