import RealModule

/// The log-likelihood ratio of more inside than expected against the same everywhere.
///
/// Source: Kulldorff (1997), Communications in Statistics: Theory and Methods 26, 1481–1496.
package enum ScanLikelihood: Hashable, Sendable {
    /// Counts with a known expectation that adds up to the total.
    case poisson(total: Double)
    /// Cases among trials.
    case binomial(cases: Double, trials: Double)

    /// c ln(c/μ) + (C-c) ln[(C-c)/(C-μ)] for Poisson counts with base μ, the binomial counterpart
    /// with base n; 0 where no more was found inside than expected.
    ///
    /// Shape: rises with the count, ever faster. Counts need not be whole.
    package func ratio(count: Double, base: Double) -> Double {
        guard isHigh(count, base) else { return 0 }
        switch self {
        case .poisson(let total):
            let outside = total - count
            return Self.part(count, base) + Self.part(outside, total - base)
        case .binomial(let cases, let trials):
            let share = cases / trials
            let outside = trials - base
            return Self.part(count, base * share)
                + Self.part(base - count, base * (1 - share))
                + Self.part(cases - count, outside * share)
                + Self.part(outside - cases + count, outside * (1 - share))
        }
    }

    /// x ln(x/m), 0 for nothing.
    private static func part(_ x: Double, _ m: Double) -> Double {
        x > 0 && m > 0 ? x * .log(x / m) : 0
    }

    private func isHigh(_ count: Double, _ base: Double) -> Bool {
        guard count > 0, base > 0 else { return false }
        switch self {
        case .poisson(let total): return count > base && base < total
        case .binomial(let cases, let trials): return count * trials > base * cases && base < trials
        }
    }

    /// At least the ratio, without a logarithm: from c ln(c/μ) - (c-μ) ≤ (c-μ)²/2μ, because the
    /// second derivative 1/c is at most 1/μ, and likewise outside with 1/(C-c).
    func bound(count: Double, base: Double) -> Double {
        guard case .poisson(let total) = self else { return .infinity }
        let gap = count - base
        guard gap > 0 else { return 0 }
        return gap * gap * (0.5 / base + 0.5 / (total - count)) * (1 + 1e-9)
    }

    /// The most that can be counted on this base.
    private func largest(_ base: Double) -> Double {
        switch self {
        case .poisson(let total): total
        case .binomial(let cases, _): min(cases, base)
        }
    }

    /// The expected count on this base.
    package func expected(_ base: Double) -> Double {
        switch self {
        case .poisson: base
        case .binomial(let cases, let trials): base * cases / trials
        }
    }

    private func slope(_ count: Double, _ base: Double) -> Double {
        switch self {
        case .poisson(let total):
            return .log(count / base) - .log((total - count) / (total - base))
        case .binomial(let cases, let trials):
            let outside = trials - base
            return .log(count / (base - count))
                - .log((cases - count) / (outside - cases + count))
        }
    }

    /// A whole number at or just below the smallest count whose ratio reaches the level; nil where
    /// none can.
    ///
    /// Newton's steps on a rising convex function come to the root from above. What remains of
    /// them is taken off, so that the number is never too large; one too small only costs time.
    func smallestCount(reaching level: Double, base: Double) -> Int? {
        let most = largest(base)
        guard base > 0, ratio(count: most, base: base) >= level else { return nil }
        let mean = expected(base)
        let top = most - 0.25
        var x = min(top, mean + (2 * mean * level).squareRoot() + level / 3)
        guard x > mean else { return Int(most.rounded(.up)) - 1 }
        for _ in 0..<60 {
            let step = (ratio(count: x, base: base) - level) / slope(x, base)
            let next = min(top, max(x - step, mean + 1e-9 * (most - mean)))
            if abs(next - x) < 1e-5 * max(1, x * 1e-3) {
                return Int((next - 1e-2).rounded(.up))
            }
            x = next
        }
        return max(1, Int(mean))
    }
}
