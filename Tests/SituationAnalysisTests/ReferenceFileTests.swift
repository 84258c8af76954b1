import Foundation
import PortVocabulary
import Testing

@testable import SituationAnalysis

/// Real records, where the folder of reference files is present.
@Suite struct ReferenceFileTests {
    private static let extract = "unodc/ids_maritime_2011_2016.csv"

    private func layout() throws -> Layout {
        var layout = try ProductData.layout("unodc-ids")
        layout.format = .delimited(UInt8(ascii: ","))
        return layout
    }

    @Test func maritimeExtractImportsWithEveryRowAccountedFor() throws {
        guard let bytes = ProductData.referenceFile(Self.extract) else { return }
        let rows = Self.rows(bytes)
        let intake = Intake(layout: try layout())
        let outcome = try intake.run(bytes)
        let summary = outcome.summary
        #expect(summary.rows == rows.count && rows.count == 1_357)
        #expect(outcome.lines.map(\.row) == Array(1...rows.count))
        #expect(summary.outcomes.values.reduce(0, +) == rows.count)
        #expect(summary.outcomes[.rejected] == nil)
        #expect(intake.store.current.count == rows.count)
        // Counted from the raw text, without the reader.
        let repeats = rows.count - Set(rows).count
        #expect(intake.store.current.count { $0.record.occurrence > 0 } == repeats)
        #expect(summary.unknownHeaders.isEmpty)
        print("outcomes \(summary.outcomes), repeats \(summary.repeats)")
        for (cause, count) in summary.causes.sorted(by: { $0.value > $1.value }).prefix(12) {
            print("\(count)  \(cause)")
        }
        let again = try intake.run(bytes)
        #expect(again.summary.written == [.unchanged: rows.count])
    }

    @Test func everyDrugUnitAndCountryOfTheExtractResolves() throws {
        guard let bytes = ProductData.referenceFile(Self.extract) else { return }
        let outcome = try Intake(layout: try layout()).run(bytes)
        let unresolved = outcome.notes.filter { $0.cause.contains("is no known") }
        #expect(unresolved.isEmpty, "\(Set(unresolved.map(\.cause)).sorted().prefix(8))")
        // What is left are words for kinds of place, kept as given and noted.
        let words = Set(outcome.notes.filter { $0.cause.contains("is not a term") }.map(\.cause))
        print("words outside the layout's terms: \(words.sorted())")
        #expect(words.count <= 3)
    }

    private static func rows(_ bytes: [UInt8]) -> [Substring] {
        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
            .map { $0 }
    }
}
