import Foundation
import Testing

/// Long work says how far it is: lines where nobody watches, a bar on a terminal, nothing when
/// it is not wanted or a program reads.
struct ProgressTests {
    private func run(
        _ arguments: [String], in folder: WorkFolder, isShown: Bool = true
    ) throws -> Program.Outcome {
        var environment = ["BREAKWATER_DATABASE": folder.database]
        if isShown { environment["BREAKWATER_PROGRESS"] = "1" }
        let outcome = try Program.run(arguments, in: folder, environment: environment)
        try #require(outcome.status == 0, "\(outcome.text)")
        return outcome
    }

    private static let works: [[String]] = [
        ["seizures", "import", "rows.csv", "--layout", "unodc-ids"], ["evidence", "fsck"],
        ["backup", "make", "copy"], ["evidence", "publish", "log"],
        [
            "backup", "restore", "copy", "--reason", "test", "--accept-loss", "--database",
            "restored.sqlite", "--keys", "keys",
        ],
        ["situation", "--output", "page", "--formats", "json,csv"],
    ]

    /// Every work in its order, on a node of its own.
    private func everything(_ more: [String] = [], isShown: Bool = true) throws
        -> [Program.Outcome]
    {
        let folder = try WorkFolder()
        try folder.write(Synthetic.seizures(5_000), to: "rows.csv")
        return try Self.works.map { work in
            if work[1] == "restore" {
                try FileManager.default.copyItem(
                    atPath: folder.keys, toPath: folder.file("keys"))
            }
            return try run(work + more, in: folder, isShown: isShown)
        }
    }

    @Test func everyLongWorkTellsInLinesHowFarItIs() throws {
        for (work, outcome) in zip(Self.works, try everything()) {
            let lines = outcome.error.split(separator: "\n")
            #expect(!lines.isEmpty, "\(work)")
            #expect(
                lines.allSatisfy {
                    $0.wholeMatch(of: /breakwater: .+: \d+ % \([\d,]+ of [\d,]+\)/) != nil
                },
                "\(outcome.error)")
            let parts = lines.compactMap { $0.firstMatch(of: /(\d+) %/).flatMap { Int($0.1) } }
            #expect(parts == parts.sorted() && parts.last == 100, "\(work): \(parts)")
            #expect(lines.count <= 12 && !outcome.error.contains("\r"))
        }
    }

    @Test(arguments: [["--quiet"], ["--json"]])
    func whoWantsNoneGetsNone(option: [String]) throws {
        for outcome in try everything(option) { #expect(outcome.error.isEmpty) }
    }

    @Test func workThatIsSoonDoneSaysNothing() throws {
        let folder = try WorkFolder()
        #expect(try run(["evidence", "fsck"], in: folder, isShown: false).error.isEmpty)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
    func onATerminalItIsABarThatGoesAway() throws {
        let folder = try WorkFolder()
        try folder.write(Synthetic.seizures(5_000), to: "rows.csv")
        let command =
            "cd '\(folder.path)' && BREAKWATER_PROGRESS=1 BREAKWATER_DATABASE='\(folder.database)' "
            + "BREAKWATER_DATA='\(packageRoot.path)/data' HOME='\(folder.path)' "
            + "'\(try Program.url().path)' seizures import rows.csv --layout unodc-ids"
        try Program.tool(
            "/usr/bin/script", ["-qec", command, "/dev/null"], output: "typed", in: folder)
        let typed = try folder.text("typed")
        #expect(typed.contains("\r\u{1b}[Krows.csv ") && typed.contains("█"))
        #expect(typed.contains("100 %\r\u{1b}[K"))
    }
}
