/// How the total of each period divides among categories, and how much of it is not known.
package struct StackedShareChart: Chart, Hashable {
    /// *Bounds: the amounts of further categories count as not known, and the chart says so.*
    package static let maximumCategories = 8
    /// The most recent periods drawn. *Bounds: older ones are left out, and the chart says so.*
    package static let maximumPeriods = 60

    /// One period.
    package struct Column: Hashable, Sendable {
        /// Its label, as in `2024`.
        package var period: String
        /// *Shape: one for each category, in the chart's order. Bounds: not below zero.*
        package var amounts: [Double]
        /// What belongs to the total but to no known category. *Bounds: not below zero.*
        package var unknown: Double
        /// A word under the column, such as `n = 12`; empty for none.
        package var note: String

        /// Amounts below zero or not finite count as zero.
        package init(period: String, amounts: [Double], unknown: Double = 0, note: String = "") {
            self.period = period
            self.amounts = amounts.map { max(0, $0.ifFinite ?? 0) }
            self.unknown = max(0, unknown.ifFinite ?? 0)
            self.note = note
        }

        /// Shares of the drawn categories, then the unknown share; nil where the total is zero.
        func shares(of categories: Int) -> [Double]? {
            let total = amounts.reduce(0, +) + unknown
            guard total > 0, total.isFinite else { return nil }
            let padded =
                amounts.prefix(categories)
                + Array(
                    repeating: 0, count: max(0, categories - amounts.count))
            let rest = amounts.dropFirst(categories).reduce(unknown, +)
            return (padded + [rest]).map { $0 / total }
        }
    }

    /// The id, words and width.
    package var frame: ChartFrame
    /// *Shape: stacked from the bottom in this order.*
    package var categories: [String]
    /// *Shape: from left to right, oldest first.*
    package var columns: [Column]
    /// What is divided, as in `share of seizures`.
    package var unit: String
    /// The legend of the hatched share.
    package var unknownName: String

    /// Keeps the given parts unchanged.
    package init(
        frame: ChartFrame, categories: [String], columns: [Column], unit: String,
        unknownName: String = "not known"
    ) {
        self.frame = frame
        self.categories = categories
        self.columns = columns
        self.unit = unit
        self.unknownName = unknownName
    }

    /// The drawing as one `<svg>` element.
    package func svg() -> String {
        let drawn = Array(columns.suffix(Self.maximumPeriods))
        let names = Array(categories.prefix(Self.maximumCategories))
        let shares = drawn.map { $0.shares(of: names.count) }
        guard shares.contains(where: { $0 != nil }) else {
            return ChartDrawing.withoutFigures(frame)
        }
        let scale = ValueScale(covering: [100], steps: 4)
        let hasNotes = drawn.contains { !$0.note.isEmpty }
        let layout = ChartLayout(
            frame, legend: legend(names, shares: shares), unit: unit, notes: notes,
            tickWidth: scale.labelWidth + 12, footHeight: hasNotes ? 39 : 24)
        let axis = ValueAxis(scale: scale, plot: layout.plot, suffix: "%")
        let time = PeriodAxis(
            periods: drawn.map(\.period), plot: layout.plot,
            notes: hasNotes ? drawn.map(\.note) : [])
        var drawing = ChartDrawing(frame)
        layout.drawSurroundings(on: &drawing)
        axis.draw(on: &drawing)
        time.draw(on: &drawing, chartWidth: frame.width)
        for (index, share) in shares.enumerated() {
            drawColumn(share, at: index, time: time, axis: axis, on: &drawing)
        }
        return drawing.finished(height: layout.height)
    }

    private func drawColumn(
        _ shares: [Double]?, at index: Int, time: PeriodAxis, axis: ValueAxis,
        on drawing: inout ChartDrawing
    ) {
        let width = min(48, time.band * 0.78)
        let left = time.x(index) - width / 2
        guard let shares else {
            drawing.text(
                "–", at: ChartPoint(x: time.x(index), y: axis.plot.bottom - 6), anchor: .middle,
                paint: .mutedText, meaning: "empty-column")
            return
        }
        var below = 0.0
        for (category, share) in shares.enumerated() where share > 0 {
            let bottom = axis.y(below * 100)
            below += share
            let top = axis.y(below * 100)
            // A hairline of ground between segments keeps neighbours apart without colour.
            let box = ChartBox(
                x: left, y: top + 0.5, width: width, height: max(0.6, bottom - top - 1))
            if category == shares.count - 1 {
                drawing.unknownBox(box)
            } else {
                drawing.box(box, .filled(.series(category), meaning: "share"))
                drawLetter(category, in: box, on: &drawing)
            }
        }
    }

    private func drawLetter(_ category: Int, in box: ChartBox, on drawing: inout ChartDrawing) {
        guard box.height >= 14, box.width >= 12 else { return }
        drawing.text(
            CategoryLetter.at(category),
            at: ChartPoint(x: box.x + box.width / 2, y: box.y + box.height / 2 + 4.3),
            anchor: .middle, paint: .ground, size: ChartText.smallSize, meaning: "letter")
    }

    private var notes: [String] {
        var notes: [String] = []
        if categories.count > Self.maximumCategories {
            let count = categories.count - Self.maximumCategories
            notes.append("\(count) more categories are drawn as “\(unknownName)”.")
        }
        if columns.count > Self.maximumPeriods {
            notes.append("The first \(columns.count - Self.maximumPeriods) periods are not drawn.")
        }
        return notes
    }

    private func legend(
        _ names: [String], shares: [[Double]?]
    ) -> [(symbol: LegendSymbol, text: String)] {
        var entries: [(symbol: LegendSymbol, text: String)] = names.enumerated().map {
            (.lettered($0.offset), $0.element)
        }
        if shares.contains(where: { ($0?.last ?? 0) > 0 }) {
            entries.append((.hatched, unknownName))
        }
        return entries
    }
}
