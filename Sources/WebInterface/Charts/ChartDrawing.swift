/// How a mark is painted; an absent paint leaves that part undrawn.
struct MarkStyle {
    var fill: ChartPaint?
    var stroke: ChartPaint?
    var strokeWidth = 1.0
    /// Lengths of strokes and gaps, as SVG writes them; empty for an unbroken line.
    var dash = ""
    /// *Bounds: tenths, 1 to 10.*
    var fillTenths = 10
    /// A class that says what the mark means, beside those that say how it is painted.
    var meaning = ""

    static func filled(_ paint: ChartPaint, meaning: String = "") -> MarkStyle {
        MarkStyle(fill: paint, meaning: meaning)
    }

    static func stroked(
        _ paint: ChartPaint, _ width: Double = 1, dash: String = "", meaning: String = ""
    ) -> MarkStyle {
        MarkStyle(stroke: paint, strokeWidth: width, dash: dash, meaning: meaning)
    }

    /// The classes and presentation attributes, each with a leading space.
    var attributes: String {
        var classes: [String] = []
        if !meaning.isEmpty { classes.append("chart-" + meaning) }
        if let fill { classes.append("chart-fill-" + fill.name) }
        if let stroke { classes.append("chart-stroke-" + stroke.name) }
        var text = " class=\"\(classes.joined(separator: " "))\" fill=\"\(fill?.light ?? "none")\""
        if fillTenths < 10 { text += " fill-opacity=\"0.\(max(1, fillTenths))\"" }
        if let stroke {
            text += " stroke=\"\(stroke.light)\""
            text += " stroke-width=\"\(FigureText.coordinate(strokeWidth))\""
            if !dash.isEmpty { text += " stroke-dasharray=\"\(dash)\"" }
        }
        return text
    }
}

/// A point of the drawing. *Units: user units, y downwards.*
struct ChartPoint: Hashable, Sendable {
    var x: Double
    var y: Double
}

/// An upright rectangle of the drawing.
struct ChartBox: Hashable, Sendable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    var right: Double { x + width }
    var bottom: Double { y + height }

    func meets(_ other: ChartBox) -> Bool {
        x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }

    func holds(_ other: ChartBox) -> Bool {
        x <= other.x && y <= other.y && other.right <= right && other.bottom <= bottom
    }

    func holds(_ point: ChartPoint) -> Bool {
        x <= point.x && point.x <= right && y <= point.y && point.y <= bottom
    }
}

/// Where a text stands relative to its point.
enum TextAnchor: String {
    case start, middle, end
}

/// Collects the marks of one chart and writes the `<svg>` element.
///
/// Only what both browsers and the PDF renderer draw is used: no patterns, markers, clip paths,
/// baselines or text lengths.
struct ChartDrawing {
    private let frame: ChartFrame
    private var body = ""

    init(_ frame: ChartFrame) { self.frame = frame }

    mutating func line(_ from: ChartPoint, _ to: ChartPoint, _ style: MarkStyle) {
        body += "<line x1=\"\(number(from.x))\" y1=\"\(number(from.y))\""
        body += " x2=\"\(number(to.x))\" y2=\"\(number(to.y))\"\(style.attributes)/>\n"
    }

    mutating func polyline(_ points: [ChartPoint], _ style: MarkStyle) {
        body += "<polyline points=\"\(list(points))\"\(style.attributes)"
        body += " stroke-linejoin=\"round\"/>\n"
    }

    mutating func polygon(_ points: [ChartPoint], _ style: MarkStyle) {
        body += "<polygon points=\"\(list(points))\"\(style.attributes)/>\n"
    }

    mutating func box(_ box: ChartBox, _ style: MarkStyle) {
        body += "<rect x=\"\(number(box.x))\" y=\"\(number(box.y))\""
        body += " width=\"\(number(max(0, box.width)))\""
        body += " height=\"\(number(max(0, box.height)))\"\(style.attributes)/>\n"
    }

    mutating func circle(_ centre: ChartPoint, radius: Double, _ style: MarkStyle) {
        body += "<circle cx=\"\(number(centre.x))\" cy=\"\(number(centre.y))\""
        body += " r=\"\(number(radius))\"\(style.attributes)/>\n"
    }

    /// A path in its own notation; `scale` shrinks paths written in fractions of a unit.
    mutating func path(_ data: String, _ style: MarkStyle, scale: String? = nil) {
        let transform = scale.map { " transform=\"scale(\($0))\"" } ?? ""
        body += "<path d=\"\(data)\"\(style.attributes)\(transform)/>\n"
    }

    /// Whether ``labelled(_:_:)`` writes its words.
    var labelsMarks: Bool { frame.labelsMarks }

    /// Marks that say in words what they show: a browser does so under the pointer, and the
    /// page's script by keyboard too. Without labels in the frame the marks alone.
    mutating func labelled(_ words: @autoclosure () -> String, _ draw: (inout Self) -> Void) {
        guard labelsMarks else { return draw(&self) }
        body += "<g data-mark=\"\"><title>\(Self.escaped(words()))</title>\n"
        draw(&self)
        body += "</g>\n"
    }

    /// One line of text with its baseline at `at`.
    mutating func text(
        _ text: String, at: ChartPoint, anchor: TextAnchor = .start, paint: ChartPaint = .text,
        size: Double = ChartText.size, meaning: String = "label"
    ) {
        body += "<text x=\"\(number(at.x))\" y=\"\(number(at.y))\" font-size=\"\(number(size))\""
        body += " text-anchor=\"\(anchor.rawValue)\""
        body += "\(MarkStyle.filled(paint, meaning: meaning).attributes)>"
        body += "\(Self.escaped(text))</text>\n"
    }

    /// The same text first as a thick outline in the ground's colour, so that it can be read over
    /// lines. Two elements, because `paint-order` is not drawn in the PDF.
    mutating func haloedText(_ text: String, at: ChartPoint, anchor: TextAnchor, size: Double) {
        let halo = MarkStyle(fill: .ground, stroke: .ground, strokeWidth: 3, meaning: "halo")
        body += "<text x=\"\(number(at.x))\" y=\"\(number(at.y))\" font-size=\"\(number(size))\""
        body += " text-anchor=\"\(anchor.rawValue)\" stroke-linejoin=\"round\""
        body += "\(halo.attributes)>\(Self.escaped(text))</text>\n"
        self.text(text, at: at, anchor: anchor, size: size)
    }

    /// Diagonal lines inside a box, cut at its edges.
    mutating func hatching(_ box: ChartBox, _ style: MarkStyle, spacing: Double = 5) {
        var data = ""
        let (width, height) = (box.width, box.height)
        var start = spacing - height
        while start < width {
            let left = max(0, start)
            let right = min(width, start + height)
            data += "M\(number(box.x + left)) \(number(box.y + height - (left - start)))"
            data += "L\(number(box.x + right)) \(number(box.y + height - (right - start)))"
            start += spacing
        }
        if !data.isEmpty { path(data, style) }
    }

    /// The finished block element, on a ground of its own.
    func finished(height: Double) -> String {
        var back = ChartDrawing(frame)
        back.box(
            ChartBox(x: 0, y: 0, width: frame.width, height: height),
            .filled(.ground, meaning: "ground"))
        return opening(width: frame.width, height: height, kind: "chart") + back.body + body
            + "</svg>"
    }

    /// The finished element for a line of text, without a ground.
    func finishedInline(width: Double, height: Double) -> String {
        opening(width: width, height: height, kind: "chart-inline") + body + "</svg>"
    }

    /// What stands in place of a chart that has nothing to show.
    static func withoutFigures(_ frame: ChartFrame) -> String {
        var drawing = ChartDrawing(frame)
        drawing.text(
            "No figures", at: ChartPoint(x: frame.width / 2, y: 38), anchor: .middle,
            paint: .mutedText, meaning: "empty")
        return drawing.finished(height: 64)
    }

    /// Text with the five characters that have a meaning in XML replaced; control characters,
    /// which XML 1.0 forbids, become the replacement character.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r": result += " "
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private func opening(width: Double, height: Double, kind: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" id="\(frame.id)" class="\(kind)" \
        viewBox="0 0 \(number(width)) \(number(height))" \
        width="\(number(width))" height="\(number(height))" \
        role="img" aria-labelledby="\(frame.id)-title \(frame.id)-desc" \
        font-family="sans-serif">
        <title id="\(frame.id)-title">\(Self.escaped(frame.title))</title>
        <desc id="\(frame.id)-desc">\(Self.escaped(frame.description))</desc>

        """
    }

    private func list(_ points: [ChartPoint]) -> String {
        points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
    }

    private func number(_ value: Double) -> String { FigureText.coordinate(value) }
}
