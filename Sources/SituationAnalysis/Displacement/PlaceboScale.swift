import Foundation
import Statistics

/// What the same statistic does where no measure was: its middle, its spread and its tail.
///
/// The spread is the widest of three quantile ratios (84, 97.5 and 99.5 % against the normal), at
/// least 0.8. Beyond the 98 % quantile the tail falls exponentially with the mean excess, at least
/// half a unit, and never faster than the normal's.
package struct PlaceboScale: Sendable, Equatable {
    /// Placebo readings under the scale.
    package let count: Int
    /// Middle of the placebo statistics.
    package let middle: Double
    /// Spread of the placebo statistics.
    package let spread: Double
    /// Scaled statistic where the tail begins.
    package let tailStart: Double
    /// Mean excess over `tailStart`.
    package let tailMean: Double

    /// Root mean square of a source's own rate in units of its model's error, at least 1.
    package let rateSpread: Double

    /// Reads the scale; nil below 200 placebo readings.
    ///
    /// - Parameter rates: standardised rates at the sources themselves.
    init?(_ placebo: [Double], rates: [Double]) {
        guard placebo.count >= 200 else { return nil }
        let sorted = placebo.sorted()
        let middle = sorted[sorted.count / 2]
        func quantile(_ share: Double) -> Double { sorted[Int(share * Double(sorted.count))] }
        let spread = max(
            0.8, quantile(0.84) - middle, (quantile(0.975) - middle) / 1.96,
            (quantile(0.995) - middle) / 2.576)
        let start = (quantile(0.98) - middle) / spread
        let tail = sorted[Int(0.98 * Double(sorted.count))...]
            .map { ($0 - middle) / spread - start }
        count = placebo.count
        let square = rates.reduce(0) { $0 + $1 * $1 } / Double(max(1, rates.count))
        rateSpread = max(1, square.squareRoot())
        self.middle = middle
        self.spread = spread
        tailStart = start
        tailMean = max(0.5, tail.reduce(0, +) / Double(tail.count))
    }

    /// The statistic in units of the placebo's spread.
    package func scaled(_ statistic: Double) -> Double { (statistic - middle) / spread }

    /// One-sided p-value of a scaled statistic.
    package func pValue(_ scaled: Double) -> Double {
        let normal = NormalDistribution.standard.upperTail(scaled)
        guard scaled > tailStart else { return normal }
        return max(normal, 0.02 * exp(-(scaled - tailStart) / tailMean))
    }

    /// The scaled statistic whose p-value is `level`.
    package func threshold(_ level: Double) -> Double {
        var low = -10.0
        var high = 60.0
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if pValue(middle) > level { low = middle } else { high = middle }
        }
        return high
    }
}
