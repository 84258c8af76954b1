package import PortVocabulary

/// One import of one file, as it is written down.
package struct BatchHeader: Hashable, Sendable {
    package let id: BatchID
    /// Name of the file without its folder.
    package let file: String
    package let layout: String
    /// The columns in canonical order.
    package let headers: [String]
    package let startedOn: CalendarDate

    package init(
        id: BatchID, file: String, layout: String, headers: [String], startedOn: CalendarDate
    ) {
        (self.id, self.file, self.layout) = (id, file, layout)
        (self.headers, self.startedOn) = (headers, startedOn)
    }
}

/// What writing a record did.
package enum AppendOutcome: String, Term {
    case new
    case newVersion = "new-version"
    case unchanged

    package static let vocabulary = "append outcomes"
    package var title: String { rawValue.split(separator: "-").joined(separator: " ") }
}

/// A person's decision on a held record.
package struct ReviewDecision: Hashable, Sendable {
    package let record: RecordID
    package let state: ReviewState
    package let decidedBy: String
    package let reason: String
    package let decidedOn: CalendarDate

    package init(
        record: RecordID, state: ReviewState, decidedBy: String, reason: String,
        decidedOn: CalendarDate
    ) {
        (self.record, self.state, self.decidedBy) = (record, state, decidedBy)
        (self.reason, self.decidedOn) = (reason, decidedOn)
    }
}

/// What this slice needs from storage. Every write is one transaction and durable when it
/// returns; writing the same content twice is one record.
package protocol SituationStore: Sendable {
    /// Writes down that an import began; the same identifier twice is one batch.
    func begin(_ batch: BatchHeader) throws
    /// Appends records in order; answers one outcome per record.
    func append(_ records: [IntakeRecord], batch: BatchID) throws -> [AppendOutcome]
    /// Calls `body` for every country and substance group with seizures that no review has
    /// seen, with all seizures of that group; answers the serial up to which it looked.
    @discardableResult
    func unreviewedGroups(_ body: ([ReviewCandidate]) throws -> Void) throws -> Int
    /// Writes the findings and the states they rule, and marks the records up to a serial as
    /// reviewed: what another import appended meanwhile waits for its own review. A person's
    /// earlier decision stays.
    func finishReview(_ findings: [ReviewFinding], through serial: Int, decidedOn: CalendarDate)
        throws
    /// Records a person's decision; false when there is no such record.
    func decide(_ decision: ReviewDecision) throws -> Bool
    /// Held records with their findings, oldest first. Bounds: `limit` 1 or more.
    func heldRecords(limit: Int) throws -> [HeldRecord]
    /// The seizures that fit the selection, in the order of arrival.
    func seizures(_ selection: Selection) throws -> SeizureTable
    /// The published figures that fit the selection, in the order of arrival.
    func figures(_ selection: Selection) throws -> [FigureFact]
    /// Records with their cells as given, in the order of the identifiers.
    func details(_ records: [RecordID]) throws -> [RecordDetail]
    /// The identifiers of records by their order of arrival; unknown ones are left out.
    func identifiers(ofSerials serials: [Int]) throws -> [Int: RecordID]
    /// Imported UN/LOCODE entries.
    func importedPorts() throws -> [Port]
    /// Replaces the imported UN/LOCODE list; answers how many entries it holds.
    func replaceImportedPorts(_ ports: [Port]) throws -> Int
}

/// A record that waits for a person.
package struct HeldRecord: Sendable {
    package let detail: RecordDetail
    package let finding: ReviewFinding?
    /// Why intake held it; empty when the duplicate review did.
    package let holdReason: String

    package init(detail: RecordDetail, finding: ReviewFinding?, holdReason: String) {
        (self.detail, self.finding, self.holdReason) = (detail, finding, holdReason)
    }
}

/// A record down to its cells.
package struct RecordDetail: Sendable {
    package let record: RecordID
    package let version: Int
    package let kind: RecordKind
    package let state: ReviewState
    package let mark: Mark
    package let file: String
    package let rowNumber: Int
    /// Headers with the cells as given, blank ones left out.
    package let given: [(header: String, cell: String)]

    package init(
        record: RecordID, version: Int, kind: RecordKind, state: ReviewState, mark: Mark,
        file: String, rowNumber: Int, given: [(header: String, cell: String)]
    ) {
        (self.record, self.version, self.kind, self.mark) = (record, version, kind, mark)
        (self.state, self.file, self.rowNumber) = (state, file, rowNumber)
        self.given = given
    }
}
