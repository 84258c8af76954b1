import Foundation
import TestSupport
import Testing

/// Commands killed at many moments: run again they complete, the evidence is sound, and nothing
/// that was acknowledged is lost.
@Suite(.serialized)
struct KillTests {
    /// How many moments each command is killed at.
    static let moments = 8

    private func moment(_ number: Int, of length: Double) -> Double {
        // From the start to a little after the usual end.
        length * 1.1 * Double(number) / Double(Self.moments - 1)
    }

    @Test func aKilledSignatureIsThereOrNotAndComesWithItsAgreement() throws {
        let pair = try NodePair()
        let node = pair.customs
        let environment = ["BREAKWATER_DATABASE": node.database]
        try node.write(try pair.document(id: "measured"), to: "pact.yaml")
        let sign = ["agreement", "sign", "pact.yaml"]
        let length = try Killed.length(sign, node, environment)
        for number in 0..<Self.moments {
            try node.write(try pair.document(id: "pact-\(number)"), to: "pact.yaml")
            try? FileManager.default.removeItem(atPath: node.file("pact.yaml.signed"))
            let ending = try Killed.run(
                sign, after: moment(number, of: length), in: node, environment)
            let stored =
                "SELECT COUNT(*) FROM agreement_signature WHERE agreement = 'pact-\(number)'"
            if ending.isAcknowledged {
                #expect(try node.number(stored) == 1)
                #expect(node.exists("pact.yaml.signed"))
            }
            try node.expectSound()
            try node.done("agreement", "sign", "pact.yaml")
            #expect(try node.number(stored) == 1)
            #expect(try node.text("pact.yaml.signed").contains("\"pact-\(number)\""))
            try pair.police.write(try node.text("pact.yaml.signed"), to: "theirs")
            try pair.police.done("agreement", "accept", "theirs")
        }
        try node.expectSound()
        #expect(try node.done("agreement", "list").lines.count == Self.moments + 1)
    }

    @Test func aKilledErasureIsWholeOrNotAtAll() throws {
        let node = try WorkFolder()
        try erase(node, database: node.database)
    }

    @Test(.enabled(if: PrivatePostgres.isExpected, "PostgreSQL is missing: scripts/install test"))
    func aKilledErasureIsWholeOrNotAtAllOnPostgreSQL() throws {
        let database = try PrivateDatabase()
        let node = try WorkFolder(hasNode: false)
        let made = try Program.run(
            ["init", "--organisation", "example-customs", "--name", "Customs"], in: node,
            environment: ["BREAKWATER_DATABASE": database.url])
        try #require(made.status == 0, "\(made.text)")
        try erase(node, database: database.url)
    }

    private func erase(_ node: WorkFolder, database: String) throws {
        let environment = ["BREAKWATER_DATABASE": database]
        func run(_ arguments: [String]) throws -> Program.Outcome {
            try Program.run(arguments, in: node, environment: environment)
        }
        try node.write(
            Synthetic.template(
                (0...Self.moments).map { ("E-\($0)", "2024-03-\(10 + $0)", "\($0 + 1)") }),
            to: "t.csv")
        let imported = try run([
            "seizures", "import", "t.csv", "--layout", "breakwater-template", "--reports", "r",
        ])
        try #require(imported.status == 0, "\(imported.text)")
        let records = try RawTable.rows(
            node.text("r/t.csv.breakwater-template.rows.csv"), ","
        ).dropFirst().map { $0[4] }
        func words(_ record: String) -> [String] {
            ["retention", "erase", record, "--reason", "the time has run out"]
        }
        let length = try Killed.length(words(records[0]), node, environment)
        for (number, record) in records.dropFirst().enumerated() {
            let ending = try Killed.run(
                words(record), after: moment(number, of: length), in: node, environment)
            let check = try run(["evidence", "fsck"])
            #expect(check.status == 0, "\(check.text)")
            let shown = try run(["seizures", "show", record])
            if ending.isAcknowledged { #expect(shown.status == 1) }
            let again = try run(words(record))
            // Erased by the killed run, or now: never half.
            let isNew = shown.status == 0
            #expect(again.status == 0, "\(again.text)")
            #expect(again.output == "\(record) is erased\(isNew ? "" : " already")\n")
            #expect(try run(["seizures", "show", record]).status == 1)
        }
        #expect(try run(["seizures", "list"]).output == "0 seizures\n")
        let check = try run(["evidence", "fsck"])
        #expect(check.status == 0, "\(check.text)")
        let again = try run([
            "seizures", "import", "t.csv", "--layout", "breakwater-template", "--reports", "r",
        ])
        #expect(again.output.contains("\(Self.moments + 1)  recorded as erased"), "\(again.text)")
    }

    @Test func aKilledCheckpointLeavesANodeThatStarts() throws {
        let node = try WorkFolder()
        let environment = ["BREAKWATER_DATABASE": node.database]
        // The second command of each pair has something to sign.
        let length = try Killed.length(["seizures", "list"], node, environment)
        for number in 0..<Self.moments {
            _ = try Killed.run(
                ["seizures", "list"], after: moment(number, of: length), in: node, environment)
            _ = try Killed.run(
                ["evidence", "checkpoint"], after: moment(number, of: length), in: node,
                environment)
            try node.expectSound()
            let printed = try node.done("evidence", "checkpoint").output
            #expect(
                try String(contentsOfFile: node.keys + "/checkpoint", encoding: .utf8) == printed)
            #expect(
                !(try FileManager.default.contentsOfDirectory(atPath: node.keys)).contains {
                    $0.hasSuffix(".part")
                })
        }
        try node.expectSound()
    }

    @Test func aKilledSetupIsCompletedByTheSameCommand() throws {
        let words = ["init", "--organisation", "nl-customs", "--name", "Customs"]
        let first = try WorkFolder(hasNode: false)
        let length = try Killed.length(words, first, ["BREAKWATER_DATABASE": first.database])
        for number in 0..<Self.moments {
            let node = try WorkFolder(hasNode: false)
            let ending = try Killed.run(
                words, after: moment(number, of: length), in: node,
                ["BREAKWATER_DATABASE": node.database])
            let again = try node.run(words)
            #expect(
                again.status == 0 || again.error.contains("there is a node here already"),
                "\(again.text)")
            if ending.isAcknowledged { #expect(again.status == 1) }
            try node.expectSound()
            try node.done("seizures", "list")
        }
    }
}
