package import PortVocabulary

/// The assessment as a use case: loads what the selection covers and computes.
package struct AssessSituation<Store: SituationStore> {
    private let store: Store
    private let reference: ReferenceData

    package init(store: Store, reference: ReferenceData) {
        (self.store, self.reference) = (store, reference)
    }

    /// - Parameters:
    ///   - selection: which records; basins are resolved here.
    ///   - compare: period to compare the selection's period with.
    /// - Throws: what the store throws.
    package func run(
        _ selection: Selection, compare: DateSpan?, granularity: Granularity?,
        today: CalendarDate
    ) throws -> Assessment {
        let resolved = selection.resolvingBasins(reference.ports)
        let facts = try store.seizures(resolved)
        let figures = try store.figures(resolved)
        var compared: (period: DateSpan, facts: SeizureTable)?
        if let compare {
            var other = resolved
            other.period = compare
            compared = (compare, try store.seizures(other))
        }
        var assessment = SituationAssessor(
            facts: facts, published: figures, reference: reference, selection: selection,
            compared: compared, granularity: granularity, today: today
        ).assess()
        try nameRecords(&assessment)
        return assessment
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
