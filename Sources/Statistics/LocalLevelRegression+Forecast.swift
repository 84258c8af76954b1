import RealModule

extension LocalLevelRegression {
    /// What the model expects after its last observation.
    package struct Forecast: Hashable, Sendable {
        package let means: [Double]
        /// Of each coming observation, parameters taken as known.
        package let variances: [Double]
    }

    /// Forecasts from the comparison series that follow; nil where their number or length is
    /// wrong.
    package func forecast(_ periods: Int, beside others: [[Double]]) -> Forecast? {
        guard (1...100_000).contains(periods), others.count == parameters.coefficients.count,
            others.allSatisfy({ $0.count == periods && $0.allSatisfy(\.isFinite) })
        else { return nil }
        let means = (0..<periods).map { t in
            var mean = level
            for (index, beta) in parameters.coefficients.enumerated() {
                mean += beta * others[index][t]
            }
            return mean
        }
        let variances = (1...periods).map { step in
            levelStateVariance + Double(step) * parameters.levelVariance
                + parameters.irregularVariance
        }
        return Forecast(means: means, variances: variances)
    }

    /// What was observed less what was expected.
    package struct Effect: Hashable, Sendable {
        /// Per period.
        package let average: Double
        /// With the errors of level, noise and β. The ratio of the variances counts as known.
        package let standardError: Double
        package let cumulative: Double
        /// Of the average effect, normal.
        package let interval: Interval
    }

    /// The effect over the periods after the last observation; nil as ``forecast(_:beside:)``.
    package func effect(
        observed: [Double], beside others: [[Double]], level: ConfidenceLevel = .ninetyFive
    ) -> Effect? {
        guard observed.allSatisfy(\.isFinite),
            let forecast = forecast(observed.count, beside: others)
        else { return nil }
        let h = Double(observed.count)
        var sum = 0.0
        for t in observed.indices { sum += observed[t] - forecast.means[t] }
        // A step of the level i periods before the end moves the average by i/h.
        let steps = (h + 1) * (2 * h + 1) / (6 * h)
        var variance =
            levelStateVariance + parameters.levelVariance * steps
            + parameters.irregularVariance / h
        if !coefficientCovariance.isEmpty {
            let difference = others.indices.map { index in
                others[index].reduce(0, +) / h - seriesLevels[index]
            }
            variance += DesignMatrix.quadraticForm(
                difference, from: 0, count: difference.count, coefficientCovariance)
        }
        let reach = level.criticalValue * variance.squareRoot()
        guard let interval = Interval.orNil(lower: sum / h - reach, upper: sum / h + reach) else {
            return nil
        }
        return Effect(
            average: sum / h, standardError: variance.squareRoot(), cumulative: sum,
            interval: interval)
    }
}
