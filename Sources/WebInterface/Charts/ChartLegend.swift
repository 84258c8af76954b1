/// The small drawing beside a legend's words.
enum LegendSymbol {
    case line(Int)
    case marker(Int)
    case hollow, lateReports, lowerBound, difference
    case band, whisker
    case bar(ChartPaint)
    case lettered(Int)
    case hatched
    case ring, inland, zero
}

/// Symbols with words, set in rows.
struct ChartLegend {
    static let rowHeight = 20.0
    private static let symbolWidth = 30.0
    private static let gap = 14.0

    private let rows: [[(x: Double, symbol: LegendSymbol, text: String)]]

    init(_ entries: [(symbol: LegendSymbol, text: String)], width: Double) {
        var rows: [[(x: Double, symbol: LegendSymbol, text: String)]] = []
        var row: [(x: Double, symbol: LegendSymbol, text: String)] = []
        var x = 0.0
        for entry in entries {
            let room = width - Self.symbolWidth
            let text = ChartText.wrapped(entry.text, width: room, lines: 1).first ?? ""
            let needed = Self.symbolWidth + ChartText.width(text)
            if x + needed > width, !row.isEmpty {
                rows.append(row)
                row = []
                x = 0
            }
            row.append((x, entry.symbol, text))
            x += needed + Self.gap
        }
        if !row.isEmpty { rows.append(row) }
        self.rows = rows
    }

    var height: Double { rows.isEmpty ? 0 : Double(rows.count) * Self.rowHeight + 4 }

    func draw(on drawing: inout ChartDrawing, top: Double) {
        for (index, row) in rows.enumerated() {
            let middle = top + (Double(index) + 0.5) * Self.rowHeight
            for entry in row {
                Self.draw(entry.symbol, on: &drawing, x: entry.x + 2, y: middle)
                drawing.text(
                    entry.text, at: ChartPoint(x: entry.x + Self.symbolWidth, y: middle + 4.5),
                    meaning: "legend")
            }
        }
    }

    private static func draw(
        _ symbol: LegendSymbol, on drawing: inout ChartDrawing, x: Double, y: Double
    ) {
        let centre = ChartPoint(x: x + 11, y: y)
        let swatch = ChartBox(x: x + 3, y: y - 7, width: 16, height: 14)
        switch symbol {
        case .line(let index):
            let shape = MarkerShape.at(index)
            drawing.line(
                ChartPoint(x: x, y: y), ChartPoint(x: x + 22, y: y),
                .stroked(.series(index), 2, dash: shape.dash, meaning: "key"))
            shape.draw(on: &drawing, at: centre, radius: 4, paint: .series(index))
        case .marker(let index):
            MarkerShape.at(index).draw(
                on: &drawing, at: centre, radius: 5, paint: .series(index))
        case .hollow:
            MarkerShape.circle.draw(
                on: &drawing, at: centre, radius: 4, paint: .text, isHollow: true)
        case .lateReports:
            drawing.chevron(above: ChartPoint(x: x + 11, y: y + 9), paint: .text)
        case .lowerBound:
            drawing.upwardArrow(from: ChartPoint(x: x + 11, y: y + 8), paint: .text)
        case .difference:
            drawing.bracket(x: x + 8, top: y - 7, bottom: y + 7, arm: 6)
        case .band:
            drawing.box(
                swatch, MarkStyle(fill: .axis, fillTenths: 3, meaning: "key"))
        case .whisker:
            drawing.whisker(x: centre.x, top: y - 7, bottom: y + 7, paint: .text)
        case .bar(let paint):
            drawing.box(swatch, .filled(paint, meaning: "key"))
        case .lettered(let index):
            drawing.box(swatch, .filled(.series(index), meaning: "key"))
            drawing.text(
                CategoryLetter.at(index), at: ChartPoint(x: centre.x, y: y + 4.5),
                anchor: .middle, paint: .ground, size: ChartText.smallSize, meaning: "letter")
        case .hatched:
            drawing.unknownBox(swatch)
        case .ring:
            drawing.circle(centre, radius: 3.5, .stroked(.mutedText, 1.5, meaning: "key"))
        case .inland:
            let side = ChartBox(x: centre.x - 5, y: y - 5, width: 10, height: 10)
            drawing.box(side, .stroked(.text, 1.5, meaning: "key"))
        case .zero:
            drawing.zeroMark(at: centre)
        }
    }
}

/// The letter that a share's category carries in the legend and in its segments.
enum CategoryLetter {
    static func at(_ index: Int) -> String {
        String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
    }
}

extension ChartDrawing {
    /// An open arrow head over a point: the value may still rise.
    mutating func chevron(above point: ChartPoint, paint: ChartPaint) {
        polyline(
            [
                ChartPoint(x: point.x - 5, y: point.y - 7),
                ChartPoint(x: point.x, y: point.y - 12),
                ChartPoint(x: point.x + 5, y: point.y - 7),
            ], .stroked(paint, 1.8, meaning: "late"))
    }

    /// An arrow upwards from a point: the value is at least this.
    mutating func upwardArrow(from point: ChartPoint, paint: ChartPaint) {
        let tip = ChartPoint(x: point.x, y: point.y - 17)
        line(point, tip, .stroked(paint, 1.8, meaning: "at-least"))
        polygon(
            [
                ChartPoint(x: tip.x, y: tip.y - 2), ChartPoint(x: tip.x + 4.5, y: tip.y + 6),
                ChartPoint(x: tip.x - 4.5, y: tip.y + 6),
            ], .filled(paint, meaning: "arrow-head"))
    }

    /// A square bracket that joins the lowest and the highest of several figures.
    mutating func bracket(x: Double, top: Double, bottom: Double, arm: Double) {
        polyline(
            [
                ChartPoint(x: x + arm, y: top), ChartPoint(x: x, y: top),
                ChartPoint(x: x, y: bottom), ChartPoint(x: x + arm, y: bottom),
            ], .stroked(.text, 1.4, meaning: "difference"))
    }

    /// An upright interval with short ends.
    mutating func whisker(x: Double, top: Double, bottom: Double, paint: ChartPaint) {
        let data = [(x - 3, x + 3, top), (x - 3, x + 3, bottom)]
        line(
            ChartPoint(x: x, y: top), ChartPoint(x: x, y: bottom),
            .stroked(paint, 1.4, meaning: "interval"))
        for (left, right, y) in data {
            line(
                ChartPoint(x: left, y: y), ChartPoint(x: right, y: y),
                .stroked(paint, 1.4, meaning: "interval-end"))
        }
    }

    /// A grey hatched box: the share whose category is not known.
    mutating func unknownBox(_ box: ChartBox) {
        self.box(box, .stroked(.soft, 1, meaning: "unknown"))
        hatching(box, .stroked(.soft, 1, meaning: "hatching"))
    }

    /// A small saltire: the figure is known and is zero.
    mutating func zeroMark(at centre: ChartPoint) {
        for sign in [-1.0, 1.0] {
            line(
                ChartPoint(x: centre.x - 3.5, y: centre.y - 3.5 * sign),
                ChartPoint(x: centre.x + 3.5, y: centre.y + 3.5 * sign),
                .stroked(.series1, 1.6, meaning: "zero"))
        }
    }
}
