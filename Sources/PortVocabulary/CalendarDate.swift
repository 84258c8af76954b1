/// A day of the proleptic Gregorian calendar, without a time or a zone.
package struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01, negative before.
    package let dayNumber: Int32

    package init(dayNumber: Int32) { self.dayNumber = dayNumber }

    /// - Throws: ``WordDefect/noSuchValue(_:mend:)`` for a day that does not exist.
    ///   Bounds: years 1800 to 2200.
    package init(year: Int, month: Int, day: Int) throws(WordDefect) {
        guard (1800...2200).contains(year) else {
            throw .noSuchValue("year \(year) is out of range", mend: "write a year 1800 to 2200")
        }
        guard (1...12).contains(month) else {
            throw .noSuchValue("there is no month \(month)", mend: "write a month 1 to 12")
        }
        let last = Self.daysIn(month: month, year: year)
        guard (1...last).contains(day) else {
            throw .noSuchValue(
                "\(year)-\(Self.padded(month)) has no day \(day)",
                mend: "write a day 1 to \(last)")
        }
        dayNumber = Self.dayNumber(year: year, month: month, day: day)
    }

    /// Reads what `description` writes: `2024-03-05`.
    ///
    /// - Throws: ``WordDefect`` for another form or a day that does not exist.
    package init(iso text: some StringProtocol) throws(WordDefect) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10 else { throw .length(expected: "10", found: bytes.count) }
        func number(_ range: Range<Int>) throws(WordDefect) -> Int {
            var value = 0
            for byte in bytes[range] {
                guard let digit = ASCII.digit(byte) else {
                    throw .character(ASCII.shown(byte), expected: "a digit")
                }
                value = value * 10 + digit
            }
            return value
        }
        for place in [4, 7] where bytes[place] != UInt8(ascii: "-") {
            throw .character(ASCII.shown(bytes[place]), expected: "“-”")
        }
        try self.init(year: number(0..<4), month: number(5..<7), day: number(8..<10))
    }

    /// Year, month (1–12) and day of month (1–31).
    ///
    /// Source: the days-from-civil method of Howard Hinnant, 400-year eras starting in March.
    package var parts: (year: Int, month: Int, day: Int) {
        let shifted = Int(dayNumber) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// The year alone.
    package var year: Int { parts.year }

    /// `2024-03-05`.
    package var description: String {
        let parts = parts
        return "\(parts.year)-\(Self.padded(parts.month))-\(Self.padded(parts.day))"
    }

    /// The date so many days later (or earlier). Bounds: stops at the ends of ``dayNumber``.
    package func advanced(byDays days: Int) -> CalendarDate {
        let sum = Int(dayNumber) + Int(Int32(clamping: days))
        return CalendarDate(dayNumber: Int32(clamping: sum))
    }

    package static func < (left: Self, right: Self) -> Bool { left.dayNumber < right.dayNumber }

    /// The number of days of a month. Bounds: `month` 1 to 12.
    package static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    static func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
