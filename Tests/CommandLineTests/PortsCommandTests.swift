import Foundation
import Testing

/// `breakwater ports`: the official list adds to the ports that ship.
struct PortsCommandTests {
    let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    func run(_ arguments: String...) throws -> Program.Outcome {
        try Program.run(
            ["ports"] + arguments, in: folder,
            environment: ["BREAKWATER_DATABASE": folder.database])
    }

    func writeLatin1(_ name: String) throws {
        try folder.write(try #require(Synthetic.codeList.data(using: .isoLatin1)), to: name)
    }

    @Test func officialListWithoutHeaderIsTaken() throws {
        #expect(try run("find", "Färgö Västra", "--country", "SE").status == 1)
        try writeLatin1("part1.csv")
        let outcome = try run("import", "part1.csv", "--encoding", "iso-8859-1")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("5 rows read, 2 ports kept"))
        #expect(outcome.output.contains("1 passed over: country headings"))
        #expect(outcome.output.contains("1 passed over: neither a port"))
        #expect(outcome.output.contains("1 passed over: the code is not a UN/LOCODE"))
        for text in ["Färgö Västra", "FARGO VASTRA", "SEZZ2", "SE ZZ2"] {
            let found = try run("find", text, "--country", "SE")
            #expect(found.status == 0, "\(text): \(found.error)")
            #expect(found.output.hasPrefix("SEZZ2  Färgö Västra"))
        }
        #expect(
            try folder.texts("SELECT code || ' ' || round(latitude, 2) FROM imported_place")
                == ["SEZZ2 57.65", "SEZZ3 58.65"])
    }

    @Test func secondImportChangesNothing() throws {
        try writeLatin1("part1.csv")
        _ = try run("import", "part1.csv", "--encoding", "iso-8859-1")
        let before = try folder.texts("SELECT code || name || spellings FROM imported_place")
        let again = try run("import", "part1.csv", "--encoding", "iso-8859-1")
        #expect(again.output.contains("2 ports kept"))
        #expect(try folder.texts("SELECT code || name || spellings FROM imported_place") == before)
    }

    @Test func importedPortServesSeizures() throws {
        try writeLatin1("part1.csv")
        _ = try run("import", "part1.csv", "--encoding", "iso-8859-1")
        try folder.write(
            Synthetic.template([("A-1", "2024-03-05", "10")])
                .replacingOccurrences(of: "NL,Rotterdam", with: "SE,fargo vastra"), to: "t.csv")
        let outcome = try Program.run(
            [
                "seizures", "import", "t.csv", "--layout", "breakwater-template", "--database",
                folder.database,
            ], in: folder)
        #expect(outcome.status == 0)
        #expect(
            try folder.texts("SELECT place || place_match FROM seizure").first?.hasPrefix("SEZZ2")
                == true)
    }

    @Test func wrongEncodingEmptyAndOtherFilesAreRefused() throws {
        try writeLatin1("part1.csv")
        _ = try run("import", "part1.csv", "--encoding", "iso-8859-1")
        try folder.write("", to: "empty.csv")
        try folder.write("a,b\n1,2\n", to: "other.csv")
        for (arguments, cause) in [
            (["part1.csv"], "is not utf-8"), (["part1.csv", "--encoding", "latin"], "not known"),
            (["empty.csv"], "the file is empty"), (["other.csv"], "no port entries"),
            (["nowhere.csv"], "cannot be opened"),
        ] {
            let outcome = try Program.run(
                ["ports", "import"] + arguments + ["--database", folder.database], in: folder)
            #expect(outcome.status == 1)
            #expect(outcome.error.contains(cause), "\(outcome.error)")
            #expect(outcome.error.contains("mend: "))
        }
        // What was there before stays.
        #expect(try folder.number("SELECT COUNT(*) FROM imported_place") == 2)
    }

    @Test func textThatNamesNoPortIsRefused() throws {
        for arguments in [["Atlantis"], ["Rotterdam", "--country", "Narnia"], [""]] {
            let outcome = try Program.run(
                ["ports", "find"] + arguments + ["--database", folder.database], in: folder)
            #expect(outcome.status == 1)
            #expect(outcome.error.contains("mend: "))
        }
        #expect(try run("find", "Rotterdam").output.hasPrefix("NLRTM"))
    }

    @Test(
        .enabled(
            if: Reference.file("ports/unlocode_function1_ports.csv") != nil,
            "the reference data folder is absent: set BREAKWATER_REFERENCE_DATA"))
    func fullListWithHeaderIsTaken() throws {
        let path = try #require(Reference.file("ports/unlocode_function1_ports.csv"))
        let table = try RawTable.rows(String(contentsOfFile: path, encoding: .utf8), ",")
        let shipped = try RawTable.rows(
            String(
                contentsOf: packageRoot.appendingPathComponent("data/ports/ports.csv"),
                encoding: .utf8), ",")
        let known = Set(shipped.map { $0[0] })
        let outcome = try run("import", path)
        #expect(outcome.status == 0)
        let entries = table.dropFirst().filter { $0[6].contains("1") || $0[6].contains("6") }
        let wellFormed = Set(
            entries.map { $0[0] + $0[1] }.filter { code in
                !code.dropFirst(2).contains { $0 == "0" || $0 == "1" }
            })
        #expect(try Set(folder.texts("SELECT code FROM imported_place")) == wellFormed)
        #expect(try run("import", path).status == 0)
        #expect(try folder.number("SELECT COUNT(*) FROM imported_place") == wellFormed.count)
        // A place that only this list has.
        let only = try #require(
            entries.first { !known.contains($0[0] + $0[1]) && $0[2].count > 8 })
        let found = try run("find", only[0] + only[1])
        #expect(found.status == 0)
        #expect(found.output.hasPrefix(only[0] + only[1]))
        #expect(found.output.contains(only[2]))
    }
}

/// The reference data folder, which is not part of the product.
enum Reference {
    /// Path of one of its files; nil where it is absent.
    static func file(_ name: String) -> String? {
        let stated = ProcessInfo.processInfo.environment["BREAKWATER_REFERENCE_DATA"]
        let folder =
            stated.map { URL(fileURLWithPath: $0) }
            ?? packageRoot.deletingLastPathComponent().appendingPathComponent("shared/data")
        let path = folder.appendingPathComponent(name).path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}
