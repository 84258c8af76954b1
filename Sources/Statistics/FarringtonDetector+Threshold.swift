import RealModule

extension FarringtonDetector {
    /// Compares a count with the threshold that follows from the model.
    func conclude(
        _ observed: Int, _ model: FarringtonReference.Model, hasEnoughCases: Bool
    ) throws(Gap) -> Assessment {
        let expected = Double.exp(model.logMean)
        let bound: Bound
        let prediction: Double
        let meanAtThreshold: Double
        switch threshold {
        case .delta:
            bound = deltaBound(observed, expected, model)
            prediction = expected
            // On the scale of counts, as the reference implementation has it.
            meanAtThreshold = .exp(expected + upperQuantile * model.standardError * expected)
        case .plugIn:
            bound = try countBound(observed, expected, model)
            prediction = model.logMean
            meanAtThreshold = expected
        case .upperMean:
            meanAtThreshold = .exp(model.logMean + upperQuantile * model.standardError)
            bound = try countBound(observed, meanAtThreshold, model)
            prediction = model.logMean
        }
        guard expected.isFinite, bound.upper.isFinite else { throw .notConverged }
        let score = (Double(observed) - prediction) / (bound.upper - prediction)
        return Assessment(
            observed: observed, expected: expected, upperBound: bound.upper, score: score,
            pValue: bound.pValue, dispersion: model.dispersion, meanAtThreshold: meanAtThreshold,
            trend: model.trend, hasEnoughCases: hasEnoughCases,
            isAlarm: hasEnoughCases && score > 1 && observed > 0)
    }

    private struct Bound {
        let upper: Double
        let pValue: Double
    }

    private var upperQuantile: Double {
        -NormalDistribution.standard.quantile(alpha)
    }

    /// The count is nearly symmetric after the power 2/3.
    private func deltaBound(
        _ observed: Int, _ mean: Double, _ model: FarringtonReference.Model
    ) -> Bound {
        let level = variant == .original ? alpha / 2 : alpha
        let error = model.standardError * mean
        let spread = model.dispersion + error * error / mean
        let root = Double.root(mean, 3)
        let deviation = (4.0 / 9 * root * spread).squareRoot()
        let centre = root * root
        let top = centre - NormalDistribution.standard.quantile(level) * deviation
        let observedRoot = Double.root(Double(observed), 3)
        return Bound(
            upper: top * top.squareRoot(),
            pValue: NormalDistribution.standard.upperTail(
                (observedRoot * observedRoot - centre) / deviation))
    }

    private func countBound(
        _ observed: Int, _ mean: Double, _ model: FarringtonReference.Model
    ) throws(Gap) -> Bound {
        guard mean > 0, mean.isFinite,
            let distribution = NegativeBinomialDistribution(
                mean: mean, alpha: (model.dispersion - 1) / mean),
            let upper = distribution.quantile(1 - alpha)
        else { throw .notConverged }
        return Bound(upper: Double(upper), pValue: distribution.upperTail(observed - 1))
    }
}
