import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// `/seizures/review`: what waits for a person, and the person's decision.
enum SeizureReviewPage {
    /// Held records on the page, oldest first; the next ones follow when these are decided.
    private static let pageLength = 50
    /// Bytes of the reason for a decision.
    private static let reasonBytes = 500

    static func list<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let step = ReviewRecords(store: exchange.node.store)
        let released = try step.held(
            try exchange.requester(), limit: pageLength, now: exchange.now)
        let text = RecordText(exchange)
        let marks = released.view.map { $0.held.detail.mark }
        return try .page(
            exchange, "seizure-review", title: "seizures.reviewTitle",
            [
                "held": released.view.map { row(held: $0.held, other: $0.other, text) },
                "isEmpty": released.view.isEmpty, "count": released.view.count,
                "isFull": released.view.count == pageLength,
            ],
            mark: RecordText<Store>.strictest(marks.map { ($0.trafficLight, $0.handling) }))
    }

    private static func row<Store>(
        held: HeldRecord, other: RecordDetail?, _ text: RecordText<Store>
    ) -> [String: Any] {
        let detail = held.detail
        return [
            "address": "/seizures/\(detail.record.text)",
            "place": text.place(detail.place, detail.country) ?? RecordText<Store>.nothing,
            "substance": text.word(detail.substances),
            "badge": text.badge(detail.mark.trafficLight, detail.mark.handling),
            "why": held.finding.map { text.word($0.kind) } ?? held.holdReason,
            "reasons": held.finding?.reasons.map { ["text": $0] } ?? [],
            "cells": comparison(detail, other),
            "other": other.map { ["address": "/seizures/\($0.record.text)"] as Any } ?? false,
            "decision": choice(detail, text.exchange, state: "", reason: ""),
        ]
    }

    /// The cells of both records beside one another, and whether they differ.
    private static func comparison(_ one: RecordDetail, _ other: RecordDetail?) -> [[String: Any]] {
        var cells: [String: String] = [:]
        for (header, cell) in other?.given ?? [] { cells[header] = cell }
        let headers = one.given.map(\.header)
        let more = (other?.given ?? []).filter { !headers.contains($0.header) }
        return one.given.map { header, cell in
            [
                "header": header, "cell": cell, "other": cells[header] ?? "",
                "differs": other != nil && cells[header] != cell,
            ]
        }
            + more.map {
                ["header": $0.header, "cell": "", "other": $0.cell, "differs": true]
            }
    }

    /// What the form of a decision holds.
    static func choice<Store>(
        _ detail: RecordDetail, _ exchange: Exchange<Store>, state: String, reason: String
    ) -> [String: Any] {
        [
            "action": "/seizures/\(detail.record.text)/decision", "revision": detail.revision,
            "id": detail.record.text, "reason": reason, "csrf": exchange.csrf,
            "choices": decisions.map {
                [
                    "code": $0.rawValue, "isChosen": $0.rawValue == state,
                    "name": exchange.text("seizures.decide.\($0.rawValue)"),
                ] as [String: Any]
            },
        ]
    }

    private static let decisions: [ReviewState] = [.counted, .repeated]

    static func decide<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let id = try? RecordID(parsing: exchange.parameters["record"] ?? "") else {
            return try .notAvailable(exchange)
        }
        let form = exchange.form
        let reason = form["reason"] ?? ""
        var defects: [FormDefect] = []
        let state = decisions.first { $0.rawValue == form["state"] }
        if state == nil { defects.append(defect("state", "stateMissing", exchange)) }
        if reason.isEmpty { defects.append(defect("reason", "reasonMissing", exchange)) }
        if reason.utf8.count > reasonBytes {
            defects.append(defect("reason", "reasonLong", exchange))
        }
        guard let state, defects.isEmpty else {
            return try again(exchange, id, defects)
        }
        let decision = ReviewDecision(
            record: id, state: state, reason: reason, revision: form["revision"].flatMap(Int.init))
        let step = ReviewRecords(store: exchange.node.store)
        switch try step.decide(try exchange.requester(), decision, now: exchange.now) {
        case .done: return .redirect("/seizures/review")
        case .absent: return try .notAvailable(exchange)
        case .changed: return try again(exchange, id, [defect("", "changed", exchange)])
        }
    }

    private static func defect<Store>(
        _ field: String, _ key: String, _ exchange: Exchange<Store>
    ) -> FormDefect {
        FormDefect(
            field: field, cause: exchange.text("seizures.cause.\(key)"),
            mend: exchange.text("seizures.mend.\(key)"))
    }

    /// The record with the form once more, and with what was typed.
    private static func again<Store>(
        _ exchange: Exchange<Store>, _ id: RecordID, _ defects: [FormDefect]
    ) throws -> Reply {
        let step = ListRecords(store: exchange.node.store, reference: exchange.node.reference)
        guard
            case .released(let released) = try step.record(
                try exchange.requester(), id, now: exchange.now)
        else { return try .notAvailable(exchange) }
        return try .defects(
            exchange, "seizure-decision", title: "seizures.reviewTitle",
            [
                "address": "/seizures/\(id.text)",
                "decision": choice(
                    released.view.detail, exchange, state: exchange.form["state"] ?? "",
                    reason: exchange.form["reason"] ?? ""),
            ], defects)
    }
}
