import Statistics
import Testing

@Suite struct LikelihoodRatioTests {
    @Test func smallestAlarmsEqualThoseOfSurveillance() throws {
        guard let golden = ReferenceTables.table("surveillance/glrnb_newport.csv") else { return }
        let (counts, means) = try (golden.counts("observed"), golden.numbers("mu0"))
        // α as 1/θ of the reference's control file; its window is the whole past.
        let detector = try #require(
            LikelihoodRatioSum(alpha: 0.160949831633545, threshold: 5, window: 1_000))
        let weeks = try #require(detector.assess(counts, means: means))
        var agreement = Agreement(
            "Generalised likelihood ratio, negative binomial", on: "salmNewport_weekly_total",
            with: "surveillance 1.20.3")
        let (upper, alarm) = try (golden.numbers("upperbound"), golden.counts("alarm"))
        for row in weeks.indices {
            #expect(weeks[row].isAlarm == (alarm[row] == 1), "row \(row)")
            // The reference searches no bound for a week without cases, and writes 0 or 1e99.
            guard counts[row] > 0, upper[row] > 0, upper[row] < 1e9 else { continue }
            agreement.compare(Double(try #require(weeks[row].smallestAlarm)), upper[row])
        }
        agreement.expect(within: 0, atLeast: 100)
    }

    @Test func alarmsAndTheirBoundsAgree() throws {
        var generator = SeededGenerator(seed: 31)
        for alpha in [0, 0.3] {
            let detector = try #require(
                LikelihoodRatioSum(alpha: alpha, threshold: 4, window: 20))
            let counts = (0..<150).map { week in
                generator.negativeBinomial(mean: week < 100 ? 4 : 9, size: 3)
            }
            let means = [Double](repeating: 4, count: 150)
            let weeks = try #require(detector.assess(counts, means: means))
            for week in weeks {
                let bound = try #require(week.smallestAlarm)
                #expect(week.isAlarm == (week.observed >= bound))
                #expect(week.statistic.isFinite && week.statistic >= 0)
            }
            #expect(weeks[100...].contains { $0.isAlarm })
        }
    }

    @Test func seriesThatAreNoneAreRefused() throws {
        let detector = try #require(LikelihoodRatioSum(alpha: 0.2, threshold: 5))
        #expect(detector.assess([1], means: []) == nil)
        #expect(detector.assess([1], means: [0]) == nil)
        #expect(detector.assess([-1], means: [1]) == nil)
        #expect(detector.assess([], means: []) == [])
        let zero = try #require(
            detector.assess([Int](repeating: 0, count: 60), means: .init(repeating: 3, count: 60)))
        #expect(zero.allSatisfy { $0.statistic == 0 && !$0.isAlarm })
        let huge = try #require(detector.assess([1_000_000_000], means: [1e-6]))
        #expect(huge[0].isAlarm && huge[0].statistic.isFinite)
        #expect(LikelihoodRatioSum(alpha: -1, threshold: 5) == nil)
    }
}
