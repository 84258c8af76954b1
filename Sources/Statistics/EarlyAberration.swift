/// Short-memory alarms for series without history: EARS C1, C2 and C3.
///
/// Estimator: the count against mean and standard deviation of the seven weeks before (C1), of the
/// seven weeks that end three weeks before (C2), or the sum of the last three excesses of C2 over 1
/// (C3), turned into the count that would just not alarm.
/// Assumes no trend or season within about ten weeks and roughly normal counts: on sparse
/// counts it raises more false alarms than α says.
/// Sources: Hutwagner et al. (2003), Journal of Urban Health 80, i89–i96; the bounds as the R
/// package surveillance documents them (Salmon, Schumacher and Höhle 2016, JSS 70(10)).
package struct EarlyAberration: Hashable, Sendable {
    /// Which of the three.
    package enum Method: Hashable, Sendable { case c1, c2, c3 }

    package let method: Method
    /// Weeks in the baseline. Bounds: 3 to 52.
    package let baseline: Int
    /// The least standard deviation assumed, in events. Bounds: from 0.
    package let leastDeviation: Double
    /// Bounds: above 0, below 0.5.
    package let alpha: Double

    /// Nil where a setting is out of bounds. α is 0.001 by default, for C3 0.025.
    package init?(
        _ method: Method, baseline: Int = 7, leastDeviation: Double = 0, alpha: Double? = nil
    ) {
        let alpha = alpha ?? (method == .c3 ? 0.025 : 0.001)
        guard (3...52).contains(baseline), leastDeviation >= 0, leastDeviation.isFinite,
            alpha > 0, alpha < 0.5
        else { return nil }
        self.method = method
        self.baseline = baseline
        self.leastDeviation = leastDeviation
        self.alpha = alpha
    }

    /// The weeks before the first that can be assessed.
    package var weeksNeeded: Int {
        switch method {
        case .c1: baseline
        case .c2: baseline + 2
        case .c3: baseline + 4
        }
    }

    /// One week's count and the count that it may not pass.
    package struct Week: Hashable, Sendable {
        package let observed: Int
        /// Bounds: from 0.
        package let upperBound: Double
        /// Whether the baseline did not vary at all, so that any more than its mean alarms unless
        /// ``EarlyAberration/leastDeviation`` says otherwise.
        package let isBaselineConstant: Bool
        /// Whether the count lies above the bound.
        package var isAlarm: Bool { Double(observed) > upperBound }
    }

    /// Assesses every week from index ``weeksNeeded`` on; nil where the series is shorter than
    /// that plus one or a count is negative.
    package func assess(_ counts: [Int]) -> [Week]? {
        guard counts.count > weeksNeeded, counts.allSatisfy({ $0 >= 0 }) else { return nil }
        let reach = -NormalDistribution.standard.quantile(alpha)
        return (weeksNeeded..<counts.count).map { week in
            let lag = method == .c1 ? 1 : 3
            let moments = moments(counts, endingAt: week - lag)
            let deviation = max(moments.deviation, leastDeviation)
            let upper: Double
            switch method {
            case .c1, .c2: upper = moments.mean + reach * deviation
            case .c3:
                let former = excess(counts, week - 2) + excess(counts, week - 1)
                let raised = deviation == 0 ? 0 : deviation * (reach - former)
                upper =
                    former == .infinity ? 0 : max(0, Double(counts[week]) + raised)
            }
            return Week(
                observed: counts[week], upperBound: upper,
                isBaselineConstant: moments.deviation == 0)
        }
    }

    /// max(0, C2 - 1); without spread nothing at the mean and everything above it.
    private func excess(_ counts: [Int], _ week: Int) -> Double {
        let moments = moments(counts, endingAt: week - 3)
        let deviation = max(moments.deviation, leastDeviation)
        let above = Double(counts[week]) - moments.mean
        if deviation == 0 { return above > 0 ? .infinity : 0 }
        return max(0, above / deviation - 1)
    }

    private func moments(
        _ counts: [Int], endingAt last: Int
    ) -> (mean: Double, deviation: Double) {
        let window = counts[(last - baseline + 1)...last]
        let mean = window.reduce(0) { $0 + Double($1) } / Double(baseline)
        let squares = window.reduce(0) { sum, count in
            let difference = Double(count) - mean
            return sum + difference * difference
        }
        return (mean, (squares / Double(baseline - 1)).squareRoot())
    }
}
