/// Totals as different bodies published them, side by side and never averaged.
///
/// Each figure is a level line over the time it covers, with a marker of its body. Where figures
/// for the same time differ, a bracket joins the lowest and the highest.
package struct PublishedFiguresChart: Chart, Hashable {
    /// *Bounds: further figures are left out, and the chart says so.*
    package static let maximumFigures = 400
    /// *Bounds: figures of further bodies are left out, and the chart says so.*
    package static let maximumBodies = 8

    /// One published total.
    package struct Figure: Hashable, Sendable {
        /// Who published it.
        package var body: String
        /// *Units: years with a fraction; the year 2024 runs from 2024.0 to 2025.0.*
        package var start: Double
        /// *Units: as `start`. Bounds: after `start`.*
        package var end: Double
        /// The published amount. *Bounds: not below zero.*
        package var value: Double
        /// The body wrote “at least” or “more than”.
        package var isLowerBound: Bool

        /// Keeps the given parts unchanged.
        package init(
            body: String, start: Double, end: Double, value: Double, isLowerBound: Bool = false
        ) {
            self.body = body
            self.start = start
            self.end = end
            self.value = value
            self.isLowerBound = isLowerBound
        }

        /// Whether the figure can be drawn at all.
        var isDrawable: Bool {
            value.isFinite && value >= 0 && start.isFinite && end > start && start >= 1000
                && end <= 3000
        }
    }

    /// The id, words and width.
    package var frame: ChartFrame
    /// Bodies get their marker in the order in which they first appear.
    package var figures: [Figure]
    /// What is counted, as in `tonnes` or `seizures`.
    package var unit: String

    /// Keeps the given parts unchanged.
    package init(frame: ChartFrame, figures: [Figure], unit: String) {
        self.frame = frame
        self.figures = figures
        self.unit = unit
    }

    /// The drawing as one `<svg>` element.
    package func svg() -> String {
        let bodies = self.bodies
        let drawn = Array(
            figures.filter { $0.isDrawable && bodies.contains($0.body) }
                .prefix(Self.maximumFigures))
        guard let first = drawn.map(\.start).min(), let last = drawn.map(\.end).max() else {
            return ChartDrawing.withoutFigures(frame)
        }
        let groups = FigureGroup.groups(of: drawn, bodies: bodies)
        let scale = ValueScale(covering: drawn.map(\.value))
        let layout = ChartLayout(
            frame, legend: legend(drawn, bodies: bodies, groups: groups), unit: unit,
            notes: drawn.count < figures.count
                ? ["\(figures.count - drawn.count) more figures are not drawn."] : [],
            tickWidth: scale.labelWidth,
            headroom: drawn.contains(where: \.isLowerBound) ? 26 : 12)
        let axis = ValueAxis(scale: scale, plot: layout.plot)
        // Whole years, taken a little inwards so that a rounding of 1/365 adds no year.
        let from = Int((first + 0.001).rounded(.down))
        let to = max(from + 1, Int((last - 0.001).rounded(.up)))
        let time = PeriodAxis(periods: (from..<to).map { String($0) }, plot: layout.plot)
        var drawing = ChartDrawing(frame)
        layout.drawSurroundings(on: &drawing)
        axis.draw(on: &drawing)
        time.draw(on: &drawing, chartWidth: frame.width)
        drawYearBounds(count: to - from, time: time, on: &drawing)
        for group in groups { group.draw(on: &drawing, axis: axis, time: time, firstYear: from) }
        return drawing.finished(height: layout.height)
    }

    private var bodies: [String] {
        var seen: [String] = []
        for figure in figures where figure.isDrawable && !seen.contains(figure.body) {
            seen.append(figure.body)
            if seen.count == Self.maximumBodies { break }
        }
        return seen
    }

    private func drawYearBounds(count: Int, time: PeriodAxis, on drawing: inout ChartDrawing) {
        guard time.band >= 10 else { return }
        for index in 1..<max(2, count) where index < count {
            let x = time.x(index) - time.band / 2
            drawing.line(
                ChartPoint(x: x, y: time.plot.y), ChartPoint(x: x, y: time.plot.bottom),
                .stroked(.grid, 1, dash: "1 3", meaning: "year"))
        }
    }

    private func legend(
        _ drawn: [Figure], bodies: [String], groups: [FigureGroup]
    ) -> [(symbol: LegendSymbol, text: String)] {
        var entries: [(symbol: LegendSymbol, text: String)] = bodies.enumerated().map {
            (.marker($0.offset), $0.element)
        }
        if drawn.contains(where: \.isLowerBound) { entries.append((.lowerBound, "at least")) }
        if groups.contains(where: \.differs) {
            entries.append((.difference, "different figures for the same period"))
        }
        return entries
    }
}

/// The figures that cover the same time.
struct FigureGroup {
    let start: Double
    let end: Double
    /// Each with the index of its body, sorted by body, then value.
    let members: [(figure: PublishedFiguresChart.Figure, body: Int)]

    /// Groups in order of time. Starts and ends are compared to a thousandth of a year, less than
    /// a day.
    static func groups(
        of figures: [PublishedFiguresChart.Figure], bodies: [String]
    ) -> [FigureGroup] {
        struct Key: Hashable, Comparable {
            var start: Int
            var end: Int
            static func < (left: Key, right: Key) -> Bool {
                (left.start, left.end) < (right.start, right.end)
            }
        }
        let grouped = Dictionary(grouping: figures) { figure in
            Key(
                start: Int((figure.start * 1000).rounded()),
                end: Int((figure.end * 1000).rounded()))
        }
        return grouped.sorted { $0.key < $1.key }.map { key, figures in
            let members = figures.map { ($0, bodies.firstIndex(of: $0.body) ?? 0) }
            return FigureGroup(
                start: Double(key.start) / 1000, end: Double(key.end) / 1000,
                members: members.sorted {
                    ($0.1, $0.0.value, $0.0.isLowerBound ? 1 : 0)
                        < ($1.1, $1.0.value, $1.0.isLowerBound ? 1 : 0)
                })
        }
    }

    /// Whether the values are not all the same.
    var differs: Bool { Set(members.map(\.figure.value)).count > 1 }

    func draw(on drawing: inout ChartDrawing, axis: ValueAxis, time: PeriodAxis, firstYear: Int) {
        let left = time.plot.x + (start - Double(firstYear)) * time.band
        let right = time.plot.x + (end - Double(firstYear)) * time.band
        let inset = min(3, (right - left) / 8)
        // The bracket stands beside the lines, and embraces them even where they almost meet.
        let indent = differs ? inset + min(7, (right - left) / 4) : inset
        let values = members.map(\.figure.value)
        if differs, let low = values.min(), let high = values.max() {
            drawing.bracket(
                x: left + inset, top: axis.y(high) - 4, bottom: axis.y(low) + 4,
                arm: min(5, (right - left) / 5))
        }
        for (place, member) in members.enumerated() {
            let y = axis.y(member.figure.value)
            let paint = ChartPaint.series(member.body)
            let share = Double(place + 1) / Double(members.count + 1)
            let centre = ChartPoint(
                x: left + indent + (right - inset - left - indent) * share, y: y)
            drawing.labelled(Self.words(member.figure)) { drawing in
                drawing.line(
                    ChartPoint(x: left + indent, y: y), ChartPoint(x: right - inset, y: y),
                    .stroked(paint, 2.5, meaning: "span"))
                if member.figure.isLowerBound { drawing.upwardArrow(from: centre, paint: paint) }
                MarkerShape.at(member.body).draw(
                    on: &drawing, at: centre, radius: time.band >= 24 ? 5 : 3.5, paint: paint)
            }
        }
    }

    /// `Customs, 2024: at least 44,000`
    private static func words(_ figure: PublishedFiguresChart.Figure) -> String {
        let first = Int((figure.start + 0.001).rounded(.down))
        let last = Int((figure.end - 0.001).rounded(.down))
        let years = first == last ? "\(first)" : "\(first)–\(last)"
        let value = FigureText.grouped(
            figure.value, decimals: figure.value == figure.value.rounded() ? 0 : 1)
        return "\(figure.body), \(years): \(figure.isLowerBound ? "at least " : "")\(value)"
    }
}
