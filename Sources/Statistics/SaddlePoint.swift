import RealModule

/// Building blocks that keep densities accurate where logarithms of factorials would cancel.
///
/// Source: C. Loader (2000), "Fast and accurate computation of binomial probabilities".
enum SaddlePoint {
    /// ln Γ(n+1) less Stirling's approximation of it. Bounds: `n` above 0.
    static func stirlingError(_ n: Double) -> Double {
        if n < 15 {
            return .logGamma(n + 1) - (n + 0.5) * .log(n) + n - halfLogTwoPi
        }
        let inverse = 1 / n
        let square = inverse * inverse
        // Bernoulli numbers over 2k(2k-1); at n = 15 the first term left out is below 1e-16.
        var sum = 1.0 / 156
        for coefficient in stirlingCoefficients {
            sum = coefficient + sum * square
        }
        return sum * inverse
    }

    /// x ln(x/m) + m - x: how far a count lies from its mean. Bounds: `x` and `mean` above 0.
    static func deviance(_ x: Double, mean: Double) -> Double {
        let difference = x - mean
        guard abs(difference) < 0.1 * (x + mean) else {
            return x * .log(x / mean) - difference
        }
        // ln(x/m) = 2 artanh(v): the leading terms cancel on paper instead of in the machine.
        let v = difference / (x + mean)
        let square = v * v
        var sum = difference * v
        var power = 2 * x * v
        var odd = 3.0
        while true {
            power *= square
            let next = sum + power / odd
            if next == sum { return next }
            sum = next
            odd += 2
        }
    }

    /// m^x e^-m / Γ(x+1): the Poisson probability, for any real `x`. Bounds: `mean` above 0.
    static func poisson(_ x: Double, mean: Double) -> Double {
        if x == 0 { return .exp(-mean) }
        return .exp(-stirlingError(x) - deviance(x, mean: mean)) / (2 * .pi * x).squareRoot()
    }

    /// Γ(a+b+1) / (Γ(a+1) Γ(b+1)) pᵃ qᵇ with p + q = 1: the binomial probability of `a`
    /// successes and `b` failures, for any reals from 0. Bounds: `p`, `q` above 0.
    static func binomial(_ a: Double, _ b: Double, p: Double, q: Double) -> Double {
        if a == 0 { return .exp(b * (p < 0.5 ? .log(onePlus: -p) : .log(q))) }
        if b == 0 { return .exp(a * (q < 0.5 ? .log(onePlus: -q) : .log(p))) }
        let n = a + b
        let exponent =
            stirlingError(n) - stirlingError(a) - stirlingError(b)
            - deviance(a, mean: n * p) - deviance(b, mean: n * q)
        // n/(2πab) written so that neither a product nor a quotient can overflow.
        return .exp(exponent) * ((1 / a + 1 / b) / (2 * .pi)).squareRoot()
    }

    private static let halfLogTwoPi = 0.918_938_533_204_672_7
    private static let stirlingCoefficients: [Double] = [
        -691.0 / 360_360, 1.0 / 1_188, -1.0 / 1_680, 1.0 / 1_260, -1.0 / 360, 1.0 / 12,
    ]
}
