import Foundation
import GRDB
import Testing

/// What the public file of individual drug seizures 2011–2016 holds, counted from its raw text by
/// a parser of the tests' own; and the database after a real import, which must hold the same.
@Suite(
    .enabled(
        if: Reference.file("unodc/ids_2011_2016.csv.gz") != nil,
        "the reference data folder is absent: set BREAKWATER_REFERENCE_DATA"))
struct GoldenFactsTests {
    /// The raw text's columns, in the order of its header.
    enum Column: Int {
        case country = 2
        case place = 4
        case date, drug, amount, unit
    }

    /// Published counts of this file: rows, repeats by whole-row equality.
    static let rows = 311_038
    static let repeats = 44_229
    /// Two more rows differ from an earlier one by outer blanks alone, which an import trims.
    static let repeatsWithoutOuterBlanks = 44_231
    /// Empty cells by column.
    static let blanks = [
        0, 0, 0, 59_474, 12_158, 0, 0, 1, 21, 268_409, 251_555, 260_809, 275_561, 91_521, 265_824,
        140_147,
    ]

    struct Facts {
        var rows = 0
        var repeats = 0
        var repeatsTrimmed = 0
        var blanks: [Int] = []
        var countries: [String: Int] = [:]
        var drugs: [String: Int] = [:]
        var years: [String: Int] = [:]
    }

    static func facts(_ text: String) throws -> Facts {
        let table = try RawTable.rows(text, ";")
        var facts = Facts(blanks: Array(repeating: 0, count: table[0].count))
        var whole: Set<[String]> = []
        var trimmed: Set<[String]> = []
        for row in table.dropFirst() {
            facts.rows += 1
            if !whole.insert(row).inserted { facts.repeats += 1 }
            let bare = row.map(trim)
            if !trimmed.insert(bare).inserted { facts.repeatsTrimmed += 1 }
            for (index, cell) in row.enumerated() where cell.isEmpty { facts.blanks[index] += 1 }
            facts.countries[bare[Column.country.rawValue], default: 0] += 1
            facts.drugs[bare[Column.drug.rawValue], default: 0] += 1
            facts.years[String(bare[Column.date.rawValue].prefix(4)), default: 0] += 1
        }
        return facts
    }

    static func trim(_ text: String) -> String {
        guard text.first?.isWhitespace == true || text.last?.isWhitespace == true else {
            return text
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test(.timeLimit(.minutes(15)))
    func importHoldsExactlyWhatTheFileHolds() throws {
        let folder = try WorkFolder()
        let path = try #require(Reference.file("unodc/ids_2011_2016.csv.gz"))
        try Program.tool("/usr/bin/gzip", ["-dc", path], output: "raw.csv", in: folder)
        let facts = try Self.facts(folder.text("raw.csv"))
        #expect(facts.rows == Self.rows)
        #expect(facts.repeats == Self.repeats)
        #expect(facts.repeatsTrimmed == Self.repeatsWithoutOuterBlanks)
        #expect(facts.blanks == Self.blanks)

        let outcome = try Program.run(
            ["seizures", "import", path, "--layout", "unodc-ids", "--database", folder.database],
            in: folder)
        try #require(outcome.status == 0, "\(outcome.text)")
        let cells = try folder.cells()
        try expectRows(folder, facts, cells)
        try expectBlanks(folder, facts, cells)
        try expectSubstances(folder, facts)
        try expectReview(folder)
        try expectAssessment(folder, facts)
    }

    /// What the test reads of an assessment.
    struct Assessed: Decodable {
        struct Base: Decodable { let seizures, counted, held, repeats: Int }
        struct Reporter: Decodable {
            let reporter: String
            let records: Int
        }
        struct Cell: Decodable {
            let group: String
            let seizures: Int
        }
        struct Coverage: Decodable {
            let reporters: [Reporter]
            let table: [Cell]
        }
        struct Point: Decodable { let seizures: Int }
        struct Series: Decodable {
            let scope, group: String
            let points: [Point]
        }
        let base: Base
        let coverage: Coverage
        let trends: [Series]
    }

    /// The assessment's figures reconcile with the file to the row.
    func expectAssessment(_ folder: WorkFolder, _ facts: Facts) throws {
        let outcome = try Program.run(
            [
                "situation", "--quiet", "--formats", "json", "--output", folder.file("s"),
                "--database", folder.database,
            ], in: folder)
        try #require(outcome.status == 0, "\(outcome.text)")
        let assessed = try JSONDecoder().decode(
            Assessed.self, from: Data(folder.text("s.json").utf8))
        let base = assessed.base
        #expect(base.seizures == facts.rows)
        #expect(base.counted + base.held + base.repeats == facts.rows)
        let reporters = Dictionary(
            uniqueKeysWithValues: assessed.coverage.reporters.map { ($0.reporter, $0.records) })
        #expect(reporters == facts.countries)
        #expect(assessed.coverage.table.reduce(0) { $0 + $1.seizures } == base.counted)
        var groups: [String: Int] = [:]
        for cell in assessed.coverage.table { groups[cell.group, default: 0] += cell.seizures }
        let stored = try folder.table(
            "SELECT substance_group, COUNT(*) FROM seizure WHERE state = 'counted' GROUP BY 1")
        #expect(
            groups
                == Dictionary(
                    uniqueKeysWithValues: stored.map {
                        ($0.key.split(separator: "-").joined(separator: " "), $0.value)
                    }))
        // Every day of this file lies within a year, so each group's series adds up to its cells.
        for series in assessed.trends where series.scope == "all" {
            #expect(series.points.reduce(0) { $0 + $1.seizures } == groups[series.group])
        }
    }

    func expectRows(
        _ folder: WorkFolder, _ facts: Facts, _ cells: [String: [String]]
    ) throws {
        #expect(try folder.number("SELECT COUNT(*) FROM record WHERE version = 1") == facts.rows)
        #expect(
            try folder.number("SELECT COUNT(*) FROM seizure WHERE is_current = 1") == facts.rows)
        #expect(
            try folder.number("SELECT COUNT(*) FROM seizure WHERE occurrence > 0")
                == facts.repeatsTrimmed)
        #expect(
            try folder.table("SELECT reporter, COUNT(*) FROM seizure GROUP BY 1")
                == facts.countries)
        // By code: two names of one country are one.
        let codes = try Self.names("countries/countries.csv", texts: [1, 2, 4], meaning: 0)
        var expected: [String: Int] = [:]
        for (name, count) in facts.countries {
            expected[codes[Self.plain(name)] ?? name, default: 0] += count
        }
        #expect(
            try folder.table("SELECT COALESCE(country, '?'), COUNT(*) FROM seizure GROUP BY 1")
                == expected)
        let years = cells.values.reduce(into: [:]) { $0[String($1[5].prefix(4)), default: 0] += 1 }
        #expect(years == facts.years)
    }

    func expectBlanks(
        _ folder: WorkFolder, _ facts: Facts, _ cells: [String: [String]]
    ) throws {
        for (index, blanks) in facts.blanks.enumerated() {
            #expect(cells.values.count { $0[index].isEmpty } == blanks, "column \(index)")
        }
        // A blank or «Unknown» cell of a column that is there was asked: never «not asked», and
        // never anything else.
        for (index, column) in [9: "concealment", 10: "setting", 11: "transport"] {
            let readings = try folder.readings(of: column)
            #expect(readings.count == cells.count)
            #expect(!readings.values.contains("not-asked"))
            let blank = readings.count { key, reading in
                ["", "Unknown"].contains(cells[key]?[index]) && reading != "unknown"
            }
            #expect(blank == 0)
            #expect(readings.values.count { $0 == "unknown" } >= facts.blanks[index])
        }
        #expect(
            try folder.number("SELECT COUNT(*) FROM seizure WHERE amount IS NULL")
                == facts.blanks[Column.amount.rawValue])
        // One row gives neither amount nor unit.
        #expect(
            try folder.number(
                "SELECT COUNT(*) FROM seizure WHERE unit = 'not-stated' OR unit IS NULL")
                == facts.blanks[Column.unit.rawValue])
        #expect(
            try folder.number("SELECT COUNT(*) FROM seizure WHERE place_text = ''")
                >= facts.blanks[Column.place.rawValue])
    }

    /// Rows per substance: the file's names, each through the table of synonyms that ships.
    func expectSubstances(_ folder: WorkFolder, _ facts: Facts) throws {
        let synonyms = try Self.names("substances/synonyms.csv", texts: [0], meaning: 1)
        var expected: [String: Int] = [:]
        for (drug, count) in facts.drugs {
            expected[synonyms[Self.plain(drug)] ?? "unknown", default: 0] += count
        }
        let stored = try folder.table("SELECT substance, COUNT(*) FROM seizure GROUP BY 1")
        for key in Set(expected.keys).union(stored.keys) {
            #expect(stored[key] == expected[key], "\(key)")
        }
    }

    /// Spellings and what each means, from a table of the data that ships.
    static func names(_ file: String, texts: [Int], meaning: Int) throws -> [String: String] {
        let url = packageRoot.appendingPathComponent("data").appendingPathComponent(file)
        let table = try RawTable.rows(String(contentsOf: url, encoding: .utf8), ",")
        return table.dropFirst().reduce(into: [:]) { names, row in
            for cell in texts.map({ row[$0] }) {
                for text in cell.split(separator: "|") { names[plain(String(text))] = row[meaning] }
            }
        }
    }

    /// Small letters and digits, everything else one blank.
    static func plain(_ text: String) -> String {
        let folded = text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .replacingOccurrences(of: "'", with: "").replacingOccurrences(of: "’", with: "")
        return folded.split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }

    /// No row is lost to the review: each repeat is set aside, held or counted, with a finding.
    func expectReview(_ folder: WorkFolder) throws {
        let states = try folder.table("SELECT state, COUNT(*) FROM seizure GROUP BY 1")
        #expect(states.values.reduce(0, +) == Self.rows)
        #expect(
            try folder.number(
                "SELECT COUNT(*) FROM seizure WHERE state = 'repeat' AND record NOT IN "
                    + "(SELECT record FROM finding WHERE kind = 'exact-repeat')") == 0)
        #expect(
            try folder.number(
                "SELECT COUNT(*) FROM seizure WHERE state = 'repeat' AND occurrence = 0") == 0)
    }
}
