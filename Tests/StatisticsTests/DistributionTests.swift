import Statistics
import Testing

/// Reference numbers: scipy 1.17.1, by the call named in each test.
@Suite struct DistributionTests {
    @Test func normalQuantilesAgreeWithScipy() {
        // stats.norm.ppf(p)
        let cases: [(Double, Double)] = [
            (1e-300, -37.0470962993612), (1e-20, -9.262340089798409),
            (0.001, -3.090232306167813), (0.025, -1.9599639845400545),
            (0.3, -0.5244005127080409), (0.84, 0.994457883209753), (0.975, 1.959963984540054),
        ]
        for (p, z) in cases {
            #expect(agrees(NormalDistribution.standard.quantile(p), z, within: 1e-13), "\(p)")
        }
        // stats.norm.cdf(x), stats.norm.sf(9)
        let standard = NormalDistribution.standard
        #expect(agrees(standard.cdf(-30), 4.906713927147908e-198))
        #expect(agrees(standard.cdf(1.7), 0.955434537241457))
        #expect(agrees(standard.upperTail(9), 1.1285884059538324e-19))
        #expect(standard.quantile(0.5) == 0 || abs(standard.quantile(0.5)) < 1e-15)
    }

    @Test func incompleteGammaAgreesWithScipy() {
        // special.gammainc(a, x), special.gammaincc(a, x)
        let cases: [(Double, Double, Double, Double)] = [
            (0.5, 0.2, 0.47291074313446196, 0.5270892568655381),
            (3, 2.5, 0.45618688411667035, 0.5438131158833297),
            (10, 14, 0.890600630357261, 0.10939936964273902),
            (100, 80, 0.0171083130351331, 0.9828916869648668),
            (1e4, 10150, 0.9326593784960509, 0.06734062150394915),
            (1e6, 997000, 0.0013381041673135986, 0.9986618958326864),
            (0.01, 1e-8, 0.836510254685233, 0.16348974531476668),
        ]
        for (a, x, lower, upper) in cases {
            #expect(agrees(GammaFunction.regularisedLower(shape: a, at: x), lower), "\(a) \(x)")
            #expect(agrees(GammaFunction.regularisedUpper(shape: a, at: x), upper), "\(a) \(x)")
        }
        #expect(GammaFunction.regularisedLower(shape: -1, at: 2).isNaN)
    }

    @Test func incompleteBetaAgreesWithScipy() {
        // special.betainc(a, b, x), special.betaincc(a, b, x)
        let cases: [(Double, Double, Double, Double)] = [
            (0.5, 0.5, 0.3, 0.36901011956554536), (2, 3, 0.4, 0.5247999999999999),
            (0.5, 40, 0.001, 0.22208013236431182), (300, 200, 0.63, 0.9155001300327799),
            (1e5, 2e5, 0.332, 0.06059491337076772), (3.4, 1e6, 2e-6, 0.23875726696263608),
        ]
        for (a, b, x, lower) in cases {
            #expect(agrees(GammaFunction.regularisedBeta(a, b, at: x), lower), "\(a) \(b) \(x)")
        }
        #expect(GammaFunction.regularisedBeta(2, 3, at: 1.5).isNaN)
    }

    @Test func continuousQuantilesAgreeWithScipy() {
        // stats.beta.ppf(p, a, b)
        let beta: [(Double, Double, Double, Double)] = [
            (0.5, 10.5, 0.025, 4.7890433157581876e-05), (3, 1, 0.975, 0.9915962413403874),
            (8.5, 2.5, 0.5, 0.7896263598351845), (200, 31, 0.01, 0.8092803268402525),
            (0.1, 0.2, 0.05, 4.2957761271294605e-12),
        ]
        for (a, b, p, x) in beta {
            #expect(agrees(BetaDistribution(a: a, b: b)?.quantile(p), x), "\(a) \(b) \(p)")
        }
        // stats.chi2.ppf(p, d)
        let chiSquare: [(Double, Double, Double)] = [
            (1, 0.05, 0.003932140000019522), (2, 0.95, 5.991464547107979),
            (10, 0.975, 20.483177350807388), (0.3, 0.5, 0.012469611517980431),
            (1e4, 0.001, 9568.668495093969),
        ]
        for (d, p, x) in chiSquare {
            #expect(
                agrees(ChiSquareDistribution(degreesOfFreedom: d)?.quantile(p), x), "\(d) \(p)")
        }
        // stats.chi2.sf(30, 4)
        #expect(
            agrees(
                ChiSquareDistribution(degreesOfFreedom: 4)?.upperTail(30), 4.894437128029217e-06))
        // stats.t.ppf(p, d)
        let student: [(Double, Double, Double)] = [
            (1, 0.975, 12.706204736174694), (3, 0.01, -4.5407028585681335),
            (7.5, 0.9, 1.4052118464159533), (120, 0.999, 3.15953874331711),
            (2, 0.5001, 0.0002828427181314423),
        ]
        for (d, p, t) in student {
            let found = StudentDistribution(degreesOfFreedom: d)?.quantile(p)
            #expect(agrees(found, t, within: p == 0.5001 ? 1e-9 : 1e-11), "\(d) \(p)")
        }
        // stats.t.sf(2.2, 5), stats.t.cdf(-1.1, 2.5)
        #expect(
            agrees(StudentDistribution(degreesOfFreedom: 5)?.upperTail(2.2), 0.039546948951591186))
        #expect(agrees(StudentDistribution(degreesOfFreedom: 2.5)?.cdf(-1.1), 0.1829347501674098))
    }

    @Test func poissonAgreesWithScipy() {
        // stats.poisson.pmf(k, m), .cdf, .sf; the last pmf by mpmath with 40 digits, since scipy
        // is off in the eleventh.
        let cases: [(Double, Int, Double, Double, Double)] = [
            (0.3, 0, 0.7408182206817179, 0.740818220681718, 0.25918177931828207),
            (4.2, 7, 0.0685926643226606, 0.9360566602725789, 0.0639433397274211),
            (250, 220, 0.00411634616680618, 0.02913888201701549, 0.9708611179829845),
            (1e5, 100_700, 0.00010910572866462211, 0.9865554247371082, 0.013444575262891847),
        ]
        for (mean, k, pmf, cdf, tail) in cases {
            let poisson = PoissonDistribution(mean: mean)
            #expect(agrees(poisson?.pmf(k), pmf), "\(mean) \(k)")
            #expect(agrees(poisson?.cdf(k), cdf), "\(mean) \(k)")
            #expect(agrees(poisson?.upperTail(k), tail), "\(mean) \(k)")
        }
        // stats.poisson.ppf(p, m)
        let quantiles: [(Double, Double, Int)] = [
            (0.025, 4.2, 1), (0.975, 4.2, 9), (0.5, 250, 250), (0.999, 1e5, 100_979),
            (0.9, 0.05, 0),
        ]
        for (p, mean, k) in quantiles {
            #expect(PoissonDistribution(mean: mean)?.quantile(p) == k, "\(p) \(mean)")
        }
    }

    @Test func negativeBinomialAgreesWithScipy() {
        // d = stats.nbinom(1/alpha, 1/(1 + alpha*m)); d.pmf(k), d.cdf(k), d.sf(k);
        // alpha 1e-6 by mpmath with 40 digits, since scipy loses half of them there.
        let cases: [(Double, Double, Int, Double, Double, Double)] = [
            (5, 0.29, 0, 0.04550383342989376, 0.04550383342989376, 0.9544961665701063),
            (5, 0.29, 9, 0.04281143114743473, 0.8932151961079173, 0.10678480389208274),
            (40, 1.17, 3, 0.025974235617149476, 0.1212534975620283, 0.8787465024379718),
            (1000, 0.01, 1250, 0.00026294829803075897, 0.9878906108645659, 0.012109389135434178),
            (12, 1e-6, 20, 0.00968224517167788, 0.9884017980448988, 0.0115982019551012),
            (0.5, 4, 2, 0.05276636705913836, 0.9392413336526637, 0.06075866634733701),
        ]
        for (mean, alpha, k, pmf, cdf, tail) in cases {
            let distribution = NegativeBinomialDistribution(mean: mean, alpha: alpha)
            #expect(agrees(distribution?.pmf(k), pmf), "\(mean) \(alpha)")
            #expect(agrees(distribution?.cdf(k), cdf), "\(mean) \(alpha)")
            #expect(agrees(distribution?.upperTail(k), tail), "\(mean) \(alpha)")
        }
        // d.ppf(p)
        let quantiles: [(Double, Double, Double, Int)] = [
            (0.025, 5, 0.29, 0), (0.975, 5, 0.29, 13), (0.95, 40, 1.17, 128),
            (0.5, 1000, 0.01, 997),
        ]
        for (p, mean, alpha, k) in quantiles {
            #expect(NegativeBinomialDistribution(mean: mean, alpha: alpha)?.quantile(p) == k)
        }
    }

    @Test(arguments: [0, 1e-13, 1e-11, 1e-9, 1e-6, 1e-3])
    func negativeBinomialTendsToPoisson(alpha: Double) throws {
        let poisson = try #require(PoissonDistribution(mean: 20))
        let near = try #require(NegativeBinomialDistribution(mean: 20, alpha: alpha))
        for k in [0, 5, 20, 40, 60] {
            #expect(agrees(near.pmf(k), poisson.pmf(k), within: 1e-12 + 2000 * alpha), "\(k)")
        }
    }

    @Test func quantilesInvertCumulativeProbabilities() throws {
        let seed: UInt64 = 20_260_101
        print("quantilesInvertCumulativeProbabilities: seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let mean = generator.uniform() * 60 + 0.01
            let alpha = generator.uniform() * 2
            let p = generator.uniform() * 0.998 + 0.001
            let counts = try #require(NegativeBinomialDistribution(mean: mean, alpha: alpha))
            let k = try #require(counts.quantile(p))
            #expect(counts.cdf(k) >= p * (1 - 1e-12) && counts.cdf(k - 1) < p)
            #expect(counts.quantile(counts.cdf(k)) == k)
            let beta = try #require(BetaDistribution(a: mean, b: alpha + 0.5))
            let x = beta.quantile(p)
            #expect(abs(beta.cdf(x) - p) < 1e-7, "\(beta) \(p)")
            let student = try #require(StudentDistribution(degreesOfFreedom: alpha + 0.3))
            #expect(agrees(student.cdf(student.quantile(p)), p, within: 1e-10))
            let gamma = try #require(GammaDistribution(shape: mean))
            #expect(agrees(gamma.cdf(gamma.quantile(p)), p, within: 1e-11))
            #expect(gamma.quantile(p) < gamma.quantile(p + 1e-4))
        }
    }

    @Test func probabilitiesOfAllCountsSumToOne() throws {
        for (mean, alpha) in [(0.4, 0.0), (7, 0.29), (30, 1.17)] {
            let counts = try #require(NegativeBinomialDistribution(mean: mean, alpha: alpha))
            var sum = 0.0
            for k in 0..<3_000 {
                sum += counts.pmf(k)
                #expect(abs(sum - counts.cdf(k)) < 1e-12)
            }
            #expect(abs(sum - 1) < 1e-11)
        }
    }

    @Test func parametersOutOfBoundsGiveNothing() {
        #expect(PoissonDistribution(mean: -1) == nil)
        #expect(NegativeBinomialDistribution(mean: 3, alpha: -.ulpOfOne) == nil)
        #expect(BetaDistribution(a: 0, b: 1) == nil)
        #expect(StudentDistribution(degreesOfFreedom: .nan) == nil)
        #expect(NormalDistribution(mean: 0, standardDeviation: 0) == nil)
        #expect(PoissonDistribution(mean: 3)?.quantile(1) == nil)
        #expect(NormalDistribution.standard.quantile(1.1).isNaN)
        #expect(ConfidenceLevel(share: 1) == nil)
    }

    @Test func seededGeneratorFollowsThePublishedRecurrence() {
        // The recurrence evaluated in Python's whole numbers, seeds 1234567 and 0.
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
        #expect(generator.next() == 9_817_491_932_198_370_423)
        var zero = SeededGenerator(seed: 0)
        #expect(zero.next() == 16_294_208_416_658_607_535)
    }
}
