import Crypto
import NeedToKnow
import PortVocabulary
import Statistics

/// One question to the policy.
struct AccessRequest {
    let requester: Requester
    let action: AccessAction
    let record: Resource
    let day: CalendarDate
}

/// Signed agreements of twenty organisations, and requests among them, the same in every run.
struct Workload {
    let agreements: [VerifiedAgreement]
    let clauses: Int
    let requests: [AccessRequest]

    private static let day = CalendarDate(dayNumber: 20_605)
    private static let places = ["NLRTM", "BEANR", "DEHAM", "DEBRV", "SEGOT", "FRLEH", "ITGIT"]
    private static let substances: [SubstanceGroup] = [.cocaine, .cannabis, .cash, .tobacco]

    init(agreements count: Int, requests: Int) throws {
        var random = SeededGenerator(seed: 2_026)
        let members = try (0..<20).map { try Member(number: $0) }
        let texts = try (0..<count).map { try Self.agreement($0, members, &random) }
        let registered = Dictionary(
            uniqueKeysWithValues: members.map { ($0.organisation.id, $0.organisation.key) })
        agreements = try texts.map { try Self.signed($0, members, registered) }
        clauses = texts.reduce(0) { $0 + $1.clauses.count }
        let pairs = texts.flatMap { agreement in
            agreement.clauses.flatMap { clause in
                clause.from.sorted().flatMap { from in
                    clause.to.sorted().filter { $0 != from }.map { (from, $0) }
                }
            }
        }
        self.requests = try (0..<requests).map { _ in try Self.request(pairs, &random) }
    }

    private struct Member {
        let organisation: Organisation
        let key: Curve25519.Signing.PrivateKey

        init(number: Int) throws {
            key = Curve25519.Signing.PrivateKey()
            organisation = Organisation(
                id: try OrganisationID(parsing: "member-\(number)"), name: "Member \(number)",
                kind: .authority, country: try Country(parsing: "NL"), thirdCountryRole: nil,
                key: Array(key.publicKey.rawRepresentation))
        }
    }

    private static func agreement(
        _ number: Int, _ members: [Member], _ random: inout SeededGenerator
    ) throws -> Agreement {
        let parties = members.shuffled(using: &random).prefix(3).map(\.organisation)
            .sorted { $0.id < $1.id }
        let forms: [ReleaseForm] = [.full, .fields, .aggregate, .hitNoHit]
        let clauses = try forms.enumerated().map { index, form in
            try clause(index, form, parties.map(\.id), &random)
        }
        return Agreement(
            id: try AgreementID(parsing: "pact-\(number)"), version: 1, title: "Pact \(number)",
            parties: parties, valid: try DateSpan(year: day.year), basis: "law", preamble: [],
            clauses: clauses)
    }

    private static func clause(
        _ index: Int, _ form: ReleaseForm, _ parties: [OrganisationID],
        _ random: inout SeededGenerator
    ) throws -> Clause {
        let fields: FieldSet
        switch form {
        case .full: fields = RecordKind.seizure.fields
        case .fields: fields = [.date, .place, .substance, .amount]
        case .aggregate, .hitNoHit: fields = []
        }
        var clause = Clause(
            id: try ClauseID(parsing: "clause-\(index)"), from: Set(parties), to: Set(parties),
            kinds: [.seizure],
            purposes: PurposeSet(Purpose.allCases.shuffled(using: &random).prefix(4)), form: form,
            fields: fields)
        if Bool.random(using: &random) {
            clause.ports = Set(
                try places.shuffled(using: &random).prefix(3).map { try PlaceCode(parsing: $0) })
        }
        if Bool.random(using: &random) {
            clause.substances = Set(substances.shuffled(using: &random).prefix(2))
        }
        clause.conditions.needsConsent = index == 0 && Bool.random(using: &random)
        clause.conditions.needsFourEyes = Int.random(in: 0..<4, using: &random) == 0
        return clause
    }

    private static func signed(
        _ agreement: Agreement, _ members: [Member], _ registered: [OrganisationID: [UInt8]]
    ) throws -> VerifiedAgreement {
        let signatures = try members.filter { member in
            agreement.parties.contains { $0.id == member.organisation.id }
        }.map {
            try AgreementSignature(signing: agreement, as: $0.organisation.id, with: $0.key)
        }
        let standing = AgreementVerification.verify(
            agreement, signatures: signatures, registered: registered, revocations: [], on: day)
        guard case .inForce(let verified) = standing else { throw WorkloadFault.notInForce }
        return verified
    }

    private static func request(
        _ pairs: [(OrganisationID, OrganisationID)], _ random: inout SeededGenerator
    ) throws -> AccessRequest {
        let (from, to) = pairs[Int.random(in: pairs.indices, using: &random)]
        let purpose = Purpose.allCases[Int.random(in: 0..<9, using: &random)]
        let requester = try Requester(
            person: PersonID(parsing: "anna"), organisation: to, roles: [.analyst, .reviewer],
            purpose: purpose,
            approvedBy: Bool.random(using: &random) ? PersonID(parsing: "bert") : nil)
        let place = try PlaceCode(
            parsing: places[Int.random(in: places.indices, using: &random)])
        let handling: [HandlingCode] = [.h0, .h1, .h1, .h2]
        let mark = try Mark(
            trafficLight: [.green, .amber, .amberStrict][Int.random(in: 0..<3, using: &random)],
            handling: handling[Int.random(in: 0..<4, using: &random)])
        let record = Resource(
            access: AccessClass(kind: .seizure, originator: from, mark: mark), place: place,
            country: place.country,
            substances: substances[Int.random(in: 0..<4, using: &random)],
            keepUntil: day.advanced(byDays: Int.random(in: -10...90, using: &random)),
            consents: [Consent(receiver: to, purpose: .strategicAnalysis, until: day)])
        let actions: [AccessAction] = [.list, .read, .count, .ask]
        return AccessRequest(
            requester: requester, action: actions[Int.random(in: 0..<4, using: &random)],
            record: record, day: day)
    }
}

enum WorkloadFault: Error {
    /// An agreement of the benchmark did not pass the check of signatures.
    case notInForce
    case peers(status: Int32)
}
