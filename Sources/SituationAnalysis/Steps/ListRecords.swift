package import NeedToKnow
package import PortVocabulary

/// A page of seizures and how many there are in all.
package struct SeizurePage: Sendable {
    package let table: SeizureTable
    /// The records' identifiers by their order of arrival.
    package let identifiers: [Int: RecordID]
    /// The length of the whole list.
    package let total: Int
    /// The cursor of the page that follows; nil on the last one.
    package let next: String?
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

    /// The newest seizures of a selection, a page at a time.
    ///
    /// - Parameters:
    ///   - limit: 1 or more.
    ///   - cursor: the ``SeizurePage/next`` of the page before; nil for the first page.
    /// - Throws: ``CursorDefect`` for a cursor that this node never made; what the store throws.
    package func seizures(
        _ requester: Requester, _ selection: Selection, limit: Int, after cursor: String? = nil,
        now: Moment
    ) throws -> Released<SeizurePage> {
        let position = try cursor.map { text in
            guard let position = try store.position(text) else { throw CursorDefect() }
            return position
        }
        let resolved = selection.resolvingBasins(reference.ports)
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(.list, .seizure, for: selection)
        let total = try store.count(resolved, visible: visible)
        let (table, rows, next) = try records.newest(
            resolved, visible, limit: limit, after: position)
        let page = SeizurePage(
            table: table,
            identifiers: try store.identifiers(ofSerials: table.facts.map(\.serial)),
            total: total, next: try next.map(store.cursor))
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
        let visible = try records.visibility(.list, .figure, for: selection)
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
        guard let found = try find(id, records) else { return .notAvailable }
        try store.note(
            ReleaseNote(
                found.visible, subject: "record/\(id)", shown: found.shown.detail.kind.fields,
                [(permit: found.permit, serials: SerialSet([found.shown.detail.serial]))]),
            at: now)
        return .released(found.permit.release(found.shown))
    }

    /// The record with its permit, before its release is noted; nil, and the refusal is noted,
    /// where there is none for this person.
    func find(_ id: RecordID, _ records: VisibleRecords<Store>) throws -> FoundRecord? {
        for kind in RecordKind.allCases {
            let visible = try records.visibility(.read, kind)
            guard let detail = try store.details([id], visible: visible).first,
                let permit = records.permit(detail, visible)
            else { continue }
            let shown = ShownRecord(
                detail, content: try content(id, kind, records, visible), fields: permit.fields)
            return FoundRecord(visible: visible, permit: permit, shown: shown)
        }
        // Notes the refusal where there is something to refuse.
        _ = try records.permit(.read, id)
        return nil
    }

    private func content(
        _ id: RecordID, _ kind: RecordKind, _ records: VisibleRecords<Store>,
        _ visible: Visibility
    ) throws -> ShownContent? {
        var selection = Selection()
        selection.records = [id]
        switch kind {
        case .seizure:
            let table = try records.seizures(selection, visible).table
            return table.facts.first.map {
                .seizure($0, reporter: table.reporters[$0.reporter])
            }
        case .figure:
            return try records.figures(selection, visible).facts.first.map(ShownContent.figure)
        case .denominator:
            return try records.denominators(selection, visible).facts.first
                .map(ShownContent.denominator)
        }
    }
}

/// A record that may be released, and how far.
struct FoundRecord {
    let visible: Visibility
    let permit: Permit
    let shown: ShownRecord
}

/// What a record was read as, cut to the fields that are released.
package enum ShownContent: Sendable {
    case seizure(SeizureFact, reporter: String)
    case figure(FigureFact)
    case denominator(DenominatorFact)

    /// The same field by field in words.
    var lines: [(field: RecordField, text: String)] {
        switch self {
        case .seizure(var fact, let reporter):
            fact.reporter = 0
            return fact.lines(reporters: [reporter])
        case .figure(let fact): return fact.lines
        case .denominator(let fact): return fact.lines
        }
    }
}

/// A record as far as it may be shown.
package struct ShownRecord: Sendable {
    /// The record; its cells as given are empty where they are not released.
    package let detail: RecordDetail
    /// What the record was read as, field by field, as far as it is released.
    package let lines: [(field: RecordField, text: String)]
    /// The same as values; nil where the reading was erased meanwhile.
    package let content: ShownContent?
    /// The fields that are released.
    package let fields: FieldSet

    init(_ detail: RecordDetail, content: ShownContent?, fields: FieldSet) {
        self.detail = fields.contains(.given) ? detail : detail.withoutCells
        (self.content, self.fields) = (content, fields)
        lines = content?.lines ?? []
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
