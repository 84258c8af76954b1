/// The share of repetitions in which an interval is meant to cover the truth.
package struct ConfidenceLevel: Hashable, Sendable {
    /// Bounds: above 0 and below 1.
    package let share: Double

    /// Nil outside 0 to 1, ends excluded.
    package init?(share: Double) {
        guard share > 0, share < 1 else { return nil }
        self.share = share
    }

    private init(known share: Double) { self.share = share }

    /// 80 %: for a working picture that may be wrong one time in five.
    package static let eighty = ConfidenceLevel(known: 0.80)
    /// 90 %.
    package static let ninety = ConfidenceLevel(known: 0.90)
    /// 95 %: the default everywhere.
    package static let ninetyFive = ConfidenceLevel(known: 0.95)
    /// 99 %.
    package static let ninetyNine = ConfidenceLevel(known: 0.99)

    /// The probability left in each tail.
    package var tail: Double { (1 - share) / 2 }

    /// The two-sided critical value of the standard normal distribution (1.96 at 95 %).
    package var criticalValue: Double { -NormalDistribution.standard.quantile(tail) }
}

/// A range of plausible values, both ends included; an end may be infinite.
package struct Interval: Hashable, Sendable {
    /// The lower end.
    package let lower: Double
    /// The upper end. Bounds: not below `lower`.
    package let upper: Double

    package init(lower: Double, upper: Double) {
        precondition(lower <= upper, "an interval's ends are ordered numbers")
        self.lower = lower
        self.upper = upper
    }

    /// Nil where an end is not a number or the ends are not in order: input beyond what the
    /// arithmetic carries.
    static func orNil(lower: Double, upper: Double) -> Interval? {
        lower <= upper ? Interval(lower: lower, upper: upper) : nil
    }

    /// Whether the value lies in the interval, ends included.
    package func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
