import RealModule

/// The likelihood of the negative binomial dispersion θ given the means.
struct DispersionLikelihood {
    /// θ with its standard error.
    struct Estimate {
        let theta: Double
        let standardError: Double
    }

    private let problem: CountProblem
    private let total: Double

    /// Newton's method doubles its digits in each step.
    private static let maximumSteps = 25
    /// A step below this leaves an error far below 1e-7, because the next would square it.
    private static let smallestStep = 0.000_122_070_312_5
    /// Beyond it the distribution is Poisson to eight digits at means up to a hundred.
    private static let largestTheta = 1e10

    init(_ problem: CountProblem) {
        self.problem = problem
        total = problem.weights.reduce(0, +)
    }

    /// The likeliest θ; nil where the likelihood rises towards infinity, because the counts vary
    /// no more around these means than Poisson counts.
    ///
    /// Estimator: Newton steps with the observed information from the moment estimate
    /// n/Σ(y/μ-1)².
    func estimate(_ means: [Double]) -> Estimate? {
        var excess = 0.0
        var square = 0.0
        for i in means.indices {
            let residual = problem.counts[i] - means[i]
            excess += problem.weights[i] * (residual * residual - problem.counts[i])
            square += problem.weights[i] * (residual / means[i]) * (residual / means[i])
        }
        guard excess > 0, square > 0 else { return nil }
        var theta = total / square
        var step = 1.0
        var information = 0.0
        for _ in 0..<Self.maximumSteps where abs(step) > Self.smallestStep {
            theta = abs(theta)
            guard theta > 0, theta < Self.largestTheta else { return nil }
            let slopes = slopes(means, theta)
            information = slopes.information
            guard information != 0 else { return nil }
            step = slopes.score / information
            theta += step
        }
        guard theta > 0, theta < Self.largestTheta, information > 0 else { return nil }
        return Estimate(theta: theta, standardError: (1 / information).squareRoot())
    }

    /// The first derivative of the log-likelihood by θ, and minus the second.
    private func slopes(
        _ means: [Double], _ theta: Double
    ) -> (score: Double, information: Double) {
        let (digamma, trigamma) = (
            PolygammaFunction.digamma(theta), PolygammaFunction.trigamma(theta)
        )
        let logTheta = Double.log(theta)
        var score = 0.0
        var information = 0.0
        for i in means.indices {
            let y = problem.counts[i]
            let sum = means[i] + theta
            let share = (y + theta) / sum
            let first = y == 0 ? digamma : PolygammaFunction.digamma(theta + y)
            let second = y == 0 ? trigamma : PolygammaFunction.trigamma(theta + y)
            score +=
                problem.weights[i] * (first - digamma + logTheta + 1 - .log(sum) - share)
            information +=
                problem.weights[i]
                * (trigamma - second - 1 / theta + 2 / sum - share / sum)
        }
        return (score, information)
    }

    /// The log-likelihood of the counts; without θ that of Poisson counts.
    func logLikelihood(_ means: [Double], theta: Double?) -> Double {
        var sum = 0.0
        for i in means.indices {
            let (y, mean) = (problem.counts[i], means[i])
            let constant = -Double.logGamma(y + 1)
            if let theta {
                sum +=
                    problem.weights[i]
                    * (.logGamma(theta + y) - .logGamma(theta) + constant
                        + theta * .log(theta) + (y == 0 ? 0 : y * .log(mean))
                        - (theta + y) * .log(theta + mean))
            } else {
                sum +=
                    problem.weights[i] * (constant - mean + (y == 0 ? 0 : y * .log(mean)))
            }
        }
        return sum
    }
}

extension CountRegression {
    private static let maximumAlternations = 25

    /// β given θ, θ given β, until neither moves; the Poisson fit where θ runs to infinity.
    static func alternate(
        _ problem: CountProblem, from poisson: WeightedCountFit
    ) throws(WeightedCountFit.Failure) -> (WeightedCountFit, DispersionLikelihood.Estimate?) {
        let likelihood = DispersionLikelihood(problem)
        guard var estimate = likelihood.estimate(poisson.means) else { return (poisson, nil) }
        let degrees = problem.counts.count - problem.design.columns
        let scale = (2 * Double(max(1, degrees))).squareRoot()
        var value = likelihood.logLikelihood(poisson.means, theta: estimate.theta)
        var lastValue = value + 2 * scale
        var change = 1.0
        var fit = poisson
        for _ in 0..<maximumAlternations {
            guard abs(lastValue - value) / scale + abs(change) > WeightedCountFit.tolerance else {
                return (fit, estimate)
            }
            fit = try WeightedCountFit(
                problem, family: .negativeBinomial(theta: estimate.theta),
                startingAt: fit.means)
            guard let next = likelihood.estimate(fit.means) else { return (poisson, nil) }
            change = estimate.theta - next.theta
            estimate = next
            lastValue = value
            value = likelihood.logLikelihood(fit.means, theta: estimate.theta)
        }
        // θ of nearly Poisson counts creeps towards infinity; its likelihood is then flat.
        if abs(lastValue - value) < 1e-6 * (1 + abs(value)) { return (fit, estimate) }
        throw .notConverged
    }
}
