import EvidenceLog
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary

/// The evidence for programs: its signed head, its entries, and who saw a record.
enum EvidenceOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let access = RouteAccess.token(.readEvidence)
        return [
            .api(.get, "/evidence/checkpoint", access, checkpointShape, handler: checkpoint),
            .api(.get, "/evidence/entries", access, entriesShape, handler: entries),
            .api(.get, "/records/{record}/uses", access, usesShape, handler: uses),
        ]
    }

    private static let index = APISchema.integer(0...9_007_199_254_740_991)
    private static let seconds = APISchema.integer(0...253_402_300_799)
    private static let word = APISchema.string(max: 4_000)

    private static let checkpointShape = APIOperation(
        "readCheckpoint", "The newest signed head of the log.", tag: "evidence",
        answer: .object([
            .needs("size", index, "Entries under it."),
            .needs("text", .string(max: 100_000), "The signed note."),
            .needs("logKey", word, "Verifies the log's signature."),
        ]))

    private static func checkpoint<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let store = input.exchange.node.store
        guard let newest = try store.newestCheckpoint() else { throw APIStop.notAvailable }
        return [
            "size": .integer(Int(clamping: newest.unverified.size)),
            "text": .string(String(decoding: newest.bytes, as: UTF8.self)),
            "logKey": .string(store.logVerifierKey),
        ]
    }

    private static let entriesShape = APIOperation(
        "listEvidence", "Entries of the log, newest first.", tag: "evidence",
        parameters: [
            RecordOperations.limit,
            .query("below", index, "The next of the page before."),
        ],
        answer: .object([
            .needs(
                "entries",
                .array(
                    .object([
                        .needs("entry", index, "Its place in the log."),
                        .needs("at", seconds, "Seconds since 1970-01-01 UTC."),
                        .needs("act", .choice(EvidenceAct.allCases.map(\.rawValue)), "What was done."),
                        .needs("person", word, "By whom."),
                        .needs("organisation", word, "Of which organisation."),
                        .needs("purpose", word, "For which purpose."),
                        .needs("subject", word, "What was asked for."),
                        .needs("result", word, "What came of it."),
                    ]), max: 500), "Newest first."),
            .needs("next", .optional(index), "Give it as below; null at the end."),
        ]))

    private static func entries<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try exchange.leave(.readEvidence, subject: "entries")
        let found = try exchange.node.store.newestEntries(
            below: input["below"].flatMap { Int($0) }, limit: RecordOperations.limit(input))
        let shown = permit.release(found).view
        let last = shown.last.map(\.index) ?? 0
        return [
            "entries": .array(
                shown.map { index, entry in
                    [
                        "entry": .integer(index), "at": .integer(Int(entry.at)),
                        "act": .string(entry.act.rawValue), "person": .string(entry.person),
                        "organisation": .string(entry.organisation),
                        "purpose": .string(entry.purpose), "subject": .string(entry.subject),
                        "result": .string(entry.result),
                    ]
                }),
            "next": last > 0 ? .integer(last) : .null,
        ]
    }

    /// *Bounds: uses of one record in an answer.*
    private static let shownUses = 10_000

    private static let usesShape = APIOperation(
        "traceRecord", "Who was shown a record of the node's organisation.", tag: "evidence",
        parameters: [RecordOperations.record],
        answer: .object([
            .needs("total", AnalysisOperations.count, "How many uses there are."),
            .needs(
                "uses",
                .array(
                    .object([
                        .needs("entry", index, "Its place in the log."),
                        .needs("at", seconds, "Seconds since 1970-01-01 UTC."),
                        .needs("act", .choice(EvidenceAct.allCases.map(\.rawValue)), "What was done."),
                        .needs("person", word, "To whom."),
                        .needs("organisation", word, "Of which organisation."),
                        .needs("purpose", word, "For which purpose."),
                        .needs("basis", word, "On which legal basis."),
                        .needs("grounds", word, "Under which clause or rule."),
                        .needs("form", word, "The form of release."),
                        .needs("fields", .array(word, max: 100), "The fields that were shown."),
                    ]), max: shownUses), "In the order of the log."),
        ]))

    private static func uses<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let id: RecordID = try exchange.identifier("record")
        let permit = try exchange.leave(.traceRecord, subject: "record/\(id)")
        guard let found = try exchange.node.store.uses(ofRecord: id.text) else {
            throw APIStop.notAvailable
        }
        let uses = permit.release(found).view
        return [
            "total": .integer(uses.count),
            "uses": .array(
                uses.prefix(shownUses).map { use in
                    [
                        "entry": .integer(use.entry), "at": .integer(Int(use.at)),
                        "act": .string(use.act.rawValue), "person": .string(use.person),
                        "organisation": .string(use.organisation),
                        "purpose": .string(use.purpose), "basis": .string(use.basis),
                        "grounds": .string(use.grounds), "form": .string(use.form),
                        "fields": .array(use.fields.map(JSONValue.string)),
                    ]
                }),
        ]
    }
}
