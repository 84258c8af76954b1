import BenchmarkSupport
import Crypto
import NeedToKnow
import PortVocabulary
import TestSupport

extension World {
    /// Two hundred agreements: some fixed ones that make each asker's case, the others drawn.
    static func drawAgreements(
        keys: [OrganisationID: Curve25519.Signing.PrivateKey]
    ) throws -> [Agreement] {
        var random = Seeded(23, for: "agreements")
        let givers = originators.map(\.id)
        var drawn: [Draft] = []
        for giver in givers.dropFirst() {
            drawn.append(Draft(from: [giver], to: [own.id]) { $0.upTo = .red })
        }
        for giver in givers {
            drawn.append(Draft(from: [giver], to: [broad.id]) { $0.upTo = .amberStrict })
        }
        for number in 0..<60 {
            let giver = originators[number % originators.count]
            let scope = try Scope(of: giver, &random)
            drawn.append(Draft(from: [giver.id], to: [mixed.id], change: scope.apply))
        }
        let harbour = try PlaceCode(parsing: "MTMLA")
        drawn.append(
            Draft(from: [givers[11]], to: [narrow.id]) {
                $0.ports = [harbour]
                $0.substances = [.stimulants]
                $0.handling = [.h0]
            })
        drawn.append(Draft(from: [givers[9]], to: [old.id]))
        for giver in givers.prefix(3) {
            drawn.append(
                Draft(from: [giver], to: [consented.id]) {
                    $0.handling = [.h2]
                    $0.conditions.needsConsent = true
                })
        }
        while drawn.count < agreements {
            let giver = random.pick(originators)
            let receivers = Set((0..<random.number(1...3)).map { _ in random.pick(others) })
            let scope = try Scope(of: giver, &random)
            drawn.append(
                Draft(from: [giver.id], to: Array(receivers).sorted(), change: scope.apply))
        }
        return try drawn.prefix(agreements).enumerated().map { number, draft in
            try draft.agreement(number, keys: keys)
        }
    }

    /// Where and what a drawn clause covers.
    struct Scope {
        let ports: Set<PlaceCode>
        let countries: Set<Country>
        let substances: Set<SubstanceGroup>
        let upTo: TrafficLight

        init(of originator: Originator, _ random: inout Seeded) throws {
            let home = World.ports[originator.country] ?? []
            let usesPorts = random.number(0...2) > 0
            ports =
                usesPorts
                ? Set(
                    try (0..<random.number(1...3)).map { _ in
                        try PlaceCode(parsing: random.pick(home))
                    }) : []
            countries = usesPorts ? [] : [try Country(parsing: originator.country)]
            let groups: [SubstanceGroup] = [.cocaine, .cannabis, .opiates, .tobacco, .stimulants]
            substances =
                random.number(0...1) == 0
                ? [] : Set((0..<random.number(1...2)).map { _ in random.pick(groups) })
            upTo = random.pick([.green, .amber, .amberStrict])
        }

        func apply(_ clause: inout Clause) {
            (clause.ports, clause.countries, clause.substances) = (ports, countries, substances)
            clause.upTo = upTo
        }
    }

    /// An agreement between givers and receivers, with one clause for analysis.
    struct Draft {
        let from: [OrganisationID]
        let to: [OrganisationID]
        let change: (inout Clause) -> Void

        init(
            from: [OrganisationID], to: [OrganisationID],
            change: @escaping (inout Clause) -> Void = { _ in }
        ) {
            (self.from, self.to, self.change) = (from, to, change)
        }

        func agreement(
            _ number: Int, keys: [OrganisationID: Curve25519.Signing.PrivateKey]
        ) throws -> Agreement {
            var clause = Clause(
                id: ClauseID(trusted: "analysis"), from: Set(from), to: Set(to),
                kinds: [.seizure],
                purposes: PurposeSet([
                    .strategicAnalysis, .operationalAnalysis, .customsRiskManagement,
                ]), form: .full, fields: RecordKind.seizure.fields)
            clause.handling = Set(HandlingCode.allCases)
            change(&clause)
            // A second clause with other purposes: it is passed over by who analyses.
            var exchange = clause
            exchange.id = ClauseID(trusted: "exchange")
            exchange.purposes = PurposeSet([.informationExchange, .portSecurity])
            exchange.form = .fields
            exchange.fields = [.date, .place, .substance, .amount]
            let parties = try (from + to).map { try World.organisation($0, keys: keys) }
            return Agreement(
                id: AgreementID(trusted: "agreement-\(number)"), version: 1,
                title: "Exchange of seizures \(number)", parties: parties,
                valid: try DateSpan(
                    from: CalendarDate(year: 2020, month: 1, day: 1),
                    through: CalendarDate(year: 2030, month: 12, day: 31)),
                basis: "Invented for the benchmark", preamble: [], clauses: [clause, exchange])
        }
    }

    static func organisation(
        _ id: OrganisationID, keys: [OrganisationID: Curve25519.Signing.PrivateKey]
    ) throws -> Organisation {
        guard let key = keys[id] else { throw BenchmarkFailure(cause: "\(id) has no key") }
        return Organisation(
            id: id, name: "Organisation \(id)", kind: .authority,
            country: try? Country(parsing: String(id.text.prefix(2))), thirdCountryRole: nil,
            key: Array(key.publicKey.rawRepresentation))
    }
}
