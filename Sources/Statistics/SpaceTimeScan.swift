import RealModule

/// What a scan expects.
package enum ScanModel: Hashable, Sendable {
    /// Row total times column total over the whole: what is special to a place or to a time alone
    /// cancels, and no population is needed. Replicates permute the periods of the cases.
    case permutation
    /// Proportional to given expectations per location and period, which are scaled to the
    /// observed total. Replicates are multinomial.
    case poisson(expected: [[Double]])
    /// The share of cases among trials per location and period. Replicates permute who is a case.
    case binomial(trials: [[Int]])
}

/// Why no scan was made.
package enum ScanDefect: Error, Hashable, Sendable {
    /// No location or period, rows of unequal length, or another number of locations than the
    /// areas have.
    case shape
    /// A negative count, more cases than trials, or an expectation that is negative or not finite.
    case value(location: Int, period: Int)
    /// Fewer than two cases, expectations or controls that are all 0, or nothing outside.
    case tooFewCases(Int)
    /// More cases or individuals than ``SpaceTimeScan/largestTotal``.
    case tooManyCases(Int)
    /// A share, window, number of replicates or of threads out of bounds.
    case setting
    /// More areas times windows than ``SpaceTimeScan/largestTable``, or more periods than
    /// ``SpaceTimeScan/largestPeriods``.
    case tooManyWindows(Int)
}

/// The limits of one scan.
package struct ScanSettings: Hashable, Sendable {
    /// No area holds more than this share of the cases (permutation), expectation or trials.
    /// Bounds: above 0, to 1.
    package var largestShare = 0.5
    /// A cluster has at least this many cases. Bounds: 1 or more.
    package var smallestCount = 2
    /// Clusters reported, none sharing a location with one before it. Bounds: 1 to 1,000.
    package var largestClusters = 20

    /// Half of everything, two cases, twenty clusters.
    package init() {}
}

/// One area and stretch of time with more cases than expected.
package struct ScanCluster: Hashable, Sendable {
    /// In the order in which the circle takes them; the first is its centre.
    package let locations: [Int]
    package let periods: Range<Int>
    package let count: Int
    package let expected: Double
    package let logRatio: Double
}

/// A scan over areas and stretches of time: where and when more was found than expected.
///
/// Estimator: the largest log-likelihood ratio over all areas and windows. Its p-value, from
/// ``significance(replicates:seed:threads:)``, assumes Poisson (or binomial) cases that are
/// independent: with overdispersed or autocorrelated counts it is far too small. Use it as a map
/// of where to look and replace p by the rank among histories, ``PlaceboRank``.
/// Source: Kulldorff (1997), Communications in Statistics 26, 1481–1496; (2001), Journal of the
/// Royal Statistical Society A 164, 61–72; Kulldorff and others (2005), PLoS Medicine 2, e59.
package struct SpaceTimeScan: Sendable {
    /// The most cases, or individuals of a binomial model.
    package static let largestTotal = 10_000_000
    /// The most periods.
    package static let largestPeriods = 100_000
    /// The most areas times windows.
    package static let largestTable = 100_000_000

    let counts: [[Int]]
    let model: ScanModel
    let areas: ScanAreas
    let ranges: [Range<Int>]
    let settings: ScanSettings
    let likelihood: ScanLikelihood
    /// Per location and window: the additive part of the expectation.
    let bases: [[Double]]
    /// All cases.
    package let total: Int

    /// Counts stand by location, then by period. Throws where nothing can be scanned.
    package init(
        counts: [[Int]], model: ScanModel, areas: ScanAreas, windows: ScanWindows,
        settings: ScanSettings = ScanSettings()
    ) throws(ScanDefect) {
        let periods = counts.first?.count ?? 0
        guard periods > 0, counts.count == areas.locations else { throw .shape }
        guard periods <= Self.largestPeriods,
            windows.largestCount(of: periods) <= Self.largestTable / counts.count
        else { throw .tooManyWindows(windows.largestCount(of: periods)) }
        let total = try Self.checked(counts, periods)
        guard settings.largestShare > 0, settings.largestShare <= 1, settings.smallestCount >= 1,
            (1...1_000).contains(settings.largestClusters)
        else { throw .setting }
        let ranges = windows.ranges(of: periods)
        guard !ranges.isEmpty else { throw .setting }
        let weights: [Double]
        switch model {
        case .permutation:
            (bases, weights) = Self.permutationBases(counts, ranges, total)
            likelihood = .poisson(total: Double(total))
        case .poisson(let expected):
            (bases, weights) = try Self.poissonBases(expected, counts, ranges, total)
            likelihood = .poisson(total: Double(total))
        case .binomial(let trials):
            (bases, weights) = try Self.binomialBases(trials, counts, ranges, total)
            let individuals = weights.reduce(0, +)
            guard Double(total) < individuals else { throw .tooFewCases(total) }
            likelihood = .binomial(cases: Double(total), trials: individuals)
        }
        self.areas = areas.limited(to: settings.largestShare, of: weights)
        let cells = self.areas.chains.reduce(0) { $0 + $1.members.count } * ranges.count
        guard cells <= Self.largestTable else { throw .tooManyWindows(cells) }
        self.counts = counts
        self.model = model
        self.ranges = ranges
        self.settings = settings
        self.total = total
    }

    private static func checked(_ counts: [[Int]], _ periods: Int) throws(ScanDefect) -> Int {
        var total = 0
        for (location, row) in counts.enumerated() {
            guard row.count == periods else { throw .shape }
            for (period, count) in row.enumerated() {
                guard count >= 0, count <= largestTotal else {
                    throw .value(location: location, period: period)
                }
                total += count
                guard total <= largestTotal else { throw .tooManyCases(total) }
            }
        }
        guard total >= 2 else { throw .tooFewCases(total) }
        return total
    }

    private typealias Bases = (bases: [[Double]], weights: [Double])

    private static func permutationBases(
        _ counts: [[Int]], _ ranges: [Range<Int>], _ total: Int
    ) -> Bases {
        let rows = counts.map { Double($0.reduce(0, +)) }
        let windows = ranges.map { range in
            Double(counts.reduce(0) { $0 + $1[range].reduce(0, +) }) / Double(total)
        }
        return (rows.map { row in windows.map { row * $0 } }, rows)
    }

    private static func poissonBases(
        _ expected: [[Double]], _ counts: [[Int]], _ ranges: [Range<Int>], _ total: Int
    ) throws(ScanDefect) -> Bases {
        guard expected.count == counts.count else { throw .shape }
        var sum = 0.0
        for (location, row) in expected.enumerated() {
            guard row.count == counts[location].count else { throw .shape }
            for (period, value) in row.enumerated() {
                guard value >= 0, value.isFinite, value > 0 || counts[location][period] == 0 else {
                    throw .value(location: location, period: period)
                }
                sum += value
            }
        }
        guard sum > 0, sum.isFinite else { throw .tooFewCases(total) }
        let scale = Double(total) / sum
        let bases = expected.map { row in
            ranges.map { row[$0].reduce(0, +) * scale }
        }
        return (bases, expected.map { $0.reduce(0, +) })
    }

    private static func binomialBases(
        _ trials: [[Int]], _ counts: [[Int]], _ ranges: [Range<Int>], _ total: Int
    ) throws(ScanDefect) -> Bases {
        guard trials.count == counts.count else { throw .shape }
        var sum = 0
        for (location, row) in trials.enumerated() {
            guard row.count == counts[location].count else { throw .shape }
            for (period, value) in row.enumerated() {
                guard value >= counts[location][period], value <= largestTotal else {
                    throw .value(location: location, period: period)
                }
                sum += value
                guard sum <= largestTotal else { throw .tooManyCases(sum) }
            }
        }
        let bases = trials.map { row in ranges.map { Double(row[$0].reduce(0, +)) } }
        return (bases, trials.map { Double($0.reduce(0, +)) })
    }
}
