import Statistics
import Testing

@Suite struct FarringtonTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let file: String
        let input: String
        let threshold: FarringtonDetector.Threshold
        var dated = false
        var testDescription: String { file }
    }

    private static let newport = "salmNewport_weekly_total"
    private static let agona = "agona_weekly"
    private static let outbreak = "nb416_outbreak"

    static let cases = [
        Case(file: "ff_newport_index_delta", input: newport, threshold: .delta),
        Case(file: "ff_newport_index_muan", input: newport, threshold: .upperMean),
        Case(file: "ff_newport_index_nbplugin", input: newport, threshold: .plugIn),
        Case(file: "ff_agona_delta", input: agona, threshold: .delta),
        Case(file: "ff_agona_muan", input: agona, threshold: .upperMean),
        Case(file: "ff_agona_nbplugin", input: agona, threshold: .plugIn),
        Case(file: "ff_nb416_outbreak_muan", input: outbreak, threshold: .upperMean),
        Case(file: "ff_nb416_outbreak_nbplugin", input: outbreak, threshold: .plugIn),
        Case(file: "ff_newport_muan", input: newport, threshold: .upperMean, dated: true),
        Case(file: "ff_newport_nbplugin", input: newport, threshold: .plugIn, dated: true),
    ]

    static func detector(_ threshold: FarringtonDetector.Threshold) -> FarringtonDetector {
        var detector = FarringtonDetector()
        detector.threshold = threshold
        if threshold == .delta {
            detector.seasons = 1
            detector.recentWeeksLeftOut = 3
            detector.outlierThreshold = 1
            detector.trendLevel = 0.05
        }
        return detector
    }

    /// The same week of former years in a series of Mondays from 5 January 2004, by calendar: a
    /// date n years back, moved to the nearest Monday.
    static func calendarYears(before week: Int) -> [Int] {
        // Days from 1 January 2004; a year back is 366 days where 29 February lies between.
        let day = 4 + 7 * week
        var dayOfYear = day
        var year = 2004
        while dayOfYear >= (year % 4 == 0 ? 366 : 365) {
            dayOfYear -= year % 4 == 0 ? 366 : 365
            year += 1
        }
        return (1...5).map { back in
            let isLeap = year % 4 == 0
            let wasLeap = (year - back) % 4 == 0
            var shifted = dayOfYear
            if isLeap, !wasLeap, dayOfYear >= 60 { shifted -= 1 }
            if !isLeap, wasLeap, dayOfYear >= 59 { shifted += 1 }
            var start = 0
            for passed in 2004..<(year - back) { start += passed % 4 == 0 ? 366 : 365 }
            let distance = start + shifted - 4
            return Int((Double(distance) / 7).rounded())
        }
    }

    @Test(arguments: cases) func flexibleThresholdsEqualThoseOfSurveillance(_ one: Case) throws {
        guard let golden = ReferenceTables.table("surveillance/\(one.file).csv"),
            let input = ReferenceTables.table("surveillance/\(one.input).csv")
        else { return }
        let counts = try input.counts("observed")
        let detector = Self.detector(one.threshold)
        let weeks = try golden.counts("t")
        var agreement = Agreement(
            "Farrington flexible, \(one.threshold)\(one.dated ? ", calendar weeks" : "")",
            on: one.input, with: "surveillance 1.20.3")
        let alarms = try golden.counts("alarm")
        let (upper, expected) = try (golden.optionals("upperbound"), golden.optionals("expected"))
        let (mean, phi) = try (golden.numbers("mu0Vector"), golden.numbers("phiVector"))
        let trend = try golden.optionals("trendVector")
        let (score, p) = try (golden.numbers("score"), golden.numbers("pvalue"))
        for (row, week) in weeks.enumerated() {
            let years = one.dated ? Self.calendarYears(before: week - 1) : nil
            let outcome = detector.assess(counts, at: week - 1, referenceWeeks: years)
            let ours = try #require(outcome.assessment, "week \(week): \(outcome)")
            #expect(ours.isAlarm == (alarms[row] == 1), "week \(week)")
            #expect(ours.hasEnoughCases == (upper[row] != nil), "week \(week)")
            #expect((ours.trend == nil) == (trend[row] == nil), "week \(week)")
            if let upper = upper[row] { agreement.compare(ours.upperBound, upper) }
            if let expected = expected[row] { agreement.compare(ours.expected, expected) }
            if let trend = trend[row] { agreement.compare(ours.trend ?? .nan, trend) }
            agreement.compare(ours.meanAtThreshold, mean[row])
            agreement.compare(ours.dispersion, phi[row])
            agreement.compare(ours.score, score[row])
            agreement.compare(ours.pValue, p[row])
        }
        agreement.expect(within: 1e-9, atLeast: 200)
    }

    @Test func originalThresholdsEqualThoseOfSurveillance() throws {
        guard let golden = ReferenceTables.table("surveillance/farrington1996_newport.csv"),
            let input = ReferenceTables.table("surveillance/salmNewport_weekly_total.csv")
        else { return }
        let counts = try input.counts("observed")
        let (alarms, upper) = try (golden.counts("alarm"), golden.numbers("upperbound"))
        var agreement = Agreement(
            "Farrington 1996", on: "salmNewport_weekly_total", with: "surveillance 1.20.3")
        for (row, week) in try golden.counts("t").enumerated() {
            let outcome = FarringtonDetector.original1996.assess(
                counts, at: week - 1, referenceWeeks: Self.calendarYears(before: week - 1))
            let ours = try #require(outcome.assessment, "week \(week): \(outcome)")
            #expect(ours.isAlarm == (alarms[row] == 1), "week \(week)")
            // The reference writes 0 where the last weeks hold too few cases.
            agreement.compare(ours.hasEnoughCases ? ours.upperBound : 0, upper[row])
        }
        agreement.expect(within: 1e-9, atLeast: 100)
    }

    @Test func seriesThatSayNothingNameTheReason() {
        let detector = FarringtonDetector()
        let zero = [Int?](repeating: 0, count: 312)
        #expect(detector.assess(zero, at: 311) == .undefined(.noReferenceEvents))
        #expect(detector.assess([4], at: 0) == .undefined(.tooShort))
        #expect(detector.assess([], at: 0) == .undefined(.tooShort))
        #expect(detector.assess(zero, at: 200) == .undefined(.tooShort))
        var missing = zero
        missing[311] = nil
        #expect(detector.assess(missing, at: 311) == .undefined(.notObserved))
        var unseen = [Int?](repeating: nil, count: 312)
        unseen[311] = 3
        #expect(detector.assess(unseen, at: 311) == .undefined(.tooFewReferenceWeeks))
        var wrong = detector
        wrong.alpha = 0
        #expect(wrong.assess(zero, at: 311) == .undefined(.settings))
        let exposures = [Double](repeating: 0, count: 312)
        #expect(detector.assess(zero, at: 311, exposures: exposures) == .undefined(.notObserved))
    }

    @Test func constantCountsAndOneHugeFindStayDefined() throws {
        for threshold in [FarringtonDetector.Threshold.delta, .plugIn, .upperMean] {
            let detector = Self.detector(threshold)
            let constant = [Int?](repeating: 7, count: 312)
            let calm = try #require(detector.assess(constant, at: 311).assessment)
            #expect(!calm.isAlarm && calm.expected.isFinite && calm.upperBound.isFinite)
            #expect(agrees(calm.expected, 7, within: 1e-6))
            var jump = constant
            jump[311] = 1_000_000
            let alarmed = try #require(detector.assess(jump, at: 311).assessment)
            #expect(alarmed.isAlarm)
            var past = constant
            past[150] = 1_000_000
            if let found = detector.assess(past, at: 311).assessment {
                #expect(found.upperBound.isFinite && found.pValue >= 0 && found.pValue <= 1)
            }
        }
    }

    @Test func exposureThatDoublesWithTheCountsChangesNoScore() throws {
        var generator = SeededGenerator(seed: 20_261)
        let counts = (0..<312).map { _ -> Int? in generator.negativeBinomial(mean: 6, size: 3) }
        let exposures = (0..<312).map { $0 < 290 ? 1.0 : 2.0 }
        let detector = Self.detector(.plugIn)
        let single = try #require(
            detector.assess(counts, at: 311, exposures: exposures.map { $0 / 2 }).assessment)
        let double = try #require(
            detector.assess(counts, at: 311, exposures: exposures).assessment)
        #expect(agrees(single.score, double.score, within: 1e-9))
        let plain = try #require(detector.assess(counts, at: 311).assessment)
        #expect(agrees(double.expected, 2 * plain.expected, within: 1e-7))
    }

    @Test func falseAlarmsComeAsOftenAsStated() throws {
        // Weeks without any change: what is stated in sum is what happens.
        var generator = SeededGenerator(seed: 1_913)
        for threshold in [FarringtonDetector.Threshold.plugIn, .upperMean] {
            var detector = Self.detector(threshold)
            detector.alpha = 0.05
            detector.minimumCases = 0
            var (stated, happened) = (0.0, 0)
            for size in [1, 2, 4] {
                for _ in 0..<250 {
                    let counts = (0..<312).map { _ -> Int? in
                        generator.negativeBinomial(mean: 5, size: size)
                    }
                    let found = try #require(detector.assess(counts, at: 311).assessment)
                    stated += found.falseAlarmProbability
                    if found.isAlarm { happened += 1 }
                }
            }
            print("Farrington \(threshold): stated \(stated), happened \(happened) of 750")
            // Three standard errors of a Poisson count about the stated sum.
            #expect(abs(Double(happened) - stated) < 3 * stated.squareRoot())
        }
    }
}
