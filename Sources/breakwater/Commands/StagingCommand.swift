import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater staging …`
struct StagingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staging",
        abstract: "Import a file in steps: hand in, check, accept, take back.",
        discussion: """
            The same steps as the import page's, on the same files: what was handed in on the \
            page can be accepted here, by the same person. A file waits for a day. Large files \
            go by breakwater seizures import.
            """,
        subcommands: [
            StagingAdd.self, StagingList.self, StagingCheck.self, StagingAccept.self,
            StagingDiscard.self, StagingImports.self, StagingWithdraw.self,
        ])
}

/// What the commands about staged files share.
struct StagingOptions: ParsableArguments {
    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run<T>(
        _ body: (StagedImport<NodeDatabase>, Requester) throws -> T
    ) throws -> T {
        let desk = try Desk(node)
        return try node.withNode { database in
            let requester = try asker.requester([.contributor], of: database.organisation)
            return try body(
                StagedImport(store: database, reference: try desk.reference(database)),
                requester)
        }
    }
}

/// A staged file and the layout that it is read under.
struct StagedFileOptions: ParsableArguments {
    @Argument(help: "Name of the file that waits. Put -- before one that begins with -.")
    var staged: String

    @Option(
        help: "Name of a layout (breakwater layouts) or the path of a YAML file.",
        completion: Candidates.layouts)
    var layout = "breakwater-template"

    @Option(help: "Encoding of the file, where it differs from the layout's.")
    var encoding: String?
}

/// `breakwater staging add FILE`
struct StagingAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Hand a file in; nothing is imported yet.")

    @Argument(help: "A CSV or JSON file of up to 16 MiB.", completion: .file())
    var file: String

    @OptionGroup var options: StagingOptions

    func run() throws {
        let bytes = try InputFile.bytes(file, limit: StagedFile.byteLimit)
        let id = StagingID(trusted: Desk.newName())
        let name = URL(fileURLWithPath: file).lastPathComponent
        let outcome = try options.run { step, requester in
            try step.stage(requester, bytes, name: name, as: id, now: Clock.now())
        }
        switch outcome {
        case .staged:
            let document: JSONValue = ["staged": .text(id.text), "file": .text(name)]
            Answer.give("staging-add", document) {
                "\(id)\n  check: breakwater staging check \(id) --layout LAYOUT"
            }
        case .unfit(let cause, let mend): throw CommandFailure(cause: cause, mend: mend)
        case .full:
            throw CommandFailure(
                cause: "\(StagedFile.limit) files wait already",
                mend: "accept or discard one first")
        case .notAvailable: throw NotAvailable()
        }
    }
}

/// `breakwater staging list`
struct StagingList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the person's files that wait, newest first.")

    @OptionGroup var options: StagingOptions

    func run() throws {
        let files = try options.run { step, requester in
            try step.waiting(requester, now: Clock.now())
        }
        let document: JSONValue = [
            "files": JSONValue(files) { file in
                [
                    "staged": .text(file.id.text), "file": .text(file.name),
                    "at": JSONValue(file.staged), "keptUntil": JSONValue(file.kept),
                ]
            }
        ]
        Answer.give("staging-list", document) {
            files.isEmpty
                ? "no file waits"
                : files.map { "\($0.id)  \($0.name)  kept until \($0.kept)" }
                    .joined(separator: "\n")
        }
    }
}

/// `breakwater staging check STAGED`
struct StagingCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say row by row what the import would do; nothing is stored.")

    @OptionGroup var file: StagedFileOptions

    @OptionGroup var options: StagingOptions

    func run() throws {
        let id = try DeskArgument.staging(file.staged)
        let layout = try options.node.dataFolder().layout(file.layout)
        let encoding = try file.encoding.map(EncodingArgument.parse)
        let answer = try options.run { step, requester in
            try step.check(requester, id, layout, encoding: encoding, now: Clock.now())
        }
        switch answer {
        case .preview(let preview): Self.give(preview, layout)
        case .unreadable(let defect):
            throw CommandFailure(cause: defect.cause, mend: defect.mend)
        case .notAvailable: throw NotAvailable()
        }
    }

    private static func give(_ preview: ImportPreview, _ layout: Layout) {
        let document: JSONValue = [
            "layout": .text(layout.name), "rows": .whole(preview.rows),
            "outcomes": .counts(preview.outcomes),
            "causes": .object(preview.causes.mapValues { .whole($0) }),
            "unknownColumns": JSONValue(texts: preview.unknownHeaders),
            "lines": JSONValue(preview.lines) { line in
                [
                    "row": .whole(line.row), "line": .whole(line.line),
                    "outcome": .text(line.outcome.rawValue),
                    "notes": JSONValue(line.notes) { note in
                        [
                            "column": .text(note.column), "cause": .text(note.cause),
                            "mend": .text(note.mend),
                        ]
                    },
                ]
            },
        ]
        Answer.give("staging-check", document) {
            var lines = ["\(Terminal.padded(preview.rows, 9))  rows (\(layout.title))"]
            for outcome in RowOutcome.allCases {
                let count = preview.outcomes[outcome, default: 0]
                lines.append("\(Terminal.padded(count, 9))  \(outcome.title)")
            }
            for header in preview.unknownHeaders where header != RowScanner.otherMembers {
                lines.append("column “\(header)” is not in the layout: kept as given, not read")
            }
            for line in preview.lines {
                for note in line.notes {
                    lines.append(
                        "row \(line.row), \(line.outcome.title): \(note.column): \(note.cause)"
                            + "\n  mend: \(note.mend)")
                }
            }
            return lines.joined(separator: "\n")
        }
    }
}

/// `breakwater staging accept STAGED`
struct StagingAccept: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Import a file that waits.")

    @OptionGroup var file: StagedFileOptions

    @OptionGroup var progress: ProgressOptions

    @OptionGroup var options: StagingOptions

    func run() throws {
        let id = try DeskArgument.staging(file.staged)
        let layout = try options.node.dataFolder().layout(file.layout)
        let encoding = try file.encoding.map(EncodingArgument.parse)
        let bar = Progress("importing", isQuiet: progress.quiet)
        defer { bar.end() }
        let answer = try options.run { step, requester in
            // The check counts the rows, so that the bar knows how far it is.
            guard
                case .preview(let preview) = try step.check(
                    requester, id, layout, encoding: encoding, now: Clock.now())
            else {
                return try step.commit(
                    requester, id, layout, encoding: encoding, now: Clock.now())
            }
            return try step.commit(
                requester, id, layout, encoding: encoding, now: Clock.now(),
                progress: { bar.update($0, of: preview.rows) })
        }
        bar.end()
        switch answer {
        case .imported(let batch, let summary): Self.give(batch, summary)
        case .unreadable(let defect):
            throw CommandFailure(cause: defect.cause, mend: defect.mend)
        case .notAvailable: throw NotAvailable()
        }
    }

    private static func give(_ batch: BatchID, _ summary: ImportSummary) {
        let document: JSONValue = [
            "import": .text(batch.text), "rows": .whole(summary.rows),
            "outcomes": .counts(summary.outcomes), "written": .counts(summary.written),
            "repeats": .counts(summary.repeats),
            "causes": .object(summary.causes.mapValues { .whole($0) }),
        ]
        Answer.give("staging-accept", document) {
            var lines = ["\(batch)", "\(Terminal.padded(summary.rows, 9))  rows"]
            for outcome in RowOutcome.allCases {
                let count = summary.outcomes[outcome, default: 0]
                lines.append("\(Terminal.padded(count, 9))  \(outcome.title)")
            }
            for outcome in AppendOutcome.allCases {
                let count = summary.written[outcome, default: 0]
                lines.append("\(Terminal.padded(count, 9))  recorded as \(outcome.title)")
            }
            lines.append("  take back: breakwater staging withdraw \(batch) --reason TEXT")
            return lines.joined(separator: "\n")
        }
    }
}

/// `breakwater staging discard STAGED`
struct StagingDiscard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Let a file go without importing it.")

    @Argument(help: "Name of the file that waits. Put -- before one that begins with -.")
    var staged: String

    @OptionGroup var options: StagingOptions

    func run() throws {
        let id = try DeskArgument.staging(staged)
        guard try options.run({ try $0.discard($1, id) }) else { throw NotAvailable() }
        Answer.give("staging-discard", ["staged": .text(id.text)]) { "\(id) is discarded" }
    }
}

/// `breakwater staging imports`
struct StagingImports: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "imports", abstract: "List the imports of this node, newest first.")

    @OptionGroup var options: StagingOptions

    func run() throws {
        let imports = try options.run { try $0.batches($1, now: Clock.now()) }
        let document: JSONValue = [
            "imports": JSONValue(imports) { line in
                [
                    "import": .text(line.batch.text), "file": .text(line.file),
                    "layout": .text(line.layout), "startedOn": JSONValue(line.startedOn),
                    "person": JSONValue(line.person), "records": .whole(line.records),
                    "withdrawn": .whole(line.withdrawn),
                ]
            }
        ]
        Answer.give("staging-imports", document) {
            imports.isEmpty
                ? "no imports"
                : imports.map { line in
                    "\(line.batch)  \(line.startedOn)  \(line.file)  \(line.layout)  "
                        + "\(Terminal.grouped(line.records)) records, "
                        + "\(Terminal.grouped(line.withdrawn)) taken back"
                        + (line.person.map { "  by \($0)" } ?? "")
                }.joined(separator: "\n")
        }
    }
}

/// `breakwater staging withdraw IMPORT`
struct StagingWithdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take an import back.",
        discussion: """
            Its records are in no list and no count any more, and what they replaced is current \
            again. They stay under seal; the same file imported again brings them back.
            """)

    @Argument(help: "Name of the import.")
    var batch: String

    @Option(help: "Why, in words.")
    var reason: String

    @OptionGroup var options: StagingOptions

    func run() throws {
        let id = try DeskArgument.batch(batch)
        let limit = StagedImport<NodeDatabase>.reasonBytes
        guard (1...limit).contains(reason.utf8.count) else {
            throw CommandFailure(
                cause: "taking an import back has a reason",
                mend: "give --reason, 1 to \(limit) bytes")
        }
        let outcome = try options.run { step, requester in
            try step.withdraw(requester, id, reason: reason, now: Clock.now())
        }
        let count: Int
        switch outcome {
        case .withdrawn(let number): count = number
        case .unchanged: count = 0
        case .later(let number):
            throw CommandFailure(
                cause: "\(number) records have later versions from elsewhere",
                mend: "take those imports back first")
        case .decided(let number):
            throw CommandFailure(
                cause: "somebody decided on \(number) of the records, or holds them",
                mend: "ask that person first")
        case .tooLarge(let number):
            throw CommandFailure(
                cause: "the import has \(number) records, and "
                    + "\(WithdrawalOutcome.recordLimit) are taken back at once",
                mend: "restore a backup from before it")
        case .notAvailable: throw NotAvailable()
        }
        let document: JSONValue = ["import": .text(id.text), "withdrawn": .whole(count)]
        Answer.give("staging-withdraw", document) {
            "\(Terminal.grouped(count)) records of \(id) are taken back"
        }
    }
}

extension JSONValue {
    /// Counts by every word of a vocabulary.
    static func counts<Key: Term>(_ counts: [Key: Int]) -> JSONValue {
        .object(
            Dictionary(
                uniqueKeysWithValues: Key.allCases.map { key in
                    (key.rawValue, .whole(counts[key, default: 0]))
                }))
    }
}
