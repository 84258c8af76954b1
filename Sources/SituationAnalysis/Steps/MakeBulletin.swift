package import NeedToKnow
package import PortVocabulary

/// The bulletin as a use case: three assessments of one edition, drawn together.
package struct MakeBulletin<Store: SituationStore> {
    private let store: Store
    private let reference: ReferenceData
    private let cache: SituationCache?

    /// - Parameter cache: as for ``AssessSituation``.
    package init(store: Store, reference: ReferenceData, cache: SituationCache? = nil) {
        (self.store, self.reference, self.cache) = (store, reference, cache)
    }

    /// - Parameters:
    ///   - requester: whose edition it is. What their rights do not allow is in no figure, no
    ///     sentence and no chart.
    ///   - action: list, or export where files leave the node.
    ///   - day: the day that the bulletin bears; nil for today. Rights and evidence are always
    ///     those of `now`.
    /// - Throws: what the store throws.
    package func run(
        _ requester: Requester, _ action: AccessAction = .list, _ request: BulletinRequest,
        asOf day: CalendarDate? = nil, now: Moment
    ) throws -> Released<Bulletin> {
        let step = AssessSituation(store: store, reference: reference, cache: cache)
        let granularity = request.cycle.granularity
        func assess(
            _ period: DateSpan, isWithin: Bool, against compare: DateSpan?
        ) throws -> Released<Assessment> {
            try step.run(
                requester, action, request.selection(period, isWithin: isWithin),
                compare: compare, granularity: granularity, asOf: day, now: now)
        }
        let parts = [
            try assess(request.period, isWithin: true, against: request.before),
            try assess(request.period, isWithin: true, against: request.yearBefore),
            // Published totals of a year touch the course without lying within it.
            try assess(request.course, isWithin: false, against: nil),
        ]
        return Released.joining(parts) { views in
            BulletinWriter(
                request,
                BulletinParts(current: views[0], yearly: views[1], course: views[2]),
                reference: reference
            ).write(edition: requester.organisation)
        }
    }
}
