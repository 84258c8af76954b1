/// Values over equal periods, one line for each series.
///
/// A missing value is a gap: no line crosses it, and it is never drawn as zero. A zero that was
/// given is a value like any other. Lines to and from partial periods are thin.
package struct SeriesChart: Chart, Hashable {
    /// The most recent periods drawn. *Bounds: older ones are left out, and the chart says so.*
    package static let maximumPeriods = 200
    /// *Bounds: further series are left out, and the chart says so.*
    package static let maximumSeries = 6

    /// One series in one period.
    package struct Point: Hashable, Sendable {
        /// Nil where no figure is known.
        package var value: Double?
        /// The lower end of the interval, where there is one.
        package var low: Double?
        /// The upper end of the interval, where there is one.
        package var high: Double?
        /// The period had not ended, or is not wholly covered.
        package var isPartial: Bool
        /// The figure is expected to grow.
        package var expectsLateReports: Bool

        /// Numbers that are not finite count as missing.
        package init(
            _ value: Double?, low: Double? = nil, high: Double? = nil, isPartial: Bool = false,
            expectsLateReports: Bool = false
        ) {
            self.value = value?.ifFinite
            self.low = low?.ifFinite
            self.high = high?.ifFinite
            self.isPartial = isPartial
            self.expectsLateReports = expectsLateReports
        }

        /// Both ends of the interval around a known value.
        var interval: (low: Double, high: Double)? {
            guard value != nil, let low, let high else { return nil }
            return (min(low, high), max(low, high))
        }
    }

    /// A named row of points, the first for the first period.
    package struct Series: Hashable, Sendable {
        /// The name that the reader sees.
        package var name: String
        /// *Shape: as many as the chart has periods; missing ones at the end are gaps.*
        package var points: [Point]

        /// Keeps the given parts unchanged.
        package init(name: String, points: [Point]) {
            self.name = name
            self.points = points
        }
    }

    /// How intervals are drawn.
    package enum IntervalStyle: Hashable, Sendable {
        case band, whiskers
    }

    /// The id, words and width.
    package var frame: ChartFrame
    /// Labels such as `2013`, `2024 Q1` or `2024-03`.
    package var periods: [String]
    /// *Shape: drawn and listed in this order.*
    package var series: [Series]
    /// What is counted, as in `seizures per quarter`.
    package var unit: String
    /// What the interval is, as in `95 % interval`.
    package var intervalName: String
    /// Bands for one or two series, whiskers where bands would cover each other.
    package var intervalStyle: IntervalStyle

    /// Keeps the given parts unchanged.
    package init(
        frame: ChartFrame, periods: [String], series: [Series], unit: String,
        intervalName: String = "interval", intervalStyle: IntervalStyle = .band
    ) {
        self.frame = frame
        self.periods = periods
        self.series = series
        self.unit = unit
        self.intervalName = intervalName
        self.intervalStyle = intervalStyle
    }

    /// The drawing as one `<svg>` element.
    package func svg() -> String {
        let rows = drawnRows
        let points = rows.flatMap(\.points)
        guard points.contains(where: { $0.value != nil }) else {
            return ChartDrawing.withoutFigures(frame)
        }
        let scale = ValueScale(
            covering: points.flatMap { point in
                [point.value, point.interval?.high].compactMap(\.self)
            })
        let layout = ChartLayout(
            frame, legend: legend(rows), unit: unit, notes: notes, tickWidth: scale.labelWidth,
            headroom: points.contains(where: \.expectsLateReports) ? 20 : 10)
        let axis = ValueAxis(scale: scale, plot: layout.plot)
        let labels = Array(periods.suffix(Self.maximumPeriods))
        let time = PeriodAxis(periods: labels, plot: layout.plot)
        var drawing = ChartDrawing(frame)
        layout.drawSurroundings(on: &drawing)
        axis.draw(on: &drawing)
        time.draw(on: &drawing, chartWidth: frame.width)
        let spread =
            intervalStyle == .whiskers ? min(7, time.band * 0.7 / Double(rows.count)) : 0
        for (index, row) in rows.enumerated() {
            let trace = SeriesTrace(
                index: index, points: row.points, name: row.name, periods: labels, time: time,
                axis: axis,
                offset: (Double(index) - Double(rows.count - 1) / 2) * spread)
            trace.draw(on: &drawing, intervalStyle: intervalStyle)
        }
        return drawing.finished(height: layout.height)
    }

    /// The series that are drawn, each with one point for each drawn period.
    private var drawnRows: [Series] {
        series.prefix(Self.maximumSeries).map { row in
            let missing = max(0, periods.count - row.points.count)
            let gaps = Array(repeating: Point(nil), count: missing)
            let whole = row.points.prefix(periods.count) + gaps
            return Series(name: row.name, points: Array(whole.suffix(Self.maximumPeriods)))
        }
    }

    private var notes: [String] {
        var notes: [String] = []
        if series.count > Self.maximumSeries {
            notes.append("\(series.count - Self.maximumSeries) more series are not drawn.")
        }
        if periods.count > Self.maximumPeriods {
            notes.append("The first \(periods.count - Self.maximumPeriods) periods are not drawn.")
        }
        return notes
    }

    private func legend(_ rows: [Series]) -> [(symbol: LegendSymbol, text: String)] {
        var entries: [(symbol: LegendSymbol, text: String)] = []
        for (index, row) in rows.enumerated() where rows.count > 1 || !row.name.isEmpty {
            entries.append((.line(index), row.name))
        }
        let known = rows.flatMap(\.points).filter { $0.value != nil }
        if known.contains(where: { $0.interval != nil }) {
            entries.append((intervalStyle == .band ? .band : .whisker, intervalName))
        }
        if known.contains(where: \.isPartial) { entries.append((.hollow, "partial period")) }
        if known.contains(where: \.expectsLateReports) {
            entries.append((.lateReports, "late reports expected"))
        }
        return entries
    }
}
