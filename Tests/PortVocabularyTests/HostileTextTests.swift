import TestSupport
import Testing

@testable import PortVocabulary

@Suite struct HostileTextTests {
    /// Reads the text; what is accepted must read back from its own ASCII description.
    func settles<Value: Equatable & CustomStringConvertible>(
        _ text: String, _ read: (String) throws(WordDefect) -> Value
    ) -> Bool {
        switch reading({ () throws(WordDefect) in try read(text) }) {
        case .success(let value):
            let written = value.description
            let isASCII = written.utf8.allSatisfy { $0 < 0x80 }
            return isASCII && accepted { () throws(WordDefect) in try read(written) } == value
        case .failure(let defect):
            return !defect.cause.isEmpty && !defect.mend.isEmpty
        }
    }

    @Test func noTextCrashesAParserOrYieldsAValueThatDoesNotReadBack() {
        var random = Seeded(61)
        for _ in 0..<20_000 {
            let text = random.hostileText()
            let settled = [
                settles(text) { (text) throws(WordDefect) in try ContainerCode(parsing: text) },
                settles(text) { (text) throws(WordDefect) in try VesselNumber(parsing: text) },
                settles(text) { (text) throws(WordDefect) in try PlaceCode(parsing: text) },
                settles(text) { (text) throws(WordDefect) in try Country(parsing: text) },
                settles(text) { (text) throws(WordDefect) in try Currency(parsing: text) },
                settles(text) { (text) throws(WordDefect) in try DateSpan(parsing: text) },
                settles(text) { (text) throws(WordDefect) in try Evaluation(parsing: text) },
                settles(text) { (text) throws(WordDefect) in try RecordID(parsing: text) },
            ]
            #expect(!settled.contains(false), "\(text.unicodeScalars.map(\.value))")
            let light = accepted { () throws(WordDefect) in try TrafficLight(label: text) }
            #expect(light == nil || text.lowercased().hasSuffix(light?.rawValue.lowercased() ?? ""))
        }
    }

    @Test func nothingButASCIIIsTakenForACode() {
        // Look-alikes: full-width, Arabic-Indic and mathematical digits, Greek, Cyrillic.
        for text in ["ＣＳＱＵ3054383", "CSQU305438٣", "СSQU3054383", "CSQU30543𝟖3"] {
            #expect(
                accepted { () throws(WordDefect) in try ContainerCode(parsing: text) } == nil)
        }
        for text in ["907472９", "٩٠٧٤٧٢٩", "ΙMO9074729", "9074729\u{301}"] {
            #expect(accepted { () throws(WordDefect) in try VesselNumber(parsing: text) } == nil)
        }
        for text in ["ΝLRTM", "NLRТM", "N\u{301}LRTM", "NL\u{A0}RTM"] {
            #expect(accepted { () throws(WordDefect) in try PlaceCode(parsing: text) } == nil)
        }
    }

    @Test func veryLongTextIsRefusedByItsLength() {
        let long = String(repeating: "9", count: 1_000_000)
        let container = refusal { () throws(WordDefect) in try ContainerCode(parsing: long) }
        #expect(container == .length(expected: "11", found: 1_000_000))
        let vessel = refusal { () throws(WordDefect) in try VesselNumber(parsing: long) }
        #expect(vessel == .length(expected: "7", found: 1_000_000))
        #expect(refusal { () throws(WordDefect) in try DateSpan(parsing: long) } != nil)
        #expect(refusal { () throws(WordDefect) in try PlaceCode(parsing: long) } != nil)
        let slashes = String(repeating: "/", count: 1_000_000)
        #expect(refusal { () throws(WordDefect) in try DateSpan(parsing: slashes) } != nil)
    }
}
