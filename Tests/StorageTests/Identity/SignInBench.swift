import EvidenceLog
import Identity
import NeedToKnow
import PortVocabulary
import TestSupport
import Testing

@testable import Storage

/// A node with people who enrolled, and the steps of signing in, as the tests use them.
final class SignInBench {
    let node: TestNode
    let steps: SignInSteps<NodeDatabase>
    var random: Seeded
    /// A moment that the tests move on.
    var now: Moment = TestNode.moment

    static let password = "tegel kraan mist olie"
    static let home = SignInPlace(address: "192.0.2.7", deviceToken: nil)
    static let away = SignInPlace(address: "198.51.100.9", deviceToken: nil)
    static let cheap = PasswordCost(memoryKibibytes: 8_192, passes: 1)
    static let site = PasskeySite(
        relyingPartyID: "node.example", origins: ["https://node.example"])

    init(_ kind: EngineKind, seed: UInt64) throws {
        node = try TestNode(kind)
        random = Seeded(seed)
        steps = SignInSteps(
            store: node.store, site: Self.site, gate: PasswordGate(), cost: Self.cheap)
        try node.add(TestNode.person("anna", [.analyst]))
    }

    var store: NodeDatabase { node.store }
    let anna = PersonID(trusted: "anna")

    func pass(_ seconds: Int64) { now = Moment(seconds: now.seconds + seconds) }

    func code(for person: PersonID) throws -> String {
        let made = try steps.makeEnrolmentCode(
            for: person, by: TestNode.leave(.managePeople), at: now, using: &random)
        return try #require(made).text
    }

    struct Enrolled {
        let app: OneTimeCode
        let grant: SessionGrant
    }

    /// Enrols with password and app.
    @discardableResult
    func enrolPassword(
        _ person: PersonID, _ password: String = SignInBench.password,
        from place: SignInPlace = SignInBench.home
    ) throws -> Enrolled {
        let code = try code(for: person)
        let offer = try #require(try steps.openEnrolment(code: code, at: now, using: &random))
        let outcome = try steps.enrolPassword(
            code: code, challenge: offer.challenge.bytes, password: password,
            appCode: appCode(offer.app), from: place, at: now, using: &random)
        guard case .signedIn(let grant) = outcome else { throw NoPermit() }
        // The step of the first code was used.
        pass(60)
        return Enrolled(app: offer.app, grant: grant)
    }

    /// Enrols with a passkey.
    func enrolPasskey(_ person: PersonID) throws -> (SoftAuthenticator, SessionGrant) {
        let code = try code(for: person)
        let authenticator = SoftAuthenticator(&random)
        let offer = try #require(try steps.openEnrolment(code: code, at: now, using: &random))
        let outcome = try steps.enrolPasskey(
            code: code, registration(authenticator, offer.challenge), label: "key",
            from: Self.home, at: now, using: &random)
        guard case .signedIn(let grant) = outcome else { throw NoPermit() }
        return (authenticator, grant)
    }

    func registration(
        _ authenticator: SoftAuthenticator, _ challenge: Challenge
    ) -> PasskeyRegistration {
        let made = authenticator.register(challenge: challenge.bytes)
        return PasskeyRegistration(
            clientDataJSON: made.clientData, attestationObject: made.attestation)
    }

    func assertion(
        _ authenticator: SoftAuthenticator, _ challenge: Challenge, person: PersonID? = nil
    ) throws -> PasskeyAssertion {
        let signed = try authenticator.sign(challenge: challenge.bytes)
        return PasskeyAssertion(
            credentialID: authenticator.credentialID, clientDataJSON: signed.clientData,
            authenticatorData: signed.authenticatorData, signature: signed.signature,
            userHandle: person.map { steps.userHandle(of: $0) })
    }

    func appCode(_ app: OneTimeCode) -> String { app.code(step: now.seconds / 30) }

    func signIn(
        _ name: String = "anna", _ password: String = SignInBench.password, code: String,
        from place: SignInPlace = SignInBench.home
    ) throws -> SignInOutcome {
        try steps.withPassword(
            name: name, password: password, code: code, from: place, at: now, using: &random)
    }

    func signedIn(_ grant: SessionGrant) throws -> SignedIn {
        try #require(
            try store.signedIn(tokenHash: SecretHash.of(grant.sessionToken), at: now))
    }

    func entries(_ act: EvidenceAct) throws -> [EvidenceEntry] {
        try node.rows("SELECT body FROM evidence ORDER BY entry").compactMap { row in
            guard case .blob(let body) = row[0] else { throw NoPermit() }
            let entry = try EvidenceEntry(decoding: body)
            return entry.act == act ? entry : nil
        }
    }
}

extension SignInOutcome {
    var grant: SessionGrant? {
        if case .signedIn(let grant) = self { grant } else { nil }
    }
    var seconds: Int64? {
        if case .wait(let seconds) = self { seconds } else { nil }
    }
}
