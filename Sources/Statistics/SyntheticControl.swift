import RealModule

/// How much each predictor matters for a synthetic control.
package enum PredictorWeights: Hashable, Sendable {
    /// The outcomes of the matched periods alone, all alike; predictors are left aside.
    case outcomesOnly
    /// Given weights. Bounds: from 0, finite, not all 0; one a predictor.
    case given([Double])
    /// Those whose synthetic control is closest in the matched periods, searched from equal ones.
    case searched
    /// Equal weights of 1, and a price on each control's own distance from the treated unit, which
    /// keeps distant controls from averaging out. Bounds: from 0, finite.
    /// Source: Abadie and L'Hour (2021), Journal of the American Statistical Association 116,
    /// 1817–1834.
    case penalised(Double)
}

/// Why there is no synthetic control.
package enum SyntheticControlDefect: Hashable, Sendable {
    /// Predictors are asked for and there are none, or none varies.
    case predictors
    /// Weights or a penalty out of bounds.
    case setting
}

/// A weighted mean of units that were not treated, to stand for what would have happened.
///
/// Estimator: weights from 0 that add up to 1 and minimise the weighted squared distance of the
/// predictors (or matched outcomes); the effect is the gap after the measure. Assumes that no
/// control was touched by the measure (leave out receivers of displacement) and that the treated
/// unit lies among the controls; with fewer than about one event a week it fits noise. Its error is
/// judged by ``PlaceboGaps``, not by a formula.
/// Source: Abadie and Gardeazabal (2003), American Economic Review 93, 113–132; Abadie, Diamond
/// and Hainmueller (2010), Journal of the American Statistical Association 105, 493–505.
package struct SyntheticControl: Hashable, Sendable {
    /// A synthetic control or the reason why there is none.
    package enum Outcome: Hashable, Sendable {
        case found(SyntheticControl)
        case undefined(SyntheticControlDefect)
    }

    /// One a control.
    package let weights: [Double]
    /// One a predictor, adding up to 1; empty where outcomes alone were matched.
    package let predictorWeights: [Double]
    /// The mean squared gap over the matched periods.
    package let loss: Double
    /// How far the weights are from the optimum of their programme: the Frank–Wolfe gap over its
    /// scale. Below 1e-9 where it was solved.
    package let optimalityGap: Double
    /// Treated less synthetic, per period.
    package let gaps: [Double]

    /// The mean gap after the measure.
    package func effect(of panel: ControlPanel) -> Double {
        let after = gaps[panel.periodsBefore...]
        return after.reduce(0, +) / Double(after.count)
    }

    /// Finds the weights; deterministic.
    package static func fit(_ panel: ControlPanel, _ weighting: PredictorWeights) -> Outcome {
        switch weighting {
        case .outcomesOnly:
            let range = panel.matched
            var problem = MatchingProblem(
                treated: Array(panel.treated[range]),
                controls: panel.controls.map { Array($0[range]) })
            problem.solve(.init(repeating: 1, count: range.count), penalty: 0)
            return .found(answer(panel, problem, []))
        case .given(let given):
            guard given.count == panel.treatedPredictors.count,
                given.allSatisfy({ $0 >= 0 && $0.isFinite })
            else { return .undefined(.setting) }
            let sum = given.reduce(0, +)
            guard sum > 0, sum.isFinite, var problem = predictors(panel) else {
                return .undefined(sum > 0 ? .predictors : .setting)
            }
            problem.solve(given.map { $0 / sum }, penalty: 0)
            return .found(answer(panel, problem, given.map { $0 / sum }))
        case .penalised(let penalty):
            guard penalty >= 0, penalty.isFinite else { return .undefined(.setting) }
            guard var problem = predictors(panel) else { return .undefined(.predictors) }
            let count = panel.treatedPredictors.count
            problem.solve(.init(repeating: 1, count: count), penalty: penalty)
            return .found(
                answer(panel, problem, .init(repeating: 1 / Double(count), count: count)))
        case .searched:
            guard let problem = predictors(panel) else { return .undefined(.predictors) }
            return .found(search(panel, problem))
        }
    }

    private static func predictors(_ panel: ControlPanel) -> MatchingProblem? {
        let scaled = panel.scaledPredictors
        let varies = scaled.treated.indices.contains { index in
            scaled.treated[index] != 0 || scaled.controls.contains { $0[index] != 0 }
        }
        guard varies else { return nil }
        return MatchingProblem(treated: scaled.treated, controls: scaled.controls)
    }

    private static func answer(
        _ panel: ControlPanel, _ problem: MatchingProblem, _ predictors: [Double]
    ) -> SyntheticControl {
        let weights = problem.program.weights
        let gaps = panel.gaps(weights)
        let loss =
            gaps[panel.matched].reduce(0) { $0 + $1 * $1 } / Double(panel.matched.count)
        return SyntheticControl(
            weights: weights, predictorWeights: predictors, loss: loss,
            optimalityGap: problem.program.gap, gaps: gaps)
    }

    /// Restarts from the best point, because a search without derivatives can stop early.
    private static let restarts = 3

    private static func search(_ panel: ControlPanel, _ start: MatchingProblem) -> SyntheticControl
    {
        var problem = start
        let outcomes = MatchedOutcomes(panel)
        let count = panel.treatedPredictors.count
        func shares(_ point: [Double]) -> [Double] {
            let sum = point.reduce(0) { $0 + abs($1) }
            return sum > 0
                ? point.map { abs($0) / sum } : .init(repeating: 1 / Double(count), count: count)
        }
        var best = (
            point: [Double](repeating: 1 / Double(count), count: count), value: Double.infinity
        )
        for _ in 0...restarts {
            let found = SimplexDescent(tolerance: 1e-10, largestEvaluations: 400 * count)
                .minimise(from: best.point) { point in
                    problem.solve(shares(point), penalty: 0)
                    return outcomes.loss(problem.program.weights)
                }
            let gain = best.value - found.value
            if found.value < best.value { best = (shares(found.point), found.value) }
            if gain <= 1e-9 * found.value { break }
        }
        problem.solve(shares(best.point), penalty: 0)
        return answer(panel, problem, shares(best.point))
    }
}

/// The programme that matches rows of controls to a treated row.
struct MatchingProblem {
    /// Per row, each control less the treated unit: adding a constant to a row then changes
    /// nothing, and small distances are not the differences of large squares.
    private let gaps: [[Double]]
    var program: SimplexProgram

    /// Bounds: as many values in each control as in `treated`.
    init(treated: [Double], controls: [[Double]]) {
        gaps = treated.indices.map { row in controls.map { $0[row] - treated[row] } }
        program = SimplexProgram(count: controls.count)
    }

    /// Solves for weights of rows and a price on each control's own squared distance.
    mutating func solve(_ weights: [Double], penalty: Double) {
        let count = program.count
        for index in program.quadratic.indices { program.quadratic[index] = 0 }
        for index in 0..<count { program.linear[index] = 0 }
        for (row, weight) in weights.enumerated() where weight > 0 {
            gaps[row].withUnsafeBufferPointer { gaps in
                program.quadratic.withUnsafeMutableBufferPointer { quadratic in
                    for one in 0..<count {
                        let scaled = weight * gaps[one]
                        for other in 0..<count {
                            quadratic[one * count + other] += scaled * gaps[other]
                        }
                    }
                }
                guard penalty > 0 else { return }
                for unit in 0..<count {
                    program.linear[unit] -= penalty / 2 * weight * gaps[unit] * gaps[unit]
                }
            }
        }
        program.solve()
    }
}

/// The outcomes of the matched periods, ready for many trial weights.
private struct MatchedOutcomes {
    private let treated: [Double]
    private let controls: [[Double]]

    init(_ panel: ControlPanel) {
        treated = Array(panel.treated[panel.matched])
        controls = panel.controls.map { Array($0[panel.matched]) }
    }

    func loss(_ weights: [Double]) -> Double {
        var gaps = treated
        for (unit, weight) in weights.enumerated() where weight != 0 {
            for period in gaps.indices { gaps[period] -= weight * controls[unit][period] }
        }
        return gaps.reduce(0) { $0 + $1 * $1 } / Double(gaps.count)
    }
}
