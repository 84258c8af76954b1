import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// Forms that the owner put aside, for programs. Nobody else can open them.
enum DraftOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let access = RouteAccess.token(.writeRecords)
        return [
            .api(.get, "/drafts", access, listShape, handler: list),
            .api(.post, "/drafts", access, addShape, handler: add),
            .api(.get, "/drafts/{draft}", access, readShape, handler: read),
            .api(.put, "/drafts/{draft}", access, saveShape, handler: save),
            .api(.delete, "/drafts/{draft}", access, discardShape, handler: discard),
        ]
    }

    private static let draft = APIParameter.path("draft", .identifier, "The draft.")
    private static let body = APISchema.object([
        .needs("cells", EntryOperations.cells(needed: []), "The cells as far as they are known.")
    ])

    private static func step<Store>(_ input: APIInput<Store>) throws -> KeepDrafts<Store> {
        KeepDrafts(
            store: input.exchange.node.store, template: try EntryOperations.template(input))
    }

    private static let listShape = APIOperation(
        "listDrafts", "The owner's drafts.", tag: "drafts",
        answer: .object([
            .needs(
                "drafts",
                .array(
                    .object([
                        .needs("draft", .identifier, "The draft."),
                        .needs("saved", .day, "When it was put aside."),
                    ]), max: Draft.limit), "Newest first; gone after \(Draft.keptDays) days.")
        ]))

    private static func list<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let drafts = try step(input).list(input.exchange.requester(), now: input.exchange.now)
        return [
            "drafts": .array(
                drafts.map {
                    [
                        "draft": .string($0.id.text), "saved": .string($0.saved.day.description),
                    ]
                })
        ]
    }

    private static let readShape = APIOperation(
        "readDraft", "One of the owner's drafts.", tag: "drafts", parameters: [draft],
        answer: .object([
            .needs("draft", .identifier, "The draft."),
            .needs("saved", .day, "When it was put aside."),
            .needs("cells", .document, "Its cells."),
        ]))

    private static func read<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let id: DraftID = try input.exchange.identifier("draft")
        guard
            let draft = try step(input).open(
                input.exchange.requester(), id, now: input.exchange.now)
        else { throw APIStop.notAvailable }
        return [
            "draft": .string(draft.id.text), "saved": .string(draft.saved.day.description),
            "cells": .object(draft.form.cells.mapValues(JSONValue.string)),
        ]
    }

    private static let addShape = APIOperation(
        "addDraft", "Puts a form aside; unfinished it may be.", tag: "drafts",
        parameters: [.idempotencyKey], body: body,
        answer: .object([.needs("draft", .identifier, "The draft.")]), status: .created)

    private static func add<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let id = DraftID(trusted: Base64URL.encode(input.exchange.node.random(18)))
        try store(id, input)
        return ["draft": .string(id.text)]
    }

    private static let saveShape = APIOperation(
        "saveDraft", "Gives one of the owner's drafts another content.", tag: "drafts",
        parameters: [draft, .idempotencyKey], body: body, answer: .done)

    private static func save<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let id: DraftID = try input.exchange.identifier("draft")
        guard
            try step(input).open(
                input.exchange.requester(), id, now: input.exchange.now) != nil
        else { throw APIStop.notAvailable }
        try store(id, input)
        return .done
    }

    private static func store<Store>(_ id: DraftID, _ input: APIInput<Store>) throws {
        let exchange = input.exchange
        let form = EntryForm(
            token: FormToken(trusted: Base64URL.encode(exchange.node.random(18))),
            cells: EntryOperations.cells(input))
        switch try step(input).save(exchange.requester(), form, as: id, now: exchange.now) {
        case .saved: return
        case .full: throw APIStop.conflict("\(Draft.limit) drafts are there already.")
        case .refused(let remarks):
            throw APIStop.defects(
                remarks.map {
                    FormDefect(field: "cells.\($0.column)", cause: $0.cause, mend: $0.mend)
                })
        case .notAvailable: throw APIStop.notAvailable
        }
    }

    private static let discardShape = APIOperation(
        "discardDraft", "Throws one of the owner's drafts away.", tag: "drafts",
        parameters: [draft, .idempotencyKey], answer: .done)

    private static func discard<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let id: DraftID = try input.exchange.identifier("draft")
        guard try step(input).discard(input.exchange.requester(), id) else {
            throw APIStop.notAvailable
        }
        return .done
    }
}
