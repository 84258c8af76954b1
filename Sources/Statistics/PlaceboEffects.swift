import RealModule

/// An effect measured against the same estimate where nothing was done.
///
/// Estimator: the standard error is the root mean square of the placebo estimates, the interval
/// uses Student's t with as many degrees of freedom; the p-value is the rank of the effect among
/// them, (1 + #{|placebo| ≥ |effect|})/(1 + J).
/// Assumes that treated and placebo units are exchangeable but for the treatment. Overdispersion,
/// autocorrelation and wrong exposures are in the placebos as they are in the effect, which is
/// why their spread covers where the model's error does not.
/// Sources: Abadie, Diamond and Hainmueller (2010), JASA 105, 493–505; Conley and Taber (2011),
/// Review of Economics and Statistics 93, 113–125.
package struct PlaceboEffects: Hashable, Sendable {
    /// The effect with its model error.
    package let effect: TwoWayCountEffect
    /// Estimates at units where nothing was done.
    package let placebos: [Double]
    package let standardError: Double
    /// Of the logarithm of the rate ratio.
    package let interval: Interval
    /// Two-sided. Bounds: 1/(1 + number of placebos) to 1.
    package let pValue: Double

    /// With fewer the spread is anyone's guess.
    package static let fewestPlacebos = 5

    /// The effect, or why there is none.
    package enum Outcome: Hashable, Sendable {
        case estimated(PlaceboEffects)
        case undefined(TwoWayCountEffect.Gap)
        /// Fewer than ``fewestPlacebos`` comparable units had an estimate, or all were exactly 0.
        case tooFewPlacebos(Int)

        /// The effect, if there is one.
        package var estimate: PlaceboEffects? {
            if case .estimated(let estimate) = self { estimate } else { nil }
        }
    }

    /// The effect of a treatment of one unit from a period on.
    ///
    /// Controls are all units but those in `leftOut`: other treated units, and those that
    /// displaced crime may have reached. Each control is a placebo once, against the others.
    package static func estimate(
        _ panel: CountPanel, unit: Int, from period: Int, leavingOut leftOut: Set<Int> = [],
        level: ConfidenceLevel = .ninetyFive
    ) -> Outcome {
        guard (0..<panel.units).contains(unit), (1..<max(2, panel.periods)).contains(period) else {
            return .undefined(.shape)
        }
        let controls = (0..<panel.units).filter { $0 != unit && !leftOut.contains($0) }
        let whole = panel.selecting([unit] + controls)
        let effect: TwoWayCountEffect
        switch TwoWayCountEffect.estimate(
            whole, treatment: TwoWayCountEffect.treatment(of: 0, from: period, in: whole))
        {
        case .undefined(let gap): return .undefined(gap)
        case .estimated(let estimated): effect = estimated
        }
        let others = panel.selecting(controls)
        let placebos = controls.indices.compactMap { index in
            TwoWayCountEffect.estimate(
                others,
                treatment: TwoWayCountEffect.treatment(of: index, from: period, in: others)
            ).effect?.logRatio
        }
        return conclude(effect, placebos: placebos, level: level)
    }

    /// Sets an effect against placebos that were estimated elsewhere.
    package static func conclude(
        _ effect: TwoWayCountEffect, placebos: [Double], level: ConfidenceLevel = .ninetyFive
    ) -> Outcome {
        let placebos = placebos.filter(\.isFinite)
        let count = Double(placebos.count)
        let square = placebos.reduce(0) { $0 + $1 * $1 } / max(1, count)
        guard placebos.count >= fewestPlacebos, square > 0,
            let student = StudentDistribution(degreesOfFreedom: count)
        else { return .tooFewPlacebos(placebos.count) }
        let error = square.squareRoot()
        let reach = -student.quantile(level.tail) * error
        let size = abs(effect.logRatio)
        guard
            let interval = Interval.orNil(
                lower: effect.logRatio - reach, upper: effect.logRatio + reach)
        else { return .undefined(.notConverged) }
        return .estimated(
            PlaceboEffects(
                effect: effect, placebos: placebos, standardError: error, interval: interval,
                pValue: (1 + Double(placebos.count { abs($0) >= size })) / (1 + count)))
    }
}
