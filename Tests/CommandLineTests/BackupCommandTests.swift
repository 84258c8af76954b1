import Foundation
import TestSupport
import Testing

/// Backups as an administrator makes, tries and restores them.
@Suite(.serialized)
struct BackupCommandTests {
    private let pair: NodePair
    private var node: WorkFolder { pair.customs }

    init() throws {
        pair = try NodePair()
        try pair.importFinds()
    }

    private static let restore = ["backup", "restore", "b", "--reason", "disk failed"]

    private func list() throws -> String { try node.done("seizures", "list").output }

    private func restored(
        _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Program.Outcome {
        let outcome = try node.run(Self.restore + arguments)
        try #require(outcome.status == 0, "\(outcome.text)", sourceLocation: sourceLocation)
        return outcome
    }

    private func expectNothingRestored(sourceLocation: SourceLocation = #_sourceLocation) throws {
        guard FileManager.default.fileExists(atPath: node.database) else { return }
        #expect(
            try node.number("SELECT (SELECT COUNT(*) FROM node) + (SELECT COUNT(*) FROM record)")
                == 0, sourceLocation: sourceLocation)
    }

    // MARK: Make and show

    @Test func aBackupIsShownAndRestoredByHand() throws {
        let made = try node.done("backup", "make", "b")
        let rows = try #require(made.lines.first?.components(separatedBy: " rows").first)
        let entries = try node.number("SELECT COUNT(*) FROM evidence")
        let shown = try node.done("backup", "show", "b").lines
        #expect(shown.count == 3)
        #expect(shown[0].hasPrefix("node        example-customs, log "))
        #expect(shown[2] == "entries     \(entries)")
        let records = try node.texts("SELECT record FROM record ORDER BY serial")
        try node.loseDatabase()
        let outcome = try restored("--as", "adm")
        #expect(
            outcome.output
                == "\(rows) rows restored, 0 records erased since the backup; "
                + "the evidence is sound\n")
        #expect(try node.texts("SELECT record FROM record ORDER BY serial") == records)
        try node.expectSound()
        #expect(try list().contains("4 seizures"))
        let log = try node.done("evidence", "list", "--from", "\(entries)").output
        #expect(log.contains("  restore  "), "\(log)")
        #expect(log.contains("adm"), "\(log)")
        #expect(log.contains("disk failed"), "\(log)")
    }

    @Test func theFileOfKeysIsReadableByItsOwnerAlone() throws {
        // Also where one that others could read stood before.
        try node.write("old", to: "b.keys")
        try node.write("old", to: "b.keys.part")
        for name in ["b.keys", "b.keys.part"] {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644], ofItemAtPath: node.file(name))
        }
        try node.done("backup", "make", "b")
        let attributes = try FileManager.default.attributesOfItem(atPath: node.file("b.keys"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(!node.exists("b.part"))
        #expect(!node.exists("b.keys.part"))
    }

    @Test func neitherFileNorWhatIsShownTellsOfARecord() throws {
        try node.done("backup", "make", "b")
        let shown = Data(try node.done("backup", "show", "b").text.utf8)
        let hidden =
            try ["A-1", "Customs Desk Nine", "2786.3", "CSQU3054383", "NLRTM"]
            + node.texts("SELECT record FROM record")
        for name in ["b", "b.keys"] {
            let bytes = try node.bytes(name)
            // Two or three bytes could stand there by chance.
            for word in hidden where word.utf8.count > 4 {
                #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(name)")
            }
        }
        for word in hidden { #expect(shown.range(of: Data(word.utf8)) == nil, "\(word)") }
        // Nothing is opened to show it: no keys are needed.
        try FileManager.default.moveItem(atPath: node.keys, toPath: node.file("away"))
        #expect(Data(try node.done("backup", "show", "b").text.utf8) == shown)
    }

    // MARK: Refusals

    @Test func whatIsNoBackupOfThisNodeIsRefused() throws {
        try node.done("backup", "make", "b")
        try node.loseDatabase()
        func refuse(_ file: String, _ more: [String], because cause: String) throws {
            let outcome = try node.run(
                ["backup", "restore", file, "--reason", "x"] + more)
            #expect(outcome.status == 1, "\(outcome.text)")
            #expect(outcome.error.contains(cause), "\(outcome.text)")
            #expect(outcome.error.contains("mend: "), "\(outcome.text)")
            try expectNothingRestored()
        }
        try refuse("finds.csv", [], because: "it is no backup")
        try refuse("b", ["--record-keys", "finds.csv"], because: "it is no backup")
        try refuse("b.keys", ["--record-keys", "b"], because: "in the wrong order")
        try refuse("b", ["--record-keys", "b"], because: "in the wrong order")
        try refuse("absent", [], because: "absent")
        try refuse("b", ["--record-keys", "absent"], because: "absent")
        for (name, keys) in [("b", "b.keys"), ("b.keys", "b")] {
            var bytes = try node.bytes(name)
            bytes[bytes.count - 1] ^= 1
            try node.write(bytes, to: "changed")
            try node.write(try node.bytes(name).dropLast(9), to: "cut")
            for (file, cause) in [("changed", "does not open"), ("cut", "its end is missing")] {
                if name == "b" {
                    try refuse(file, ["--record-keys", keys], because: cause)
                } else {
                    try refuse(keys, ["--record-keys", file], because: cause)
                }
            }
        }
        try refuse("b", ["--keys", pair.police.keys], because: "another node's")
        // After all of that the right files are restored.
        _ = try restored()
        try node.expectSound()
    }

    @Test func aDatabaseWithANodeIsNotFilledAgain() throws {
        try node.done("backup", "make", "b")
        let outcome = try node.run(Self.restore)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("holds a node already"), "\(outcome.text)")
        #expect(try list().contains("4 seizures"))
        try node.loseDatabase()
        _ = try restored("--accept-loss")
        #expect(
            try node.run(Self.restore + ["--accept-loss"]).error.contains("holds a node already"))
        try node.expectSound()
    }

    // MARK: Loss

    @Test func entriesAreLostOnlyWhereThatIsAccepted() throws {
        try node.done("backup", "make", "b")
        _ = try list()
        let signed = try node.checkpoint()
        try node.loseDatabase()
        try node.refused(
            "backup", "restore", "b", "--reason", "x", because: "the node signed ")
        #expect(try node.checkpoint() == signed)
        try expectNothingRestored()
        // A restore that is refused changes nothing in the folder of keys either.
        try node.write(try node.bytes("b").dropLast(), to: "cut")
        try node.refused(
            "backup", "restore", "cut", "--record-keys", "b.keys", "--reason", "x",
            "--accept-loss", because: "its end is missing")
        #expect(try node.checkpoint() == signed)
        #expect(node.aside() == nil)
        _ = try restored("--accept-loss")
        #expect(node.aside() == signed)
        #expect(try node.checkpoint() != signed)
        try node.expectSound()
        #expect(try list().contains("4 seizures"))
        // Told again it is refused, and the checkpoint of the loss is not overwritten.
        let now = try node.checkpoint()
        #expect(try node.run(Self.restore + ["--accept-loss"]).status == 1)
        #expect(try node.checkpoint() == now)
        #expect(node.aside() == signed)
        try node.expectSound()
        // A second loss has a checkpoint of its own.
        let second = try node.checkpoint()
        try node.loseDatabase()
        _ = try restored("--accept-loss")
        #expect(node.aside() == signed)
        #expect(node.aside("-2") == second)
        try node.expectSound()
    }

    @Test func whatWasErasedSinceStaysErased() throws {
        let record = try #require(try node.record(with: "A-1"))
        try node.done("backup", "make", "b")
        try node.done("retention", "erase", record, "--reason", "asked for")
        try node.done("backup", "make", "newer")
        try node.loseDatabase()
        // Keys of the time before are refused for the later file.
        try node.refused(
            "backup", "restore", "newer", "--record-keys", "b.keys", "--reason", "x",
            because: "the keys are older")
        let outcome = try restored("--record-keys", "newer.keys", "--accept-loss")
        #expect(outcome.output.contains(" 1 records erased since the backup"), "\(outcome.text)")
        try node.expectSound()
        #expect(try node.run(["seizures", "show", record]).status == 1)
        #expect(try list().contains("3 seizures"))
        let again = try node.run([
            "seizures", "import", "finds.csv", "--layout", "breakwater-template",
        ])
        #expect(again.output.contains("1  recorded as erased"), "\(again.text)")
        try node.expectSound()
    }

    @Test(.enabled(if: PrivatePostgres.isExpected, "PostgreSQL is missing: scripts/install test"))
    func aBackupGoesToTheOtherEngineAndBack() throws {
        try node.done("backup", "make", "b")
        let database = try PrivateDatabase()
        let there = ["--database", database.url, "--keys", node.keys]
        let filled = try node.run(Self.restore + there)
        #expect(filled.status == 0, "\(filled.text)")
        let listed = try node.run(["seizures", "list"] + there)
        #expect(listed.output.contains("4 seizures"), "\(listed.text)")
        let made = try node.run(["backup", "make", "back"] + there)
        #expect(made.status == 0, "\(made.text)")
        try node.loseDatabase()
        try node.done("backup", "restore", "back", "--reason", "moved")
        try node.expectSound()
        #expect(try list().contains("4 seizures"))
    }

    // MARK: Kill

    /// Killed at any moment, the database is empty or whole, and the same command completes it.
    @Test func aKilledRestoreIsWholeOrNotAtAll() throws {
        try node.done("backup", "make", "b")
        _ = try list()
        let signed = try node.checkpoint()
        let records = try node.texts("SELECT record FROM record ORDER BY serial")
        let environment = ["BREAKWATER_DATABASE": node.database]
        let restore = Self.restore + ["--accept-loss"]
        try node.loseDatabase()
        let length = try Killed.length(restore, node, environment)
        for number in 0..<KillTests.moments {
            try node.loseDatabase()
            try node.forgetAside(checkpoint: signed)
            let moment = length * 1.1 * Double(number) / Double(KillTests.moments - 1)
            let ending = try Killed.run(restore, after: moment, in: node, environment)
            if ending.isAcknowledged {
                #expect(try node.texts("SELECT record FROM record ORDER BY serial") == records)
            }
            let again = try node.run(restore)
            if ending.isAcknowledged { #expect(again.status == 1) }
            #expect(
                again.status == 0 || again.error.contains("holds a node already"),
                "\(again.text)")
            #expect(try node.texts("SELECT record FROM record ORDER BY serial") == records)
            #expect(node.aside() == signed)
            try node.expectSound()
            #expect(try list().contains("4 seizures"))
        }
    }
}

extension WorkFolder {
    fileprivate func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: file(name)))
    }

    /// As a failed disk would: the database is gone, the folder of keys is not.
    fileprivate func loseDatabase() throws {
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: database + ending)
        }
    }

    fileprivate func checkpoint() throws -> String {
        try String(contentsOfFile: keys + "/checkpoint", encoding: .utf8)
    }

    /// The checkpoint before a restore; nil where there is none.
    fileprivate func aside(_ ending: String = "") -> String? {
        try? String(contentsOfFile: keys + "/checkpoint-before-restore" + ending, encoding: .utf8)
    }

    /// The folder of keys as it was before a restore.
    fileprivate func forgetAside(checkpoint: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: keys)
        where name.hasPrefix("checkpoint") {
            try FileManager.default.removeItem(atPath: keys + "/" + name)
        }
        try checkpoint.write(
            toFile: keys + "/checkpoint", atomically: true, encoding: .utf8)
    }
}
