package import NeedToKnow
package import PortVocabulary

/// What came in since a moment, row by row as far as it may be shown: what Today counts, and what
/// is listed behind each of its lines.
struct FreshReading<Store: SituationStore & TodayStore> {
    private let records: VisibleRecords<Store>
    private let visible: Visibility
    private let rows: ArraySlice<FreshRecord>
    /// Whether more came than is looked at.
    let isCut: Bool

    /// Fresh records that are looked at.
    static var limit: Int { 5_000 }

    init(
        _ records: VisibleRecords<Store>, _ visible: Visibility, since moment: Moment
    ) throws {
        (self.records, self.visible) = (records, visible)
        let found = try records.store.fresh(
            since: moment, visible: visible, limit: Self.limit + 1)
        isCut = found.count > Self.limit
        rows = found.prefix(Self.limit)
    }

    /// The rows that their permits show, newest first, each with its originator and the place as
    /// far as it is released.
    func forEach(
        adding permitted: inout PermittedRows,
        _ body: (FreshRecord, OrganisationID, PlaceCode?) -> Void
    ) throws {
        let classes = try records.classes(.seizure)
        let consented = try records.consented(visible)
        for row in rows {
            let permit = permitted.add(serial: row.serial, class: row.accessClass, visible) {
                visible.permit(
                    class: row.accessClass, place: row.place, country: row.country,
                    substances: row.substances, isConsented: consented.contains(row.serial))
            }
            guard let permit, let originator = classes[row.accessClass]?.originator else {
                continue
            }
            body(row, originator, permit.fields.contains(.place) ? row.place : nil)
        }
    }
}

/// The records behind one line of Today.
package struct FreshPage: Sendable {
    package let table: SeizureTable
    /// The records' identifiers by their order of arrival.
    package let identifiers: [Int: RecordID]
    /// The order of arrival of those that are new versions of records known before.
    package let changed: Set<Int>
    /// How many records the line counts.
    package let total: Int
    /// Whether more came in all than is looked at.
    package let isCut: Bool
}

/// Lists exactly the records that a line of Today counts.
package struct ListFresh<Store: SituationStore & TodayStore> {
    private let store: Store

    /// Lists records of this node.
    package init(store: Store) { self.store = store }

    /// The records of one originator at one port that came since a moment, newest first.
    ///
    /// - Parameters:
    ///   - place: nil for those that name no port, or do not show it.
    ///   - first: how many of the newest are passed over. Bounds: 0 or more.
    ///   - limit: 1 or more.
    /// - Throws: what the store throws.
    package func run(
        _ requester: Requester, of originator: OrganisationID, at place: PlaceCode?,
        since moment: Moment, from first: Int, limit: Int, now: Moment
    ) throws -> Released<FreshPage> {
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(.list, .seizure)
        let reading = try FreshReading(records, visible, since: moment)
        var all = PermittedRows()
        var found: [(serial: Int, isChanged: Bool)] = []
        try reading.forEach(adding: &all) { row, from, shownPlace in
            guard from == originator, shownPlace == place else { return }
            found.append((row.serial, row.version > 1))
        }
        let part = found.dropFirst(first).prefix(limit)
        let identifiers = try store.identifiers(ofSerials: part.map(\.serial))
        var selection = Selection()
        selection.records = Set(identifiers.values)
        selection.selectsNothing = part.isEmpty
        var (table, rows) = try records.seizures(selection, visible)
        table.facts.sort { $0.serial > $1.serial }
        let page = FreshPage(
            table: table, identifiers: identifiers,
            changed: Set(part.filter(\.isChanged).map(\.serial)), total: found.count,
            isCut: reading.isCut)
        try records.note(
            visible, subject: "new since \(moment) of \(originator)",
            shown: [.date, .place, .substance, .amount], rows)
        return visible.release(page, covering: rows.permits)
    }
}
