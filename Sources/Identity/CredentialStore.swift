package import NeedToKnow
package import PortVocabulary

/// Credentials that come and go together, with one entry of the evidence.
package struct CredentialChange: Hashable, Sendable {
    package let person: PersonID
    package let added: [Credential]
    package let removed: [CredentialID]
    /// Whether the person's sessions end and their devices are no longer known: after a recovery
    /// whoever held the old credentials is out.
    package let endsSessions: Bool

    package init(
        person: PersonID, added: [Credential], removed: [CredentialID], endsSessions: Bool
    ) {
        (self.person, self.added, self.removed) = (person, added, removed)
        self.endsSessions = endsSessions
    }
}

/// Who changes credentials.
package enum CredentialActor: Hashable, Sendable {
    case person
    case administrator(NodePermit)
}

/// A sign-in that was refused: what it is counted by, and whose it was.
package struct RefusedSignIn: Hashable, Sendable {
    /// Nil where nobody has such an account: what was typed is not kept, it may be a password.
    package let person: PersonID?
    package let buckets: [SignInBucket]

    package init(person: PersonID?, buckets: [SignInBucket]) {
        (self.person, self.buckets) = (person, buckets)
    }
}

/// What signing in needs from storage, beside ``IdentityStore``. The content of credentials is
/// sealed with the node's key: whoever has the database alone can neither try passwords nor add a
/// passkey of their own.
package protocol CredentialStore: IdentityStore {
    /// A person's credentials, oldest first. One that does not open is left out.
    func credentials(of person: PersonID) throws -> [Credential]
    /// The credential that is found by this handle; nil where there is none.
    func credential(handle: [UInt8]) throws -> Credential?
    /// Adds and removes in one transaction with its entry.
    ///
    /// - Returns: false, and nothing is changed, where a handle is taken or a credential that is
    ///   to be removed is gone: someone was faster.
    func change(_ change: CredentialChange, by actor: CredentialActor, at moment: Moment) throws
        -> Bool
    /// When it was last used; nil for never.
    func use(of credential: CredentialID) throws -> CredentialUse?
    /// Writes down a use.
    ///
    /// - Returns: false, and nothing is written, where the stored count is not below `counter`,
    ///   unless both are 0. So a code is used once, whoever is faster.
    func record(_ use: CredentialUse, of credential: CredentialID) throws -> Bool
    /// Marks a challenge as answered; false where it was already.
    func spend(_ challenge: Challenge, at moment: Moment) throws -> Bool

    /// The failures of today; buckets without one are left out.
    func failures(_ buckets: [SignInBucket], at moment: Moment) throws -> [SignInBucket:
        FailureCount]
    /// Counts a failure, and leaves an entry of the evidence: at most one for each person and
    /// hour, which says how many there were.
    func count(_ refused: RefusedSignIn, at moment: Moment) throws
    /// Forgets failures, after a sign-in.
    func forget(_ buckets: [SignInBucket], at moment: Moment) throws
    /// Whose known device this is; nil for none.
    func deviceOwner(tokenHash: [UInt8], at moment: Moment) throws -> PersonID?
    /// Makes a device a known one.
    func trust(deviceHash: [UInt8], of person: PersonID, at moment: Moment) throws
    /// Makes all devices of a person unknown.
    func distrustDevices(of person: PersonID) throws
    /// When a person was last here; nil for never.
    func lastVisit(of person: PersonID) throws -> Moment?

    /// A hash with a key of the node's: a different key for each use. Shape: 32 bytes.
    func keyedHash(_ content: [UInt8], for use: String) -> [UInt8]
}
