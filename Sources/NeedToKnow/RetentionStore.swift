package import PortVocabulary

/// A record whose time has run out.
package struct DueRecord: Hashable, Sendable {
    package let record: RecordID
    package let kind: RecordKind
    package let keepUntil: CalendarDate
    package let then: RetentionEnd
    /// Why it must not be erased; nil where nobody holds it.
    package let hold: LegalHold?

    package init(
        record: RecordID, kind: RecordKind, keepUntil: CalendarDate, then: RetentionEnd,
        hold: LegalHold?
    ) {
        (self.record, self.kind, self.keepUntil) = (record, kind, keepUntil)
        (self.then, self.hold) = (then, hold)
    }
}

/// A record is kept for a proceeding although its time has run out.
package struct LegalHold: Hashable, Sendable {
    package let record: RecordID
    package let reason: String
    /// Who looks again whether it is still needed.
    package let reviewer: PersonID
    package let placedOn: CalendarDate

    package init(
        record: RecordID, reason: String, reviewer: PersonID, placedOn: CalendarDate
    ) {
        (self.record, self.reason) = (record, reason)
        (self.reviewer, self.placedOn) = (reviewer, placedOn)
    }
}

/// What became of a retention act.
package enum RetentionOutcome: Hashable, Sendable {
    case done
    /// There is no such record, or it was erased.
    case absent
    /// A legal hold stands against it.
    case held(LegalHold)
    /// Nothing had to be done: it is held, or not held, already.
    case unchanged
    /// It was changed since it was looked at; nothing was done.
    case changed
}

/// What the clocks of records ask of storage. Every write is one transaction with its entry of
/// the evidence.
package protocol RetentionStore: Sendable {
    /// Records whose last day lies before the day, longest overdue first. Bounds: `limit` 1 or
    /// more.
    func due(on day: CalendarDate, limit: Int) throws -> [DueRecord]
    /// Holds in force, in the order of the records.
    func holds() throws -> [LegalHold]
    /// Gives a record a new last day after a person's review.
    ///
    /// - Parameter revision: that the person looked at; nil to decide whatever it is.
    func keep(
        _ record: RecordID, until day: CalendarDate, reason: String, revision: Int?,
        by permit: Permit, at moment: Moment
    ) throws -> RetentionOutcome
    /// Places a hold; no second one beside it.
    func place(_ hold: LegalHold, by permit: Permit, at moment: Moment) throws -> RetentionOutcome
    /// Ends the hold on a record.
    func endHold(_ record: RecordID, reason: String, by permit: Permit, at moment: Moment) throws
        -> RetentionOutcome
    /// Destroys the keys and readings of all versions of a record and leaves a tombstone.
    func erase(_ record: RecordID, reason: String, by permit: Permit, at moment: Moment) throws
        -> RetentionOutcome
    /// Stores the originator's consent, or withdraws it when `until` is nil.
    func consent(
        _ record: RecordID, to receiver: OrganisationID, for purpose: Purpose,
        until: CalendarDate?, by permit: Permit, at moment: Moment
    ) throws -> RetentionOutcome
}
