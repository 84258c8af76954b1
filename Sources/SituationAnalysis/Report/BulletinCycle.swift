package import PortVocabulary

/// How often a bulletin appears, and so the length of its period.
package enum BulletinCycle: String, Term {
    case month, quarter

    package static let vocabulary = "bulletin cycles"
    package var title: String { self == .month ? "monthly" : "quarterly" }

    var granularity: Granularity { self == .month ? .month : .quarter }

    /// How many periods the course of a bulletin shows, its own included: two years of months,
    /// three of quarters, so that the same period a year before is always among them.
    var courseLength: Int { self == .month ? 24 : 12 }

    /// The cycle whose period this span is; nil for every other span.
    package init?(of span: DateSpan) {
        switch span.precision {
        case .month: self = .month
        case .quarter: self = .quarter
        case .day, .year, .interval: return nil
        }
    }

    /// The last period that was over before a day.
    package func lastPeriod(before day: CalendarDate) -> DateSpan? {
        granularity.span(granularity.number(of: day.dayNumber) - 1)
    }

    /// The period so many periods later, or earlier.
    func period(_ span: DateSpan, movedBy periods: Int) -> DateSpan? {
        granularity.span(granularity.number(of: span.first.dayNumber) + periods)
    }
}
