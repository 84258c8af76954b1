import RealModule
import Statistics

/// The change of finds per inspection against all other ports, with overdispersion and
/// autocorrelation in its variance: a careful rate test that reads no record's attributes.
///
/// *Estimator*: log rate ratio over its controls'; variance 1/after + 1/before plus the
/// controls' Poisson terms plus (v(after) + v(before))(1 + 1/controls), where v is the variance
/// of the mean of a first-order autoregression over the window's blocks of four weeks; its
/// variance α and correlation r are pooled over the history, relative to the network's course.
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
            (noise.variance(blocks: blocksBefore) + noise.variance(blocks: blocksAfter))
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
        private var alpha = 0.0
        private var memory = 0.0

        init(_ world: World, _ known: KnownCounts, _ exposure: [Exposure], before end: Int) {
            let length = InspectionRate.blockWeeks
            let blocks = world.ports.indices.map { port in
                let counts = known.blocks(port, 0..<end, of: length)
                return counts.enumerated().map { block, count in
                    (
                        count: Double(count),
                        checks: exposure[port].inspected(length * block..<length * (block + 1))
                            ?? 0
                    )
                }
            }
            let course = Self.course(blocks)
            var square = 0.0
            var excess = 0.0
            var product = 0.0
            for port in blocks {
                let weights = zip(port, course).map { $0.checks * $1 }
                let total = weights.reduce(0, +)
                guard total > 0 else { continue }
                let rate = port.reduce(0) { $0 + ($1.checks > 0 ? $1.count : 0) } / total
                var last: Double?
                for (block, weight) in zip(port, weights) where weight > 0 && rate > 0 {
                    let mean = rate * weight
                    let rest = (block.count - mean) / mean
                    // Relative to the mean, with its square as weight: the excess over Poisson.
                    excess += rest * rest * mean * mean - mean
                    square += mean * mean
                    if let last { product += last * rest * mean * mean }
                    last = rest
                }
            }
            guard square > 0, excess > 0 else { return }
            alpha = excess / square
            memory = min(0.9, max(0, product / excess))
        }

        /// The network's finds in each block over those that its inspections let expect.
        private static func course(_ blocks: [[(count: Double, checks: Double)]]) -> [Double] {
            let length = blocks.map(\.count).max() ?? 0
            var found = [Double](repeating: 0, count: length)
            var expected = found
            for port in blocks {
                let total = port.reduce(0) { $0 + $1.checks }
                guard total > 0 else { continue }
                let rate = port.reduce(0) { $0 + ($1.checks > 0 ? $1.count : 0) } / total
                for (index, block) in port.enumerated() where block.checks > 0 {
                    found[index] += block.count
                    expected[index] += rate * block.checks
                }
            }
            return zip(found, expected).map { $1 > 0 ? $0 / $1 : 1 }
        }

        /// The variance of the mean of the latent log rate over so many blocks.
        func variance(blocks: Double) -> Double {
            guard blocks > 0 else { return alpha }
            var sum = 1.0
            var power = memory
            var lag = 1.0
            while lag < blocks, power > 1e-6 {
                sum += 2 * (1 - lag / blocks) * power
                power *= memory
                lag += 1
            }
            return alpha * sum / max(1, blocks)
        }
    }
}
