package import NeedToKnow
package import PortVocabulary

/// How a person proved who they are.
package enum SignInMethod: String, Term {
    case passkey
    case password
    /// The identity provider of the person's agency.
    case provider

    package static let vocabulary = "ways to sign in"
    package var title: String { rawValue }
}

/// What a person is at work on: stated once, and written into the evidence of all that follows.
package struct StatedTask: Hashable, Sendable {
    package let purpose: Purpose
    /// The legal basis and the reference of the case in words. Bounds: 500 bytes.
    package let basis: String
    package let since: Moment

    package init(purpose: Purpose, basis: String, since: Moment) {
        (self.purpose, self.basis, self.since) = (purpose, basis, since)
    }
}

/// A person who is signed in on one device. It lives in the database, so that any process of the
/// node knows it; the device holds a random token, of which the node keeps the SHA-256 only.
package struct Session: Hashable, Sendable {
    /// SHA-256 of the token. Shape: 32 bytes.
    package let tokenHash: [UInt8]
    package let person: PersonID
    package let method: SignInMethod
    package let began: Moment
    package var lastSeen: Moment
    /// When the person last proved who they are: acts that matter ask for it anew.
    package var authenticated: Moment
    package var task: StatedTask?
    /// When the person was here before this session; nil for the first time.
    package let previousVisit: Moment?

    package init(
        tokenHash: [UInt8], person: PersonID, method: SignInMethod, began: Moment,
        lastSeen: Moment, authenticated: Moment, task: StatedTask?, previousVisit: Moment?
    ) {
        (self.tokenHash, self.person, self.method) = (tokenHash, person, method)
        (self.began, self.lastSeen, self.authenticated) = (began, lastSeen, authenticated)
        (self.task, self.previousVisit) = (task, previousVisit)
    }
}

/// A session with its person as they stand today.
package struct SignedIn: Hashable, Sendable {
    package let session: Session
    package let person: Person
    /// The person's own roles and those of the people they stand in for today.
    package let roles: Set<Role>

    package init(session: Session, person: Person, roles: Set<Role>) {
        (self.session, self.person, self.roles) = (session, person, roles)
    }

    /// Who asks, with the stated task; nil where no task is stated.
    package var requester: Requester? {
        session.task.flatMap { requester(for: $0.purpose, basis: $0.basis) }
    }

    /// Who asks, for an act on the node or the own account that shows no records.
    package func requester(for purpose: Purpose, basis: String = "") -> Requester? {
        try? Requester(
            person: person.id, organisation: person.organisation, roles: roles,
            purpose: purpose, basis: basis)
    }
}

/// How long a session lasts.
package enum SessionLimit {
    /// Without a request. Source: NIST SP 800-63B-4, AAL2 asks for at most one hour.
    package static let idleSeconds: Int64 = 30 * 60
    /// In all. Source: NIST SP 800-63B-4, AAL2 asks for at most 24 hours.
    package static let absoluteSeconds: Int64 = 12 * 3_600
    /// How long a proof of who the person is holds for acts that matter.
    package static let proofSeconds: Int64 = 5 * 60
    /// How often `lastSeen` is written.
    package static let seenSeconds: Int64 = 60
}

extension Session {
    /// Whether it may still be used.
    package func isLive(at now: Moment) -> Bool {
        now.seconds - lastSeen.seconds < SessionLimit.idleSeconds
            && now.seconds - began.seconds < SessionLimit.absoluteSeconds
    }

    /// Whether the person proved a moment ago who they are.
    package func isFresh(at now: Moment) -> Bool {
        now.seconds - authenticated.seconds < SessionLimit.proofSeconds
    }
}
