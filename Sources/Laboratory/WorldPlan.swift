import RealModule

/// What is decided before the first week: ports, levels, measures, growth, campaigns.
struct WorldPlan {
    struct Receiver {
        let port: Int
        let share: Double
    }

    /// How traffic changed after a measure.
    struct Change {
        let fall: Double
        let fallWeeks: Int
        let movedShare: Double
        let lagWeeks: Int
        let rampWeeks: Int
        let receivers: [Receiver]
    }

    struct Measure {
        let id: String
        let port: Int
        let week: Int
        let type: String
        let effect: WorldTruth.Effect
        let inspectionFactor: Double?
        let change: Change?
    }

    struct Growth {
        let port: Int
        let week: Int
        let factor: Double
    }

    struct Campaign {
        let port: Int
        let week: Int
        let weeks: Int
        let factor: Double
    }

    let ports: [World.Port]
    /// Finds a week of each port at usual effort and trend one.
    let levels: [Double]
    let measures: [Measure]
    let decoys: [Growth]
    let campaigns: [Campaign]

    init(_ conditions: WorldConditions, seed: UInt64) {
        var draws = RandomDraws(seed: seed, stream: 1)
        let ports = (0..<conditions.portCount).map { index in
            // European waters, as in the public worlds.
            World.Port(
                id: "P" + Self.padded(index, 3), latitude: draws.number(36...60),
                longitude: draws.number(-9...25))
        }
        let levels = ports.map { _ in
            conditions.medianRate * .exp(conditions.rateSpread * draws.normal())
        }
        self.ports = ports
        self.levels = levels
        measures = Self.measures(conditions, ports: ports, levels: levels, seed: seed)
        var others = RandomDraws(seed: seed, stream: 3)
        let grown = others.sample(conditions.decoyCount, of: Array(ports.indices))
        decoys = grown.map { port in
            Growth(
                port: port, week: others.whole(conditions.decoyWeeks),
                factor: others.number(conditions.decoyFactor))
        }
        campaigns = ports.indices.flatMap { port in
            Self.campaigns(conditions, port: port, seed: seed)
        }
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    private static func campaigns(
        _ conditions: WorldConditions, port: Int, seed: UInt64
    ) -> [Campaign] {
        var draws = RandomDraws(seed: seed, stream: 10_000 + UInt64(port))
        let years = Double(conditions.weekCount) / 52
        let count = draws.poisson(conditions.campaignsPerYear * years)
        return (0..<count).map { _ in
            Campaign(
                port: port, week: draws.whole(0...conditions.weekCount - 1),
                weeks: draws.whole(conditions.campaignWeeks),
                factor: draws.number(conditions.campaignFactor))
        }
    }

    private static func measures(
        _ conditions: WorldConditions, ports: [World.Port], levels: [Double], seed: UInt64
    ) -> [Measure] {
        var draws = RandomDraws(seed: seed, stream: 2)
        // Ports that are busy enough first, in the order of a draw; then the busiest others.
        let busy = ports.indices.filter { levels[$0] >= conditions.leastMeasuredRate }
        let quiet = ports.indices.filter { levels[$0] < conditions.leastMeasuredRate }
            .sorted { (levels[$1], $0) < (levels[$0], $1) }
        let order = draws.sample(busy.count, of: busy) + quiet
        let measured = Array(order.prefix(conditions.measureCount))
        let free = ports.indices.filter { !measured.contains($0) }
        return measured.enumerated().map { index, port in
            let effect = effect(conditions.mode, &draws)
            let isScanner = draws.chance(conditions.scannerShare)
            let others = ["screening", "access_control", "joint_team"]
            let type = isScanner ? "scanner" : others[draws.whole(0...2)]
            let week = draws.whole(conditions.startWeeks)
            let factor = isScanner ? draws.number(conditions.scannerFactor) : nil
            return Measure(
                id: "M\(index)", port: port, week: week, type: type, effect: effect,
                inspectionFactor: factor,
                change: change(effect, conditions, at: port, ports, free: free, &draws))
        }
    }

    private static func effect(
        _ mode: WorldConditions.Mode, _ draws: inout RandomDraws
    ) -> WorldTruth.Effect {
        let lot = draws.unit()
        switch mode {
        case .null: return .none
        case .deter: return .deters
        case .displace: return .displaces
        case .mixed: return lot < 0.5 ? .displaces : lot < 0.75 ? .deters : .none
        }
    }

    private static func change(
        _ effect: WorldTruth.Effect, _ conditions: WorldConditions, at port: Int,
        _ ports: [World.Port], free: [Int], _ draws: inout RandomDraws
    ) -> Change? {
        let fall = draws.number(conditions.fall)
        let fallWeeks = draws.whole(conditions.fallWeeks)
        let moved = draws.number(conditions.movedShare)
        let lag = draws.whole(conditions.lagWeeks)
        let ramp = draws.whole(conditions.rampWeeks)
        let count = draws.whole(conditions.receivers)
        guard effect != .none else { return nil }
        var receivers: [Receiver] = []
        if effect == .displaces {
            var weights = free.map { other in
                Double.exp(-kilometres(ports[port], ports[other]) / conditions.receiverReach)
            }
            var chosen: [Int] = []
            while chosen.count < count, let next = draws.pick(weights) {
                chosen.append(free[next])
                weights[next] = 0
            }
            let shares = draws.dirichlet(chosen.map { _ in 1.5 })
            receivers = zip(chosen, shares).map { Receiver(port: $0, share: $1) }
        }
        return Change(
            fall: fall, fallWeeks: fallWeeks, movedShare: moved, lagWeeks: lag, rampWeeks: ramp,
            receivers: receivers)
    }

    /// Great-circle distance on a sphere of 6,371 km.
    static func kilometres(_ from: World.Port, _ to: World.Port) -> Double {
        let degree = Double.pi / 180
        let north = Double.sin((to.latitude - from.latitude) * degree / 2)
        let east = Double.sin((to.longitude - from.longitude) * degree / 2)
        let part =
            north * north + .cos(from.latitude * degree) * .cos(to.latitude * degree) * east * east
        return 2 * 6_371 * .asin(.sqrt(min(1, part)))
    }
}
