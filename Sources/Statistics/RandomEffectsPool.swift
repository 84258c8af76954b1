import RealModule

/// Estimates of the same thing from several places, pooled with the spread between places.
///
/// Estimator: μ = Σwᵢyᵢ/Σwᵢ, wᵢ = 1/(sᵢ² + τ²), with τ² by one of three methods.
/// Assumes that the true effects vary about their mean like normal variables, and that the standard
/// errors are known. With fewer than about five estimates τ² is hardly known: take the cautious
/// interval.
/// Sources: DerSimonian and Laird (1986), Controlled Clinical Trials 7, 177–188; Paule and Mandel
/// (1982), J. Res. NBS 87, 377–385; Viechtbauer (2005), J. Educ. Behav. Stat. 30, 261–293.
package struct RandomEffectsPool: Hashable, Sendable {
    /// One estimate with its standard error.
    package struct Estimate: Hashable, Sendable {
        package let value: Double
        /// Bounds: above 0.
        package let standardError: Double

        /// Nil unless the value is finite and the error finite and above 0.
        package init?(value: Double, standardError: Double) {
            guard value.isFinite, standardError.isFinite, standardError > 1e-100,
                standardError < 1e100, abs(value) < 1e100
            else { return nil }
            self.value = value
            self.standardError = standardError
        }
    }

    /// How τ² is estimated.
    package enum Method: Hashable, Sendable {
        /// By moments, in one step.
        case derSimonianLaird
        /// The τ² at which the weighted sum of squares equals its degrees of freedom.
        case pauleMandel
        /// Restricted maximum likelihood by Fisher scoring: the least biased of the three for
        /// normal effects.
        case restrictedMaximumLikelihood
    }

    package let estimates: [Estimate]
    package let method: Method
    package let mean: Double
    package let standardError: Double
    /// τ², the variance between places. Bounds: from 0.
    package let betweenVariance: Double
    /// Cochran's Q about the fixed-effect mean.
    package let heterogeneity: Double

    private static let maximumSteps = 500

    /// Pools two estimates or more; nil with fewer, for one says nothing of the spread.
    package init?(_ estimates: [Estimate], method: Method = .restrictedMaximumLikelihood) {
        guard estimates.count >= 2 else { return nil }
        self.estimates = estimates
        self.method = method
        let fixed = Sums(estimates, 0)
        heterogeneity = fixed.square
        switch method {
        case .derSimonianLaird: betweenVariance = Self.byMoments(estimates)
        case .pauleMandel: betweenVariance = Self.byPauleMandel(estimates)
        case .restrictedMaximumLikelihood: betweenVariance = Self.byLikelihood(estimates)
        }
        let sums = Sums(estimates, betweenVariance)
        mean = sums.mean
        standardError = (1 / sums.weight).squareRoot()
    }

    /// The share of the variation that is between places, 0 to 1.
    ///
    /// Source: Higgins and Thompson (2002), Statistics in Medicine 21, 1539–1558.
    package var inconsistency: Double {
        heterogeneity > 0
            ? max(0, 1 - Double(estimates.count - 1) / heterogeneity) : 0
    }

    /// The interval of the mean with normal quantiles, as if τ² were known.
    package func interval(_ level: ConfidenceLevel = .ninetyFive) -> Interval {
        let reach = level.criticalValue * standardError
        return Interval(lower: mean - reach, upper: mean + reach)
    }

    /// The interval of the mean by the weighted spread of the estimates and Student's t; never
    /// shorter than with the error above. Nil where its quantile is undefined.
    ///
    /// Source: Hartung and Knapp (2001), Statistics in Medicine 20, 3875–3889, held from below as
    /// Röver, Knapp and Friede (2015), BMC Med. Res. Methodol. 15:99.
    package func cautiousInterval(_ level: ConfidenceLevel = .ninetyFive) -> Interval? {
        let degrees = Double(estimates.count - 1)
        guard let student = StudentDistribution(degreesOfFreedom: degrees) else { return nil }
        let factor = max(1, Sums(estimates, betweenVariance).square / degrees)
        let reach = -student.quantile(level.tail) * standardError * factor.squareRoot()
        return Interval.orNil(lower: mean - reach, upper: mean + reach)
    }

    /// Where the true effect in a further place lies; nil with two estimates, whose spread leaves
    /// no degree of freedom.
    ///
    /// Source: Higgins, Thompson and Spiegelhalter (2009), JRSS A 172, 137–159: t with k - 2.
    package func predictionInterval(_ level: ConfidenceLevel = .ninetyFive) -> Interval? {
        guard let student = StudentDistribution(degreesOfFreedom: Double(estimates.count - 2))
        else { return nil }
        let spread = (betweenVariance + standardError * standardError).squareRoot()
        let reach = -student.quantile(level.tail) * spread
        return Interval.orNil(lower: mean - reach, upper: mean + reach)
    }

    /// Each estimate drawn towards the mean by how uncertain it is (empirical Bayes).
    package var shrunken: [Double] {
        estimates.map { one in
            let own = one.standardError * one.standardError
            let share = betweenVariance / (betweenVariance + own)
            return mean + share * (one.value - mean)
        }
    }

    /// What is asked when two pools are compared.
    package enum Comparison: Hashable, Sendable {
        /// The means of the two kinds.
        case means
        /// One further use of each, in a place like those pooled.
        case nextUse
    }

    /// The probability that the effect of this pool is below that of another: better, where the
    /// effect is the logarithm of a rate of crime.
    ///
    /// Assumes flat priors and normal errors, τ² as known.
    package func probabilityBelow(
        _ other: RandomEffectsPool, comparing comparison: Comparison = .means
    ) -> Double {
        var variance = standardError * standardError + other.standardError * other.standardError
        switch comparison {
        case .means: break
        case .nextUse: variance += betweenVariance + other.betweenVariance
        }
        return NormalDistribution.standard.cdf((other.mean - mean) / variance.squareRoot())
    }

    private static func byMoments(_ estimates: [Estimate]) -> Double {
        let sums = Sums(estimates, 0)
        let scale = sums.weight - sums.squaredWeight / sums.weight
        guard scale > 0 else { return 0 }
        return max(0, (sums.square - Double(estimates.count - 1)) / scale)
    }

    private static func byPauleMandel(_ estimates: [Estimate]) -> Double {
        let degrees = Double(estimates.count - 1)
        guard Sums(estimates, 0).square > degrees else { return 0 }
        // At the sum of squared differences from the first every weighted square is below 1/k.
        var high = 1e-300
        for one in estimates {
            let difference = one.value - estimates[0].value
            high += difference * difference
        }
        var low = 0.0
        for _ in 0..<maximumSteps {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { break }
            if Sums(estimates, middle).square > degrees { low = middle } else { high = middle }
        }
        return low + (high - low) / 2
    }

    private static func byLikelihood(_ estimates: [Estimate]) -> Double {
        var variance = byMoments(estimates)
        for _ in 0..<maximumSteps {
            let sums = Sums(estimates, variance)
            let ratio = sums.squaredWeight / sums.weight
            let information =
                sums.squaredWeight - 2 * sums.cubedWeight / sums.weight + ratio * ratio
            guard information > 0 else { break }
            let score = sums.weightedSquare - (sums.weight - ratio)
            let next = max(0, variance + score / information)
            if abs(next - variance) <= 1e-14 * (variance + next) || next == variance {
                return next
            }
            variance = next
        }
        return variance
    }

    /// Weighted sums at one τ².
    private struct Sums {
        private(set) var weight = 0.0
        private(set) var squaredWeight = 0.0
        private(set) var cubedWeight = 0.0
        private(set) var mean = 0.0
        /// Σ w (y - μ)².
        private(set) var square = 0.0
        /// Σ w² (y - μ)².
        private(set) var weightedSquare = 0.0

        init(_ estimates: [Estimate], _ between: Double) {
            for one in estimates {
                let w = 1 / (one.standardError * one.standardError + between)
                weight += w
                squaredWeight += w * w
                cubedWeight += w * w * w
                mean += w * one.value
            }
            mean /= weight
            for one in estimates {
                let w = 1 / (one.standardError * one.standardError + between)
                let residual = one.value - mean
                square += w * residual * residual
                weightedSquare += w * w * residual * residual
            }
        }
    }
}
