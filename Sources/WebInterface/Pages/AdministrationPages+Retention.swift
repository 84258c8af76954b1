import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

extension AdministrationPages {
    /// Due records that the page shows.
    private static let shownDue = 200

    static func retention<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        try retentionPage(exchange, [])
    }

    private static func retentionPage<Store: NodeStore>(
        _ exchange: Exchange<Store>, _ defects: [FormDefect]
    ) throws -> Reply {
        let permit = try exchange.leave(.readDueRecords)
        let store = exchange.node.store
        let due = permit.release(try store.due(on: exchange.now.day, limit: shownDue)).view
        let holds = permit.release(try store.holds()).view
        let context: [String: Any] = [
            "due": due.map { record -> [String: Any] in
                [
                    "record": record.record.text,
                    "kind": exchange.text("agreements.records.\(record.kind.rawValue)"),
                    "keepUntil": record.keepUntil.description,
                    "then": exchange.text("term.retention-end.\(record.then.rawValue)"),
                    "held": record.hold.map { [["reason": $0.reason]] } ?? [],
                ]
            },
            "nothingDue": due.isEmpty, "nothingHeld": holds.isEmpty,
            "isCut": due.count == shownDue,
            "holds": holds.map { hold -> [String: Any] in
                [
                    "record": hold.record.text, "reason": hold.reason,
                    "reviewer": hold.reviewer.text, "placedOn": hold.placedOn.description,
                ]
            },
            "record": exchange.parameters["record"] ?? "",
            "reason": exchange.form["reason"] ?? "", "until": exchange.form["until"] ?? "",
            "person": exchange.signedIn?.person.id.text ?? "",
        ]
        let title = "administration.retention"
        guard defects.isEmpty else {
            return try .defects(
                exchange, "administration-retention", title: title, context, defects)
        }
        return try .page(exchange, "administration-retention", title: title, context)
    }

    /// One act of a custodian on one record, as the button says.
    static func decide<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let id: RecordID = try exchange.identifier("record")
        let permit = try recordLeave(exchange, id)
        let reason = exchange.form["reason"] ?? ""
        guard (1...500).contains(reason.count) else {
            return try retentionPage(
                exchange, [exchange.defect("reason", "administration.reason")])
        }
        let (store, now) = (exchange.node.store, exchange.now)
        let outcome: RetentionOutcome
        switch exchange.form["act"] {
        case "keep":
            guard let day = exchange.day("until"), day >= now.day else {
                return try retentionPage(
                    exchange, [exchange.defect("until", "administration.until")])
            }
            outcome = try store.keep(
                id, until: day, reason: reason, revision: nil, by: permit, at: now)
        case "hold":
            let hold = LegalHold(
                record: id, reason: reason, reviewer: permit.requester.person,
                placedOn: now.day)
            outcome = try store.place(hold, by: permit, at: now)
        case "unhold":
            outcome = try store.endHold(id, reason: reason, by: permit, at: now)
        case "erase":
            try exchange.requireFreshProof()
            outcome = try store.erase(id, reason: reason, by: permit, at: now)
        default: throw ExchangeStop.notAvailable
        }
        switch outcome {
        case .done, .unchanged: return .redirect("/administration/retention")
        case .absent: throw ExchangeStop.notAvailable
        case .changed:
            return try retentionPage(
                exchange, [exchange.defect("", "administration.changed")])
        case .held:
            return try retentionPage(exchange, [exchange.defect("", "administration.held")])
        }
    }

    /// Leave to decide on a record's retention, or the same answer as for an absent one.
    static func recordLeave<Store: NodeStore>(
        _ exchange: Exchange<Store>, _ id: RecordID
    ) throws -> Permit {
        let requester = try exchange.accountRequester()
        let (store, day) = (exchange.node.store, exchange.now.day)
        guard let resource = try store.resource(id) else { throw ExchangeStop.notAvailable }
        switch try policy(store, on: day).decide(requester, .retain, resource, on: day) {
        case .permit(let permit): return permit
        case .refuse(let reason):
            try store.note(
                RefusalNote(
                    requester: requester, action: AccessAction.retain.rawValue,
                    subject: "record/\(id)", reason: reason), at: exchange.now)
            throw ExchangeStop.notAvailable
        }
    }

    // Two of the stores give it; it is the same.
    private static func policy(
        _ store: some AgreementStore, on day: CalendarDate
    ) throws -> Policy {
        try store.policy(on: day)
    }
}
