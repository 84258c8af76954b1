/// One treated unit and units that were not treated, over the same periods.
package struct ControlPanel: Hashable, Sendable {
    /// Outcomes per period.
    package let treated: [Double]
    /// Outcomes per unit and period.
    package let controls: [[Double]]
    /// How many periods precede the measure.
    package let periodsBefore: Int
    /// The periods whose outcomes are to be matched.
    package let matched: Range<Int>
    /// What else is to be matched, one value a predictor; may be empty.
    package let treatedPredictors: [Double]
    /// Per unit, one value a predictor.
    package let controlPredictors: [[Double]]

    /// The most controls.
    package static let largestControls = 1_000
    /// The most periods.
    package static let largestPeriods = 10_000
    /// The most predictors.
    package static let largestPredictors = 200

    /// Nil with fewer than two controls, no period before or after the measure, rows of unequal
    /// length, more than the limits, or a value that is not finite.
    ///
    /// Without matched periods all before the measure are.
    package init?(
        treated: [Double], controls: [[Double]], periodsBefore: Int, matched: Range<Int>? = nil,
        treatedPredictors: [Double] = [], controlPredictors: [[Double]]? = nil
    ) {
        let predictors = controlPredictors ?? controls.map { _ in [] }
        let range = matched ?? 0..<max(0, periodsBefore)
        func isWhole(_ row: [Double], _ length: Int) -> Bool {
            row.count == length && row.allSatisfy { abs($0) <= 1e100 }
        }
        guard (2...Self.largestControls).contains(controls.count), periodsBefore >= 1,
            periodsBefore < treated.count, treated.count <= Self.largestPeriods,
            !range.isEmpty, range.lowerBound >= 0, range.upperBound <= periodsBefore,
            treatedPredictors.count <= Self.largestPredictors,
            predictors.count == controls.count, isWhole(treated, treated.count),
            controls.allSatisfy({ isWhole($0, treated.count) }),
            isWhole(treatedPredictors, treatedPredictors.count),
            predictors.allSatisfy({ isWhole($0, treatedPredictors.count) })
        else { return nil }
        self.treated = treated
        self.controls = controls
        self.periodsBefore = periodsBefore
        self.matched = range
        self.treatedPredictors = treatedPredictors
        self.controlPredictors = predictors
    }

    /// The same panel as if a control had been treated, without the treated unit; nil where fewer
    /// than two controls would remain.
    package func placebo(_ control: Int) -> ControlPanel? {
        guard controls.indices.contains(control) else { return nil }
        var others = controls
        var predictors = controlPredictors
        let treated = others.remove(at: control)
        let own = predictors.remove(at: control)
        return ControlPanel(
            treated: treated, controls: others, periodsBefore: periodsBefore, matched: matched,
            treatedPredictors: own, controlPredictors: predictors)
    }

    /// Treated less weighted controls, per period.
    package func gaps(_ weights: [Double]) -> [Double] {
        treated.indices.map { period in
            var gap = treated[period]
            for (unit, weight) in weights.enumerated() { gap -= weight * controls[unit][period] }
            return gap
        }
    }

    /// Predictors in units of their standard deviation over all units; one that does not vary
    /// says nothing and becomes 0.
    var scaledPredictors: (treated: [Double], controls: [[Double]]) {
        var own = treatedPredictors
        var others = controlPredictors
        for predictor in own.indices {
            let values = [own[predictor]] + others.map { $0[predictor] }
            let mean = values.reduce(0, +) / Double(values.count)
            let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let deviation = (square / Double(values.count - 1)).squareRoot()
            let scale = deviation > 1e-12 * abs(mean) ? 1 / deviation : 0
            own[predictor] *= scale
            for unit in others.indices { others[unit][predictor] *= scale }
        }
        return (own, others)
    }
}
