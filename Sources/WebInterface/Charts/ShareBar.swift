/// A bar of counted parts, small enough for a cell whose row holds the numbers too.
///
/// It says nothing that the row does not say, and is hidden from screen readers.
struct ShareBar {
    /// A part and what it is painted with.
    struct Part {
        var count: Int
        var paint: ChartPaint
        var meaning: String
    }

    private static let width = 144.0
    private static let height = 12.0
    let parts: [Part]

    /// Nil where nothing was counted.
    func svg() -> String? {
        let total = Double(parts.reduce(0) { $0 + max(0, $1.count) })
        guard total > 0 else { return nil }
        var text = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"bar\" aria-hidden=\"true\""
        text += " viewBox=\"0 0 144 12\" width=\"144\" height=\"12\">"
        var x = 0.0
        for part in parts where part.count > 0 {
            let width = Double(part.count) / total * Self.width
            // A gap between parts shows where they meet without colour.
            let drawn = max(0.5, width - (x + width < Self.width - 0.01 ? 1 : 0))
            text += "<rect x=\"\(FigureText.coordinate(x))\" y=\"0\""
            text += " width=\"\(FigureText.coordinate(drawn))\""
            text += " height=\"\(FigureText.coordinate(Self.height))\""
            text += "\(MarkStyle.filled(part.paint, meaning: part.meaning).attributes)/>"
            x += width
        }
        return text + "</svg>"
    }
}
