import Foundation
import GRDB
import Testing

/// The demonstration: what it fills in, that it says so, and that it can be run again.
@Suite(.serialized) struct DemoCommandTests {
    let folder: WorkFolder

    /// A demonstration that was filled once; each test takes a copy.
    private static let filled = Result {
        let folder = try WorkFolder(hasNode: false)
        let outcome = try Program.run(["demo", "--folder", "demo", "--only-fill"], in: folder)
        guard outcome.status == 0 else { throw Program.Absent(folders: [outcome.text]) }
        return (folder: folder, outcome: outcome)
    }

    init() throws {
        folder = try WorkFolder(hasNode: false)
        let filled = try Self.filled.get()
        try FileManager.default.copyItem(
            atPath: filled.folder.file("demo"), toPath: folder.file("demo"))
    }

    private func demo(_ arguments: String..., in name: String = "demo") throws -> Program.Outcome {
        let outcome = try Program.run(
            ["demo", "--folder", name, "--only-fill"] + arguments, in: folder)
        try #require(outcome.status == 0, "\(outcome.text)")
        return outcome
    }

    private func onNode(_ arguments: String...) throws -> Program.Outcome {
        try Program.run(
            arguments, in: folder,
            environment: [
                "BREAKWATER_DATABASE": folder.file("demo/demo.sqlite"),
                "BREAKWATER_KEYS": folder.file("demo/keys"),
            ])
    }

    private func texts(_ sql: String, in name: String = "demo") throws -> [String] {
        try folder.read(
            { try String.fetchAll($0, sql: sql) }, path: folder.file("\(name)/demo.sqlite"))
    }

    private let records = "SELECT record || digest FROM record ORDER BY serial"

    @Test func theSameSeedGivesTheSameRecordsAndAnotherGivesOthers() throws {
        _ = try demo(in: "again")
        _ = try demo("--seed", "7", in: "other")
        let filled = try texts(records)
        #expect(filled.count > 3_000)
        #expect(try texts(records, in: "again") == filled)
        // Two draws of a week's inspections may be the same number; two finds never are.
        let finds = "SELECT record || digest FROM record WHERE kind <> 'denominator'"
        let other = try texts(finds, in: "other")
        // The published figures are the same; no find is.
        #expect(Set(other).intersection(filled).count == other.count - 3_004)
    }

    @Test func everythingInventedSaysSoAndTheEvidenceIsSound() throws {
        let outcome = try Self.filled.get().outcome
        let accounts = outcome.lines.filter { $0.hasPrefix("  ") }.dropFirst(2)
        #expect(accounts.count == 11)
        #expect(accounts.allSatisfy { $0.contains("SYNTHETIC") })
        let reporters = try texts("SELECT DISTINCT reporter FROM seizure")
        #expect(reporters.filter { $0.hasPrefix("SYNTHETIC ") }.count == 6)
        #expect(reporters.filter { !$0.hasPrefix("SYNTHETIC ") }.count == 1)
        let unmarked = """
            SELECT CAST(COUNT(*) AS TEXT) FROM seizure JOIN access_class
                ON access_class.class = seizure.class
            WHERE seizure.reporter LIKE 'SYNTHETIC%'
                AND COALESCE(handling_text, '') NOT LIKE 'SYNTHETIC%'
            """
        #expect(try texts(unmarked) == ["0"])
        #expect(
            try texts("SELECT name FROM organisation").allSatisfy { $0.hasPrefix("SYNTHETIC ") })
        #expect(try onNode("evidence", "fsck").status == 0)
    }

    @Test func partnersKeepTheirRecordsAndSeeWhatWasAgreed() throws {
        let total = { (arguments: [String]) throws -> Int in
            let outcome = try Program.run(
                ["seizures", "list", "--limit", "1"] + arguments, in: folder,
                environment: [
                    "BREAKWATER_DATABASE": folder.file("demo/demo.sqlite"),
                    "BREAKWATER_KEYS": folder.file("demo/keys"),
                ])
            let total = outcome.lines.lazy.compactMap {
                $0.wholeMatch(of: /([\d,]+) seizures.*/)
            }.first
            return try #require(
                total.flatMap { Int($0.1.filter { $0 != "," }) }, "\(outcome.text)")
        }
        let stored = try texts(
            "SELECT CAST(COUNT(*) AS TEXT) FROM seizure WHERE reporter LIKE 'SYNTHETIC%'")
        let (own, company) = (
            try total([]), try total(["--for", "demo-terminal-company", "--as", "tomas"])
        )
        #expect(own > company && company > 150)
        #expect(own < Int(stored[0])!)
        let agreements = try onNode("agreement", "list").lines
        #expect(agreements.count { $0.contains("in force") } == 4)
        #expect(agreements.count { $0.contains("not signed by") } == 1)
        #expect(try onNode("seizures", "review").lines.contains { $0.contains("near repeat") })
    }

    @Test func aSecondRunKeepsTheNodeAndFreshMakesAnotherOne() throws {
        let keys = try folder.text("demo/keys/log.key")
        #expect(try demo().output.contains("as it was left"))
        #expect(try folder.text("demo/keys/log.key") == keys)
        #expect(try !demo("--fresh").output.contains("as it was left"))
        #expect(try folder.text("demo/keys/log.key") != keys)
    }

    @Test func aFillingThatWasCutOffIsMadeAnew() throws {
        try FileManager.default.removeItem(atPath: folder.file("demo/filled"))
        try folder.write("damaged", to: "demo/demo.sqlite")
        try folder.write("not ours", to: "demo/notes.txt")
        #expect(try !demo().output.contains("as it was left"))
        #expect(try folder.text("demo/notes.txt") == "not ours")
        #expect(try onNode("evidence", "fsck").status == 0)
    }
}

/// A partner's file that this node takes in.
struct PartnerFileTests {
    @Test func aPartnersRecordStaysThePartnersAndNeverBecomesAVersionOfOurs() throws {
        let pair = try NodePair()
        try pair.importFinds()
        let own = try pair.customs.texts("SELECT record FROM record ORDER BY serial")
        // The same references and other amounts: as if the partner meant to change our finds.
        try pair.customs.write(
            NodePair.finds.replacing("2786.3", with: "1").replacing("41.5", with: "2"),
            to: "theirs.csv")
        try pair.customs.done(
            "seizures", "import", "theirs.csv", "--layout", "breakwater-template",
            "--originator", "partner-police")
        let all = try pair.customs.texts("SELECT record FROM record ORDER BY serial")
        #expect(all.count == 8 && Set(all).count == 8 && Array(all.prefix(4)) == own)
        #expect(try pair.customs.number("SELECT MAX(version) FROM record") == 1)
        // No agreement lets this node read them, and nothing lets it decide on them.
        #expect(try pair.customs.done("seizures", "list").output.contains("4 seizures"))
        #expect(try pair.customs.run(["seizures", "show", all[4]]).status == 1)
        try pair.customs.refused(
            "retention", "erase", all[4], "--reason", "x", because: "no such record")
        try pair.customs.expectSound()
    }

    @Test func theSameFileTwiceChangesNothing() throws {
        let pair = try NodePair()
        try pair.customs.write(NodePair.finds, to: "theirs.csv")
        for _ in 0..<2 {
            try pair.customs.done(
                "seizures", "import", "theirs.csv", "--layout", "breakwater-template",
                "--originator", "partner-police")
        }
        #expect(try pair.customs.recordCount() == 4)
    }

    @Test func anUnknownPartnerIsRefusedAndNothingIsStored() throws {
        let pair = try NodePair()
        try pair.customs.write(NodePair.finds, to: "theirs.csv")
        try pair.customs.refused(
            "seizures", "import", "theirs.csv", "--layout", "breakwater-template",
            "--originator", "nobody", because: "nobody is not registered")
        #expect(try pair.customs.recordCount() == 0)
    }
}
