/// Numbers as an assessment's sentences write them: no locale, no false precision.
package enum AmountText {
    /// `867 kg`, `4.7 t`, `44 t`, `1,826 t`.
    package static func mass(_ kilograms: Double) -> String {
        guard kilograms >= 999.5 else {
            return kilograms >= 10 || kilograms == kilograms.rounded()
                ? "\(grouped(kilograms)) kg" : "\(significant(kilograms)) kg"
        }
        let tonnes = kilograms / 1000
        return "\(tonnes >= 99.95 ? grouped(tonnes) : oneDecimal(tonnes)) t"
    }

    /// `12 %`, `0.4 %`.
    package static func percent(_ share: Double) -> String {
        let value = share * 100
        return abs(value) >= 9.95 || value == value.rounded()
            ? "\(grouped(value)) %" : "\(oneDecimal(value)) %"
    }

    /// A sum without the last digits, which depend on the order of adding: to the milligram.
    package static func settled(_ kilograms: Double) -> Double {
        (kilograms * 1_000_000).rounded() / 1_000_000
    }

    /// A whole number with commas between thousands.
    package static func grouped(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "?" }
        var digits = String(Int(abs(value).rounded()))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(digits, at: 0)
        return (value <= -0.5 ? "−" : "") + groups.joined(separator: ",")
    }

    /// A count with commas between thousands.
    package static func grouped(_ count: Int) -> String { grouped(Double(count)) }

    /// One decimal, dropped when it is 0.
    package static func oneDecimal(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        guard tenths.isFinite, abs(tenths) < 1e15 else { return "?" }
        let whole = Int(abs(tenths)) / 10
        let tenth = Int(abs(tenths)) % 10
        let sign = tenths < 0 ? "−" : ""
        let text = grouped(Double(whole))
        return tenth == 0 ? sign + text : "\(sign)\(text).\(tenth)"
    }

    /// Three significant digits for small amounts: `0.012`.
    package static func significant(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "?" }
        if abs(value) >= 100 { return grouped(value) }
        var scale = 1.0
        while abs(value) * scale < 100, scale < 1e12 { scale *= 10 }
        return "\((value * scale).rounded() / scale)"
    }
}
