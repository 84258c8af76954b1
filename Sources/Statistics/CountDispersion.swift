/// Counts of consecutive periods, oldest first, with the length or effort of each period.
package struct CountSeries: Hashable, Sendable {
    /// Bounds: from 0.
    package let counts: [Int]
    /// One per count. Bounds: above 0, finite.
    package let exposures: [Double]

    /// Nil where a count is negative, an exposure not above 0, or the lengths differ.
    ///
    /// Without exposures all periods count as equally long. A period that was not observed is left
    /// out, not entered as 0.
    package init?(counts: [Int], exposures: [Double]? = nil) {
        guard counts.allSatisfy({ $0 >= 0 }) else { return nil }
        if let exposures {
            guard exposures.count == counts.count,
                exposures.allSatisfy({ $0 > 0 && $0.isFinite })
            else { return nil }
        }
        self.counts = counts
        self.exposures = exposures ?? Array(repeating: 1, count: counts.count)
    }
}

/// How overdispersed counts are, measured twice: around a constant rate, and between neighbours.
///
/// Around a constant rate, trend and season count as noise. Between neighbours, anything slow
/// cancels: the estimate needs no model of the trend, which is why it is used here instead of a
/// fitted log-linear one. The truth lies between the two. With positively autocorrelated counts
/// neighbours are alike and ``successivePhi`` is too small for comparisons of long spans: measure
/// it on periods as long as those compared.
package struct CountDispersion: Hashable, Sendable {
    /// The number of series used: those with three periods or more and at least one event.
    package let seriesUsed: Int
    /// The number of periods in them.
    package let periods: Int
    /// Pearson's X² around a constant rate over its degrees of freedom; for equal periods the
    /// sample variance over the mean. 1 for Poisson counts.
    package let varianceToMean: Double
    /// The α at which Pearson's X² with variance μ + αμ² equals its degrees of freedom, 0 where
    /// the counts vary no more than Poisson counts; held to ``CountVariance/largestAlpha``.
    ///
    /// For one series of equal periods it is (s² - m)/m², the moment estimator.
    /// Source: Breslow (1984), "Extra-Poisson variation in log-linear models", Applied Statistics
    /// 33, 38–44.
    package let alpha: Double
    /// The number of neighbouring pairs with at least one event.
    package let pairs: Int
    /// The mean over pairs of (y_t - y_{t-1})²/(y_t + y_{t-1}); 1 for Poisson counts. Nil with
    /// fewer than two pairs that hold an event.
    ///
    /// Given its sum, a Poisson pair is binomial, so the expectation is exactly 1 at any level and
    /// any sparseness; unequal exposures enter through the binomial share. The idea of successive
    /// differences: von Neumann (1941), Annals of Mathematical Statistics 12, 367–395. Relative
    /// standard error about √(3/pairs).
    package let successivePhi: Double?
    /// α from the same pairs. Nil with ``successivePhi``, and where the pairs differ as much as
    /// they can, so that no α up to the largest fits.
    ///
    /// Given its sum s, a negative binomial pair is beta-binomial: the squared difference over s
    /// has expectation 1 + (s-1)α/(2+α). α solves that the sum of ratios to expectation equals the
    /// number of pairs (Williams 1982, Applied Statistics 31, 144–148). Exact for equal exposures,
    /// first order otherwise.
    package let successiveAlpha: Double?

    /// The dispersion of one series; nil with fewer than three periods or no event.
    package init?(of series: CountSeries) { self.init(pooling: [series]) }

    /// One dispersion for several series, each with its own rate; nil where none is usable.
    ///
    /// Sums of the parts are pooled, not the estimates, so short series weigh little. The order of
    /// the series does not matter beyond rounding.
    package init?(pooling series: [CountSeries]) {
        var parts = DispersionParts()
        for one in series { parts.add(one) }
        guard parts.seriesUsed > 0 else { return nil }
        seriesUsed = parts.seriesUsed
        periods = parts.cells.count
        varianceToMean = parts.pearson(alpha: 0) / parts.degrees
        alpha = Self.solve(target: parts.degrees, parts.pearson) ?? CountVariance.largestAlpha
        pairs = parts.pairs.count
        if parts.pairs.count >= 2 {
            let target = Double(parts.pairs.count)
            successivePhi = parts.pairSum(alpha: 0) / target
            successiveAlpha = Self.solve(target: target, parts.pairSum)
        } else {
            successivePhi = nil
            successiveAlpha = nil
        }
    }

    private static let halvings = 200

    /// The α from 0 where a decreasing function falls to its target: 0 where it starts below it,
    /// nil where it is still above at the largest α.
    private static func solve(target: Double, _ function: (Double) -> Double) -> Double? {
        guard function(0) > target else { return 0 }
        var high = 1.0
        while function(high) > target {
            high *= 4
            if high > 4 * CountVariance.largestAlpha { return nil }
        }
        var low = 0.0
        for _ in 0..<halvings {
            let middle = (low + high) / 2
            if middle <= low || middle >= high { break }
            if function(middle) > target { low = middle } else { high = middle }
        }
        let root = (low + high) / 2
        return root <= CountVariance.largestAlpha ? root : nil
    }
}

/// Squared residuals with the means they belong to, ready to be weighed with any α.
private struct DispersionParts {
    var seriesUsed = 0
    var degrees = 0.0
    var cells: [(square: Double, mean: Double)] = []
    var pairs: [(ratio: Double, sum: Double, share: Double)] = []

    mutating func add(_ series: CountSeries) {
        let counts = series.counts
        let exposures = series.exposures
        let total = counts.reduce(0.0) { $0 + Double($1) }
        guard counts.count >= 3, total > 0 else { return }
        let rate = total / exposures.reduce(0, +)
        seriesUsed += 1
        degrees += Double(counts.count - 1)
        cells.reserveCapacity(cells.count + counts.count)
        pairs.reserveCapacity(pairs.count + counts.count)
        for index in counts.indices {
            let mean = rate * exposures[index]
            let residual = Double(counts[index]) - mean
            cells.append((residual * residual, mean))
            guard index > 0 else { continue }
            let sum = Double(counts[index]) + Double(counts[index - 1])
            guard sum > 0 else { continue }
            let share = exposures[index] / (exposures[index] + exposures[index - 1])
            let gap = Double(counts[index]) - sum * share
            pairs.append((gap * gap / (sum * share * (1 - share)), sum, share))
        }
    }

    /// Pearson's X² with variance μ + αμ².
    func pearson(alpha: Double) -> Double {
        cells.reduce(0) { $0 + $1.square / ($1.mean * (1 + alpha * $1.mean)) }
    }

    /// The pairs' ratios, each over its expectation under α.
    func pairSum(alpha: Double) -> Double {
        pairs.reduce(0) { partial, pair in
            let c = 2 * alpha * pair.share * (1 - pair.share)
            return partial + pair.ratio / (1 + (pair.sum - 1) * c / (1 + c))
        }
    }
}
