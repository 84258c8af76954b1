import Foundation
import Testing

/// `breakwater init`: right, wrong, twice, interrupted; and keys that are not as they should be.
struct InitCommandTests {
    let folder: WorkFolder

    init() throws { folder = try WorkFolder(hasNode: false) }

    private func setUp(_ more: String...) throws -> Program.Outcome {
        try folder.run(["init", "--organisation", "nl-customs", "--name", "Customs"] + more)
    }

    private func secrets(_ folder: WorkFolder) throws -> [String] {
        try ["wrapping", "log", "organisation", "witness"].map {
            try String(contentsOfFile: folder.keys + "/\($0).key", encoding: .utf8)
                .trimmingCharacters(in: .newlines)
        }
    }

    private func mode(_ path: String) throws -> Int {
        try #require(
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func aNodeIsSetUpWithKeysThatOnlyItsOwnerReads() throws {
        let outcome = try setUp()
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("node of Customs (nl-customs)"))
        #expect(try outcome.output.contains(folder.publicKey()))
        #expect(try outcome.output.contains(folder.verifierKeys().log))
        #expect(try mode(folder.keys) == 0o700)
        for name in ["wrapping.key", "log.key", "organisation.key", "witness.key", "checkpoint"] {
            #expect(try mode(folder.keys + "/" + name) == 0o600, "\(name)")
        }
        for secret in try secrets(folder) { #expect(!outcome.text.contains(secret)) }
        try folder.expectSound()
        // The set-up, and this look into the evidence itself.
        #expect(try folder.done("evidence", "list").lines.count == 2)
    }

    @Test func aSecondTimeChangesNothing() throws {
        try #require(try setUp().status == 0)
        let before = try secrets(folder)
        let again = try setUp()
        #expect(again.status == 1 && again.output.isEmpty)
        #expect(again.error.contains("there is a node here already"))
        #expect(again.error.contains("mend: "))
        #expect(try secrets(folder) == before)
        // Another folder of keys does not make another node of the database.
        let other = try setUp("--keys", folder.file("other"))
        #expect(other.status == 1 && other.error.contains("already"))
        #expect(!folder.exists("other"))
        // The set-up, and this look into the evidence itself.
        #expect(try folder.done("evidence", "list").lines.count == 2)
    }

    @Test(arguments: [
        (["--kind", "club"], "mend"), (["--country", "Narnia"], "mend"),
        (["--kind", "third-country-authority"], "third country"),
        (["--third-country-role", "origin"], "third country"), (["--as", "A Person"], "who asks"),
        (["--purpose", "fun"], "who asks"), (["--database", "mysql://x/y"], "scheme"),
        (["--database", "/proc/none/n.sqlite"], "could not"),
        (["--organisation", "no spaces"], "the organisation"),
    ])
    func aWrongWordIsRefusedAndLeavesNothing(more: [String], cause: String) throws {
        let outcome = try folder.run(
            ["init", "--organisation", "nl-customs", "--name", "Customs"] + more)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains(cause), "\(outcome.error)")
        #expect(outcome.error.contains("mend: "))
        #expect(!folder.exists("node/node.sqlite.keys"))
    }

    /// Every state that a kill between two steps leaves: run again, it completes.
    @Test func aSetupThatWasInterruptedIsCompleted() throws {
        // Keys half written.
        try FileManager.default.createDirectory(
            atPath: folder.keys + ".part", withIntermediateDirectories: true)
        try folder.write("half", to: "node/node.sqlite.keys.part/wrapping.key")
        try #require(try setUp().status == 0)
        #expect(!folder.exists("node/node.sqlite.keys.part"))
        // Keys written, no node in the database yet.
        let resumed = try WorkFolder(hasNode: false)
        try FileManager.default.createDirectory(
            atPath: resumed.file("node"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: folder.keys, toPath: resumed.keys)
        try FileManager.default.removeItem(atPath: resumed.keys + "/checkpoint")
        let before = try secrets(resumed)
        try resumed.done("init", "--organisation", "nl-customs", "--name", "Customs")
        #expect(try secrets(resumed) == before)
        try resumed.expectSound()
        // The node stands, its first checkpoint was not kept: any command goes on.
        try FileManager.default.removeItem(atPath: resumed.keys + "/checkpoint")
        try resumed.done("seizures", "list")
        #expect(resumed.exists("node/node.sqlite.keys/checkpoint"))
    }

    @Test func keysOfAnotherNodeAreNotReused() throws {
        try #require(try setUp().status == 0)
        let other = try folder.run([
            "init", "--organisation", "b", "--name", "B", "--database", folder.file("b.sqlite"),
            "--keys", folder.keys,
        ])
        #expect(other.status == 1 && other.error.contains("already"))
        #expect(!folder.exists("b.sqlite"))
    }

    private static let opening = [
        ["seizures", "list"], ["evidence", "fsck"], ["organisation", "list"],
    ]

    @Test(arguments: ["wrapping", "log", "organisation", "witness"])
    func aKeyIsRefusedWhenItIsReadByOthersMissingDamagedOrAnotherNodes(name: String) throws {
        try #require(try setUp().status == 0)
        let path = folder.keys + "/\(name).key"
        let secret = try String(contentsOfFile: path, encoding: .utf8)
        func write(_ text: String) throws {
            try text.write(toFile: path, atomically: false, encoding: .utf8)
        }
        func refused(_ cause: String, of commands: [[String]] = Self.opening) throws {
            for command in commands {
                let outcome = try folder.run(command)
                #expect(outcome.status == 1 && outcome.output.isEmpty)
                #expect(outcome.error.contains(cause), "\(outcome.error)")
                #expect(outcome.error.contains("mend: "))
                #expect(!outcome.text.contains(secret.dropLast()))
            }
        }
        for mode in [0o644, 0o640, 0o604] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            try refused("can be read by others")
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try write("!" + secret)
        try refused("cannot be read")
        try write(Data(Array(repeating: 7, count: 31)).base64EncodedString())
        try refused("wrong length")
        try write(Data(Array(repeating: 7, count: 32)).base64EncodedString())
        // A check needs the log's key alone: it has to run where the settings are damaged.
        try refused(
            "the keys given are not this node's keys",
            of: name == "log" ? Self.opening : [["seizures", "list"], ["organisation", "list"]])
        try FileManager.default.removeItem(atPath: path)
        try refused(name == "wrapping" ? "there is no node here" : "is missing")
        try write(secret)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o777], ofItemAtPath: folder.keys)
        try refused("can be changed by others")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o700], ofItemAtPath: folder.keys)
        try folder.expectSound()
    }

    /// A database without a node, and a node without its database.
    @Test func aDatabaseThatIsNoNodesIsNamed() throws {
        try #require(try setUp().status == 0)
        let outcome = try folder.run([
            "seizures", "list", "--database", folder.file("empty.sqlite"), "--keys", folder.keys,
        ])
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("never set up"))
        #expect(outcome.error.contains("breakwater init"))
    }
}
