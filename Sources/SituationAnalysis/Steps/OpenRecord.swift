package import NeedToKnow
package import PortVocabulary

/// A record with everything that belongs to it, as far as it may be shown.
package struct OpenedRecord: Sendable {
    package let shown: ShownRecord
    /// Nil where the cells as given are kept back, and for what has no photographs.
    package let photographs: [PhotographLine]?
    package let history: RecordHistory
}

/// Opens a record with its photographs and its history: one decision, one entry of the evidence,
/// which names every version that is shown.
package struct OpenRecord<Store: SituationStore & PhotographStore & HistoryStore> {
    private let store: Store
    private let reference: ReferenceData

    /// Opens records of this node.
    package init(store: Store, reference: ReferenceData) {
        (self.store, self.reference) = (store, reference)
    }

    /// The record, not available where it is refused or absent.
    ///
    /// - Throws: what the store throws.
    package func run(
        _ requester: Requester, _ id: RecordID, now: Moment
    ) throws -> StepAnswer<OpenedRecord> {
        let records = try VisibleRecords(store, requester, now: now)
        let list = ListRecords(store: store, reference: reference)
        guard let found = try list.find(id, records) else { return .notAvailable }
        var (history, rows) = try HistoryMaker(store: store, records: records, found: found)
            .make()
        let detail = found.shown.detail
        if rows.isEmpty {
            // Written between the two looks: the current version is shown all the same.
            _ = rows.add(serial: detail.serial, class: detail.accessClass, found.visible) {
                found.permit
            }
            history.isCut = true
        }
        let hasPhotographs = detail.kind == .seizure && found.permit.fields.contains(.given)
        let opened = OpenedRecord(
            shown: found.shown,
            photographs: hasPhotographs ? try store.photographs(of: id) : nil,
            history: history)
        try store.note(
            ReleaseNote(
                found.visible, subject: "record/\(id)", shown: detail.kind.fields, rows.groups),
            at: now)
        return .released(found.permit.release(opened))
    }
}
