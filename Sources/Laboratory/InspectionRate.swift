import RealModule
import Statistics

/// The change of finds per inspection against all other ports, with overdispersion and
/// autocorrelation in its variance: a careful rate test that reads no record's attributes.
///
/// *Estimator*: log rate ratio over its controls'; variance 1/after + 1/before +
/// α·L·(1/n after + 1/n before)(1 + 1/(P − 2)) plus the controls' Poisson terms, n in blocks of
/// four weeks, α and the lag-one correlation r pooled over the history, L = (1 + r)/(1 − r).
/// *Undefined* for ports without inspections or without finds before the measure.
package struct InspectionRate: Detector {
    package let name = "inspection_rate"

    private static let blockWeeks = 4

    /// The usual looks.
    package init() {}

    /// The score is the z of the last look; alarms are held at 10 % by normal tails.
    package func detect(_ world: World) -> [PairVerdict] {
        let exposure = world.inspections.map(Exposure.init)
        let measured = Set(world.measures.map(\.port))
        return LookPlan.verdicts(world) { known, measure, look in
            let noise = Noise(world, known, exposure, before: look.before.upperBound)
            let rates = world.ports.indices.map { port -> Rates? in
                guard let before = exposure[port].inspected(look.before),
                    let after = exposure[port].inspected(look.after)
                else { return nil }
                return Rates(
                    before: Double(known.finds(port, look.before)), exposureBefore: before,
                    after: Double(known.finds(port, look.after)), exposureAfter: after)
            }
            let controls = world.ports.indices.filter { !measured.contains($0) }
            return world.ports.indices.map { port in
                guard port != measure.port, let own = rates[port], own.before > 0 else {
                    return nil
                }
                let others = controls.compactMap { $0 == port ? nil : rates[$0] }
                return z(own, against: others, noise: noise, look: look)
            }
        }
    }

    private func z(
        _ own: Rates, against others: [Rates], noise: Noise, look: LookPlan.Look
    ) -> Double? {
        let observed = others.reduce(0) { $0 + $1.after }
        let expected = others.reduce(0) { $0 + $1.expectedAfter }
        guard observed > 0, expected > 0, others.count >= 2 else { return nil }
        // Half a find keeps the logarithm of a port that found nothing afterwards finite.
        let ratio = (own.after + 0.5) / (own.expectedAfter + 0.5)
        let change = Double.log(ratio) - .log(observed / expected)
        let blocksBefore = Double(look.before.count) / Double(Self.blockWeeks)
        let blocksAfter = Double(look.after.count) / Double(Self.blockWeeks)
        let latent =
            noise.alpha * noise.longRun * (1 / blocksBefore + 1 / blocksAfter)
            * (1 + 1 / Double(others.count))
        let variance =
            1 / (own.after + 0.5) + 1 / (own.before + 0.5) + latent + 1 / observed + 1 / expected
        return change / variance.squareRoot()
    }

    /// Finds and inspections before and after.
    private struct Rates {
        let before: Double
        let exposureBefore: Double
        let after: Double
        let exposureAfter: Double

        var expectedAfter: Double { before * exposureAfter / exposureBefore }
    }

    /// Inspections of a port with sums over weeks at hand.
    private struct Exposure {
        private var sums: [Double] = [0]
        private var known: [Int] = [0]

        init(_ weeks: [Int?]) {
            for week in weeks {
                sums.append((sums.last ?? 0) + Double(week ?? 0))
                known.append((known.last ?? 0) + (week == nil ? 0 : 1))
            }
        }

        /// Inspections in a range, unreported weeks filled with the mean of the others; nil
        /// where more than a fifth is unreported or none took place.
        func inspected(_ weeks: Range<Int>) -> Double? {
            let count = known[weeks.upperBound] - known[weeks.lowerBound]
            let sum = sums[weeks.upperBound] - sums[weeks.lowerBound]
            guard count * 5 >= weeks.count * 4, sum > 0 else { return nil }
            return sum * Double(weeks.count) / Double(count)
        }
    }

    /// Overdispersion and memory of the rate, pooled over ports before a measure.
    private struct Noise {
        var alpha = 0.0
        /// (1 + r)/(1 − r) of the lag-one correlation r of the blocks.
        var longRun = 1.0

        init(_ world: World, _ known: KnownCounts, _ exposure: [Exposure], before end: Int) {
            let length = InspectionRate.blockWeeks
            var square = 0.0
            var excess = 0.0
            var product = 0.0
            for port in world.ports.indices {
                let counts = known.blocks(port, 0..<end, of: length)
                let exposures = counts.indices.map {
                    exposure[port].inspected(length * $0..<length * ($0 + 1)) ?? 0
                }
                let total = exposures.reduce(0, +)
                guard total > 0 else { continue }
                let rate = Double(counts.reduce(0, +)) / total
                let means = exposures.map { rate * $0 }
                var last: Double?
                for (count, mean) in zip(counts, means) where mean > 0 {
                    let rest = Double(count) - mean
                    excess += rest * rest - mean
                    square += mean * mean
                    if let last { product += last * rest }
                    last = rest
                }
            }
            guard square > 0, excess > 0 else { return }
            alpha = excess / square
            // The latent part alone: Poisson noise has no memory.
            let memory = min(0.8, max(0, product / excess))
            longRun = (1 + memory) / (1 - memory)
        }
    }
}
