import RealModule

/// An interrupted time series: level and slope of counts before and after a date, with season.
///
/// Estimator: ln E[yₜ] = oₜ + β₀ + β₁t + β₂[t ≥ b] + β₃(t - b)⁺ + Σₕ (sin, cos)(2πht/c), t from 1,
/// by ``CountRegression``; intervals by the long-run covariance, since months hang together.
/// Assumes that nothing else changed at the break: without a comparison series this is a
/// description, not an effect.
/// Source: Bernal, Cummins and Gasparrini (2017), Int. J. of Epidemiology 46, 348–355.
package struct InterruptedSeries: Hashable, Sendable {
    /// Columns: 1, time, step, slope after the break, then sine and cosine of each harmonic.
    package let design: DesignMatrix
    /// The index from 0 of the first period after the break.
    package let breakAt: Int

    /// The columns of the coefficients asked for.
    package static let stepColumn = 2
    package static let slopeColumn = 3

    /// Nil unless three periods or more lie on each side of the break and the columns fit.
    ///
    /// Bounds: `harmonics` 0 to 6, `cycle` (periods in a year) above twice `harmonics`.
    package init?(periods: Int, breakAt: Int, harmonics: Int, cycle: Double) {
        guard breakAt >= 3, periods - breakAt >= 3, (0...6).contains(harmonics),
            cycle.isFinite, cycle > 2 * Double(harmonics)
        else { return nil }
        let times = (1...periods).map(Double.init)
        let after = times.indices.map { $0 >= breakAt ? 1.0 : 0 }
        var columns = [
            Array(repeating: 1.0, count: periods), times, after,
            times.indices.map { Double(max(0, $0 - breakAt)) },
        ]
        for h in 1..<max(1, harmonics + 1) {
            let angle = times.map { 2 * Double.pi * Double(h) * $0 / cycle }
            columns.append(angle.map { .sin($0) })
            columns.append(angle.map { .cos($0) })
        }
        guard let design = DesignMatrix(columns: columns) else { return nil }
        self.design = design
        self.breakAt = breakAt
    }

    /// The change at the break as factors, or why it is not known.
    package enum Outcome: Sendable {
        case estimated(Change)
        case undefined(RegressionDefect)
    }

    /// What changed at the break.
    package struct Change: Sendable {
        /// Rate just after the break over the rate that the past leads one to expect.
        package let step: Double
        package let stepInterval: Interval
        /// Factor by which the growth in one period changed.
        package let slope: Double
        package let slopeInterval: Interval
        package let fit: CountRegression
    }

    /// Estimates the change with the long-run covariance over `lag` periods.
    ///
    /// Undefined: as the regression, and `outOfBounds` for a negative lag.
    package func change(
        counts: [Double], offsets: [Double]? = nil, lag: Int,
        level: ConfidenceLevel = .ninetyFive
    ) -> Outcome {
        let outcome = CountRegression.fit(
            design, counts: counts, offsets: offsets, family: .negativeBinomial)
        switch outcome {
        case .undefined(let defect): return .undefined(defect)
        case .fitted(let fit):
            guard let errors = fit.standardErrors(.longRun(lag: lag)),
                let step = Self.factor(fit, errors, Self.stepColumn, level),
                let slope = Self.factor(fit, errors, Self.slopeColumn, level)
            else { return .undefined(.outOfBounds) }
            return .estimated(
                Change(
                    step: step.value, stepInterval: step.interval, slope: slope.value,
                    slopeInterval: slope.interval, fit: fit))
        }
    }

    private static func factor(
        _ fit: CountRegression, _ errors: [Double], _ column: Int, _ level: ConfidenceLevel
    ) -> (value: Double, interval: Interval)? {
        let reach = level.criticalValue * errors[column]
        let value = fit.coefficients[column]
        return Interval.orNil(lower: .exp(value - reach), upper: .exp(value + reach)).map {
            (.exp(value), $0)
        }
    }
}
