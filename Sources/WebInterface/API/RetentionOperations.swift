import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary

/// The clocks of records for programs: what is due, what is held, and a custodian's decision.
enum RetentionOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let access = RouteAccess.token(.keepRecords)
        return [
            .api(.get, "/retention/due", access, dueShape, handler: due),
            .api(.get, "/retention/holds", access, holdsShape, handler: holds),
            .api(.post, "/records/{record}/retention", access, decideShape, handler: decide),
        ]
    }

    private static let dueShape = APIOperation(
        "listDue", "Records whose time has run out, longest overdue first.", tag: "retention",
        parameters: [RecordOperations.limit],
        answer: .object([
            .needs(
                "due",
                .array(
                    .object([
                        .needs("record", .identifier, "The record."),
                        .needs("kind", .term(RecordKind.self), "What it is."),
                        .needs("keepUntil", .day, "The last day on which it is kept."),
                        .needs("then", .term(RetentionEnd.self), "What is foreseen then."),
                        .needs("hold", .optional(.text), "Why it must stay; null: it need not."),
                    ]), max: 500), "Those that are decided on make room for the next."),
            .needs("isCut", .boolean, "Whether there may be more."),
        ]))

    private static func due<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let limit = RecordOperations.limit(input)
        let permit = try exchange.leave(.readDueRecords)
        let due = permit.release(
            try exchange.node.store.due(on: exchange.now.day, limit: limit)
        ).view
        return [
            "due": .array(
                due.map {
                    [
                        "record": .string($0.record.text), "kind": .string($0.kind.rawValue),
                        "keepUntil": .string($0.keepUntil.description),
                        "then": .string($0.then.rawValue), "hold": .optional($0.hold?.reason),
                    ]
                }), "isCut": .bool(due.count == limit),
        ]
    }

    private static let holdsShape = APIOperation(
        "listHolds", "Legal holds in force, in the order of the records.", tag: "retention",
        parameters: [
            RecordOperations.limit, .query("after", .identifier, "The next of the page before."),
        ],
        answer: .object([
            .needs(
                "holds",
                .array(
                    .object([
                        .needs("record", .identifier, "The record."),
                        .needs("reason", .text, "Why it must stay."),
                        .needs("reviewer", .identifier, "Who looks again."),
                        .needs("placedOn", .day, "Since when."),
                    ]), max: 500), "One for a record at most."),
            .needs("next", .optional(.identifier), "Null at the end of the list."),
        ]))

    private static func holds<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let permit = try input.exchange.leave(.readDueRecords)
        let all = permit.release(try input.exchange.node.store.holds()).view
        let (part, next) = try input.page(all) { $0.record.text }
        return [
            "holds": .array(
                part.map {
                    [
                        "record": .string($0.record.text), "reason": .string($0.reason),
                        "reviewer": .string($0.reviewer.text),
                        "placedOn": .string($0.placedOn.description),
                    ]
                }), "next": next,
        ]
    }

    private static let decideShape = APIOperation(
        "decideRetention", "Keeps, holds, frees or erases one record. A system cannot erase.",
        tag: "retention", parameters: [RecordOperations.record, .idempotencyKey],
        body: .object([
            .needs("act", .choice(["keep", "hold", "unhold", "erase"]), "What to do."),
            .needs("reason", .reason, "Why, in words; it stands in the evidence."),
            .may("until", .day, "The new last day, where it is kept."),
        ]), answer: .done)

    private static func decide<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let id: RecordID = try exchange.identifier("record")
        let permit = try AdministrationPages.recordLeave(exchange, id)
        let (store, now, reason) = (exchange.node.store, exchange.now, input.text("reason"))
        let outcome: RetentionOutcome
        switch input.text("act") {
        case "keep":
            guard let day = try input.day("until"), day >= now.day else {
                throw APIStop.defect("until", "it is missing or over", "name a day to come")
            }
            outcome = try store.keep(
                id, until: day, reason: reason, revision: nil, by: permit, at: now)
        case "hold":
            let hold = LegalHold(
                record: id, reason: reason, reviewer: permit.requester.person,
                placedOn: now.day)
            outcome = try store.place(hold, by: permit, at: now)
        case "unhold": outcome = try store.endHold(id, reason: reason, by: permit, at: now)
        default:
            try input.requirePerson(AccessAction.retain.rawValue, subject: "record/\(id)")
            outcome = try store.erase(id, reason: reason, by: permit, at: now)
        }
        switch outcome {
        case .done, .unchanged: return .done
        case .absent: throw APIStop.notAvailable
        case .changed: throw APIStop.conflict("Look at the record again.")
        case .held: throw APIStop.conflict("A legal hold stands against it.")
        }
    }
}
