import RealModule

/// A cumulative sum of counts above their expectation: small rises that last.
///
/// Estimator: S = max(0, S + z - k), where z is Rossi's transformation of the count,
/// (x - 3m + 2√(xm))/(2√m), nearly standard normal for Poisson counts of mean m; alarm at S ≥ h.
/// Assumes independent Poisson counts about known means: with overdispersed counts calibrate h by
/// ``RunLength`` on their own distribution.
/// Source: Rossi, Lampugnani and Marchi (1999), Statistics in Medicine 18, 2111–2122.
package struct CountCumulativeSum: Hashable, Sendable {
    /// The allowance k, half the shift to be found in standard deviations. Bounds: from 0.
    package let allowance: Double
    /// The threshold h. Bounds: above 0.
    package let threshold: Double

    /// k = 1.04 and h = 2.26: about one false alarm in 500 weeks of normal scores, and seven weeks
    /// to find a rise of two standard deviations; the values of the original paper.
    package static let rossi = CountCumulativeSum(known: 1.04, 2.26)

    private init(known allowance: Double, _ threshold: Double) {
        self.allowance = allowance
        self.threshold = threshold
    }

    /// Nil where a value is out of bounds.
    package init?(allowance: Double, threshold: Double) {
        guard allowance >= 0, allowance.isFinite, threshold > 0, threshold.isFinite else {
            return nil
        }
        self.init(known: allowance, threshold)
    }

    /// The sum after one week.
    package struct Week: Hashable, Sendable {
        package let observed: Int
        package let sum: Double
        /// The count at which the sum would just reach the threshold. Bounds: from 0.
        package let upperBound: Double
        package let isAlarm: Bool
    }

    /// Rossi's score of a count; nil where the mean is not above 0 or the count negative.
    package static func score(_ count: Int, mean: Double) -> Double? {
        guard mean > 0, mean.isFinite, count >= 0 else { return nil }
        let x = Double(count)
        return (x - 3 * mean + 2 * (x * mean).squareRoot()) / (2 * mean.squareRoot())
    }

    /// Sums counts about their means. The sum goes on after an alarm, or starts anew where
    /// `restarts` is set, as the stated run length assumes.
    ///
    /// Nil where lengths differ, a mean is not above 0 or a count negative.
    package func assess(_ counts: [Int], means: [Double], restarts: Bool = false) -> [Week]? {
        guard counts.count == means.count else { return nil }
        var sum = 0.0
        var weeks: [Week] = []
        weeks.reserveCapacity(counts.count)
        for (count, mean) in zip(counts, means) {
            guard let score = Self.score(count, mean: mean) else { return nil }
            let before = sum
            sum = max(0, before + score - allowance)
            let isAlarm = sum >= threshold
            weeks.append(
                Week(
                    observed: count, sum: sum, upperBound: bound(mean, before), isAlarm: isAlarm))
            if isAlarm, restarts { sum = 0 }
        }
        return weeks
    }

    /// The count x with score needed = h + k - S: √x + √m = √(4m + 2√m·needed) solved for x.
    private func bound(_ mean: Double, _ before: Double) -> Double {
        let needed = threshold + allowance - before
        let square = 4 * mean + 2 * mean.squareRoot() * needed
        guard square > 0 else { return 0 }
        let root = square.squareRoot() - mean.squareRoot()
        return root > 0 ? root * root : 0
    }
}
