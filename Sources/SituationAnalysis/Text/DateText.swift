package import PortVocabulary

/// The forms in which a layout may write dates.
package enum DateForm: String, CaseIterable, Sendable {
    /// `2024`, `2024-Q1`, `2024-03`, `2024-03-05`, `a/b`, or with a time that is dropped.
    case iso
    /// `05/03/2024`, `5.3.2024`, `05-03-24`: day first.
    case dayMonthYear = "dmy"
    /// `03/05/2024`: month first.
    case monthDayYear = "mdy"
    /// `05 Mar 2024`, `Mar 2024`: an English month name.
    case named
}

/// Reads dates in the forms that a layout allows, in the order it names them.
package enum DateText {
    /// - Throws: ``WordDefect`` of the last form tried; 31 February is refused in every form.
    package static func parse(_ text: String, forms: [DateForm]) throws(WordDefect) -> DateSpan {
        var last: WordDefect?
        for form in forms {
            do throws(WordDefect) {
                return try parse(text, form: form)
            } catch {
                // A date that is well formed but does not exist stays refused: another form
                // must not read it as something else.
                if case .noSuchValue(let what, _) = error, !what.hasPrefix("is not a date") {
                    throw error
                }
                last = error
            }
        }
        throw last ?? .noSuchValue("is not a date", mend: "write 2024-03-05")
    }

    /// The month number of an English month name or its first three letters; nil otherwise.
    package static func month(named text: String) -> Int? {
        let folded = text.lowercased()
        guard folded.utf8.count >= 3 else { return nil }
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august",
            "september", "october", "november", "december",
        ]
        return names.firstIndex { $0.hasPrefix(folded) || folded == "sept" && $0 == "september" }
            .map { $0 + 1 }
    }

    private static func parse(_ text: String, form: DateForm) throws(WordDefect) -> DateSpan {
        switch form {
        case .iso:
            let day = text.prefix { $0 != "T" && $0 != " " }
            return try DateSpan(parsing: day)
        case .dayMonthYear, .monthDayYear:
            let numbers = text.split { "/.-".contains($0) }.map { Int($0) }
            guard numbers.count == 3, let first = numbers[0], let second = numbers[1],
                let shortYear = numbers[2]
            else { throw notDate("write 05/03/2024") }
            let year = shortYear < 100 ? 2000 + shortYear : shortYear
            let (day, month) = form == .dayMonthYear ? (first, second) : (second, first)
            return DateSpan(day: try CalendarDate(year: year, month: month, day: day))
        case .named:
            return try named(text)
        }
    }

    private static func named(_ text: String) throws(WordDefect) -> DateSpan {
        let words = text.split { " -/.,".contains($0) }
        guard let index = words.firstIndex(where: { month(named: String($0)) != nil }),
            let month = month(named: String(words[index]))
        else { throw notDate("write 5 Mar 2024") }
        let numbers = words.compactMap { Int($0) }
        // A word that is no number (`5th`) might be the day: it must not be passed over.
        guard let year = numbers.last, numbers.count <= 2, numbers.count == words.count - 1,
            year >= 1800
        else {
            throw notDate("write 5 Mar 2024")
        }
        guard numbers.count == 2 else { return try DateSpan(year: year, month: month) }
        return DateSpan(day: try CalendarDate(year: year, month: month, day: numbers[0]))
    }

    private static func notDate(_ mend: String) -> WordDefect {
        .noSuchValue("is not a date", mend: mend)
    }
}
