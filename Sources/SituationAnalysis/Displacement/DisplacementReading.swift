/// A measure at a place, as the test reads it.
package struct FlowMeasure: Sendable, Hashable {
    /// The place where the measure was taken.
    package let place: Int
    /// The first week under the measure.
    package let startWeek: Int

    /// Weeks count from the first of the panel.
    package init(place: Int, startWeek: Int) {
        self.place = place
        self.startWeek = startWeek
    }
}

/// A value with the bounds of its interval, whose level the holder states.
package struct FlowRange: Sendable, Hashable, Encodable {
    package let low: Double
    package let best: Double
    package let high: Double
}

/// What happened at the place of a measure, at the last look.
package struct SourceFall: Sendable, Equatable {
    /// Finds after the start, and finds to be expected from its history, its effort and the other
    /// places.
    package let found: Int
    package let expected: Double
    /// Found over expected with its 90 % interval, whose width has the placebo's spread.
    package let ratio: FlowRange
    /// Whether the interval lies below 1.
    package var isShown: Bool { ratio.high < 1 }
    /// Finds a year that are missing, 0 where none are.
    package let lostPerYear: Double
}

/// What the test says about one measure and one place that may have received its traffic.
package struct DisplacementReading: Sendable, Equatable {
    /// Index of the measure, and the receiving place.
    package let measure: Int
    package let place: Int
    /// Scaled statistic per look; nil where the look is not reached.
    package let statistics: [Double?]
    /// Half the largest and half the last statistic: what ranks readings.
    package let score: Double
    /// Weeks after the start at which the alert rose; nil without one.
    package let alertLook: Int?
    /// Whether the reading stands on the watch list at the last look.
    package let isWatched: Bool
    package let verdict: DisplacementVerdict
    package let reasons: [DisplacementReason]
    /// Finds at the place since the start at the last look, and those to be expected.
    package let found: Int
    package let expected: Double
    /// Extra finds a year that look like the source's; nil without an alert or a watch.
    package let displacedPerYear: FlowRange?
    /// Extra finds a year that the test shows in half and in four fifths of the cases.
    package let leastDetectable: LeastDetectable?
    /// Other measures whose place explains the same finds at least as well.
    package let alternatives: [Int]
}

/// The smallest displacement that the test can see, in finds a year at the receiver.
package struct LeastDetectable: Sendable, Hashable, Encodable {
    package let halfOfCases: Double
    package let fourFifths: Double
}

/// All readings of a panel.
package struct DisplacementResult: Sendable, Equatable {
    package let readings: [DisplacementReading]
    /// Per measure; nil where no look is reached or the data do not carry one.
    package let sources: [SourceFall?]
    /// Placebo scale per look; nil where the history is too short.
    package let scales: [PlaceboScale?]
    /// Alerts that are expected to be false among all readings of this result.
    package let expectedFalseAlerts: Double
    /// Weeks after the start of the looks.
    package let looks: [Int]

    /// Places with an alert or on the watch list: no controls for the effect of a measure.
    package var flaggedPlaces: Set<Int> {
        Set(readings.filter { $0.alertLook != nil || $0.isWatched }.map(\.place))
    }

    /// What is said where nothing can be read.
    package static func empty(looks: [Int]) -> DisplacementResult {
        DisplacementResult(
            readings: [], sources: [], scales: looks.map { _ in nil }, expectedFalseAlerts: 0,
            looks: looks)
    }
}
