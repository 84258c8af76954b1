import PortVocabulary
import TestSupport

@testable import NeedToKnow

/// A record as a store holds it: the number of its class beside the rest.
struct Row {
    let number: Int
    let resource: Resource
}

/// A small alliance by chance: agreements, records, and one who asks. The chances are chosen so
/// that every rule grants and refuses often.
struct RandomWorld {
    static let day = CalendarDate(dayNumber: 20_000)
    static let organisations = (0..<5).map { OrganisationID(trusted: "member-\($0)") }
    static let places = ["NLRTM", "BEANR", "DEHAM", "SEGOT"].map {
        (try? PlaceCode(parsing: $0)) ?? unreadable
    }
    static let unreadable: PlaceCode = { preconditionFailure("a place code of the test") }()
    static let substances: [SubstanceGroup] = [.cocaine, .cannabis, .cash]

    var agreements: [VerifiedAgreement]
    var classes: [Int: AccessClass] = [:]
    var rows: [Row] = []
    let requester: Requester
    let action: AccessAction
    let day: CalendarDate

    init(_ random: inout Seeded) throws {
        day = Self.day.advanced(byDays: random.number(-3...3))
        agreements = []
        for number in 0..<random.number(1...4) {
            agreements.append(try Self.agreement(number, &random))
        }
        requester = try Self.requester(&random)
        action = random.pick([
            .list, .list, .read, .export, .count, .count, .ask, .ask, .contribute, .review,
            .consent, .retain,
        ])
        for number in 0..<random.number(1...5) {
            // Gaps between the numbers, as in a store that has forgotten classes.
            classes[number * 7 + 3] = try Self.accessClass(&random)
        }
        let numbers = classes.keys.sorted()
        for _ in 0..<8 {
            let number = random.pick(numbers)
            if let access = classes[number] {
                rows.append(
                    Row(
                        number: number,
                        resource: resource(of: access, &random)))
            }
        }
    }

    static func chance(_ percent: Int, _ random: inout Seeded) -> Bool {
        random.number(1...100) <= percent
    }

    static func some<Item: Hashable>(
        of items: [Item], percent: Int, _ random: inout Seeded
    ) -> Set<Item> {
        Set(items.filter { _ in chance(percent, &random) })
    }

    static func span(_ random: inout Seeded) throws -> DateSpan {
        let first = day.advanced(byDays: random.number(-30...0))
        return try DateSpan(from: first, through: day.advanced(byDays: random.number(0...30)))
    }

    static func agreement(_ number: Int, _ random: inout Seeded) throws -> VerifiedAgreement {
        let members = organisations.filter { _ in chance(70, &random) } + organisations.prefix(2)
        let parties = Set(members).sorted()
        var clauses: [Clause] = []
        for index in 0..<random.number(1...4) {
            clauses.append(clause(index, parties, &random))
        }
        return VerifiedAgreement(
            verified: Agreement(
                id: AgreementID(trusted: "pact-\(number)"), version: random.number(1...3),
                title: "Pact", parties: parties.map { organisation($0) },
                valid: try span(&random), basis: "law", preamble: [], clauses: clauses))
    }

    static func organisation(_ id: OrganisationID) -> Organisation {
        Organisation(
            id: id, name: id.text, kind: .authority, country: nil, thirdCountryRole: nil, key: [])
    }

    static func clause(
        _ index: Int, _ parties: [OrganisationID], _ random: inout Seeded
    ) -> Clause {
        var from = some(of: parties, percent: 60, &random)
        var to = some(of: parties, percent: 60, &random)
        if from.isEmpty { from = [parties[0]] }
        if to.isEmpty { to = [parties[1]] }
        let purposes = some(of: Purpose.allCases, percent: 80, &random)
        let form = random.pick(ReleaseForm.allCases + [.fields, .full])
        let fields = some(of: RecordField.allCases, percent: 20, &random).union([.definition])
        var clause = Clause(
            id: ClauseID(trusted: "clause-\(index)"), from: from, to: to,
            kinds: some(of: RecordKind.allCases, percent: 85, &random),
            purposes: PurposeSet(purposes), form: form,
            fields: form == .fields ? FieldSet(fields) : [])
        clause.upTo = random.pick([.green, .amber, .amber, .amberStrict, .red, .red])
        clause.handling = some(of: HandlingCode.allCases, percent: 85, &random)
        clause.roles = some(of: [.contributor, .reviewer], percent: 30, &random)
        if chance(80, &random) { clause.roles.insert(.analyst) }
        if chance(35, &random) { clause.ports = some(of: places, percent: 50, &random) }
        if chance(25, &random) {
            clause.countries = some(of: places.map(\.country), percent: 60, &random)
        }
        if chance(25, &random) { clause.substances = some(of: substances, percent: 60, &random) }
        clause.conditions.needsConsent = chance(20, &random)
        clause.conditions.needsFourEyes = chance(20, &random)
        clause.conditions.minimumCell = random.number(1...9)
        return clause
    }

    static func requester(_ random: inout Seeded) throws -> Requester {
        var roles = some(of: Role.allCases, percent: 25, &random)
        if chance(75, &random) { roles.insert(.analyst) }
        return try Requester(
            person: PersonID(trusted: "anna"), organisation: random.pick(organisations),
            roles: roles, purpose: random.pick(Purpose.allCases),
            approvedBy: chance(50, &random) ? PersonID(trusted: "bert") : nil)
    }

    static func accessClass(_ random: inout Seeded) throws -> AccessClass {
        let handling = random.pick([.h0, .h0, .h1, .h1, .h2, HandlingCode.h3])
        var purposes = some(of: Purpose.allCases, percent: 85, &random)
        purposes.insert(random.pick(Purpose.allCases))
        let named = chance(30, &random) ? some(of: organisations, percent: 70, &random) : nil
        let mark = try Mark(
            trafficLight: random.pick(TrafficLight.allCases), handling: handling,
            handlingText: handling == .h3 ? "only for the joint team" : nil,
            purposes: PurposeSet(purposes), releasableTo: named.map(Array.init))
        return AccessClass(
            kind: random.pick([.seizure, .seizure, .figure]),
            originator: random.pick(organisations), mark: mark)
    }

    func resource(of access: AccessClass, _ random: inout Seeded) -> Resource {
        let place = Self.chance(80, &random) ? random.pick(Self.places) : nil
        var resource = Resource(
            access: access, place: place,
            country: place?.country
                ?? (Self.chance(50, &random) ? random.pick(Self.places).country : nil),
            substances: random.pick(Self.substances))
        if Self.chance(40, &random) {
            resource.keepUntil = day.advanced(byDays: random.number(-2...6))
        }
        for _ in 0..<random.number(0...2) {
            let isMeant = Self.chance(70, &random)
            resource.consents.append(
                Consent(
                    receiver: isMeant ? requester.organisation : random.pick(Self.organisations),
                    purpose: isMeant ? requester.purpose : random.pick(Purpose.allCases),
                    until: day.advanced(byDays: random.number(-2...4))))
        }
        return resource
    }
}
