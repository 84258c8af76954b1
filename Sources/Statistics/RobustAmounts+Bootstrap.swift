import RealModule

extension RobustAmounts {
    /// Fewer amounts say nothing about their own spread.
    package static let smallestBootstrap = 5
    /// Bounds of the number of replicates; what is asked for is held to them.
    package static let replicateBounds = 200...20_000
    /// Draws of one bootstrap of the total; beyond it replicates are saved, down to the least.
    static let maximumDraws = 100_000_000

    /// An interval from resampling.
    package struct Bootstrap: Hashable, Sendable {
        /// The percentile interval.
        package let interval: Interval
        /// The number of replicates used.
        package let replicates: Int
    }

    /// The percentile bootstrap interval of the median.
    ///
    /// The middle order statistic of n draws is the sample quantile at a beta variable, so each
    /// replicate costs a few draws instead of n: exact, not an approximation (for even n the upper
    /// of the two middle values is drawn given the lower).
    /// Assumes independent amounts. Nil with fewer than ``smallestBootstrap`` amounts.
    package func medianBootstrap(
        replicates: Int = 2_000, level: ConfidenceLevel = .ninetyFive,
        using generator: inout some RandomNumberGenerator
    ) -> Bootstrap? {
        guard count >= Self.smallestBootstrap else { return nil }
        let used = replicates.clamped(to: Self.replicateBounds)
        let lowerRank = Double((count + 1) / 2)
        let above = Double(count) - lowerRank
        var medians: [Double] = []
        medians.reserveCapacity(used)
        for _ in 0..<used {
            let one = Draw.gamma(shape: lowerRank, using: &generator)
            let rest = Draw.gamma(shape: above + 1, using: &generator)
            let place = one / (one + rest)
            var value = amount(at: place)
            if count % 2 == 0 {
                // The least of the `above` draws that remain, uniform over what lies beyond.
                let least = 1 - Double.pow(Draw.uniform(using: &generator), 1 / above)
                value += (amount(at: place + (1 - place) * least) - value) / 2
            }
            medians.append(value)
        }
        return Self.percentiles(of: medians, level: level)
    }

    /// The percentile bootstrap interval of the total, as the same process might have given it.
    ///
    /// With `number` the number of events varies too, by the negative binomial distribution with
    /// that variance around the number seen; nil keeps the number. α belongs to the whole span.
    /// Heavy tails: the interval knows no find larger than the largest in the sample, so it covers
    /// less than the level and says little beyond "one find decides". Costs one draw per amount
    /// and replicate. Nil with fewer than ``smallestBootstrap`` amounts or a parameter of `number`
    /// out of bounds.
    package func totalBootstrap(
        number: CountVariance? = .poisson, replicates: Int = 2_000,
        level: ConfidenceLevel = .ninetyFive, using generator: inout some RandomNumberGenerator
    ) -> Bootstrap? {
        guard count >= Self.smallestBootstrap, number?.isDefined ?? true else { return nil }
        let affordable = min(replicates, Self.maximumDraws / count)
        let used = affordable.clamped(to: Self.replicateBounds)
        let mean = Double(count)
        let alpha = number?.alpha(atMean: mean) ?? 0
        guard let numbers = NegativeBinomialDistribution(mean: mean, alpha: alpha) else {
            return nil
        }
        var totals: [Double] = []
        totals.reserveCapacity(used)
        for _ in 0..<used {
            var draws = count
            if number != nil {
                guard let drawn = numbers.quantile(Draw.uniform(using: &generator)) else {
                    return nil
                }
                // INVARIANT: a wild α cannot make one replicate endless.
                draws = min(drawn, Self.maximumDraws)
            }
            var total = 0.0
            for _ in 0..<draws { total += sorted[Draw.index(below: count, using: &generator)] }
            totals.append(total)
        }
        return Self.percentiles(of: totals, level: level)
    }

    /// The amount at a place of the sample's step function. Bounds: `place` 0 to 1.
    private func amount(at place: Double) -> Double {
        sorted[min(count - 1, max(0, Int(place * Double(count))))]
    }

    private static func percentiles(of values: [Double], level: ConfidenceLevel) -> Bootstrap {
        let values = values.sorted()
        return Bootstrap(
            interval: Interval(
                lower: quantile(level.tail, ofSorted: values),
                upper: quantile(1 - level.tail, ofSorted: values)),
            replicates: values.count)
    }
}

extension Int {
    fileprivate func clamped(to bounds: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, bounds.lowerBound), bounds.upperBound)
    }
}

/// Random variables from random bits.
enum Draw {
    /// Above 0 and below 1, 53 bits.
    static func uniform(using generator: inout some RandomNumberGenerator) -> Double {
        (Double(generator.next() >> 11) + 0.5) * 0x1p-53
    }

    /// A whole number from 0, below `count`; the bias is below count/2⁶⁴. The library's own is
    /// many times slower when the generator's type is not known at compile time.
    static func index(below count: Int, using generator: inout some RandomNumberGenerator) -> Int {
        Int(generator.next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// Standard normal, by Marsaglia's polar method (one of the pair is dropped).
    static func normal(using generator: inout some RandomNumberGenerator) -> Double {
        while true {
            let x = 2 * uniform(using: &generator) - 1
            let y = 2 * uniform(using: &generator) - 1
            let square = x * x + y * y
            if square > 0, square < 1 { return x * (-2 * .log(square) / square).squareRoot() }
        }
    }

    /// Gamma with unit scale. Bounds: `shape` from 1.
    ///
    /// Source: Marsaglia and Tsang (2000), ACM Transactions on Mathematical Software 26, 363–372.
    static func gamma(
        shape: Double, using generator: inout some RandomNumberGenerator
    ) -> Double {
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal(using: &generator)
            let root = 1 + c * x
            guard root > 0 else { continue }
            let cube = root * root * root
            let limit = x * x / 2 + d * (1 - cube + .log(cube))
            if .log(uniform(using: &generator)) < limit { return d * cube }
        }
    }
}
