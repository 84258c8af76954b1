package import NeedToKnow
package import PortVocabulary

/// Seizures that leave the node as a file.
package struct SeizureExport: Sendable {
    /// What each record says, cut to its permit, newest first.
    package let table: SeizureTable
    /// The records' identifiers by their order of arrival.
    package let identifiers: [Int: RecordID]
    /// The length of the whole selection.
    package let total: Int
    /// Whether the selection is longer than a file may be; then the table is empty.
    package let isTooLong: Bool
}

/// Takes records out as a file, which is an act of its own: evidence says so, and an agreement may
/// allow to look and not to take.
package struct ExportRecords<Store: SituationStore> {
    /// Records of one file.
    package static var maximumRecords: Int { 50_000 }

    private let store: Store
    private let reference: ReferenceData

    package init(store: Store, reference: ReferenceData) {
        (self.store, self.reference) = (store, reference)
    }

    /// The fields that a file holds: what was read, without the cells as given.
    package static var fields: FieldSet {
        RecordKind.seizure.fields.subtracting([.given, .evaluation])
    }

    /// - Parameter maximum: records of the file; a longer selection is not cut silently.
    /// - Throws: what the store throws.
    package func seizures(
        _ requester: Requester, _ selection: Selection,
        maximum: Int = ExportRecords.maximumRecords, now: Moment
    ) throws -> Released<SeizureExport> {
        let resolved = selection.resolvingBasins(reference.ports)
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(.export, .seizure, for: selection)
        let total = try store.count(resolved, visible: visible)
        guard total <= maximum else {
            let export = SeizureExport(
                table: SeizureTable(), identifiers: [:], total: total, isTooLong: true)
            try records.note(
                visible, subject: selection.subject("export of seizures"), shown: [],
                PermittedRows())
            return visible.release(export, covering: [])
        }
        let (table, rows, _) = try records.newest(
            resolved, visible, limit: max(1, total), after: nil)
        let export = SeizureExport(
            table: table,
            identifiers: try store.identifiers(ofSerials: table.facts.map(\.serial)),
            total: total, isTooLong: false)
        try records.note(
            visible, subject: selection.subject("export of seizures"), shown: Self.fields, rows)
        return visible.release(export, covering: rows.permits)
    }
}
