import RealModule

/// Amounts that a few events rule, such as kilograms per seizure, said in ways that one find more
/// or less does not overturn.
///
/// The amounts are sorted once; no result depends on the order of the input.
package struct RobustAmounts: Hashable, Sendable {
    /// Ascending.
    let sorted: [Double]
    /// The sum, with compensated rounding. *Units*: those of the amounts.
    package let total: Double

    /// Nil where there is no amount, one is negative or not finite, or the total overflows.
    package init?(_ amounts: [Double]) {
        guard !amounts.isEmpty, amounts.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
        sorted = amounts.sorted()
        total = Self.sum(sorted[...])
        guard total.isFinite else { return nil }
    }

    /// The number of amounts.
    package var count: Int { sorted.count }
    /// The largest amount.
    package var largest: Double { sorted[sorted.count - 1] }
    /// The smallest amount.
    package var smallest: Double { sorted[0] }
    /// Total over count; ruled by the largest amounts, so never shown alone.
    package var mean: Double { total / Double(count) }
    /// Half of the amounts lie at or below it.
    package var median: Double { quantile(0.5) }

    /// The value below which the given share of amounts lies, linear between neighbours.
    ///
    /// Source: Hyndman and Fan (1996), The American Statistician 50, 361–365, type 7.
    /// Bounds: `share` is held to 0 ... 1.
    package func quantile(_ share: Double) -> Double { Self.quantile(share, ofSorted: sorted) }

    static func quantile(_ share: Double, ofSorted values: [Double]) -> Double {
        let place = Double(values.count - 1) * min(1, max(0, share))
        let below = Int(place)
        guard below + 1 < values.count else { return values[values.count - 1] }
        let part = place - Double(below)
        return values[below] + part * (values[below + 1] - values[below])
    }

    /// The mean after the lowest and the highest amounts, ⌊share·n⌋ at each end, are set to the
    /// nearest amount kept.
    ///
    /// For a skewed distribution it estimates neither mean nor median; it serves comparisons over
    /// time. Bounds: shares from 0, together below 1; otherwise nil.
    package func winsorisedMean(lower: Double = 0.05, upper: Double = 0.05) -> Double? {
        guard lower >= 0, upper >= 0, lower + upper < 1 else { return nil }
        // A hair added before cutting: 0.07 · 100 is 7.000000000000001, 0.29 · 100 is 28.99….
        let low = Int(lower * Double(count) + 1e-9)
        let high = Int(upper * Double(count) + 1e-9)
        guard low + high < count else { return nil }
        let kept = sorted[low..<(count - high)]
        let ends = Double(low) * sorted[low] + Double(high) * sorted[count - high - 1]
        return (Self.sum(kept) + ends) / Double(count)
    }

    /// How much of the total the largest amounts hold.
    package struct TailShare: Hashable, Sendable {
        /// How many amounts are meant.
        package let amounts: Int
        /// Bounds: 0 to 1.
        package let shareOfTotal: Double
    }

    /// The part of the total in the largest `share` of amounts, rounded up to whole amounts and
    /// at least one. Undefined, so nil: the total is 0 or `share` is not above 0 and up to 1.
    package func tailShare(ofLargest share: Double) -> TailShare? {
        guard share > 0, share <= 1 else { return nil }
        let amounts = Int((share * Double(count) - 1e-9).rounded(.up))
        return tailShare(amounts: min(count, max(1, amounts)))
    }

    /// The part of the total that the single largest amount holds; nil where the total is 0.
    package var largestShare: TailShare? { tailShare(amounts: 1) }

    private func tailShare(amounts: Int) -> TailShare? {
        guard total > 0 else { return nil }
        let held = Self.sum(sorted[(count - amounts)...])
        return TailShare(amounts: amounts, shareOfTotal: min(1, held / total))
    }

    /// Inequality of the amounts: 0 where all are equal, towards 1 where one holds everything.
    ///
    /// Estimator: Σ(2i - n - 1)x₍ᵢ₎ / (nΣx), without small-sample correction, so at most 1 - 1/n.
    /// Nil where the total is 0.
    package var gini: Double? {
        guard total > 0 else { return nil }
        var weighted = 0.0
        let middle = Double(count + 1)
        for (index, amount) in sorted.enumerated() {
            weighted += (2 * Double(index + 1) - middle) * amount
        }
        return weighted / (Double(count) * total)
    }

    /// The exponential of the mean logarithm: the typical size on the scale of ratios.
    /// Undefined, so nil, where an amount is 0.
    package var geometricMean: Double? {
        guard smallest > 0 else { return nil }
        var logs = 0.0
        for amount in sorted { logs += .log(amount) }
        return .exp(logs / Double(count))
    }

    /// An interval with the coverage that it really has.
    package struct MedianInterval: Hashable, Sendable {
        /// Both ends are amounts of the sample.
        package let interval: Interval
        /// The coverage for a continuous distribution, at least the level asked for.
        package let coverage: Double
    }

    /// The interval of the median between two order statistics, without any draw.
    ///
    /// The number of amounts below the true median is binomial with ½ whatever the distribution:
    /// ends x₍ₗ₎ and x₍ₙ₊₁₋ₗ₎ with the largest l that leaves at most the tail on each side.
    /// Assumes independent amounts. Undefined, so nil, where even the extremes do not reach the
    /// level: fewer than 6 amounts at 95 %.
    /// Source: David and Nagaraja (2003), "Order Statistics", section 7.1.
    package func medianInterval(level: ConfidenceLevel = .ninetyFive) -> MedianInterval? {
        guard let below = BinomialDistribution(trials: count, probability: 0.5),
            let start = NormalDistribution(
                mean: Double(count) / 2, standardDeviation: Double(count).squareRoot() / 2
            )?.quantile(level.tail),
            // The first rank whose cumulative probability passes the tail; a tail met exactly
            // is still within the level, hence the small allowance.
            let first = RootSearch.smallestCount(
                reaching: level.tail * (1 + 1e-12), start: start, cumulative: below.cdf),
            first >= 1
        else { return nil }
        return MedianInterval(
            interval: Interval(lower: sorted[first - 1], upper: sorted[count - first]),
            coverage: 1 - 2 * below.cdf(first - 1))
    }

    /// Neumaier's compensated sum.
    static func sum(_ values: ArraySlice<Double>) -> Double {
        var sum = 0.0
        var lost = 0.0
        for value in values {
            let next = sum + value
            lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
            sum = next
        }
        return sum + lost
    }
}
