/// One time that a record was shown, counted or handed over.
package struct RecordUse: Hashable, Sendable {
    package let entry: Int
    package let act: EvidenceAct
    /// Seconds since 1970-01-01 UTC.
    package let at: Int64
    package let person: String
    package let organisation: String
    package let purpose: String
    package let basis: String
    /// The form of release, the grounds and the fields, as the policy gave them.
    package let form: String
    package let grounds: String
    package let fields: [String]
    /// What was asked for.
    package let subject: String

    /// A use as the entry tells it, with what the release adds.
    package init(
        _ entry: EvidenceEntry, index: Int, form: String, grounds: String, fields: [String]
    ) {
        (self.entry, act, at) = (index, entry.act, entry.at)
        (person, organisation) = (entry.person, entry.organisation)
        (purpose, basis, subject) = (entry.purpose, entry.basis, entry.subject)
        (self.form, self.grounds, self.fields) = (form, grounds, fields)
    }
}

/// How often records went to one organisation for one purpose within a month.
package struct ReleaseSum: Hashable, Sendable {
    package let organisation: String
    /// `2026-11`.
    package let month: String
    package let purpose: String
    /// Releases, and records in them; a record that was shown twice counts twice.
    package let releases: Int
    package let records: Int

    package init(
        organisation: String, month: String, purpose: String, releases: Int, records: Int
    ) {
        (self.organisation, self.month, self.purpose) = (organisation, month, purpose)
        (self.releases, self.records) = (releases, records)
    }
}

/// What a check of the evidence found: a place and what is wrong with it.
package struct EvidenceFinding: Hashable, Sendable, CustomStringConvertible {
    /// For example `record/42`, `leaf 17`, `tile 0/3`, `checkpoint 400`.
    package let place: String
    package let cause: String

    package init(place: String, cause: String) { (self.place, self.cause) = (place, cause) }

    package var description: String { "\(place): \(cause)" }
}

/// The result of a check.
package struct EvidenceReport: Hashable, Sendable {
    package var entries = 0
    package var rows = 0
    /// Bounds: at most a thousand; a check of a ruined database stops there.
    package var findings: [EvidenceFinding] = []
    /// Whether nothing was found.
    package var isSound: Bool { findings.isEmpty }

    package init() {}
}

/// What the readers of the evidence ask of storage. Identifiers are plain texts: the log knows
/// nothing of ports.
package protocol EvidenceStore: Sendable {
    /// The log's public key in the form that checkpoints' readers take.
    var logVerifierKey: String { get }
    /// The key that other nodes verify this node's cosignatures with.
    func witnessVerifierKey() throws -> String
    /// How many entries the log has.
    func entryCount() throws -> Int
    /// Entries below a number, newest first; without a number from the newest. Bounds: `limit` 1
    /// or more.
    func newestEntries(below index: Int?, limit: Int) throws
        -> [(index: Int, entry: EvidenceEntry)]
    /// Who saw any version of a record: newest first.
    ///
    /// - Returns: nil when there never was such a record. An erased one keeps its history.
    func uses(ofRecord record: String) throws -> [RecordUse]?
    /// The newest releases by organisation, month and purpose, newest month first. Bounds:
    /// `limit`, 1 or more, is how many releases are looked at.
    func releaseSums(newest limit: Int) throws -> [ReleaseSum]
    /// The newest signed checkpoint; nil before the first.
    func newestCheckpoint() throws -> SignedCheckpoint?
    /// Signs the log as it is, if it grew since the last time; answers the newest checkpoint.
    func signCheckpoint() throws -> SignedCheckpoint
    /// Proves to anyone, offline, that an entry stands in the log of a checkpoint.
    ///
    /// - Returns: nil when the entry is not under a signed checkpoint.
    func prove(entry index: Int) throws -> EvidenceProof?
    /// Calls `write` with each file of the published log up to a checkpoint, by its path
    /// (C2SP tlog-tiles).
    func publishedFiles(
        upTo checkpoint: SignedCheckpoint, write: (String, [UInt8]) throws -> Void) throws
    /// Compares every leaf with the newest checkpoint; some half a second for a million entries.
    func checkLeaves() throws -> EvidenceReport
    /// Derives everything anew from the content of the rows; some seconds for a million rows.
    func checkEverything() throws -> EvidenceReport
}
