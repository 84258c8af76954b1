import EvidenceLog
import Identity
import NeedToKnow
import PortVocabulary
import TestSupport
import Testing

@testable import Storage

/// Signing in with password and app, on both engines.
@Suite struct PasswordSignInTests {
    @Test(arguments: EngineKind.here)
    func theRightPasswordAndCodeSignIn(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 931)
        let enrolled = try bench.enrolPassword(bench.anna)
        let outcome = try bench.signIn(code: bench.appCode(enrolled.app))
        let grant = try #require(outcome.grant)
        #expect(grant.session.method == .password && grant.session.isFresh(at: bench.now))
        #expect(grant.session.previousVisit == TestNode.moment)
        let signedIn = try bench.signedIn(grant)
        #expect(signedIn.person.id == bench.anna && signedIn.requester == nil)
        #expect(try bench.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func nothingTellsAWrongNamePasswordCodeOrAccountApart(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 932)
        let app = try bench.enrolPassword(bench.anna).app
        try bench.node.add(TestNode.person("leaver", [.analyst]))
        let leaverApp = try bench.enrolPassword(PersonID(trusted: "leaver")).app
        try bench.node.add(
            TestNode.person("leaver", [.analyst], lastDay: Sample.today.advanced(byDays: -1)))
        try bench.node.add(TestNode.person("crane", [.analyst], isSystem: true))
        try bench.node.add(TestNode.person("new", [.analyst]))
        let code = bench.appCode(app)
        let tried = [
            try bench.signIn("nobody", code: code),
            try bench.signIn("no such \u{0} name", code: code),
            try bench.signIn(code: "000000"),
            try bench.signIn(code: ""),
            try bench.signIn("anna", "another password", code: code),
            try bench.signIn("anna", "", code: code),
            try bench.signIn("anna", String(repeating: "x", count: 5_000), code: code),
            try bench.signIn("leaver", code: bench.appCode(leaverApp), from: SignInBench.away),
            try bench.signIn("crane", code: code, from: SignInBench.away),
            try bench.signIn("new", code: code, from: SignInBench.away),
        ]
        #expect(tried.allSatisfy { $0 == .refused }, "\(tried)")
    }

    @Test(arguments: EngineKind.here)
    func aCodeSignsInOnce(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 933)
        let app = try bench.enrolPassword(bench.anna).app
        let code = bench.appCode(app)
        #expect(try bench.signIn(code: code).grant != nil)
        #expect(try bench.signIn(code: code) == .refused)
        bench.pass(30)
        #expect(try bench.signIn(code: code) == .refused)
        #expect(try bench.signIn(code: bench.appCode(app)).grant != nil)
    }

    /// The promise of the throttle, with as many failures as are promised. The wait stops each
    /// run of them after a few, so that most are not even compared.
    @Test(arguments: EngineKind.here)
    func tenThousandWrongPasswordsFromElsewhereStopNobodyElse(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 934)
        let enrolled = try bench.enrolPassword(bench.anna)
        var waits = 0
        for _ in 0..<10_000 {
            let outcome = try bench.signIn(
                "anna", "wrong password", code: "123456", from: SignInBench.away)
            if outcome.seconds != nil { waits += 1 }
            #expect(outcome.grant == nil)
        }
        #expect(waits == 9_995)
        // The right password does not help there now.
        let there = try bench.signIn(code: bench.appCode(enrolled.app), from: SignInBench.away)
        #expect(there.seconds == 15)
        // From another network, and from a known device in the attacker's own network, it does.
        #expect(try bench.signIn(code: bench.appCode(enrolled.app)).grant != nil)
        bench.pass(30)
        let device = SignInPlace(
            address: SignInBench.away.address, deviceToken: enrolled.grant.deviceToken)
        for _ in 0..<5 {
            _ = try bench.signIn("anna", "wrong password", code: "1", from: SignInBench.away)
        }
        #expect(
            try bench.signIn(code: bench.appCode(enrolled.app), from: device).grant != nil)
    }

    /// One who never waits in vain: 10,000 compared failures would take 10,000 hashes, so the
    /// counts are written as they would be.
    @Test(arguments: EngineKind.here)
    func tenThousandCountedFailuresStopNobodyElseEither(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 935)
        let enrolled = try bench.enrolPassword(bench.anna)
        let buckets = SignInThrottle.buckets(
            name: "anna", from: NetworkPrefix(address: SignInBench.away.address),
            knownDevice: nil)
        for _ in 0..<200 {
            try bench.store.count(
                RefusedSignIn(person: bench.anna, buckets: buckets), at: bench.now)
        }
        try bench.node.run("UPDATE sign_in_counter SET failures = 10000")
        let code = bench.appCode(enrolled.app)
        #expect(try bench.signIn(code: code, from: SignInBench.away).seconds == 900)
        #expect(try bench.signIn(code: code).grant != nil)
    }

    @Test(arguments: EngineKind.here)
    func aDeviceThatFailsWaitsItself(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 936)
        let enrolled = try bench.enrolPassword(bench.anna)
        let device = SignInPlace(
            address: SignInBench.home.address, deviceToken: enrolled.grant.deviceToken)
        for _ in 0..<10 {
            #expect(try bench.signIn("anna", "wrong", code: "1", from: device) == .refused)
        }
        #expect(try bench.signIn("anna", "wrong", code: "1", from: device).seconds == 15)
        #expect(try bench.signIn(code: bench.appCode(enrolled.app)).grant != nil)
        bench.pass(30)
        // A device of one person is no known device for another's name.
        #expect(try bench.signIn("nobody", "wrong", code: "1", from: device) == .refused)
    }

    @Test(arguments: EngineKind.here)
    func aSignInForgetsTheFailuresOfItsAccountAndNotOfItsNetwork(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 937)
        let app = try bench.enrolPassword(bench.anna).app
        for _ in 0..<4 { _ = try bench.signIn("anna", "wrong", code: "1") }
        #expect(try bench.node.count("sign_in_counter") == 2)
        #expect(try bench.signIn(code: bench.appCode(app)).grant != nil)
        #expect(try bench.node.rows("SELECT failures FROM sign_in_counter") == [[4]])
        // A day later nothing of it is left.
        bench.pass(86_401)
        _ = try bench.signIn("nobody", "wrong", code: "1", from: SignInBench.away)
        #expect(
            try bench.node.rows("SELECT failures FROM sign_in_counter") == [[1], [1]])
    }

    @Test(arguments: EngineKind.here)
    func refusalsLeaveOneEntryAnHourWithTheirNumber(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 938)
        let app = try bench.enrolPassword(bench.anna).app
        func wrong(_ times: Int, _ name: String = "anna") throws {
            for _ in 0..<times {
                _ = try bench.signIn(name, "wrong", code: "1")
                bench.pass(1_000)
            }
        }
        try wrong(4)
        let first = try bench.entries(.refuse)
        #expect(first.map(\.result) == ["sign-in: 1"])
        #expect(first.map(\.subject) == ["person/anna"] && first.allSatisfy { $0.person.isEmpty })
        try wrong(1)
        #expect(try bench.entries(.refuse).map(\.result) == ["sign-in: 1", "sign-in: 4"])
        try wrong(2)
        #expect(try bench.signIn(code: bench.appCode(app)).grant != nil)
        #expect(
            try bench.entries(.signIn).last?.result == "by password; refused before: 2")
        try wrong(1, "a password typed in the wrong field")
        let last = try #require(try bench.entries(.refuse).last)
        #expect(last.subject == "no such account" && last.result == "sign-in: 1")
        #expect(try bench.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func aHashOfLessWorkIsMadeAnewAtTheNextSignIn(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 939)
        let app = try bench.enrolPassword(bench.anna).app
        func hash() throws -> PasswordHash? {
            try bench.store.credentials(of: bench.anna).compactMap { credential in
                if case .password(let hash) = credential.content { hash } else { nil }
            }.first
        }
        let more = PasswordCost(memoryKibibytes: 16_384, passes: 1)
        let today = SignInSteps(
            store: bench.store, site: SignInBench.site, gate: PasswordGate(), cost: more)
        #expect(try hash()?.isWeaker(than: more) == true)
        let outcome = try today.withPassword(
            name: "anna", password: SignInBench.password, code: bench.appCode(app),
            from: SignInBench.home, at: bench.now, using: &bench.random)
        #expect(outcome.grant != nil)
        #expect(try hash()?.isWeaker(than: more) == false)
        bench.pass(30)
        #expect(try bench.signIn(code: bench.appCode(app)).grant != nil)
        #expect(try bench.store.check().isSound)
    }

    /// The database alone is worth nothing: what is in it neither shows a secret nor takes one.
    @Test(arguments: EngineKind.here)
    func credentialsAreSealedAndBoundToTheirRow(_ kind: EngineKind) throws {
        let bench = try SignInBench(kind, seed: 940)
        let app = try bench.enrolPassword(bench.anna).app
        try bench.node.add(TestNode.person("bert", [.administrator]))
        for row in try bench.node.rows("SELECT secret FROM credential") {
            guard case .blob(let bytes) = row[0] else { throw NoPermit() }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("argon2id"))
            #expect(bytes.count > 20 && !bytes.contains(app.secret))
        }
        // Anna's credentials put under Bert's name do not open.
        try bench.node.run("UPDATE credential SET person = 'bert'")
        #expect(try bench.store.credentials(of: PersonID(trusted: "bert")).isEmpty)
        #expect(try bench.signIn("bert", code: bench.appCode(app)) == .refused)
    }
}
