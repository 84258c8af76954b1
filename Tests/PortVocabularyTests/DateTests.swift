import TestSupport
import Testing

@testable import PortVocabulary

@Suite struct DateTests {
    /// Days of each month, February aside; not taken from the module.
    static let lengths = [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    static func length(_ year: Int, _ month: Int) -> Int {
        guard month == 2 else { return lengths[month - 1] }
        return year.isMultiple(of: 400) || (year.isMultiple(of: 4) && !year.isMultiple(of: 100))
            ? 29 : 28
    }

    @Test func everyDayFrom1800To2200FollowsTheOneBeforeAndReadsBack() throws {
        var number = try CalendarDate(year: 1800, month: 1, day: 1).dayNumber
        #expect(number == -62_091)  // 170 years of 365 days and 41 leap days before 1970
        for year in 1800...2200 {
            for month in 1...12 {
                for day in 1...Self.length(year, month) {
                    let date = try CalendarDate(year: year, month: month, day: day)
                    let parts = date.parts
                    let text = date.description
                    let read = try DateSpan(parsing: text)
                    guard date.dayNumber == number, parts == (year, month, day),
                        read.first == date, read.last == date, read.description == text
                    else {
                        Issue.record("\(year)-\(month)-\(day) is \(date.dayNumber), \(text)")
                        return
                    }
                    number += 1
                }
            }
        }
        #expect(number == 84_371)  // 2201-01-01: 231 years of 365 days and 56 leap days
    }

    @Test func knownDaysHaveTheirNumbers() throws {
        // Unix time divided by 86,400: `date -u -d 2000-03-01 +%s`
        let known = [
            (1970, 1, 1, 0), (2000, 3, 1, 11_017), (2024, 2, 29, 19_782), (1969, 12, 31, -1),
            (1900, 3, 1, -25_508), (2038, 1, 19, 24_855),
        ]
        for (year, month, day, number) in known {
            #expect(
                try CalendarDate(year: year, month: month, day: day).dayNumber == Int32(number))
        }
    }

    @Test func daysThatDoNotExistAreRefusedWithTheLastOne() {
        for year in 1800...2200 {
            for month in 1...12 {
                let last = Self.length(year, month)
                let defect = refusal { () throws(WordDefect) in
                    try CalendarDate(year: year, month: month, day: last + 1)
                }
                #expect(defect?.mend == "write a day 1 to \(last)", "\(year)-\(month)")
            }
        }
        for (year, month, day) in [
            (1799, 1, 1), (2201, 1, 1), (2024, 0, 1), (2024, 13, 1), (2024, 1, 0), (2024, 1, -1),
            (Int.max, 1, 1), (Int.min, 1, 1), (2024, Int.max, 1), (2024, 1, Int.max),
        ] {
            #expect(
                refusal { () throws(WordDefect) in
                    try CalendarDate(year: year, month: month, day: day)
                }?.kind == "noSuchValue")
        }
    }

    @Test func everyYearQuarterAndMonthReadsBack() throws {
        for year in 1800...2200 {
            let whole = try DateSpan(year: year)
            #expect(whole.precision == .year && whole.description == "\(year)")
            #expect(try DateSpan(parsing: whole.description) == whole)
            var days = 0
            for quarter in 1...4 {
                let span = try DateSpan(year: year, quarter: quarter)
                #expect(span.precision == .quarter && span.description == "\(year)-Q\(quarter)")
                #expect(try DateSpan(parsing: span.description) == span && whole.contains(span))
                days += span.days
            }
            #expect(days == whole.days)
            for month in 1...12 {
                let span = try DateSpan(year: year, month: month)
                #expect(span.precision == .month && span.days == Self.length(year, month))
                #expect(try DateSpan(parsing: span.description) == span && whole.contains(span))
            }
        }
    }

    @Test func intervalsReadBackAndRefuseReversedEnds() throws {
        var random = Seeded(31)
        for _ in 0..<5_000 {
            let first = CalendarDate(dayNumber: Int32(random.number(-62_091...84_000)))
            let days = random.number(0...370)
            let last = first.advanced(byDays: days)
            let span = try DateSpan(from: first, through: last)
            #expect(try DateSpan(parsing: span.description) == span && span.days == days + 1)
            #expect(try DateSpan(parsing: "\(first)/\(last)") == span)
            guard days > 0 else { continue }
            let reversed = refusal { () throws(WordDefect) in
                try DateSpan(from: last, through: first)
            }
            #expect(reversed?.kind == "noSuchValue")
        }
    }

    @Test func overlapAndContentAgreeWithTheDays() throws {
        var random = Seeded(32)
        for _ in 0..<2_000 {
            let spans = try (0..<2).map { _ in
                let first = CalendarDate(dayNumber: Int32(random.number(19_700...19_740)))
                return try DateSpan(
                    from: first, through: first.advanced(byDays: random.number(0...20)))
            }
            let days = spans.map { Set($0.first.dayNumber...$0.last.dayNumber) }
            #expect(spans[0].overlaps(spans[1]) == !days[0].isDisjoint(with: days[1]))
            #expect(spans[0].contains(spans[1]) == days[0].isSuperset(of: days[1]))
            #expect(spans[0].overlaps(spans[1]) == spans[1].overlaps(spans[0]))
        }
    }

    @Test func advancingBeyondTheBoundsStopsThere() throws {
        let day = try CalendarDate(year: 2024, month: 2, day: 28)
        #expect(day.advanced(byDays: 2).description == "2024-03-01")
        #expect(day.advanced(byDays: -59).description == "2023-12-31")
        #expect(day.advanced(byDays: .max).dayNumber == .max)
        let ancient = day.advanced(byDays: .min).advanced(byDays: .min)
        #expect(ancient.dayNumber == .min && !ancient.description.isEmpty)
        #expect(
            try DateSpan(from: ancient, through: day.advanced(byDays: .max)).days == 1 << 32)
    }
}
