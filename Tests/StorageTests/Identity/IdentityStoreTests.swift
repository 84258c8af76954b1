import EvidenceLog
import Identity
import NeedToKnow
import PortVocabulary
import Testing

@testable import Storage

/// People, deputies, sessions and tokens as they are stored, on both engines.
@Suite struct IdentityStoreTests {
    private func acts(_ node: TestNode) throws -> [EvidenceEntry] {
        try node.rows("SELECT body FROM evidence ORDER BY entry").map { row in
            guard case .blob(let body) = row[0] else { throw NoPermit() }
            return try EvidenceEntry(decoding: body)
        }
    }

    private func moment(_ seconds: Int64) -> Moment {
        Moment(seconds: TestNode.moment.seconds + seconds)
    }

    @Test(arguments: EngineKind.here)
    func peopleComeBackAsTheyWereStored(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let people = [
            TestNode.person("anna", [.analyst, .reviewer]), TestNode.person("bert", []),
            TestNode.person("crane", [.contributor], isSystem: true, lastDay: Sample.today),
        ]
        for person in people.reversed() { try node.add(person) }
        #expect(try node.store.people() == people)
        #expect(try node.store.person(people[2].id) == people[2])
        #expect(try node.store.person(PersonID(trusted: "nobody")) == nil)
        #expect(try node.reopened().people() == people)
    }

    @Test(arguments: EngineKind.here)
    func aChangeLeavesOneEntryAndTheSameAgainNone(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let before = try acts(node).count
        var person = try node.add(TestNode.person("anna"))
        try node.add(person)
        #expect(try acts(node).count == before + 1)
        person.roles = [.auditor]
        try node.add(person)
        let entry = try #require(try acts(node).last)
        #expect(try acts(node).count == before + 2)
        #expect(entry.act == .administer && entry.subject == "person/anna")
        #expect(entry.result == "changed, roles: auditor")
        #expect(try node.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func aPersonWhoseRightsShrinkIsSignedOut(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var person = try node.add(TestNode.person("anna", [.analyst]))
        let session = TestNode.session(1, of: person)
        try node.store.begin(session, at: TestNode.moment)
        person.roles = [.analyst, .reviewer]
        try node.add(person)
        #expect(try node.store.session(tokenHash: session.tokenHash) == session)
        person.roles = [.reviewer]
        try node.add(person)
        #expect(try node.store.session(tokenHash: session.tokenHash) == nil)
        try node.store.begin(session, at: TestNode.moment)
        person.lastDay = Sample.today
        try node.add(person)
        #expect(try node.store.session(tokenHash: session.tokenHash) == nil)
        #expect(try node.store.lastVisit(of: person.id) == TestNode.moment)
    }

    @Test(arguments: EngineKind.here)
    func aSessionLivesFromSignInToSignOut(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let person = try node.add(TestNode.person("anna", [.analyst]))
        let start = TestNode.moment
        var session = TestNode.session(
            1, of: person, previousVisit: moment(-90_000))
        try node.store.begin(session, at: start)
        #expect(try node.store.session(tokenHash: session.tokenHash) == session)
        session.task = StatedTask(
            purpose: .portSecurity, basis: "Case 7", since: moment(30))
        (session.lastSeen, session.authenticated) = (moment(40), moment(20))
        try node.store.update(session)
        #expect(try node.store.session(tokenHash: session.tokenHash) == session)
        let signedIn = try #require(
            try node.store.signedIn(tokenHash: session.tokenHash, at: moment(50)))
        #expect(signedIn.roles == [.analyst] && signedIn.requester?.basis == "Case 7")
        #expect(try node.store.sessions(of: person.id, at: moment(50)) == [session])
        try node.store.end(session, at: moment(60))
        try node.store.end(session, at: moment(61))
        #expect(try node.store.session(tokenHash: session.tokenHash) == nil)
        try node.store.update(session)
        #expect(try node.store.signedIn(tokenHash: session.tokenHash, at: moment(62)) == nil)
        #expect(try node.store.lastVisit(of: person.id) == moment(40))
        let written = try acts(node).filter { [.signIn, .signOut].contains($0.act) }
        #expect(written.map(\.act) == [.signIn, .signOut])
        #expect(written.allSatisfy { $0.person == "anna" && $0.role == "analyst" })
    }

    @Test(arguments: EngineKind.here)
    func sessionsThatAreOverAreRemovedAndTheVisitStays(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let (anna, bert) = (
            try node.add(TestNode.person("anna")), try node.add(TestNode.person("bert"))
        )
        let start = TestNode.moment
        try node.store.begin(TestNode.session(1, of: anna, at: start), at: start)
        let later = moment(SessionLimit.idleSeconds)
        #expect(
            try node.store.signedIn(
                tokenHash: Array(repeating: 1, count: 32),
                at: moment(SessionLimit.idleSeconds - 1)) != nil)
        try node.store.begin(TestNode.session(2, of: bert, at: later), at: later)
        // Seen a second before the limit, so it lives on.
        #expect(try node.count("session") == 2)
        let end = moment(2 * SessionLimit.idleSeconds)
        #expect(try node.store.sessions(of: anna.id, at: end).isEmpty)
        try node.store.begin(TestNode.session(3, of: bert, at: end), at: end)
        #expect(try node.count("session") == 1)
        #expect(
            try node.store.lastVisit(of: anna.id) == moment(SessionLimit.idleSeconds - 1))
        #expect(try node.store.lastVisit(of: bert.id) == end)
        #expect(try node.store.lastVisit(of: PersonID(trusted: "nobody")) == nil)
    }

    @Test(arguments: EngineKind.here)
    func aDeputyHasTheLentRolesWithinTheDaysAndNoMoreThanTheOther(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        var anna = try node.add(TestNode.person("anna", [.signatory, .analyst]))
        let bert = try node.add(TestNode.person("bert", [.contributor]))
        let requester = try TestNode.requester()
        let today = Sample.today
        let span = try DateSpan(
            from: today.advanced(byDays: 1), through: today.advanced(byDays: 3))
        let lent = Deputyship(
            person: anna.id, deputy: bert.id, roles: [.signatory, .administrator], span: span)
        try node.store.save(lent, by: requester, at: TestNode.moment)
        #expect(try node.store.deputyships(on: today) == [lent])
        #expect(try node.store.deputyships(on: span.last.advanced(byDays: 1)) == [])
        func roles(_ days: Int) throws -> Set<Role> {
            try node.store.roles(of: bert, on: today.advanced(byDays: days))
        }
        #expect(try roles(0) == [.contributor])
        #expect(try roles(1) == [.contributor, .signatory])
        #expect(try roles(3) == [.contributor, .signatory])
        #expect(try roles(4) == [.contributor])
        anna.roles = [.analyst]
        try node.add(anna)
        #expect(try roles(2) == [.contributor])
        anna.roles = [.signatory]
        try node.add(anna)
        try node.store.endDeputyship(
            of: anna.id, deputy: bert.id, by: requester, at: TestNode.moment)
        #expect(try roles(2) == [.contributor])
        #expect(try node.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func aTokenWorksUntilItIsRevokedAndNeverShowsMoreThanItsOwner(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let owner = try node.add(TestNode.person("crane", [.analyst], isSystem: true))
        let requester = try TestNode.requester()
        var token = TestNode.token("t1", of: owner, [.readRecords, .administer])
        let newer = TestNode.token("s2", of: owner, created: moment(9))
        try node.store.save(token, by: requester, at: TestNode.moment)
        try node.store.save(newer, by: requester, at: TestNode.moment)
        #expect(try node.store.tokens(of: owner.id) == [newer, token])
        #expect(try node.store.tokens(of: nil) == [newer, token])
        #expect(try node.store.tokens(of: PersonID(trusted: "anna")) == [])
        let bearer = try #require(
            try node.store.bearer(secretHash: token.secretHash, at: TestNode.moment))
        #expect(bearer.roles == [.analyst])
        token.revoked = moment(10)
        try node.store.save(token, by: requester, at: moment(10))
        #expect(try node.store.token(secretHash: token.secretHash) == token)
        #expect(try node.store.bearer(secretHash: token.secretHash, at: moment(11)) == nil)
        let day = Moment(seconds: (Int64(newer.lastDay.dayNumber) + 1) * 86_400)
        #expect(try node.store.bearer(secretHash: newer.secretHash, at: day) == nil)
        #expect(try node.store.check().isSound)
    }

    @Test(arguments: EngineKind.here)
    func theFirstAdministratorComesWithTheNode(_ kind: EngineKind) throws {
        let fixture = try EngineFixture(kind)
        try NodeDatabase.migrate(fixture.engine)
        let person = TestNode.person("founder", [.administrator])
        try NodeDatabase.setUp(
            fixture.engine, organisation: try TestNode.member(), origin: TestNode.origin,
            keys: TestNode.keys, person: person.id, administrator: person, at: TestNode.moment)
        let store = try NodeDatabase(fixture.engine, keys: TestNode.keys)
        #expect(try store.people() == [person])
        #expect(try store.check().isSound)
    }
}
