import Foundation
import TestSupport
import Testing

/// A node on PostgreSQL from setup to check, beside one on SQLite: the same answers.
@Suite(
    .serialized,
    .enabled(if: PrivatePostgres.isExpected, "PostgreSQL is missing: scripts/install test"))
struct PostgresNodeTests {
    let server: PrivateDatabase
    let node: WorkFolder
    let beside: WorkFolder

    init() throws {
        server = try PrivateDatabase()
        (node, beside) = (try WorkFolder(hasNode: false), try WorkFolder())
        let made = try run([
            "init", "--organisation", "example-customs", "--name", "Example Customs", "--country",
            "NL",
        ])
        try #require(made.status == 0, "\(made.text)")
        #expect(made.output.contains("postgres"))
    }

    /// Runs a command on the server; no output ever holds the password.
    private func run(_ arguments: [String]) throws -> Program.Outcome {
        let outcome = try Program.run(
            arguments, in: node, environment: ["BREAKWATER_DATABASE": server.url])
        let written = server.url.split(separator: ":")[2].split(separator: "@")[0]
        for secret in [PrivatePostgres.password, String(written)] {
            #expect(!outcome.text.contains(secret))
        }
        return outcome
    }

    private func done(_ arguments: String...) throws -> String {
        let outcome = try run(arguments)
        try #require(outcome.status == 0, "\(outcome.text)")
        return outcome.output
    }

    @Test func keysLieInTheUsersDataFolder() throws {
        #expect(node.exists(".local/share/breakwater/keys/wrapping.key"))
        let again = try run(["init", "--organisation", "x", "--name", "X"])
        #expect(again.status == 1 && again.error.contains("already"))
    }

    @Test func theAssessmentIsTheSameByteForByte() throws {
        for (file, layout) in [
            ("published-port-figures.csv", "published-figures"),
            ("reported-port-events.csv", "reported-events"),
        ] {
            let path = packageRoot.appendingPathComponent("data/figures/\(file)").path
            _ = try done("seizures", "import", path, "--layout", layout)
            try beside.done("seizures", "import", path, "--layout", layout)
        }
        for folder in [node, beside] { try folder.write(NodePair.finds, to: "finds.csv") }
        _ = try done("seizures", "import", "finds.csv", "--layout", "breakwater-template")
        try beside.done("seizures", "import", "finds.csv", "--layout", "breakwater-template")
        let words = [
            "situation", "--on", "2026-11-24", "--formats", "json,csv", "--output", "s",
        ]
        let (one, other) = (try run(words), try beside.run(words))
        #expect(one.status == 0 && one.output == other.output)
        for ending in ["json", "csv"] {
            #expect(try node.text("s.\(ending)") == beside.text("s.\(ending)"), "\(ending)")
        }
        #expect(try done("seizures", "list") == beside.done("seizures", "list").output)
        #expect(try done("evidence", "fsck").contains("nothing was changed"))
    }

    @Test func anAgreementIsSignedSeenAndRevoked() throws {
        let police = try WorkFolder(isPartner: true)
        let own = try #require(
            try done("organisation", "list").split(separator: "\n").first)
        let key = String(own.split(separator: " ").dropLast(2).last ?? "")
        _ = try done(
            "organisation", "register", "partner-police", "--name", "P", "--key",
            try police.publicKey())
        try police.done(
            "organisation", "register", "example-customs", "--name", "C", "--key", key)
        let text = try NodePair().document().replacingOccurrences(
            of: try beside.publicKey(), with: key)
        try node.write(text, to: "pact.yaml")
        try node.write(NodePair.finds, to: "finds.csv")
        _ = try done("seizures", "import", "finds.csv", "--layout", "breakwater-template")
        _ = try done("agreement", "sign", "pact.yaml")
        try police.write(try node.text("pact.yaml.signed"), to: "theirs")
        try police.done("agreement", "accept", "theirs")
        try police.write(text, to: "pact.yaml")
        try police.done("agreement", "sign", "pact.yaml")
        try node.write(try police.text("pact.yaml.signed"), to: "theirs")
        #expect(try done("agreement", "accept", "theirs").contains("in force"))
        let list = ["seizures", "list", "--for", "partner-police"]
        #expect(try run(list).lines.last == "2 seizures")
        #expect(try !run(list).output.contains("kg"))
        _ = try done("agreement", "revoke", "pact")
        #expect(try run(list).output == "0 seizures\n")
        #expect(try done("evidence", "fsck").contains("nothing was changed"))
        _ = try done("evidence", "publish", "published")
        #expect(try node.files("published").count >= 3)
    }

    @Test func aKilledImportCompletesWhenRunAgain() throws {
        let rows = 9_000
        let words = ["seizures", "import", "a.csv", "--layout", "unodc-ids", "--quiet"]
        try node.write(Synthetic.seizures(rows), to: "a.csv")
        try beside.write(Synthetic.seizures(rows), to: "a.csv")
        let started = Date()
        try #require(try beside.run(words).status == 0)
        let length = Date().timeIntervalSince(started)
        let environment = ["BREAKWATER_DATABASE": server.url]
        for number in 1...6 {
            _ = try Killed.run(
                words, after: length * Double(number) / 5, in: node, environment)
            #expect(try done("evidence", "fsck").contains("nothing was changed"))
            let count = try #require(Int(try sql("SELECT COUNT(*) FROM record")))
            #expect(count.isMultiple(of: 4_000) || count == rows)
            #expect(try sql("SELECT COUNT(*) FROM seizure") == "\(count)")
        }
        let last = try run(words)
        #expect(last.status == 0, "\(last.text)")
        #expect(try sql("SELECT COUNT(*) FROM record") == "\(rows)")
        for query in [
            "SELECT COUNT(*) FROM finding", "SELECT COUNT(*) FROM seizure WHERE state <> 'counted'",
            "SELECT SUM(records) FROM tally",
        ] { #expect(try sql(query) == "\(beside.number(query))", "\(query)") }
        #expect(try done("evidence", "fsck").contains("nothing was changed"))
    }

    private func sql(_ query: String) throws -> String {
        try server.server.run(query, database: server.name)
    }

    @Test func aServerThatIsNotThereIsSaidWithoutThePassword() throws {
        let port = try FreePortProbe.unused()
        let secret = "swordfish-77"
        for address in [
            "postgres://keeper:\(secret)@127.0.0.1:\(port)/none",
            "postgres://keeper:\(secret)@127.0.0.1:\(server.server.port)/none",
            "postgres://keeper:\(secret)@:bad:/x?y",
        ] {
            for command in [
                ["init", "--organisation", "b", "--name", "B", "--keys", "k"],
                ["seizures", "list", "--keys", node.file(".local/share/breakwater/keys")],
                ["evidence", "fsck", "--keys", node.file(".local/share/breakwater/keys")],
            ] {
                let outcome = try Program.run(
                    command, in: node, environment: ["BREAKWATER_DATABASE": address])
                #expect(outcome.status == 1, "\(outcome.text)")
                #expect(outcome.error.contains("mend: "), "\(outcome.text)")
                #expect(!outcome.text.contains(secret))
            }
        }
        #expect(!node.exists("k"))
    }
}

/// A port of this machine on which nobody listens.
enum FreePortProbe {
    static func unused() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        try #require(isBound)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
