package import NeedToKnow
package import PortVocabulary

/// A stored version of a record, as the vault keeps it.
package struct StoredVersion: Sendable {
    package let serial: Int
    /// Counts within the record, from 1.
    package let version: Int
    package let accessClass: Int
    package let place: PlaceCode?
    package let country: Country?
    package let substances: SubstanceGroup
    package let writtenOn: CalendarDate
    /// Who began the import or the entry that wrote it.
    package let person: String
    package let file: String
    package let rowNumber: Int
    /// Headers with the cells as given, blank ones left out.
    package let given: [(header: String, cell: String)]
    /// Nil unless its import was taken back.
    package let withdrawal: VersionWithdrawal?

    package init(
        serial: Int, version: Int, accessClass: Int, place: PlaceCode?, country: Country?,
        substances: SubstanceGroup, writtenOn: CalendarDate, person: String, file: String,
        rowNumber: Int, given: [(header: String, cell: String)],
        withdrawal: VersionWithdrawal?
    ) {
        (self.serial, self.version, self.accessClass) = (serial, version, accessClass)
        (self.place, self.country, self.substances) = (place, country, substances)
        (self.writtenOn, self.person, self.file) = (writtenOn, person, file)
        (self.rowNumber, self.given, self.withdrawal) = (rowNumber, given, withdrawal)
    }
}

/// Who took a version back with its import, and why.
package struct VersionWithdrawal: Hashable, Sendable {
    package let person: String
    package let day: CalendarDate
    package let reason: String

    package init(person: String, day: CalendarDate, reason: String) {
        (self.person, self.day, self.reason) = (person, day, reason)
    }
}

/// A decision that a person took on a record.
package struct DecisionLine: Hashable, Sendable {
    /// Counts within the record, from 1.
    package let number: Int
    package let state: ReviewState
    package let person: String
    package let day: CalendarDate
    package let reason: String

    package init(
        number: Int, state: ReviewState, person: String, day: CalendarDate, reason: String
    ) {
        (self.number, self.state, self.person) = (number, state, person)
        (self.day, self.reason) = (day, reason)
    }
}

/// What the history of a record needs from storage.
package protocol HistoryStore: Sendable {
    /// The visible stored versions of a record, newest first, also those that were replaced or
    /// withdrawn. Bounds: `limit` 1 or more.
    func versions(of record: RecordID, visible: Visibility, limit: Int) throws -> [StoredVersion]
    /// The newest decisions on a record first. Bounds: `limit` 1 or more.
    func decisions(on record: RecordID, limit: Int) throws -> [DecisionLine]
}

/// A cell that differs from the version before.
package struct CellChange: Hashable, Sendable {
    package let header: String
    /// Empty where there was none.
    package let before: String
    /// Empty where there is none any more.
    package let after: String
}

/// A version of a record as far as it may be shown.
package struct VersionLine: Hashable, Sendable {
    package let version: Int
    package let writtenOn: CalendarDate
    /// Nil for who does not belong to the node's organisation.
    package let person: String?
    /// Nil where the cells as given are kept back.
    package let source: String?
    /// Against the version before that is shown; empty for the first, and where the cells as
    /// given are kept back.
    package let changes: [CellChange]
    package let withdrawal: VersionWithdrawal?
}

/// How a record came to say what it says.
package struct RecordHistory: Hashable, Sendable {
    /// Versions and decisions that are shown, each.
    package static let limit = 50

    /// Newest first. A version that the reader may not see is left out.
    package var versions: [VersionLine] = []
    /// Newest first; empty for who does not belong to the node's organisation.
    package var decisions: [DecisionLine] = []
    /// Whether older versions or decisions are left out.
    package var isCut = false
}

/// Makes the history of a record as far as its reader may see it: a version by its own mark,
/// and no field that the current version keeps back.
struct HistoryMaker<Store: SituationStore & HistoryStore> {
    let store: Store
    let records: VisibleRecords<Store>
    let found: FoundRecord

    /// The history and the permits of what it shows.
    func make() throws -> (history: RecordHistory, rows: PermittedRows) {
        var history = RecordHistory()
        var rows = PermittedRows()
        let (visible, detail) = (found.visible, found.shown.detail)
        // Consent is to the record, whichever version it is.
        let isConsented = try records.consented(visible).contains(detail.serial)
        let stored = try store.versions(
            of: detail.record, visible: visible, limit: RecordHistory.limit + 1)
        history.isCut = stored.count > RecordHistory.limit
        var shown: [(version: StoredVersion, fields: FieldSet)] = []
        for version in stored {
            // What was taken back is nobody else's business.
            guard version.withdrawal == nil || records.isOwn else { continue }
            let permit = rows.add(
                serial: version.serial, class: version.accessClass, visible
            ) {
                visible.permit(
                    class: version.accessClass, place: version.place, country: version.country,
                    substances: version.substances, isConsented: isConsented)
            }
            guard let permit else { continue }
            shown.append((version, permit.fields.intersection(found.permit.fields)))
        }
        history.versions = shown.prefix(RecordHistory.limit).enumerated().map { index, entry in
            let older = shown.dropFirst(index + 1).first { $0.version.withdrawal == nil }
            return line(entry.version, entry.fields, after: older)
        }
        if records.isOwn {
            let decisions = try store.decisions(
                on: detail.record, limit: RecordHistory.limit + 1)
            history.isCut = history.isCut || decisions.count > RecordHistory.limit
            history.decisions = Array(decisions.prefix(RecordHistory.limit))
        }
        return (history, rows)
    }

    private func line(
        _ version: StoredVersion, _ fields: FieldSet,
        after older: (version: StoredVersion, fields: FieldSet)?
    ) -> VersionLine {
        let showsCells = fields.contains(.given)
        var changes: [CellChange] = []
        if showsCells, let older, older.fields.contains(.given) {
            changes = Self.changes(from: older.version.given, to: version.given)
        }
        return VersionLine(
            version: version.version, writtenOn: version.writtenOn,
            person: records.isOwn ? version.person : nil,
            source: showsCells ? "\(version.file), row \(version.rowNumber)" : nil,
            changes: changes, withdrawal: version.withdrawal)
    }

    /// In the order of the newer version's cells, then what is there no more.
    static func changes(
        from before: [(header: String, cell: String)],
        to after: [(header: String, cell: String)]
    ) -> [CellChange] {
        var rest = Dictionary(before.map { ($0.header, $0.cell) }) { first, _ in first }
        var changes: [CellChange] = []
        for (header, cell) in after {
            let old = rest.removeValue(forKey: header) ?? ""
            if old != cell {
                changes.append(CellChange(header: header, before: old, after: cell))
            }
        }
        for (header, cell) in before where rest[header] != nil {
            changes.append(CellChange(header: header, before: cell, after: ""))
        }
        return changes
    }
}
