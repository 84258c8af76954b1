import Foundation
import PortVocabulary
import Testing

@testable import NeedToKnow

/// One piece of the sample replaced, and the defect that must follow, with its place.
struct DefectCase: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let line: Int
    let column: Int
    let path: String
    let cause: String

    init(_ old: String, _ new: String, _ line: Int, _ column: Int, _ path: String, _ cause: String)
    {
        (self.old, self.new, self.line, self.column) = (old, new, line, column)
        (self.path, self.cause) = (path, cause)
    }

    var testDescription: String { "\(path): \(cause)" }

    static let all: [DefectCase] = [
        .init("version: 1", "version: 1\nwhy: so", 3, 1, "why", "is not a known key"),
        .init("title: Port steering committee\n", "", 1, 1, "title", "“title” is missing"),
        .init("version: 1", "version: [1]", 2, 10, "version", "is not a whole number"),
        .init("version: 1", "version: \"1\"", 2, 10, "version", "is not a whole number"),
        .init("version: 1", "version: 01", 2, 10, "version", "is not a whole number"),
        .init("version: 1", "version: 0", 2, 10, "version", "is 0"),
        .init(
            "version: 1", "version: 1\nversion: 2", 3, 1, "version", "is given already in line 2"),
        .init("title: Port steering committee", "title: ~", 3, 8, "title", "is empty"),
        .init("title: Port steering committee", "title: {a: b}", 3, 8, "title", "is not one text"),
        .init(
            "title: Port steering committee", "title: \"a\\u202eb\"", 3, 8, "title",
            "has the character U+202E"),
        .init(
            "title: Port steering committee", "title: \"a\\0b\"", 3, 8, "title",
            "has the character U+0000"),
        .init(
            "title: Port steering committee", "title: \(String(repeating: "a", count: 201))", 3, 8,
            "title", "has 201 characters; the limit is 200"),
        .init("until: 2027-12-31", "until: 2025-12-31", 5, 34, "valid.until", "ends before"),
        .init("from: 2026-01-01", "from: 2026-02-30", 5, 15, "valid.from", "is not a day"),
        .init("from: 2026-01-01", "from: 2026", 5, 15, "valid.from", "is not a day"),
        .init(", until: 2027-12-31", "", 5, 8, "valid.until", "“until” is missing"),
        .init("nl-be-port-steering", "../etc", 1, 12, "agreement", "has the character"),
        .init("nl-be-port-steering", ".hidden", 1, 12, "agreement", "has the character “.”"),
        .init("basis: Article 1 of an invented law", "basis: ''", 4, 8, "basis", "is empty"),
        .init(
            "version: 1", "version: 1\npreamble: []", 3, 11, "preamble", "is an empty list"),
        .init(
            Samples.base64(2), Samples.base64(1), 12, 5, "parties[2]",
            "“nl-customs” and “be-customs” have the same key"),
        .init("country: BE", "country: BEL", 15, 14, "parties[2].country", "has 3 characters"),
        .init("    country: BE\n", "", 12, 5, "parties[2].country", "“country” is missing"),
        .init(
            "country: BE", "country: BE\n    third-country-role: origin", 16, 25,
            "parties[2].third-country-role", "is given for a party of the kind “authority”"),
        .init(Samples.base64(2), "AAAA", 16, 10, "parties[2].key", "is not a key of 32 bytes"),
        .init(
            "    release: fields", "    release: all", 23, 14, "clauses[1].release",
            "“all” is not a term of forms of release"),
        .init(
            "    release: fields", "    release: aggregate", 24, 13, "clauses[1].fields",
            "is given with the form “aggregate”"),
        .init(
            "    release: fields", "    release: full", 24, 13, "clauses[1].fields",
            "is given with the form “full”"),
        .init("    fields: [date, place]\n", "", 18, 5, "clauses[1].fields", "is missing"),
        .init("[date, place]", "[]", 24, 13, "clauses[1].fields", "is an empty list"),
        .init("[date, place]", "date", 24, 13, "clauses[1].fields", "is not a list"),
        .init(
            "[date, place]", "[date, colour]", 24, 20, "clauses[1].fields[2]",
            "“colour” is not a term of record fields"),
        .init(
            "[date, place]", "[date, definition]", 24, 20, "clauses[1].fields[2]",
            "“definition” is no field of seizure"),
        .init(
            "[date, place]", "[date, date]", 24, 20, "clauses[1].fields[2]",
            "“date” is listed twice"),
        .init(
            "[strategic-analysis]", "[curiosity]", 22, 16, "clauses[1].purposes[1]",
            "“curiosity” is not a term of purposes"),
        .init(
            "records: [seizure]", "records: [tip]", 21, 15, "clauses[1].records[1]",
            "“tip” is not a term of record kinds"),
        .init("to: [be-customs]", "to: [fr-customs]", 20, 10, "clauses[1].to[1]", "is not a party"),
        .init("to: [be-customs]", "to: [nl-customs]", 20, 9, "clauses[1].to", "only to itself"),
        .init("up-to: AMBER", "up-to: PINK", 25, 12, "clauses[1].up-to", "“PINK” is not a term"),
        .init("[H0, H1]", "[H0, H9]", 26, 20, "clauses[1].handling[2]", "“H9” is not a term"),
        .init("roles: [analyst]", "roles: [spy]", 27, 13, "clauses[1].roles[1]", "is not a term"),
        .init("[NLRTM]", "[NLR]", 28, 13, "clauses[1].ports[1]", "“NLR” has 3 characters"),
        .init(
            "ports: [NLRTM]", "countries: [N1]", 28, 17, "clauses[1].countries[1]",
            "has the character “1”"),
        .init(
            "[cocaine]", "[sugar]", 29, 18, "clauses[1].substances[1]",
            "“sugar” is not a term of substance groups"),
        .init(
            "minimum-cell: 5", "minimum-cell: 1001", 30, 47,
            "clauses[1].conditions.minimum-cell", "is 1001"),
        .init(
            "minimum-cell: 5", "minimum-cell: 0", 30, 47, "clauses[1].conditions.minimum-cell",
            "is 0"),
        .init(
            "consent: true", "consent: yes", 30, 27, "clauses[1].conditions.consent",
            "is not true or false"),
        .init(
            "consent: true", "consent: 'true'", 30, 27, "clauses[1].conditions.consent",
            "is not true or false"),
        .init("{consent: true, minimum-cell: 5}", "{}", 30, 17, "clauses[1].conditions", "empty"),
        .init("clause: seizures", "clause: '#'", 18, 13, "clauses[1].clause", "has the character"),
        .init("version: 1", "version: 1 \u{1}", 2, 12, "", "has the character U+0001"),
        .init("version: 1", "version: &one 1", 2, 10, "", "has an anchor"),
        .init("version: 1", "version: *one", 2, 10, "", "has an alias"),
        .init("version: 1", "version: !!binary MQ==", 2, 10, "", "has a tag"),
        .init("version: 1", "version: !thing 1", 2, 10, "", "has a tag"),
        .init("version: 1", "version: {", 4, 6, "", "is not YAML"),
    ]
}

@Suite struct AgreementDefectTests {
    @Test func theSampleHasNoDefect() throws {
        #expect(AgreementDocument.defects(in: Samples.document, forSigning: true) == [])
        let clause = try #require(try Samples.agreement().clauses.first)
        #expect(clause.fields == [.date, .place])
        #expect(clause.conditions.needsConsent && !clause.conditions.needsFourEyes)
    }

    @Test(arguments: DefectCase.all)
    func eachDefectHasItsLineAndColumn(_ given: DefectCase) {
        let text = Samples.replacing(given.old, given.new)
        let defects = AgreementDocument.defects(in: text, forSigning: false)
        #expect(defects.count == 1, "\(defects)")
        #expect(defects.first?.place == DocumentPlace(line: given.line, column: given.column))
        #expect(defects.first?.path == given.path)
        #expect(defects.first?.cause.contains(given.cause) ?? false, "\(defects)")
        #expect(defects.first?.mend.isEmpty == false)
        #expect(throws: AgreementDefects.self) { try AgreementDocument(parsing: text) }
    }

    @Test func everyDefectIsNamedAtOnce() {
        let text = """
            agreement: x
            version: none
            valid: {from: 2027-01-01, until: 2026-01-01}
            parties:
              - {organisation: a, name: A, kind: company, country: NL}
              - {organisation: a, name: A, kind: company, country: N}
            clauses:
              - clause: one
                records: [seizure, seizure]
                purposes: []
                release: fields
                fields: [count]
                to: [c]
                up-to: BLUE
                colour: red
            """
        let found = AgreementDocument.defects(in: text, forSigning: true).map {
            "\($0.place) \($0.path)"
        }
        #expect(
            found == [
                "1:1 title", "1:1 basis", "2:10 version", "3:34 valid.until",
                "5:5 parties[1].key", "6:5 parties[2]", "6:5 parties[2].key",
                "6:56 parties[2].country", "9:24 clauses[1].records[2]",
                "10:15 clauses[1].purposes", "12:14 clauses[1].fields[1]",
                "13:10 clauses[1].to[1]", "14:12 clauses[1].up-to", "15:5 clauses[1].colour",
            ])
    }

    @Test func severalDuplicateKeysAreAllFound() {
        let text = Samples.document
            .replacingOccurrences(of: "version: 1\n", with: "version: 1\nversion: 2\nversion: 3\n")
            .replacingOccurrences(of: "country: BE", with: "country: BE\n    'name': again")
        let found = AgreementDocument.defects(in: text, forSigning: false)
        #expect(
            found.map { "\($0.place) \($0.path)" } == [
                "3:1 version", "4:1 version", "18:5 parties[2].name",
            ])
        #expect(found.last?.cause == "“name” is given already in line 15")
    }

    @Test func duplicateClausesAreNamed() {
        let clause = """
              - {clause: seizures, records: [figure], purposes: [oversight], release: aggregate}

            """
        let defects = AgreementDocument.defects(in: Samples.document + clause, forSigning: false)
        #expect(defects.map(\.fault) == [.duplicateClause(Samples.id("seizures"))])
        #expect(defects.first?.place == DocumentPlace(line: 32, column: 5))
    }

    @Test func duplicatePartiesAreNamed() {
        let party = "  - {organisation: nl-customs, name: Again, kind: company, country: NL}\n"
        let text = Samples.replacing("clauses:\n", party + "clauses:\n")
        let defects = AgreementDocument.defects(in: text, forSigning: false)
        #expect(defects.map(\.fault) == [.duplicateParty(Samples.nl)])
        #expect(defects.first?.place == DocumentPlace(line: 17, column: 5))
    }

    @Test func thirdCountriesNeedARole() {
        let text = Samples.replacing(
            "south\n    kind: authority", "south\n    kind: third-country-authority")
        let defects = AgreementDocument.defects(in: text, forSigning: false)
        #expect(defects.map(\.fault) == [.missingKey("third-country-role")])
        let mended = text.replacingOccurrences(
            of: "country: BE", with: "country: BE\n    third-country-role: origin")
        #expect(AgreementDocument.defects(in: mended, forSigning: true) == [])
    }

    @Test func draftsLackKeysUntilTheyAreSigned() throws {
        let text = Samples.replacing("    key: \(Samples.base64(2))\n", "")
        let document = try AgreementDocument(parsing: text)
        #expect(document.check(forSigning: false) == [])
        #expect(document.check(forSigning: true).map(\.fault) == [.noKey(Samples.be)])
        #expect(document.check(forSigning: true).first?.place == DocumentPlace(line: 12, column: 5))
    }

    @Test func onePartyIsNoAgreement() {
        let text = """
            agreement: alone
            version: 1
            title: Alone
            basis: None
            valid: {from: 2026-01-01, until: 2026-01-01}
            parties: [{organisation: a, name: A, kind: eu-body}]
            clauses: [{clause: c, records: [figure], purposes: [oversight], release: full}]
            """
        let faults = AgreementDocument.defects(in: text, forSigning: false).map(\.fault)
        #expect(faults == [.tooFewParties, .onlyItself(Samples.id("a"))])
    }

    @Test func defectsBeyondTheLimitAreCounted() {
        let keys = (0..<2_000).map { "k\($0): 1" }.joined(separator: "\n")
        let defects = AgreementDocument.defects(in: keys, forSigning: false)
        #expect(defects.count == AgreementDefects.limit)
        #expect(defects.contains { $0.fault == .moreDefects(limit: AgreementDefects.limit) })
    }
}
