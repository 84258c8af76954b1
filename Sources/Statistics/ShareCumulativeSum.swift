import RealModule

/// A cumulative sum for a share: a method of concealment that becomes more common.
///
/// Estimator: S = max(0, S + x ln(p₁/p₀) + (n - x) ln((1-p₁)/(1-p₀))), x of n events of the kind,
/// p₁ the share whose odds are ``oddsRatio`` times those of p₀; alarm at S ≥ h.
/// Assumes events independent given n. Given n the number of controls cancels: more inspections
/// that find more of everything raise no alarm.
/// Source: Reynolds and Stoumbos (1999), Journal of Quality Technology 31, 87–108; Steiner et al.
/// (2000), Biostatistics 1, 441–452.
package struct ShareCumulativeSum: Hashable, Sendable {
    /// p₀. Bounds: above 0, below 1.
    package let usualShare: Double
    /// Bounds: above 1, to 100.
    package let oddsRatio: Double
    /// Bounds: above 0.
    package let threshold: Double

    /// Nil where a value is out of bounds.
    package init?(usualShare: Double, oddsRatio: Double = 2.5, threshold: Double) {
        guard usualShare > 0, usualShare < 1, oddsRatio > 1, oddsRatio <= 100, threshold > 0,
            threshold.isFinite
        else { return nil }
        self.usualShare = usualShare
        self.oddsRatio = oddsRatio
        self.threshold = threshold
    }

    /// The usual share with half an event added to either side, so that a method never seen has a
    /// share above 0; nil where a number is negative or there are more of the kind than events.
    ///
    /// Source: Krichevsky and Trofimov (1981), the Jeffreys prior.
    package static func smoothedShare(ofKind: Int, among events: Int) -> Double? {
        guard ofKind >= 0, events >= ofKind else { return nil }
        return (Double(ofKind) + 0.5) / (Double(events) + 1)
    }

    /// What one event of the kind adds, and what one of another kind adds (below 0).
    package static func increments(
        usualShare p: Double, oddsRatio: Double
    ) -> (ofKind: Double, other: Double) {
        let scale = 1 - p + oddsRatio * p
        return (.log(oddsRatio / scale), -.log(scale))
    }

    /// The sum with a threshold calibrated to one false alarm in `weeksPerFalseAlarm` weeks.
    ///
    /// `eventsPerWeek` are the weekly numbers of events of the past; their distribution, not only
    /// their mean, sets how fast the sum moves. Nil where a value is out of bounds, there is no
    /// week with an event, or no threshold up to 60 is rare enough.
    package static func calibrated(
        usualShare: Double, oddsRatio: Double = 2.5, eventsPerWeek: [Int],
        weeksPerFalseAlarm: Double
    ) -> ShareCumulativeSum? {
        guard usualShare > 0, usualShare < 1, oddsRatio > 1, oddsRatio <= 100,
            let steps = steps(usualShare, oddsRatio, eventsPerWeek),
            let threshold = RunLength.threshold(steps, averageWeeks: weeksPerFalseAlarm)
        else { return nil }
        return ShareCumulativeSum(
            usualShare: usualShare, oddsRatio: oddsRatio, threshold: threshold)
    }

    private static let largestWeek = 10_000

    /// The distribution of a week's increment without a change.
    private static func steps(
        _ share: Double, _ oddsRatio: Double, _ eventsPerWeek: [Int]
    ) -> [RunLength.Step]? {
        guard !eventsPerWeek.isEmpty,
            eventsPerWeek.allSatisfy({ (0...largestWeek).contains($0) }),
            eventsPerWeek.contains(where: { $0 > 0 })
        else { return nil }
        let increments = increments(usualShare: share, oddsRatio: oddsRatio)
        var weeks: [Int: Int] = [:]
        for events in eventsPerWeek { weeks[events, default: 0] += 1 }
        var steps: [RunLength.Step] = []
        for (events, count) in weeks.sorted(by: { $0.key < $1.key }) {
            let weight = Double(count) / Double(eventsPerWeek.count)
            for ofKind in 0...events {
                let probability = SaddlePoint.binomial(
                    Double(ofKind), Double(events - ofKind), p: share, q: 1 - share)
                // Beyond this a week is rarer than anything a threshold is set to.
                guard probability > 1e-15 else { continue }
                steps.append(
                    RunLength.Step(
                        size: Double(ofKind) * increments.ofKind
                            + Double(events - ofKind) * increments.other,
                        probability: weight * probability))
            }
        }
        return steps
    }

    /// The sum after one week.
    package struct Week: Hashable, Sendable {
        package let sum: Double
        package let isAlarm: Bool
    }

    /// Sums weeks of `ofKind` among `events`; starts anew after an alarm.
    ///
    /// A week without events leaves the sum as it is. Nil where lengths differ or a week has more
    /// of the kind than events.
    package func assess(ofKind: [Int], among events: [Int]) -> [Week]? {
        guard ofKind.count == events.count,
            zip(ofKind, events).allSatisfy({ $0 >= 0 && $1 >= $0 })
        else { return nil }
        let increments = Self.increments(usualShare: usualShare, oddsRatio: oddsRatio)
        var sum = 0.0
        return zip(ofKind, events).map { x, n in
            sum = max(0, sum + Double(x) * increments.ofKind + Double(n - x) * increments.other)
            let week = Week(sum: sum, isAlarm: sum >= threshold)
            if week.isAlarm { sum = 0 }
            return week
        }
    }
}
