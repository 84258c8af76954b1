import Statistics
import Testing

@Suite struct ComparisonTests {
    static func observed(_ count: Int, _ exposure: Double, periods: Double = 1) throws
        -> ObservedCount
    {
        try #require(ObservedCount(count: count, exposure: exposure, periods: periods))
    }

    @Test func rateRatiosAgreeWithTheFormula() throws {
        // l = log((y2+.5)/e2) - log((y1+.5)/e1); v = phi*(1/(y1+.5)+1/(y2+.5)) + al*(1/k1+1/k2);
        // exp(l), exp(l -+ stats.norm.ppf(.975)*v**.5) or stats.t.ppf(.975, 9), 2*sf(|l|/v**.5)
        let before = try Self.observed(44, 100, periods: 12)
        let after = try Self.observed(22, 80, periods: 10)
        let plain = try #require(
            RateRatio.compare(before: before, after: after, variance: .poisson))
        #expect(agrees(plain.ratio, 0.6320224719101123))
        #expect(agrees(plain.interval, 0.3806642040775136, 1.0493563637468504))
        #expect(agrees(plain.pValue, 0.07610885665259404))
        #expect(agrees(plain.standardErrorOfLog, 0.2586819563803248, within: 1e-9))
        let student = try #require(
            RateRatio.compare(
                before: before, after: after, variance: .quasiPoisson(phi: 2.4),
                degreesOfFreedom: 9))
        #expect(agrees(student.interval, 0.25528209002263746, 1.5647490388532417))
        #expect(agrees(student.pValue, 0.28177017324387005))
        let clumped = try #require(
            RateRatio.compare(
                before: before, after: after, variance: .negativeBinomial(alpha: 0.29)))
        #expect(agrees(clumped.interval, 0.3204539827268644, 1.2465203321870952))
        #expect(agrees(clumped.pValue, 0.18547942495084602))
    }

    @Test func exactComparisonsAgreeWithScipy() throws {
        // stats.binomtest(y2, y1+y2, e2/(e1+e2)).proportion_ci(.95, 'exact') as odds times e1/e2;
        // min(1, 2*min(binom.cdf(y2, n, pi), binom.sf(y2-1, n, pi)))
        typealias Case = (Int, Double, Int, Double, Double, Double, Double)
        let cases: [Case] = [
            (44, 100, 22, 80, 0.3567473366601601, 1.065409346976097, 0.08805453919618955),
            (0, 1, 5, 1, 0.91635585731546, .infinity, 0.0625),
            (6, 2, 0, 1, 0, 1.6986223885946472, 0.1755829903978052),
            (10, 1, 10, 1, 0.3735468466993653, 2.677040400249479, 1),
        ]
        for (y1, e1, y2, e2, lower, upper, p) in cases {
            let before = try Self.observed(y1, e1)
            let after = try Self.observed(y2, e2)
            let result = try #require(RateRatio.exactConditional(before: before, after: after))
            #expect(agrees(result.interval, lower, upper, within: 1e-8), "\(y1) \(y2)")
            #expect(agrees(result.pValue, p), "\(y1) \(y2)")
            #expect((result.pValue <= 0.05) == !result.interval.contains(1))
            #expect(result.interval.contains(result.ratio))
        }
    }

    @Test func swappingBeforeAndAfterInvertsTheRatio() throws {
        let one = try Self.observed(31, 12)
        let two = try Self.observed(12, 9)
        let forth = try #require(RateRatio.exactConditional(before: one, after: two))
        let back = try #require(RateRatio.exactConditional(before: two, after: one))
        #expect(agrees(forth.interval.lower, 1 / back.interval.upper))
        #expect(agrees(forth.pValue, back.pValue))
        let none = try Self.observed(0, 1)
        #expect(RateRatio.exactConditional(before: none, after: none) == nil)
        #expect(RateRatio.compare(before: none, after: none, variance: .poisson) == nil)
        #expect(
            RateRatio.compare(before: one, after: two, variance: .quasiPoisson(phi: 0)) == nil)
        #expect(ObservedCount(count: 3, exposure: 0) == nil)
    }

    @Test func shareIntervalsAgreeWithScipy() {
        // stats.binomtest(k, n).proportion_ci(.95, 'wilson');
        // stats.beta.ppf(.025, k, n-k+1), stats.beta.ppf(.975, k+1, n-k) for the exact ends;
        // stats.beta.ppf([.025, .975], k+.5, n-k+.5) with the ends 0 and 1 at k = 0 and k = n
        typealias Case = (Int, Int, [Double])
        let cases: [Case] = [
            (0, 10, [0, 0.27753279986288926, 0, 0.30849710781876294, 0, 0.21719626750921053]),
            (
                7, 20,
                [
                    0.1811918241010821, 0.5671457233147637, 0.1539092047845412,
                    0.5921885345328283, 0.172276213631912, 0.5677660938414961,
                ]
            ),
            (15, 15, [0.7961166989641515, 1, 0.7819806390891612, 1, 0.8481833378856023, 1]),
            (
                81, 263,
                [
                    0.2552885198782742, 0.36620957698280004, 0.25273674558527126,
                    0.36762192260135135, 0.2545219349910236, 0.36564749917408246,
                ]
            ),
            (
                1, 1_000_000,
                [
                    1.765245767453709e-07, 5.664911804311442e-06, 2.5317807663794178e-08,
                    5.571630655172244e-06, 1.0789766246541867e-07, 4.6741920467298275e-06,
                ]
            ),
        ]
        for (k, n, ends) in cases {
            #expect(agrees(ShareInterval.wilson(k, of: n), ends[0], ends[1], within: 1e-9))
            #expect(agrees(ShareInterval.clopperPearson(k, of: n), ends[2], ends[3], within: 1e-9))
            #expect(agrees(ShareInterval.jeffreys(k, of: n), ends[4], ends[5], within: 1e-9))
        }
        #expect(ShareInterval.wilson(0, of: 0) == nil)
        #expect(ShareInterval.jeffreys(4, of: 3) == nil)
    }

    @Test func shareDifferencesAgreeWithNewcombe() {
        // Newcombe (1998), table II, method 10: 56/70 less 48/80 is 0.0524 to 0.3339, 10/10 less
        // 0/20 is 0.6791 to 1.0; further digits from scipy's Wilson ends and numpy.hypot.
        #expect(
            agrees(
                ShareInterval.difference((56, 70), less: (48, 80)),
                0.05243147240236484, 0.3338726540369059, within: 1e-10))
        #expect(
            agrees(
                ShareInterval.difference((10, 10), less: (0, 20)), 0.6790860371419147, 1,
                within: 1e-10))
        #expect(
            agrees(
                ShareInterval.difference((0, 10), less: (0, 20)),
                -0.16112515805281935, 0.27753279986288926, within: 1e-10))
    }

    @Test func adjustedValuesAgreeWithScipy() throws {
        // stats.false_discovery_control(ps), and with method='by'
        let values = [0.01, 0.04, 0.03, 0.5, 0.002, 0.9, 0.04]
        let hochberg = try #require(Multiplicity.benjaminiHochberg(values))
        let yekutieli = try #require(Multiplicity.benjaminiYekutieli(values))
        let first = [0.035, 0.056, 0.056, 0.5833333333333334, 0.014, 0.9, 0.056]
        let second = [0.09075, 0.1452, 0.1452, 1, 0.0363, 1, 0.1452]
        for index in values.indices {
            #expect(agrees(hochberg[index], first[index]))
            #expect(agrees(yekutieli[index], second[index]))
        }
        #expect(Multiplicity.benjaminiHochberg([]) == [])
        #expect(Multiplicity.benjaminiHochberg([0.2, .nan]) == nil)
        #expect(Multiplicity.benjaminiYekutieli([1.2]) == nil)
    }
}
