/// A second of Coordinated Universal Time. Whoever acts hands it in; nothing that computes reads
/// a clock.
package struct Moment: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z. Bounds: 0 to the end of the year 2200.
    package let seconds: Int64

    /// The nearest moment within bounds.
    package init(seconds: Int64) { self.seconds = min(max(0, seconds), 7_289_654_399) }

    /// The day in UTC.
    package var day: CalendarDate { CalendarDate(dayNumber: Int32(seconds / 86_400)) }

    /// `2026-11-24T08:30:00Z` (RFC 3339).
    package var description: String {
        let rest = seconds % 86_400
        return
            "\(day)T\(Self.two(rest / 3_600)):\(Self.two(rest / 60 % 60)):\(Self.two(rest % 60))Z"
    }

    package static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
