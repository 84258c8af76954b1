import PortVocabulary

@testable import NeedToKnow

/// The documented world of the golden matrix: a customs service that runs a node, a harbour
/// police that shares with it, and a day.
enum LittleWorld {
    static let day = CalendarDate(dayNumber: 20_605)
    static let customs = OrganisationID(trusted: "customs")
    static let police = OrganisationID(trusted: "harbour-police")
    static let purpose = Purpose.strategicAnalysis

    /// A situation: what is asked about, and what the requester states.
    struct Situation {
        let words: String
        let resource: Resource
        var clause: Clause?
        var valid: DateSpan?
        var purpose = LittleWorld.purpose
        var hasSecondPerson = false

        func requester(_ roles: Set<Role>) throws -> Requester {
            try Requester(
                person: PersonID(trusted: "anna"), organisation: customs, roles: roles,
                purpose: purpose, approvedBy: hasSecondPerson ? PersonID(trusted: "bert") : nil)
        }

        func policy() throws -> Policy {
            guard let clause else { return Policy(agreements: []) }
            let valid = try self.valid ?? DateSpan(year: LittleWorld.day.year)
            return Policy(agreements: [LittleWorld.agreement([clause], valid: valid)])
        }
    }

    static func agreement(
        _ clauses: [Clause], valid: DateSpan, version: Int = 1, id: String = "pact"
    ) -> VerifiedAgreement {
        VerifiedAgreement(
            verified: Agreement(
                id: AgreementID(trusted: id), version: version, title: "Pact",
                parties: [customs, police].map { RandomWorld.organisation($0) }, valid: valid,
                basis: "law", preamble: [], clauses: clauses))
    }

    static func clause(
        _ form: ReleaseForm, id: String = "one", _ change: (inout Clause) -> Void = { _ in }
    ) -> Clause {
        var clause = Clause(
            id: ClauseID(trusted: id), from: [police], to: [customs], kinds: [.seizure],
            purposes: PurposeSet([.strategicAnalysis, .portSecurity, .criminalProceedings]),
            form: form, fields: form == .fields ? [.date, .place, .substance] : [])
        clause.roles = [.analyst, .reviewer]
        clause.handling = Set(HandlingCode.allCases)
        clause.upTo = .red
        change(&clause)
        return clause
    }

    static func record(
        of originator: OrganisationID, _ label: TrafficLight = .amber,
        _ handling: HandlingCode = .h1, purposes: PurposeSet = .all,
        to named: [OrganisationID]? = nil, _ change: (inout Resource) -> Void = { _ in }
    ) throws -> Resource {
        let mark = try Mark(
            trafficLight: label, handling: handling,
            handlingText: handling == .h3 ? "joint team only" : nil, purposes: purposes,
            releasableTo: named)
        let place = try PlaceCode(parsing: "NLRTM")
        var resource = Resource(
            access: AccessClass(kind: .seizure, originator: originator, mark: mark), place: place,
            country: place.country, substances: .cocaine)
        change(&resource)
        return resource
    }

    static let consent = Consent(receiver: customs, purpose: purpose, until: day)

    static func situations() throws -> [Situation] {
        try ownSituations() + agreementSituations() + markSituations() + conditionSituations()
    }

    private static func ownSituations() throws -> [Situation] {
        let yesterday = day.advanced(byDays: -1)
        return [
            Situation(words: "Our own record", resource: try record(of: customs)),
            Situation(
                words: "Our own record, kept until yesterday",
                resource: try record(of: customs) { $0.keepUntil = yesterday }),
            Situation(
                words: "Our own record, its mark does not allow the purpose",
                resource: try record(of: customs, purposes: [.init([.portSecurity])])),
            Situation(
                words: "A published record of the police (TLP:CLEAR, H0), no agreement",
                resource: try record(of: police, .clear, .h0)),
            Situation(
                words: "A record of the police, no agreement", resource: try record(of: police)),
        ]
    }

    private static func agreementSituations() throws -> [Situation] {
        let partners = try record(of: police)
        let lastYear = try DateSpan(year: day.year - 1)
        let antwerp = try PlaceCode(parsing: "BEANR")
        return [
            Situation(
                words: "A record of the police, an agreement releases whole records",
                resource: partners, clause: clause(.full)),
            Situation(
                words: "A record of the police, an agreement releases day, place and substance",
                resource: partners, clause: clause(.fields)),
            Situation(
                words: "A record of the police, an agreement releases counts of 5 or more",
                resource: partners, clause: clause(.aggregate)),
            Situation(
                words: "A record of the police, an agreement releases hit or no hit",
                resource: partners, clause: clause(.hitNoHit)),
            Situation(
                words: "A record of the police, the agreement ended last year",
                resource: partners, clause: clause(.full), valid: lastYear),
            Situation(
                words: "A record of the police, asked for a purpose outside the agreement",
                resource: partners, clause: clause(.full), purpose: .customsRiskManagement),
            Situation(
                words: "A record of the police, asked for the information of the public",
                resource: partners,
                clause: clause(.full) { $0.purposes = .all }, purpose: .publicInformation),
            Situation(
                words: "A record of the police in Rotterdam, the agreement covers Antwerp only",
                resource: partners,
                clause: clause(.full) { $0.ports = [antwerp] }),
        ]
    }

    private static func markSituations() throws -> [Situation] {
        let partners = try record(of: police)
        let h2 = try record(of: police, .amber, .h2)
        return [
            Situation(
                words: "A TLP:RED record of the police that names nobody",
                resource: try record(of: police, .red), clause: clause(.full)),
            Situation(
                words: "A TLP:RED record of the police that names us",
                resource: try record(of: police, .red, to: [customs]), clause: clause(.full)),
            Situation(
                words: "A TLP:AMBER record of the police, the agreement goes up to TLP:GREEN",
                resource: partners, clause: clause(.full) { $0.upTo = .green }),
            Situation(
                words: "An H2 record of the police, no consent", resource: h2,
                clause: clause(.full)),
            Situation(
                words: "An H2 record of the police, with consent until today",
                resource: try record(of: police, .amber, .h2) { $0.consents = [consent] },
                clause: clause(.full)),
            Situation(
                words: "An H1 record of the police, asked for criminal proceedings",
                resource: partners, clause: clause(.full), purpose: .criminalProceedings),
        ]
    }

    private static func conditionSituations() throws -> [Situation] {
        let partners = try record(of: police)
        return [
            Situation(
                words: "A record of the police under four eyes, one person asks",
                resource: partners, clause: clause(.full) { $0.conditions.needsFourEyes = true }),
            Situation(
                words: "A record of the police under four eyes, a second person agreed",
                resource: partners, clause: clause(.full) { $0.conditions.needsFourEyes = true },
                hasSecondPerson: true),
        ]
    }
}
