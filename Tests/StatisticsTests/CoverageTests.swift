import Statistics
import Testing

/// How often the intervals cover the truth, over simulated counts; seeds are printed.
@Suite struct CoverageTests {
    static let draws = 4_000

    /// Exact: never below the level. Score: close to it for α up to 0.1, above it beyond, where its
    /// upper end no longer holds anything back.
    @Test(arguments: [(2.0, 10), (10, 10), (10, 4), (60, 20), (60, 3)])
    func countIntervalsCoverTheMean(mean: Double, size: Int) throws {
        let seed = UInt64(mean) * 1_000 + UInt64(size)
        var generator = SeededGenerator(seed: seed)
        let variance = CountVariance.negativeBinomial(alpha: 1 / Double(size))
        var exact = 0
        var score = 0
        var poisson = 0
        for _ in 0..<Self.draws {
            let y = generator.negativeBinomial(mean: mean, size: size)
            let one = try #require(CountInterval.expected(behind: y, variance: variance))
            let two = try #require(CountInterval.score(behind: y, variance: variance))
            let three = try #require(CountInterval.expected(behind: y, variance: .poisson))
            exact += one.contains(mean) ? 1 : 0
            score += two.contains(mean) ? 1 : 0
            poisson += three.contains(mean) ? 1 : 0
        }
        let share = { (covered: Int) in Double(covered) / Double(Self.draws) }
        print(
            "countIntervalsCoverTheMean: seed \(seed), mean \(mean), alpha 1/\(size):",
            "exact \(share(exact)), score \(share(score)), Poisson \(share(poisson))")
        // Four standard errors of a share of 4,000 at 95 % are 0.014.
        #expect(share(exact) > 0.936)
        #expect(share(score) > 0.93 - 0.014)
        if mean >= 10 { #expect(share(poisson) < 0.90) }
    }

    @Test(arguments: [(3.0, 4), (12, 4), (12, 20)])
    func nextCountsFallInThePredictedRange(mean: Double, size: Int) throws {
        let seed = UInt64(mean) * 77 + UInt64(size)
        var generator = SeededGenerator(seed: seed)
        let variance = CountVariance.negativeBinomial(alpha: 1 / Double(size))
        var covered = 0
        for _ in 0..<Self.draws {
            var total = 0
            for _ in 0..<6 { total += generator.negativeBinomial(mean: mean, size: size) }
            let range = try #require(
                CountInterval.next(after: total, periods: 6, variance: variance))
            covered += range.contains(generator.negativeBinomial(mean: mean, size: size)) ? 1 : 0
        }
        let share = Double(covered) / Double(Self.draws)
        print("nextCountsFallInThePredictedRange: seed \(seed): \(share)")
        #expect(share > 0.936 && share < 0.99)
    }

    @Test(arguments: [(8.0, 4), (30, 3)])
    func rateRatiosCoverNoChange(mean: Double, size: Int) throws {
        let seed = UInt64(mean) * 31 + UInt64(size)
        var generator = SeededGenerator(seed: seed)
        let variance = CountVariance.negativeBinomial(alpha: 1 / Double(size))
        var covered = 0
        var poissonRejects = 0
        var used = 0
        for _ in 0..<Self.draws {
            var totals = (0, 0)
            for _ in 0..<6 {
                totals.0 += generator.negativeBinomial(mean: mean, size: size)
                totals.1 += generator.negativeBinomial(mean: mean, size: size)
            }
            let before = try #require(ObservedCount(count: totals.0, exposure: 6, periods: 6))
            let after = try #require(ObservedCount(count: totals.1, exposure: 6, periods: 6))
            guard
                let ratio = RateRatio.compare(before: before, after: after, variance: variance),
                let plain = RateRatio.exactConditional(before: before, after: after)
            else { continue }
            used += 1
            covered += ratio.interval.contains(1) ? 1 : 0
            poissonRejects += plain.pValue < 0.05 ? 1 : 0
        }
        let share = Double(covered) / Double(used)
        let alarms = Double(poissonRejects) / Double(used)
        print("rateRatiosCoverNoChange: seed \(seed): \(share); Poisson alarms \(alarms)")
        #expect(share > 0.93 && share < 0.97)
        // Why the dispersion matters: the exact Poisson test cries wolf.
        #expect(alarms > 0.15)
    }

    @Test func medianIntervalCoversTheMedian() throws {
        let seed: UInt64 = 99
        var generator = SeededGenerator(seed: seed)
        var covered = 0
        var bootstrapCovered = 0
        let samples = 1_000
        for _ in 0..<samples {
            // 1/u has median 2 and no mean.
            let drawn = (0..<25).map { _ in 1 / (1 - generator.uniform()) }
            let amounts = try #require(RobustAmounts(drawn))
            let interval = try #require(amounts.medianInterval())
            covered += interval.interval.contains(2) ? 1 : 0
            let bootstrap = try #require(
                amounts.medianBootstrap(replicates: 400, using: &generator))
            bootstrapCovered += bootstrap.interval.contains(2) ? 1 : 0
        }
        print(
            "medianIntervalCoversTheMedian: seed \(seed): ranks \(covered), "
                + "bootstrap \(bootstrapCovered) of \(samples)")
        #expect(covered > 930)
        #expect(bootstrapCovered > 900)
    }
}
