/// What was done: the closed set of acts that the evidence log knows.
package enum EvidenceAct: String, CaseIterable, Hashable, Sendable {
    /// A set of records is about to be taken in; the entries of its records point back to this.
    case beginImport = "import"
    /// A record, or a new version of it, was stored.
    case write
    /// A person looked at something that waited for review and decided.
    case review
    /// Records or fields were shown or handed over.
    case release
    /// A figure over records was released, without the records.
    case count
    /// A request was refused.
    case refuse
    /// Records left the node as a file or a message.
    case export
    /// The node's settings, accounts or reference data were changed.
    case administer
    /// An agreement was signed.
    case sign
    /// An agreement or a signature was revoked.
    case revoke
    /// The originator of a record agreed to its use.
    case consent
    /// A record was placed under legal hold.
    case hold
    /// A legal hold was lifted.
    case unhold
    /// A record's retention was prolonged.
    case retain
    /// A record's key was destroyed.
    case erase
    /// A backup was made.
    case backup
    /// The node was restored from a backup.
    case restore
    /// A checkpoint of this log was cosigned, or one of another log by this node.
    case witness
    /// A person proved who they are and began to work with the node.
    case signIn = "sign-in"
    /// A person's work with the node ended.
    case signOut = "sign-out"
}
