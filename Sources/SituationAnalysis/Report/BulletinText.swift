import PortVocabulary

/// How a bulletin's cells write numbers.
enum BulletinText {
    static let absent = BulletinCell("–")

    static func count(_ value: Int, _ figure: String = "") -> BulletinCell {
        BulletinCell(AmountText.grouped(value), value: Double(value), figure: figure)
    }

    static func kilograms(_ value: Double?, _ figure: String = "") -> BulletinCell {
        guard let value else { return absent }
        return BulletinCell(
            value.magnitude >= 10 || value == value.rounded()
                ? AmountText.grouped(value) : AmountText.significant(value),
            value: value, figure: figure)
    }

    static func share(_ value: Double?, _ figure: String = "") -> BulletinCell {
        guard let value else { return absent }
        return BulletinCell(AmountText.percent(value), value: value, figure: figure)
    }

    /// A difference of shares in percentage points, with its sign.
    static func points(_ difference: Double?) -> BulletinCell {
        guard let difference else { return absent }
        return BulletinCell(signedPoints(difference), value: difference * 100)
    }

    static func signedPoints(_ difference: Double) -> String {
        (difference > 0 ? "+" : "") + AmountText.oneDecimal(difference * 100)
    }

    static func interval(
        _ lower: Double?, _ upper: Double?, _ text: (Double) -> String = BulletinText.number
    ) -> BulletinCell {
        guard let lower, let upper else { return absent }
        return BulletinCell("\(text(lower)) to \(text(upper))")
    }

    /// A number with as many digits as mean something.
    static func number(_ value: Double) -> String {
        if value == value.rounded() || value.magnitude >= 100 { return AmountText.grouped(value) }
        return value.magnitude >= 10
            ? AmountText.oneDecimal(value) : AmountText.significant(value)
    }

    /// `2025-01-01 to 2025-06-30` for an interval.
    static func period(_ text: String) -> String { text.replacing("/", with: " to ") }

    /// `1 seizure`, `2 seizures`.
    static func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(AmountText.grouped(count)) \(count == 1 ? one : many ?? one + "s")"
    }

    /// A verdict as a table writes it.
    static func verdict(_ change: TrendChange?) -> String {
        guard let change else { return "no comparison" }
        let direction = change.ratio < 1 ? "fewer" : "more"
        switch change.verdict {
        case .shown: return "\(direction): shown"
        case .likely: return "\(direction): likely"
        case .cannotTell: return "cannot be told"
        case .unlikely: return "\(direction): unlikely"
        }
    }
}
