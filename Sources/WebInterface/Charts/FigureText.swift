/// Numbers as text, the same in every locale.
package enum FigureText {
    /// Above this magnitude a Double no longer holds every whole number.
    private static let largest = 9.0e15

    /// A number with a comma between thousands and a point before decimals: `12,500`, `−3.5`.
    ///
    /// *Bounds: `decimals` 0 to 6; magnitudes above 9 × 10¹⁵ are shown as that bound.*
    package static func grouped(_ value: Double, decimals: Int = 0) -> String {
        guard value.isFinite else { return "–" }
        let places = min(max(decimals, 0), 6)
        let (whole, fraction, isNegative) = parts(value, decimals: places)
        var digits = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { digits.append(",") }
            digits.append(digit)
        }
        let tail = places == 0 ? "" : "." + fraction
        return (isNegative ? "−" : "") + digits + tail
    }

    /// A coordinate with at most one decimal, in the shortest form.
    static func coordinate(_ value: Double) -> String {
        let (whole, fraction, isNegative) = parts(value, decimals: 1)
        return (isNegative ? "-" : "") + whole + (fraction == "0" ? "" : "." + fraction)
    }

    private static func parts(
        _ value: Double, decimals: Int
    ) -> (whole: String, fraction: String, isNegative: Bool) {
        precondition(value.isFinite, "a drawn number is finite")
        var factor = 1
        for _ in 0..<decimals { factor *= 10 }
        let magnitude = min(value.magnitude, largest / Double(factor))
        let scaled = Int((magnitude * Double(factor)).rounded(.toNearestOrAwayFromZero))
        let rest = String(scaled % factor)
        let fraction = String(repeating: "0", count: max(0, decimals - rest.count)) + rest
        return (String(scaled / factor), fraction, value < 0 && scaled > 0)
    }
}

/// Estimated sizes of text; no font is at hand when the page is written.
enum ChartText {
    static let size = 13.0
    static let smallSize = 12.0
    static let lineHeight = 16.0

    /// Width of a text in a wide sans-serif face. An estimate on the large side, so that text set
    /// in a narrower face never collides.
    static func width(_ text: String, size: Double = ChartText.size) -> Double {
        text.unicodeScalars.reduce(0) { $0 + advance($1) } * size
    }

    /// The text in at most `lines` lines of at most `width`; what does not fit ends in an ellipsis.
    static func wrapped(
        _ text: String, width: Double, size: Double = ChartText.size, lines: Int
    ) -> [String] {
        var result: [String] = []
        var current = ""
        for word in text.split(separator: " ") {
            let longer = current.isEmpty ? String(word) : current + " " + word
            if current.isEmpty || ChartText.width(longer, size: size) <= width {
                current = longer
            } else {
                result.append(current)
                current = String(word)
            }
        }
        if !current.isEmpty { result.append(current) }
        if result.count > lines {
            let rest = result[(lines - 1)...].joined(separator: " ")
            result = Array(result[..<(lines - 1)]) + [rest]
        }
        return result.map { shortened($0, width: width, size: size) }
    }

    private static func shortened(_ text: String, width: Double, size: Double) -> String {
        guard ChartText.width(text, size: size) > width else { return text }
        var kept = text
        while !kept.isEmpty, ChartText.width(kept + "…", size: size) > width { kept.removeLast() }
        while kept.last == " " { kept.removeLast() }
        return kept + "…"
    }

    /// Share of the font size that a character takes.
    private static func advance(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", ".", ",", ":", ";", "'", "|", "!", " ": 0.34
        case "f", "t", "r", "(", ")", "[", "]", "-", "/": 0.41
        case "m", "w", "M", "W", "%", "@", "…": 0.96
        case "A"..."Z": 0.7
        default: scalar.value < 0x2E80 ? 0.63 : 1
        }
    }
}
