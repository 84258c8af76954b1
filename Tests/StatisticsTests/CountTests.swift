import Statistics
import Testing

@Suite struct CountTests {
    static let counts = [3, 7, 5, 9, 2, 0, 6, 14, 8, 4, 4, 11]

    static func uneven() throws -> CountSeries {
        try #require(
            CountSeries(counts: [1, 0, 2, 0, 0, 3, 1], exposures: [1, 2, 1, 1, 0.5, 2, 1]))
    }

    static func series(_ counts: [Int]) throws -> CountSeries {
        try #require(CountSeries(counts: counts))
    }

    @Test func dispersionAgreesWithTheFormulas() throws {
        // numpy: y.var(ddof=1)/y.mean(); (s2 - m)/m**2; d = diff(y)**2/(y[1:]+y[:-1]), d.mean();
        // brentq(sum(d/(1 + (s-1)*a/(2+a))) - len(d))
        let series = try Self.series(Self.counts)
        let one = try #require(CountDispersion(of: series))
        #expect(agrees(one.varianceToMean, 2.584059775840598))
        #expect(agrees(one.alpha, 0.26039338780941335))
        #expect(agrees(one.successivePhi, 2.2697363242817783))
        #expect(agrees(one.successiveAlpha, 0.3473383091446057))
        #expect(one.pairs == 11 && one.periods == 12 && one.seriesUsed == 1)
    }

    @Test func pooledDispersionAgreesWithTheFormulas() throws {
        // The same sums over both series; alpha by brentq on Pearson's X2 less 17 degrees.
        let both = [try Self.series(Self.counts), try Self.uneven()]
        let short = try Self.series([900, 1])
        let pooled = try #require(CountDispersion(pooling: both + [short]))
        #expect(agrees(pooled.varianceToMean, 2.01027397260274))
        #expect(agrees(pooled.alpha, 0.21291447295906743))
        #expect(agrees(pooled.successivePhi, 2.115131222943723))
        #expect(agrees(pooled.successiveAlpha, 0.6340982483356127))
        #expect(pooled.pairs == 16 && pooled.seriesUsed == 2)
        let turned = try #require(CountDispersion(pooling: both.reversed()))
        #expect(agrees(turned.alpha, pooled.alpha))
    }

    @Test func dispersionIsUndefinedForTooLittle() throws {
        #expect(CountDispersion(of: try Self.series([4, 6])) == nil)
        #expect(CountDispersion(of: try Self.series([0, 0, 0, 0])) == nil)
        #expect(CountDispersion(pooling: []) == nil)
        #expect(CountSeries(counts: [1, -1, 2]) == nil)
        #expect(CountSeries(counts: [1, 1, 2], exposures: [1, 0, 1]) == nil)
        let swinging = try Self.series([0, 5, 0, 7, 0])
        let dispersion = try #require(CountDispersion(of: swinging))
        #expect(dispersion.successivePhi == 6 && dispersion.successiveAlpha == nil)
    }

    @Test func differencesIgnoreTrendAndFindTheDispersion() throws {
        let seed: UInt64 = 7
        print("differencesIgnoreTrendAndFindTheDispersion: seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        var steady: [CountSeries] = []
        var growing: [CountSeries] = []
        for _ in 0..<400 {
            steady.append(
                try Self.series(
                    (0..<24).map { _ in generator.negativeBinomial(mean: 8, size: 4) }))
            growing.append(
                try Self.series((0..<24).map { generator.poisson(2 + Double($0)) }))
        }
        let noisy = try #require(CountDispersion(pooling: steady))
        let alphaByPairs = try #require(noisy.successiveAlpha)
        #expect(abs(noisy.alpha - 0.25) < 0.02 && abs(alphaByPairs - 0.25) < 0.02)
        let trend = try #require(CountDispersion(pooling: growing))
        let phi = try #require(trend.successivePhi)
        #expect(trend.varianceToMean > 3)
        #expect(abs(phi - 1) < 0.08)
    }

    @Test func poissonIntervalsAreGarwoods() {
        // stats.gamma.ppf(.025, k), stats.gamma.ppf(.975, k + 1)
        let cases: [(Int, Double, Double)] = [
            (0, 0, 3.6888794541139354), (1, 0.025317807984289876, 5.571643390938898),
            (7, 2.8143630515198654, 14.422675361702376),
            (100, 81.36399125092314, 121.62679379242638),
            (12345, 12128.18090789908, 12564.722206913333),
        ]
        for (k, lower, upper) in cases {
            let interval = CountInterval.expected(behind: k, variance: .poisson)
            #expect(agrees(interval, lower, upper), "\(k)")
            let same = CountInterval.expected(
                behind: k, variance: .negativeBinomial(alpha: 0))
            #expect(same == interval)
        }
    }

    @Test func negativeBinomialIntervalsInvertTheTails() {
        // brentq over m on stats.nbinom(1/al, 1/(1+al*m)).cdf(y) and .sf(y-1) less .025
        let cases: [(Int, Double, Double, Double)] = [
            (0, 0.29, 0, 6.60249563759726), (7, 0.29, 2.064241751336028, 36.81653826717971),
            (7, 1.17, 1.3624655876820042, 536.7591026819771),
            (120, 0.05, 77.46435119406249, 203.47102681204444),
        ]
        for (y, alpha, lower, upper) in cases {
            let interval = CountInterval.expected(
                behind: y, variance: .negativeBinomial(alpha: alpha))
            #expect(agrees(interval, lower, upper, within: 1e-9), "\(y) \(alpha)")
        }
    }

    @Test func scoreIntervalsAreTheRootsOfTheQuadratic() {
        // np.roots([1 - z*z*al, -(2*y + z*z*phi), y*y])
        let alpha = CountVariance.negativeBinomial(alpha: 0.1)
        #expect(
            agrees(
                CountInterval.score(behind: 7, variance: .poisson),
                3.390863841218727, 14.450594979475397))
        #expect(
            agrees(
                CountInterval.score(behind: 7, variance: alpha),
                3.0722110707050394, 25.898056889255287))
        // With alpha 0.29 the quadratic opens downwards: its positive root is the lower end.
        #expect(
            agrees(
                CountInterval.score(behind: 7, variance: .negativeBinomial(alpha: 0.29)),
                2.699828418453501, .infinity))
        #expect(
            agrees(
                CountInterval.expected(behind: 50, variance: .quasiPoisson(phi: 3.3)),
                30.376586829080775, 82.30022727920984))
        #expect(
            agrees(
                CountInterval.expected(behind: 0, variance: .quasiPoisson(phi: 2.5)),
                0, 9.603647051735313))
    }

    @Test func nextCountsAgreeWithScipy() {
        // mu = (t+.5)/m; a = (var(mu)*(1+1/m) - mu)/mu**2; nbinom(1/a, 1/(1+a*mu)).ppf
        let alpha = CountVariance.negativeBinomial(alpha: 0.29)
        #expect(CountInterval.next(after: 7, variance: .poisson) == 1...16)
        #expect(CountInterval.next(after: 84, periods: 12, variance: .poisson) == 2...13)
        #expect(CountInterval.next(after: 84, periods: 12, variance: alpha) == 0...19)
        #expect(
            CountInterval.next(after: 84, periods: 12, variance: .quasiPoisson(phi: 3.3)) == 0...19)
        #expect(CountInterval.next(after: 0, periods: 4, variance: .poisson) == 0...1)
    }

    @Test func intervalsContainTheCountAndGrowWithEverything() throws {
        for y in [0, 1, 2, 9, 40, 1_000] {
            var width = 0.0
            for alpha in [0, 0.01, 0.1, 0.25, 0.6, 3] {
                let variance = CountVariance.negativeBinomial(alpha: alpha)
                let exact = try #require(CountInterval.expected(behind: y, variance: variance))
                let score = try #require(CountInterval.score(behind: y, variance: variance))
                #expect(exact.contains(Double(y)) && score.contains(Double(y)))
                #expect(exact.upper - exact.lower > width)
                width = exact.upper - exact.lower
                let more = try #require(
                    CountInterval.expected(behind: y + 1, variance: variance))
                #expect(more.lower > exact.lower && more.upper > exact.upper)
                let wide = try #require(
                    CountInterval.expected(
                        behind: y, variance: variance, level: .ninetyNine))
                #expect(wide.lower <= exact.lower && wide.upper > exact.upper)
            }
        }
        #expect(CountInterval.expected(behind: -1, variance: .poisson) == nil)
        #expect(
            CountInterval.expected(behind: 3, variance: .negativeBinomial(alpha: -1)) == nil)
        #expect(CountInterval.next(after: 3, periods: 0, variance: .poisson) == nil)
    }
}
