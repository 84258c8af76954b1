/// Weeks in which a count lies above what the same weeks of former years lead one to expect.
///
/// Estimator: a quasi-Poisson regression of the reference weeks on trend and season, fitted twice,
/// the second time with unusual weeks weighed down by their Anscombe residuals; the threshold is an
/// upper quantile for the week under test.
/// Assumes that the reference weeks are like this one but for trend and season, and that weeks are
/// independent given these.
/// Sources: Farrington, Andrews, Beale and Catchpole (1996), JRSS A 159, 547–563; Noufaily et al.
/// (2013), Statistics in Medicine 32, 1206–1222; defaults and details as the R package
/// surveillance documents them (Salmon, Schumacher and Höhle 2016, JSS 70(10)).
package struct FarringtonDetector: Hashable, Sendable {
    /// How the threshold follows from the fit.
    package enum Threshold: Hashable, Sendable {
        /// Normal quantile after the power 2/3, uncertainty of the fit included.
        case delta
        /// Quantile of a negative binomial count about the expected value.
        case plugIn
        /// Quantile of a negative binomial count about the upper quantile of the expected value.
        case upperMean
    }

    /// Whose account of the method is followed where the two differ.
    package enum Variant: Hashable, Sendable {
        /// 1996: only weeks of the season, two-sided level.
        case original
        /// 2013: all weeks, one-sided level.
        ///
        /// Prediction errors and the trend's test use the residual variance under the outlier
        /// weights alone, as the package surveillance does (1.20.3).
        case flexible
    }

    /// Bounds: 1 to 20.
    package var years = 5
    /// Weeks on either side of the same week of a former year. Bounds: 0 to 12.
    package var halfWindow = 3
    /// Seasonal levels of the year; 1 uses the windows only. Bounds: 1 to 20.
    package var seasons = 10
    /// Weeks before the week under test that do not count as reference, lest a wave that has
    /// begun hide itself. Bounds: from ``halfWindow``.
    package var recentWeeksLeftOut = 26
    /// Anscombe residuals above this are weighed down. Bounds: above 0.
    package var outlierThreshold = 2.58
    /// Probability of passing the threshold in a week without change. Bounds: 0.000001 to 0.5.
    package var alpha = 0.01
    /// The trend stays in the model where its p-value is below; 0 leaves it out, 1 keeps it.
    package var trendLevel = 1.0
    package var threshold = Threshold.plugIn
    package var variant = Variant.flexible
    /// Fewer events in ``casesSpan`` weeks raise no alarm. Bounds: from 0.
    package var minimumCases = 5
    /// Bounds: from 1.
    package var casesSpan = 4
    /// Weeks in a year by index. Bounds: 2·``halfWindow`` + ``seasons`` at least.
    package var weeksPerYear = 52

    /// The settings of Noufaily et al. 2013.
    package init() {}

    /// The settings of Farrington et al. 1996.
    package static var original1996: FarringtonDetector {
        var detector = FarringtonDetector()
        detector.seasons = 1
        detector.recentWeeksLeftOut = 3
        detector.outlierThreshold = 1
        detector.trendLevel = 0.05
        detector.threshold = .delta
        detector.variant = .original
        return detector
    }

    /// What was found for one week.
    package struct Assessment: Hashable, Sendable {
        package let observed: Int
        package let expected: Double
        /// An alarm is a count above it.
        package let upperBound: Double
        /// (observed - prediction)/(bound - prediction); above 1 is an alarm. For the two negative
        /// binomial thresholds the prediction stands on the logarithmic scale, as in surveillance.
        package let score: Double
        /// Probability of the count or more without a change.
        package let pValue: Double
        /// How likely a count above the bound is without a change: the expected number of false
        /// alarms is its sum over weeks. Bounds: 0 to 1.
        ///
        /// From the fit without outlier weights, since with them skewed counts look tamer than
        /// they are; the error of the expected count is averaged over. In 24,000 simulated weeks
        /// the sum was within 17 % of the alarms at α = 0.01 and within 3 % at 0.05.
        package let falseAlarmProbability: Double
        /// φ of the reference weeks. Bounds: from 1.
        package let dispersion: Double
        /// The expected count, for ``Threshold/upperMean`` and ``Threshold/delta`` the exponential
        /// of the upper quantile of the prediction.
        package let meanAtThreshold: Double
        /// Change of the logarithm of the mean in a week; nil without trend.
        package let trend: Double?
        /// Whether the last weeks hold ``minimumCases``.
        package let hasEnoughCases: Bool
        package let isAlarm: Bool
    }

    /// Why no threshold can be stated.
    package enum Gap: Error, Hashable, Sendable {
        /// A setting is out of its bounds.
        case settings
        /// The week, its reference weeks or exposures lie outside the series.
        case tooShort
        /// The week itself was not observed, or a count is negative.
        case notObserved
        /// Fewer observed reference weeks than coefficients and one.
        case tooFewReferenceWeeks
        /// No event in the reference weeks: any count would be unexpected.
        case noReferenceEvents
        /// Season and trend cannot be told apart in the weeks observed.
        case collinear
        /// The fit did not settle, or its upper quantile is without bound.
        case notConverged
    }

    /// The finding, or why there is none.
    package enum Outcome: Hashable, Sendable {
        case assessed(Assessment)
        case undefined(Gap)

        /// The finding, if there is one.
        package var assessment: Assessment? {
            if case .assessed(let assessment) = self { assessment } else { nil }
        }
    }

    /// Assesses the week at an index from 0 of weekly counts, nil for weeks not observed.
    ///
    /// `exposures` enter as offset. `referenceWeeks` names the weeks of former years by index, the
    /// newest first, where a calendar knows them better than steps of ``weeksPerYear``.
    package func assess(
        _ counts: [Int?], at week: Int, exposures: [Double]? = nil, referenceWeeks: [Int]? = nil
    ) -> Outcome {
        do throws(Gap) {
            return .assessed(
                try assessment(counts, week, exposures, referenceWeeks))
        } catch {
            return .undefined(error)
        }
    }

    private func assessment(
        _ counts: [Int?], _ week: Int, _ exposures: [Double]?, _ referenceWeeks: [Int]?
    ) throws(Gap) -> Assessment {
        guard hasBounds else { throw .settings }
        guard counts.indices.contains(week), week + 1 >= casesSpan,
            exposures.map({ $0.count == counts.count }) ?? true
        else { throw .tooShort }
        guard let observed = counts[week], observed >= 0 else { throw .notObserved }
        let exposure = exposures?[week] ?? 1
        guard exposure > 0, exposure.isFinite else { throw .notObserved }
        let reference = try FarringtonReference(
            self, counts: counts, week: week, exposures: exposures,
            years: referenceWeeks ?? (1...years).map { week - weeksPerYear * $0 })
        let model = try reference.model(self, exposure: exposure)
        let recent = counts[(week - casesSpan + 1)...week].reduce(0) { $0 + ($1 ?? 0) }
        return try conclude(observed, model, hasEnoughCases: recent >= minimumCases)
    }

    private var hasBounds: Bool {
        (1...20).contains(years) && (0...12).contains(halfWindow) && (1...20).contains(seasons)
            && (halfWindow...520).contains(recentWeeksLeftOut) && outlierThreshold > 0
            && alpha >= 1e-6 && alpha <= 0.5 && minimumCases >= 0
            && (1...520).contains(casesSpan) && trendLevel >= 0 && trendLevel <= 1
            && (2 * halfWindow + seasons...400).contains(weeksPerYear)
    }
}
