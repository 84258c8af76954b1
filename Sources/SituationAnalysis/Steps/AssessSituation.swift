package import NeedToKnow
package import PortVocabulary

/// The assessment as a use case: loads what the selection covers, computes, and releases.
package struct AssessSituation<Store: SituationStore> {
    private let store: Store
    private let reference: ReferenceData
    private let cache: SituationCache?

    /// - Parameter cache: keeps assessments for requesters with the same rights; nil makes each
    ///   one anew. It belongs to this store and to this reference data.
    package init(store: Store, reference: ReferenceData, cache: SituationCache? = nil) {
        (self.store, self.reference, self.cache) = (store, reference, cache)
    }

    /// The fields of single records that an assessment draws on.
    private static var shown: FieldSet {
        RecordKind.seizure.fields.union(RecordKind.figure.fields)
            .subtracting([.given, .evaluation])
    }

    /// What is asked for, apart from who asks.
    private struct Question {
        let selection: Selection
        let compare: DateSpan?
        let granularity: Granularity?
        let day: CalendarDate
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
        try runKept(
            requester, action, selection, compare: compare, granularity: granularity, asOf: day,
            now: now
        ).released
    }

    /// The same, with the edition by which what was drawn from it is known; nil without a cache.
    ///
    /// - Throws: what the store throws.
    package func runKept(
        _ requester: Requester, _ action: AccessAction = .list, _ selection: Selection,
        compare: DateSpan?, granularity: Granularity?, asOf day: CalendarDate? = nil, now: Moment
    ) throws -> (released: Released<Assessment>, edition: SituationEdition?) {
        let question = Question(
            selection: selection, compare: compare, granularity: granularity,
            day: day ?? now.day)
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(action, .seizure, for: selection)
        let visibleFigures = try records.visibility(action, .figure, for: selection)
        let prepared = try prepared(question, records, visible, visibleFigures)
        let released = try release(prepared, selection, records, visible, visibleFigures)
        return (released, prepared.edition)
    }

    /// Makes the assessment that such a requester would list, where it is not kept already, so
    /// that they need not wait for it. It is shown to nobody and nothing is noted.
    ///
    /// - Throws: what the store throws.
    package func warm(
        _ requester: Requester, _ selection: Selection, compare: DateSpan?,
        granularity: Granularity?, now: Moment
    ) throws {
        let question = Question(
            selection: selection, compare: compare, granularity: granularity, day: now.day)
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(.list, .seizure, for: selection)
        let visibleFigures = try records.visibility(.list, .figure, for: selection)
        _ = try prepared(question, records, visible, visibleFigures)
    }

    /// From the cache where there is one.
    private func prepared(
        _ question: Question, _ records: VisibleRecords<Store>, _ visible: Visibility,
        _ visibleFigures: Visibility
    ) throws -> PreparedSituation {
        guard let cache else { return try prepare(question, records, visible, visibleFigures) }
        let key = PreparedSituation.Key(
            revision: records.revision, seizures: visible.fingerprint,
            figures: visibleFigures.fingerprint, selection: question.selection,
            compare: question.compare, granularity: question.granularity, day: question.day)
        return try cache.situation(key, revision: store.contentRevision) {
            try prepare(question, records, visible, visibleFigures)
        }
    }

    /// Loads and computes. Nothing here depends on the requester but through the two filters.
    private func prepare(
        _ question: Question, _ records: VisibleRecords<Store>, _ visible: Visibility,
        _ visibleFigures: Visibility
    ) throws -> PreparedSituation {
        let resolved = question.selection.resolvingBasins(reference.ports)
        let (facts, rows) = try records.seizures(resolved, visible)
        let (figures, figureRows) = try records.figures(resolved, visibleFigures)
        var parts = [rows]
        var compared: (period: DateSpan, facts: SeizureTable)?
        if let compare = question.compare {
            var other = resolved
            other.period = compare
            // Narrowed once more: where the selection has no period, this one asks for the day.
            let (table, more) = try records.seizures(
                other, visible.narrowed(to: other.neededFields))
            compared = (compare, table)
            parts.append(more)
        }
        var assessment = SituationAssessor(
            facts: facts, published: figures, reference: reference,
            selection: question.selection, compared: compared,
            granularity: question.granularity, today: question.day
        ).assess()
        try nameRecords(&assessment)
        return PreparedSituation(
            assessment: assessment, seizures: .init(visible, parts),
            figures: .init(visibleFigures, [figureRows]))
    }

    /// Notes what is released to this requester, each time, and releases it.
    private func release(
        _ prepared: PreparedSituation, _ selection: Selection,
        _ records: VisibleRecords<Store>, _ visible: Visibility, _ visibleFigures: Visibility
    ) throws -> Released<Assessment> {
        let seizures = prepared.seizures.groups(for: visible)
        let figures = prepared.figures.groups(for: visibleFigures)
        let subject = selection.subject("situation")
        if !prepared.seizures.isEmpty || prepared.figures.isEmpty {
            try records.note(visible, subject: subject, shown: Self.shown, seizures)
        }
        if !prepared.figures.isEmpty {
            try records.note(visibleFigures, subject: subject, shown: Self.shown, figures)
        }
        return visible.release(
            prepared.assessment, covering: seizures.map(\.permit) + figures.map(\.permit))
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
