import RealModule

/// What a segment of a series costs: twice its negative log-likelihood at its own best
/// parameters, up to a term that no division changes.
package enum SegmentCost: Hashable, Sendable {
    /// Counts with one rate a segment: 2S(ln n - ln S), S the sum of n counts.
    case poisson
    /// Values with one mean a segment and a known standard deviation. Bounds: above 0, finite.
    case normalMean(standardDeviation: Double)
    /// Values with one mean and one variance a segment: n(ln 2π + ln s² + 1). The variance is held
    /// to the smallest one, or two equal values would cost minus infinity. Bounds: above 0, finite.
    case normalMeanAndVariance(smallestVariance: Double)

    fileprivate var parameters: Double {
        switch self {
        case .poisson, .normalMean: 1
        case .normalMeanAndVariance: 2
        }
    }
}

/// The price of one more change point.
package enum ChangePenalty: Hashable, Sendable {
    /// Bounds: from 0, finite.
    case fixed(Double)
    /// (p + 1) ln n with p parameters a segment: Schwarz's criterion.
    case bayesian
    /// (p + 2) ln n, and ln of its length added to the cost of every segment, which makes short
    /// segments dear: Zhang and Siegmund (2007), Biometrics 63, 22–32.
    case modifiedBayesian
}

/// Why no search for change points was made.
package enum ChangePointDefect: Hashable, Sendable {
    /// Fewer values than two segments need, or more than ``ChangePoints/largestLength``.
    case length(Int)
    /// A negative count, a value that is not finite, or values that overflow when squared.
    case value(index: Int)
    /// A cost for counts was asked of values or the other way round, or a parameter is out of
    /// bounds.
    case setting
}

/// Change points or the reason why there are none to give.
package enum ChangePointOutcome: Hashable, Sendable {
    case found(ChangePoints)
    case undefined(ChangePointDefect)
}

/// The division of a series into segments that costs least, found exactly by PELT.
///
/// Estimator: F(t) = min over s of F(s) + C(s, t) + β; a start s is dropped for good once
/// F(s) + C(s, t) ≥ F(t), because no later end can then prefer it. With a smallest segment m the
/// drop takes effect m values later, when t itself may be a break: so the result is the optimum
/// also then. Of equally cheap divisions the one with the earliest last break is taken.
/// Assumes independent values within a segment: autocorrelated or overdispersed ones give too many
/// breaks, wherefore the penalty or the cost must allow for them.
/// Source: Killick, Fearnhead and Eckley (2012), Journal of the American Statistical Association
/// 107, 1590–1598.
package struct ChangePoints: Hashable, Sendable {
    /// How many values precede each change: a break of 119 lies between value 119 and value 120.
    package let breaks: [Int]
    /// The cost of all segments, without penalties.
    package let cost: Double
    /// The penalty of one break.
    package let penalty: Double

    /// The longest series that is searched.
    package static let largestLength = 1_000_000

    /// Change points of the rate of counts.
    package static func ofCounts(
        _ counts: [Int], penalty: ChangePenalty, smallestSegment: Int = 2
    ) -> ChangePointOutcome {
        if let wrong = counts.firstIndex(where: { $0 < 0 || $0 > CountInterval.largestCount }) {
            return .undefined(.value(index: wrong))
        }
        let segments = PoissonSegments(counts, modified: penalty == .modifiedBayesian)
        return search(
            counts.count, .poisson, penalty, smallestSegment, segments, above: segments.saturated)
    }

    /// Change points of the mean, or of mean and variance, of values.
    package static func ofValues(
        _ values: [Double], cost: SegmentCost, penalty: ChangePenalty, smallestSegment: Int = 2
    ) -> ChangePointOutcome {
        // Sums of squares stay finite below this bound at the largest length.
        if let wrong = values.firstIndex(where: { !(abs($0) <= 1e150) }) {
            return .undefined(.value(index: wrong))
        }
        let isModified = penalty == .modifiedBayesian
        switch cost {
        case .poisson: return .undefined(.setting)
        case .normalMean(let deviation):
            guard deviation > 0, deviation.isFinite else { return .undefined(.setting) }
            return search(
                values.count, cost, penalty, smallestSegment,
                NormalSegments(values, scale: deviation, modified: isModified))
        case .normalMeanAndVariance(let smallest):
            guard smallest > 0, smallest.isFinite else { return .undefined(.setting) }
            return search(
                values.count, cost, penalty, smallestSegment,
                NormalVarianceSegments(values, smallest: smallest, modified: isModified))
        }
    }

    private static func search(
        _ count: Int, _ cost: SegmentCost, _ penalty: ChangePenalty, _ smallest: Int,
        _ segments: some SegmentPrices, above constant: Double = 0
    ) -> ChangePointOutcome {
        guard smallest >= 1, smallest <= largestLength else { return .undefined(.setting) }
        guard count >= 2 * smallest, count <= largestLength else {
            return .undefined(.length(count))
        }
        let beta: Double
        switch penalty {
        case .fixed(let value):
            guard value >= 0, value.isFinite else { return .undefined(.setting) }
            beta = value
        case .bayesian: beta = (cost.parameters + 1) * .log(Double(count))
        case .modifiedBayesian: beta = (cost.parameters + 2) * .log(Double(count))
        }
        let found = PrunedSearch.run(count, beta, smallest, segments)
        let total = found.value - Double(found.breaks.count) * beta - constant
        return .found(ChangePoints(breaks: found.breaks, cost: total, penalty: beta))
    }
}
