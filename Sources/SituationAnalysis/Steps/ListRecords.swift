package import NeedToKnow
package import PortVocabulary

/// A page of seizures and how many there are in all.
package struct SeizurePage: Sendable {
    package let table: SeizureTable
    /// The records' identifiers by their order of arrival.
    package let identifiers: [Int: RecordID]
    /// The length of the whole list.
    package let total: Int
}

/// A page of published figures and how many there are in all.
package struct FigurePage: Sendable {
    package let facts: [FigureFact]
    package let total: Int
}

/// Lists records: what is counted is what can be listed.
package struct ListRecords<Store: SituationStore> {
    private let store: Store
    private let reference: ReferenceData

    package init(store: Store, reference: ReferenceData) {
        (self.store, self.reference) = (store, reference)
    }

    /// The fields that a line of the list shows.
    private static var line: FieldSet { [.date, .place, .substance, .amount] }

    /// The newest seizures of a selection.
    ///
    /// - Parameter limit: 1 or more.
    /// - Throws: what the store throws.
    package func seizures(
        _ requester: Requester, _ selection: Selection, limit: Int, now: Moment
    ) throws -> Released<SeizurePage> {
        let resolved = selection.resolvingBasins(reference.ports)
        let records = try VisibleRecords(store, requester, now: now)
        let visible = records.visibility(.list, .seizure, for: selection)
        let total = try store.count(resolved, visible: visible)
        let (table, rows) = try records.newest(resolved, visible, limit: limit)
        let page = SeizurePage(
            table: table,
            identifiers: try store.identifiers(ofSerials: table.facts.map(\.serial)),
            total: total)
        try records.note(
            visible, subject: selection.subject("list of seizures"), shown: Self.line, rows)
        return visible.release(page, covering: rows.permits)
    }

    /// The published figures of a selection, in the order of arrival.
    ///
    /// - Parameter limit: 1 or more.
    /// - Throws: what the store throws.
    package func figures(
        _ requester: Requester, _ selection: Selection, limit: Int, now: Moment
    ) throws -> Released<FigurePage> {
        let resolved = selection.resolvingBasins(reference.ports)
        let records = try VisibleRecords(store, requester, now: now)
        let visible = records.visibility(.list, .figure, for: selection)
        let (facts, rows) = try records.figures(resolved, visible)
        try records.note(
            visible, subject: selection.subject("list of figures"),
            shown: RecordKind.figure.fields, rows)
        return visible.release(
            FigurePage(facts: Array(facts.prefix(limit)), total: facts.count),
            covering: rows.permits)
    }

    /// One record down to its cells, or as far as its permit goes.
    ///
    /// - Throws: what the store throws.
    package func record(
        _ requester: Requester, _ id: RecordID, now: Moment
    ) throws -> StepAnswer<ShownRecord> {
        let records = try VisibleRecords(store, requester, now: now)
        for kind in RecordKind.allCases {
            let visible = records.visibility(.read, kind)
            guard let detail = try store.details([id], visible: visible).first,
                let permit = records.permit(detail, visible)
            else { continue }
            let shown = ShownRecord(
                detail, lines: try lines(id, kind, records, visible), fields: permit.fields)
            try store.note(
                ReleaseNote(
                    visible, subject: "record/\(id)", shown: kind.fields,
                    [(permit: permit, serials: SerialSet([detail.serial]))]), at: now)
            return .released(permit.release(shown))
        }
        // Notes the refusal where there is something to refuse.
        _ = try records.permit(.read, id)
        return .notAvailable
    }

    private func lines(
        _ id: RecordID, _ kind: RecordKind, _ records: VisibleRecords<Store>,
        _ visible: Visibility
    ) throws -> [(field: RecordField, text: String)] {
        var selection = Selection()
        selection.records = [id]
        switch kind {
        case .seizure:
            let table = try records.seizures(selection, visible).table
            return table.facts.first.map { $0.lines(reporters: table.reporters) } ?? []
        case .figure:
            return try records.figures(selection, visible).facts.first.map(\.lines) ?? []
        }
    }
}

/// A record as far as it may be shown.
package struct ShownRecord: Sendable {
    /// The record; its cells as given are empty where they are not released.
    package let detail: RecordDetail
    /// What the record was read as, field by field, as far as it is released.
    package let lines: [(field: RecordField, text: String)]
    /// The fields that are released.
    package let fields: FieldSet

    init(_ detail: RecordDetail, lines: [(field: RecordField, text: String)], fields: FieldSet) {
        self.detail = fields.contains(.given) ? detail : detail.withoutCells
        (self.lines, self.fields) = (lines, fields)
    }
}

extension RecordDetail {
    var withoutCells: RecordDetail {
        RecordDetail(
            record: record, serial: serial, version: version, kind: kind, state: state,
            accessClass: accessClass, revision: revision, place: place, country: country,
            substances: substances,
            originator: originator, mark: mark, file: "", rowNumber: 0, given: [])
    }
}

extension VisibleRecords {
    func permit(_ detail: RecordDetail, _ visible: Visibility) -> Permit? {
        visible.permit(
            class: detail.accessClass, place: detail.place, country: detail.country,
            substances: detail.substances,
            isConsented: (try? store.consented(visible).contains(detail.serial)) ?? false)
    }
}
