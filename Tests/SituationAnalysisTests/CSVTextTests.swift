import TestSupport
import Testing

@testable import SituationAnalysis

@Suite struct CSVTextTests {
    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-cmd", "'-cmd"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"), ("\r=1", "\"'\r=1\""), ("\n=1", "\"'\n=1\""), ("-5", "-5"),
        ("+5.5", "+5.5"), ("-1e3", "-1e3"), ("-5 kg", "'-5 kg"), ("=\"a\"", "\"'=\"\"a\"\"\""),
        ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("plain", "plain"), ("", ""),
        ("x\"\u{301}y", "\"x\"\"\u{301}y\""),
    ])
    func cellIsQuotedAndFormulasAreDisarmed(_ text: String, _ written: String) {
        // By bytes: texts that look the same may differ in a combining mark.
        #expect(Array(CSVText.cell(text).utf8) == Array(written.utf8))
    }

    @Test func noWrittenCellStartsAFormula() {
        var random = Seeded(73)
        let letters = Array("=+-@\t\r\n\"',a1. é").map(String.init) + ["\u{301}", "\u{200d}"]
        for _ in 0..<5_000 {
            let text = (0..<random.number(0...6)).map { _ in random.pick(letters) }.joined()
            let written = CSVText.cell(text)
            let bare = written.hasPrefix("\"") ? String(written.dropFirst()) : written
            if let first = bare.utf8.first,
                [0x3d, 0x2b, 0x2d, 0x40, 0x09, 0x0a, 0x0d].contains(first)
            {
                #expect(Double(text) != nil, "\(text)")
            }
        }
    }

    @Test func rowsReadBackWithNothingChangedButTheApostrophe() throws {
        var random = Seeded(79)
        let letters = Array("=-a1, \"\n\ré;'").map(String.init) + ["\u{301}", "😀", "\r\n"]
        for _ in 0..<2_000 {
            let width = random.number(1...4)
            let rows = (0..<random.number(1...4)).map { _ in
                (0..<width).map { _ in
                    (0..<random.number(0...5)).map { _ in random.pick(letters) }.joined()
                }
            }
            let text = rows.map { CSVText.row($0) + "\r\n" }.joined()
            var reader = DelimitedReader(delimiter: UInt8(ascii: ","))
            var back: [[String]] = []
            try reader.read(Array(text.utf8)) { row in back.append(row.cells) }
            try reader.finish { row in back.append(row.cells) }
            let expected = rows.map { $0.map(Self.disarmed) }
            #expect(
                back.map { $0.map { Array($0.utf8) } } == expected.map { $0.map { Array($0.utf8) } }
            )
        }
    }

    private static func disarmed(_ text: String) -> String {
        guard let first = text.utf8.first, [0x3d, 0x2d, 0x0a, 0x0d].contains(first),
            Double(text) == nil
        else { return text }
        return "'" + text
    }
}
