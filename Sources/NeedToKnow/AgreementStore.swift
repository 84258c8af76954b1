package import PortVocabulary

/// One version of an agreement with what was said about it since.
package struct StoredAgreement: Hashable, Sendable {
    package let agreement: Agreement
    package let addedOn: CalendarDate
    package let signatures: [AgreementSignature]
    package let revocations: [Revocation]

    package init(
        agreement: Agreement, addedOn: CalendarDate, signatures: [AgreementSignature],
        revocations: [Revocation]
    ) {
        (self.agreement, self.addedOn) = (agreement, addedOn)
        (self.signatures, self.revocations) = (signatures, revocations)
    }
}

/// What became of something that was to be stored.
package enum StoreOutcome: Hashable, Sendable {
    case stored
    /// It was there already, byte for byte.
    case unchanged
    /// Something else is there under the same name and version; nothing was stored.
    case differs
    /// What it belongs to is not there; nothing was stored.
    case absent
    /// The identifier belongs to an agreement of other parties: a version of theirs that they
    /// signed would end it. Nothing was stored.
    case otherParties
}

/// What need-to-know asks of storage. Every write is one transaction with its entry of the
/// evidence.
package protocol AgreementStore: Sendable {
    /// Whose node it is.
    var organisation: OrganisationID { get }
    /// Everyone who is registered, in the order of the identifiers.
    func organisations() throws -> [Organisation]
    /// Registers an organisation, or gives it a new name or key.
    func register(_ organisation: Organisation, by permit: NodePermit, at moment: Moment) throws
        -> StoreOutcome
    /// Every version of every agreement, in the order of identifier and version.
    func agreements() throws -> [StoredAgreement]
    /// Stores a version without signatures; another text under the same version differs.
    func add(_ agreement: Agreement, by permit: NodePermit, at moment: Moment) throws
        -> StoreOutcome
    /// Stores a signature that was checked.
    func add(
        _ signature: AgreementSignature, to agreement: AgreementID, version: Int,
        by permit: NodePermit, at moment: Moment
    ) throws -> StoreOutcome
    /// Stores a revocation that was checked.
    func add(_ revocation: Revocation, by permit: NodePermit, at moment: Moment) throws
        -> StoreOutcome
    /// The last day on which something was released under each agreement.
    func usage() throws -> [AgreementID: CalendarDate]
    /// The agreements in force on that day.
    func policy(on day: CalendarDate) throws -> Policy
    /// The access classes of a kind by their number.
    func accessClasses(_ kind: RecordKind) throws -> [Int: AccessClass]
    /// How many records one visibility shows, and how many of them the other does not.
    func difference(of visible: Visibility, without other: Visibility) throws
        -> (total: Int, notInOther: Int)
}
