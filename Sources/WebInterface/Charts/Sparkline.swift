/// A line small enough to stand in a row of text or a table cell.
///
/// It shows shape only: no axis, no interval. Gaps stay open; the last known value has a dot.
package struct Sparkline: Chart, Hashable {
    /// The most recent values drawn.
    package static let maximumValues = 200
    /// *Units: user units.*
    package static let height = 26.0

    /// Its width is ignored: a sparkline is 110 wide.
    package var frame: ChartFrame
    /// Nil where no figure is known.
    package var values: [Double?]

    private static let width = 110.0

    /// Keeps the given parts unchanged.
    package init(frame: ChartFrame, values: [Double?]) {
        self.frame = frame
        self.values = values
    }

    /// The drawing as one `<svg>` element.
    package func svg() -> String {
        let drawn = values.suffix(Self.maximumValues).map { $0?.ifFinite }
        let size = ChartBox(x: 4, y: 4, width: Self.width - 8, height: Self.height - 8)
        var drawing = ChartDrawing(frame)
        guard let top = drawn.compactMap(\.self).max() else {
            drawing.text(
                "no figures", at: ChartPoint(x: 2, y: 17), paint: .mutedText,
                size: ChartText.smallSize, meaning: "empty")
            return drawing.finishedInline(width: Self.width, height: Self.height)
        }
        let step = size.width / Double(max(1, drawn.count - 1))
        func place(_ index: Int, _ value: Double) -> ChartPoint {
            let share = top > 0 ? min(max(value / top, 0), 1) : 0
            return ChartPoint(
                x: size.x + Double(index) * step, y: size.bottom - size.height * share)
        }
        drawing.line(
            ChartPoint(x: size.x, y: size.bottom), ChartPoint(x: size.right, y: size.bottom),
            .stroked(.grid, 1, meaning: "axis"))
        var last: ChartPoint?
        var run: [ChartPoint] = []
        for (index, value) in drawn.enumerated() {
            if let value {
                run.append(place(index, value))
                last = run.last
            }
            guard value == nil || index == drawn.count - 1 else { continue }
            if run.count > 1 {
                drawing.polyline(run, .stroked(.series1, 1.6, meaning: "line"))
            } else if let alone = run.first {
                drawing.circle(alone, radius: 1.5, .filled(.series1, meaning: "point"))
            }
            run = []
        }
        if let last { drawing.circle(last, radius: 3, .filled(.series1, meaning: "last")) }
        return drawing.finishedInline(width: Self.width, height: Self.height)
    }
}
