package import NeedToKnow
package import PortVocabulary

/// A stored record that a form may repeat.
package struct LikelyRepeat: Hashable, Sendable {
    package let record: RecordID
    package let place: PlaceCode?
    package let country: Country?
    package let kind: RepeatKind
    /// Sum of the weights in ``DuplicateRules``.
    package let score: Double
    package let reasons: [String]
}

/// Tells while a form is filled in which records it may repeat: by the rules of the duplicate
/// review, among the records that the person may see with every field that the rules compare.
package struct LikelyRepeats<Store: SituationStore> {
    /// Repeats that are shown, likeliest first.
    package static var limit: Int { 5 }

    private let store: Store
    private let reference: ReferenceData
    private let template: Layout

    /// - Parameter template: the layout `breakwater-template`.
    package init(store: Store, reference: ReferenceData, template: Layout) {
        (self.store, self.reference, self.template) = (store, reference, template)
    }

    /// What the rules compare: a record that keeps one of these back would be told by its score.
    static var comparedFields: FieldSet {
        [
            .date, .place, .substance, .amount, .setting, .transport, .concealment, .producing,
            .departure, .destination,
        ]
    }

    /// The records that a half-filled form may repeat, likeliest first; none before day,
    /// substance, amount and country or place are known.
    ///
    /// - Parameter excluded: the record that the form changes.
    /// - Throws: what the store throws.
    package func find(
        _ requester: Requester, _ form: EntryForm, except excluded: RecordID? = nil, now: Moment
    ) throws -> Released<[LikelyRepeat]> {
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(.read, .seizure).narrowed(to: Self.comparedFields)
        var rows = PermittedRows()
        guard let entry = try candidate(form, today: now.day) else {
            return visible.release([], covering: rows.permits)
        }
        let others = try store.repeatCandidates(
            country: entry.country, group: entry.candidate.substance.group, visible: visible
        ).filter { $0.record != excluded }
        let found = DuplicateReview(others + [entry.candidate])
            .likenesses(of: entry.candidate).prefix(Self.limit)
        let details = Dictionary(
            try store.details(found.map(\.other), visible: visible).map { ($0.record, $0) }
        ) { first, _ in first }
        var shown: [LikelyRepeat] = []
        for finding in found {
            guard let detail = details[finding.other],
                let permit = records.permit(detail, visible)
            else { continue }
            _ = rows.add(serial: detail.serial, class: detail.accessClass, visible) { permit }
            shown.append(
                LikelyRepeat(
                    record: finding.other, place: detail.place, country: detail.country,
                    kind: finding.kind, score: finding.score, reasons: finding.reasons))
        }
        if !rows.isEmpty {
            try records.note(
                visible, subject: "likely repeats of an entry", shown: Self.comparedFields, rows)
        }
        return visible.release(shown, covering: rows.permits)
    }

    /// The form as the review would see it once it is stored.
    private func candidate(
        _ form: EntryForm, today: CalendarDate
    ) throws -> (candidate: ReviewCandidate, country: Country)? {
        let reading = try EntryReader(template: template, reference: reference, today: today)
            .read(form, reporter: store.organisation.text)
        guard case .seizure(let event) = reading.row.content, event.when.precision == .day,
            let country = event.country, let quantity = event.quantity, quantity.amount > 0
        else { return nil }
        let candidate = ReviewCandidate(
            event, record: RecordID(trusted: Fingerprint.of(["form", form.token.text])),
            serial: Int.max, quantity: quantity, occurrence: 0)
        return (candidate, country)
    }
}

extension ReviewCandidate {
    /// A seizure as the review compares it.
    package init(
        _ event: SeizureEvent, record: RecordID, serial: Int, quantity: Quantity, occurrence: Int
    ) {
        let compared = [
            event.setting.rawValue, event.transport.rawValue, event.concealment.rawValue,
            event.producing?.code ?? "", event.departure.country?.code ?? "",
            event.destination.country?.code ?? "",
        ]
        self.init(
            record: record, serial: serial, day: event.when.first.dayNumber,
            substance: event.substance, amount: quantity.amount, unit: quantity.unit,
            place: FoldedText.fold(event.placeText), occurrence: occurrence,
            compared: compared.map {
                ["unknown", "not-asked", "other", "none"].contains($0) ? "" : $0
            })
    }
}
