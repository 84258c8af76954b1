import NeedToKnow
import PortVocabulary

@testable import SituationAnalysis

/// Runs imports for tests, as the command line does: check first, then store.
struct Intake {
    var layout: Layout
    var store = MemoryStore()
    var encoding: TextEncoding?
    var chunkBytes = 64 * 1024
    /// 2026-06-30.
    var today = CalendarDate(dayNumber: 20_634)

    var now: Moment { Moment(seconds: Int64(today.dayNumber) * 86_400) }

    struct Outcome {
        var summary: ImportSummary
        var lines: [ReportLine]

        /// The only line, which the tests of one row look at.
        var notes: [RowNote] { lines.flatMap(\.notes) }
    }

    init(_ layoutName: String) throws { layout = try ProductData.layout(layoutName) }
    init(layout: Layout) { self.layout = layout }
    /// A layout from its document.
    init(yaml: String) throws { layout = try Layout(parsing: yaml) }

    /// - Throws: ``FileDefect``; nothing is stored then.
    @discardableResult
    func run(_ bytes: [UInt8], file: String = "file") throws -> Outcome {
        let importer = SeizureImport(
            layout: layout, encoding: encoding, reference: ProductData.reference, store: store,
            requester: try Person.own([.contributor]), now: now)
        let checked = try importer.check(Self.source(bytes, chunkBytes))
        var lines: [ReportLine] = []
        let summary = try importer.run(
            Self.source(bytes, chunkBytes), header: checked.header,
            batch: BatchID(trusted: Fingerprint.of([file, layout.name])), file: file,
            report: { lines.append($0) }, progress: { _ in })
        return Outcome(summary: summary, lines: lines)
    }

    @discardableResult
    func run(_ text: String, file: String = "file") throws -> Outcome {
        try run(Array(text.utf8), file: file)
    }

    /// Why the file is refused as a whole; nil when it is not.
    func refusal(_ bytes: [UInt8]) throws -> FileDefect? {
        do {
            try run(bytes)
            return nil
        } catch let defect as FileDefect {
            return defect
        }
    }

    static func source(_ bytes: [UInt8], _ chunkBytes: Int) -> ByteSource {
        var index = 0
        return {
            guard index < bytes.count else { return nil }
            let end = min(index + chunkBytes, bytes.count)
            defer { index = end }
            return Array(bytes[index..<end])
        }
    }
}

/// A file of the template with the eight columns that are enough, and others where named.
enum Template {
    static let columns = [
        "reference", "reporter", "date", "place", "substance", "amount", "unit", "stage",
    ]
    static let usual: [String: String] = [
        "reference": "", "reporter": "Example Customs", "date": "2024-03-05", "place": "Rotterdam",
        "substance": "cocaine", "amount": "100", "unit": "kg", "stage": "at-port",
    ]

    /// Rows that differ from the usual one in the named cells.
    static func file(_ rows: [[String: String]]) -> String {
        let others = Set(rows.flatMap(\.keys)).subtracting(columns).sorted()
        let header = columns + others
        let lines = rows.map { row in
            CSVText.row(header.map { row[$0] ?? usual[$0] ?? "" })
        }
        return ([CSVText.row(header)] + lines).joined(separator: "\n") + "\n"
    }

    static func row(_ cells: [String: String]) -> String { file([cells]) }
}
