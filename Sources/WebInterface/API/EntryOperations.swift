import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// The entry of one seizure for programs, and its change: the cells of the layout
/// `breakwater-template`.
enum EntryOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let access = RouteAccess.token(.writeRecords)
        return [
            .api(.post, "/seizures", access, enterShape, handler: enter),
            .api(.post, "/seizure-checks", access, checkShape, handler: check),
            .api(.get, "/seizures/{record}/form", access, formShape, handler: form),
            .api(.put, "/seizures/{record}", access, changeShape, handler: change),
        ]
    }

    /// The layout's columns in its order. The description is written before a layout is read; a
    /// test compares the two.
    static let columns = [
        "reference", "reporter", "date", "place", "substance", "amount", "unit", "stage",
        "methods", "date_end", "country", "place_code", "facility", "setting", "transport",
        "mass_basis", "certainty", "purity_percent", "packages", "concealment", "container",
        "seal_declared", "seal_found", "vessel_imo", "voyage", "cover_load", "hs_code",
        "producing_country", "departure_country", "departure_place", "transit",
        "destination_country", "destination_place", "intended_country", "intended_place",
        "companies", "cash_amount", "cash_currency", "cash_form", "cash_declared", "persons",
        "detection", "violence", "firearms", "evaluation", "tlp", "handling", "handling_text",
        "linked_events", "source_link", "note",
    ]

    /// A cell of so many characters keeps the bound of bytes, whatever they are.
    private static let cell = APISchema.string(max: EntryForm.cellBytes / 4)

    /// The cells of a form, in which these columns must stand.
    static func cells(needed: [String]) -> APISchema {
        .object(
            columns.map { column in
                let about = "The column \(column) of the layout breakwater-template."
                return needed.contains(column)
                    ? .needs(column, cell, about) : .may(column, cell, about)
            })
    }

    private static let remarks = APISchema.array(
        .object([
            .needs("column", .text, "The column; empty: the whole entry."),
            .needs("cause", .text, "What is remarked."),
            .needs("mend", .text, "What would be right."),
        ]), max: 1_000)

    /// - Throws: ``APIStop`` where the node has no layout for entries.
    static func template<Store>(_ input: APIInput<Store>) throws -> Layout {
        guard let template = input.exchange.node.template else { throw APIStop.notAvailable }
        return template
    }

    /// The cells that were sent.
    static func cells<Store>(_ input: APIInput<Store>) -> [String: String] {
        guard case .object(let given)? = input.body["cells"] else { return [:] }
        return given.compactMapValues(\.string)
    }

    private static func step<Store>(_ input: APIInput<Store>) throws -> EnterRecord<Store> {
        EnterRecord(
            store: input.exchange.node.store, reference: input.exchange.node.reference,
            template: try template(input))
    }

    private static func remarks(_ remarks: [EntryRemark]) -> JSONValue {
        .array(
            remarks.prefix(1_000).map {
                [
                    "column": .string($0.column), "cause": .string($0.cause),
                    "mend": .string($0.mend),
                ]
            })
    }

    // MARK: - Store

    private static let storedShape = APISchema.object([
        .needs("record", .identifier, "The record."),
        .needs("version", .version, "Its version."),
        .needs("outcome", .term(AppendOutcome.self), "What became of it."),
        .needs("remarks", remarks, "Remarks on what was stored as given."),
    ])

    private static let enterShape = APIOperation(
        "enterSeizure", "Enters one seizure; likely repeats are held for a person.",
        tag: "seizures", parameters: [.idempotencyKey],
        body: .object([
            .needs("cells", cells(needed: EntryForm.neededColumns), "The cells as given."),
            .may("acceptsRemarks", .boolean, "Store it as given in spite of remarks."),
        ]), answer: storedShape, status: .created)

    private static func enter<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        try store(input, changing: nil)
    }

    private static let changeShape = APIOperation(
        "changeSeizure", "Stores a new version of one of the own records.", tag: "seizures",
        parameters: [RecordOperations.record, .idempotencyKey],
        body: .object([
            .needs("version", .version, "The version that you looked at; see readForm."),
            .needs("cells", cells(needed: EntryForm.neededColumns), "All cells, as given."),
            .may("acceptsRemarks", .boolean, "Store it as given in spite of remarks."),
        ]), answer: storedShape)

    private static func change<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        try store(
            input,
            changing: OpenedVersion(
                record: try input.exchange.identifier("record"),
                version: input.body["version"]?.integer ?? 1))
    }

    private static func store<Store>(
        _ input: APIInput<Store>, changing opened: OpenedVersion?
    ) throws -> JSONValue {
        let exchange = input.exchange
        let requester = try exchange.requester()
        let cells = cells(input)
        let answer = try step(input).run(
            requester,
            EntryForm(
                token: token(exchange, requester, cells, opened?.record), cells: cells),
            changing: opened, acceptsRemarks: input.body["acceptsRemarks"]?.bool ?? false,
            now: exchange.now)
        switch answer {
        case .stored(let stored):
            return [
                "record": .string(stored.record.text), "version": .integer(stored.version),
                "outcome": .string(stored.outcome.rawValue), "remarks": remarks(stored.remarks),
            ]
        case .remarks(let remarks):
            throw APIStop.defects(
                remarks.map {
                    FormDefect(
                        field: $0.column.isEmpty ? "cells" : "cells.\($0.column)",
                        cause: $0.cause, mend: $0.mend)
                })
        case .changed:
            throw APIStop.conflict(
                opened == nil
                    ? "A record of this reference is there with another content."
                    : "The record has another version; read it again.")
        case .notAvailable: throw APIStop.notAvailable
        }
    }

    /// The request's own name makes the form's: where an answer was lost, the same request does
    /// not store the find twice. The person is in it, so that no one meets another's form, and
    /// the content, so that a name used again later names another form.
    private static func token<Store>(
        _ exchange: Exchange<Store>, _ requester: Requester, _ cells: [String: String],
        _ record: RecordID?
    ) -> FormToken {
        guard let name = HTTPField.Name("Idempotency-Key"), let key = exchange.header(name) else {
            return FormToken(trusted: Base64URL.encode(exchange.node.random(18)))
        }
        let content = cells.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        return FormToken(
            trusted: Fingerprint.of(
                ["request", requester.person.text, key, record?.text ?? ""] + content))
    }

    // MARK: - Read as a form

    private static let formShape = APIOperation(
        "readForm", "One of the own records as cells to change.", tag: "seizures",
        parameters: [RecordOperations.record],
        answer: .object([
            .needs("record", .identifier, "The record."),
            .needs("version", .version, "Name it when you change the record."),
            // Cells of files are as long as a row may be; those of forms are shorter.
            .needs("cells", .document, "The cells by the columns of breakwater-template."),
        ]))

    private static func form<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let token = FormToken(trusted: Base64URL.encode(exchange.node.random(18)))
        let answer = try step(input).open(
            exchange.requester(), try exchange.identifier("record"), token: token,
            now: exchange.now)
        guard case .released(let released) = answer else { throw APIStop.notAvailable }
        let opened = released.view.opened
        return [
            "record": .string(opened.record.text), "version": .integer(opened.version),
            "cells": .object(released.view.form.cells.mapValues(JSONValue.string)),
        ]
    }

    // MARK: - Check

    private static let checkShape = APIOperation(
        "checkSeizure", "What is to be said about a form, and what it may repeat.",
        tag: "seizures", parameters: [.idempotencyKey],
        body: .object([
            .needs("cells", cells(needed: []), "The cells as far as they are known."),
            .may("record", .identifier, "The record that the form changes."),
        ]),
        answer: .object([
            .needs("isStorable", .boolean, "Whether no remark keeps it from being stored."),
            .needs("remarks", remarks, "What is to be said."),
            .needs(
                "repeats",
                .array(
                    .object([
                        .needs("record", .identifier, "The record that it may repeat."),
                        .needs("kind", .term(RepeatKind.self), "How alike they are."),
                        .needs("reasons", .array(.text, max: 100), "Why."),
                    ]), max: 100), "Likeliest first."),
        ]))

    private static func check<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let entry = EntryForm(
            token: FormToken(trusted: Base64URL.encode(exchange.node.random(18))),
            cells: cells(input))
        let said = try step(input).check(entry, today: exchange.now.day)
        let repeats = try LikelyRepeats(
            store: exchange.node.store, reference: exchange.node.reference,
            template: try template(input)
        ).find(
            exchange.requester(), entry,
            except: (input.body["record"]?.string).flatMap { try? RecordID(parsing: $0) },
            now: exchange.now)
        return [
            "isStorable": .bool(!said.contains(where: \.isDefect)), "remarks": remarks(said),
            "repeats": .array(
                repeats.view.map {
                    [
                        "record": .string($0.record.text), "kind": .string($0.kind.rawValue),
                        "reasons": .array($0.reasons.map(JSONValue.string)),
                    ]
                }),
        ]
    }
}
