import RealModule

/// A synthetic control corrected by ridge regression for what its weights could not match.
///
/// Estimator: with X the centred outcomes before the measure and, scaled to their spread, the
/// centred predictors, w the weights on the simplex for X: w + (x₁ - Xw)′(XX′ + λI)⁻¹X. The weights
/// still add up to w's sum but may be negative, which is extrapolation. λ is the largest one whose
/// leave-one-period-out error lies within one standard error of the smallest.
/// Assumes a linear relation of outcomes before and after.
/// Source: Ben-Michael, Feller and Rothstein (2021), Journal of the American Statistical
/// Association 116, 1789–1803.
package struct AugmentedControl: Hashable, Sendable {
    /// A control, or that none is defined.
    package enum Outcome: Hashable, Sendable {
        case found(AugmentedControl)
        /// Fewer than three periods before the measure, controls that do not differ, or a λ that
        /// is not above 0 and finite.
        case undefined
    }

    /// One a control; they add up to 1.
    package let weights: [Double]
    /// Before the correction.
    package let simplexWeights: [Double]
    package let lambda: Double
    /// Treated less synthetic, per period.
    package let gaps: [Double]

    /// Without a λ it is chosen by leaving out one period at a time.
    package static func fit(_ panel: ControlPanel, lambda: Double? = nil) -> Outcome {
        guard panel.periodsBefore >= 3, let design = AugmentedDesign(panel) else {
            return .undefined
        }
        let chosen: Double
        if let lambda {
            guard lambda > 0, lambda.isFinite else { return .undefined }
            chosen = lambda
        } else {
            guard let best = design.crossValidated() else { return .undefined }
            chosen = best
        }
        let all = Array(design.treated.indices)
        let simplex = design.simplexWeights(all)
        guard let ridge = RidgeCorrection(design, all, simplex) else { return .undefined }
        let weights = ridge.weights(chosen)
        return .found(
            AugmentedControl(
                weights: weights, simplexWeights: simplex, lambda: chosen,
                gaps: panel.gaps(weights)))
    }
}

/// Rows to be matched: periods first, then predictors.
private struct AugmentedDesign {
    let treated: [Double]
    /// Per control.
    let controls: [[Double]]
    let periods: Int

    init?(_ panel: ControlPanel) {
        periods = panel.periodsBefore
        let units = Double(panel.controls.count)
        var own: [Double] = []
        var rows: [[Double]] = []
        for period in 0..<panel.periodsBefore {
            let values = panel.controls.map { $0[period] }
            let mean = values.reduce(0, +) / units
            own.append(panel.treated[period] - mean)
            rows.append(values.map { $0 - mean })
        }
        let cells = Double(rows.count) * units
        let square = rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
        let spread = (square / (cells - 1)).squareRoot()
        guard spread > 0 else { return nil }
        for predictor in panel.treatedPredictors.indices {
            let values = panel.controlPredictors.map { $0[predictor] }
            let mean = values.reduce(0, +) / units
            let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let deviation = (sum / (units - 1)).squareRoot()
            guard deviation > 1e-12 * abs(mean) else { continue }
            own.append((panel.treatedPredictors[predictor] - mean) / deviation * spread)
            rows.append(values.map { ($0 - mean) / deviation * spread })
        }
        treated = own
        controls = panel.controls.indices.map { unit in rows.map { $0[unit] } }
    }

    func simplexWeights(_ rows: [Int]) -> [Double] {
        var problem = MatchingProblem(
            treated: rows.map { treated[$0] },
            controls: controls.map { unit in rows.map { unit[$0] } })
        problem.solve(.init(repeating: 1, count: rows.count), penalty: 0)
        return problem.program.weights
    }

    private static let steps = 20
    private static let smallestShare = 1e-8

    /// λ on a grid that falls from 2.5 times the largest eigenvalue of XX′ to 1e-8 of that.
    func crossValidated() -> Double? {
        let all = Array(treated.indices)
        guard let whole = RidgeCorrection(self, all, simplexWeights(all)) else { return nil }
        let ratio = Double.pow(Self.smallestShare, 1 / Double(Self.steps))
        let grid = (0...Self.steps).map {
            whole.largestEigenvalue * Double.pow(ratio, Double($0 - 1))
        }
        var errors = [[Double]](repeating: [], count: grid.count)
        for period in 0..<(periods - 1) {
            let rows = all.filter { $0 != period }
            guard let ridge = RidgeCorrection(self, rows, simplexWeights(rows)) else { return nil }
            for (place, lambda) in grid.enumerated() {
                var gap = treated[period]
                for (unit, weight) in ridge.weights(lambda).enumerated() {
                    gap -= weight * controls[unit][period]
                }
                errors[place].append(gap * gap)
            }
        }
        let folds = Double(periods - 1)
        let means = errors.map { $0.reduce(0, +) / folds }
        guard let least = means.indices.min(by: { means[$0] < means[$1] }) else { return nil }
        let square = errors[least].reduce(0) { $0 + ($1 - means[least]) * ($1 - means[least]) }
        let error = (square / (folds - 1)).squareRoot() / folds.squareRoot()
        return grid.indices.first { means[$0] <= means[least] + error }.map { grid[$0] }
    }
}

/// (x₁ - Xw)′(XX′ + λI)⁻¹X for many λ, from one eigenvalue decomposition of X′X.
private struct RidgeCorrection {
    let largestEigenvalue: Double
    private let simplex: [Double]
    private let values: [Double]
    /// Columns, one an eigenvalue, over the controls.
    private let vectors: [[Double]]
    /// The correction's numerator in each direction.
    private let parts: [Double]

    init?(_ design: AugmentedDesign, _ rows: [Int], _ simplex: [Double]) {
        let units = design.controls.count
        self.simplex = simplex
        var gram = [[Double]](repeating: .init(repeating: 0, count: units), count: units)
        for one in 0..<units {
            for other in 0...one {
                let sum = rows.reduce(0) {
                    $0 + design.controls[one][$1] * design.controls[other][$1]
                }
                gram[one][other] = sum
                gram[other][one] = sum
            }
        }
        // m′(XX′ + λI)⁻¹X = m′X(X′X + λI)⁻¹: the smaller matrix, whatever the number of rows.
        let gaps = rows.map { row in
            design.treated[row]
                - simplex.indices.reduce(0) { $0 + simplex[$1] * design.controls[$1][row] }
        }
        let numerator = design.controls.map { unit in
            rows.indices.reduce(0) { $0 + gaps[$1] * unit[rows[$1]] }
        }
        guard let found = SymmetricEigen.decompose(gram) else { return nil }
        values = found.values.map { max(0, $0) }
        vectors = found.vectors
        largestEigenvalue = values.max() ?? 0
        guard largestEigenvalue > 0 else { return nil }
        parts = found.vectors.map { vector in
            zip(vector, numerator).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    func weights(_ lambda: Double) -> [Double] {
        var weights = simplex
        for (index, vector) in vectors.enumerated() {
            let factor = parts[index] / (values[index] + lambda)
            for unit in weights.indices { weights[unit] += factor * vector[unit] }
        }
        return weights
    }
}

/// Eigenvalues and vectors of a symmetric matrix.
enum SymmetricEigen {
    private static let sweeps = 60

    /// By plane rotations; nil where they do not settle.
    ///
    /// Source: Jacobi (1846), Journal für die reine und angewandte Mathematik 30, 51–94; the
    /// cyclic order of Golub and Van Loan, Matrix Computations, section 8.5.
    static func decompose(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]])? {
        var a = matrix
        let size = a.count
        // Vectors stand as rows, so that a rotation touches two of them.
        var vectors = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0 } }
        let scale = a.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
        guard scale.isFinite else { return nil }
        for _ in 0..<sweeps {
            var rest = 0.0
            for p in 0..<size { for q in 0..<p { rest += a[p][q] * a[p][q] } }
            if rest <= 1e-30 * scale { return (a.indices.map { a[$0][$0] }, vectors) }
            for p in 0..<size {
                for q in (p + 1)..<max(size, p + 1) where a[p][q] != 0 {
                    rotate(&a, &vectors, p, q)
                }
            }
        }
        return nil
    }

    private static func rotate(
        _ a: inout [[Double]], _ vectors: inout [[Double]], _ p: Int, _ q: Int
    ) {
        let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
        let sign: Double = theta >= 0 ? 1 : -1
        let t = sign / (abs(theta) + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in a.indices {
            let one = a[k][p]
            let other = a[k][q]
            a[k][p] = c * one - s * other
            a[k][q] = s * one + c * other
        }
        for k in a.indices {
            let one = a[p][k]
            let other = a[q][k]
            a[p][k] = c * one - s * other
            a[q][k] = s * one + c * other
            let first = vectors[p][k]
            let second = vectors[q][k]
            vectors[p][k] = c * first - s * second
            vectors[q][k] = s * first + c * second
        }
        a[p][q] = 0
        a[q][p] = 0
    }
}
