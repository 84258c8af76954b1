import RealModule

/// The normal distribution.
package struct NormalDistribution: Hashable, Sendable {
    /// The mean.
    package let mean: Double
    /// The standard deviation. Bounds: above 0.
    package let standardDeviation: Double

    /// Mean 0, standard deviation 1.
    package static let standard = NormalDistribution()

    private init() {
        mean = 0
        standardDeviation = 1
    }

    /// Nil unless the mean is finite and the standard deviation finite and above 0.
    package init?(mean: Double, standardDeviation: Double) {
        guard mean.isFinite, standardDeviation > 0, standardDeviation.isFinite else { return nil }
        self.mean = mean
        self.standardDeviation = standardDeviation
    }

    /// The probability of a value up to `x`.
    package func cdf(_ x: Double) -> Double { Self.lowerTail((x - mean) / standardDeviation) }

    /// The probability of a value above `x`, accurate where it is small.
    package func upperTail(_ x: Double) -> Double {
        Self.lowerTail((mean - x) / standardDeviation)
    }

    /// The value below which the given probability lies; not a number outside 0 to 1.
    ///
    /// Source: start from Abramowitz and Stegun 26.2.23 (error below 4.5e-4), then Halley steps on
    /// the complementary error function.
    package func quantile(_ probability: Double) -> Double {
        mean + standardDeviation * Self.standardQuantile(probability)
    }

    private static func lowerTail(_ z: Double) -> Double {
        0.5 * .erfc(-z * 0.5.squareRoot())
    }

    private static func standardQuantile(_ probability: Double) -> Double {
        guard probability >= 0, probability <= 1 else { return .nan }
        if probability == 0 { return -.infinity }
        if probability == 1 { return .infinity }
        if probability > 0.5 { return -standardQuantile(1 - probability) }
        let t = (-2 * .log(probability)).squareRoot()
        let above = 2.515517 + t * (0.802853 + t * 0.010328)
        let below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
        var z = above / below - t
        for _ in 0..<3 {
            let density = Double.exp(-z * z / 2) / (2 * Double.pi).squareRoot()
            guard density > 0 else { break }
            let error = (lowerTail(z) - probability) / density
            z -= error / (1 + z * error / 2)
        }
        return z
    }
}
