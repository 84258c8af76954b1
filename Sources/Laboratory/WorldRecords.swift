import RealModule

/// The single finds of a world with their attributes, weights and delays.
struct WorldRecords {
    let names: World.Names
    let seizures: [World.Seizure]

    /// Weeks after which a profile has drifted one step.
    static let driftStepWeeks = 4

    private struct Draft {
        let day: Int
        let port: Int
        let origin: Int
    }

    init(_ conditions: WorldConditions, plan: WorldPlan, flows: WorldFlows, seed: UInt64) {
        let records = conditions.records
        names = Self.names(records)
        let profiles = [records.method, records.route, records.company].enumerated()
            .map { kind, attribute in
                DriftingProfiles(
                    attribute, conditions: conditions, seed: seed, stream: 6 + UInt64(kind))
            }
        var drafts = Self.drafts(conditions, flows: flows, seed: seed)
        drafts.sort { ($0.day, $0.port) < ($1.day, $1.port) }
        var draws = RandomDraws(seed: seed, stream: 9)
        let methodMeans = (0..<records.method.values).map { _ in
            records.logKilograms + records.logKilogramsBetweenMethods * draws.normal()
        }
        let spread = draws.number(records.logKilogramsSpread)
        let width = max(6, String(drafts.count).count)
        seizures = drafts.enumerated().map { index, draft in
            let source = draws.chance(conditions.profileKept) ? draft.origin : draft.port
            let method = profiles[0].value(port: source, day: draft.day, &draws)
            let route = profiles[1].value(port: source, day: draft.day, &draws)
            let company = profiles[2].value(port: source, day: draft.day, &draws)
            let kilograms = Double.exp(methodMeans[method] + spread * draws.normal())
            let isLate = draws.chance(records.lateShare)
            let mean = isLate ? records.lateDays : records.delayDays
            let delay = 1 + Int(draws.exponential(mean: mean))
            return World.Seizure(
                id: "S" + WorldPlan.padded(index, width), eventDay: draft.day,
                reportDay: draft.day + delay, port: draft.port,
                substance: draws.pick(records.substances) ?? 0,
                // Grams are the finest that anyone records.
                kilograms: (kilograms * 1_000).rounded() / 1_000,
                method: draws.chance(records.method.missing) ? nil : method,
                route: draws.chance(records.route.missing) ? nil : route,
                company: draws.chance(records.company.missing) ? nil : company)
        }
    }

    private static func drafts(
        _ conditions: WorldConditions, flows: WorldFlows, seed: UInt64
    ) -> [Draft] {
        var drafts: [Draft] = []
        for port in flows.own.indices {
            var draws = RandomDraws(seed: seed, stream: 40_000 + UInt64(port))
            let arriving = flows.moved.filter { $0.to == port }
            for week in 0..<conditions.weekCount {
                // One factor a week for all finds of a port gives the negative binomial.
                let luck =
                    conditions.alpha > 0
                    ? draws.gamma(shape: 1 / conditions.alpha) * conditions.alpha : 1
                let parts =
                    [(port, flows.own[port][week])] + arriving.map { ($0.from, $0.weekly[week]) }
                for (origin, mean) in parts {
                    for _ in 0..<draws.poisson(mean * luck) {
                        let day = 7 * week + draws.whole(0...6)
                        drafts.append(Draft(day: day, port: port, origin: origin))
                    }
                }
            }
        }
        return drafts
    }

    private static func names(_ records: RecordConditions) -> World.Names {
        let methods = [
            "rip_on", "rip_off", "within_goods", "container_structure", "reefer_unit",
            "false_bottom",
            "hull_attachment", "crew",
        ]
        let routes = [
            "GUAYAQUIL", "SANTOS", "CARTAGENA", "TURBO", "CALLAO", "PARANAGUA", "CAUCEDO",
            "MOIN", "MONTEVIDEO", "ITAJAI",
        ]
        let substances = ["cocaine", "cannabis", "synthetic", "heroin"]
        func names(_ known: [String], _ prefix: String, _ count: Int) -> [String] {
            (0..<count).map { $0 < known.count ? known[$0] : prefix + WorldPlan.padded($0, 2) }
        }
        return World.Names(
            substances: names(substances, "substance_", records.substances.count),
            methods: names(methods, "method_", records.method.values),
            routes: names(routes, "ROUTE_", records.route.values),
            companies: names([], "C", records.company.values))
    }
}

/// The shares of an attribute's values at each port, which drift in small steps.
private struct DriftingProfiles {
    /// Cumulative shares by port and step.
    private let cumulative: [[[Double]]]

    init(
        _ attribute: RecordConditions.Attribute, conditions: WorldConditions, seed: UInt64,
        stream: UInt64
    ) {
        var draws = RandomDraws(seed: seed, stream: stream)
        let network = draws.dirichlet(
            Array(repeating: attribute.networkEvenness, count: attribute.values))
        let steps = (conditions.weekCount - 1) / WorldRecords.driftStepWeeks + 1
        let years = Double(WorldRecords.driftStepWeeks) / 52
        let step = conditions.records.profileDrift * .sqrt(years)
        cumulative = (0..<conditions.portCount).map { port in
            var own = RandomDraws(seed: seed, stream: (stream << 32) + UInt64(port))
            var weights = own.dirichlet(network.map { $0 * attribute.portLikeness })
            return (0..<steps).map { _ in
                defer { weights = weights.map { $0 * .exp(step * own.normal()) } }
                let total = weights.reduce(0, +)
                var sum = 0.0
                return weights.map { weight in
                    sum += weight / total
                    return sum
                }
            }
        }
    }

    /// The first value whose cumulative share exceeds a uniform draw.
    func value(port: Int, day: Int, _ draws: inout RandomDraws) -> Int {
        let shares = cumulative[port][day / 7 / WorldRecords.driftStepWeeks]
        let lot = draws.unit()
        return shares.firstIndex { lot < $0 } ?? shares.count - 1
    }
}
