package import NeedToKnow
package import PortVocabulary

/// The assessment as a use case: loads what the selection covers and computes.
package struct AssessSituation<Store: SituationStore> {
    private let store: Store
    private let reference: ReferenceData

    package init(store: Store, reference: ReferenceData) {
        (self.store, self.reference) = (store, reference)
    }

    /// The fields of single records that an assessment draws on.
    private static var shown: FieldSet {
        RecordKind.seizure.fields.union(RecordKind.figure.fields)
            .subtracting([.given, .evaluation])
    }

    /// - Parameters:
    ///   - requester: who sees it. What they may not see is in no count and no sentence.
    ///   - action: list, or export where files leave the node.
    ///   - selection: which records; basins are resolved here.
    ///   - day: the day that the assessment bears; nil for today. Rights and evidence are
    ///     always those of `now`.
    ///   - compare: period to compare the selection's period with.
    /// - Throws: what the store throws.
    package func run(
        _ requester: Requester, _ action: AccessAction = .list, _ selection: Selection,
        compare: DateSpan?, granularity: Granularity?, asOf day: CalendarDate? = nil, now: Moment
    ) throws -> Released<Assessment> {
        let resolved = selection.resolvingBasins(reference.ports)
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(action, .seizure, for: selection)
        let visibleFigures = try records.visibility(action, .figure, for: selection)
        var (facts, rows) = try records.seizures(resolved, visible)
        let (figures, figureRows) = try records.figures(resolved, visibleFigures)
        var compared: (period: DateSpan, facts: SeizureTable)?
        if let compare {
            var other = resolved
            other.period = compare
            // Narrowed once more: where the selection has no period, this one asks for the day.
            let (table, more) = try records.seizures(
                other, visible.narrowed(to: other.neededFields))
            compared = (compare, table)
            rows.add(more)
        }
        var assessment = SituationAssessor(
            facts: facts, published: figures, reference: reference, selection: selection,
            compared: compared, granularity: granularity, today: day ?? now.day
        ).assess()
        try nameRecords(&assessment)
        let subject = selection.subject("situation")
        if !rows.isEmpty || figureRows.isEmpty {
            try records.note(visible, subject: subject, shown: Self.shown, rows)
        }
        if !figureRows.isEmpty {
            try records.note(visibleFigures, subject: subject, shown: Self.shown, figureRows)
        }
        return visible.release(assessment, covering: rows.permits + figureRows.permits)
    }

    /// Writes the records' identifiers where the pages list single seizures.
    private func nameRecords(_ assessment: inout Assessment) throws {
        let serials = assessment.ports.flatMap { $0.events.compactMap { Int($0.record) } }
        let ids = try store.identifiers(ofSerials: serials)
        for index in assessment.ports.indices {
            assessment.ports[index].events = assessment.ports[index].events.map { event in
                EventLine(
                    date: event.date, substance: event.substance, kilograms: event.kilograms,
                    methods: event.methods, route: event.route,
                    record: Int(event.record).flatMap { ids[$0]?.text } ?? "")
            }
        }
    }
}
