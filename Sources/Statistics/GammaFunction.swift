import RealModule

/// The regularised incomplete gamma and beta functions.
///
/// Accurate to about 1e-12 relative in the smaller tail; not a number outside their domain, and
/// where the expansion does not settle within ``maximumTerms`` (shapes beyond about 1e8).
package enum GammaFunction {
    /// The number of terms needed grows with the square root of the shape.
    static let maximumTerms = 200_000

    /// P(a, x): the part of Γ(a) below `x`. Bounds: `shape` above 0, `x` from 0.
    ///
    /// Source: series DLMF 8.11.4, continued fraction DLMF 8.9.2.
    package static func regularisedLower(shape: Double, at x: Double) -> Double {
        tails(shape: shape, at: x).lower
    }

    /// Q(a, x) = 1 - P(a, x), accurate where it is small.
    package static func regularisedUpper(shape: Double, at x: Double) -> Double {
        tails(shape: shape, at: x).upper
    }

    /// I_x(a, b): the regularised incomplete beta function. Bounds: `a`, `b` above 0, `x` 0 to 1.
    ///
    /// Source: continued fraction DLMF 8.17.22, reflected where it converges faster.
    package static func regularisedBeta(_ a: Double, _ b: Double, at x: Double) -> Double {
        betaTails(a, b, x: x, complement: 1 - x).lower
    }

    /// Both tails of the gamma distribution with unit scale.
    static func tails(shape a: Double, at x: Double) -> (lower: Double, upper: Double) {
        guard a > 0, a.isFinite, x >= 0 else { return (.nan, .nan) }
        if x == 0 { return (0, 1) }
        if x == .infinity { return (1, 0) }
        let factor = SaddlePoint.poisson(a, mean: x)
        if factor == 0 { return x < a ? (0, 1) : (1, 0) }
        if x < a + 1 {
            let lower = min(1, factor * lowerSeries(a, x))
            return (lower, 1 - lower)
        }
        let upper = min(1, factor * a * upperFraction(a, x))
        return (1 - upper, upper)
    }

    /// 1 + x/(a+1) + x²/((a+1)(a+2)) + …
    private static func lowerSeries(_ a: Double, _ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        for k in 1...maximumTerms {
            term *= x / (a + Double(k))
            sum += term
            if term < sum * 1e-17 { return sum }
        }
        return .nan
    }

    /// 1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - …))).
    private static func upperFraction(_ a: Double, _ x: Double) -> Double {
        var fraction = LentzFraction(first: x + 1 - a)
        for k in 1...maximumTerms {
            let count = Double(k)
            let change = fraction.append(
                numerator: count * (a - count), denominator: x + 1 - a + 2 * count)
            if abs(change - 1) < 2e-16 { return 1 / fraction.value }
        }
        return .nan
    }

    /// Both tails of the beta distribution at `x`, with 1 - x given apart so that neither a tiny
    /// `x` nor a tiny complement loses digits.
    static func betaTails(
        _ a: Double, _ b: Double, x: Double, complement y: Double
    ) -> (lower: Double, upper: Double) {
        guard a > 0, b > 0, a.isFinite, b.isFinite, x >= 0, y >= 0 else { return (.nan, .nan) }
        if x == 0 { return (0, 1) }
        if y == 0 { return (1, 0) }
        // Γ(a+b)/(Γ(a)Γ(b)) xᵃ yᵇ; the factors a, b turn the binomial probability into it.
        let factor = betaWeight(a, b, x: x, complement: y)
        if x * (a + b + 2) <= a + 1 {
            let lower = min(1, factor / a * betaFraction(a, b, x))
            return (lower, 1 - lower)
        }
        let upper = min(1, factor / b * betaFraction(b, a, y))
        return (1 - upper, upper)
    }

    /// xᵃ yᵇ / B(a, b): the density of the logit of a beta variable.
    static func betaWeight(
        _ a: Double, _ b: Double, x: Double, complement y: Double
    ) -> Double {
        SaddlePoint.binomial(a, b, p: x, q: y) * (a * (b / (a + b)))
    }

    private static func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
        var fraction = LentzFraction(first: 1)
        for k in 0..<maximumTerms {
            let m = Double(k)
            let even = a + 2 * m
            let odd = -(a + m) / even * ((a + b + m) / (even + 1)) * x
            let first = fraction.append(numerator: odd, denominator: 1)
            let next = m + 1
            let numerator = next / (even + 1) * ((b - next) / (even + 2)) * x
            let second = fraction.append(numerator: numerator, denominator: 1)
            if abs(first - 1) < 2e-16, abs(second - 1) < 2e-16 { return 1 / fraction.value }
        }
        return .nan
    }
}

/// A continued fraction b₀ + a₁/(b₁ + a₂/(b₂ + …)) evaluated front to back.
///
/// Source: Lentz's method as modified by Thompson and Barnett (1986).
private struct LentzFraction {
    private(set) var value: Double
    private var ratio: Double
    private var inverse = 0.0
    private static let tiny = 1e-300

    init(first: Double) {
        value = first == 0 ? Self.tiny : first
        ratio = value
    }

    /// Adds a level and returns the factor by which the value changed.
    mutating func append(numerator: Double, denominator: Double) -> Double {
        inverse = denominator + numerator * inverse
        if inverse == 0 { inverse = Self.tiny }
        inverse = 1 / inverse
        ratio = denominator + numerator / ratio
        if ratio == 0 { ratio = Self.tiny }
        let change = ratio * inverse
        value *= change
        return change
    }
}
