import RealModule

/// The expected finds of each port and week, own and moved, and the inspections behind them.
struct WorldFlows {
    /// A flow that came from another port, by week.
    struct Moved {
        let from: Int
        let to: Int
        let weekly: [Double]
    }

    /// Expected finds of each port and week from its own traffic.
    let own: [[Double]]
    let moved: [Moved]
    /// What ports report: nil where they report nothing.
    let reportedInspections: [[Int?]]

    var expectedTotal: Double {
        own.reduce(0) { $0 + $1.reduce(0, +) }
            + moved.reduce(0) { $0 + $1.weekly.reduce(0, +) }
    }

    init(_ conditions: WorldConditions, plan: WorldPlan, seed: UInt64) {
        let weeks = 0..<conditions.weekCount
        let common = Self.commonLevel(conditions, seed: seed)
        var latent = plan.ports.indices.map { port in
            let shocks = Self.shocks(
                spread: conditions.shockSpread, memory: conditions.shockMemory,
                weeks: conditions.weekCount, seed: seed, stream: 20_000 + UInt64(port))
            return weeks.map { plan.levels[port] * common[$0] * .exp(shocks[$0]) }
        }
        for growth in plan.decoys {
            for week in growth.week..<conditions.weekCount {
                latent[growth.port][week] *= growth.factor
            }
        }
        let effort = plan.ports.indices.map { port in
            Self.effort(conditions, plan: plan, port: port, seed: seed)
        }
        let factor = effort.map { port in
            port.relative.map { Double.pow($0, conditions.effortElasticity) }
        }
        moved = Self.moved(conditions, plan: plan, latent: latent, factor: factor)
        for measure in plan.measures {
            guard let change = measure.change else { continue }
            for week in measure.week..<conditions.weekCount {
                let part = min(1, Double(week - measure.week + 1) / Double(change.fallWeeks))
                latent[measure.port][week] *= 1 - change.fall * part
            }
        }
        own = plan.ports.indices.map { port in weeks.map { latent[port][$0] * factor[port][$0] } }
        reportedInspections = effort.map(\.reported)
    }

    private static func moved(
        _ conditions: WorldConditions, plan: WorldPlan, latent: [[Double]], factor: [[Double]]
    ) -> [Moved] {
        plan.measures.flatMap { measure -> [Moved] in
            guard let change = measure.change else { return [] }
            return change.receivers.map { receiver in
                let weekly = (0..<conditions.weekCount).map { week -> Double in
                    let since = week - measure.week - change.lagWeeks
                    guard since >= 0 else { return 0 }
                    // What has left the old port a lag ago, of which ever more finds its way.
                    let left = min(1, Double(since + 1) / Double(change.fallWeeks))
                    let part = left * min(1, Double(since + 1) / Double(change.rampWeeks))
                    return latent[measure.port][week] * change.fall * change.movedShare
                        * receiver.share * part * factor[receiver.port][week]
                }
                return Moved(from: measure.port, to: receiver.port, weekly: weekly)
            }
        }
    }

    private static func commonLevel(_ conditions: WorldConditions, seed: UInt64) -> [Double] {
        var draws = RandomDraws(seed: seed, stream: 4)
        let growth = draws.number(conditions.trendPerYear)
        let shocks = shocks(
            spread: conditions.commonShockSpread, memory: conditions.shockMemory,
            weeks: conditions.weekCount, seed: seed, stream: 5)
        return (0..<conditions.weekCount).map { week in
            .exp(growth * Double(week - conditions.trendOriginWeek) / 52 + shocks[week])
        }
    }

    /// A first-order autoregression at its own level from the first week on.
    private static func shocks(
        spread: Double, memory: Double, weeks: Int, seed: UInt64, stream: UInt64
    ) -> [Double] {
        var draws = RandomDraws(seed: seed, stream: stream)
        let step = Double.sqrt(1 - memory * memory)
        var state = draws.normal()
        return (0..<weeks).map { _ in
            defer { state = memory * state + step * draws.normal() }
            return spread * state
        }
    }

    private static func effort(
        _ conditions: WorldConditions, plan: WorldPlan, port: Int, seed: UInt64
    ) -> (relative: [Double], reported: [Int?]) {
        var draws = RandomDraws(seed: seed, stream: 30_000 + UInt64(port))
        let usual =
            conditions.medianInspections * .exp(conditions.inspectionSpread * draws.normal())
        let isSilent = draws.chance(conditions.portsWithoutInspections)
        var factors = [Double](repeating: 1, count: conditions.weekCount)
        for campaign in plan.campaigns where campaign.port == port {
            let end = min(conditions.weekCount, campaign.week + campaign.weeks)
            for week in campaign.week..<end { factors[week] *= campaign.factor }
        }
        for measure in plan.measures where measure.port == port {
            guard let factor = measure.inspectionFactor else { continue }
            for week in measure.week..<conditions.weekCount { factors[week] *= factor }
        }
        var reported: [Int?] = []
        for week in factors.indices {
            factors[week] *= .exp(conditions.inspectionNoise * draws.normal())
            let done = draws.poisson(usual * factors[week])
            let isLost = draws.chance(conditions.weeksWithoutInspections)
            reported.append(isSilent || isLost ? nil : done)
        }
        return (factors, reported)
    }
}
