/// The marks of one series: band or whiskers, line pieces, points.
struct SeriesTrace {
    let index: Int
    let points: [SeriesChart.Point]
    /// The series' name and its periods, for the words of the points.
    let name: String
    let periods: [String]
    let time: PeriodAxis
    let axis: ValueAxis
    /// Sideways shift, so that whiskers of several series stand side by side.
    let offset: Double

    private var paint: ChartPaint { .series(index) }
    private var shape: MarkerShape { .at(index) }

    func draw(on drawing: inout ChartDrawing, intervalStyle: SeriesChart.IntervalStyle) {
        drawIntervals(on: &drawing, as: intervalStyle)
        for piece in Self.pieces(of: points) {
            drawing.polyline(
                piece.range.compactMap(place),
                .stroked(paint, piece.isThin ? 1 : 2, dash: shape.dash, meaning: "line"))
        }
        drawPoints(on: &drawing)
    }

    /// A stretch of neighbouring known values that is drawn as one line.
    struct Piece: Hashable {
        var range: ClosedRange<Int>
        /// It leads to or from a partial period.
        var isThin: Bool
    }

    /// Every pair of known neighbours belongs to exactly one piece; no piece holds a gap.
    static func pieces(of points: [SeriesChart.Point]) -> [Piece] {
        var pieces: [Piece] = []
        for index in points.indices.dropLast() {
            let (here, next) = (points[index], points[index + 1])
            guard here.value != nil, next.value != nil else { continue }
            let isThin = here.isPartial || next.isPartial
            if let last = pieces.last, last.range.upperBound == index, last.isThin == isThin {
                pieces[pieces.count - 1].range = last.range.lowerBound...(index + 1)
            } else {
                pieces.append(Piece(range: index...(index + 1), isThin: isThin))
            }
        }
        return pieces
    }

    private func place(_ index: Int) -> ChartPoint? {
        guard let value = points[index].value else { return nil }
        return ChartPoint(x: time.x(index) + offset, y: axis.y(value))
    }

    private func drawIntervals(
        on drawing: inout ChartDrawing, as style: SeriesChart.IntervalStyle
    ) {
        var run: [Int] = []
        for index in points.indices {
            if points[index].interval != nil { run.append(index) }
            let endsHere = points[index].interval == nil || index == points.count - 1
            guard endsHere else { continue }
            if style == .band, run.count > 1 {
                drawBand(run, on: &drawing)
            } else {
                for member in run { drawWhisker(member, on: &drawing) }
            }
            run = []
        }
    }

    private func drawWhisker(_ index: Int, on drawing: inout ChartDrawing) {
        guard let interval = points[index].interval else { return }
        drawing.whisker(
            x: time.x(index) + offset, top: axis.y(interval.high), bottom: axis.y(interval.low),
            paint: paint)
    }

    private func drawBand(_ run: [Int], on drawing: inout ChartDrawing) {
        let edges = run.compactMap { index in
            points[index].interval.map { (time.x(index), axis.y($0.low), axis.y($0.high)) }
        }
        let upper = edges.map { ChartPoint(x: $0.0, y: $0.2) }
        let lower = edges.map { ChartPoint(x: $0.0, y: $0.1) }
        drawing.polygon(
            upper + lower.reversed(), MarkStyle(fill: paint, fillTenths: 2, meaning: "band"))
        // The fill alone is too faint to be made out; thin edges carry the contrast.
        for edge in [upper, lower] {
            drawing.polyline(edge, .stroked(paint, 0.7, meaning: "band-edge"))
        }
    }

    private func drawPoints(on drawing: inout ChartDrawing) {
        let radius: Double = time.band >= 12 ? 4 : time.band >= 6 ? 3 : 2
        for index in points.indices {
            guard let at = place(index) else { continue }
            let point = points[index]
            let isAlone =
                (index == 0 || points[index - 1].value == nil)
                && (index == points.count - 1 || points[index + 1].value == nil)
            if time.band >= 6 || isAlone || point.isPartial || point.expectsLateReports {
                drawing.labelled(words(index)) { drawing in
                    shape.draw(
                        on: &drawing, at: at, radius: radius, paint: paint,
                        isHollow: point.isPartial)
                }
            }
            if point.expectsLateReports { drawing.chevron(above: at, paint: paint) }
        }
    }

    /// `2024-Q1: 12 (8 to 17), partial period`
    private func words(_ index: Int) -> String {
        let point = points[index]
        func text(_ value: Double) -> String {
            FigureText.grouped(value, decimals: value == value.rounded() || value >= 100 ? 0 : 1)
        }
        var words = name.isEmpty ? "" : "\(name), "
        words += "\(index < periods.count ? periods[index] : ""): \(point.value.map(text) ?? "–")"
        if let interval = point.interval {
            words += " (\(text(interval.low)) to \(text(interval.high)))"
        }
        if point.isPartial { words += ", partial period" }
        if point.expectsLateReports { words += ", late reports expected" }
        return words
    }
}
