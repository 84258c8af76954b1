import PortVocabulary
import Testing

@testable import SituationAnalysis

/// Files that cannot be read as a whole: each ends in a report, and nothing is stored.
@Suite struct MalformedFileTests {
    private static let header = "reference,reporter,date,place,substance,amount,unit,stage\n"
    private static let good = "A1,Example Customs,2024-03-05,Rotterdam,cocaine,100,kg,at-port\n"

    struct Case: CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var encoding: TextEncoding?
        var expected: FileDefect
        var testDescription: String { name }

        init(
            _ name: String, _ bytes: [UInt8], _ expected: FileDefect, encoding: TextEncoding? = nil
        ) {
            (self.name, self.bytes, self.expected) = (name, bytes, expected)
            self.encoding = encoding
        }

        init(_ name: String, _ text: String, _ expected: FileDefect) {
            self.init(name, Array(text.utf8), expected)
        }
    }

    static let cases: [Case] = [
        Case("empty", "", .empty),
        Case("byte order mark only", [0xef, 0xbb, 0xbf], .empty),
        Case("blank lines only", "\n\r\n\n", .empty),
        Case("header only", header, .headerOnly),
        Case("header without line end", String(header.dropLast()), .headerOnly),
        Case(
            "Latin-1 in UTF-8",
            Array(header.utf8) + Array("A1,Dou".utf8) + [0xe9]
                + Array("ane,2024-03-05,Le Havre,cocaine,1,kg,at-port\n".utf8),
            .encoding(offset: header.utf8.count + 6, expected: .utf8)),
        Case(
            "character cut by the end", Array((header + "A1,X").utf8) + [0xe2, 0x82],
            .encoding(offset: header.utf8.count + 4, expected: .utf8)),
        Case(
            "UTF-16 with mark read as UTF-8", [0xff, 0xfe] + utf16(header + good),
            .encoding(offset: 0, expected: .utf8)),
        Case("UTF-16 without mark read as UTF-8", utf16(header + good), .binary(offset: 1)),
        Case(
            "UTF-16 cut in half a unit", [0xff, 0xfe] + utf16(header + good) + [0x41],
            .encoding(offset: 2 * (header + good).utf16.count + 2, expected: .utf16),
            encoding: .utf16),
        Case(
            "UTF-16 with half a pair", [0xff, 0xfe] + utf16(header) + [0x00, 0xd8, 0x41, 0x00],
            .encoding(offset: 2 * header.utf16.count + 2, expected: .utf16), encoding: .utf16),
        Case(
            "NUL in a cell", header + good + "A2,\0",
            .binary(offset: (header + good).utf8.count + 3)),
        Case("NUL in a quoted cell", header + "\"\0\"", .binary(offset: header.utf8.count + 1)),
        Case(
            "PNG", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13],
            .encoding(offset: 0, expected: .utf8)),
        Case(
            "gzip within gzip", [0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00],
            .encoding(offset: 1, expected: .utf8)),
        Case("workbook", [0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00], .binary(offset: 5)),
        Case(
            "unclosed quotation mark", header + good + "A2,\"Example",
            .unclosedQuote(row: 2, line: 3, column: 2)),
        Case(
            "unclosed at a line start", header + "\"A2,\n\n",
            .unclosedQuote(row: 1, line: 2, column: 1)),
        Case(
            "missing columns", "reference,date,place\nA1,2024,Rotterdam\n",
            .missingColumns(
                ["reporter", "substance", "amount", "unit", "stage"],
                found: ["reference", "date", "place"])),
        Case(
            "another delimiter", (header + good).map { $0 == "," ? ";" : String($0) }.joined(),
            .missingColumns(
                ["reporter", "date", "place", "substance", "amount", "unit", "stage"],
                found: ["reference;reporter;date;place;substance;amount;unit;stage"])),
        Case(
            "repeated column", header.replacing("\n", with: ",Date\n") + good,
            .repeatedColumn("Date")),
        Case(
            "513 columns", String(repeating: ",", count: 512) + "\n",
            .tooManyColumns(row: 0, limit: 512)),
    ]

    @Test(arguments: cases) func brokenFileIsRefusedWithPlaceCauseAndMend(_ one: Case) throws {
        for chunk in [1, 2, 3, 5, 7, 1 << 16] {
            var intake = try Intake("breakwater-template")
            (intake.encoding, intake.chunkBytes) = (one.encoding, chunk)
            let defect = try intake.refusal(one.bytes)
            #expect(defect == one.expected, "chunks of \(chunk)")
            #expect(defect.map { !$0.cause.isEmpty && !$0.mend.isEmpty } == true)
            #expect(intake.store.current.isEmpty, "nothing half-stored")
        }
    }

    @Test(arguments: [false, true]) func fieldOfTenMillionCharactersIsRefusedByItsLength(
        _ isQuoted: Bool
    ) throws {
        let long = String(repeating: "x", count: 10_000_000)
        let cell = isQuoted ? "\"\(long)\"" : long
        let intake = try Intake("breakwater-template")
        let defect = try intake.refusal(Array((Self.header + Self.good + "A2,\(cell),\n").utf8))
        #expect(defect == .cellTooLong(row: 2, line: 3, column: 2, limit: 1 << 20))
        #expect(defect?.mend.contains("shorten") == true)
        #expect(intake.store.current.isEmpty)
    }

    @Test func doubledQuotationMarksCountTowardsTheLengthOfAField() throws {
        let long = String(repeating: "\"\"", count: (1 << 20) + 1)
        let intake = try Intake("breakwater-template")
        let defect = try intake.refusal(Array((Self.header + "\"\(long)\"\n").utf8))
        #expect(defect == .cellTooLong(row: 1, line: 2, column: 1, limit: 1 << 20))
    }

    @Test func defectTowardsTheEndOfALargeFileStoresNothingOfItsStart() throws {
        var text = Self.header
        for number in 0..<9_000 { text += Self.good.replacing("A1", with: "A\(number)") }
        let intake = try Intake("breakwater-template")
        let defect = try intake.refusal(Array(text.utf8) + [0x41, 0xff])
        #expect(defect == .encoding(offset: text.utf8.count + 1, expected: .utf8))
        #expect(intake.store.current.isEmpty)
    }

    @Test func everyFileDefectHasCauseAndMend() {
        let all: [FileDefect] = [
            .empty, .headerOnly, .binary(offset: 7), .encoding(offset: 9, expected: .latin1),
            .unclosedQuote(row: 1, line: 2, column: 3),
            .cellTooLong(row: 1, line: 2, column: 3, limit: 4), .tooManyColumns(row: 1, limit: 2),
            .tooManyRows(limit: 3), .missingColumns(["x"], found: []), .repeatedColumn("x"),
            .notJSON(row: 1, reason: "y"), .gzip("z"),
        ]
        #expect(Set(all.map(\.cause)).count == all.count)
        #expect(all.allSatisfy { !$0.mend.isEmpty })
    }

    private static func utf16(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    }
}
