import Statistics
import Testing

@Suite struct AmountTests {
    static let kilograms: [Double] = [
        0.5, 1.2, 3, 3, 4.5, 7, 8, 12, 15, 22, 40, 41, 55, 90, 130, 240, 410, 900, 2500, 11000,
    ]

    @Test func summariesAgreeWithScipy() throws {
        // np.median(x), np.quantile(x, q), stats.mstats.winsorize(x, limits).mean(),
        // stats.gmean(x), mean absolute difference over twice the mean
        let amounts = try #require(RobustAmounts(Self.kilograms))
        #expect(agrees(amounts.median, 31))
        #expect(agrees(amounts.quantile(0.1), 2.82))
        #expect(agrees(amounts.quantile(0.25), 6.375))
        #expect(agrees(amounts.quantile(0.9), 1060))
        #expect(agrees(amounts.quantile(0.99), 9385))
        #expect(agrees(amounts.winsorisedMean(lower: 0.1, upper: 0.1), 189.325))
        #expect(agrees(amounts.winsorisedMean(lower: 0, upper: 0.15), 115.61))
        #expect(agrees(amounts.geometricMean, 36.06389329403231))
        #expect(agrees(amounts.gini, 0.8874662515663148))
        #expect(agrees(amounts.total, 15482.2))
        #expect(agrees(amounts.largestShare?.shareOfTotal, 0.7104933407396882))
        let tenth = amounts.tailShare(ofLargest: 0.1)
        #expect(tenth?.amounts == 2 && agrees(tenth?.shareOfTotal, 0.8719690999987082))
        #expect(amounts.tailShare(ofLargest: 0.01) == amounts.largestShare)
    }

    @Test func orderOfAmountsDoesNotMatter() throws {
        let seed: UInt64 = 5
        print("orderOfAmountsDoesNotMatter: seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let first = try #require(RobustAmounts(Self.kilograms))
        for _ in 0..<20 {
            let shuffled = Self.kilograms.shuffled(using: &generator)
            #expect(RobustAmounts(shuffled) == first)
        }
    }

    @Test func medianIntervalUsesTheBinomialRanks() throws {
        // k: smallest with stats.binom.cdf(k, n, .5) > .025; 1 - 2*stats.binom.cdf(k-1, n, .5)
        let cases: [(Int, Double, Double)] = [
            (6, 1, 0.96875), (20, 6, 0.9586105346679688), (101, 41, 0.9539559330706572),
            (1000, 469, 0.9537088026395019),
        ]
        for (count, rank, coverage) in cases {
            let amounts = try #require(RobustAmounts((1...count).map(Double.init)))
            let interval = try #require(amounts.medianInterval())
            #expect(interval.interval.lower == rank)
            #expect(interval.interval.upper == Double(count) + 1 - rank)
            #expect(agrees(interval.coverage, coverage))
        }
        #expect(RobustAmounts([1, 2, 3, 4, 5])?.medianInterval() == nil)
    }

    @Test func bootstrapsAgreeWithPlainResampling() throws {
        // stats.bootstrap((x,), np.median, n_resamples=20000, method='percentile'): 7.5 to 110;
        // np.sum: 1374 to 39386; rng.choice(x, rng.poisson(20)).sum(): 1043 to 41124
        var generator = SeededGenerator(seed: 11)
        let amounts = try #require(RobustAmounts(Self.kilograms))
        let median = try #require(
            amounts.medianBootstrap(replicates: 20_000, using: &generator))
        #expect(median.interval == Interval(lower: 7.5, upper: 110) && median.replicates == 20_000)
        let fixed = try #require(
            amounts.totalBootstrap(number: nil, replicates: 20_000, using: &generator))
        #expect(agrees(fixed.interval, 1374, 39386, within: 0.05))
        let random = try #require(amounts.totalBootstrap(replicates: 20_000, using: &generator))
        #expect(agrees(random.interval, 1043, 41124, within: 0.05))
        let clumped = try #require(
            amounts.totalBootstrap(
                number: .negativeBinomial(alpha: 0.5), replicates: 20_000, using: &generator))
        #expect(clumped.interval.upper > random.interval.upper)
    }

    @Test func theSameSeedGivesTheSameBootstrap() throws {
        let amounts = try #require(RobustAmounts(Self.kilograms))
        var one = SeededGenerator(seed: 3)
        var two = SeededGenerator(seed: 3)
        #expect(amounts.totalBootstrap(using: &one) == amounts.totalBootstrap(using: &two))
        #expect(amounts.medianBootstrap(using: &one) == amounts.medianBootstrap(using: &two))
    }

    @Test func undefinedSummariesAreAbsent() throws {
        #expect(RobustAmounts([]) == nil)
        #expect(RobustAmounts([1, -1]) == nil)
        #expect(RobustAmounts([1, .infinity]) == nil)
        let nothing = try #require(RobustAmounts([0, 0, 0]))
        #expect(nothing.gini == nil && nothing.largestShare == nil)
        #expect(nothing.geometricMean == nil && nothing.median == 0)
        #expect(nothing.winsorisedMean(lower: 0.5, upper: 0.5) == nil)
        var generator = SeededGenerator(seed: 1)
        #expect(nothing.medianBootstrap(using: &generator) == nil)
        #expect(nothing.tailShare(ofLargest: 0) == nil)
    }
}

@Suite struct TrendTests {
    typealias Case = (values: [Double], positions: [Double]?, expected: [Double])

    /// slope, intercept, interval: stats.theilslopes(y, x, 0.95); tau, p: stats.kendalltau(x, y),
    /// where p is not exact with 1 taken off |S| before dividing by its standard deviation.
    static let cases: [Case] = [
        (
            [3, 7, 5, 9, 12, 10, 15, 18, 14, 21], nil,
            [
                1.8333333333333333, 2.75, 1.3333333333333333, 2.2857142857142856,
                0.8222222222222221, 0.0003576940035273369,
            ]
        ),
        (
            [4, 4, 6, 3, 7, 7, 9, 5, 10, 12, 7, 13], nil,
            [
                0.7638888888888888, 2.7986111111111116, 0.3333333333333333, 1,
                0.6565706694547585, 0.004471372062825484,
            ]
        ),
        (
            [5, 1, 8, 2, 9, 3, 3, 10], [0, 0, 1, 2, 2, 4, 7, 7],
            [
                0.3333333333333333, 3.3333333333333335, -1.2, 2, 0.3079201435678004,
                0.37183592645093744,
            ]
        ),
        (
            [1, 2, 4, 3], nil,
            [0.8333333333333333, 1.25, -1, 2, 0.6666666666666669, 0.3333333333333333]
        ),
        (
            (0..<40).map { Double($0 * 37 % 41) + 0.4 * Double($0) }, nil,
            [
                0.3047619047619047, 22.75714285714286, -0.183333333333333, 0.6051282051282052,
                0.15384615384615388, 0.16560248483061557,
            ]
        ),
    ]

    @Test(arguments: cases.indices)
    func trendsAgreeWithScipy(index: Int) throws {
        let (values, positions, expected) = Self.cases[index]
        let trend = try #require(
            positions.map { Trend(of: values, at: $0) } ?? Trend(of: values))
        let found = [
            trend.slope, trend.intercept, trend.slopeInterval.lower, trend.slopeInterval.upper,
            trend.tau, trend.pValue,
        ]
        for (one, other) in zip(found, expected) {
            #expect(agrees(one, other, within: 1e-9), "\(found)")
        }
        let backwards = try #require(
            Trend(
                of: values.reversed(),
                at: (positions ?? values.indices.map(Double.init)).reversed()))
        #expect(agrees(backwards.slope, trend.slope) && agrees(backwards.pValue, trend.pValue))
    }

    @Test func oneWildValueDoesNotTurnTheTrend() throws {
        var values = (0..<21).map { 2 * Double($0) }
        values[20] = -100_000
        #expect(agrees(Trend(of: values)?.slope, 2))
    }

    @Test func noTrendIsSaidWhereThereIsNone() throws {
        let flat = try #require(Trend(of: [4, 4, 4, 4, 4]))
        #expect(flat.slope == 0 && flat.tau == 0 && flat.pValue == 1)
        #expect(Trend(of: [1, 2, 3]) == nil)
        #expect(Trend(of: [1, 2, 3, 4], at: [5, 5, 5, 5]) == nil)
        #expect(Trend(of: [1, 2, .nan, 4]) == nil)
        #expect(Trend(of: [1, 2, 3, 4], at: [1, 2, 3]) == nil)
    }
}
