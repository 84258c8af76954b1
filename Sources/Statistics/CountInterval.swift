import RealModule

/// Intervals for the expected count behind an observed one, and for the next count.
package enum CountInterval {
    /// Larger counts are not accepted: the exact tails are not evaluated beyond it.
    package static let largestCount = 100_000_000

    /// The interval for the expected count behind `count`.
    ///
    /// - `poisson`: Garwood (1936), the inversion of both exact one-sided tests.
    /// - `negativeBinomial`: the same inversion with the negative binomial tails, in closed form
    ///   through the beta quantile. Covers at least the level for every mean. With
    ///   α beyond about 4 and a low level the count itself can lie below the interval.
    /// - `quasiPoisson`: no distribution exists to invert, so ``score(behind:variance:level:)``.
    ///
    /// Assumes α or φ is known; nil where it is out of bounds or the count not in
    /// 0 ... ``largestCount``.
    package static func expected(
        behind count: Int, variance: CountVariance, level: ConfidenceLevel = .ninetyFive
    ) -> Interval? {
        guard (0...largestCount).contains(count), variance.isDefined else { return nil }
        switch variance {
        case .poisson:
            return garwood(count, level)
        case .negativeBinomial(let alpha):
            return alpha < NegativeBinomialDistribution.smallestAlpha
                ? garwood(count, level) : exactNegativeBinomial(count, alpha, level)
        case .quasiPoisson:
            return score(behind: count, variance: variance, level: level)
        }
    }

    /// The score interval: all μ with (y - μ)² ≤ z² Var(μ), the roots of a quadratic.
    ///
    /// It covers close to the level on average where the exact one covers more, but it treats the
    /// count as normal: for αz² ≥ 1 (α ≥ 0.26 at 95 %) no mean is too large for any count and the
    /// upper end is infinite. Nil as in ``expected(behind:variance:level:)``.
    /// Simulated coverage at 95 % (4,000 counts each, repeated by the tests): 0.97 for μ = 2,
    /// α = 0.1; 0.95 for 10, 0.1; 0.96 for 10, 0.25; 0.96 for 60, 0.05; the exact interval 0.99,
    /// 0.96, 0.97 and 0.95; Poisson's on the same counts 0.97, 0.90, 0.79 and 0.70.
    /// Source: Wilson (1927), Journal of the American Statistical Association 22, 209–212, with
    /// the count's variance in place of the binomial one.
    package static func score(
        behind count: Int, variance: CountVariance, level: ConfidenceLevel = .ninetyFive
    ) -> Interval? {
        guard (0...largestCount).contains(count), variance.isDefined else { return nil }
        // Var(μ) = φμ + αμ²; one of the two departs from Poisson.
        let (phi, alpha): (Double, Double) =
            switch variance {
            case .poisson: (1, 0)
            case .negativeBinomial(let alpha): (1, alpha)
            case .quasiPoisson(let phi): (max(1, phi), 0)
            }
        let y = Double(count)
        let square = level.criticalValue * level.criticalValue
        let leading = 1 - square * alpha
        let middle = 2 * y + square * phi
        let root = (middle * middle - 4 * leading * y * y).squareRoot()
        // The lower root as product over the other: no cancellation, and valid for any `leading`.
        let lower = 2 * y * y / (middle + root)
        let upper = leading > 0 ? (middle + root) / (2 * leading) : .infinity
        return Interval.orNil(lower: lower, upper: upper)
    }

    /// The range in which the next period's count is expected, after `total` events in `periods`
    /// periods of the same length.
    ///
    /// Quantiles of the negative binomial distribution that has the next count's variance plus
    /// that of the estimated mean. The mean is (total + ½)/periods, which for Poisson counts makes
    /// it the posterior prediction under Jeffreys' prior.
    /// Assumes the rate stays and α or φ (per period) is known. Nil where `periods` is not above
    /// 0, α or φ is out of bounds or the total not in 0 ... ``largestCount``.
    package static func next(
        after total: Int, periods: Double = 1, variance: CountVariance,
        level: ConfidenceLevel = .ninetyFive
    ) -> ClosedRange<Int>? {
        guard (0...largestCount).contains(total), variance.isDefined,
            periods > 0, periods.isFinite
        else { return nil }
        let mean = (Double(total) + 0.5) / periods
        let single = variance.variance(ofMean: mean)
        let alpha = max(0, single * (1 + 1 / periods) - mean) / (mean * mean)
        guard let predicted = NegativeBinomialDistribution(mean: mean, alpha: alpha),
            let low = predicted.quantile(level.tail),
            let high = predicted.quantile(1 - level.tail)
        else { return nil }
        return low...max(low, high)
    }

    private static func garwood(_ count: Int, _ level: ConfidenceLevel) -> Interval? {
        let y = Double(count)
        let lower = count == 0 ? 0 : GammaDistribution.quantile(shape: y, level.tail)
        let upper = GammaDistribution.quantile(shape: y + 1, 1 - level.tail)
        return Interval.orNil(lower: lower, upper: upper)
    }

    /// P(Y ≤ y) = I_p(r, y+1) with r = 1/α and p = r/(r+μ): the limits on p are beta quantiles,
    /// and μ = r(1-p)/p is r times the exponential of minus the logit.
    private static func exactNegativeBinomial(
        _ count: Int, _ alpha: Double, _ level: ConfidenceLevel
    ) -> Interval? {
        let size = 1 / alpha
        let y = Double(count)
        let tail = level.tail
        let lowerLogit =
            count == 0
            ? Double.infinity
            : BetaDistribution.logitQuantile(size, y, lower: 1 - tail, upper: tail)
        let upperLogit = BetaDistribution.logitQuantile(
            size, y + 1, lower: tail, upper: 1 - tail)
        return Interval.orNil(
            lower: size * .exp(-lowerLogit), upper: size * .exp(-upperLogit))
    }
}
