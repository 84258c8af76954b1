import Foundation
import TestSupport
import Testing

/// The desk by command: entries, drafts, staged imports, photographs, history, today.
struct DeskCommandTests {
    let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    private static let answers = [
        "--date", "2024-05-06", "--place", "Antwerp", "--substance", "cocaine", "--amount",
        "120", "--unit", "kg", "--stage", "at-port",
    ]

    private func document(_ words: [String], status: Int32 = 0) throws -> [String: Any] {
        let outcome = try folder.run(words + ["--json"])
        #expect(outcome.status == status, "\(outcome.text)")
        return try JSONRun.object(outcome.output)
    }

    /// Adds a record and answers its identifier.
    private func add(_ more: String...) throws -> String {
        let stored = try document(["seizures", "add", "--accept"] + Self.answers + more)
        #expect(stored["format"] as? String == "breakwater.seizures-add")
        return try #require(stored["record"] as? String)
    }

    @Test func anEntryIsARecordOnceAndIsChangedWithItsHistory() throws {
        let token = "abcdefghijklmnopqrstuvwx"
        let record = try add("--token", token)
        #expect(try add("--token", token) == record)
        #expect(try folder.recordCount() == 1)
        let changed = try document([
            "seizures", "add", "--change", record, "--amount", "125", "--accept",
        ])
        #expect(changed["version"] as? Int == 2)
        // Who looked at the first version must look again.
        let late = try folder.run([
            "seizures", "add", "--change", record, "--opened-version", "1", "--amount", "130",
            "--accept",
        ])
        #expect(late.status == 1 && late.error.contains("was changed since"))
        let history = try document(["seizures", "history", record])
        let versions = try #require(history["versions"] as? [[String: Any]])
        #expect(versions.map { $0["version"] as? Int } == [2, 1])
        let changes = try #require(versions[0]["changes"] as? [[String: Any]])
        #expect(changes.count == 1)
        #expect(changes[0]["column"] as? String == "amount")
        #expect(changes[0]["before"] as? String == "120")
        #expect(changes[0]["after"] as? String == "125")
        let text = try folder.run(["seizures", "history", record])
        #expect(text.output.contains("amount: “120” became “125”"))
    }

    @Test func anEntryWithADefectSaysWhereAndStoresNothing() throws {
        let answer = try document(
            ["seizures", "add", "--date", "soonish", "--place", "Antwerp"], status: 1)
        let remarks = try #require(answer["remarks"] as? [[String: Any]])
        #expect(Set(remarks.compactMap { $0["column"] as? String }).contains("date"))
        #expect(remarks.contains { $0["isDefect"] as? Bool == true })
        #expect(try folder.recordCount() == 0)
        let unknown = try folder.run(["seizures", "add", "--set", "colour=blue"])
        #expect(unknown.status == 1 && unknown.error.contains("names no column"))
    }

    @Test func aDraftIsKeptGoneOnWithAndStored() throws {
        let saved = try document(["draft", "save", "--place", "Antwerp"])
        let draft = try #require(saved["draft"] as? String)
        _ = try document(["draft", "save", "--draft", draft] + Self.answers)
        let shown = try document(["draft", "show", draft])
        #expect((shown["cells"] as? [String: String])?["amount"] == "120")
        let list = try document(["draft", "list"])
        #expect((list["drafts"] as? [Any])?.count == 1)
        // Another person has no such draft.
        let other = try folder.run(["draft", "show", draft, "--as", "somebody.else"])
        #expect(other.status == 1 && other.error.contains("there is no such record"))
        let today = try document(["today"])
        #expect(today["drafts"] as? [String] == [draft])
        _ = try document(["seizures", "add", "--draft", draft, "--accept"])
        #expect(try folder.recordCount() == 1)
        #expect(try (document(["draft", "list"])["drafts"] as? [Any])?.isEmpty == true)
        let more = try document(["draft", "save", "--place", "Gdynia"])
        _ = try document(["draft", "discard", try #require(more["draft"] as? String)])
        #expect(try folder.run(["draft", "list"]).output == "no drafts\n")
    }

    @Test func aFileIsStagedCheckedAcceptedAndTakenBack() throws {
        try folder.write(
            Synthetic.template([("a", "2024-01-02", "5"), ("b", "nonsense", "6")]), to: "quay.csv")
        let added = try document(["staging", "add", "quay.csv"])
        let staged = try #require(added["staged"] as? String)
        let list = try #require(try document(["staging", "list"])["files"] as? [[String: Any]])
        #expect(list.map { $0["file"] as? String } == ["quay.csv"])
        #expect(try document(["today"])["staged"] as? [String] == [staged])
        let check = try document(["staging", "check", staged])
        #expect(check["rows"] as? Int == 2)
        #expect((check["outcomes"] as? [String: Int])?["rejected"] == 1)
        #expect((check["lines"] as? [[String: Any]])?.isEmpty == false)
        #expect(try folder.recordCount() == 0)
        let accepted = try document(["staging", "accept", staged])
        #expect((accepted["written"] as? [String: Int])?["new"] == 1)
        let batch = try #require(accepted["import"] as? String)
        #expect(try folder.recordCount() == 1)
        let gone = try folder.run(["staging", "accept", staged])
        #expect(gone.status == 1)
        let imports = try #require(
            try document(["staging", "imports"])["imports"] as? [[String: Any]])
        #expect(imports.map { $0["import"] as? String } == [batch])
        let taken = try document(["staging", "withdraw", batch, "--reason", "wrong file"])
        #expect(taken["withdrawn"] as? Int == 1)
        #expect(try folder.run(["seizures", "list"]).output == "0 seizures\n")
        let another = try document(["staging", "add", "quay.csv"])
        _ = try document(["staging", "discard", try #require(another["staged"] as? String)])
        #expect(try folder.run(["staging", "list"]).output == "no file waits\n")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/mat2")))
    func photographsAreCleanedListedSavedAndRemoved() throws {
        let record = try add()
        try folder.write(Data(SampleImage.jpeg), to: "quay.jpg")
        try folder.write("no picture", to: "note.txt")
        let added = try document(
            ["photograph", "add", record, "quay.jpg", "note.txt"], status: 1)
        let lines = try #require(added["photographs"] as? [[String: Any]])
        #expect(lines[0]["number"] as? Int == 1 && lines[0]["failure"] is NSNull)
        let failure = try #require(lines[1]["failure"] as? [String: String])
        #expect(failure["cause"]?.contains("neither JPEG nor PNG") == true)
        let list = try #require(
            try document(["photograph", "list", record])["photographs"] as? [[String: Any]])
        #expect(list.map { $0["number"] as? Int } == [1])
        _ = try document(["photograph", "save", record, "1", "--output", "kept.jpg"])
        let kept = try Data(contentsOf: URL(fileURLWithPath: folder.file("kept.jpg")))
        #expect(kept.starts(with: [0xff, 0xd8, 0xff]))
        // The description and the comment that the file came with.
        for words in ["secret place", "hidden"] {
            #expect(kept.range(of: Data(words.utf8)) == nil, "\(words)")
        }
        let none = try folder.run(["photograph", "save", record, "2", "--output", "none.jpg"])
        #expect(none.status == 1 && !folder.exists("none.jpg"))
        _ = try document(["photograph", "remove", record, "1", "--reason", "blurred"])
        #expect(try folder.run(["photograph", "list", record]).output == "no photographs\n")
        let check = try document(["evidence", "fsck"])
        #expect(check["isSound"] as? Bool == true)
    }

    @Test func todaySaysWhatIsNewAndWhatWaits() throws {
        _ = try add()
        let today = try document(["today"])
        let fresh = try #require(today["fresh"] as? [[String: Any]])
        #expect(fresh.map { $0["new"] as? Int } == [1])
        #expect(fresh.map { $0["place"] as? String } == ["BEANR"])
        let text = try folder.run(["today"])
        #expect(text.output.contains("BEANR  1 new"))
        let wrong = try folder.run(["today", "--since", "yesterday"])
        #expect(wrong.status == 1 && wrong.error.contains("--since"))
    }
}
