import Testing

@testable import SituationAnalysis

/// Every defect of a layout document has a place, a cause and a mend.
@Suite struct LayoutDefectTests {
    private static let head = "layout: x\ntitle: X\nrecord: seizure\n"
    private static let columns = "columns: {d: date, s: substance}\n"

    private func defect(_ yaml: String) -> LayoutDefect? {
        do throws(LayoutDefect) {
            _ = try Layout(parsing: yaml)
            return nil
        } catch {
            return error
        }
    }

    @Test func smallestLayoutReads() {
        #expect(defect(Self.head + Self.columns) == nil)
    }

    @Test(arguments: [
        ("", "document", "is empty"), ("# nothing", "document", "is empty"),
        ("a: [", "document", "is not YAML"), ("\t- x", "document", "is not YAML"),
        ("layout: x\nlayout: y", "document", "is not YAML"),
        ("--- {a: b}\n--- {c: d}", "document", "is not YAML"),
        ("just text", " (line 1)", "is not a mapping"),
        ("- a\n- b", " (line 1)", "is not a mapping"),
        (head + columns + "extra: 1", "extra", "is not a known key"),
        (head, "columns", "is missing"), (columns, "layout", "is missing"),
        ("layout: x\nrecord: seizure\n" + columns, "title", "is missing"),
        ("layout: x\ntitle: X\nrecord: dream\n" + columns, "record", "“dream” is not a term"),
        (head + "columns: [d, s]", "columns", "is not a mapping"),
        (head + "columns: {d: date, s: stuff}", "columns.s", "“stuff” is not a term"),
        (
            head + "columns: {d: {field: date, requird: true}, s: substance}", "columns.d.requird",
            "is not a known key"
        ),
        (
            head + "columns: {d: {field: date, required: yes}, s: substance}", "columns.d.required",
            "is neither"
        ),
        (head + "columns: {d: {terms: {a: b}}, s: substance}", "columns.d.field", "is missing"),
        (
            head + "columns: {d: date, s: [{field: substance}, {}]}", "columns.s[1].field",
            "is missing"
        ),
        (head + "columns: {d: date, s: [[]]}", "columns.s[0]", "is not a mapping"),
        (
            head + "columns: {d: date, s: {field: substance, terms: [a]}}", "columns.s.terms",
            "is not a mapping"
        ),
        (
            head + "columns: {d: date, s: {field: substance, terms: {a: [b]}}}",
            "columns.s.terms.a", "is not a text"
        ),
        (
            head + "columns: {d: date, s: {field: substance, separator: ab}}",
            "columns.s.separator", "is not one character"
        ),
        (
            head + "columns: {d: date, s: substance, c: {field: company}}", "columns.c.role",
            "is missing"
        ),
        (
            head + "columns: {d: date, s: substance, c: {field: company, role: king}}",
            "columns.c.role", "“king” is not a term"
        ),
        (head + "columns: {d: date, D: substance}", "columns.D", "is named twice"),
        (head + "columns: {[d]: date}", "columns", "has a key that is not a text"),
        (head + "columns: {s: substance}", "columns", "no column gives a date"),
        (head + "columns: {d: date}", "columns", "no column gives a substance"),
        (head + columns + "identity: [z]", "identity", "“z” is no column"),
        (head + columns + "format: xml", "format", "is unknown"),
        (head + columns + "delimiter: ab", "delimiter", "is not one character"),
        (head + columns + "delimiter: \"\\n\"", "delimiter", "is not one character"),
        (head + columns + "delimiter: '\"'", "delimiter", "is not one character"),
        (head + columns + "encoding: ebcdic", "encoding", "is unknown"),
        (head + columns + "decimal: dot", "decimal", "is unknown"),
        (head + columns + "dates: [iso, ymd]", "dates", "“ymd” is unknown"),
        (head + columns + "dates: {iso: true}", "dates", "is not a text"),
        (head + columns + "fiscal_year_starts: 13", "fiscal_year_starts", "is no month"),
        (head + columns + "defaults: {weather: fine}", "defaults", "“weather” is not a term"),
        (head + columns + "mark: {tlp: PURPLE, handling: H1}", "mark", "is not a term"),
        (head + columns + "mark: {tlp: RED, handling: H3}", "mark", "H3 has no words"),
        (head + columns + "mark: {colour: red}", "mark.colour", "is not a known key"),
        ("layout: ../../x\ntitle: X\nrecord: seizure\n" + columns, "layout", "is not a plain name"),
        (head + "columns: &a {d: date, s: substance}", "line 4", "has an anchor"),
        (
            head + "columns: {d: date, s: {field: substance, terms: {x: &b y, z: *b}}}", "line 4",
            "has an anchor"
        ),
        (head + columns + "unknown:\n- &u x\n- *u", "line 6", "has an anchor"),
        (head + columns + "unknown: [&u x,*u]", "line 5", "has an anchor"),
    ])
    func layoutDefectHasPlaceCauseAndMend(_ yaml: String, _ place: String, _ cause: String) throws {
        let found = try #require(defect(yaml))
        #expect(found.place.hasPrefix(place), "\(found)")
        #expect(found.cause.hasPrefix(cause) || found.cause.contains(cause), "\(found)")
        #expect(!found.place.isEmpty && !found.mend.isEmpty)
    }

    @Test func aliasWithoutAnchorIsNoYAML() {
        #expect(
            defect(Self.head + Self.columns + "unknown: *u")?.cause.hasPrefix("is not YAML") == true
        )
    }

    @Test func ampersandsInOrdinaryTextsAreAllowed() {
        let text = "unknown: [\"R&D\", Fish & chips, 'a &']\n# a comment with &anchor\n"
        #expect(defect(Self.head + Self.columns + text) == nil)
    }

    @Test func documentOfTwoMegabytesIsRefused() throws {
        let found = try #require(defect(String(repeating: "a: b\n", count: 400_000)))
        #expect(found.place == "document" && found.cause == "is longer than 1048576 bytes")
    }

    @Test func aliasesThatWouldExpandWithoutBoundAreRefusedAtOnce() throws {
        var yaml = Self.head + "columns:\n  a0: &a0 [x, x]\n"
        for level in 1...60 { yaml += "  a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        yaml += "  ? [*a60]\n  : date\n"
        #expect(defect(yaml)?.cause.hasPrefix("has an anchor") == true)
    }

    @Test func deepNestingIsRefusedWithoutHarm() {
        for (open, close) in [("[", "]"), ("{a: ", "}")] {
            let deep =
                String(repeating: open, count: 100_000) + String(repeating: close, count: 100_000)
            #expect(defect(Self.head + "columns: " + deep) != nil)
        }
        #expect(defect(String(repeating: "- ", count: 100_000) + "a") != nil)
    }
}
