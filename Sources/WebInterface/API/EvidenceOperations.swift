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
            .api(.get, "/evidence/releases", access, releasesShape, handler: releases),
            .api(.get, "/evidence/entries/{entry}/proof", access, proofShape, handler: proof),
            .api(.post, "/evidence/check-log", access, checkLogShape, handler: checkLog),
            .api(.get, "/evidence/check", access, checkShape, handler: check),
            .api(.post, "/evidence/check", access, beginShape, handler: begin),
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
            .needs("witnessKey", word, "Verifies the node's signature under partners' logs."),
        ]))

    private static func checkpoint<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let store = input.exchange.node.store
        guard let newest = try store.newestCheckpoint() else { throw APIStop.notAvailable }
        return [
            "size": .integer(Int(clamping: newest.unverified.size)),
            "text": .string(String(decoding: newest.bytes, as: UTF8.self)),
            "logKey": .string(store.logVerifierKey),
            "witnessKey": .string(try store.witnessVerifierKey()),
        ]
    }

    private static let entriesShape = APIOperation(
        "listEvidence", "Entries of the log, newest first.", tag: "evidence",
        parameters: [
            RecordOperations.limit,
            .query("below", index, "The next of the page before."),
            .query("act", .choice(EvidenceAct.allCases.map(\.rawValue)), "Only such acts."),
            .query("person", .string(max: 64), "Only acts of this person."),
            .query("subject", .string(max: 200), "Only entries whose subject or result has it."),
        ],
        answer: .object([
            .needs(
                "entries",
                .array(
                    .object([
                        .needs("entry", index, "Its place in the log."),
                        .needs("at", seconds, "Seconds since 1970-01-01 UTC."),
                        .needs(
                            "act", .choice(EvidenceAct.allCases.map(\.rawValue)), "What was done."),
                        .needs("person", word, "By whom."),
                        .needs("organisation", word, "Of which organisation."),
                        .needs("purpose", word, "For which purpose."),
                        .needs("subject", word, "What was asked for."),
                        .needs("result", word, "What came of it."),
                    ]), max: 500), "Newest first."),
            .needs("next", .optional(index), "Give it as below; null at the end."),
        ]))

    private static func entries<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let filter = EntryFilter(input.exchange.query)
        let permit = try input.exchange.leave(.readEvidence, subject: filter.subject)
        let found = try EvidencePages.matches(
            filter, below: input["below"].flatMap { Int($0) },
            limit: RecordOperations.limit(input), in: input.exchange.node.store)
        let shown = permit.release(found.entries).view
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
            "next": found.next.map(JSONValue.integer) ?? .null,
        ]
    }

    /// *Bounds: uses of one record in an answer.*
    private static let shownUses = 10_000

    private static let usesShape = APIOperation(
        "traceRecord", "Who was shown a record of the node's organisation.", tag: "evidence",
        parameters: [RecordOperations.record],
        answer: .object([
            .needs("total", .count, "How many uses there are."),
            .needs(
                "uses",
                .array(
                    .object([
                        .needs("entry", index, "Its place in the log."),
                        .needs("at", seconds, "Seconds since 1970-01-01 UTC."),
                        .needs(
                            "act", .choice(EvidenceAct.allCases.map(\.rawValue)), "What was done."),
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

    // MARK: - Who saw our records

    private static let releasesShape = APIOperation(
        "sumReleases", "Who was shown records of the node, by month and purpose.",
        tag: "evidence",
        answer: .object([
            .needs(
                "releases",
                .array(
                    .object([
                        .needs("month", word, "Year and month."),
                        .needs("organisation", word, "Who was shown records."),
                        .needs("purpose", word, "For which purpose."),
                        .needs("releases", .count, "How often."),
                        .needs("records", .count, "A record shown twice counts twice."),
                    ]), max: EvidencePages.summedReleases), "Of the newest releases.")
        ]))

    private static func releases<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try exchange.leave(.traceRecord, subject: "releases by month")
        let sums = permit.release(
            try exchange.node.store.releaseSums(newest: EvidencePages.summedReleases)
        ).view
        return [
            "releases": .array(
                sums.map {
                    [
                        "month": .string($0.month), "organisation": .string($0.organisation),
                        "purpose": .string($0.purpose), "releases": .integer($0.releases),
                        "records": .integer($0.records),
                    ]
                })
        ]
    }

    private static let proofShape = APIOperation(
        "proveEntry", "A proof that an entry stands in the log, for people without the node.",
        tag: "evidence", parameters: [.path("entry", index, "Its place in the log.")],
        answer: .object([.needs("proof", .string(max: 4_000_000), "The proof's file.")]))

    private static func proof<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let bytes = try EvidencePages.proofBytes(input.exchange)
        return ["proof": .string(String(decoding: bytes, as: UTF8.self))]
    }

    // MARK: - Verify

    /// *Bounds: findings in an answer; a check stops at a thousand.*
    private static let shownFindings = 1_000

    private static let report = APISchema.object([
        .needs("isSound", .boolean, "Whether nothing was found."),
        .needs("entries", .count, "Entries that were looked at."),
        .needs("rows", .count, "Rows that were looked at."),
        .needs(
            "findings",
            .array(
                .object([
                    .needs("place", word, "Where."), .needs("cause", word, "What is wrong there."),
                ]), max: shownFindings), "Empty where all is sound."),
    ])

    private static func written(_ report: EvidenceReport) -> JSONValue {
        [
            "isSound": .bool(report.isSound), "entries": .integer(report.entries),
            "rows": .integer(report.rows),
            "findings": .array(
                report.findings.prefix(shownFindings).map {
                    ["place": .string($0.place), "cause": .string($0.cause)]
                }),
        ]
    }

    private static let checkLogShape = APIOperation(
        "checkLog", "Compares every leaf of the log with the newest signed head.",
        tag: "evidence", parameters: [.idempotencyKey],
        answer: .object([.needs("report", report, "What was found.")]))

    private static func checkLog<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let permit = try input.exchange.leave(.verifyEvidence)
        return [
            "report": written(permit.release(try input.exchange.node.store.checkLeaves()).view)
        ]
    }

    private static let states = ["idle", "running", "done", "failed"]
    private static let beginShape = APIOperation(
        "beginCheck", "Begins the full check of log and rows; readCheck tells what it found.",
        tag: "evidence", parameters: [.idempotencyKey], answer: .done, status: .accepted)

    private static func begin<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        _ = try input.exchange.leave(.verifyEvidence)
        input.exchange.node.checks.begin(at: input.exchange.now)
        return .done
    }

    private static let checkShape = APIOperation(
        "readCheck", "The full check of log and rows: whether it runs, and what it found.",
        tag: "evidence",
        answer: .object([
            .needs("state", .choice(states), "failed: the database did not answer."),
            .needs("at", .optional(seconds), "When it began or ended."),
            .needs("report", .optional(report), "What was found; null: it is not done."),
        ]))

    private static func check<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let permit = try input.exchange.leave(.verifyEvidence)
        func answer(_ state: String, _ at: Moment?, _ found: JSONValue = .null) -> JSONValue {
            [
                "state": .string(state), "at": at.map { .integer(Int($0.seconds)) } ?? .null,
                "report": found,
            ]
        }
        switch input.exchange.node.checks.state {
        case .idle: return answer("idle", nil)
        case .running(let since): return answer("running", since)
        case .failed(let at): return answer("failed", at)
        case .done(let found, let at):
            return answer("done", at, written(permit.release(found).view))
        }
    }
}
