import Foundation
import PortVocabulary
import SituationAnalysis
import Storage

/// Imports one file and writes its reports.
struct ImportRun {
    let file: String
    let layout: Layout
    let importer: SeizureImport<NodeDatabase>
    let reports: String
    let isQuiet: Bool
    let originator: String?

    /// - Returns: what was done, as a document.
    func run() throws -> JSONValue {
        let checked = try check()
        let name = URL(fileURLWithPath: file).lastPathComponent
        let stem = "\(reports)/\(name).\(layout.name)"
        let rows = try OutputFile(path: stem + ".rows.csv", isPrivate: true)
        let rejected = try RejectedRows(stem: stem, layout: layout, header: checked.header)
        do {
            try rows.writeRow([
                "row", "line", "outcome", "written", "record", "column", "cause", "mend",
            ])
            let bar = Progress(name, isQuiet: isQuiet)
            defer { bar.end() }
            let input = try InputFile(path: file)
            let summary = try importer.run(
                { try input.next() }, header: checked.header,
                batch: batch(name, header: checked.header), file: name,
                report: { line in
                    try Self.write(line, to: rows)
                    if line.outcome == .rejected { try rejected.write(line.cells) }
                }, progress: { bar.update($0, of: checked.rows) })
            bar.end()
            try rows.finish()
            try rejected.finish(isNeeded: summary.outcomes[.rejected, default: 0] > 0)
            show(summary, report: stem + ".rows.csv", rejected: rejected.path)
            return json(summary, report: stem + ".rows.csv", rejected: rejected.path)
        } catch {
            rows.discard()
            rejected.discard()
            throw stopped(error)
        }
    }

    /// A failure after the first rows were stored: what is stored stays, and the next run
    /// completes it.
    private func stopped(_ error: any Error) -> any Error {
        let again = "then run the same import again: what is stored stays, the rest follows"
        switch error {
        case let defect as FileDefect:
            return CommandFailure(
                cause: "\(file) changed while it was read: \(defect.cause)",
                mend: "leave the file alone, \(again)")
        case let fault as StorageFault:
            return CommandFailure(
                cause: "\(file): \(fault.description)",
                mend: "free space or close what locks the database, \(again)")
        default:
            return error
        }
    }

    private func check() throws -> (header: [String], rows: Int) {
        let input = try InputFile(path: file)
        return try importer.check { try input.next() }
    }

    private func batch(_ file: String, header: [String]) -> BatchID {
        let partner = originator.map { ["of \($0)"] } ?? []
        return BatchID(trusted: Fingerprint.of([file, layout.name] + header + partner))
    }

    private static func write(_ line: ReportLine, to file: OutputFile) throws {
        let head = [
            "\(line.row)", "\(line.line)", line.outcome.rawValue, line.written?.rawValue ?? "",
            line.record?.text ?? "",
        ]
        guard !line.notes.isEmpty else { return try file.writeRow(head + ["", "", ""]) }
        for note in line.notes { try file.writeRow(head + [note.column, note.cause, note.mend]) }
    }

    private func json(_ summary: ImportSummary, report: String, rejected: String) -> JSONValue {
        func counts<Key: Term>(_ counts: [Key: Int]) -> JSONValue {
            .object(
                Dictionary(
                    uniqueKeysWithValues: Key.allCases.map { key in
                        (key.rawValue, .whole(counts[key, default: 0]))
                    }))
        }
        let hasRejected = summary.outcomes[.rejected, default: 0] > 0
        return [
            "file": .text(file), "layout": .text(layout.name), "rows": .whole(summary.rows),
            "outcomes": counts(summary.outcomes), "written": counts(summary.written),
            "repeats": counts(summary.repeats),
            "unknownColumns": JSONValue(texts: summary.unknownHeaders),
            "causes": .object(summary.causes.mapValues { .whole($0) }), "report": .text(report),
            "rejected": hasRejected ? .text(rejected) : .null, "failure": .null,
        ]
    }

    private func show(_ summary: ImportSummary, report: String, rejected: String) {
        func line(_ title: String, _ count: Int) {
            Terminal.print("  \(Terminal.padded(count, 9))  \(title)")
        }
        Terminal.print("\(file) (\(layout.title))")
        line("rows", summary.rows)
        for outcome in RowOutcome.allCases {
            line(outcome.title, summary.outcomes[outcome, default: 0])
        }
        for outcome in AppendOutcome.allCases {
            line("recorded as \(outcome.title)", summary.written[outcome, default: 0])
        }
        for kind in RepeatKind.allCases where summary.repeats[kind, default: 0] > 0 {
            line("\(kind.title): \(kind.explanation)", summary.repeats[kind, default: 0])
        }
        for header in summary.unknownHeaders where header != RowScanner.otherMembers {
            Terminal.print("  column “\(header)” is not in the layout: kept as given, not read")
        }
        let causes = summary.causes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        for (cause, count) in causes.prefix(6) { line(cause, count) }
        Terminal.print("  report: \(report)")
        if summary.outcomes[.rejected, default: 0] > 0 {
            let encoding = layout.encoding == .utf8 ? "" : " with --encoding utf-8"
            Terminal.print("  rejected rows, to mend and import\(encoding): \(rejected)")
        }
    }
}

extension RepeatKind {
    /// What the stated rule does with it.
    var explanation: String {
        switch self {
        case .exactRepeat: "set aside by the stated rule, not counted"
        case .nearRepeat: "held; decide with breakwater seizures review"
        case .possiblyGenuine: "counted, and shown apart"
        }
    }
}
