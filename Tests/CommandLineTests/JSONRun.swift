import Foundation
import Testing

/// Runs every command once with `--json`, in an order in which each has something to do.
final class JSONRun {
    let pair: NodePair
    private(set) var done: Set<[String]> = []
    private var customs: WorkFolder { pair.customs }

    init() throws { pair = try NodePair() }

    /// The one JSON object that a text is.
    static func object(_ text: String) throws -> [String: Any] {
        let lines = text.split(separator: "\n")
        try #require(lines.count == 1, "\(text)")
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(value as? [String: Any])
    }

    @discardableResult
    private func answer(
        _ words: String..., with arguments: [String] = [], in folder: WorkFolder? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [String: Any] {
        let outcome = try (folder ?? customs).run(words + arguments + ["--json"])
        #expect(outcome.status == 0, "\(outcome.text)", sourceLocation: sourceLocation)
        #expect(outcome.error.isEmpty, "\(outcome.error)", sourceLocation: sourceLocation)
        let document = try Self.object(outcome.output)
        let format = document["format"] as? String ?? ""
        #expect(
            format.hasPrefix("breakwater.") && format != "breakwater.text",
            "\(words): \(format)", sourceLocation: sourceLocation)
        done.insert(words)
        return document
    }

    func everything() throws {
        try nodes()
        try lookUps()
        try records()
        try agreements()
        try ground()
        try retention()
        try evidence()
        try backups()
    }

    private func nodes() throws {
        let empty = try WorkFolder(hasNode: false)
        let made = try answer(
            "init", with: ["--organisation", "third-node", "--name", "Third", "--country", "NL"],
            in: empty)
        #expect(made["organisation"] as? String == "third-node")
        let demo = try answer(
            "demo", with: ["--folder", "demo", "--only-fill"], in: empty)
        #expect((demo["accounts"] as? [Any])?.count == 11)
        let code = try answer("demo-code", with: ["anna", "--folder", "demo"], in: empty)
        #expect((code["code"] as? String)?.count == 6)
        try answer("completions", "print", with: ["--shell", "bash"])
        try answer("completions", "install", with: ["--shell", "zsh"])
        try answer("organisation", "list")
        try answer(
            "organisation", "register",
            with: [
                "partner-police", "--name", "Police", "--country", "NL", "--key",
                try pair.police.publicKey(),
            ])
    }

    private func lookUps() throws {
        try answer("layouts")
        try customs.write(Synthetic.codeList, to: "list.csv")
        try answer("port", "import", with: ["list.csv", "--encoding", "utf-8"])
        try answer("port", "find", with: ["Rotterdam"])
    }

    private func records() throws {
        try customs.write(NodePair.finds, to: "finds.csv")
        try answer(
            "seizures", "import", with: ["finds.csv", "--layout", "breakwater-template"])
        let list = try answer("seizures", "list")
        #expect((list["seizures"] as? [Any])?.count == 4)
        let id = try record()
        try answer("seizures", "show", with: [id])
        try answer("seizures", "review")
        try answer(
            "seizures", "decide", with: [id, "--state", "counted", "--reason", "looked"])
        let history = try answer("seizures", "history", with: [id])
        #expect((history["decisions"] as? [Any])?.count == 1)
        try answer(
            "seizures", "add",
            with: [
                "--date", "2024-05-06", "--place", "Gdynia", "--substance", "heroin", "--amount",
                "3", "--unit", "kg", "--stage", "at-port", "--accept",
            ])
        try answer("seizures", "count", with: ["--by", "port"])
        let asked = try answer("seizures", "ask", with: ["--container", "CSQU3054383"])
        #expect(asked["isHit"] as? Bool == true)
        let port = try answer("port", "show", with: ["NLRTM"])
        #expect((port["finds"] as? [Any])?.count == 3)
        try answer("situation")
    }

    private func analyses() throws {
        let moved = try answer(
            "displacement", with: ["--output", "moved", "--formats", "html,json"])
        #expect((moved["files"] as? [String]) == ["moved.html", "moved.json"])
        let board = try #require(moved["board"] as? [String: Any])
        #expect((board["entries"] as? [Any])?.isEmpty == true)
        let judged = try answer("effects", with: ["--output", "effects"])
        #expect((judged["files"] as? [String])?.count == 2)
        let made = try answer(
            "lab", "generate", with: ["worlds", "--worlds", "1", "--conditions", "12ports"])
        #expect((made["worlds"] as? [String]) == ["w001_12ports"])
        let claims = try answer("lab", "detect", with: ["worlds", "--out", "pairs.csv"])
        #expect(claims["pairs"] as? Int == 33)
        let scored = try answer("lab", "score", with: ["worlds", "pairs.csv"])
        #expect((scored["scores"] as? [Any])?.count == 1)
        let effects = try answer("lab", "effects", with: ["worlds"])
        #expect(
            (effects["intervals"] as? Int ?? 0) + (effects["withoutEstimate"] as? Int ?? 0) == 3)
    }

    private func ground() throws {
        try customs.write(GroundCommandTests.denominators, to: "denominators.csv")
        let imported = try answer("denominator", "import", with: ["denominators.csv"])
        #expect((imported["files"] as? [Any])?.count == 1)
        let counts = try answer("denominator", "list")
        #expect((counts["denominators"] as? [Any])?.count == 2)
        try answer("measure", "add", with: GroundCommandTests.measure)
        try answer("measure", "preregister", with: ["m1", "--compare", "BEANR"])
        try customs.write(GroundCommandTests.measures, to: "measures.csv")
        let measures = try answer("measure", "import", with: ["measures.csv"])
        #expect((measures["outcomes"] as? [String: Int]) == ["written down": 1])
        let alarms = try answer("alarms")
        #expect((alarms["counts"] as? [Any])?.isEmpty == true)
        let list = try answer("measure", "list")
        #expect((list["measures"] as? [Any])?.count == 2)
        try analyses()
    }

    private func record(_ index: Int = 0) throws -> String {
        try customs.texts("SELECT record FROM record ORDER BY serial")[index]
    }

    private func agreements() throws {
        let document = try pair.document()
        try pair.police.write(document, to: "pact.yaml")
        try customs.write(document, to: "pact.yaml")
        try answer("agreement", "check", with: ["pact.yaml"])
        try answer("agreement", "explain", with: ["pact.yaml"])
        try answer("agreement", "dry-run", with: ["pact.yaml"])
        try answer("agreement", "sign", with: ["pact.yaml"])
        try pair.police.done("agreement", "sign", "pact.yaml")
        try customs.write(Data(pair.police.text("pact.yaml.signed").utf8), to: "theirs")
        try answer("agreement", "accept", with: ["theirs"])
        let list = try answer("agreement", "list")
        #expect((list["agreements"] as? [[String: Any]])?.first?["isInForce"] as? Bool == true)
        try answer("agreement", "review")
        try answer("agreement", "export", with: ["--as", "cedar"])
        try answer(
            "consent",
            with: [
                try record(), "--to", "partner-police", "--for-purpose", "strategic-analysis",
                "--until", "2037-01-01",
            ])
        try answer("agreement", "revoke", with: ["pact"])
    }

    private func retention() throws {
        let id = try record(1)
        try answer("retention", "due")
        try answer("retention", "keep", with: [id, "--until", "2037-01-01", "--reason", "case"])
        try answer("retention", "hold", with: [id, "--reviewer", "anna", "--reason", "case"])
        try answer("retention", "unhold", with: [id, "--reason", "over"])
        try answer("retention", "erase", with: [id, "--reason", "wrong"])
        try answer("retention", "run")
    }

    private func evidence() throws {
        let check = try answer("evidence", "fsck")
        #expect(check["isSound"] as? Bool == true)
        let uses = try answer("evidence", "who-saw", with: [try record()])
        #expect((uses["releases"] as? [Any])?.isEmpty == false)
        try answer("evidence", "list")
        try answer("evidence", "checkpoint")
        let key = try #require(
            try answer("evidence", "checkpoint", with: ["--show-keys"])["log"] as? String)
        try answer("evidence", "prove", with: ["0", "--output", "proof"])
        let verified = try answer("evidence", "verify", with: ["proof", "--key", key])
        #expect(verified["isProven"] as? Bool == true)
        try answer("evidence", "publish", with: ["published"])
        try answer("evidence", "witness")
    }

    private func backups() throws {
        try answer("backup", "make", with: ["copy"])
        let shown = try answer("backup", "show", with: ["copy"])
        #expect(shown["organisation"] as? String == "example-customs")
        try FileManager.default.copyItem(atPath: customs.keys, toPath: customs.file("keys"))
        try answer(
            "backup", "restore",
            with: [
                "copy", "--reason", "test", "--accept-loss", "--database",
                customs.file("restored.sqlite"), "--keys", customs.file("keys"),
            ])
    }
}
