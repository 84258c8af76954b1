import PortVocabulary
import SituationAnalysis

/// How the page writes numbers, years and words of a vocabulary.
enum PageText {
    /// Kilograms without a unit: `4,700`, `0.012`; a dash where not known.
    static func kilograms(_ value: Double?) -> String {
        guard let value else { return "–" }
        return value.magnitude >= 10 || value == value.rounded()
            ? AmountText.grouped(value) : AmountText.significant(value)
    }

    static func percent(_ share: Double?) -> String {
        share.map { AmountText.percent($0) } ?? "–"
    }

    /// `3 to 12`; a dash where undefined.
    static func interval(
        _ lower: Double?, _ upper: Double?, _ text: (Double) -> String = amount
    ) -> String {
        guard let lower, let upper else { return "–" }
        return "\(text(lower)) to \(text(upper))"
    }

    /// A number of any size, with as many digits as mean something.
    static func amount(_ value: Double) -> String {
        if value == value.rounded() { return AmountText.grouped(value) }
        return value.magnitude >= 100
            ? AmountText.grouped(value)
            : value.magnitude >= 10
                ? AmountText.oneDecimal(value) : AmountText.significant(value)
    }

    /// A difference of shares in percentage points, with its sign.
    static func points(_ difference: Double) -> String {
        (difference > 0 ? "+" : "") + AmountText.oneDecimal(difference * 100)
    }

    static func probability(_ value: Double) -> String {
        value < 0.001 ? "below 0.001" : AmountText.significant(value)
    }

    /// A figure's value with its unit.
    static func value(_ value: Double?, unit: String) -> String {
        guard let value else { return "no figure" }
        if unit == "share" { return AmountText.percent(value) }
        return "\(unit == "kg" ? kilograms(value) : amount(value)) \(unit)"
    }

    /// Years with runs joined: `2013–2019, 2021`.
    static func years(_ years: [Int]) -> String {
        var runs: [ClosedRange<Int>] = []
        for year in years.sorted() {
            if let last = runs.last, year <= last.upperBound + 1 {
                runs[runs.count - 1] = last.lowerBound...max(year, last.upperBound)
            } else {
                runs.append(year...year)
            }
        }
        return runs.map { run in
            run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)–\(run.upperBound)"
        }.joined(separator: ", ")
    }

    /// `1 seizure`, `2 seizures`.
    static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(AmountText.grouped(count)) \(count == 1 ? one : many ?? one + "s")"
    }

    /// `2025-01-01 to 2025-06-30` for an interval, whose slash would let no line break.
    static func period(_ text: String) -> String {
        text.replacing("/", with: " to ")
    }

    /// The text with numbers kept beside their units: a line break must not part `44 t`.
    static func unbroken(_ text: String) -> String {
        text.replacing(/([0-9]) (t|kg|%)(?![A-Za-z])/) { "\($0.output.1)\u{a0}\($0.output.2)" }
    }

    static func first(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// The term that a text names by its code or its title.
    static func term<Word: Term>(_ text: String, in words: Word.Type) -> Word? {
        Word(rawValue: text) ?? Word.allCases.first { $0.title == text }
    }

    /// The title of a vocabulary's code; other text as it is.
    static func title<Word: Term>(_ text: String, in words: Word.Type) -> String {
        Word(rawValue: text)?.title ?? text
    }

    static func isLowerBound(_ precision: String) -> Bool {
        term(precision, in: FigurePrecision.self) == .lowerBound
    }

    /// A published amount as it was said: `at least 31,000`.
    static func published(_ entry: PublishedEntry) -> String {
        guard let kilograms = entry.kilograms else { return "–" }
        return (isLowerBound(entry.precision) ? "at least " : "") + self.kilograms(kilograms)
    }
}
