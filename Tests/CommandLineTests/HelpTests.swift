import Foundation
import Testing

/// What every command says of itself, and what it says when it is called wrongly.
struct HelpTests {
    let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    @Test(arguments: [
        [], ["seizures"], ["seizures", "import"], ["seizures", "list"], ["seizures", "show"],
        ["seizures", "review"], ["seizures", "decide"],
        ["denominator"], ["denominator", "import"], ["denominator", "list"], ["measure"],
        ["measure", "add"], ["measure", "list"], ["measure", "preregister"],
        ["measure", "import"], ["port"], ["port", "show"],
        ["port", "find"], ["port", "import"], ["demo"], ["demo-code"], ["serve"], ["completions"],
        ["completions", "print"],
        ["completions", "install"], ["backup"], ["backup", "make"], ["backup", "show"],
        ["backup", "restore"], ["retention", "run"], ["seizures", "count"], ["seizures", "ask"],
        ["report"], ["report", "make"], ["report", "schedule"], ["report", "end"],
        ["report", "list"], ["report", "run-due"], ["report", "show"],
        ["layouts"], ["situation"], ["alarms"], ["init"], ["organisation"],
        ["organisation", "register"], ["organisation", "list"], ["agreement"],
        ["agreement", "check"], ["agreement", "explain"], ["agreement", "dry-run"],
        ["agreement", "sign"], ["agreement", "accept"], ["agreement", "revoke"],
        ["agreement", "list"], ["agreement", "review"], ["agreement", "export"], ["consent"],
        ["retention"], ["retention", "due"], ["retention", "keep"], ["retention", "hold"],
        ["retention", "unhold"], ["retention", "erase"], ["evidence"], ["evidence", "fsck"],
        ["evidence", "who-saw"], ["evidence", "list"], ["evidence", "prove"],
        ["evidence", "verify"], ["evidence", "checkpoint"], ["evidence", "publish"],
        ["evidence", "witness"], ["person"], ["person", "add"], ["person", "list"],
        ["person", "change"], ["person", "leave"], ["person", "enrol"], ["person", "link"],
        ["person", "deputy"], ["person", "end-deputy"], ["token"], ["token", "make"],
        ["token", "list"], ["token", "revoke"], ["today"], ["seizures", "add"],
        ["seizures", "history"], ["draft"], ["draft", "save"], ["draft", "list"],
        ["draft", "show"], ["draft", "discard"], ["staging"], ["staging", "add"],
        ["staging", "list"], ["staging", "check"], ["staging", "accept"],
        ["staging", "discard"], ["staging", "imports"], ["staging", "withdraw"],
        ["photograph"], ["photograph", "add"], ["photograph", "list"], ["photograph", "save"],
        ["photograph", "remove"],
    ])
    func helpIsTheCommittedOne(command: [String]) throws {
        let outcome = try Program.run(command + ["--help"], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.error.isEmpty)
        let name = (["breakwater"] + command).joined(separator: "-") + ".txt"
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden").appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try outcome.output.write(to: url, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: url, encoding: .utf8) == outcome.output)
    }

    @Test(arguments: [
        ["--colour"], ["seizures", "import", "--layuot", "x"], ["seizures", "import"],
        ["seizures", "import", "file.csv"], ["seizures", "decide", "abc"], ["ports", "find"],
        ["seizures", "list", "--limit", "many"], ["nonsense"], ["ports", "import"], ["init"],
        ["agreement", "sign"], ["agreement", "export"], ["retention", "erase", "abc"],
        ["evidence", "prove", "1"], ["evidence", "verify", "file"], ["consent", "abc"],
    ])
    func wrongCallSaysWhatIsWrongAndHow(arguments: [String]) throws {
        let outcome = try Program.run(arguments, in: folder)
        #expect(outcome.status == 64)
        #expect(outcome.error.contains("Error:"))
        #expect(outcome.error.contains("Usage: breakwater"))
        #expect(outcome.output.isEmpty)
    }

    @Test func versionIsPrinted() throws {
        let outcome = try Program.run(["--version"], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.output.split(separator: ".").count == 3)
    }

    @Test func layoutsAreListedAndShown() throws {
        let list = try Program.run(["layouts"], in: folder)
        #expect(list.status == 0)
        let names = list.lines.compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(names == names.sorted())
        for name in ["unodc-ids", "cen-like", "us-cbp-monthly", "published-figures"] {
            #expect(names.contains(name))
        }
        for name in names {
            let shown = try Program.run(["layouts", name], in: folder)
            #expect(shown.status == 0)
            #expect(shown.output.contains("→"), "\(name)")
        }
    }

    @Test func brokenLayoutIsNamedByPlaceCauseAndMend() throws {
        try folder.write(
            "layout: x\ntitle: X\nrecord: seizure\ncolumns:\n  A: {field: nonsense}\n",
            to: "x.yaml")
        let outcome = try Program.run(["layouts", "./x.yaml"], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("columns.A"))
        #expect(outcome.error.contains("mend:"))
    }

    @Test func missingReferenceDataIsSaid() throws {
        let outcome = try Program.run(["layouts", "--data", folder.path], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("holds no reference data"))
        #expect(outcome.error.contains("mend:"))
    }
}
