import Foundation
import Testing

/// What a program gets: one document on standard output, or a problem on standard error.
struct JSONTests {
    @Test func everyCommandAnswersInJSON() throws {
        let leaves = try CommandTree(in: WorkFolder(hasNode: false)).leaves
        #expect(leaves.count > 40)
        for leaf in leaves {
            #expect(leaf.options.contains("json"), "\(leaf.words.joined(separator: " "))")
        }
    }

    /// Groups whose own tests run their commands.
    private static let elsewhere: Set<String> = [
        "person", "token", "report", "serve", "draft", "staging", "photograph", "today",
    ]

    @Test func everyAnswerIsOneNamedDocument() throws {
        let run = try JSONRun()
        try run.everything()
        let leaves = try CommandTree(in: run.pair.customs).leaves.map(\.words)
        let missing = leaves.filter { words in
            !Self.elsewhere.contains(words[0]) && !run.done.contains(words)
        }
        #expect(missing.isEmpty, "add these commands to JSONRun: \(missing)")
    }

    @Test(arguments: [
        (["seizures", "show", "abc"], 1, "not-available"),
        (["evidence", "prove", "77777", "--output", "p"], 1, "failed"),
        (["agreement", "explain", "nothing"], 1, "failed"),
        (["seizures", "list", "--limit", "many"], 64, "malformed"),
        (["port", "show", "Atlantis"], 1, "failed"), (["nonsense"], 64, "malformed"),
    ])
    func aFailureIsAProblemDocument(arguments: [String], code: Int, kind: String) throws {
        let outcome = try WorkFolder().run(arguments + ["--json"])
        #expect(outcome.status == Int32(code))
        #expect(outcome.output.isEmpty, "\(outcome.output)")
        let problem = try JSONRun.object(outcome.error)
        #expect(problem["type"] as? String == "urn:breakwater:problem:\(kind)")
        #expect(problem["exitCode"] as? Int == code)
        #expect((problem["detail"] as? String)?.isEmpty == false)
        #expect((problem["title"] as? String)?.isEmpty == false)
    }

    @Test func anImportTellsFileByFileWhatWasNotDone() throws {
        let folder = try WorkFolder()
        try folder.write(
            Synthetic.template([("a", "2024-01-02", "5"), ("b", "nonsense", "6")]), to: "rows.csv")
        let outcome = try folder.run([
            "seizures", "import", "absent.csv", "rows.csv", "--layout", "breakwater-template",
            "--json",
        ])
        #expect(outcome.status == 1)
        let files = try #require(try JSONRun.object(outcome.output)["files"] as? [[String: Any]])
        #expect((files[0]["failure"] as? [String: String])?["mend"]?.isEmpty == false)
        #expect(files[1]["rows"] as? Int == 2 && files[1]["failure"] is NSNull)
        #expect((files[1]["outcomes"] as? [String: Int])?["rejected"] == 1)
        #expect(folder.exists(try #require(files[1]["rejected"] as? String).relative(to: folder)))
        let problem = try JSONRun.object(outcome.error)
        #expect(problem["type"] as? String == "urn:breakwater:problem:incomplete")
    }

    @Test func defectsOfADocumentAreInTheDocument() throws {
        let folder = try WorkFolder()
        try folder.write("agreement: x\nversion: none\n", to: "bad.yaml")
        let outcome = try folder.run(["agreement", "check", "bad.yaml", "--json"])
        #expect(outcome.status == 1)
        let document = try JSONRun.object(outcome.output)
        #expect((document["defects"] as? [String])?.isEmpty == false)
        #expect(try JSONRun.object(outcome.error)["exitCode"] as? Int == 1)
    }

    @Test func theListInJSONSaysWhatTheListSays() throws {
        let pair = try NodePair()
        try pair.importFinds()
        let document = try JSONRun.object(
            pair.customs.done("seizures", "list", "--substance", "cocaine", "--json").output)
        let finds = try #require(document["seizures"] as? [[String: Any]])
        #expect(document["total"] as? Int == 3 && finds.count == 3)
        #expect(finds.map { $0["first"] as? String } == ["2024-06-08", "2024-05-07", "2024-03-05"])
        #expect(finds.last?["kilograms"] as? Double == 2786.3)
        #expect(finds.last?["methods"] as? [String] == ["RIP"])
        #expect(finds.allSatisfy { $0["place"] as? String == "NLRTM" })
        // What is not known is null and not left out.
        #expect(finds.allSatisfy { $0["persons"] is NSNull && $0["cash"] is NSNull })
    }
}

extension String {
    fileprivate func relative(to folder: WorkFolder) -> String {
        hasPrefix(folder.path) ? String(dropFirst(folder.path.count + 1)) : self
    }
}
