import RealModule

/// A series that follows others plus a level that wanders: what would have come without an event?
///
/// Estimator: yₜ = μₜ + xₜᵀβ + εₜ, μₜ₊₁ = μₜ + ηₜ; given the ratio q = σ²η/σ²ε the Kalman filter
/// turns β into least squares of innovations, and the likelihood with a diffuse first level is
/// maximised over q alone.
/// Assumes normal errors, so only for large series (two events a week or more), and comparison
/// series that the event does not reach.
/// Sources: Harvey (1989), Forecasting, Structural Time Series Models, 3.4; Brodersen et al.
/// (2015), Annals of Applied Statistics 9, 247–274, with maximum likelihood instead of priors.
package struct LocalLevelRegression: Hashable, Sendable {
    /// The variances and coefficients of the model.
    package struct Parameters: Hashable, Sendable {
        /// σ²ε. Bounds: above 0.
        package let irregularVariance: Double
        /// σ²η. Bounds: from 0.
        package let levelVariance: Double
        /// β.
        package let coefficients: [Double]

        /// Nil where a variance is out of bounds or a number not finite.
        package init?(irregularVariance: Double, levelVariance: Double, coefficients: [Double]) {
            guard irregularVariance > 0, irregularVariance.isFinite, levelVariance >= 0,
                levelVariance.isFinite, coefficients.allSatisfy(\.isFinite)
            else { return nil }
            self.irregularVariance = irregularVariance
            self.levelVariance = levelVariance
            self.coefficients = coefficients
        }
    }

    /// What is known of the first level.
    package enum FirstLevel: Hashable, Sendable {
        /// Nothing; the first observation sets it and does not enter the likelihood.
        case diffuse
        /// Mean 0 and this variance; the first observation does not enter the likelihood either.
        case variance(Double)
    }

    /// Why a series tells nothing.
    package enum Gap: Error, Hashable, Sendable {
        /// Lengths differ, a number is not finite, or there are more than ten comparison series.
        case shape
        /// Fewer than five observations more than comparison series.
        case tooShort
        /// The comparison series explain the past without error, or nothing varies at all.
        case noVariation
        /// A comparison series is constant or a combination of others.
        case collinear
    }

    /// The model, or why there is none.
    package enum Outcome: Hashable, Sendable {
        case fitted(LocalLevelRegression)
        case undefined(Gap)

        /// The model, if there is one.
        package var model: LocalLevelRegression? {
            if case .fitted(let model) = self { model } else { nil }
        }
    }

    package let parameters: Parameters
    /// Of all observations but the first.
    package let logLikelihood: Double
    /// The level after the last observation, and its variance.
    package let level: Double
    package let levelStateVariance: Double
    /// The filtered level of each comparison series, by which β's error enters forecasts.
    let seriesLevels: [Double]
    /// The covariance of β, row by row; empty where β was given.
    let coefficientCovariance: [Double]

    static let largestSeries = 10
    private static let fewestSpare = 5

    /// Filters a series with given parameters.
    package static func filtered(
        _ series: [Double], beside others: [[Double]], parameters: Parameters,
        firstLevel: FirstLevel = .diffuse
    ) -> Outcome {
        if let gap = gap(series, others) { return .undefined(gap) }
        guard parameters.coefficients.count == others.count else { return .undefined(.shape) }
        var first: Double?
        if case .variance(let variance) = firstLevel {
            guard variance > 0, variance.isFinite else { return .undefined(.shape) }
            first = variance / parameters.irregularVariance
        }
        let filter = LevelFilter(
            ratio: parameters.levelVariance / parameters.irregularVariance, firstVariance: first,
            series: series, others: others)
        return .fitted(
            LocalLevelRegression(filter, parameters, coefficientCovariance: []))
    }

    /// Fits the model by maximum likelihood, with a diffuse first level.
    package static func fit(_ series: [Double], beside others: [[Double]]) -> Outcome {
        if let gap = gap(series, others) { return .undefined(gap) }
        do throws(Gap) {
            let best = try search(series, others)
            let filter = LevelFilter(
                ratio: best.ratio, firstVariance: nil, series: series, others: others)
            guard
                let parameters = Parameters(
                    irregularVariance: best.variance, levelVariance: best.ratio * best.variance,
                    coefficients: best.coefficients)
            else { throw .noVariation }
            return .fitted(
                LocalLevelRegression(
                    filter, parameters,
                    coefficientCovariance: best.inverse.map { $0 * best.variance }))
        } catch {
            return .undefined(error)
        }
    }

    private init(_ filter: LevelFilter, _ parameters: Parameters, coefficientCovariance: [Double]) {
        self.parameters = parameters
        self.coefficientCovariance = coefficientCovariance
        var level = filter.seriesLevel
        for (index, beta) in parameters.coefficients.enumerated() {
            level -= beta * filter.otherLevels[index]
        }
        self.level = level
        seriesLevels = filter.otherLevels
        let variance = parameters.irregularVariance
        levelStateVariance = filter.stateVariance * variance
        let n = Double(filter.count)
        logLikelihood =
            -0.5
            * (n * .log(2 * .pi * variance) + filter.logVariances
                + filter.squares(parameters.coefficients) / variance)
    }

    private static func gap(_ series: [Double], _ others: [[Double]]) -> Gap? {
        guard others.count <= largestSeries, others.allSatisfy({ $0.count == series.count }),
            series.allSatisfy({ abs($0) < 1e100 }),
            others.allSatisfy({ $0.allSatisfy { abs($0) < 1e100 } })
        else { return .shape }
        return series.count < others.count + fewestSpare ? .tooShort : nil
    }

    /// The likeliest ratio: a grid in powers of √10 and 0, then golden sections between neighbours.
    private static func search(
        _ series: [Double], _ others: [[Double]]
    ) throws(Gap) -> LevelFilter.Likeliest {
        func at(_ ratio: Double) throws(Gap) -> LevelFilter.Likeliest {
            try LevelFilter(
                ratio: ratio, firstVariance: nil, series: series, others: others
            ).likeliest()
        }
        var best = try at(0)
        var place: Double?
        for half in -20...12 {
            let exponent = Double(half) / 2
            let candidate = try at(.exp10(exponent))
            if candidate.logLikelihood > best.logLikelihood {
                (best, place) = (candidate, exponent)
            }
        }
        guard let place else { return best }
        var (low, high) = (place - 0.5, place + 0.5)
        let section = (5.0.squareRoot() - 1) / 2
        for _ in 0..<60 {
            let (left, right) = (high - section * (high - low), low + section * (high - low))
            let (first, second) = (try at(.exp10(left)), try at(.exp10(right)))
            if first.logLikelihood > second.logLikelihood { high = right } else { low = left }
            for one in [first, second] where one.logLikelihood > best.logLikelihood { best = one }
        }
        return best
    }
}
