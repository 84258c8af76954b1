extension CountCumulativeSum {
    /// More means than these are represented by evenly spaced order statistics.
    private static let largestSample = 52
    /// The tail left out beyond the counts considered.
    private static let smallestTail = 1e-9
    private static let largestCount = 100_000

    /// The sum with the smallest threshold at which false alarms are as rare as one in
    /// `weeksPerFalseAlarm` weeks.
    ///
    /// `means` are the expected counts of the weeks to come, or of the past ones; `variance` says
    /// how the counts vary about them. Assumes that weeks are independent and their means come
    /// in no particular order. With a steady small mean the sum takes few values, and the rate
    /// moves in jumps: state the one of ``weeksPerFalseAlarm(means:variance:)``. Nil where a value
    /// is out of bounds, or no threshold up to ``RunLength/largestThreshold`` is rare enough, as
    /// with counts far more varied than the allowance absorbs.
    package static func calibrated(
        means: [Double], variance: CountVariance, allowance: Double = 1.04,
        weeksPerFalseAlarm: Double
    ) -> CountCumulativeSum? {
        guard let steps = steps(means, variance, allowance),
            let threshold = RunLength.threshold(steps, averageWeeks: weeksPerFalseAlarm)
        else { return nil }
        return CountCumulativeSum(allowance: allowance, threshold: threshold)
    }

    /// How many weeks pass on average before a false alarm, when the sum starts anew after each;
    /// nil where a value is out of bounds.
    package func weeksPerFalseAlarm(means: [Double], variance: CountVariance) -> Double? {
        Self.steps(means, variance, allowance).flatMap {
            RunLength.averageWeeks($0, threshold: threshold)
        }
    }

    /// The distribution of a week's increment without a change.
    private static func steps(
        _ means: [Double], _ variance: CountVariance, _ allowance: Double
    ) -> [RunLength.Step]? {
        guard allowance >= 0, allowance.isFinite, variance.isDefined, !means.isEmpty,
            means.allSatisfy({ $0 > 0 && $0 < Double(largestCount) })
        else { return nil }
        let sorted = means.sorted()
        let sample =
            sorted.count <= largestSample
            ? sorted
            : (0..<largestSample).map { sorted[$0 * (sorted.count - 1) / (largestSample - 1)] }
        var steps: [RunLength.Step] = []
        for mean in sample {
            guard
                let distribution = NegativeBinomialDistribution(
                    mean: mean, alpha: variance.alpha(atMean: mean)),
                let last = distribution.quantile(1 - smallestTail), last <= largestCount
            else { return nil }
            for count in 0...last {
                let probability = distribution.pmf(count) / Double(sample.count)
                guard probability > 0, let score = score(count, mean: mean) else { continue }
                steps.append(RunLength.Step(size: score - allowance, probability: probability))
            }
        }
        return steps
    }
}
