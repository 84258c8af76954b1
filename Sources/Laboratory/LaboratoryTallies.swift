package import Statistics

/// How often intervals held what they were to hold.
package struct CoverageTally: Hashable, Sendable {
    package private(set) var intervalCount = 0
    package private(set) var coveredCount = 0
    /// Intervals that lay wholly below the truth, and wholly above it.
    package private(set) var belowCount = 0
    package private(set) var aboveCount = 0

    /// Begins with nothing.
    package init() {}

    /// Counts one interval and what was true.
    package mutating func add(_ interval: Interval, truth: Double) {
        intervalCount += 1
        if interval.contains(truth) {
            coveredCount += 1
        } else if interval.upper < truth {
            belowCount += 1
        } else {
            aboveCount += 1
        }
    }

    /// The covered share, 0 to 1; nil without intervals.
    package var share: Double? {
        intervalCount > 0 ? Double(coveredCount) / Double(intervalCount) : nil
    }

    /// Where the long-run share may lie; nil without intervals.
    package func shareInterval(_ level: ConfidenceLevel = .ninetyFive) -> Interval? {
        guard intervalCount > 0 else { return nil }
        return ShareInterval.wilson(coveredCount, of: intervalCount, level: level)
    }
}

/// How many false alarms came, beside how many were stated.
package struct FalseAlarmTally: Hashable, Sendable {
    /// Series-years or measure-years that were watched.
    package private(set) var years = 0.0
    package private(set) var falseAlarms = 0
    /// Sum of the expected false alarms that the detector stated.
    package private(set) var stated = 0.0

    /// Begins with nothing.
    package init() {}

    /// Counts a watch of so many years (zero or more) in which nothing was to be found.
    package mutating func add(years: Double, falseAlarms: Int, statedPerYear: Double) {
        precondition(years >= 0 && statedPerYear >= 0 && falseAlarms >= 0)
        self.years += years
        self.falseAlarms += falseAlarms
        stated += statedPerYear * years
    }

    /// False alarms a year; nil where nothing was watched.
    package var realisedPerYear: Double? { years > 0 ? Double(falseAlarms) / years : nil }

    /// Realised over stated false alarms: 1 where the statement held; nil where none was stated.
    package var ratio: Double? { stated > 0 ? Double(falseAlarms) / stated : nil }
}
