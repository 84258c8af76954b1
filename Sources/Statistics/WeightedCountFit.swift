import RealModule

/// How the variance of a count follows from its mean, as one round of least squares sees it.
enum MeanVariance: Hashable {
    case poisson
    /// Variance μ + μ²/θ.
    case negativeBinomial(theta: Double)

    /// The weight of the working response under a logarithmic link.
    func workingWeight(_ mean: Double) -> Double {
        switch self {
        case .poisson: mean
        case .negativeBinomial(let theta): mean / (1 + mean / theta)
        }
    }

    /// Twice the log-likelihood that one observation loses against its own value as mean.
    func deviance(_ y: Double, _ mean: Double) -> Double {
        switch self {
        case .poisson: y == 0 ? 2 * mean : 2 * (y * .log(y / mean) - (y - mean))
        case .negativeBinomial(let theta):
            2 * (y * .log(max(1, y) / mean) - (y + theta) * .log((y + theta) / (mean + theta)))
        }
    }
}

/// One maximum-likelihood fit of log-linear means by iteratively reweighted least squares.
///
/// The stopping rule, the start and the weights that belong to the last solve are those that R
/// documents for `glm.fit` (tolerance 1e-8 of the deviance, 25 rounds), so that results can be
/// compared to the last digits and not only to the tolerance.
/// Source: McCullagh and Nelder (1989), Generalized Linear Models, 2.5; Nelder and Wedderburn 1972.
struct WeightedCountFit {
    private(set) var coefficients: [Double]
    private(set) var means: [Double]
    /// The weights of the last solve: they belong to the means before it.
    private(set) var workingWeights: [Double]
    /// The inverse of XᵀWX of the last solve.
    private(set) var inverse: [Double]
    private(set) var deviance: Double
    private(set) var iterations: Int

    static let maximumIterations = 25
    static let tolerance = 1e-8

    /// What stops a fit.
    enum Failure: Error {
        case collinear(column: Int)
        case notConverged
    }

    private let problem: CountProblem
    private let family: MeanVariance
    private var cross: [Double]
    private var right: [Double]

    /// Fits from the given means, or from the counts moved off zero by 0.1.
    init(
        _ problem: CountProblem, family: MeanVariance, startingAt start: [Double]? = nil
    ) throws(Failure) {
        self.problem = problem
        self.family = family
        let p = problem.design.columns
        coefficients = Array(repeating: 0, count: p)
        cross = Array(repeating: 0, count: p * p)
        right = coefficients
        inverse = []
        means = start ?? problem.counts.map { $0 + 0.1 }
        workingWeights = means
        iterations = 0
        deviance = 0
        var logMeans = means.map { Double.log($0) }
        deviance = totalDeviance()
        while iterations < Self.maximumIterations {
            iterations += 1
            accumulate(logMeans)
            let factor: CholeskyFactor
            do {
                factor = try CholeskyFactor(upper: cross, size: p)
            } catch {
                // An error of a later round is a fit that runs away, not a dependence.
                throw iterations == 1 ? .collinear(column: error.column) : .notConverged
            }
            coefficients = factor.solve(right)
            predict(&logMeans)
            let before = deviance
            deviance = totalDeviance()
            guard deviance.isFinite else { throw .notConverged }
            if abs(deviance - before) / (abs(deviance) + 0.1) < Self.tolerance {
                inverse = factor.inverse()
                return
            }
        }
        throw .notConverged
    }

    /// XᵀWX (upper triangle) and XᵀWz at the present means.
    private mutating func accumulate(_ logMeans: [Double]) {
        let (n, p) = (problem.design.rows, problem.design.columns)
        let (problem, means, family) = (problem, means, family)
        for index in cross.indices { cross[index] = 0 }
        for index in right.indices { right[index] = 0 }
        cross.withUnsafeMutableBufferPointer { cross in
            right.withUnsafeMutableBufferPointer { right in
                workingWeights.withUnsafeMutableBufferPointer { weights in
                    problem.design.values.withUnsafeBufferPointer { x in
                        for i in 0..<n {
                            let mean = means[i]
                            let weight = problem.weights[i] * family.workingWeight(mean)
                            weights[i] = weight
                            let z =
                                logMeans[i] - problem.offsets[i]
                                + (problem.counts[i] - mean) / mean
                            let row = i * p
                            for a in 0..<p where x[row + a] != 0 {
                                let part = weight * x[row + a]
                                right[a] += part * z
                                for b in a..<p { cross[a * p + b] += part * x[row + b] }
                            }
                        }
                    }
                }
            }
        }
    }

    private mutating func predict(_ logMeans: inout [Double]) {
        let (n, p) = (problem.design.rows, problem.design.columns)
        let (problem, coefficients) = (problem, coefficients)
        means.withUnsafeMutableBufferPointer { means in
            problem.design.values.withUnsafeBufferPointer { x in
                for i in 0..<n {
                    var sum = problem.offsets[i]
                    for a in 0..<p { sum += x[i * p + a] * coefficients[a] }
                    logMeans[i] = sum
                    // A mean of exactly 0 would divide by 0 in the next round.
                    means[i] = max(.exp(sum), .ulpOfOne)
                }
            }
        }
    }

    private func totalDeviance() -> Double {
        var sum = 0.0
        for i in 0..<problem.counts.count where problem.weights[i] > 0 {
            sum += problem.weights[i] * family.deviance(problem.counts[i], means[i])
        }
        return sum
    }

    /// Pearson's X² with the weights of the last solve.
    var pearson: Double {
        var sum = 0.0
        for i in means.indices {
            let residual = (problem.counts[i] - means[i]) / means[i]
            sum += workingWeights[i] * residual * residual
        }
        return sum
    }
}

/// Counts with what explains them; shapes and bounds are checked by whoever makes it.
struct CountProblem {
    let design: DesignMatrix
    let counts: [Double]
    /// Added to the logarithm of the mean.
    let offsets: [Double]
    /// Prior weights, from 0.
    var weights: [Double]
}
