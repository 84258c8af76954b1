import Foundation
import TestSupport
import Testing

@testable import EvidenceLog

/// Programs of others, run with input and arguments.
enum Judge {
    static let folder = Vectors.folder.appendingPathComponent("Judge")
    static let root = Vectors.folder.deletingLastPathComponent().deletingLastPathComponent()

    static let isPythonPresent = OutsideProgram.hasPython("cryptography")

    private static let goPath = "/usr/share/gocode"
    private static let go: String? =
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/go" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    static let isGoPresent: Bool =
        go != nil
        && FileManager.default.fileExists(atPath: goPath + "/src/golang.org/x/mod/sumdb/tlog")

    /// Runs the Go judge on the folder of a log, without modules and without network.
    static func runGo(_ log: URL) throws -> Data {
        var environment = ProcessInfo.processInfo.environment
        environment["GO111MODULE"] = "off"
        environment["GOPATH"] = goPath
        environment["GOFLAGS"] = ""
        // Kept from run to run beside what was built: compiling Go's library takes a while.
        environment["GOCACHE"] = root.appendingPathComponent(".build/go-cache").path
        return try OutsideProgram.run(
            go ?? "go", ["run", folder.appendingPathComponent("main.go").path, log.path],
            input: Data(), environment: environment)
    }

    static func runPython(_ arguments: [String], input: Data) throws -> Data {
        let script = folder.appendingPathComponent("evidence.py").path
        return try OutsideProgram.run(
            OutsideProgram.python, ["-I", script] + arguments, input: input)
    }
}

@Suite(
    .serialized,
    .enabled(
        if: Judge.isGoPresent,
        "Go or its x/mod is missing: apt-get install golang-go golang-golang-x-mod-dev"))
struct GoJudgeTests {
    private struct Claims: Encodable {
        struct Root: Encodable {
            let size: UInt64
            let root: String
        }
        struct Inclusion: Encodable {
            let index: UInt64
            let size: UInt64
            let hashes: [String]
        }
        struct Consistency: Encodable {
            let old: UInt64
            let new: UInt64
            let hashes: [String]
        }
        let verifierKey: String
        let old: UInt64
        let paths: [String]
        let roots: [Root]
        let inclusions: [Inclusion]
        let consistencies: [Consistency]
    }

    private struct Verdict: Decodable {
        let inclusions: Int
        let consistencies: Int
        let leaves: Int
        let secret: String
        let key: String
        let note: String
    }

    private static let size: UInt64 = 70_000
    private static let old: UInt64 = 65_000
    /// The second leaf of the tile 100, which a test changes.
    private static let changedLeaf: UInt64 = 100 * 256 + 1

    /// Writes a log as it would be published, with claims about drawn sizes and leaves.
    private func publish(to folder: URL, _ random: inout Seeded) throws {
        let party = try Party(&random)
        let bodies = (0..<Int(Self.size)).map { "{\"act\":\"write\",\"at\":\($0)}" }
        let commitments = bodies.map {
            EvidenceCommitment(body: Array($0.utf8), salt: EvidenceSalt(using: &random))
        }
        let tree = MemoryTree(commitments.map(\.leafHash))
        for path in TilePath.published(from: 0, to: Self.size) {
            let first = Int(path.index) * TilePath.fullWidth
            let content =
                switch path.content {
                case .hashes(let level):
                    Array(tree.levels[level][first..<(first + path.width)]).tileBytes
                case .entries:
                    try EntryBundle(Array(commitments[first..<(first + path.width)])).bytes
                }
            let file = folder.appendingPathComponent(path.text)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(content).write(to: file)
        }
        let checkpoint = try Checkpoint(
            origin: party.log.verifierKey.name, size: Self.size, root: tree.compact.root)
        let signed = try party.log.sign(checkpoint).adding(
            party.witnesses[0].cosign(checkpoint, now: 1_000))
        try Data(signed.bytes).write(to: folder.appendingPathComponent("checkpoint"))
        let encoder = JSONEncoder()
        // Go's reader of hashes takes no escapes.
        encoder.outputFormatting = .withoutEscapingSlashes
        try encoder.encode(claims(party, tree.reader, &random))
            .write(to: folder.appendingPathComponent("claims.json"))
    }

    private func claims(
        _ party: Party, _ reader: TileReader, _ random: inout Seeded
    ) throws -> Claims {
        var sizes: [UInt64] = [1, 2, 255, 256, 257, 65_535, 65_536, 65_537, Self.size]
        for _ in 0..<20 { sizes.append(UInt64.random(in: 3...Self.size, using: &random)) }
        sizes = Array(Set(sizes)).sorted()
        var inclusions: [Claims.Inclusion] = []
        var consistencies: [Claims.Consistency] = []
        for size in sizes {
            var indexes = [0, size - 1, UInt64.random(in: 0..<size, using: &random)]
            if size == Self.size { indexes.append(Self.changedLeaf) }
            for index in indexes {
                let proof = try reader.inclusionProof(index: index, size: size)
                inclusions.append(
                    .init(index: index, size: size, hashes: proof.hashes.map(\.base64)))
            }
            for old in sizes where old <= size {
                let proof = try reader.consistencyProof(old: old, new: size)
                consistencies.append(
                    .init(old: old, new: size, hashes: proof.hashes.map(\.base64)))
            }
        }
        let hashPaths = TilePath.published(from: Self.old, to: Self.size).filter {
            $0.content != .entries
        }
        return Claims(
            verifierKey: party.log.verifierKey.text, old: Self.old, paths: hashPaths.map(\.text),
            roots: try sizes.map { .init(size: $0, root: try reader.root(at: $0).base64) },
            inclusions: inclusions, consistencies: consistencies)
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("breakwater-judge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test func publishedLogIsWhatGoReads() throws {
        var random = Seeded(381)
        try withFolder { folder in
            try publish(to: folder, &random)
            let answer = try JSONDecoder().decode(Verdict.self, from: Judge.runGo(folder))
            print("Go: \(answer.inclusions) inclusions, \(answer.consistencies) consistencies")
            #expect(answer.leaves == 70_000)
            #expect(answer.inclusions > 60 && answer.consistencies > 200)

            // What Go signs, we open; the keys that it makes, we write as it does.
            let key = try NoteVerifierKey(parsing: answer.key)
            let signer = try NoteSigner(parsing: answer.secret)
            #expect(key.text == answer.key && signer.secretText == answer.secret)
            #expect(signer.verifierKey == key)
            let theirs = try SignedCheckpoint(parsing: Array(answer.note.utf8))
            #expect(theirs.verify(logKey: key).checkpoint?.checkpoint.size == 70_000)
            #expect(try signer.sign(theirs.unverified) == theirs)
        }
    }

    /// The judge can say no, and for the right reason.
    @Test(arguments: [
        ("tile/0/100", "leaf 25601 in its tile"), ("tile/1/000", "root"),
        ("tile/entries/100", "leaf 25601 in its tile"),
        ("checkpoint", "checkpoint's signature"),
    ])
    func changedBitIsRefusedByGoToo(_ path: String, reason: String) throws {
        var random = Seeded(382)
        try withFolder { folder in
            try publish(to: folder, &random)
            let file = folder.appendingPathComponent(path)
            var content = try Data(contentsOf: file)
            content[content.startIndex + 40] ^= 1
            try content.write(to: file)
            let failure = #expect(throws: OutsideProgram.Failed.self) { try Judge.runGo(folder) }
            #expect(failure?.words.hasPrefix(reason) == true, "\(failure?.words ?? "")")
        }
    }
}

@Suite(
    .enabled(
        if: Judge.isPythonPresent,
        "pyca/cryptography not found: install it in .venv or set BREAKWATER_PYTHON"))
struct PythonJudgeTests {
    private struct Case: Encodable {
        let body: Data
        let salt: Data
        let commitment: Data
    }

    @Test func canonicalFormAndCommitmentAreThoseOfPython() throws {
        var random = Seeded(391)
        var cases: [Case] = []
        for _ in 0..<1_000 {
            let (entry, salt) = (try random.entry(), EvidenceSalt(using: &random))
            cases.append(
                Case(
                    body: Data(entry.body), salt: Data(salt.bytes),
                    commitment: Data(entry.commitment(salt: salt).bytes)))
        }
        let output = try Judge.runPython(["entries"], input: JSONEncoder().encode(cases))
        let answers = try JSONDecoder().decode([String?].self, from: output)
        #expect(answers.count == 1_000 && answers.allSatisfy { $0 == nil })
    }

    @Test func proofFilesAreProvenByPythonUnlessChanged() throws {
        var random = Seeded(392)
        let log = try SmallLog(13, &random)
        let keys = [log.party.log.verifierKey.text, log.party.witnessKeys[0].text]
        for index in [0, 6, 12] {
            let proof = try log.proof(index)
            let output = try Judge.runPython(["prove"] + keys, input: Data(proof.bytes))
            #expect(Array(output) == log.entries[index].body + [0x0a])
        }
        let bytes = try log.proof(6).bytes
        for _ in 0..<20 {
            var changed = bytes
            changed[random.number(0...bytes.count - 1)] ^= UInt8(1 << random.number(0...7))
            #expect(throws: OutsideProgram.Failed.self) {
                try Judge.runPython(["prove"] + keys, input: Data(changed))
            }
        }
    }

    /// The example of the documentation runs, and its file is that of the vectors.
    @Test func exampleOfTheDocumentationHolds() throws {
        let file = Judge.root.appendingPathComponent("docs/formats/evidence.md")
        let document = try String(contentsOf: file, encoding: .utf8)
        func block(_ language: String) throws -> String {
            let parts = document.split(separator: "```\(language)\n", maxSplits: 1)
            let body = try #require(parts.count == 2 ? parts[1] : nil)
            return String(try #require(body.split(separator: "```", maxSplits: 1).first))
        }
        let proof = try block("text")
        #expect(try Vectors.load("log", as: Vectors.Log.self).proofs[3] == proof)
        let code = try block("python").replacing(
            "open(\"example.tlog-proof\", \"rb\").read()", with: "sys.stdin.buffer.read()")
        let output = try OutsideProgram.run(
            OutsideProgram.python, ["-I", "-c", "import sys\n" + code], input: Data(proof.utf8))
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 3 && lines[0].hasPrefix("{\"act\":\"release\""))
        #expect(lines[1] == "root holds: True")
        #expect(lines[2] == "signed by the log, seen by the witness at 1798761700")
    }
}
