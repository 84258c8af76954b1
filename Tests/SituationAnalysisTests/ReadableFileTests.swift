import PortVocabulary
import TestSupport
import Testing

@testable import SituationAnalysis

/// Files that differ in form and say the same, or in one row.
@Suite struct ReadableFileTests {
    private static let rows = Template.file([
        ["reference": "A1", "place": "Gdańsk"], ["reference": "A2", "amount": "7"],
    ])

    private func records(_ bytes: [UInt8], _ encoding: TextEncoding? = nil) throws -> [String] {
        var intake = try Intake("breakwater-template")
        intake.encoding = encoding
        try intake.run(bytes)
        return intake.store.current.map { "\($0.record.id) \($0.record.digest)" }.sorted()
    }

    @Test func lineEndsMarksAndEncodingsDoNotChangeTheRecords() throws {
        let usual = try records(Array(Self.rows.utf8))
        #expect(usual.count == 2)
        let forms: [(String, [UInt8], TextEncoding?)] = [
            ("CRLF", Array(Self.rows.replacing("\n", with: "\r\n").utf8), nil),
            ("CR", Array(Self.rows.replacing("\n", with: "\r").utf8), nil),
            ("no line end at the end", Array(Self.rows.utf8.dropLast()), nil),
            ("blank lines", Array(Self.rows.replacing("\n", with: "\n\n").utf8), nil),
            ("byte order mark", [0xef, 0xbb, 0xbf] + Array(Self.rows.utf8), nil),
            ("UTF-16 little", [0xff, 0xfe] + utf16(Self.rows, big: false), .utf16),
            ("UTF-16 big", [0xfe, 0xff] + utf16(Self.rows, big: true), .utf16),
            ("UTF-16 little without mark", utf16(Self.rows, big: false), .utf16),
            ("UTF-16 big without mark", utf16(Self.rows, big: true), .utf16),
        ]
        for (name, bytes, encoding) in forms {
            #expect(try records(bytes, encoding) == usual, "\(name)")
        }
    }

    @Test func singleByteEncodingsAreReadAsTheLayoutOrThePersonSays() throws {
        let text = Template.row(["reference": "A1", "place": "Málaga"])
        let bytes = text.unicodeScalars.map { UInt8($0.value) }
        #expect(try records(bytes, .latin1) == records(Array(text.utf8)))
        #expect(try records(bytes, .windows1252) == records(Array(text.utf8)))
        var decoder = TextDecoder(encoding: .windows1252)
        let decoded = try decoder.decode([0x80, 0x8a, 0x9f, 0x81], isLast: true)
        #expect(String(decoding: decoded, as: UTF8.self) == "€ŠŸ\u{FFFD}")
    }

    @Test func columnsInAnotherOrderAreTheSameRecords() throws {
        let usual = try records(Array(Self.rows.utf8))
        var random = Seeded(11)
        let table = Self.rows.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        for _ in 0..<20 {
            let order = table[0].indices.shuffled(using: &random)
            let text = table.map { row in order.map { row[$0] }.joined(separator: ",") }
                .joined(separator: "\n")
            #expect(try records(Array(text.utf8)) == usual, "\(order)")
        }
    }

    @Test func wholeRowsKeepTheirIdentityWhenColumnsMoveOrABlankOneIsAdded() throws {
        let text = try String(decoding: ProductData.sample("unodc-ids.csv"), as: UTF8.self)
        let intake = try Intake("unodc-ids")
        try intake.run(text)
        let before = intake.store.fingerprint
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ";", omittingEmptySubsequences: false)
        }
        let moved = lines.enumerated().map { index, line in
            (line.reversed() + [index == 0 ? "REMARK" : ""]).joined(separator: ";")
        }
        let outcome = try intake.run(moved.joined(separator: "\n"))
        #expect(outcome.summary.written == [.unchanged: lines.count - 1])
        #expect(outcome.summary.unknownHeaders == ["REMARK"])
        #expect(intake.store.fingerprint == before)
    }

    @Test func extraColumnsAreKeptAsGivenAndNamed() throws {
        let intake = try Intake("breakwater-template")
        let outcome = try intake.run(Template.row(["reference": "A1", "zebra": "stripes"]))
        #expect(outcome.summary.unknownHeaders == ["zebra"])
        let detail = try #require(
            try intake.store.ownDetails(intake.store.current.map(\.record.id)).first)
        #expect(detail.given.contains { $0.header == "zebra" && $0.cell == "stripes" })
        #expect(outcome.summary.outcomes == [.accepted: 1])
    }

    @Test(arguments: [
        ("short", "A2,Example Customs,2024-03-05\n", 3),
        ("long", "A2,x,2024,Rotterdam,cocaine,1,kg,at-port,extra\n", 9),
    ])
    func rowOfAnotherLengthIsRejectedAndTheOthersStay(_ name: String, _ row: String, _ count: Int)
        throws
    {
        let intake = try Intake("breakwater-template")
        let outcome = try intake.run(Template.row(["reference": "A1"]) + row)
        #expect(outcome.summary.outcomes == [.accepted: 1, .rejected: 1])
        let line = try #require(outcome.lines.last)
        #expect((line.row, line.line, line.cells.count) == (2, 3, count))
        #expect(line.notes.first?.cause == "has \(count) cells under 8 columns")
        #expect(line.record == nil)
        #expect(intake.store.current.count == 1)
    }

    @Test(arguments: [
        ("\"a\"\"b\"", "a\"b"), ("\"a,b\nc\"", "a,b\nc"), ("\"a\"b\"c\"", "ab\"c\""),
        ("a\"b", "a\"b"),
        ("\"\"", ""), ("\"\"\"\"", "\""), ("\"a\r\nb\"", "a\r\nb"),
    ])
    func quotationMarksAreReadLeniently(_ cell: String, _ expected: String) throws {
        for end in ["\n", "\r", "\r\n"] {
            for chunk in 1...4 {
                var scanner = RowScanner(layout: try ProductData.layout("published-figures"))
                var rows: [SourceRow] = []
                let bytes = Array("h,i\(end)\(cell),1\(end)2,\(cell)\(end)".utf8)
                for start in stride(from: 0, to: bytes.count, by: chunk) {
                    rows += try scanner.rows(
                        from: Array(bytes[start..<min(start + chunk, bytes.count)]))
                }
                rows += try scanner.rows(from: [], isLast: true)
                #expect(rows.map(\.cells) == [[expected, "1"], ["2", expected]])
            }
        }
    }

    @Test func controlCharactersAreKeptAndNotedOnTheirRowOnly() throws {
        for cell in ["x\u{1}y", "x\u{b}y", "x\u{1f}y", "\"x\u{1b}y\""] {
            let intake = try Intake("breakwater-template")
            let header = "reference,reporter,date,place,substance,amount,unit,stage,note\n"
            let rest = ",Example Customs,2024-03-05,Rotterdam,cocaine,1,kg,at-port,"
            let outcome = try intake.run(header + "A1\(rest)\(cell)\nA2\(rest)y\n")
            #expect(outcome.lines.map(\.outcome) == [.acceptedWithNotes, .accepted])
            #expect(outcome.notes.map(\.cause) == ["holds control characters; kept as given"])
        }
    }

    @Test func lineNumbersCountLinesWithinQuotedCells() throws {
        var scanner = RowScanner(layout: try ProductData.layout("published-figures"))
        let rows = try scanner.rows(from: Array("h\n\"a\nb\"\n\nc\n".utf8), isLast: true)
        #expect(rows.map(\.number) == [1, 2])
        #expect(rows.map(\.line) == [2, 5])
    }

    private func utf16(_ text: String, big: Bool) -> [UInt8] {
        text.utf16.flatMap { unit -> [UInt8] in
            let pair = [UInt8(unit & 0xff), UInt8(unit >> 8)]
            return big ? pair.reversed() : pair
        }
    }
}
