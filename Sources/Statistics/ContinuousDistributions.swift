import RealModule

// Quantiles in this file are roots of the logarithm of the smaller tail, found in ln x or in the
// logit, where that function is nearly straight.

/// The gamma distribution with unit scale.
package struct GammaDistribution: Hashable, Sendable {
    /// Bounds: above 0.
    package let shape: Double

    /// Nil unless the shape is finite and above 0.
    package init?(shape: Double) {
        guard shape > 0, shape.isFinite else { return nil }
        self.shape = shape
    }

    /// The probability of a value up to `x`.
    package func cdf(_ x: Double) -> Double {
        GammaFunction.regularisedLower(shape: shape, at: max(0, x))
    }

    /// The value below which the given probability lies; not a number outside 0 to 1.
    package func quantile(_ probability: Double) -> Double {
        Self.quantile(shape: shape, probability)
    }

    static func quantile(shape a: Double, _ probability: Double) -> Double {
        guard a > 0, probability >= 0, probability <= 1 else { return .nan }
        if probability == 0 { return 0 }
        if probability == 1 { return .infinity }
        let useLower = probability <= 0.5
        let target = Double.log(useLower ? probability : 1 - probability)
        let root = RootSearch.increasing(from: -745, to: 709, start: start(a, probability)) { u in
            let x = Double.exp(u)
            let tails = GammaFunction.tails(shape: a, at: x)
            let tail = useLower ? tails.lower : tails.upper
            let slope = a * SaddlePoint.poisson(a, mean: x) / tail
            return (useLower ? .log(tail) - target : target - .log(tail), slope)
        }
        return .exp(root)
    }

    /// ln x by Wilson and Hilferty's cube root, or by the first term of the series near 0.
    private static func start(_ a: Double, _ probability: Double) -> Double {
        let z = NormalDistribution.standard.quantile(probability)
        let root = 1 - 1 / (9 * a) + z / (3 * a.squareRoot())
        if a > 0.5, root > 0.2 { return .log(a) + 3 * .log(root) }
        return (.log(probability) + .logGamma(a + 1)) / a
    }
}

/// The chi-square distribution: a gamma distribution with half the degrees of freedom as shape.
package struct ChiSquareDistribution: Hashable, Sendable {
    /// Bounds: above 0; need not be whole.
    package let degreesOfFreedom: Double

    /// Nil unless the degrees of freedom are finite and above 0.
    package init?(degreesOfFreedom: Double) {
        guard degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return nil }
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The probability of a value up to `x`.
    package func cdf(_ x: Double) -> Double {
        GammaFunction.regularisedLower(shape: degreesOfFreedom / 2, at: max(0, x) / 2)
    }

    /// The probability of a value above `x`, accurate where it is small.
    package func upperTail(_ x: Double) -> Double {
        GammaFunction.regularisedUpper(shape: degreesOfFreedom / 2, at: max(0, x) / 2)
    }

    /// The value below which the given probability lies; not a number outside 0 to 1.
    package func quantile(_ probability: Double) -> Double {
        2 * GammaDistribution.quantile(shape: degreesOfFreedom / 2, probability)
    }
}

/// The beta distribution on 0 to 1.
package struct BetaDistribution: Hashable, Sendable {
    /// The exponent of x plus one. Bounds: above 0.
    package let a: Double
    /// The exponent of 1 - x plus one. Bounds: above 0.
    package let b: Double

    /// Nil unless both shapes are finite and above 0.
    package init?(a: Double, b: Double) {
        guard a > 0, b > 0, a.isFinite, b.isFinite else { return nil }
        self.a = a
        self.b = b
    }

    /// The probability of a value up to `x`.
    package func cdf(_ x: Double) -> Double {
        GammaFunction.regularisedBeta(a, b, at: min(1, max(0, x)))
    }

    /// The value below which the given probability lies; not a number outside 0 to 1.
    package func quantile(_ probability: Double) -> Double {
        Self.quantile(a, b, probability)
    }

    static func quantile(_ a: Double, _ b: Double, _ probability: Double) -> Double {
        1 / (1 + .exp(-logitQuantile(a, b, lower: probability, upper: 1 - probability)))
    }

    /// ln(x / (1 - x)) of the quantile; both tail probabilities are given so that neither end
    /// loses digits.
    static func logitQuantile(
        _ a: Double, _ b: Double, lower: Double, upper: Double
    ) -> Double {
        guard a > 0, b > 0, lower >= 0, upper >= 0 else { return .nan }
        if lower == 0 { return -.infinity }
        if upper == 0 { return .infinity }
        let useLower = lower <= upper
        let target = Double.log(useLower ? lower : upper)
        // The mean's logit, moved by the normal quantile over the logit's rough spread.
        let spread = (1 / a + 1 / b).squareRoot()
        let z = NormalDistribution.standard.quantile(useLower ? lower : upper)
        let start = Double.log(a / b) + (useLower ? z : -z) * spread
        return RootSearch.increasing(from: -745, to: 745, start: start) { u in
            let x = 1 / (1 + Double.exp(-u))
            let y = 1 / (1 + Double.exp(u))
            let tails = GammaFunction.betaTails(a, b, x: x, complement: y)
            let tail = useLower ? tails.lower : tails.upper
            let slope = GammaFunction.betaWeight(a, b, x: x, complement: y) / tail
            return (useLower ? .log(tail) - target : target - .log(tail), slope)
        }
    }
}

/// Student's t distribution.
package struct StudentDistribution: Hashable, Sendable {
    /// Bounds: above 0; need not be whole.
    package let degreesOfFreedom: Double

    /// Nil unless the degrees of freedom are finite and above 0.
    package init?(degreesOfFreedom: Double) {
        guard degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return nil }
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The probability of a value up to `t`.
    package func cdf(_ t: Double) -> Double { t < 0 ? upperTail(-t) : 1 - upperTail(t) }

    /// The probability of a value above `t`, accurate where it is small.
    package func upperTail(_ t: Double) -> Double {
        guard t >= 0 else { return 1 - upperTail(-t) }
        let total = degreesOfFreedom + t * t
        let tails = GammaFunction.betaTails(
            degreesOfFreedom / 2, 0.5, x: degreesOfFreedom / total, complement: t * t / total)
        return tails.lower / 2
    }

    /// The value below which the given probability lies; not a number outside 0 to 1.
    package func quantile(_ probability: Double) -> Double {
        guard probability >= 0, probability <= 1 else { return .nan }
        let tail = min(probability, 1 - probability)
        let logit = BetaDistribution.logitQuantile(
            degreesOfFreedom / 2, 0.5, lower: 2 * tail, upper: 1 - 2 * tail)
        let size = (degreesOfFreedom * .exp(-logit)).squareRoot()
        return probability < 0.5 ? -size : size
    }
}
