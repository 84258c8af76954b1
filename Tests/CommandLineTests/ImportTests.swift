import Foundation
import Testing

/// `breakwater seizures import` by hand: right, wrong, twice, compressed.
struct ImportTests {
    let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    func run(_ files: String..., layout: String = "unodc-ids", more: [String] = []) throws
        -> Program.Outcome
    {
        try Program.run(
            ["seizures", "import"] + files
                + ["--layout", layout, "--database", folder.database, "--quiet"] + more,
            in: folder)
    }

    /// The number that stands before a title in the summary.
    func count(_ title: String, in outcome: Program.Outcome) -> Int? {
        outcome.lines.lazy.compactMap { line in
            let words = line.split(separator: " ")
            guard words.count > 1, words.dropFirst().joined(separator: " ") == title else {
                return nil
            }
            return Int(words[0].filter { $0 != "," })
        }.first
    }

    @Test func everyRowIsStoredAndCounted() throws {
        try folder.write(Synthetic.seizures(500), to: "a.csv")
        let outcome = try run("a.csv")
        #expect(outcome.status == 0)
        #expect(outcome.error.isEmpty)
        #expect(count("rows", in: outcome) == 500)
        #expect(count("recorded as new", in: outcome) == 500)
        let outcomes = ["accepted", "accepted with notes", "held", "rejected"].map {
            count($0, in: outcome) ?? -1
        }
        #expect(outcomes.reduce(0, +) == 500)
        #expect(try folder.number("SELECT COUNT(*) FROM record") == 500)
        #expect(try folder.number("SELECT COUNT(*) FROM seizure WHERE is_current = 1") == 500)
    }

    @Test func secondImportChangesNothing() throws {
        try folder.write(Synthetic.seizures(500), to: "a.csv")
        _ = try run("a.csv")
        let copy = try WorkFolder(hasNode: false)
        try FileManager.default.copyItem(atPath: folder.file("node"), toPath: copy.file("node"))
        let again = try run("a.csv")
        #expect(again.status == 0)
        #expect(count("recorded as unchanged", in: again) == 500)
        #expect(count("recorded as new", in: again) == 0)
        #expect(try WorkFolder.differences(folder, copy).isEmpty)
    }

    @Test func changedRowUnderTheSameReferenceIsANewVersion() throws {
        try folder.write(
            Synthetic.template([("A-1", "2024-03-05", "10"), ("A-2", "2024-03-06", "20")]),
            to: "t.csv")
        #expect(try run("t.csv", layout: "breakwater-template").status == 0)
        try folder.write(
            Synthetic.template([("A-1", "2024-03-05", "10"), ("A-2", "2024-03-06", "25")]),
            to: "t.csv")
        let again = try run("t.csv", layout: "breakwater-template")
        #expect(count("recorded as new version", in: again) == 1)
        #expect(count("recorded as unchanged", in: again) == 1)
        #expect(try folder.number("SELECT COUNT(*) FROM record") == 3)
        #expect(try folder.number("SELECT SUM(amount) FROM seizure WHERE is_current = 1") == 35)
    }

    @Test func databaseIsWhereTheEnvironmentSays() throws {
        try folder.write(Synthetic.seizures(5), to: "a.csv")
        let arguments = ["seizures", "import", "a.csv", "--layout", "unodc-ids"]
        let stated = ["BREAKWATER_DATABASE": "sqlite://" + folder.file("stated.sqlite")]
        let moved = ["XDG_DATA_HOME": folder.file("share")]
        for environment in [stated, [:], moved] {
            let none = try Program.run(arguments, in: folder, environment: environment)
            #expect(none.status == 1)
            #expect(none.error.contains("there is no node here"))
            #expect(none.error.contains("mend: breakwater init"))
            let set = try Program.run(
                ["init", "--organisation", "here", "--name", "Here"], in: folder,
                environment: environment)
            #expect(set.status == 0, "\(set.error)")
            #expect(try Program.run(arguments, in: folder, environment: environment).status == 0)
        }
        #expect(folder.exists("stated.sqlite"))
        #expect(folder.exists("reports/a.csv.unodc-ids.rows.csv"))
        #expect(folder.exists(".local/share/breakwater/breakwater.sqlite"))
        #expect(folder.exists("share/breakwater/breakwater.sqlite"))
    }

    @Test func referenceDataIsFoundBesideTheProgram() throws {
        let outcome = try Program.run(["layouts"], in: folder, environment: ["BREAKWATER_DATA": ""])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("unodc-ids"))
    }

    // MARK: Wrong

    static let wrongFiles: [(name: String, bytes: Data, cause: String)] = [
        ("empty.csv", Data(), "the file is empty"),
        ("blank.csv", Data("\n\n\n".utf8), "the file is empty"),
        ("header.csv", Data(Synthetic.header.utf8), "has a header but no rows"),
        ("binary.csv", Data((0..<4_000).map { UInt8($0 & 0xff) }), "not"),
        (
            "zero.csv", Data(Synthetic.seizures(50).utf8) + Data([0]) + Data("x\n".utf8),
            "looks binary"
        ),
        ("other.csv", Data("a,b\n1,2\n".utf8), "the header lacks “COUNTRY”"),
        (
            "twice.csv", Data((Synthetic.header.dropLast() + ";PLACE\nx\n").utf8),
            "names the column “PLACE” twice"
        ),
        (
            "latin.csv", Data(Synthetic.seizures(50).utf8) + Data([0x3b, 0xe9, 0x3b, 0x0a]),
            "is not utf-8"
        ),
        (
            "quote.csv", Data((Synthetic.seizures(50) + "\"never closed;;;\n").utf8), "never closes"
        ),
        (
            "long.csv",
            Data((Synthetic.seizures(5) + String(repeating: "x", count: 10_000_000)).utf8),
            "is longer than"
        ),
    ]

    @Test(arguments: wrongFiles.map(\.name))
    func unreadableFileIsRefusedWithCauseAndMend(name: String) throws {
        let wrong = try #require(Self.wrongFiles.first { $0.name == name })
        try folder.write(wrong.bytes, to: name)
        let outcome = try run(name)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains(name))
        #expect(outcome.error.contains(wrong.cause), "\(outcome.error)")
        #expect(outcome.error.contains("nothing was stored"))
        #expect(outcome.error.contains("mend: "))
        try expectNothingStored()
    }

    func expectNothingStored(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try folder.recordCount() == 0, sourceLocation: sourceLocation)
        let reports = try? FileManager.default.contentsOfDirectory(
            atPath: folder.file("node/reports"))
        #expect((reports ?? []).isEmpty, sourceLocation: sourceLocation)
    }

    @Test func missingFileAndFolderAreRefused() throws {
        for name in ["nowhere.csv", "."] {
            let outcome = try run(name)
            #expect(outcome.status == 1)
            #expect(outcome.error.contains("\(name) cannot be opened"))
            #expect(outcome.error.contains("mend: "))
        }
        try expectNothingStored()
    }

    @Test func unknownLayoutAndEncodingAreRefused() throws {
        try folder.write(Synthetic.seizures(5), to: "a.csv")
        let layout = try run("a.csv", layout: "unodc")
        #expect(layout.status == 1)
        #expect(layout.error.contains("there is no layout “unodc”"))
        #expect(layout.error.contains("mend: use one of"))
        let encoding = try run("a.csv", more: ["--encoding", "klingon"])
        #expect(encoding.status == 1)
        #expect(encoding.error.contains("the encoding “klingon” is not known"))
        #expect(encoding.error.contains("mend: use utf-8"))
        try expectNothingStored()
    }

    @Test func unusableDatabaseIsSaid() throws {
        try folder.write(Synthetic.seizures(5), to: "a.csv")
        for (address, cause) in [
            ("mysql://host/base", "scheme"), (folder.path, "could not open the database"),
            ("a.csv", "not a database"), ("/proc/none/node.sqlite", "could not open the database"),
        ] {
            let outcome = try Program.run(
                [
                    "seizures", "import", "a.csv", "--layout", "unodc-ids", "--database", address,
                    "--keys", folder.keys,
                ], in: folder)
            #expect(outcome.status == 1, "\(address)")
            #expect(outcome.error.contains(cause), "\(outcome.error)")
            #expect(outcome.error.contains("mend: "), "\(address)")
        }
        #expect(try folder.text("a.csv") == Synthetic.seizures(5))
    }

    @Test func oneWrongFileDoesNotKeepTheOthersOut() throws {
        try folder.write(Synthetic.seizures(50), to: "a.csv")
        try folder.write("", to: "empty.csv")
        try folder.write(Synthetic.template([("A", "2024-01-01", "1")]), to: "t.csv")
        let outcome = try run("empty.csv", "t.csv", "a.csv")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("empty.csv"))
        #expect(outcome.error.contains("t.csv"))
        #expect(try folder.recordCount() == 50)
    }

    // MARK: Compressed

    @Test func compressedFileIsTheSameAsPlain() throws {
        try folder.write(Synthetic.seizures(3_000), to: "a.csv")
        #expect(try run("a.csv").status == 0)
        let other = try WorkFolder()
        try other.write(try folder.compress("a.csv"), to: "a.csv")
        let outcome = try Program.run(
            ["seizures", "import", "a.csv", "--layout", "unodc-ids", "--database", other.database],
            in: other)
        #expect(outcome.status == 0)
        #expect(try WorkFolder.differences(folder, other).isEmpty)
    }

    @Test func joinedCompressedPartsAreOneFile() throws {
        let text = Synthetic.seizures(3_000)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        try folder.write(lines[..<1_200].joined(separator: "\n") + "\n", to: "1")
        try folder.write(lines[1_200...].joined(separator: "\n"), to: "2")
        try folder.write(try folder.compress("1") + folder.compress("2"), to: "a.csv.gz")
        let outcome = try run("a.csv.gz")
        #expect(outcome.status == 0)
        #expect(try folder.recordCount() == 3_000)
    }

    @Test(arguments: [1, 9, 200, 5_000])
    func cutCompressedFileIsRefused(missing: Int) throws {
        try folder.write(Synthetic.seizures(3_000), to: "a.csv")
        try folder.write(try folder.compress("a.csv").dropLast(missing), to: "a.csv.gz")
        let outcome = try run("a.csv.gz")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("the compressed file is damaged"))
        #expect(outcome.error.contains("mend: fetch the file again"))
        try expectNothingStored()
    }

    @Test func damagedCompressedFileIsRefused() throws {
        try folder.write(Synthetic.seizures(3_000), to: "a.csv")
        var bytes = try folder.compress("a.csv")
        let middle = bytes.startIndex + bytes.count / 2
        for index in middle..<middle + 40 { bytes[index] ^= 0xff }
        try folder.write(bytes, to: "a.csv.gz")
        let outcome = try run("a.csv.gz")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("nothing was stored"))
        try expectNothingStored()
    }
}
