import RealModule

/// The Poisson distribution: counts of events that come singly, independently, at a steady rate.
package struct PoissonDistribution: Hashable, Sendable {
    /// Bounds: from 0.
    package let mean: Double

    /// Nil unless the mean is finite and not negative.
    package init?(mean: Double) {
        guard mean >= 0, mean.isFinite else { return nil }
        self.mean = mean
    }

    /// The probability of exactly `count`.
    package func pmf(_ count: Int) -> Double {
        guard count >= 0 else { return 0 }
        if mean == 0 { return count == 0 ? 1 : 0 }
        return SaddlePoint.poisson(Double(count), mean: mean)
    }

    /// The probability of `count` or fewer.
    package func cdf(_ count: Int) -> Double {
        count < 0 ? 0 : GammaFunction.regularisedUpper(shape: Double(count) + 1, at: mean)
    }

    /// The probability of more than `count`, accurate where it is small.
    package func upperTail(_ count: Int) -> Double {
        count < 0 ? 1 : GammaFunction.regularisedLower(shape: Double(count) + 1, at: mean)
    }

    /// The smallest count whose cumulative probability reaches the given one; nil outside 0 ..< 1.
    package func quantile(_ probability: Double) -> Int? {
        guard probability >= 0, probability < 1 else { return nil }
        let z = NormalDistribution.standard.quantile(probability)
        let start = max(0, mean + max(z, -40) * mean.squareRoot())
        return RootSearch.smallestCount(reaching: probability, start: start, cumulative: cdf)
    }
}

/// The negative binomial distribution by mean and dispersion: variance μ + αμ².
///
/// A Poisson count whose rate varies from period to period like a gamma variable with squared
/// coefficient of variation α; α = 0 is the Poisson distribution.
package struct NegativeBinomialDistribution: Hashable, Sendable {
    /// Bounds: from 0.
    package let mean: Double
    /// Bounds: from 0. Below ``smallestAlpha`` the Poisson distribution is used.
    package let alpha: Double

    /// Below this the two distributions agree to the last digits of a `Double`.
    static let smallestAlpha = 1e-12

    /// Nil unless mean and dispersion are finite and not negative.
    package init?(mean: Double, alpha: Double) {
        guard mean >= 0, mean.isFinite, alpha >= 0, alpha.isFinite else { return nil }
        self.mean = mean
        self.alpha = alpha
    }

    /// μ + αμ².
    package var variance: Double { mean + alpha * mean * mean }

    private var poisson: PoissonDistribution? {
        alpha < Self.smallestAlpha || mean == 0 ? PoissonDistribution(mean: mean) : nil
    }

    /// The chance of "stop" in the waiting-time reading, and its complement.
    private var stop: Double { 1 / (1 + alpha * mean) }
    private var goOn: Double { alpha * mean / (1 + alpha * mean) }

    /// The probability of exactly `count`.
    package func pmf(_ count: Int) -> Double {
        if let poisson { return poisson.pmf(count) }
        guard count >= 0 else { return 0 }
        let size = 1 / alpha
        let k = Double(count)
        if count == 0 { return .exp(-.log(onePlus: alpha * mean) * size) }
        return SaddlePoint.binomial(size, k, p: stop, q: goOn) * (size / (size + k))
    }

    /// The probability of `count` or fewer.
    package func cdf(_ count: Int) -> Double { tails(count).lower }

    /// The probability of more than `count`, accurate where it is small.
    package func upperTail(_ count: Int) -> Double { tails(count).upper }

    private func tails(_ count: Int) -> (lower: Double, upper: Double) {
        if let poisson { return (poisson.cdf(count), poisson.upperTail(count)) }
        guard count >= 0 else { return (0, 1) }
        return GammaFunction.betaTails(
            1 / alpha, Double(count) + 1, x: stop, complement: goOn)
    }

    /// The smallest count whose cumulative probability reaches the given one; nil outside 0 ..< 1.
    package func quantile(_ probability: Double) -> Int? {
        guard probability >= 0, probability < 1 else { return nil }
        let z = NormalDistribution.standard.quantile(probability)
        let start = max(0, mean + max(z, -40) * variance.squareRoot())
        return RootSearch.smallestCount(reaching: probability, start: start, cumulative: cdf)
    }
}

/// The binomial distribution: successes in independent trials with one probability.
package struct BinomialDistribution: Hashable, Sendable {
    /// Bounds: from 0.
    package let trials: Int
    /// Bounds: 0 to 1.
    package let probability: Double

    /// Nil unless `trials` is not negative and the probability lies in 0 to 1.
    package init?(trials: Int, probability: Double) {
        guard trials >= 0, probability >= 0, probability <= 1 else { return nil }
        self.trials = trials
        self.probability = probability
    }

    /// The probability of `successes` or fewer.
    package func cdf(_ successes: Int) -> Double { tails(successes).lower }

    /// The probability of more than `successes`, accurate where it is small.
    package func upperTail(_ successes: Int) -> Double { tails(successes).upper }

    private func tails(_ successes: Int) -> (lower: Double, upper: Double) {
        if successes < 0 { return (0, 1) }
        if successes >= trials { return (1, 0) }
        return GammaFunction.betaTails(
            Double(trials - successes), Double(successes) + 1,
            x: 1 - probability, complement: probability)
    }
}
