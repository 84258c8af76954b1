import Statistics

/// When a simple detector looks, and how it turns its statistics into alarms.
enum LookPlan {
    /// Weeks after the start of a measure.
    static let looks = [13, 26, 39, 52]
    /// Weeks of history before the start.
    static let history = 104
    /// Weeks before a look that reports have not reached yet.
    static let heldBack = 3
    /// False-discovery rate over all looks.
    static let rate = 0.10

    /// One look at one measure.
    struct Look {
        let week: Int
        let before: Range<Int>
        let after: Range<Int>
    }

    /// The windows of a look; nil where the world is too short for it.
    static func look(_ world: World, _ measure: World.Measure, weeks: Int) -> Look? {
        let start = measure.startWeek
        let week = start + weeks
        guard week <= world.weekCount, start >= 1, weeks > heldBack else { return nil }
        return Look(
            week: week, before: max(0, start - history)..<start, after: start..<week - heldBack)
    }

    /// Runs a statistic over all looks: the score is that of the last look, an alarm comes at
    /// the first look where Benjamini and Hochberg accept the pair among all of the measure.
    ///
    /// Measures are judged apart: they start at different times, and an alarm must not wait for
    /// what another measure shows later. The statistic gives each port of the world a standard
    /// normal value, nil where it has none; such a pair scores zero, and no pair of the measured
    /// port is judged.
    static func verdicts(
        _ world: World, _ statistic: (KnownCounts, World.Measure, Look) -> [Double?]
    ) -> [PairVerdict] {
        var verdicts: [PairVerdict] = []
        var places: [[Int: Int]] = []
        for (index, measure) in world.measures.enumerated() {
            places.append([:])
            for port in world.ports.indices where port != measure.port {
                places[index][port] = verdicts.count
                verdicts.append(PairVerdict(measure: index, toPort: port, score: 0))
            }
        }
        for (index, measure) in world.measures.enumerated() {
            for look in looks.compactMap({ look(world, measure, weeks: $0) }) {
                let known = KnownCounts(world, knownBefore: look.week)
                var judged: [(place: Int, z: Double)] = []
                for (port, z) in statistic(known, measure, look).enumerated() {
                    guard let z, z.isFinite, let place = places[index][port] else { continue }
                    judged.append((place, z))
                }
                let tails = judged.map { NormalDistribution.standard.upperTail($0.z) }
                let adjusted = Multiplicity.benjaminiHochberg(tails) ?? []
                for (pair, adjusted) in zip(judged, adjusted) {
                    verdicts[pair.place].score = pair.z
                    if adjusted <= rate / Double(looks.count),
                        verdicts[pair.place].alarmWeek == nil
                    {
                        verdicts[pair.place].alarmWeek = look.week
                    }
                }
            }
        }
        return verdicts
    }
}

/// The weighted displacement difference of each port against all others: a published count
/// statistic with Poisson variance and no denominator, for comparison.
///
/// *Source*: Wheeler and Ratcliffe (2018), Crime Science 7; the receiver takes the place of
/// the treated area, the other unmeasured ports that of its control, scaled to its history.
package struct DisplacementDifference: Detector {
    package let name = "displacement_difference"

    /// The usual looks.
    package init() {}

    /// The score is the Poisson z of the last look; alarms are held at 10 % by normal tails.
    package func detect(_ world: World) -> [PairVerdict] {
        let measured = Set(world.measures.map(\.port))
        return LookPlan.verdicts(world) { known, measure, look in
            let before = world.ports.indices.map { Double(known.finds($0, look.before)) }
            let after = world.ports.indices.map { Double(known.finds($0, look.after)) }
            let controls = world.ports.indices.filter { !measured.contains($0) }
            let period = Double(look.after.count) / Double(look.before.count)
            return world.ports.indices.map { port in
                guard port != measure.port else { return nil }
                let others = controls.filter { $0 != port }
                let controlBefore = others.reduce(0) { $0 + before[$1] } * period
                let controlAfter = others.reduce(0) { $0 + after[$1] }
                guard controlBefore > 0 else { return nil }
                let weight = before[port] * period / controlBefore
                let change = after[port] - before[port] * period
                let expected = weight * (controlAfter - controlBefore)
                // Poisson: each count is its own variance, times its weight squared.
                let variance =
                    after[port] + before[port] * period * period
                    + weight * weight * (controlAfter + controlBefore * period)
                return variance > 0 ? (change - expected) / variance.squareRoot() : nil
            }
        }
    }
}
