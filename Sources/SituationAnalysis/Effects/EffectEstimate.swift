import Foundation

/// A measure whose effect is wanted: where, from when, of which type, and how long it is judged.
package struct EffectMeasure: Sendable, Hashable {
    /// The place and the first week.
    package let measure: FlowMeasure
    /// Measures of one type are pooled.
    package let type: Int
    /// Weeks before and after the start that are compared.
    package let weeksBefore: Int
    package let weeksAfter: Int
    /// Places to compare with, as registered before the start; nil takes all that qualify.
    package let comparison: Set<Int>?

    /// Windows of two years before and one year after unless a plan says otherwise.
    package init(
        _ measure: FlowMeasure, type: Int, weeksBefore: Int = 104, weeksAfter: Int = 52,
        comparison: Set<Int>? = nil
    ) {
        self.measure = measure
        self.type = type
        self.weeksBefore = weeksBefore
        self.weeksAfter = weeksAfter
        self.comparison = comparison
    }
}

/// What an effect estimate says in words.
package enum EffectVerdict: String, Sendable, CaseIterable, Codable {
    /// The 95 % interval lies below no change.
    case fewerFinds = "fewer finds per inspection"
    /// It lies above.
    case moreFinds = "more finds per inspection"
    /// It holds no change.
    case notShown = "no effect shown"
    case cannotTell = "cannot tell"
}

/// Why there is no estimate, or none that can be trusted as an effect.
package enum EffectObstacle: Hashable, Sendable {
    case windowNotOver(weeks: Int, needed: Int)
    case historyTooShort(weeks: Int, needed: Int)
    case tooFewFinds(finds: Int, needed: Int)
    case noDenominator
    case tooFewControls(places: Int, needed: Int)
    case tooFewPlaceboReadings

    /// The obstacle in one sentence.
    package var sentence: String {
        switch self {
        case .windowNotOver(let weeks, let needed):
            "Of the \(needed) weeks after the start, \(weeks) are known."
        case .historyTooShort(let weeks, let needed):
            "Before the start there are \(weeks) weeks of records; \(needed) are needed."
        case .tooFewFinds(let finds, let needed):
            "Before the start there are \(finds) finds; \(needed) are needed."
        case .noDenominator:
            "There is no denominator: without inspections, more finds may mean more looking."
        case .tooFewControls(let places, let needed):
            "\(places) places qualify for the comparison; \(needed) are needed."
        case .tooFewPlaceboReadings:
            "There is too little history without measures to know how far chance goes."
        }
    }
}

/// The change of finds per inspection at one measure against the places without one.
package struct EffectEstimate: Sendable, Equatable {
    /// Index of the measure as given.
    package let index: Int
    package let type: Int
    package let obstacles: [EffectObstacle]
    /// Logarithm of the rate ratio; nil where an obstacle stands in the way.
    package let logRatio: Double?
    /// Its standard error, with the placebo's spread.
    package let standardError: Double?
    /// Finds after the start, and what history, effort and the controls led to expect.
    package let found: Int
    package let expected: Double?
    /// Inspections a week before and after; nil without a denominator.
    package let effortBefore: Double?
    package let effortAfter: Double?
    package let controls: Int

    /// Rate ratio with its 95 % interval.
    package var ratio: FlowRange? {
        guard let logRatio, let standardError else { return nil }
        return FlowRange(
            low: exp(logRatio - 1.96 * standardError), best: exp(logRatio),
            high: exp(logRatio + 1.96 * standardError))
    }

    /// The smallest fall, as a share of the finds, that would be shown in four fifths of cases.
    package var leastDetectableFall: Double? {
        standardError.map { 1 - exp(-(1.96 + 0.8416) * $0) }
    }

    /// The estimate in words.
    package var verdict: EffectVerdict {
        guard let ratio else { return .cannotTell }
        if ratio.high < 1 { return .fewerFinds }
        return ratio.low > 1 ? .moreFinds : .notShown
    }
}
