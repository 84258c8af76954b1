import PortVocabulary

/// The length of a trend's periods.
package enum Granularity: String, Term {
    case year, quarter, month

    package static let vocabulary = "trend periods"
    package var title: String { rawValue }

    /// Years for spans above three years, quarters above nine months, else months.
    static func fitting(_ span: DateSpan) -> Granularity {
        if span.days > 3 * 366 { return .year }
        return span.days > 276 ? .quarter : .month
    }

    /// The number of the period that holds a day: consecutive periods have consecutive numbers.
    func number(of day: Int32) -> Int {
        let parts = CalendarDate(dayNumber: day).parts
        switch self {
        case .year: return parts.year
        case .quarter: return parts.year * 4 + (parts.month - 1) / 3
        case .month: return parts.year * 12 + parts.month - 1
        }
    }

    /// The period of a number.
    func span(_ number: Int) -> DateSpan? {
        switch self {
        case .year: try? DateSpan(year: number)
        case .quarter: try? DateSpan(year: number / 4, quarter: number % 4 + 1)
        case .month: try? DateSpan(year: number / 12, month: number % 12 + 1)
        }
    }

    /// Months of one period.
    var months: Int {
        switch self {
        case .year: 12
        case .quarter: 3
        case .month: 1
        }
    }
}
