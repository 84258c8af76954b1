import RealModule

/// A rise of unknown size and unknown beginning: the generalised likelihood ratio.
///
/// Estimator: the largest, over all beginnings k in the window and all rises κ ≥ 0, of the
/// log-likelihood that weeks k to n gain when their means μ₀ are multiplied by e^κ; alarm where it
/// reaches the threshold. Counts are negative binomial with known α, or Poisson.
/// Assumes known means and α, and independent weeks. It starts anew after an alarm.
/// Source: Höhle and Paul (2008), Computational Statistics & Data Analysis 52, 4357–4368.
package struct LikelihoodRatioSum: Hashable, Sendable {
    /// α of the variance μ + αμ². Bounds: from 0 to ``CountVariance/largestAlpha``.
    package let alpha: Double
    /// Bounds: above 0, to 1,000.
    package let threshold: Double
    /// The longest rise considered, in weeks. Bounds: 1 to 1,000; the cost of a week grows with
    /// its square.
    package let window: Int

    /// Nil where a value is out of bounds.
    package init?(alpha: Double, threshold: Double, window: Int = 52) {
        guard alpha >= 0, alpha <= CountVariance.largestAlpha, threshold > 0, threshold <= 1_000,
            (1...1_000).contains(window)
        else { return nil }
        self.alpha = alpha
        self.threshold = threshold
        self.window = window
    }

    /// The statistic after one week.
    package struct Week: Hashable, Sendable {
        package let observed: Int
        package let statistic: Double
        /// The smallest count that raises an alarm in this week; nil above ``largestBound``.
        package let smallestAlarm: Int?
        package let isAlarm: Bool
    }

    /// Bounds are searched up to here.
    package static let largestBound = 1 << 20

    /// Assesses counts about their means; nil where lengths differ, a mean is not above 0 or a
    /// count negative.
    package func assess(_ counts: [Int], means: [Double]) -> [Week]? {
        guard counts.count == means.count, counts.allSatisfy({ $0 >= 0 }),
            means.allSatisfy({ $0 > 0 && $0.isFinite })
        else { return nil }
        var first = 0
        var weeks: [Week] = []
        weeks.reserveCapacity(counts.count)
        for week in counts.indices {
            let start = max(first, week - window + 1)
            let known = counts[start..<week].map(Double.init)
            let expected = Array(means[start...week])
            let value = statistic(known, Double(counts[week]), expected)
            let isAlarm = value >= threshold
            weeks.append(
                Week(
                    observed: counts[week], statistic: value,
                    smallestAlarm: smallestAlarm(known, expected), isAlarm: isAlarm))
            if isAlarm { first = week + 1 }
        }
        return weeks
    }

    /// The statistic grows with the last count, so that doubling and halving find the bound.
    private func smallestAlarm(_ known: [Double], _ means: [Double]) -> Int? {
        func alarms(_ count: Int) -> Bool {
            statistic(known, Double(count), means) >= threshold
        }
        if alarms(0) { return 0 }
        var (low, high) = (0, 1)
        while !alarms(high) {
            (low, high) = (high, high * 2)
            if high > Self.largestBound { return nil }
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if alarms(middle) { high = middle } else { low = middle }
        }
        return high
    }

    private func statistic(_ known: [Double], _ last: Double, _ means: [Double]) -> Double {
        var largest = 0.0
        let counts = known + [last]
        for start in counts.indices {
            largest = max(largest, gain(counts[start...], means[start...]))
        }
        return largest
    }

    /// The log-likelihood gained by the likeliest rise of these weeks; 0 where they lie below
    /// their means.
    private func gain(_ counts: ArraySlice<Double>, _ means: ArraySlice<Double>) -> Double {
        let rise = likeliestRise(counts, means)
        guard rise > 0 else { return 0 }
        var sum = 0.0
        for week in counts.indices {
            let (x, mean) = (counts[week], means[week])
            if alpha == 0 {
                sum += x * rise - mean * (.exp(rise) - 1)
            } else {
                let grown = Double.log(onePlus: alpha * mean * .exp(rise))
                sum +=
                    x * rise - (x + 1 / alpha) * (grown - .log(onePlus: alpha * mean))
            }
        }
        return max(0, sum)
    }

    private func likeliestRise(
        _ counts: ArraySlice<Double>, _ means: ArraySlice<Double>
    ) -> Double {
        let start = Double.log(max(counts.reduce(0, +), 1e-300) / means.reduce(0, +))
        if alpha == 0 { return max(0, start) }
        let atZero = slope(counts, means, 0).value
        guard atZero < 0 else { return 0 }
        return RootSearch.increasing(from: 0, to: 60, start: max(0, start)) { rise in
            slope(counts, means, rise)
        }
    }

    /// Minus the derivative of the log-likelihood by the rise, and its own derivative: the
    /// log-likelihood is concave, so that this grows.
    private func slope(
        _ counts: ArraySlice<Double>, _ means: ArraySlice<Double>, _ rise: Double
    ) -> (value: Double, slope: Double) {
        var (value, slope) = (0.0, 0.0)
        let factor = Double.exp(rise)
        for week in counts.indices {
            let mean = means[week] * factor
            let spread = 1 + alpha * mean
            value -= (counts[week] - mean) / spread
            slope += mean * (1 + alpha * counts[week]) / (spread * spread)
        }
        return (value, slope)
    }
}
