import EvidenceLog
import Identity
import NeedToKnow
import PortVocabulary
import TestSupport
import Testing

@testable import Storage

/// Passkeys, agency accounts and enrolment, on both engines.
@Suite struct PasskeySignInTests {
    private func challenge(_ bench: SignInBench) -> Challenge {
        bench.steps.challenge(at: bench.now, using: &bench.random)
    }

    private func signIn(
        _ bench: SignInBench, _ answer: PasskeyAssertion
    ) throws -> SignInOutcome {
        try bench.steps.withPasskey(
            answer, from: SignInBench.home, at: bench.now, using: &bench.random)
    }

    @Test(arguments: EngineKind.here)
    func aPasskeySignsInWithoutAName(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 951)
        var (authenticator, _) = try bench.enrolPasskey(bench.anna)
        authenticator.signCount += 1
        let answer = try bench.assertion(
            authenticator, challenge(bench), person: bench.anna)
        let grant = try #require(try signIn(bench, answer).grant)
        #expect(grant.session.person == bench.anna && grant.session.method == .passkey)
        #expect(try bench.entries(.signIn).last?.result == "by passkey")
        // The same answer again: its challenge is spent.
        #expect(try signIn(bench, answer) == .refused)
        #expect(try bench.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func anAnswerThatIsOldForeignOrCopiedIsRefused(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 952)
        var (authenticator, grant) = try bench.enrolPasskey(bench.anna)
        let stranger = SoftAuthenticator(&bench.random)
        authenticator.signCount = 5
        #expect(
            try signIn(bench, bench.assertion(stranger, challenge(bench))) == .refused)
        let other = try bench.assertion(
            authenticator, challenge(bench), person: PersonID(trusted: "bert"))
        #expect(try signIn(bench, other) == .refused)
        let old = try bench.assertion(authenticator, challenge(bench))
        bench.pass(300)
        #expect(try signIn(bench, old) == .refused)
        // A challenge for a confirmation, or of another node.
        let confirmation = bench.steps.confirmationChallenge(
            for: try bench.signedIn(grant), at: bench.now, using: &bench.random)
        #expect(
            try signIn(bench, bench.assertion(authenticator, confirmation)) == .refused)
        #expect(
            try signIn(bench, bench.assertion(authenticator, challenge(bench))).grant != nil)
        // The count of a copy stands still.
        #expect(
            try signIn(bench, bench.assertion(authenticator, challenge(bench))) == .refused)
        authenticator.signCount = 6
        try bench.node.add(
            TestNode.person("anna", [.analyst], lastDay: Sample.today.advanced(byDays: -1)))
        #expect(
            try signIn(bench, bench.assertion(authenticator, challenge(bench))) == .refused)
    }

    @Test(arguments: EngineKind.here)
    func anAgencyAccountSignsInOnceAnAdministratorLinkedIt(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 953)
        let subject = try #require(
            ProviderSubject(issuer: "https://id.agency.example", subject: "4711"))
        func signIn() throws -> SignInOutcome {
            try bench.steps.withProvider(
                subject, from: SignInBench.home, at: bench.now, using: &bench.random)
        }
        func link(_ person: String) throws -> LinkOutcome {
            try bench.steps.link(
                subject, to: PersonID(trusted: person), by: TestNode.leave(.managePeople),
                at: bench.now, using: &bench.random)
        }
        #expect(try signIn() == .refused)
        #expect(try link("nobody") == .absent)
        #expect(try link("anna") == .linked)
        #expect(try link("anna") == .linked)
        try bench.node.add(TestNode.person("bert"))
        #expect(try link("bert") == .taken)
        let grant = try #require(try signIn().grant)
        #expect(grant.session.person == bench.anna && grant.session.method == .provider)
        let other = try #require(
            ProviderSubject(issuer: "https://other.example", subject: "4711"))
        #expect(
            try bench.steps.withProvider(
                other, from: SignInBench.home, at: bench.now, using: &bench.random) == .refused)
        #expect(ProviderSubject(issuer: "a\nb", subject: "c") == nil)
        #expect(try bench.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func anEnrolmentCodeWorksOnceAndForAWeek(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 954)
        func open(_ code: String) throws -> EnrolmentOffer? {
            try bench.steps.openEnrolment(code: code, at: bench.now, using: &bench.random)
        }
        let first = try bench.code(for: bench.anna)
        #expect(try open(first) != nil)
        #expect(try open(first.lowercased().replacing("-", with: " ")) != nil)
        let second = try bench.code(for: bench.anna)
        #expect(try open(first) == nil, "a newer code ends an older one")
        bench.pass(EnrolmentCode.lifeSeconds)
        #expect(try open(second) != nil)
        bench.pass(1)
        #expect(try open(second) == nil)
        let third = try bench.code(for: bench.anna)
        let offer = try #require(try open(third))
        let authenticator = SoftAuthenticator(&bench.random)
        func enrol() throws -> EnrolmentOutcome {
            try bench.steps.enrolPasskey(
                code: third, bench.registration(authenticator, offer.challenge), label: "key",
                from: SignInBench.home, at: bench.now, using: &bench.random)
        }
        guard case .signedIn = try enrol() else { throw NoPermit() }
        #expect(try enrol() == .refused)
        #expect(try open(third) == nil && open("") == nil && open("AAAA") == nil)
        #expect(try bench.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func aRecoveryEndsOldCredentialsWhenItsCodeIsUsedAndNotBefore(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 955)
        let (authenticator, old) = try bench.enrolPasskey(bench.anna)
        let code = try bench.code(for: bench.anna)
        func signInByOld() throws -> SignInOutcome {
            var next = authenticator
            next.signCount = UInt32(truncatingIfNeeded: bench.now.seconds)
            return try signIn(bench, bench.assertion(next, challenge(bench)))
        }
        #expect(try signInByOld().grant != nil)
        let offer = try #require(
            try bench.steps.openEnrolment(code: code, at: bench.now, using: &bench.random))
        func enrol(_ password: String, _ appCode: String) throws -> EnrolmentOutcome {
            try bench.steps.enrolPassword(
                code: code, challenge: offer.challenge.bytes, password: password,
                appCode: appCode, from: SignInBench.home, at: bench.now, using: &bench.random)
        }
        #expect(
            try enrol("Password2026!", bench.appCode(offer.app)) == .passwordDefect(.common))
        #expect(try enrol(SignInBench.password, "000000") == .wrongAppCode)
        bench.pass(1)
        #expect(try signInByOld().grant != nil)
        guard case .signedIn(let new) = try enrol(SignInBench.password, bench.appCode(offer.app))
        else { throw NoPermit() }
        bench.pass(1)
        #expect(try signInByOld() == .refused)
        #expect(
            try bench.store.signedIn(
                tokenHash: SecretHash.of(old.sessionToken), at: bench.now) == nil)
        #expect(try bench.signedIn(new).person.id == bench.anna)
        #expect(try bench.store.credentials(of: bench.anna).ways == [.password])
        #expect(try bench.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func ownCredentialsChangeWithAFreshProofAndTheLastWayStays(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 956)
        var (authenticator, grant) = try bench.enrolPasskey(bench.anna)
        func me() throws -> SignedIn { try bench.signedIn(grant) }
        let only = try #require(try bench.store.credentials(of: bench.anna).first)
        #expect(try bench.steps.remove(only.id, me(), at: bench.now) == .lastWay)
        let offer = try #require(
            try bench.steps.offer(to: me(), at: bench.now, using: &bench.random))
        #expect(offer.knownPasskeys == [authenticator.credentialID])
        func setPassword() throws -> CredentialOutcome {
            try bench.steps.setPassword(
                me(), challenge: offer.challenge.bytes, password: SignInBench.password,
                appCode: bench.appCode(offer.app), at: bench.now, using: &bench.random)
        }
        #expect(try setPassword() == .changed)
        #expect(try setPassword() == .refused, "the challenge is spent")
        // The same passkey for a second time is refused: its name is taken.
        let again = try #require(
            try bench.steps.offer(to: me(), at: bench.now, using: &bench.random))
        #expect(
            try bench.steps.addPasskey(
                me(), bench.registration(authenticator, again.challenge), label: "",
                at: bench.now, using: &bench.random) == .refused)
        bench.pass(SessionLimit.proofSeconds)
        #expect(try bench.steps.remove(only.id, me(), at: bench.now) == .staleProof)
        #expect(try setPassword() == .staleProof)
        // Proved anew, by passkey and by password.
        authenticator.signCount += 1
        let asked = bench.steps.confirmationChallenge(
            for: try me(), at: bench.now, using: &bench.random)
        guard
            case .confirmed = try bench.steps.confirm(
                me(), bench.assertion(authenticator, asked), at: bench.now)
        else { throw NoPermit() }
        #expect(try me().session.isFresh(at: bench.now))
        #expect(
            try bench.steps.confirm(
                me(), password: "wrong", code: "1", from: SignInBench.home, at: bench.now,
                using: &bench.random) == .refused)
        #expect(try bench.steps.remove(only.id, me(), at: bench.now) == .changed)
        let left = try bench.store.credentials(of: bench.anna)
        #expect(left.ways == [.password] && left.count == 2)
        #expect(try bench.steps.remove(left[0].id, me(), at: bench.now) == .lastWay)
        #expect(try bench.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func aTaskIsStatedAndSigningOutEverywhereEndsEverySession(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 957)
        let enrolled = try bench.enrolPassword(bench.anna)
        let second = try #require(
            try bench.signIn(code: bench.appCode(enrolled.app)).grant)
        let me = try bench.signedIn(enrolled.grant)
        guard
            case .stated = try bench.steps.stateTask(
                me, .portSecurity, basis: "Case 7", at: bench.now),
            case .defect = try bench.steps.stateTask(
                me, .portSecurity, basis: String(repeating: "x", count: 501), at: bench.now)
        else { throw NoPermit() }
        let requester = try #require(try bench.signedIn(enrolled.grant).requester)
        #expect(requester.purpose == .portSecurity && requester.basis == "Case 7")
        try bench.steps.signOutEverywhere(me, at: bench.now)
        for grant in [enrolled.grant, second] {
            let hash = SecretHash.of(grant.sessionToken)
            #expect(try bench.store.signedIn(tokenHash: hash, at: bench.now) == nil)
            #expect(
                try bench.store.deviceOwner(
                    tokenHash: SecretHash.of(grant.deviceToken), at: bench.now) == nil)
        }
        #expect(try bench.entries(.signOut).count == 2)
    }
}
