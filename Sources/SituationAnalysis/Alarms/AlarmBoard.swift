package import PortVocabulary

/// Along what finds are watched.
package enum AlarmDimension: String, Term {
    case port, basin, substance, method, route
    case companyRole = "company-role"

    package static let vocabulary = "dimensions of alarms"
    package var title: String { self == .companyRole ? "company role" : rawValue }
}

/// One series that is watched: finds of a port, a method and so on.
package struct AlarmSubject: Hashable, Sendable {
    package let dimension: AlarmDimension
    /// The code within the dimension, such as a UN/LOCODE.
    package let code: String

    package init(_ dimension: AlarmDimension, _ code: String) {
        (self.dimension, self.code) = (dimension, code)
    }
}

/// More finds in a week than the same weeks of former years lead one to expect.
package struct CountAlarm: Hashable, Sendable {
    package let subject: AlarmSubject
    /// The Monday of the week.
    package let week: CalendarDate
    package let observed: Int
    package let expected: Double
    /// A count above it is an alarm.
    package let threshold: Double
    /// Years of the reference weeks.
    package let years: Int
    /// What the finds are divided by, or that there is no denominator.
    package let denominator: String

    /// Why it is an alarm, in words.
    package var reason: String {
        "\(observed) finds where \(AlarmText.number(expected)) were expected by trend and season "
            + "of \(years) years; the limit is \(AlarmText.number(threshold)); \(denominator)"
    }
}

/// A method, route, role or substance that has become more common among the finds.
package struct ShareAlarm: Hashable, Sendable {
    package let subject: AlarmSubject
    /// The Monday of the week in which it passed the limit.
    package let week: CalendarDate
    /// The Monday of the week from which the rise is counted.
    package let since: CalendarDate
    package let ofKind: Int
    /// Finds that say anything in this dimension.
    package let among: Int
    /// Of the time before.
    package let usualShare: Double

    /// Why it is an alarm, in words.
    package var reason: String {
        "\(ofKind) of \(among) finds since \(since), where "
            + "\(AlarmText.number(usualShare * 100)) % were usual; a share does not rise with "
            + "the number of inspections"
    }
}

/// Why a series is not watched.
package enum AlarmGap: String, Term {
    case shortHistory = "short-history"
    case fewFinds = "few-finds"
    case notEstimable = "not-estimable"

    package static let vocabulary = "reasons for no alarm"
    package var title: String {
        switch self {
        case .shortHistory: "the history is too short"
        case .fewFinds: "too few finds"
        case .notEstimable: "no expectation can be computed"
        }
    }
}

/// What stands out in the last weeks of a panel, and how many such alarms chance alone gives.
package struct AlarmBoard: Hashable, Sendable {
    package let asOf: CalendarDate
    package let heldBackWeeks: Int
    /// Mondays of the weeks that are looked at.
    package let weeks: [CalendarDate]
    package let counts: [CountAlarm]
    package let shares: [ShareAlarm]
    /// Series whose counts could be assessed, and whose shares.
    package let countSeries: Int
    package let shareSeries: Int
    /// Probability of a false alarm of one series in one week.
    package let alpha: Double
    /// Weeks between two false alarms of one share.
    package let weeksPerFalseAlarm: Double
    /// Series that are not watched, by reason.
    package let gaps: [AlarmGap: Int]

    /// False alarms that chance gives in a year of weekly looks, at the most: counts are whole
    /// numbers, so that most series stay below their level.
    package var expectedFalseAlarmsAYear: Double {
        let ofShares =
            shareSeries == 0 ? 0 : Double(shareSeries) * AlarmRules.looks / weeksPerFalseAlarm
        return Double(countSeries) * alpha * AlarmRules.looks + ofShares
    }

    /// The same in words, for beside the alarms.
    package var falseAlarmText: String {
        "with \(countSeries) counts and \(shareSeries) shares looked at weekly, up to "
            + "\(AlarmText.number(expectedFalseAlarmsAYear)) false alarms a year are expected"
    }
}

/// Numbers in the words of alarms.
enum AlarmText {
    /// One digit after the point, two below one; none for whole numbers.
    static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
        let scale = abs(value) < 1 ? 100.0 : 10.0
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}
