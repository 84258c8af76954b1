/// Horizontal bars for totals or shares, each with its value in words.
package struct BarChart: Chart, Hashable {
    /// *Bounds: further rows are left out, and the chart says so.*
    package static let maximumRows = 30

    /// One bar.
    package struct Row: Hashable, Sendable {
        /// The words beside the bar.
        package var label: String
        /// Nil where no figure is known: no bar is drawn.
        package var value: Double?
        /// The lower end of the interval, where there is one.
        package var low: Double?
        /// The upper end of the interval, where there is one.
        package var high: Double?
        /// The value as the reader shall see it; empty for the plain number.
        package var valueText: String
        /// The value of the comparison period, drawn as a thin muted bar.
        package var comparison: Double?

        /// Numbers that are not finite count as missing.
        package init(
            label: String, value: Double?, low: Double? = nil, high: Double? = nil,
            valueText: String = "", comparison: Double? = nil
        ) {
            self.label = label
            self.value = value?.ifFinite
            self.low = low?.ifFinite
            self.high = high?.ifFinite
            self.valueText = valueText
            self.comparison = comparison?.ifFinite
        }

        var shownText: String {
            guard let value else { return "no figure" }
            guard valueText.isEmpty else { return valueText }
            return FigureText.grouped(value, decimals: value == value.rounded() ? 0 : 1)
        }

        /// Both ends of the interval around a known value.
        var interval: (low: Double, high: Double)? {
            guard value != nil, let low, let high else { return nil }
            return (min(low, high), max(low, high))
        }

        var isEmpty: Bool { value == nil && comparison == nil }
    }

    /// The id, words and width.
    package var frame: ChartFrame
    /// *Shape: drawn from top to bottom in this order.*
    package var rows: [Row]
    /// What is counted, as in `tonnes` or `seizures`.
    package var unit: String
    /// Names of the two periods; shown where a row has a comparison.
    package var currentName: String
    /// The name of the comparison period.
    package var comparisonName: String
    /// What the interval is, as in `95 % interval`.
    package var intervalName: String

    /// Keeps the given parts unchanged.
    package init(
        frame: ChartFrame, rows: [Row], unit: String, currentName: String = "this period",
        comparisonName: String = "period before", intervalName: String = "interval"
    ) {
        self.frame = frame
        self.rows = rows
        self.unit = unit
        self.currentName = currentName
        self.comparisonName = comparisonName
        self.intervalName = intervalName
    }

    /// The drawing as one `<svg>` element.
    package func svg() -> String {
        let drawn = Array(rows.prefix(Self.maximumRows))
        guard drawn.contains(where: { !$0.isEmpty }) else {
            return ChartDrawing.withoutFigures(frame)
        }
        let layout = BarLayout(self, rows: drawn)
        var drawing = ChartDrawing(frame)
        layout.drawSurroundings(on: &drawing)
        for (index, row) in drawn.enumerated() {
            layout.draw(row, at: index, on: &drawing)
        }
        return drawing.finished(height: layout.height)
    }

    fileprivate func legend(
        _ drawn: [Row]
    ) -> [(symbol: LegendSymbol, text: String)] {
        var entries: [(symbol: LegendSymbol, text: String)] = []
        if drawn.contains(where: { $0.comparison != nil }) {
            entries = [(.bar(.series1), currentName), (.bar(.soft), comparisonName)]
        }
        if drawn.contains(where: { $0.interval != nil }) {
            entries.append((.whisker, intervalName))
        }
        return entries
    }
}

/// Where the bars, their labels and their values stand.
private struct BarLayout {
    private let chart: BarChart
    private let scale: ValueScale
    private let legend: ChartLegend
    private let rowHeight: Double
    private let plot: ChartBox
    private let labels: [[String]]
    private let unitLines: [String]

    init(_ chart: BarChart, rows: [BarChart.Row]) {
        self.chart = chart
        let width = chart.frame.width
        let hasComparison = rows.contains { $0.comparison != nil }
        legend = ChartLegend(chart.legend(rows), width: width)
        let room = width * 0.36
        labels = rows.map { ChartText.wrapped($0.label, width: room, lines: 2) }
        let left = (labels.joined().map { ChartText.width($0) }.max() ?? 0) + 8
        let valueWidth = rows.map { ChartText.width($0.shownText) }.max() ?? 0
        let isTall = hasComparison || labels.contains { $0.count > 1 }
        rowHeight = isTall ? 36 : 25
        plot = ChartBox(
            x: left, y: legend.height + 4,
            width: max(60, width - left - min(valueWidth, width * 0.36) - 14),
            height: rowHeight * Double(rows.count))
        scale = ValueScale(
            covering: rows.flatMap { row in
                [row.value, row.interval?.high, row.comparison].compactMap(\.self)
            }, steps: plot.width < 200 ? 4 : 5)
        unitLines = ChartText.wrapped(
            chart.unit, width: width, size: ChartText.smallSize, lines: 2)
    }

    private var hiddenRows: Int { max(0, chart.rows.count - BarChart.maximumRows) }

    var height: Double {
        let lines = unitLines.count + (hiddenRows > 0 ? 1 : 0)
        return plot.bottom + 22 + Double(lines) * ChartText.lineHeight + 4
    }

    func drawSurroundings(on drawing: inout ChartDrawing) {
        legend.draw(on: &drawing, top: 0)
        var lastEnd = -Double.infinity
        for tick in scale.ticks {
            let x = scale.place(tick, from: plot.x, to: plot.right)
            drawing.line(
                ChartPoint(x: x, y: plot.y), ChartPoint(x: x, y: plot.bottom),
                .stroked(tick == 0 ? .axis : .grid, 1, meaning: tick == 0 ? "axis" : "grid"))
            let half = ChartText.width(scale.label(tick), size: ChartText.smallSize) / 2
            guard x - half > lastEnd, x + half <= chart.frame.width else { continue }
            lastEnd = x + half + 6
            drawing.text(
                scale.label(tick), at: ChartPoint(x: x, y: plot.bottom + 15), anchor: .middle,
                paint: .mutedText, size: ChartText.smallSize, meaning: "tick")
        }
        var lines = unitLines.map { (text: $0, meaning: "unit") }
        if hiddenRows > 0 { lines.append(("\(hiddenRows) more rows are not drawn.", "note")) }
        let fitsUnderPlot = unitLines.allSatisfy { ChartText.width($0) < plot.width }
        for (index, line) in lines.enumerated() {
            let y = plot.bottom + 18 + Double(index + 1) * ChartText.lineHeight
            let x = line.meaning == "unit" && fitsUnderPlot ? plot.x : 0
            drawing.text(
                line.text, at: ChartPoint(x: x, y: y), paint: .mutedText,
                size: ChartText.smallSize, meaning: line.meaning)
        }
    }

    func draw(_ row: BarChart.Row, at index: Int, on drawing: inout ChartDrawing) {
        let top = plot.y + Double(index) * rowHeight
        let middle = top + rowHeight / 2
        drawLabel(labels[index], middle: middle, on: &drawing)
        let hasComparison = row.comparison != nil
        let barHeight = 14.0
        let barTop = hasComparison ? top + 4 : middle - barHeight / 2
        if let value = row.value {
            let end = scale.place(value, from: plot.x, to: plot.right)
            drawing.box(
                ChartBox(x: plot.x, y: barTop, width: end - plot.x, height: barHeight),
                .filled(.series1, meaning: "bar"))
        }
        if let comparison = row.comparison {
            let end = scale.place(comparison, from: plot.x, to: plot.right)
            drawing.box(
                ChartBox(x: plot.x, y: barTop + barHeight + 2, width: end - plot.x, height: 7),
                .filled(.soft, meaning: "comparison"))
        }
        if let interval = row.interval {
            drawWhisker(interval, y: barTop + barHeight / 2, on: &drawing)
        }
        let room = chart.frame.width * 0.36
        drawing.text(
            ChartText.wrapped(row.shownText, width: room, lines: 1).first ?? "",
            at: ChartPoint(x: chart.frame.width - 2, y: middle + 4.5), anchor: .end,
            paint: row.value == nil ? .mutedText : .text, meaning: "value")
    }

    private func drawLabel(_ lines: [String], middle: Double, on drawing: inout ChartDrawing) {
        let first = middle + 4.5 - Double(lines.count - 1) * 7.5
        for (index, line) in lines.enumerated() {
            drawing.text(
                line, at: ChartPoint(x: plot.x - 6, y: first + Double(index) * 15), anchor: .end)
        }
    }

    /// A lying interval; light under dark, so that it shows on the bar and beside it.
    private func drawWhisker(
        _ interval: (low: Double, high: Double), y: Double, on drawing: inout ChartDrawing
    ) {
        let left = scale.place(interval.low, from: plot.x, to: plot.right)
        let right = scale.place(interval.high, from: plot.x, to: plot.right)
        for (paint, width) in [(ChartPaint.ground, 4.5), (ChartPaint.text, 1.6)] {
            let style = MarkStyle.stroked(paint, width, meaning: "interval")
            drawing.line(ChartPoint(x: left, y: y), ChartPoint(x: right, y: y), style)
            for x in [left, right] {
                drawing.line(ChartPoint(x: x, y: y - 4), ChartPoint(x: x, y: y + 4), style)
            }
        }
    }
}
