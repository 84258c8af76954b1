import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// The entry of one seizure for programs: the cells of the layout `breakwater-template`.
enum EntryOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [.api(.post, "/seizures", .token(.writeRecords), enterShape, handler: enter)]
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

    private static let remark = APISchema.object([
        .needs("column", .text, "The column; empty: the whole entry."),
        .needs("cause", .text, "What is remarked."), .needs("mend", .text, "What would be right."),
    ])

    private static let enterShape = APIOperation(
        "enterSeizure", "Enters one seizure; likely repeats are held for a person.",
        tag: "seizures", parameters: [.idempotencyKey],
        body: .object([
            .needs(
                "cells",
                .object(
                    columns.map { column in
                        let about = "The column \(column) of the layout breakwater-template."
                        return EntryForm.neededColumns.contains(column)
                            ? .needs(column, cell, about) : .may(column, cell, about)
                    }), "The cells as given."),
            .may("acceptsRemarks", .boolean, "Store it as given in spite of remarks."),
        ]),
        answer: .object([
            .needs("record", .identifier, "The record."),
            .needs("version", .integer(1...1_000_000), "Its version."),
            .needs("outcome", .term(AppendOutcome.self), "What became of it."),
            .needs("remarks", .array(remark, max: 1_000), "Remarks on what was stored as given."),
        ]), status: .created)

    private static func enter<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        guard let template = exchange.node.template, case .object(let given)? = input.body["cells"]
        else { throw APIStop.notAvailable }
        let step = EnterRecord(
            store: exchange.node.store, reference: exchange.node.reference, template: template)
        let requester = try exchange.requester()
        let answer = try step.run(
            requester,
            EntryForm(
                token: token(exchange, requester), cells: given.compactMapValues(\.string)),
            acceptsRemarks: input.body["acceptsRemarks"]?.bool ?? false, now: exchange.now)
        switch answer {
        case .stored(let stored):
            return [
                "record": .string(stored.record.text), "version": .integer(stored.version),
                "outcome": .string(stored.outcome.rawValue),
                "remarks": .array(
                    stored.remarks.prefix(1_000).map {
                        [
                            "column": .string($0.column), "cause": .string($0.cause),
                            "mend": .string($0.mend),
                        ]
                    }),
            ]
        case .remarks(let remarks):
            throw APIStop.defects(
                remarks.map {
                    FormDefect(
                        field: $0.column.isEmpty ? "cells" : "cells.\($0.column)",
                        cause: $0.cause, mend: $0.mend)
                })
        case .changed:
            throw APIStop.conflict("A record of this reference is there with another content.")
        case .notAvailable: throw APIStop.notAvailable
        }
    }

    /// The request's own name makes the form's: where an answer was lost, the same request does
    /// not store the find twice. The person is in it, so that no one meets another's form.
    private static func token<Store>(
        _ exchange: Exchange<Store>, _ requester: Requester
    ) -> FormToken {
        guard let name = HTTPField.Name("Idempotency-Key"), let key = exchange.header(name) else {
            return FormToken(trusted: Base64URL.encode(exchange.node.random(18)))
        }
        return FormToken(trusted: Fingerprint.of(["request", requester.person.text, key]))
    }
}
