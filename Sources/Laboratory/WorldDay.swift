/// A day of the civil calendar, counted from 1 January 1970.
///
/// Source: the days-from-civil arithmetic of the proleptic Gregorian calendar, in which March
/// begins the year and an era has 146,097 days.
package struct WorldDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1 January 1970.
    package let number: Int

    /// Any day number is a day.
    package init(number: Int) { self.number = number }

    /// Reads `YYYY-MM-DD`; nil where it is no day of the calendar between 1000 and 9999.
    package init?(_ text: some Collection<UInt8>) {
        let bytes = Array(text)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = Self.digits(bytes[0..<4]), let month = Self.digits(bytes[5..<7]),
            let day = Self.digits(bytes[8..<10]), year >= 1_000, (1...12).contains(month)
        else { return nil }
        number = Self.days(year: year, month: month, day: day)
        let calendar = Self.calendar(number)
        guard calendar.year == year, calendar.month == month, calendar.day == day else {
            return nil
        }
    }

    /// Reads `YYYY-MM-DD`; nil where it is no day of the calendar between 1000 and 9999.
    package init?(_ text: String) { self.init(text.utf8) }

    /// The day as `YYYY-MM-DD`.
    package var description: String {
        let date = Self.calendar(number)
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    }

    /// The Monday of the week of this day.
    package var monday: WorldDay {
        // 1 January 1970 was a Thursday.
        let weekday = (number % 7 + 7 + 3) % 7
        return WorldDay(number: number - weekday)
    }

    package static func < (left: WorldDay, right: WorldDay) -> Bool { left.number < right.number }

    /// The day that lies so many days later.
    package static func + (day: WorldDay, days: Int) -> WorldDay {
        WorldDay(number: day.number + days)
    }

    /// The days from the second day to the first.
    package static func - (later: WorldDay, earlier: WorldDay) -> Int {
        later.number - earlier.number
    }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    private static func calendar(_ number: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * part + 2) / 5 + 1)
    }
}
