import Foundation
import Testing

@testable import PortVocabulary

@Suite struct VectorTests {
    /// Runs each case; returns how many were valid and how many were refused.
    func run<Value: CustomStringConvertible>(
        _ name: String, _ read: (String) -> Result<Value, WordDefect>
    ) throws -> (valid: Int, refused: Int) {
        var counts = (valid: 0, refused: 0)
        for vector in try Vector.load(name) {
            #expect((vector.value == nil) != (vector.defect == nil), "\(vector.text)")
            #expect(!vector.source.isEmpty)
            switch read(vector.text) {
            case .success(let value):
                #expect(value.description == vector.value, "\(vector.text): \(vector.source)")
                counts.valid += 1
            case .failure(let defect):
                #expect(defect.kind == vector.defect, "\(vector.text): \(vector.source)")
                if case .checkDigit(let digit, _) = defect {
                    #expect(digit == vector.expected, "\(vector.text)")
                }
                counts.refused += 1
            }
        }
        return counts
    }

    @Test func containerNumbersMatchThePublishedExamples() throws {
        let counts = try run("iso6346") { text in
            reading { () throws(WordDefect) in try ContainerCode(parsing: text) }
        }
        #expect(counts.valid >= 11 && counts.refused >= 13)
    }

    @Test func vesselNumbersMatchThePublishedExamples() throws {
        let counts = try run("imo") { text in
            reading { () throws(WordDefect) in try VesselNumber(parsing: text) }
        }
        #expect(counts.valid >= 8 && counts.refused >= 10)
    }

    @Test func placeCodesMatchThePublishedExamples() throws {
        let counts = try run("locode") { text in
            reading { () throws(WordDefect) in try PlaceCode(parsing: text) }
        }
        #expect(counts.valid >= 7 && counts.refused >= 12)
    }

    @Test func datesMatchTheCalendar() throws {
        let counts = try run("dates") { text in
            reading { () throws(WordDefect) in try DateSpan(parsing: text) }
        }
        #expect(counts.valid >= 22 && counts.refused >= 33)
    }

    @Test func datesHaveTheirPrecisionEndsAndLength() throws {
        for vector in try Vector.load("dates") where vector.value != nil {
            let span = try DateSpan(parsing: vector.text)
            #expect(span.precision.rawValue == vector.precision, "\(vector.text)")
            #expect(span.first.description == vector.first, "\(vector.text)")
            #expect(span.last.description == vector.last, "\(vector.text)")
            #expect(span.days == vector.days, "\(vector.text)")
        }
    }

    @Test func everyRefusalStatesItsCauseAndItsMend() throws {
        for vector in try Vector.load("iso6346") where vector.defect != nil {
            let text = vector.text
            let defect = try #require(
                refusal { () throws(WordDefect) in try ContainerCode(parsing: text) })
            #expect(!defect.cause.isEmpty && !defect.mend.isEmpty)
            #expect(text.isEmpty || !defect.cause.contains(text))
        }
        let wrongDigit = refusal { () throws(WordDefect) in
            try ContainerCode(parsing: "CSQU3054384")
        }
        #expect(wrongDigit == .checkDigit(expected: 3, found: 4))
        #expect(wrongDigit?.cause == "check digit is 4, but the code gives 3")
    }
}

/// The port codes of UN/LOCODE, from the reference data folder.
@Suite struct PublishedPlaceTests {
    static let file: URL = {
        let named = ProcessInfo.processInfo.environment["BREAKWATER_REFERENCE_DATA"]
        let folder =
            named.map { URL(fileURLWithPath: $0) }
            ?? packageRoot.deletingLastPathComponent().appendingPathComponent("shared/data")
        return folder.appendingPathComponent("ports/unlocode_function1_ports.csv")
    }()

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: file.path),
            "set BREAKWATER_REFERENCE_DATA to the reference data folder"))
    func everyPublishedPortCodeIsAccepted() throws {
        let rows = try String(contentsOf: Self.file, encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst()
        var codes: Set<PlaceCode> = []
        for row in rows {
            let fields = row.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
            let code = try PlaceCode(parsing: fields[0] + fields[1])
            #expect(code.country.code == fields[0])
            codes.insert(code)
        }
        #expect(codes.count > 16_000)
    }
}
