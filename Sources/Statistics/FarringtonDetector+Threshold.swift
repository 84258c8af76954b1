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
            pValue: bound.pValue,
            falseAlarmProbability: Self.tail(above: bound.upper, model.plain),
            dispersion: model.dispersion, meanAtThreshold: meanAtThreshold,
            trend: model.trend, hasEnoughCases: hasEnoughCases,
            isAlarm: hasEnoughCases && score > 1 && observed > 0)
    }

    /// P(Y > bound) of a negative binomial count with the model's dispersion, averaged over the
    /// normal error of the logarithm of its mean by Gauss and Hermite's three nodes.
    private static func tail(
        above bound: Double, _ model: FarringtonReference.Plain
    ) -> Double {
        guard bound < Double(1 << 52) else { return 0 }
        let count = max(0, Int(bound))
        let nodes = [(0.0, 2.0 / 3), (3.0.squareRoot(), 1.0 / 6), (-3.0.squareRoot(), 1.0 / 6)]
        var sum = 0.0
        for (node, weight) in nodes {
            // An error of many logarithms is no knowledge of the mean; the node stays finite.
            let mean = Double.exp(model.logMean + node * min(model.standardError, 5))
            let distribution = NegativeBinomialDistribution(
                mean: mean, alpha: mean > 0 ? (model.dispersion - 1) / mean : 0)
            sum += weight * (distribution?.upperTail(count) ?? 0)
        }
        return sum.isNaN ? 0 : min(1, sum)
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
