package import NeedToKnow
package import PortVocabulary

/// What identity needs from storage. Every change of a person, a deputyship, a credential or a
/// token is one transaction with its entry of the evidence, and so is every sign-in and
/// sign-out; secrets are in no entry. Sessions themselves, and counters of failures, come and go
/// and are no objects of the evidence.
package protocol IdentityStore: Sendable {
    /// Whose node it is.
    var organisation: OrganisationID { get }

    /// Everyone with an account, in the order of the identifiers.
    func people() throws -> [Person]
    /// The person with this identifier; nil where there is none.
    func person(_ id: PersonID) throws -> Person?
    /// Adds a person, or changes name, roles, language and last day of one. Ends the sessions of
    /// a person whose rights shrink.
    func save(_ person: Person, by permit: NodePermit, at moment: Moment) throws
    /// Every deputyship that has not ended, in the order of the people.
    func deputyships(on day: CalendarDate) throws -> [Deputyship]
    /// Lets someone stand in for another, or changes the roles and days of it.
    func save(_ deputyship: Deputyship, by requester: Requester, at moment: Moment) throws
    /// Ends a deputyship at once; one that is not there is no change.
    func endDeputyship(
        of person: PersonID, deputy: PersonID, by requester: Requester, at moment: Moment) throws

    /// Writes down a session that a person proved to be theirs, with its entry of the evidence.
    func begin(_ session: Session, at moment: Moment) throws
    /// The session with this token, live or not; nil where there is none.
    func session(tokenHash: [UInt8]) throws -> Session?
    /// Writes what of a session changes: last seen, last proof, the task.
    func update(_ session: Session) throws
    /// Ends one session, with its entry of the evidence.
    func end(_ session: Session, at moment: Moment) throws
    /// The live sessions of a person, newest first.
    func sessions(of person: PersonID, at moment: Moment) throws -> [Session]

    /// The token with this secret, in force or not; nil where there is none.
    func token(secretHash: [UInt8]) throws -> AccessToken?
    /// A person's tokens, or all, newest first.
    func tokens(of person: PersonID?) throws -> [AccessToken]
    /// Stores a new token, or that one was revoked.
    func save(_ token: AccessToken, by requester: Requester, at moment: Moment) throws
}

extension IdentityStore {
    /// A person's roles on a day: their own, and those of the people they stand in for.
    package func roles(of person: Person, on day: CalendarDate) throws -> Set<Role> {
        guard person.isActive(on: day) else { return [] }
        var roles = person.roles
        for held in try deputyships(on: day)
        where held.deputy == person.id && held.span.first <= day {
            guard let other = try self.person(held.person), other.isActive(on: day),
                other.organisation == person.organisation
            else { continue }
            roles.formUnion(held.roles.intersection(other.roles))
        }
        return roles
    }

    /// Who is signed in with this token now; nil for an unknown or ended session and for a
    /// person whose account has ended.
    package func signedIn(tokenHash: [UInt8], at now: Moment) throws -> SignedIn? {
        guard var session = try session(tokenHash: tokenHash), session.isLive(at: now),
            let person = try person(session.person), person.isActive(on: now.day)
        else { return nil }
        if now.seconds - session.lastSeen.seconds >= SessionLimit.seenSeconds {
            session.lastSeen = now
            try update(session)
        }
        return SignedIn(
            session: session, person: person, roles: try roles(of: person, on: now.day))
    }

    /// Who asks with this token now; nil for an unknown, ended or revoked one, and for an owner
    /// whose account has ended.
    package func bearer(secretHash: [UInt8], at now: Moment) throws -> TokenBearer? {
        guard let token = try token(secretHash: secretHash), token.revoked == nil,
            now.day <= token.lastDay, let owner = try person(token.owner),
            owner.isActive(on: now.day)
        else { return nil }
        let granted = token.scopes.reduce(into: Set<Role>()) { $0.formUnion($1.roles) }
        return TokenBearer(
            token: token, person: owner,
            roles: granted.intersection(try roles(of: owner, on: now.day)))
    }
}
