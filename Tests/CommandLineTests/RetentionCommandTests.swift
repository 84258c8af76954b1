import Foundation
import Testing

/// `breakwater retention …` by hand: due, keep, hold, erase; right, wrong, twice.
struct RetentionCommandTests {
    let folder: WorkFolder
    let record: String
    static let because = ["--reason", "the case is closed"]

    init() throws {
        folder = try WorkFolder()
        try folder.write(NodePair.finds, to: "finds.csv")
        let outcome = try folder.run([
            "seizures", "import", "finds.csv", "--layout", "breakwater-template",
        ])
        try #require(outcome.status == 0, "\(outcome.text)")
        record = try #require(try folder.record(with: "A-1"))
    }

    private func run(_ act: String, _ more: String..., on record: String? = nil) throws
        -> Program.Outcome
    {
        try folder.run(["retention", act, record ?? self.record] + Self.because + more)
    }

    @Test func aRecordIsDueAfterItsLastDayAndNobodyReachesIt() throws {
        #expect(try folder.done("retention", "due").output == "0 due\n")
        #expect(
            try run("keep", "--until", "2038-01-01").output
                == "\(record) is kept until 2038-01-01\n")
        #expect(
            try folder.done("retention", "due", "--on", "2038-01-01").output == "0 due\n")
        let due = try folder.done("retention", "due", "--on", "2038-01-02")
        #expect(due.lines.first?.hasPrefix("\(record)  seizure  kept until 2038-01-01") == true)
        #expect(due.lines.last == "1 due")
        try folder.refused("retention", "due", "--limit", "0", because: "--limit")
        try folder.refused("retention", "due", "--on", "soon", because: "--on")
        let past = try run("keep", "--until", "2020-01-01")
        #expect(past.status == 1 && past.error.contains("has passed"))
    }

    @Test func whatHasRunOutIsReachedByNobodyAndErasedByTheDailyRun() throws {
        let folder = try WorkFolder()
        let template = packageRoot.appendingPathComponent(
            "data/layouts/breakwater-template.yaml"
        ).path
        let layout = try String(contentsOfFile: template, encoding: .utf8).replacing(
            /(?m)^mark:.*$/,
            with: "mark: {tlp: AMBER, handling: H1, retention: {days: 1, then: erase}}")
        try folder.write(layout, to: "short.yaml")
        try folder.write(NodePair.finds, to: "finds.csv")
        _ = try folder.done("seizures", "import", "finds.csv", "--layout", "short.yaml")
        #expect(try folder.done("seizures", "list").output == "0 seizures\n")
        #expect(try folder.done("retention", "due").lines.last == "4 due")
        let held = try #require(
            try folder.done("retention", "due").lines.first?.split(separator: " ").first)
        _ = try folder.done(
            "retention", "hold", String(held), "--reason", "a trial", "--reviewer", "mia")
        #expect(
            try folder.done("retention", "run").output
                == "3 erased, 1 held, 0 wait for review\n")
        #expect(
            try folder.done("retention", "run").output
                == "0 erased, 1 held, 0 wait for review\n")
        try folder.expectSound()
    }

    @Test func aHoldStandsAgainstErasureUntilItEnds() throws {
        #expect(try run("hold", "--reviewer", "mia").output == "\(record) is held\n")
        #expect(try run("hold", "--reviewer", "mia").output.contains("nothing had to be done"))
        let erased = try run("erase")
        #expect(erased.status == 1)
        #expect(erased.error.contains("\(record) is held since"))
        #expect(erased.error.contains("mend: mia reviews the hold"))
        #expect(try folder.done("seizures", "show", record).output.contains("CSQU3054383"))
        #expect(try run("unhold").output == "\(record) is held no longer\n")
        #expect(try run("unhold").output.contains("nothing had to be done"))
        #expect(try run("erase").status == 0)
        let wrong = try run("hold", "--reviewer", "a b")
        #expect(wrong.status == 1 && wrong.error.contains("--reviewer"))
        try folder.expectSound()
    }

    @Test func whatIsErasedIsGoneAndDoesNotComeBack() throws {
        #expect(try folder.done("seizures", "list").lines.last == "4 seizures")
        #expect(try run("erase").output == "\(record) is erased\n")
        let again = try run("erase")
        #expect(again.status == 0 && again.output == "\(record) is erased already\n")
        #expect(try folder.done("seizures", "list").lines.last == "3 seizures")
        try folder.refused("seizures", "show", record, because: "there is no such record")
        let imported = try folder.done(
            "seizures", "import", "finds.csv", "--layout", "breakwater-template", "--quiet")
        #expect(imported.output.contains("1  recorded as erased"))
        #expect(try folder.done("seizures", "list").lines.last == "3 seizures")
        // The originator still learns who had seen it; the log still verifies.
        #expect(try folder.done("evidence", "who-saw", record).lines.last == "1 releases")
        try folder.expectSound()
        let bytes = try folder.bytesOfDatabase()
        #expect(bytes.range(of: Data("CSQU3054383".utf8)) == nil, "also not on free pages")
    }

    @Test func wrongWordsChangeNothing() throws {
        let absent = "0123456789abcdef0123456789abcdef"
        for (act, more) in [
            ("keep", ["--until", "2038"]), ("hold", ["--reviewer", "mia"]), ("unhold", []),
            ("erase", []),
        ] {
            for (words, cause) in [
                ([absent] + Self.because, "there is no such record"),
                (["no id!"] + Self.because, "the identifier"),
                ([record, "--reason", ""], "--reason"),
                ([record, "--reason", String(repeating: "x", count: 501)], "--reason"),
            ] {
                let outcome = try folder.run(["retention", act] + words + more)
                #expect(outcome.status == 1 && outcome.output.isEmpty)
                #expect(outcome.error.contains(cause), "\(outcome.error)")
                #expect(outcome.error.contains("mend: "))
            }
        }
        #expect(try folder.done("seizures", "list").lines.last == "4 seizures")
        #expect(try folder.done("retention", "due", "--on", "2100-01-01").output == "0 due\n")
    }
}

extension WorkFolder {
    /// The database file and what lies beside it, whole.
    func bytesOfDatabase() throws -> Data {
        var bytes = Data()
        for ending in ["", "-wal", "-shm"] {
            let path = database + ending
            if FileManager.default.fileExists(atPath: path) {
                bytes += try Data(contentsOf: URL(fileURLWithPath: path))
            }
        }
        return bytes
    }
}
