extension WorldConditions {
    /// Conditions drawn at random around the usual ones: a set of such worlds is no world that
    /// a detector was chosen on.
    ///
    /// *Source*: the ranges span the sensitivity runs of the project's methods (12 to 60 ports,
    /// low rates, shocks up to 0.8, effort swings, profiles kept from none to nearly all) and
    /// beyond, with more ports, fuller gaps and longer delays.
    package static func varied(seed: UInt64) -> WorldConditions {
        var draws = RandomDraws(seed: seed, stream: 50_000)
        var conditions = WorldConditions()
        let modes: [Mode] = [.null, .deter, .displace, .displace, .displace, .mixed, .mixed]
        conditions.mode = modes[draws.whole(0...modes.count - 1)]
        conditions.portCount = draws.whole(12...60)
        conditions.measureCount = draws.whole(3...max(3, conditions.portCount / 5))
        conditions.medianRate = draws.number(0.2...1)
        conditions.leastMeasuredRate = min(0.8, 2 * conditions.medianRate)
        conditions.rateSpread = draws.number(0.6...1)
        conditions.shockSpread = draws.number(0.35...0.8)
        conditions.shockMemory = draws.number(0.8...0.95)
        conditions.profileKept = draws.chance(0.15) ? 0 : draws.number(0.3...0.9)
        let strength = draws.number(0.2...0.6)
        conditions.fall = strength...min(0.95, strength + 0.3)
        let moved = draws.number(0.3...0.7)
        conditions.movedShare = moved...min(1, moved + 0.4)
        conditions.receivers = 1...draws.whole(1...4)
        conditions.receiverReach = draws.chance(0.3) ? .infinity : draws.number(500...2_000)
        conditions.campaignsPerYear = draws.number(0.1...0.7)
        conditions.campaignFactor = 1.4...draws.number(2...4)
        conditions.decoyCount = draws.whole(1...6)
        conditions.portsWithoutInspections = draws.number(0...0.25)
        conditions.weeksWithoutInspections = draws.chance(0.3) ? draws.number(0...0.1) : 0
        conditions.records.profileDrift = draws.number(0.2...0.6)
        let alike = draws.number(0.7...2)
        conditions.records.method.portLikeness *= alike
        conditions.records.route.portLikeness *= alike
        conditions.records.company.portLikeness *= alike
        let gaps = draws.number(0.5...2.5)
        conditions.records.method.missing *= gaps
        conditions.records.route.missing *= gaps
        conditions.records.company.missing *= gaps
        conditions.records.lateShare = draws.number(0.05...0.2)
        return conditions
    }
}
