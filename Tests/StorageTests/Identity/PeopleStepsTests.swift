import EvidenceLog
import Identity
import NeedToKnow
import PortVocabulary
import TestSupport
import Testing

@testable import Storage

/// The rules of accounts, deputies and tokens, over the store.
@Suite struct PeopleStepsTests {
    let node: TestNode
    let steps: PeopleSteps<NodeDatabase>
    let now = TestNode.moment
    let today = Sample.today

    init() throws {
        node = try TestNode(.sqlite)
        steps = PeopleSteps(store: node.store)
        try node.add(TestNode.person("root", [.administrator]))
        try node.add(TestNode.person("anna", [.analyst, .signatory]))
        try node.add(TestNode.person("bert", [.analyst]))
        try node.add(TestNode.person("crane", [.analyst], isSystem: true))
    }

    private func add(_ person: Person) throws -> PeopleOutcome {
        try steps.add(person, by: TestNode.leave(.managePeople), at: now)
    }

    private func change(_ person: Person) throws -> PeopleOutcome {
        try steps.change(person, by: TestNode.leave(.managePeople), at: now)
    }

    @Test func anAccountIsAddedOnceWhateverItsCapitals() throws {
        #expect(try add(TestNode.person("carla")) == .done)
        #expect(try add(TestNode.person("carla")) == .defect(.taken))
        #expect(try add(TestNode.person("Carla")) == .defect(.taken))
        var person = TestNode.person("dora")
        for name in ["", String(repeating: "x", count: 201), "a\u{7}b"] {
            person.name = name
            #expect(try add(person) == .defect(.name))
        }
        #expect(
            try add(TestNode.person("robot", [.administrator], isSystem: true))
                == .defect(.system))
        #expect(try change(TestNode.person("nobody")) == .defect(.absent))
    }

    @Test func theLastAdministratorStays() throws {
        #expect(try change(TestNode.person("root", [.analyst])) == .defect(.lastAdministrator))
        #expect(
            try change(TestNode.person("root", [.administrator], lastDay: today))
                == .defect(.lastAdministrator))
        #expect(try change(TestNode.person("bert", [.administrator])) == .done)
        #expect(try change(TestNode.person("root", [.analyst])) == .done)
        #expect(try change(TestNode.person("bert", [])) == .defect(.lastAdministrator))
    }

    @Test func aDeputyIsAColleagueWithRolesThatThePersonHasForAYearAtMost() throws {
        func appoint(
            _ person: String, _ deputy: String, _ roles: Set<Role>, from: Int = 0,
            days: Int = 9, by asker: String = "anna", roles own: Set<Role> = [.analyst]
        ) throws -> PeopleOutcome {
            let first = today.advanced(byDays: from)
            let requester = try Requester(
                person: PersonID(trusted: asker), organisation: TestNode.organisation,
                roles: own, purpose: .oversight)
            return try steps.appoint(
                Deputyship(
                    person: PersonID(trusted: person), deputy: PersonID(trusted: deputy),
                    roles: roles,
                    span: DateSpan(from: first, through: first.advanced(byDays: days))),
                by: requester, at: now)
        }
        #expect(try appoint("anna", "bert", [.signatory]) == .done)
        #expect(try appoint("anna", "bert", [.signatory], by: "bert") == .defect(.notAllowed))
        #expect(
            try appoint("anna", "bert", [.signatory], by: "root", roles: [.administrator])
                == .done)
        #expect(try appoint("anna", "anna", [.signatory]) == .defect(.deputy))
        #expect(try appoint("anna", "crane", [.signatory]) == .defect(.system))
        #expect(try appoint("anna", "nobody", [.signatory]) == .defect(.absent))
        #expect(try appoint("anna", "bert", [.custodian]) == .defect(.roles))
        #expect(try appoint("anna", "bert", []) == .defect(.roles))
        #expect(try appoint("anna", "bert", [.analyst], from: -10) == .defect(.span))
        #expect(try appoint("anna", "bert", [.analyst], days: 366) == .defect(.span))
        var other = TestNode.person("guest")
        other.organisation = OrganisationID(trusted: "other")
        try node.add(other)
        #expect(try appoint("anna", "guest", [.analyst]) == .defect(.deputy))
        let requester = try TestNode.requester()
        let (anna, bert) = (PersonID(trusted: "anna"), PersonID(trusted: "bert"))
        #expect(try steps.dismiss(bert, of: anna, by: requester, at: now) == .done)
        #expect(try steps.dismiss(bert, of: anna, by: requester, at: now) == .defect(.absent))
    }

    @Test func aTokenIsMadeForOneselfOrForASystemAndShownOnce() throws {
        let steps = TokenSteps(store: node.store)
        var random = Seeded(961)
        func request(
            _ owner: String, label: String = "daily import",
            _ scopes: Set<TokenScope> = [.readRecords], days: Int = 90, basis: String = ""
        ) -> TokenRequest {
            TokenRequest(
                owner: PersonID(trusted: owner), label: label, scopes: scopes,
                purpose: .strategicAnalysis, basis: basis, days: days)
        }
        func make(
            _ request: TokenRequest, by asker: String = "anna",
            _ roles: Set<Role> = [.analyst]
        ) throws -> TokenOutcome {
            try steps.make(
                request,
                by: Requester(
                    person: PersonID(trusted: asker), organisation: TestNode.organisation,
                    roles: roles, purpose: .oversight), at: now, using: &random)
        }
        guard case .made(let token, let secret) = try make(request("anna", days: 1)) else {
            throw NoPermit()
        }
        #expect(token.lastDay == today)
        let hash = try #require(TokenSecret.hash(of: secret))
        #expect(try node.store.bearer(secretHash: hash, at: now)?.roles == [.analyst])
        #expect(try make(request("bert")) == .defect(.notAllowed))
        #expect(
            try make(request("bert"), by: "root", [.administrator]) == .defect(.notAllowed))
        #expect(try make(request("crane")) == .defect(.notAllowed))
        guard case .made = try make(request("crane"), by: "root", [.administrator]) else {
            throw NoPermit()
        }
        #expect(try make(request("nobody")) == .defect(.absent))
        #expect(try make(request("anna", label: "")) == .defect(.label))
        #expect(try make(request("anna", [])) == .defect(.scopes))
        #expect(try make(request("anna", days: 0)) == .defect(.days))
        #expect(try make(request("anna", days: 367)) == .defect(.days))
        #expect(
            try make(request("anna", basis: String(repeating: "x", count: 501)))
                == .defect(.basis))
        let stranger = try Requester(
            person: PersonID(trusted: "bert"), organisation: TestNode.organisation,
            roles: [.analyst], purpose: .oversight)
        #expect(try steps.revoke(token.id, by: stranger, at: now) == .defect(.absent))
        let owner = try Requester(
            person: PersonID(trusted: "anna"), organisation: TestNode.organisation, roles: [],
            purpose: .oversight)
        guard case .revoked = try steps.revoke(token.id, by: owner, at: now) else {
            throw NoPermit()
        }
        #expect(try node.store.bearer(secretHash: hash, at: now) == nil)
        // The secret is nowhere in the database.
        let stored = try node.texts("SELECT token, owner, label FROM access_token")
        #expect(stored.allSatisfy { !$0.contains(secret.dropFirst(4)) })
        #expect(try node.store.check().isSound)
    }
}
