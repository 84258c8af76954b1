package import NeedToKnow
package import PortVocabulary

/// Shows what waits for a person, and takes the person's decision.
package struct ReviewRecords<Store: SituationStore> {
    private let store: Store

    package init(store: Store) { self.store = store }

    /// Held records with their findings and what they may repeat, oldest first.
    ///
    /// - Parameter limit: 1 or more.
    /// - Throws: what the store throws.
    package func held(
        _ requester: Requester, limit: Int, now: Moment
    ) throws -> Released<[(held: HeldRecord, other: RecordDetail?)]> {
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(.review, .seizure)
        let held = try store.heldRecords(limit: limit, visible: visible)
        var rows = PermittedRows()
        var shown: [(held: HeldRecord, other: RecordDetail?)] = []
        for record in held {
            guard let permit = records.permit(record.detail, visible) else { continue }
            _ = rows.add(
                serial: record.detail.serial, class: record.detail.accessClass, visible
            ) { permit }
            var other: RecordDetail?
            if let finding = record.finding {
                other = try store.details([finding.other], visible: visible).first
            }
            if let other {
                _ = rows.add(serial: other.serial, class: other.accessClass, visible) {
                    records.permit(other, visible)
                }
            }
            shown.append((held: record, other: other))
        }
        if !rows.isEmpty {
            try records.note(
                visible, subject: "held seizures", shown: RecordKind.seizure.fields, rows)
        } else if requester.roles.isDisjoint(with: AccessAction.review.roles) {
            try records.refused(.review, subject: "held seizures", .role)
        }
        return visible.release(shown, covering: rows.permits)
    }

    /// Decides whether a held record counts; absent where there is no such record for this
    /// person.
    ///
    /// - Throws: what the store throws.
    package func decide(
        _ requester: Requester, _ decision: ReviewDecision, now: Moment
    ) throws -> UpdateOutcome {
        let records = try VisibleRecords(store, requester, now: now)
        guard try records.permit(.review, decision.record) != nil else { return .absent }
        return try store.decide(decision, by: requester, at: now)
    }
}
