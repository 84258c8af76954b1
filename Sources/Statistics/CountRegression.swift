import RealModule

/// A log-linear regression on counts: ln E[yᵢ] = oᵢ + xᵢᵀβ.
///
/// Estimator: maximum likelihood by iteratively reweighted least squares; for the negative binomial
/// (NB2, variance μ + μ²/θ) the dispersion is profiled in turn with β until both stand still.
/// Assumes independent counts given the columns; where they hang together, take
/// ``standardErrors(_:)`` with long-run or clustered covariance. Poisson estimates of β stay
/// consistent when only the mean is right.
/// Sources: McCullagh and Nelder (1989); Lawless (1987), Canadian Journal of Statistics 15,
/// 209–225; Venables and Ripley (2002), 7.4.
package struct CountRegression: Sendable {
    /// What is assumed about the variance.
    package enum Family: Hashable, Sendable {
        /// Variance μ.
        case poisson
        /// Variance φμ, φ by Pearson's X² over its degrees of freedom.
        case quasiPoisson
        /// Variance μ + μ²/θ with θ by maximum likelihood.
        case negativeBinomial
    }

    /// A fit, or why there is none.
    package enum Outcome: Sendable {
        case fitted(CountRegression)
        case undefined(RegressionDefect)

        /// The fit, if there is one.
        package var fit: CountRegression? {
            if case .fitted(let fit) = self { fit } else { nil }
        }
    }

    /// β, one per column.
    package let coefficients: [Double]
    /// Fitted means.
    package let means: [Double]
    /// Minus twice the log-likelihood ratio against a mean of its own for each count.
    package let deviance: Double
    /// Rows of positive weight less columns.
    package let degreesOfFreedom: Int
    /// Pearson's X² over ``degreesOfFreedom``; around 1 where the family fits.
    package let pearsonDispersion: Double
    /// θ; nil for other families, and where the counts vary no more than Poisson counts, so that
    /// the likelihood grows towards θ = ∞ and the Poisson fit is the limit.
    package let theta: Double?
    /// By the observed information; nil with ``theta``.
    package let thetaStandardError: Double?
    /// With all constants; nil for the quasi-Poisson family, which has no likelihood.
    package let logLikelihood: Double?
    /// Whether every mean is bounded away from 0: false where a group of zero counts drives a
    /// coefficient towards -∞, so that its standard error says nothing.
    package let isBounded: Bool
    let design: DesignMatrix
    let family: Family
    /// (XᵀWX)⁻¹, row by row.
    let unscaledCovariance: [Double]
    let workingWeights: [Double]
    let counts: [Double]

    /// Fits the regression. Without offsets they are 0, without weights 1.
    ///
    /// Undefined: see ``RegressionDefect``.
    package static func fit(
        _ design: DesignMatrix, counts: [Double], offsets: [Double]? = nil,
        weights: [Double]? = nil, family: Family
    ) -> Outcome {
        let problem: CountProblem
        switch checked(design, counts, offsets, weights) {
        case .failure(let defect): return .undefined(defect)
        case .success(let checked): problem = checked
        }
        do throws(WeightedCountFit.Failure) {
            let poisson = try WeightedCountFit(problem, family: .poisson)
            guard family == .negativeBinomial else {
                return .fitted(CountRegression(problem, poisson, family, nil))
            }
            let (fit, dispersion) = try alternate(problem, from: poisson)
            return .fitted(CountRegression(problem, fit, family, dispersion))
        } catch {
            switch error {
            case .collinear(let column): return .undefined(.collinear(column: column))
            case .notConverged: return .undefined(.notConverged)
            }
        }
    }

    /// The means that a fit predicts for other rows; nil where columns or offsets do not match.
    package static func means(
        _ design: DesignMatrix, offsets: [Double]? = nil, of fit: CountRegression
    ) -> [Double]? {
        guard design.columns == fit.coefficients.count,
            offsets.map({ $0.count == design.rows }) ?? true
        else { return nil }
        return (0..<design.rows).map { row in
            var sum = offsets?[row] ?? 0
            for column in 0..<design.columns {
                sum += design[row, column] * fit.coefficients[column]
            }
            return .exp(sum)
        }
    }

    private static func checked(
        _ design: DesignMatrix, _ counts: [Double], _ offsets: [Double]?, _ weights: [Double]?
    ) -> Result<CountProblem, RegressionDefect> {
        let n = design.rows
        let offsets = offsets ?? Array(repeating: 0, count: n)
        let weights = weights ?? Array(repeating: 1, count: n)
        guard counts.count == n, offsets.count == n, weights.count == n else {
            return .failure(.lengthsDiffer)
        }
        guard counts.allSatisfy({ $0 >= 0 && $0 <= RegressionDefect.largestCount }),
            offsets.allSatisfy({ abs($0) <= RegressionDefect.largestOffset }),
            weights.allSatisfy({ $0 >= 0 && $0.isFinite })
        else { return .failure(.outOfBounds) }
        guard weights.count(where: { $0 > 0 }) > design.columns else {
            return .failure(.tooFewRows)
        }
        guard zip(counts, weights).contains(where: { $0 > 0 && $1 > 0 }) else {
            return .failure(.noEvents)
        }
        return .success(
            CountProblem(design: design, counts: counts, offsets: offsets, weights: weights))
    }

    private init(
        _ problem: CountProblem, _ fit: WeightedCountFit, _ family: Family,
        _ dispersion: DispersionLikelihood.Estimate?
    ) {
        design = problem.design
        counts = problem.counts
        self.family = family
        coefficients = fit.coefficients
        means = fit.means
        deviance = fit.deviance
        degreesOfFreedom = problem.weights.count { $0 > 0 } - problem.design.columns
        pearsonDispersion = fit.pearson / Double(degreesOfFreedom)
        theta = dispersion?.theta
        thetaStandardError = dispersion?.standardError
        unscaledCovariance = fit.inverse
        workingWeights = fit.workingWeights
        isBounded = !zip(problem.counts, fit.means).contains { $0 == 0 && $1 < 1e-7 }
        logLikelihood =
            family == .quasiPoisson
            ? nil
            : DispersionLikelihood(problem).logLikelihood(fit.means, theta: dispersion?.theta)
    }
}

/// Why a regression has no answer.
package enum RegressionDefect: Error, Hashable, Sendable {
    /// Counts, offsets, weights and rows are not equally many.
    case lengthsDiffer
    /// A count is negative or above ``largestCount``, an offset beyond ``largestOffset``, or a
    /// weight negative; or one of them is no number.
    case outOfBounds
    /// No row more than columns: nothing is left to measure the spread by.
    case tooFewRows
    /// All counts are zero: the logarithm of the mean has no finite estimate.
    case noEvents
    /// The column is a combination of those before it, so that their effects cannot be told apart.
    case collinear(column: Int)
    /// The likelihood did not settle within the rounds allowed.
    case notConverged

    /// Up to here counts are exact in a `Double` with room for their products.
    package static let largestCount = 1e12
    /// A factor of e^±200 is no exposure.
    package static let largestOffset = 200.0
}
