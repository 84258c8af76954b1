/// How finely a date is known.
package enum DatePrecision: String, Term {
    case day, month, quarter, year, interval

    package static let vocabulary = "date precision"
    package var title: String { rawValue }
}

/// When something happened, as finely as it is known: a day, a month, a quarter, a year, or an
/// interval with both ends included.
package struct DateSpan: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let first: CalendarDate
    package let last: CalendarDate
    package let precision: DatePrecision

    /// A single day.
    package init(day: CalendarDate) {
        (first, last, precision) = (day, day, .day)
    }

    /// - Throws: ``WordDefect/noSuchValue(_:mend:)`` when the end lies before the start. The
    ///   precision is the finest of day, month, quarter and year that the ends form exactly.
    package init(from first: CalendarDate, through last: CalendarDate) throws(WordDefect) {
        guard first <= last else {
            throw .noSuchValue(
                "ends (\(last)) before it starts (\(first))", mend: "swap or mend the two dates")
        }
        (self.first, self.last) = (first, last)
        precision = Self.precision(first, last)
    }

    /// A whole year, quarter or month that is known to exist.
    package init(year: Int, quarter: Int? = nil, month: Int? = nil) throws(WordDefect) {
        let start = month ?? quarter.map { $0 * 3 - 2 } ?? 1
        let end = month ?? quarter.map { $0 * 3 } ?? 12
        guard (1...12).contains(start), (1...12).contains(end) else {
            throw .noSuchValue("there is no such month or quarter", mend: "write 1–12 or Q1–Q4")
        }
        let lastDay = CalendarDate.daysIn(month: end, year: year)
        try self.init(
            from: CalendarDate(year: year, month: start, day: 1),
            through: CalendarDate(year: year, month: end, day: lastDay))
    }

    /// Reads `2024`, `2024-Q1`, `2024-03`, `2024-03-05` or `2024-03-05/2024-04-01`.
    ///
    /// - Throws: ``WordDefect`` naming what does not fit.
    package init(parsing text: some StringProtocol) throws(WordDefect) {
        let ends = text.split(separator: "/", omittingEmptySubsequences: false)
        guard ends.count <= 2 else { throw Self.formDefect }
        let start = try Self.single(ends[0])
        guard ends.count == 2 else {
            self = start
            return
        }
        try self.init(from: start.first, through: try Self.single(ends[1]).last)
    }

    /// Days covered, both ends included. Bounds: 1 or more.
    package var days: Int { Int(last.dayNumber) - Int(first.dayNumber) + 1 }

    /// Whether the two spans share a day.
    package func overlaps(_ other: DateSpan) -> Bool { first <= other.last && other.first <= last }

    /// Whether every day of the other span lies in this one.
    package func contains(_ other: DateSpan) -> Bool { first <= other.first && other.last <= last }

    /// `2024`, `2024-Q1`, `2024-03`, `2024-03-05` or `2024-03-05/2024-04-01`.
    package var description: String {
        let start = first.parts
        switch precision {
        case .day: return first.description
        case .month: return "\(start.year)-\(CalendarDate.padded(start.month))"
        case .quarter: return "\(start.year)-Q\((start.month + 2) / 3)"
        case .year: return "\(start.year)"
        case .interval: return "\(first)/\(last)"
        }
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.first, left.last) < (right.first, right.last)
    }

    private static let formDefect = WordDefect.noSuchValue(
        "is not a date", mend: "write 2024, 2024-Q1, 2024-03, 2024-03-05 or two of them with “/”")

    private static func single(_ text: some StringProtocol) throws(WordDefect) -> DateSpan {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts[0].utf8.count == 4 else { throw formDefect }
        let year = try number(parts[0], digits: 4)
        guard parts.count > 1 else { return try DateSpan(year: year) }
        if parts.count == 2, let mark = parts[1].first, mark == "Q" || mark == "q" {
            return try DateSpan(year: year, quarter: try number(parts[1].dropFirst(), digits: 1))
        }
        let month = try number(parts[1], digits: 2)
        guard parts.count == 3 else { return try DateSpan(year: year, month: month) }
        return DateSpan(
            day: try CalendarDate(year: year, month: month, day: try number(parts[2], digits: 2)))
    }

    /// Reads at most so many digits; `3` for March is as good as `03`.
    private static func number(_ text: some StringProtocol, digits: Int) throws(WordDefect) -> Int {
        guard (1...digits).contains(text.utf8.count) else { throw formDefect }
        var value = 0
        for byte in text.utf8 {
            guard let digit = ASCII.digit(byte) else { throw formDefect }
            value = value * 10 + digit
        }
        return value
    }

    private static func precision(_ first: CalendarDate, _ last: CalendarDate) -> DatePrecision {
        guard first != last else { return .day }
        let (start, end) = (first.parts, last.parts)
        let wholeMonths =
            start.day == 1 && start.year == end.year
            && end.day == CalendarDate.daysIn(month: end.month, year: end.year)
        guard wholeMonths else { return .interval }
        switch (start.month, end.month) {
        case (1, 12): return .year
        case (let from, let to) where from == to: return .month
        case (let from, let to) where from % 3 == 1 && to == from + 2: return .quarter
        default: return .interval
        }
    }
}
