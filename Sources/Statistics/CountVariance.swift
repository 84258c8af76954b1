/// How much more than a Poisson count a count varies.
///
/// Seizure counts come in clumps (one gang, one operation), so Poisson intervals on them are too
/// short; the two other cases say by how much.
package enum CountVariance: Hashable, Sendable {
    /// Variance μ.
    case poisson
    /// Variance μ + αμ²: the rate itself varies with squared coefficient of variation α.
    /// Bounds: 0 to ``largestAlpha``. α belongs to one length of period; see
    /// ``ObservedCount/periods``.
    case negativeBinomial(alpha: Double)
    /// Variance φμ. Bounds: above 0; values below 1 are used as 1, because a count less varied
    /// than Poisson is more often an accident of a short series than a fact.
    case quasiPoisson(phi: Double)

    /// With a larger α nearly every count is 0, and intervals leave the range of numbers.
    package static let largestAlpha = 1_000.0

    /// Whether the parameter is in its bounds.
    package var isDefined: Bool {
        switch self {
        case .poisson: true
        case .negativeBinomial(let alpha): alpha >= 0 && alpha <= Self.largestAlpha
        case .quasiPoisson(let phi): phi > 0 && phi.isFinite
        }
    }

    /// The variance of a count with this mean.
    package func variance(ofMean mean: Double) -> Double {
        switch self {
        case .poisson: mean
        case .negativeBinomial(let alpha): mean + alpha * mean * mean
        case .quasiPoisson(let phi): max(1, phi) * mean
        }
    }

    /// The dispersion of the negative binomial distribution with the same variance at this mean.
    /// Bounds: `mean` above 0.
    func alpha(atMean mean: Double) -> Double {
        switch self {
        case .poisson: 0
        case .negativeBinomial(let alpha): alpha
        case .quasiPoisson(let phi): max(0, phi - 1) / mean
        }
    }
}
