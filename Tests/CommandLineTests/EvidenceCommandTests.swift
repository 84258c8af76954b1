import EvidenceLog
import Foundation
import GRDB
import Testing

/// `breakwater evidence …` by hand, and checked by others' programs.
struct EvidenceCommandTests {
    let customs: WorkFolder
    let police: WorkFolder
    let record: String

    init() throws {
        (customs, police) = (try WorkFolder(), try WorkFolder(isPartner: true))
        try customs.write(NodePair.finds, to: "finds.csv")
        let outcome = try customs.run([
            "seizures", "import", "finds.csv", "--layout", "breakwater-template",
        ])
        try #require(outcome.status == 0, "\(outcome.text)")
        record = try #require(try customs.record(with: "A-1"))
    }

    private func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: customs.database)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test func aChangedRowIsNamedAndTheNodeStillReadsTheRest() throws {
        try customs.expectSound()
        try change("UPDATE seizure SET amount = amount + 1 WHERE serial = 2")
        let outcome = try customs.run(["evidence", "fsck"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("record/2: "))
        #expect(outcome.error.contains("1 findings in"))
        #expect(outcome.error.contains("mend: restore a backup"))
    }

    @Test(arguments: [
        ("UPDATE evidence SET leaf = zeroblob(32) WHERE entry = 1", "leaf 1"),
        ("UPDATE evidence SET body = CAST(body || ' ' AS BLOB) WHERE entry = 1", "leaf 1"),
        ("DELETE FROM evidence WHERE entry = 3", "leaf 3"),
        ("UPDATE checkpoint SET note = replace(note, '=', 'A')", "checkpoint"),
        ("UPDATE evidence_head SET size = size - 1", "head"),
    ])
    func aChangedLogIsNamedAndTheNodeDoesNotStart(sql: String, place: String) throws {
        try change(sql)
        let check = try customs.run(["evidence", "fsck"])
        #expect(check.status == 1 && check.output.contains(place), "\(check.text)")
        if sql.contains("body") { return }
        for command in [["seizures", "list"], ["evidence", "list"], ["agreement", "list"]] {
            let outcome = try customs.run(command)
            #expect(outcome.status == 1 && outcome.output.isEmpty, "\(outcome.text)")
            #expect(outcome.error.contains("mend: breakwater evidence fsck"), "\(outcome.error)")
        }
    }

    @Test func anOlderCopyOfTheDatabaseIsNoticed() throws {
        let copy = try customs.bytesOfDatabase()
        try customs.done("seizures", "list")
        for ending in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: customs.database + ending)
        }
        try copy.write(to: URL(fileURLWithPath: customs.database))
        try customs.refused("seizures", "list", because: "older copy")
        let check = try customs.run(["evidence", "fsck"])
        #expect(check.status == 1, "\(check.text)")
    }

    @Test func aListStartsWhereItIsAskedTo() throws {
        let all = try customs.done("evidence", "list").lines
        #expect(all.first?.contains("  administer  node/example-customs  set up") == true)
        let some = try customs.done("evidence", "list", "--from", "2", "--limit", "2").lines
        #expect(some == Array(all[2...3]))
        #expect(try customs.done("evidence", "list", "--from", "9999").output.isEmpty)
        for arguments in [["--limit", "0"], ["--from=-1"]] {
            let outcome = try customs.run(["evidence", "list"] + arguments)
            #expect(outcome.status == 1 && outcome.error.contains("mend: "))
        }
    }

    @Test func aProofHoldsOfflineAndNoOtherDoes() throws {
        let keys = try customs.verifierKeys()
        #expect(
            try customs.done("evidence", "prove", record, "--output", "proof").output == "proof\n")
        let offline = try WorkFolder(hasNode: false)
        let proof = try customs.text("proof")
        try offline.write(proof, to: "proof")
        let verified = try offline.done("evidence", "verify", "proof", "--key", keys.log)
        #expect(verified.output.contains("proven: entry "))
        #expect(verified.output.contains("record/\(record)/1"))
        try customs.done("evidence", "prove", "0", "--output", "first")
        let first = try customs.done("evidence", "verify", "first", "--key", keys.log)
        #expect(first.output.contains("proven: entry 0 of ") && first.output.contains("set up"))
        // Any changed line is refused, and so is another node's key.
        let lines = proof.split(separator: "\n", omittingEmptySubsequences: false)
        for index in lines.indices where lines[index].count > 3 {
            var changed = lines.map(String.init)
            let middle = changed[index].index(changed[index].startIndex, offsetBy: 3)
            let other = changed[index][middle] == "7" ? "8" : "7"
            changed[index].replaceSubrange(middle...middle, with: other)
            try offline.write(changed.joined(separator: "\n"), to: "changed")
            let outcome = try offline.run(["evidence", "verify", "changed", "--key", keys.log])
            #expect(outcome.status == 1 && outcome.error.contains("mend: "), "line \(index)")
        }
        let others = try police.verifierKeys()
        for (key, cause) in [
            (others.log, "of another log"), (keys.witness, "of another kind"),
            ("nonsense", "the parts of a key"), ("", "the parts of a key"),
        ] { try offline.refused("evidence", "verify", "proof", "--key", key, because: cause) }
        for (subject, cause) in [
            ("99999", "no such entry"), ("0123456789abcdef0123456789abcdef", "no such entry"),
            ("no id!", "the identifier"), ("", "the identifier"),
        ] {
            try customs.refused("evidence", "prove", subject, "--output", "x", because: cause)
        }
        #expect(!customs.exists("x"))
    }

    /// Request, answer, cosignature, proof: each step through a file, as two people would.
    @Test func aWitnessCosignsAndAQuorumHolds() throws {
        let (log, witness) = (try customs.verifierKeys().log, try police.verifierKeys().witness)
        let request = try customs.done("evidence", "witness").output
        try police.write(request, to: "request")
        let answer = try police.done("evidence", "witness", "--answer", "request", "--key", log)
        try customs.write(answer.output, to: "answer")
        let cosigned = try customs.done(
            "evidence", "checkpoint", "--cosignature", "answer", "--witness", witness)
        #expect(cosigned.output.contains("/witness "))
        // The log grows; the proof still stands under what the witness signed.
        try customs.done("seizures", "list")
        try customs.done("evidence", "prove", record, "--output", "proof")
        try customs.done(
            "evidence", "verify", "proof", "--key", log, "--witness", witness, "--quorum", "1")
        try customs.refused(
            "evidence", "verify", "proof", "--key", log, "--quorum", "1", because: "witness")
        try customs.refused(
            "evidence", "verify", "proof", "--key", log, "--witness", witness, "--quorum", "2",
            because: "witness")
        // A second request starts where the witness stands; an old one is refused with the size.
        let size = try #require(request.split(separator: "\n").dropFirst(2).first)
        try police.refused(
            "evidence", "witness", "--answer", "request", "--key", log, because: String(size))
        try police.write(
            try customs.done("evidence", "witness", "--from", String(size)).output, to: "next")
        try police.done("evidence", "witness", "--answer", "next", "--key", log)
        try police.expectSound()
        try customs.expectSound()
    }

    @Test func aWrongWitnessIsRefused() throws {
        let (log, witness) = (try customs.verifierKeys().log, try police.verifierKeys().witness)
        try police.write(try customs.done("evidence", "witness").output, to: "request")
        try police.refused("evidence", "witness", "--answer", "request", because: "no witness")
        try police.refused(
            "evidence", "witness", "--answer", "request", "--key", try police.verifierKeys().log,
            because: "no witness of the log")
        try police.refused(
            "evidence", "witness", "--answer", "request", "--key", "x",
            because: "the parts of a key")
        try police.write("old 0\n\nnothing\n", to: "broken")
        try police.refused(
            "evidence", "witness", "--answer", "broken", "--key", log, because: "the note has no")
        try customs.refused("evidence", "witness", "--from", "99999", because: "smaller than")
        let answer = try police.done("evidence", "witness", "--answer", "request", "--key", log)
        try customs.write(answer.output, to: "answer")
        try customs.refused(
            "evidence", "checkpoint", "--cosignature", "answer", because: "--witness")
        try customs.refused(
            "evidence", "checkpoint", "--cosignature", "answer", "--witness",
            try customs.verifierKeys().witness, because: "of no checkpoint")
        try customs.write("— nobody AAAA\n", to: "forged")
        try customs.refused(
            "evidence", "checkpoint", "--cosignature", "forged", "--witness", witness,
            because: "no signature line")
    }

    @Test func aCheckpointIsPrintedByteForByte() throws {
        let log = try NoteVerifierKey(parsing: try customs.verifierKeys().log)
        let printed = try customs.done("evidence", "checkpoint").output
        let signed = try SignedCheckpoint(parsing: Array(printed.utf8))
        guard case .verified(let verified) = signed.verify(logKey: log) else {
            Issue.record("the printed checkpoint does not verify")
            return
        }
        #expect(verified.checkpoint.origin == "breakwater/example-customs")
        #expect(
            try String(contentsOfFile: customs.keys + "/checkpoint", encoding: .utf8) == printed)
        #expect(try customs.done("evidence", "checkpoint").output == printed)
    }

    @Test func whatIsPublishedRevealsNoEntry() throws {
        try customs.done("evidence", "publish", "published")
        let before = try customs.files("published")
        #expect(before.keys.contains("checkpoint") && before.count >= 3)
        for (name, bytes) in before where name != "checkpoint" {
            for word in ["record/", record, "example-customs", "import", "seizure"] {
                #expect(bytes.range(of: Data(word.utf8)) == nil, "\(name): \(word)")
            }
        }
        let again = try customs.done("evidence", "publish", "published")
        #expect(again.output.contains("files and the checkpoint in published"))
        #expect(try customs.files("published") == before)
        try customs.refused("evidence", "publish", "/proc/none", because: "/proc/none")
    }

    @Test(
        .enabled(
            if: GoJudge.isPresent,
            "Go or its x/mod is missing: apt-get install golang-go golang-golang-x-mod-dev"))
    func goReadsWhatIsPublished() throws {
        try customs.write(Synthetic.seizures(700), to: "a.csv")
        try customs.done("seizures", "import", "a.csv", "--layout", "unodc-ids", "--quiet")
        try customs.done("evidence", "publish", "published")
        let key = try customs.verifierKeys().log
        let signed = try SignedCheckpoint(
            parsing: Array(customs.text("published/checkpoint").utf8))
        let claimed = signed.unverified
        #expect(claimed.size > 700)
        let paths = TilePath.published(from: 0, to: claimed.size).filter { $0.content != .entries }
        let claims: [String: Any] = [
            "verifierKey": key, "old": 0, "paths": paths.map(\.text),
            "roots": [["size": Int(claimed.size), "root": claimed.root.base64]],
            "inclusions": [Any](), "consistencies": [Any](),
        ]
        try customs.write(
            try JSONSerialization.data(withJSONObject: claims, options: .withoutEscapingSlashes),
            to: "published/claims.json")
        #expect(try GoJudge.leaves(in: customs.file("published")) == Int(claimed.size))
        // The judge can say no.
        let tile = customs.file("published/tile/0/000")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: tile))
        bytes[bytes.startIndex + 40] ^= 1
        try bytes.write(to: URL(fileURLWithPath: tile))
        #expect(throws: Program.Absent.self) {
            try GoJudge.leaves(in: customs.file("published"))
        }
    }
}

/// Go's own reader of transparency logs, run on a published folder.
enum GoJudge {
    private static let library = "/usr/share/gocode"
    private static let program = ["/usr/bin/go", "/usr/local/go/bin/go", "/usr/local/bin/go"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    static let isPresent =
        program != nil
        && FileManager.default.fileExists(atPath: library + "/src/golang.org/x/mod/sumdb/tlog")

    /// How many entries it read and proved against the checkpoint.
    static func leaves(in folder: String) throws -> Int {
        let script = packageRoot.appendingPathComponent("Tests/EvidenceLogTests/Judge/main.go")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program ?? "/usr/bin/go")
        process.arguments = ["run", script.path, folder]
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder, "GO111MODULE": "off", "GOPATH": library,
            "GOCACHE": packageRoot.appendingPathComponent(".build/go-cache").path,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Program.Absent(folders: ["the judge refused \(folder)"])
        }
        struct Verdict: Decodable { let leaves: Int }
        return try JSONDecoder().decode(Verdict.self, from: answer).leaves
    }
}

extension WorkFolder {
    /// Every file below a folder, by its path there.
    func files(_ name: String) throws -> [String: Data] {
        let root = file(name)
        let paths = FileManager.default.enumerator(atPath: root)?.allObjects ?? []
        var found: [String: Data] = [:]
        for case let path as String in paths {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder),
                !isFolder.boolValue
            {
                found[path] = try Data(contentsOf: URL(fileURLWithPath: root + "/" + path))
            }
        }
        return found
    }
}
