import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// Imports for programs: hand a file in, read its defects, import it, take it back.
enum ImportOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let access = RouteAccess.token(.writeRecords)
        return [
            .api(.get, "/layouts", access, layoutsShape, handler: layouts),
            .api(
                .post, "/staged-files", access, stageShape, bodyLimit: RouteLimit.uploadBytes,
                handler: stage),
            .api(.get, "/staged-files/{staged}", access, checkShape, handler: check),
            .api(.post, "/staged-files/{staged}/commit", access, commitShape, handler: commit),
            .api(.delete, "/staged-files/{staged}", access, discardShape, handler: discard),
            .api(.get, "/imports", access, importsShape, handler: imports),
            .api(.post, "/imports/{batch}/withdraw", access, withdrawShape, handler: withdraw),
        ]
    }

    private static let staged = APIParameter.path("staged", .identifier, "The staged file.")
    private static let causes = APISchema.array(
        .object([
            .needs("cause", .text, "Without the row's own text."),
            .needs("count", .count, "How often it occurs."),
        ]), max: ImportPreview.causeLimit)

    private static func step<Store>(_ input: APIInput<Store>) -> StagedImport<Store> {
        StagedImport(
            store: input.exchange.node.store, reference: input.exchange.node.reference)
    }

    private static func id<Store>(_ input: APIInput<Store>) throws -> StagingID {
        try input.exchange.identifier("staged")
    }

    /// - Throws: ``APIStop`` for a layout that the node does not have.
    private static func layout<Store>(
        _ name: String?, _ input: APIInput<Store>
    ) throws -> Layout {
        let name = name ?? input.exchange.node.template?.name
        guard let layout = input.exchange.node.layouts.first(where: { $0.name == name }) else {
            throw APIStop.defect("layout", "there is no such layout", "see listLayouts")
        }
        return layout
    }

    // MARK: - Hand in

    private static let layoutsShape = APIOperation(
        "listLayouts", "The forms of files that can be imported.", tag: "imports",
        answer: .object([
            .needs(
                "layouts",
                .array(
                    .object([
                        .needs("layout", .identifier, "Its name."),
                        .needs("title", .text, "What it is."),
                        .needs("kind", .term(RecordKind.self), "What a row becomes."),
                        .needs("columns", .array(.text, max: 500), "The columns that it reads."),
                    ]), max: 500), "In the order of their names.")
        ]))

    private static func layouts<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        [
            "layouts": .array(
                input.exchange.node.layouts.map { layout in
                    [
                        "layout": .string(layout.name), "title": .string(layout.title),
                        "kind": .string(layout.kind.rawValue),
                        "columns": .array(layout.columns.map { .string($0.header) }),
                    ]
                })
        ]
    }

    /// Base64 of 12 MiB less what the document needs around it. *Units: characters.*
    private static let contentLength = RouteLimit.uploadBytes - 4_096

    private static let stageShape = APIOperation(
        "stageFile", "Hands a file in; nothing of it is a record before it is committed.",
        tag: "imports", parameters: [.idempotencyKey],
        body: .object([
            .needs("name", .string(min: 1, max: 50), "Name of the file without its folder."),
            .needs(
                "content", .string(min: 1, max: contentLength),
                "The file's bytes in Base64; larger files go by the command seizures import."),
        ]),
        answer: .object([.needs("staged", .identifier, "Names the file for a day.")]),
        status: .created)

    private static func stage<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        guard let content = Data(base64Encoded: input.text("content")) else {
            throw APIStop.defect(
                "content", "it is no Base64", "encode the file's bytes (RFC 4648, with padding)")
        }
        let id = StagingID(trusted: Base64URL.encode(exchange.node.random(18)))
        let outcome = try step(input).stage(
            exchange.requester(), Array(content), name: input.text("name"), as: id,
            now: exchange.now)
        switch outcome {
        case .staged: return ["staged": .string(id.text)]
        case .unfit(let cause, let mend): throw APIStop.defect("content", cause, mend)
        case .full:
            throw APIStop.conflict(
                "\(StagedFile.limit) files wait already: commit one, or let one go.")
        case .notAvailable: throw APIStop.notAvailable
        }
    }

    // MARK: - Check

    /// *Bounds: notes on rows in an answer; the counts go over all.*
    private static let shownNotes = 5_000

    private static let checkShape = APIOperation(
        "checkFile", "What the import would do, row by row; nothing is stored.", tag: "imports",
        parameters: [
            staged,
            .query("layout", .identifier, "The file's layout; breakwater-template if not said."),
        ],
        answer: .object([
            .needs("rows", .count, "Rows of the file."),
            .needs("outcomes", .counts(of: RowOutcome.self), "What would become of the rows."),
            .needs("causes", causes, "Most frequent first."),
            .needs("unknownHeaders", .array(.text, max: 1_000), "Columns that are not read."),
            .needs(
                "notes",
                .array(
                    .object([
                        .needs("row", .count, "Row of the file."),
                        .needs("outcome", .term(RowOutcome.self), "What would become of it."),
                        .needs("column", .text, "The column; empty: the whole row."),
                        .needs("cause", .text, "What is to be said."),
                        .needs("mend", .text, "What would be right."),
                    ]), max: shownNotes), "On the first rows that something is to be said about."),
        ]))

    private static func check<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let answer = try step(input).check(
            exchange.requester(), id(input), layout(input["layout"], input), now: exchange.now)
        switch answer {
        case .preview(let preview):
            let notes = preview.lines.flatMap { line in
                line.notes.map { note -> JSONValue in
                    [
                        "row": .integer(line.row), "outcome": .string(line.outcome.rawValue),
                        "column": .string(cut(note.column)), "cause": .string(cut(note.cause)),
                        "mend": .string(cut(note.mend)),
                    ]
                }
            }
            return [
                "rows": .integer(preview.rows), "outcomes": .counts(preview.outcomes),
                "causes": causes(preview.causes),
                "unknownHeaders": .array(
                    preview.unknownHeaders.prefix(1_000).map { .string(cut($0)) }),
                "notes": .array(Array(notes.prefix(shownNotes))),
            ]
        case .unreadable(let defect): throw unreadable(defect)
        case .notAvailable: throw APIStop.notAvailable
        }
    }

    /// A file's own text, such as a header, is as long as its writer likes.
    private static func cut(_ text: String) -> String { String(text.prefix(1_000)) }

    private static func causes(_ counts: [String: Int]) -> JSONValue {
        .array(
            counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .prefix(ImportPreview.causeLimit)
                .map { ["cause": .string(cut($0.key)), "count": .integer($0.value)] })
    }

    private static func unreadable(_ defect: FileDefect) -> APIStop {
        .defect("layout", defect.cause, defect.mend)
    }

    // MARK: - Import

    private static let commitShape = APIOperation(
        "commitFile", "Imports a staged file; likely repeats are held for a person.",
        tag: "imports", parameters: [staged, .idempotencyKey],
        body: .object([.may("layout", .identifier, "breakwater-template if not said.")]),
        answer: .object([
            .needs("batch", .identifier, "The import; name it to take it back."),
            .needs("rows", .count, "Rows of the file."),
            .needs("outcomes", .counts(of: RowOutcome.self), "What became of the rows."),
            .needs("written", .counts(of: AppendOutcome.self), "What became of the records."),
            .needs("repeats", .counts(of: RepeatKind.self), "Likely repeats."),
            .needs("causes", causes, "Most frequent first."),
        ]), status: .created)

    private static func commit<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let answer = try step(input).commit(
            exchange.requester(), id(input), layout(input.body["layout"]?.string, input),
            now: exchange.now)
        switch answer {
        case .imported(let batch, let summary):
            return [
                "batch": .string(batch.text), "rows": .integer(summary.rows),
                "outcomes": .counts(summary.outcomes), "written": .counts(summary.written),
                "repeats": .counts(summary.repeats), "causes": causes(summary.causes),
            ]
        case .unreadable(let defect): throw unreadable(defect)
        case .notAvailable: throw APIStop.notAvailable
        }
    }

    private static let discardShape = APIOperation(
        "discardFile", "Lets a staged file go without importing it.", tag: "imports",
        parameters: [staged, .idempotencyKey], answer: .done)

    private static func discard<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        guard try step(input).discard(input.exchange.requester(), id(input)) else {
            throw APIStop.notAvailable
        }
        return .done
    }

    // MARK: - Take back

    private static let importsShape = APIOperation(
        "listImports", "The newest imports of the node.", tag: "imports",
        answer: .object([
            .needs(
                "imports",
                .array(
                    .object([
                        .needs("batch", .identifier, "The import."),
                        .needs("file", .text, "Name of the file."),
                        .needs("layout", .text, "Its layout."),
                        .needs("day", .day, "When it began."),
                        .needs("person", .optional(.identifier), "Who began it."),
                        .needs("records", .count, "Stored versions."),
                        .needs("withdrawn", .count, "Of them those that were taken back."),
                    ]), max: 200), "Newest first.")
        ]))

    private static func imports<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let batches = try step(input).batches(
            input.exchange.requester(), now: input.exchange.now)
        return [
            "imports": .array(
                batches.map {
                    [
                        "batch": .string($0.batch.text), "file": .string($0.file),
                        "layout": .string($0.layout), "day": .string($0.startedOn.description),
                        "person": .optional($0.person), "records": .integer($0.records),
                        "withdrawn": .integer($0.withdrawn),
                    ]
                })
        ]
    }

    private static let withdrawShape = APIOperation(
        "withdrawImport", "Takes an import back; what it replaced is current again.",
        tag: "imports",
        parameters: [.path("batch", .identifier, "The import."), .idempotencyKey],
        body: .object([.needs("reason", .reason, "Why, in words; it stands in the evidence.")]),
        answer: .object([.needs("withdrawn", .count, "Versions that were taken back now.")]))

    private static func withdraw<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let outcome = try step(input).withdraw(
            exchange.requester(), try exchange.identifier("batch"),
            reason: input.text("reason"), now: exchange.now)
        switch outcome {
        case .withdrawn(let count): return ["withdrawn": .integer(count)]
        case .unchanged: return ["withdrawn": 0]
        case .later(let count):
            throw APIStop.conflict("\(count) of its records have later versions.")
        case .decided(let count):
            throw APIStop.conflict("On \(count) of its records somebody decided, or holds them.")
        case .tooLarge(let count):
            throw APIStop.conflict(
                "It has \(count) records; \(WithdrawalOutcome.recordLimit) are taken back at most.")
        case .notAvailable: throw APIStop.notAvailable
        }
    }
}
