import RealModule

/// A count with what it is counted against.
package struct ObservedCount: Hashable, Sendable {
    /// Bounds: 0 to ``CountInterval/largestCount``.
    package let count: Int
    /// Days, inspections or other effort. Bounds: above 0, finite.
    package let exposure: Double
    /// How many periods of the length to which α belongs the count spans. Bounds: above 0, finite.
    package let periods: Double

    /// Nil where a value is out of bounds.
    package init?(count: Int, exposure: Double = 1, periods: Double = 1) {
        guard (0...CountInterval.largestCount).contains(count), exposure > 0, exposure.isFinite,
            periods > 0, periods.isFinite
        else { return nil }
        self.count = count
        self.exposure = exposure
        self.periods = periods
    }
}

/// The change of a rate from one observed count to another, as the ratio after over before.
package struct RateRatio: Hashable, Sendable {
    /// The rate after over the rate before; 0 or infinite only from the exact comparison.
    package let ratio: Double
    /// The interval of the ratio; its upper end may be infinite in the exact comparison.
    package let interval: Interval
    /// Two-sided, against no change.
    package let pValue: Double
    /// The standard error of ln ratio; nil for the exact comparison, which has none.
    package let standardErrorOfLog: Double?

    /// ln ratio by the delta method, with overdispersion.
    ///
    /// Estimator: ln((y₂+½)/E₂) - ln((y₁+½)/E₁), the half removing most of the bias of the
    /// logarithm and keeping a zero usable; its ratio is drawn towards 1 by less than one event.
    /// Variance: 1/(y₁+½) + 1/(y₂+½), times φ for quasi-Poisson counts, plus α(1/k₁ + 1/k₂) for
    /// negative binomial ones with k periods each.
    /// Assumes independent counts and exposures without error. With φ or α estimated on few
    /// degrees of freedom pass them: Student's t then replaces the normal distribution.
    /// Undefined, so nil: no event in either count, or a parameter out of bounds.
    package static func compare(
        before: ObservedCount, after: ObservedCount, variance: CountVariance,
        level: ConfidenceLevel = .ninetyFive, degreesOfFreedom: Double? = nil
    ) -> RateRatio? {
        guard before.count + after.count > 0, variance.isDefined else { return nil }
        var critical = level.criticalValue
        var student: StudentDistribution?
        if let degreesOfFreedom {
            guard let t = StudentDistribution(degreesOfFreedom: degreesOfFreedom) else {
                return nil
            }
            critical = -t.quantile(level.tail)
            student = t
        }
        let first = Double(before.count) + 0.5
        let second = Double(after.count) + 0.5
        let log = Double.log(second / first) - .log(after.exposure / before.exposure)
        var square = 1 / first + 1 / second
        switch variance {
        case .poisson: break
        case .quasiPoisson(let phi): square *= max(1, phi)
        case .negativeBinomial(let alpha):
            square += alpha * (1 / before.periods + 1 / after.periods)
        }
        let error = square.squareRoot()
        let statistic = abs(log) / error
        let tail = student?.upperTail(statistic) ?? NormalDistribution.standard.upperTail(statistic)
        let reach = critical * error
        guard !tail.isNaN,
            let interval = Interval.orNil(lower: .exp(log - reach), upper: .exp(log + reach))
        else { return nil }
        return RateRatio(
            ratio: .exp(log), interval: interval,
            pValue: min(1, 2 * tail), standardErrorOfLog: error)
    }

    /// The exact comparison of two Poisson counts, given their sum.
    ///
    /// Given n = y₁ + y₂, y₂ is binomial with odds ratio·E₂/E₁; the interval is that of Clopper
    /// and Pearson for the share, the p-value twice the smaller tail (at most 1), so that p below
    /// 1 - level and an interval without 1 always agree.
    /// Assumes Poisson counts: with overdispersed ones p is too small.
    /// Source: Przyborowski and Wilenski (1940), Biometrika 31, 313–323.
    /// Undefined, so nil: no event in either count, or exposures whose quotient overflows.
    package static func exactConditional(
        before: ObservedCount, after: ObservedCount, level: ConfidenceLevel = .ninetyFive
    ) -> RateRatio? {
        let total = before.count + after.count
        guard total > 0 else { return nil }
        let first = Double(before.count)
        let second = Double(after.count)
        let scale = before.exposure / after.exposure
        let tail = level.tail
        let lower =
            after.count == 0
            ? -Double.infinity
            : BetaDistribution.logitQuantile(second, first + 1, lower: tail, upper: 1 - tail)
        let upper =
            before.count == 0
            ? Double.infinity
            : BetaDistribution.logitQuantile(second + 1, first, lower: 1 - tail, upper: tail)
        let share = after.exposure / (before.exposure + after.exposure)
        guard let binomial = BinomialDistribution(trials: total, probability: share),
            let interval = Interval.orNil(lower: scale * .exp(lower), upper: scale * .exp(upper))
        else { return nil }
        let smaller = min(binomial.cdf(after.count), binomial.upperTail(after.count - 1))
        return RateRatio(
            ratio: second / first * scale,
            interval: interval,
            pValue: min(1, 2 * smaller), standardErrorOfLog: nil)
    }
}
