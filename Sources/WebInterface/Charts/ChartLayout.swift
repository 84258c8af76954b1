/// The stack that charts with an upright value axis share: legend, unit, plot, labels, notes.
struct ChartLayout {
    let frame: ChartFrame
    let legend: ChartLegend
    let unitLines: [String]
    let notes: [String]
    let plot: ChartBox
    /// Room under the plot for period labels.
    let footHeight: Double

    /// - Parameter headroom: Free space above the plot for arrows and carets.
    init(
        _ frame: ChartFrame, legend entries: [(symbol: LegendSymbol, text: String)], unit: String,
        notes: [String], tickWidth: Double, headroom: Double = 10, footHeight: Double = 24
    ) {
        self.frame = frame
        self.footHeight = footHeight
        legend = ChartLegend(entries, width: frame.width)
        unitLines = ChartText.wrapped(
            unit, width: frame.width, size: ChartText.smallSize, lines: 2)
        self.notes = notes.flatMap {
            ChartText.wrapped($0, width: frame.width, size: ChartText.smallSize, lines: 4)
        }
        let left = tickWidth + 8
        let top = legend.height + Double(unitLines.count) * ChartText.lineHeight + headroom
        plot = ChartBox(
            x: left, y: top, width: frame.width - left - 6,
            height: frame.width >= 480 ? 230 : 190)
    }

    var height: Double {
        plot.bottom + footHeight + Double(notes.count) * ChartText.lineHeight + 4
    }

    func drawSurroundings(on drawing: inout ChartDrawing) {
        legend.draw(on: &drawing, top: 0)
        for (index, line) in unitLines.enumerated() {
            let y = legend.height + Double(index + 1) * ChartText.lineHeight - 4
            drawing.text(
                line, at: ChartPoint(x: 0, y: y), paint: .mutedText, size: ChartText.smallSize,
                meaning: "unit")
        }
        for (index, line) in notes.enumerated() {
            let y = plot.bottom + footHeight + Double(index + 1) * ChartText.lineHeight - 3
            drawing.text(
                line, at: ChartPoint(x: 0, y: y), paint: .mutedText, size: ChartText.smallSize,
                meaning: "note")
        }
    }
}
