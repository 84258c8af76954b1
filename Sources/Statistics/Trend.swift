import RealModule

/// A robust straight trend: the median of all pairwise slopes, with Kendall's rank test.
///
/// Assumes a monotone trend and independent scatter. Positive autocorrelation makes ``pValue`` too
/// small and the interval too short: use it on periods long enough to be nearly independent.
package struct Trend: Hashable, Sendable {
    /// Every pair is looked at: more points are refused.
    package static let maximumPoints = 2_000
    /// Without ties the exact null distribution of Kendall's statistic is used up to here.
    static let largestExactCount = 33

    /// The number of points.
    package let points: Int
    /// The Theil–Sen slope: the median of the slopes between points at different positions.
    /// *Units*: values per position. Source: Sen (1968), Journal of the American Statistical
    /// Association 63, 1379–1389.
    package let slope: Double
    /// Median value less slope times median position.
    package let intercept: Double
    /// Sen's interval of the slope, from the normal approximation to Kendall's statistic.
    package let slopeInterval: Interval
    /// Kendall's tau-b, -1 to 1; 0 where all values are equal (by convention: no trend).
    package let tau: Double
    /// Two-sided, against no association. Exact without ties up to 33 points; otherwise normal
    /// with the tie-corrected variance and a continuity correction of 1.
    /// Source: Kendall (1970), "Rank Correlation Methods", chapters 3 to 5.
    package let pValue: Double

    /// Values at positions 0, 1, 2, …
    package init?(of values: [Double], level: ConfidenceLevel = .ninetyFive) {
        self.init(of: values, at: values.indices.map(Double.init), level: level)
    }

    /// Values at the given positions, in any order.
    ///
    /// Undefined, so nil: fewer than 4 points or more than ``maximumPoints``, lengths that differ,
    /// a value or slope that is not finite, or only one position.
    package init?(
        of values: [Double], at positions: [Double], level: ConfidenceLevel = .ninetyFive
    ) {
        let count = values.count
        guard (4...Self.maximumPoints).contains(count), positions.count == count,
            values.allSatisfy(\.isFinite), positions.allSatisfy(\.isFinite)
        else { return nil }
        var slopes: [Double] = []
        slopes.reserveCapacity(count * (count - 1) / 2)
        var score = 0
        for later in 1..<count {
            for earlier in 0..<later {
                let run = positions[later] - positions[earlier]
                guard run != 0 else { continue }
                let rise = values[later] - values[earlier]
                slopes.append(rise / run)
                if rise != 0 { score += (rise > 0) == (run > 0) ? 1 : -1 }
            }
        }
        guard !slopes.isEmpty, slopes.allSatisfy(\.isFinite) else { return nil }
        slopes.sort()
        let sortedValues = values.sorted()
        let sortedPositions = positions.sorted()
        let slope = median(ofSorted: slopes)
        let kendall = KendallTest(
            score: score, count: count,
            valueTies: TieSums(sortedValues), positionTies: TieSums(sortedPositions))
        self.points = count
        self.slope = slope
        intercept = median(ofSorted: sortedValues) - slope * median(ofSorted: sortedPositions)
        slopeInterval = kendall.senInterval(sortedSlopes: slopes, level: level)
        tau = kendall.tau
        pValue = kendall.pValue
    }
}

/// Sums over groups of t equal values: t(t-1)/2, t(t-1)(t-2) and t(t-1)(2t+5).
private struct TieSums {
    var pairs = 0.0
    var triples = 0.0
    var spread = 0.0

    init(_ sorted: [Double]) {
        var run = 1.0
        for index in 1...sorted.count {
            if index < sorted.count, sorted[index] == sorted[index - 1] {
                run += 1
                continue
            }
            pairs += run * (run - 1) / 2
            triples += run * (run - 1) * (run - 2)
            spread += run * (run - 1) * (2 * run + 5)
            run = 1
        }
    }
}

private struct KendallTest {
    /// Concordant less discordant pairs.
    let score: Int
    let count: Int
    let valueTies: TieSums
    let positionTies: TieSums

    var tau: Double {
        let pairs = Double(count * (count - 1) / 2)
        let comparable = (pairs - valueTies.pairs) * (pairs - positionTies.pairs)
        return comparable > 0 ? Double(score) / comparable.squareRoot() : 0
    }

    var pValue: Double {
        if valueTies.pairs == 0, positionTies.pairs == 0, count <= Trend.largestExactCount {
            return exactPValue
        }
        let variance = self.variance
        guard variance > 0, score != 0 else { return 1 }
        let statistic = Double(abs(score) - 1) / variance.squareRoot()
        return min(1, 2 * NormalDistribution.standard.upperTail(statistic))
    }

    private var variance: Double {
        let n = Double(count)
        let m = n * (n - 1)
        return (m * (2 * n + 5) - valueTies.spread - positionTies.spread) / 18
            + 2 * valueTies.pairs * positionTies.pairs / m
            + valueTies.triples * positionTies.triples / (9 * m * (n - 2))
    }

    /// The share of permutations with at most as many discordant (or concordant) pairs, doubled.
    private var exactPValue: Double {
        let pairs = count * (count - 1) / 2
        let fewest = (pairs - abs(score)) / 2
        // chances[k]: probability of k inversions in a random permutation, one item at a time.
        var chances = [Double](repeating: 0, count: fewest + 1)
        chances[0] = 1
        for size in 2...count {
            var window = 0.0
            var next = chances
            for k in 0...fewest {
                window += chances[k]
                if k >= size { window -= chances[k - size] }
                next[k] = window / Double(size)
            }
            chances = next
        }
        return min(1, 2 * chances.reduce(0, +))
    }

    /// Order statistics of the slopes as far from the middle as Kendall's statistic may stray.
    func senInterval(sortedSlopes: [Double], level: ConfidenceLevel) -> Interval {
        let n = Double(count)
        let whole = n * (n - 1) * (2 * n + 5)
        let spread = max(0, (whole - valueTies.spread - positionTies.spread) / 18).squareRoot()
        let reach = level.criticalValue * spread
        let slopes = Double(sortedSlopes.count)
        let last = sortedSlopes.count - 1
        let low = Int(((slopes - reach) / 2).rounded(.toNearestOrEven)) - 1
        let high = Int(((slopes + reach) / 2).rounded(.toNearestOrEven))
        return Interval(
            lower: sortedSlopes[max(0, min(low, last))],
            upper: sortedSlopes[max(0, min(high, last))])
    }
}

/// The median of values in ascending order. Bounds: at least one.
func median(ofSorted values: [Double]) -> Double {
    let middle = values.count / 2
    if values.count % 2 == 1 { return values[middle] }
    return values[middle - 1] + (values[middle] - values[middle - 1]) / 2
}
