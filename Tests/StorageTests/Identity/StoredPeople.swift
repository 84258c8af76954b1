import EvidenceLog
import Identity
import NeedToKnow
import PortVocabulary

@testable import Storage

extension TestNode {
    static func person(
        _ id: String, _ roles: Set<Role> = [.analyst], isSystem: Bool = false,
        lastDay: CalendarDate? = nil
    ) -> Person {
        Person(
            id: PersonID(trusted: id), name: "Name of \(id)", organisation: organisation,
            roles: roles, language: .dutch, isSystem: isSystem, lastDay: lastDay)
    }

    @discardableResult
    func add(_ person: Person, at moment: Moment = TestNode.moment) throws -> Person {
        try store.save(person, by: Self.leave(.managePeople), at: moment)
        return person
    }

    static func token(
        _ id: String, of owner: Person, _ scopes: Set<TokenScope> = [.readRecords],
        created: Moment = TestNode.moment, revoked: Moment? = nil
    ) -> AccessToken {
        AccessToken(
            id: TokenID(trusted: id), secretHash: Array(repeating: id.utf8.first ?? 0, count: 32),
            owner: owner.id, label: "label of \(id)", scopes: scopes,
            purpose: .strategicAnalysis, basis: "Customs Act", created: created,
            lastDay: created.day.advanced(byDays: 90), revoked: revoked)
    }

    static func session(
        _ byte: UInt8, of person: Person, at moment: Moment = TestNode.moment,
        task: StatedTask? = nil, previousVisit: Moment? = nil
    ) -> Session {
        Session(
            tokenHash: Array(repeating: byte, count: 32), person: person.id, method: .password,
            began: moment, lastSeen: moment, authenticated: moment, task: task,
            previousVisit: previousVisit)
    }

    /// Rows of every table of people that is an object of the evidence.
    func addPeople(_ prefix: String) throws {
        let first = try add(
            Self.person(prefix + "a", [.analyst, .reviewer], lastDay: Sample.today))
        let second = try add(Self.person(prefix + "b", []))
        let system = try add(
            Self.person(prefix + "c", [.analyst], isSystem: true, lastDay: Sample.today))
        let requester = try Self.requester()
        for (person, deputy) in [(first, second), (second, first)] {
            let span = try DateSpan(from: Sample.today, through: Sample.today.advanced(byDays: 9))
            try store.save(
                Deputyship(person: person.id, deputy: deputy.id, roles: [.analyst], span: span),
                by: requester, at: Self.moment)
        }
        try store.save(
            Self.token(
                prefix + "1", of: system, [.readRecords, .readEvidence],
                revoked: Self.moment), by: requester, at: Self.moment)
        try store.writing("store a credential", at: Self.moment) { transaction in
            let object = try transaction.put(
                .credential,
                [
                    .text(prefix + "credential"), .text(first.id.text), "passkey", "key",
                    .blob(Array(prefix.utf8)), .blob([1, 2, 3]), 7,
                ])
            try transaction.append(
                .administer, by: requester, subject: "person/\(first.id)", objects: [object])
        }
    }

    /// What ``FullNode`` has of people: some of it was changed or ended since.
    func fillWithPeople() throws {
        try addPeople("p")
        let gone = try add(Self.person("gone", [.custodian]))
        let requester = try Self.requester()
        try store.save(
            Deputyship(
                person: gone.id, deputy: PersonID(trusted: "pa"), roles: [.custodian],
                span: DateSpan(day: Sample.today)), by: requester, at: Self.moment)
        try store.endDeputyship(
            of: gone.id, deputy: PersonID(trusted: "pa"), by: requester, at: Self.moment)
        try add(Self.person("gone", [], lastDay: Sample.today))
        try store.begin(Self.session(1, of: gone), at: Self.moment)
        try store.end(Self.session(1, of: gone), at: Self.moment)
    }
}
