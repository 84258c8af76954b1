import Foundation
import Testing

/// `list`, `show`, `review` and `decide` by hand: right and wrong.
struct ReviewCommandTests {
    let folder: WorkFolder

    init() throws {
        folder = try WorkFolder()
        // B-2 repeats B-1 with a slip of the unit; B-3 is heavier than any find on record.
        try folder.write(
            """
            reference,reporter,date,country,place,substance,amount,unit,stage
            B-1,Customs,2024-03-05,NL,Rotterdam,cocaine,2786.3,kg,at-port
            B-2,Police,2024-03-05,NL,Rotterdam,cocaine,2.7863,kg,at-port
            B-3,Customs,2024-04-05,BE,Antwerp,heroin,900000,kg,at-port
            B-4,Customs,2023-04-05,BE,Antwerp,heroin,12,kg,at-port

            """, to: "t.csv")
        let outcome = try Program.run(
            ["seizures", "import", "t.csv", "--layout", "breakwater-template"], in: folder,
            environment: environment)
        try #require(outcome.status == 0, "\(outcome.text)")
    }

    var environment: [String: String] { ["BREAKWATER_DATABASE": folder.database] }

    func run(_ arguments: String...) throws -> Program.Outcome {
        try Program.run(["seizures"] + arguments, in: folder, environment: environment)
    }

    func record(_ reference: String) throws -> String {
        try #require(try folder.record(with: reference))
    }

    func state(_ reference: String) throws -> String? {
        try folder.texts("SELECT state FROM seizure WHERE record = '\(record(reference))'").first
    }

    @Test func listShowsWhatIsSelectedAndItsNumber() throws {
        let all = try run("list")
        #expect(all.status == 0)
        #expect(all.lines.last == "4 seizures")
        #expect(all.lines.count == 5)
        let some = try run("list", "--substance", "heroin", "--period", "2024")
        #expect(some.lines.last == "1 seizures")
        #expect(try some.lines.first?.hasPrefix(record("B-3")) == true)
        let port = try run("list", "--port", "Rotterdam", "--country", "NL")
        #expect(port.lines.last == "2 seizures")
        let basin = try run("list", "--basin", "black-sea")
        #expect(basin.output == "0 seizures\n")
        let contradiction = try run("list", "--port", "NLRTM", "--basin", "black-sea")
        #expect(contradiction.output == "0 seizures\n")
        let limited = try run("list", "--limit", "1")
        #expect(limited.lines.count == 3)
        #expect(limited.lines[1] == "4 seizures; --limit shows more")
        #expect(limited.lines.last?.hasPrefix("next page: --after ") == true)
        #expect(try run("list", "--figures").output == "0 figures\n")
    }

    @Test(arguments: [
        ["--period", "2024-13"], ["--period", "soon"], ["--substance", "unobtainium"],
        ["--basin", "bathtub"], ["--port", "Atlantis"], ["--country", "Narnia"], ["--limit", "0"],
    ])
    func wrongCriterionIsRefused(arguments: [String]) throws {
        let outcome = try Program.run(
            ["seizures", "list"] + arguments, in: folder, environment: environment)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains(arguments[0]))
        #expect(outcome.error.contains("mend: "))
        #expect(outcome.output.isEmpty)
    }

    @Test func showGivesTheCellsAsGiven() throws {
        let outcome = try run("show", try record("B-2"))
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("t.csv, row 2"))
        #expect(outcome.output.contains("amount: 2.7863"))
        #expect(outcome.output.contains("reporter: Police"))
    }

    @Test(arguments: ["show", "decide"])
    func unknownAndMalformedRecordsAreRefused(command: String) throws {
        let rest = command == "decide" ? ["--state", "counted", "--as", "a", "--reason", "b"] : []
        for record in ["0123456789abcdef0123456789abcdef", "not a record", "'; DROP TABLE record;"]
        {
            let outcome = try Program.run(
                ["seizures", command, record] + rest, in: folder, environment: environment)
            #expect(outcome.status == 1)
            #expect(outcome.error.contains("mend: "))
        }
        #expect(try folder.number("SELECT COUNT(*) FROM decision") == 0)
    }

    @Test func reviewShowsHeldRecordsWithReasonsAndBothSides() throws {
        let outcome = try run("review")
        #expect(outcome.status == 0)
        #expect(try outcome.output.contains("decide: breakwater seizures decide \(record("B-2"))"))
        #expect(try outcome.output.contains("near repeat of \(record("B-1"))"))
        #expect(outcome.output.contains("slip of the unit"))
        #expect(outcome.output.contains("amount: 2786.3"))
        #expect(outcome.output.contains("more than any single find on record"))
        #expect(try run("review", "--limit", "1").output.contains("any single find") == false)
        #expect(try run("review", "--limit", "0").status == 1)
    }

    @Test func decisionsEmptyTheReviewAndHold() throws {
        #expect(try state("B-2") == "held")
        let first = try run(
            "decide", try record("B-2"), "--state", "repeat", "--as", "a.person", "--reason",
            "same papers")
        #expect(first.status == 0)
        #expect(try first.output == "\(record("B-2")) is now repeat\n")
        let second = try run(
            "decide", try record("B-3"), "--state", "counted", "--as", "a.person", "--reason",
            "weighed twice")
        #expect(second.status == 0)
        #expect(try run("review").output == "nothing waits for a decision\n")
        // The same file once more changes nothing that a person decided.
        let again = try run("import", "t.csv", "--layout", "breakwater-template")
        #expect(again.status == 0)
        #expect(try state("B-2") == "repeat")
        #expect(try state("B-3") == "counted")
        #expect(
            try folder.texts("SELECT decided_by || ': ' || reason FROM decision ORDER BY reason")
                == ["a.person: same papers", "a.person: weighed twice"])
    }

    @Test func decisionNeedsAStateANameAndAReason() throws {
        let record = try record("B-2")
        for (state, by, reason, cause) in [
            ("gone", "A", "b", "“gone” is not known"), ("counted", "", "b", "who asks"),
            ("counted", "A", "", "a reason"),
        ] {
            let outcome = try run(
                "decide", record, "--state", state, "--as", by, "--reason", reason)
            #expect(outcome.status == 1)
            #expect(outcome.error.contains(cause))
        }
        #expect(try state("B-2") == "held")
    }
}
