import Crypto
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport

@testable import Storage

/// A small alliance by chance in a real database: agreements that all have signed, records of
/// several originators with versions, consents, changed retention and erasures, and a model in
/// memory of what they are. The chances are chosen so that every rule grants and refuses often.
struct StoredWorld {
    static let members = [TestNode.organisation] + (1..<5).map { .init(trusted: "member-\($0)") }
    static let places = ["NLRTM", "BEANR", "DEHAM", "SEGOT"].map { PlaceCode.sample($0) }
    static let substances: [Substance] = [.cocaineBase, .cannabisHerb, .cash, .heroin]

    let node: TestNode
    /// What each record that was ever stored is now; nil for an erased one.
    private(set) var records: [RecordID: Resource?] = [:]

    init(_ kind: EngineKind, _ random: inout Seeded) throws {
        node = try kind == .sqlite ? TestNode(copyOf: Self.empty.get()) : TestNode(kind)
        try agree(&random)
        try append(24, &random)
        try change(&random)
    }

    private static let empty = Result {
        let node = try TestNode(.sqlite)
        for member in members {
            _ = try node.store.register(
                party(member), by: TestNode.leave(.registerOrganisation), at: TestNode.moment)
        }
        return try NodeTemplate(of: node)
    }

    static func chance(_ percent: Int, _ random: inout Seeded) -> Bool {
        random.number(1...100) <= percent
    }

    static func some<Item: Hashable>(
        of items: [Item], percent: Int, _ random: inout Seeded
    ) -> Set<Item> {
        Set(items.filter { _ in chance(percent, &random) })
    }

    // MARK: Agreements

    static func key(_ member: OrganisationID) throws -> Curve25519.Signing.PrivateKey {
        let index = UInt8(members.firstIndex(of: member) ?? 99)
        return try Curve25519.Signing.PrivateKey(
            rawRepresentation: index == 0
                ? TestNode.keys.organisation : Array(repeating: 100 + index, count: 32))
    }

    private static func party(_ member: OrganisationID) throws -> Organisation {
        Organisation(
            id: member, name: member.text, kind: .authority, country: .sample("NL"),
            thirdCountryRole: nil, key: Array(try key(member).publicKey.rawRepresentation))
    }

    private func agree(_ random: inout Seeded) throws {
        if node.engine.name == "postgres" {
            for member in Self.members {
                _ = try node.store.register(
                    Self.party(member), by: TestNode.leave(.registerOrganisation),
                    at: TestNode.moment)
            }
        }
        let leave = try TestNode.leave(.signAgreement)
        for number in 0..<random.number(2...4) {
            let agreement = try Self.agreement(number, &random)
            _ = try node.store.add(agreement, by: leave, at: TestNode.moment)
            for party in agreement.parties {
                _ = try node.store.add(
                    AgreementSignature(
                        signing: agreement, as: party.id, with: Self.key(party.id)),
                    to: agreement.id, version: agreement.version, by: leave, at: TestNode.moment)
            }
        }
    }

    private static func agreement(_ number: Int, _ random: inout Seeded) throws -> Agreement {
        let chosen = some(of: members, percent: 60, &random).union(members.prefix(2))
        let parties = chosen.sorted()
        let day = Sample.today
        let clauses = (0..<random.number(1...4)).map { clause($0, parties, &random) }
        return Agreement(
            id: AgreementID(trusted: "pact-\(number)"), version: random.number(1...3),
            title: "Pact", parties: try parties.map { try party($0) },
            valid: try DateSpan(
                from: day.advanced(byDays: random.number(-30...1)),
                through: day.advanced(byDays: random.number(1...30))), basis: "law",
            preamble: [], clauses: clauses)
    }

    private static func clause(
        _ index: Int, _ parties: [OrganisationID], _ random: inout Seeded
    ) -> Clause {
        var from = some(of: parties, percent: 60, &random)
        var to = some(of: parties, percent: 60, &random)
        if from.isEmpty { from = [parties[0]] }
        if to.isEmpty || to == from && to.count == 1 { to = Set(parties) }
        let form = random.pick(ReleaseForm.allCases + [.fields, .full])
        var kinds = some(of: RecordKind.allCases, percent: 85, &random)
        if kinds.isEmpty { kinds = [.seizure] }
        let all = kinds.reduce(into: FieldSet()) { $0.formUnion($1.fields) }
        var fields: FieldSet = []
        if form == .full { fields = all }
        if form == .fields {
            fields = FieldSet(some(of: all.fields, percent: 30, &random)).union([.date])
        }
        let purposes = some(of: Purpose.allCases, percent: 80, &random).union([.oversight])
        var clause = Clause(
            id: ClauseID(trusted: "clause-\(index)"), from: from, to: to, kinds: kinds,
            purposes: PurposeSet(purposes), form: form, fields: fields)
        clause.upTo = random.pick([.green, .amber, .amberStrict, .red, .red])
        clause.handling = some(of: HandlingCode.allCases, percent: 85, &random).union([.h1])
        clause.roles = some(of: [.contributor, .reviewer], percent: 30, &random)
        if chance(80, &random) || clause.roles.isEmpty { clause.roles.insert(.analyst) }
        if chance(35, &random) { clause.ports = some(of: places, percent: 50, &random) }
        if chance(25, &random) {
            clause.countries = some(of: places.map(\.country), percent: 60, &random)
        }
        if chance(25, &random) {
            clause.substances = some(of: substances.map(\.group), percent: 60, &random)
        }
        clause.conditions.needsConsent = chance(25, &random)
        clause.conditions.needsFourEyes = chance(20, &random)
        clause.conditions.minimumCell = random.number(1...9)
        return clause
    }

    // MARK: Records

    private static func mark(_ random: inout Seeded) throws -> Mark {
        let handling = random.pick([.h0, .h0, .h1, .h1, .h2, HandlingCode.h3])
        let purposes = some(of: Purpose.allCases, percent: 85, &random).union([.oversight])
        let named = chance(30, &random) ? some(of: members, percent: 70, &random) : nil
        return try Mark(
            trafficLight: random.pick(TrafficLight.allCases), handling: handling,
            handlingText: handling == .h3 ? "only for the joint team" : nil,
            purposes: PurposeSet(purposes), releasableTo: named.map(Array.init),
            retention: chance(40, &random)
                ? Retention(days: random.number(1...6), then: .review) : nil)
    }

    private mutating func append(_ count: Int, _ random: inout Seeded) throws {
        var classes: [(OrganisationID, Mark)] = []
        for _ in 0..<random.number(3...8) {
            classes.append((random.pick(Self.members), try Self.mark(&random)))
        }
        for number in 0..<count {
            let (originator, mark) = random.pick(classes)
            try store("r\(number)", version: 1, originator, mark, &random)
        }
        // New versions: another place, another mark, another day, the same kind.
        for number in 0..<count where Self.chance(25, &random) {
            let (originator, mark) = random.pick(classes)
            try store("r\(number)", version: 2, originator, mark, &random)
        }
    }

    private mutating func store(
        _ name: String, version: Int, _ originator: OrganisationID, _ mark: Mark,
        _ random: inout Seeded
    ) throws {
        let day = Sample.today.advanced(byDays: random.number(-4...0))
        let place = Self.chance(75, &random) ? random.pick(Self.places) : nil
        let country =
            Self.chance(60, &random) ? (place ?? random.pick(Self.places)).country : nil
        let substance = random.pick(Self.substances)
        let isFigure = (name.utf8.last ?? 0) % 4 == 0
        let content: RecordContent
        if isFigure {
            var figure = AggregateFigure(
                period: DateSpan(day: day), body: "x", scope: .region, placeName: "")
            (figure.place, figure.country, figure.substance) = (place, country, substance)
            content = .figure(figure)
        } else if (name.utf8.last ?? 0) % 8 == 1 {
            var denominator = Denominator(
                period: DateSpan(day: day), body: "x", placeName: "", effort: .scans,
                unit: .containers, amount: 7)
            (denominator.place, denominator.country) = (place, country)
            content = .denominator(denominator)
        } else {
            var event = SeizureEvent(when: DateSpan(day: day), reporter: "NL")
            (event.place, event.country, event.substance) = (place, country, substance)
            content = .seizure(event)
        }
        let record = IntakeRecord(name, content, given: ["\(version)"], mark: mark)
        try node.store.writing("store", at: TestNode.moment) { transaction in
            _ = try RecordAppender(
                transaction, seal: node.store.seal, open: node.open, organisation: originator
            ).append([record])
        }
        records[record.id] = Resource(
            access: AccessClass(kind: content.kind, originator: originator, mark: mark),
            place: place, country: country,
            substances: content.kind == .denominator ? .unknown : substance.group,
            keepUntil: mark.retention.map { day.advanced(byDays: $0.days) })
    }

    /// Consents, longer retention and erasures. A permit is drawn from a record of our own: who
    /// may do it is not what is tried here.
    private mutating func change(_ random: inout Seeded) throws {
        try node.append([.plain("own")])
        let access = AccessClass(
            kind: .seizure, originator: TestNode.organisation, mark: .published)
        records[RecordID(trusted: "own")] = Resource(
            access: access, place: nil, country: .sample("NL"), substances: .cocaine)
        let permit = try node.permit(.retain, "own")
        for id in records.keys.sorted() where id.text != "own" {
            for _ in 0..<random.number(0...2) {
                let consent = Consent(
                    receiver: random.pick(Self.members), purpose: random.pick(Purpose.allCases),
                    until: Sample.today.advanced(byDays: random.number(-2...4)))
                _ = try node.store.consent(
                    id, to: consent.receiver, for: consent.purpose, until: consent.until,
                    by: permit, at: TestNode.moment)
                records[id]??.consents.removeAll {
                    $0.receiver == consent.receiver && $0.purpose == consent.purpose
                }
                records[id]??.consents.append(consent)
            }
            if Self.chance(10, &random) {
                let day = Sample.today.advanced(byDays: random.number(-1...3))
                _ = try node.store.keep(
                    id, until: day, reason: "needed", revision: nil, by: permit, at: TestNode.moment
                )
                records[id]??.keepUntil = day
            }
            if Self.chance(10, &random) {
                _ = try node.store.erase(id, reason: "asked", by: permit, at: TestNode.moment)
                records[id] = .some(nil)
            }
        }
    }

    // MARK: Questions

    /// Someone who asks for something on some day.
    struct Question {
        let requester: Requester
        let action: AccessAction
        let day: CalendarDate

        init(_ random: inout Seeded) throws {
            var roles = StoredWorld.some(of: Role.allCases, percent: 25, &random)
            if StoredWorld.chance(80, &random) { roles.insert(.analyst) }
            requester = try Requester(
                person: PersonID(trusted: "anna"), organisation: random.pick(members),
                roles: roles, purpose: random.pick(Purpose.allCases),
                approvedBy: StoredWorld.chance(50, &random) ? PersonID(trusted: "bert") : nil)
            action = random.pick([
                .list, .list, .list, .read, .export, .count, .count, .ask, .ask, .contribute,
                .review, .consent, .retain,
            ])
            day = Sample.today.advanced(byDays: random.number(-3...3))
        }
    }
}
