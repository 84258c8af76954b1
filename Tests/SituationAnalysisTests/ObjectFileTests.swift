import PortVocabulary
import Testing

@testable import SituationAnalysis

/// JSON files: an array of objects or one object a line.
@Suite struct ObjectFileTests {
    private static let record =
        #"{"reference":"A1","reporter":"Example","date":"2024-03-05","place":"Rotterdam","substance":"cocaine","amount":1.5,"unit":"kg","stage":"at-port"}"#

    private func refusal(_ text: String) throws -> FileDefect? {
        let intake = try Intake("breakwater-json")
        let defect = try intake.refusal(Array(text.utf8))
        #expect(intake.store.current.isEmpty || defect == nil)
        return defect
    }

    @Test func arrayLinesAndBlanksSayTheSame() throws {
        let second = Self.record.replacing("A1", with: "A2")
        let forms = [
            "[\(Self.record),\(second)]", "\(Self.record)\n\(second)\n",
            "\u{FEFF} [ \(Self.record) ,\r\n\(second) ]\n", "\(Self.record) \(second)",
        ]
        var states: Set<[String]> = []
        for form in forms {
            let intake = try Intake("breakwater-json")
            try intake.run(form)
            #expect(intake.store.current.count == 2)
            states.insert(
                intake.store.current.map { "\($0.record.id) \($0.record.digest)" }.sorted())
        }
        #expect(states.count == 1)
    }

    @Test func numbersKeepTheirDigits() throws {
        for (text, kilograms) in [
            ("0.1", 0.1), ("21425", 21_425.0), ("1.5e3", 1500.0), ("\"2.786\"", 2.786),
        ] {
            let intake = try Intake("breakwater-json")
            try intake.run(Self.record.replacing("1.5", with: text))
            #expect(intake.store.events.first?.mass?.kilograms == kilograms, "\(text)")
        }
    }

    @Test(arguments: [
        ("[", "the array does not end"), ("[\(record)", "the array does not end"),
        (record + "{\"reference\":", "the record does not end"),
        ("[\(record)]\(record)", "unexpected “{” on line 1"),
        ("nonsense", "unexpected “n” on line 1"),
        ("\u{1b}[31m", "unexpected byte 27 on line 1"),
        ("\n{\"a\":}", "the record on line 2 is malformed"),
        ("{\"a\":{\"b\":1}}", "“a” is not a text or number"),
        ("{\"a\":[{\"b\":1}]}", "“a” is not a text or number"),
        ("{\"a\":1e999}", "“a” is not a text or number"),
        ("{\"a\":1,\n\"a\":2}", "a member on line 1 is named twice"),
    ])
    func brokenJSONIsRefusedWithItsRecord(_ text: String, _ reason: String) throws {
        guard case .notJSON(_, let found) = try #require(try refusal(text)) else {
            Issue.record("another defect")
            return
        }
        #expect(found == reason)
    }

    @Test func emptyArrayAndBlankFileAreRefused() throws {
        #expect(try refusal("[]") == .headerOnly)
        #expect(try refusal("") == .empty)
        #expect(try refusal(" \n") == .headerOnly)
    }

    @Test func binaryBytesAreRefusedAtTheirOffset() throws {
        #expect(try refusal("{\"a\":\"\u{0}\"}") == .binary(offset: 6))
        #expect(try refusal("\u{0}") == .binary(offset: 0))
    }

    @Test func deepNestingIsRefusedWithoutHarm() throws {
        let deep =
            "{\"a\":" + String(repeating: "[", count: 200_000)
            + String(repeating: "]", count: 200_000) + "}"
        guard case .notJSON = try #require(try refusal(deep)) else {
            Issue.record("another defect")
            return
        }
    }

    @Test func recordBeyondItsLimitIsRefused() throws {
        let long = "{\"a\":\"" + String(repeating: "x", count: InputLimit.recordBytes) + "\"}"
        #expect(try refusal(long) == .notJSON(row: 1, reason: "longer than 4194304 bytes"))
    }

    @Test func missingMembersAndWrongWordsAreRemarksOnTheirRow() throws {
        let intake = try Intake("breakwater-json")
        let outcome = try intake.run(
            Self.record + "{\"reference\":\"A2\",\"substance\":true,\"amount\":null}")
        #expect(outcome.lines.map(\.outcome) == [.accepted, .rejected])
        #expect(
            outcome.lines[1].notes.contains { $0.cause == "no date is given" && !$0.mend.isEmpty })
    }

    @Test func lineOfARecordIsWhereItStarts() throws {
        let intake = try Intake("breakwater-json")
        let outcome = try intake.run("[\n\(Self.record),\n\n{\"reference\":\n\"A2\"}\n]")
        #expect(outcome.lines.map(\.line) == [2, 4])
    }
}
