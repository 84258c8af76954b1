import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// `/seizures/{record}`: one record as far as the reader may see it, and why.
enum SeizureRecordPage {
    static func show<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let id = try? RecordID(parsing: exchange.parameters["record"] ?? "") else {
            return try .notAvailable(exchange)
        }
        return try page(exchange, id)
    }

    /// The record's page.
    ///
    /// - Parameter defects: what was wrong with a form that was sent from it.
    static func page<Store>(
        _ exchange: Exchange<Store>, _ id: RecordID, _ defects: [FormDefect] = []
    ) throws -> Reply {
        let step = OpenRecord(store: exchange.node.store, reference: exchange.node.reference)
        let answer = try step.run(try exchange.requester(), id, now: exchange.now)
        guard case .released(let released) = answer else { return try .notAvailable(exchange) }
        let mark = released.view.shown.detail.mark
        let label = RecordText<Store>.label(mark.trafficLight, [mark.handling])
        let context = context(released, exchange)
        guard defects.isEmpty else {
            return try .defects(
                exchange, "seizure", title: "seizures.recordTitle", context, defects,
                mark: label)
        }
        return try .page(
            exchange, "seizure", title: "seizures.recordTitle", context,
            mark: label)
    }

    private static func context<Store>(
        _ released: Released<OpenedRecord>, _ exchange: Exchange<Store>
    ) -> [String: Any] {
        let shown = released.view.shown
        let text = RecordText(exchange)
        let detail = shown.detail
        let (values, withheld) = fields(shown, text)
        let isOwn = detail.originator == exchange.node.store.organisation
        return [
            "id": detail.record.text, "kind": text.word(detail.kind),
            "heading": heading(shown, text), "state": text.state(detail.state),
            "values": values,
            "withheld": withheld.isEmpty
                ? false : ["names": withheld.joined(separator: ", ")] as Any,
            "mark": mark(detail.mark, text),
            "provenance": [
                "originator": detail.originator.text, "version": detail.version,
                "file": detail.file.isEmpty
                    ? false : ["name": detail.file, "row": detail.rowNumber] as Any,
            ],
            "given": detail.given.isEmpty
                ? false
                : [
                    "cells": detail.given.map { ["header": $0.header, "cell": $0.cell] }
                ] as Any,
            "grounds": released.grounds.map { ["text": ground($0, exchange)] },
            "mayChange": isOwn && detail.kind == .seizure
                && (exchange.signedIn?.roles.contains(.contributor) ?? false),
            "change": "/seizures/\(detail.record.text)/change",
            "mayDecide": isOwn && detail.kind == .seizure
                && (exchange.signedIn?.roles.contains(.reviewer) ?? false),
            "decision": SeizureReviewPage.choice(
                detail, exchange, state: "", reason: ""),
            "photographs": PhotographPages.section(released.view, exchange),
            "history": RecordHistoryText.section(released.view.history, text),
        ]
    }

    /// What the record says, and the names of the fields that are not released.
    private static func fields<Store>(
        _ shown: ShownRecord, _ text: RecordText<Store>
    ) -> (values: [[String: Any]], withheld: [String]) {
        var values: [[String: Any]] = []
        var withheld: [String] = []
        let all = shown.detail.kind.fields
        for field in RecordField.allCases where all.contains(FieldSet([field])) {
            guard shown.fields.contains(FieldSet([field])) else {
                withheld.append(text.word(field))
                continue
            }
            let value: String? =
                switch shown.content {
                case .seizure(let fact, let reporter):
                    text.value(field, fact, reporter: reporter)
                case .figure(let fact): text.value(field, fact.figure)
                case .denominator(let fact): text.value(field, fact)
                case nil: nil
                }
            guard let value, !value.isEmpty else { continue }
            values.append(["name": text.word(field), "value": value])
        }
        return (values, withheld)
    }

    static func heading<Store>(
        _ shown: ShownRecord, _ text: RecordText<Store>
    ) -> String {
        let parts: [String?] =
            switch shown.content {
            case .seizure(let fact, _):
                [
                    fact.substance == .unknown ? nil : text.word(fact.substance),
                    text.amount(fact), text.place(fact.place, fact.country), text.day(fact),
                ]
            case .figure(let fact):
                [text.word(fact.figure.substance), fact.figure.placeName]
            case .denominator(let fact): [text.word(shown.detail.kind), fact.denominator.placeName]
            case nil: []
            }
        let words = parts.compactMap(\.self)
        return words.isEmpty ? text.word(shown.detail.kind) : words.joined(separator: " · ")
    }

    private static func mark<Store>(_ mark: Mark, _ text: RecordText<Store>) -> [String: Any] {
        let exchange = text.exchange
        let purposes =
            mark.purposes == .all
            ? exchange.text("seizures.everyPurpose")
            : mark.purposes.purposes.map { exchange.text("term.purpose.\($0.rawValue)") }
                .joined(separator: "; ")
        return [
            "badge": text.badge(mark.trafficLight, mark.handling),
            "light": text.word(mark.trafficLight), "handling": text.word(mark.handling),
            "words": mark.handlingText.map { ["text": $0] as Any } ?? false,
            "purposes": purposes,
            "releasable": mark.releasableTo.map {
                ["names": $0.map(\.text).joined(separator: ", ")] as Any
            } ?? false,
            "retention": mark.retention.map {
                ["days": $0.days, "then": text.word($0.then)] as Any
            } ?? false,
        ]
    }

    private static func ground<Store>(_ ground: Ground, _ exchange: Exchange<Store>) -> String {
        switch ground {
        case .own: exchange.text("seizures.groundOwn")
        case .published: exchange.text("seizures.groundPublished")
        case .clause: exchange.text("seizures.groundClause", ["clause": ground.text])
        }
    }
}
