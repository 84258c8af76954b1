package import NeedToKnow
package import PortVocabulary

/// A page of denominators and how many there are in all.
package struct DenominatorPage: Sendable {
    package let facts: [DenominatorFact]
    package let total: Int
}

/// Lists denominators as far as the requester may see them.
package struct ListDenominators<Store: SituationStore> {
    private let store: Store
    private let reference: ReferenceData

    package init(store: Store, reference: ReferenceData) {
        (self.store, self.reference) = (store, reference)
    }

    /// The denominators of a selection by port, period and kind.
    ///
    /// - Parameter limit: 1 or more.
    /// - Throws: what the store throws.
    package func run(
        _ requester: Requester, _ selection: Selection, limit: Int, now: Moment
    ) throws -> Released<DenominatorPage> {
        let resolved = selection.resolvingBasins(reference.ports)
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(.list, .denominator, for: selection)
        let (facts, rows) = try records.denominators(resolved, visible)
        try records.note(
            visible, subject: selection.subject("list of denominators"),
            shown: RecordKind.denominator.fields, rows)
        let sorted = facts.sorted { Self.order($0) < Self.order($1) }
        return visible.release(
            DenominatorPage(facts: Array(sorted.prefix(limit)), total: facts.count),
            covering: rows.permits)
    }

    private static func order(_ fact: DenominatorFact) -> (String, Int32, Int, Int) {
        let denominator = fact.denominator
        return (
            denominator.place?.code ?? denominator.placeName, denominator.period.first.dayNumber,
            denominator.effort.preference, fact.serial
        )
    }
}
