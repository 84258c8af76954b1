package import NeedToKnow
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
    /// Whose records they are, where a partner handed the file over; nil for the node's own.
    package let originator: OrganisationID?

    package init(
        id: BatchID, file: String, layout: String, headers: [String], startedOn: CalendarDate,
        originator: OrganisationID? = nil
    ) {
        (self.id, self.file, self.layout) = (id, file, layout)
        (self.headers, self.startedOn) = (headers, startedOn)
        self.originator = originator
    }
}

/// What writing a record did.
package enum AppendOutcome: String, Term {
    case new
    case newVersion = "new-version"
    case unchanged
    /// The record was erased; it does not come back.
    case erased

    package static let vocabulary = "append outcomes"
    package var title: String { rawValue.split(separator: "-").joined(separator: " ") }
}

/// An import that was written down and takes records.
package struct OpenBatch: Hashable, Sendable {
    package let batch: BatchID
    /// The entry of the evidence that says who began it.
    package let entry: Int
    /// Whose records it takes, where they are a partner's; nil for the node's own.
    package let originator: OrganisationID?

    package init(batch: BatchID, entry: Int, originator: OrganisationID? = nil) {
        (self.batch, self.entry, self.originator) = (batch, entry, originator)
    }
}

/// A person's decision on a held record.
package struct ReviewDecision: Hashable, Sendable {
    package let record: RecordID
    package let state: ReviewState
    package let reason: String
    /// The revision that the person looked at; nil to decide whatever it is.
    package let revision: Int?

    package init(
        record: RecordID, state: ReviewState, reason: String, revision: Int? = nil
    ) {
        (self.record, self.state, self.reason) = (record, state, reason)
        self.revision = revision
    }
}

/// What became of a change to something that another person may change too.
package enum UpdateOutcome: Hashable, Sendable {
    case done
    case absent
    /// It was changed since it was looked at; nothing was done.
    case changed
}

/// What decides about access on a day, and under which content revision it stood in the store.
package struct AccessRules: Sendable {
    package let revision: Int
    package let policy: Policy
    /// The access classes by kind and number.
    package let classes: [RecordKind: [Int: AccessClass]]

    package init(revision: Int, policy: Policy, classes: [RecordKind: [Int: AccessClass]]) {
        (self.revision, self.policy, self.classes) = (revision, policy, classes)
    }
}

/// What this slice needs from storage. Every write is one transaction with its entry of the
/// evidence, and durable when it returns; writing the same content twice is one record. What is
/// read, is read through a visibility.
package protocol SituationStore: Sendable {
    /// Whose node it is.
    var organisation: OrganisationID { get }
    /// Grows with everything that changes what a list, a count, a chart or a decision about
    /// access could show, in the same transaction, and with nothing that only reads: whoever
    /// kept a result under this number may use it again as long as the number is the same.
    ///
    /// Read it before what you keep under it, never after.
    func contentRevision() throws -> Int
    /// The rules of access on that day, all from one state of the store.
    func accessRules(on day: CalendarDate) throws -> AccessRules
    /// The agreements in force on that day.
    func policy(on day: CalendarDate) throws -> Policy
    /// The access classes of a kind by their number.
    func accessClasses(_ kind: RecordKind) throws -> [Int: AccessClass]
    /// Writes down that an import began; the same identifier twice is one batch.
    func begin(_ batch: BatchHeader, by requester: Requester, at moment: Moment) throws
        -> OpenBatch
    /// Appends records in order; answers one outcome per record.
    func append(_ records: [IntakeRecord], to open: OpenBatch, at moment: Moment) throws
        -> [AppendOutcome]
    /// Appends one record where its newest version is the expected one; 0 where it must be new.
    /// What the newest version says already is not written again. Nil, and nothing is written,
    /// where another version is the newest.
    func append(
        _ record: IntakeRecord, to open: OpenBatch, replacing version: Int, at moment: Moment
    ) throws -> (outcome: AppendOutcome, version: Int)?
    /// The visible seizures of a country and substance group with a day and an amount, as the
    /// review compares them.
    func repeatCandidates(
        country: Country, group: SubstanceGroup, visible: Visibility
    ) throws -> [ReviewCandidate]
    /// Calls `body` for every country and substance group with seizures that no review has
    /// seen, with all seizures of that group; answers the serial up to which it looked. It runs
    /// over every record, because repeats are looked for by rule and shown to nobody here.
    @discardableResult
    func unreviewedGroups(_ body: ([ReviewCandidate]) throws -> Void) throws -> Int
    /// Writes the findings and the states they rule, and marks the records up to a serial as
    /// reviewed: what another import appended meanwhile waits for its own review. A person's
    /// earlier decision stays.
    func finishReview(
        _ findings: [ReviewFinding], through serial: Int, by requester: Requester,
        at moment: Moment) throws
    /// Records a person's decision.
    func decide(_ decision: ReviewDecision, by requester: Requester, at moment: Moment) throws
        -> UpdateOutcome
    /// Held records with their findings, oldest first. Bounds: `limit` 1 or more.
    func heldRecords(limit: Int, visible: Visibility) throws -> [HeldRecord]
    /// The seizures that fit the selection, in the order of arrival.
    func seizures(_ selection: Selection, visible: Visibility) throws -> SeizureTable
    /// The published figures that fit the selection, in the order of arrival.
    func figures(_ selection: Selection, visible: Visibility) throws -> [FigureFact]
    /// The denominators that fit the selection, in the order of arrival, each with the day on
    /// which the node recorded it first.
    func denominators(_ selection: Selection, visible: Visibility) throws -> [DenominatorFact]
    /// The day on which the node recorded each current record of a kind first, by the serial of
    /// the current version. It is for what was loaded through a visibility, and nothing else.
    func recordedDays(_ kind: RecordKind) throws -> [Int: CalendarDate]
    /// How many current records fit the selection: the length of the list, without reading it.
    func count(_ selection: Selection, visible: Visibility) throws -> Int
    /// The newest seizures that fit the selection, by day and then by arrival, from the one that
    /// follows the position on; nil begins with the newest. Where the day is kept back, by
    /// arrival alone. Bounds: `limit` 1 or more.
    func newestSeizures(
        _ selection: Selection, visible: Visibility, limit: Int, after position: ListPosition?
    ) throws -> SeizureTable
    /// A position as a text that tells nothing of it and cannot be made up: the same for the
    /// same position.
    func cursor(_ position: ListPosition) throws -> String
    /// The position of a cursor; nil where this node never made it.
    func position(_ cursor: String) throws -> ListPosition?
    /// The stored versions to which the originator's consent for the visibility's receiver and
    /// purpose applies.
    func consented(_ visible: Visibility) throws -> Set<Int>
    /// Records with their cells as given, in the order of the identifiers.
    func details(_ records: [RecordID], visible: Visibility) throws -> [RecordDetail]
    /// What a decision about a record needs to know; nil where there is none.
    func resource(_ record: RecordID) throws -> Resource?
    /// The identifiers of records by their order of arrival; unknown ones are left out.
    func identifiers(ofSerials serials: [Int]) throws -> [Int: RecordID]
    /// Writes down what is about to be released. A view is handed over only after this returned.
    func note(_ release: ReleaseNote, at moment: Moment) throws
    /// Writes down a refusal.
    func note(_ refusal: RefusalNote, at moment: Moment) throws
    /// Imported UN/LOCODE entries.
    func importedPorts() throws -> [Port]
    /// Replaces the imported UN/LOCODE list; answers how many entries it holds.
    func replaceImportedPorts(_ ports: [Port], by requester: Requester, at moment: Moment) throws
        -> Int
}

extension SituationStore {
    /// The first page of the newest seizures. Bounds: `limit` 1 or more.
    package func newestSeizures(
        _ selection: Selection, visible: Visibility, limit: Int
    ) throws -> SeizureTable {
        try newestSeizures(selection, visible: visible, limit: limit, after: nil)
    }
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
    /// The stored version.
    package let serial: Int
    package let version: Int
    package let kind: RecordKind
    package let state: ReviewState
    package let accessClass: Int
    /// Counts the changes to this version's reading: a decision names the one it is about.
    package let revision: Int
    package let place: PlaceCode?
    package let country: Country?
    package let substances: SubstanceGroup
    package let originator: OrganisationID
    package let mark: Mark
    package let file: String
    package let rowNumber: Int
    /// Headers with the cells as given, blank ones left out.
    package let given: [(header: String, cell: String)]

    package init(
        record: RecordID, serial: Int, version: Int, kind: RecordKind, state: ReviewState,
        accessClass: Int, revision: Int, place: PlaceCode?, country: Country?,
        substances: SubstanceGroup, originator: OrganisationID, mark: Mark, file: String,
        rowNumber: Int,
        given: [(header: String, cell: String)]
    ) {
        (self.record, self.serial, self.version, self.kind) = (record, serial, version, kind)
        (self.state, self.accessClass, self.place) = (state, accessClass, place)
        (self.revision, self.country, self.substances) = (revision, country, substances)
        (self.originator, self.mark) = (originator, mark)
        (self.file, self.rowNumber, self.given) = (file, rowNumber, given)
    }
}
