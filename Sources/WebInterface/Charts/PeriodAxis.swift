/// The horizontal axis of equal periods, with as many labels as fit.
struct PeriodAxis {
    let periods: [String]
    let plot: ChartBox

    /// Width of one period.
    var band: Double { plot.width / Double(max(1, periods.count)) }

    /// The middle of a period.
    func x(_ index: Int) -> Double { plot.x + (Double(index) + 0.5) * band }

    func draw(on drawing: inout ChartDrawing, chartWidth: Double) {
        let size = ChartText.smallSize
        for index in Self.labelled(periods, band: band, size: size) {
            let (x, half) = (x(index), ChartText.width(periods[index], size: size) / 2)
            drawing.line(
                ChartPoint(x: x, y: plot.bottom), ChartPoint(x: x, y: plot.bottom + 4),
                .stroked(.axis, 1, meaning: "tick-mark"))
            let shifted = min(max(x, half), max(half, chartWidth - half))
            drawing.text(
                periods[index], at: ChartPoint(x: shifted, y: plot.bottom + 17), anchor: .middle,
                paint: .mutedText, size: size, meaning: "tick")
        }
    }

    /// Which periods carry a label: all where there is room, else every nth, starting where a
    /// year (or a round number of years) starts.
    static func labelled(_ periods: [String], band: Double, size: Double) -> [Int] {
        let widest = periods.map { ChartText.width($0, size: size) }.max() ?? 0
        let needed = (widest + 8) / max(band, 0.001)
        let calendar = Calendar(periods)
        let step = calendar.steps.first { Double($0) >= needed } ?? max(1, Int(needed) + 1)
        guard step > 1 else { return Array(periods.indices) }
        return periods.indices.filter { ($0 + calendar.phase(for: step)) % step == 0 }
    }

    /// How the labels count time, read from their form.
    private enum Calendar {
        case years(first: Int), quarters(first: Int), months(first: Int), other

        init(_ periods: [String]) {
            let first = periods.first ?? ""
            let head = Int(first.prefix(4))
            let tail = first.dropFirst(4)
            if let year = head, tail.isEmpty {
                self = .years(first: year)
            } else if let year = head, tail.count == 3, tail.dropFirst().first == "Q",
                let quarter = Int(tail.suffix(1))
            {
                self = .quarters(first: year * 4 + quarter - 1)
            } else if let year = head, tail.count == 3, tail.first == "-",
                let month = Int(tail.suffix(2))
            {
                self = .months(first: year * 12 + month - 1)
            } else {
                self = .other
            }
        }

        var steps: [Int] {
            switch self {
            case .years, .other: [1, 2, 5, 10, 20, 50, 100, 200]
            case .quarters: [1, 2, 4, 8, 20, 40, 80, 200]
            case .months: [1, 2, 3, 6, 12, 24, 60, 120, 240]
            }
        }

        func phase(for step: Int) -> Int {
            switch self {
            case .years(let first), .quarters(let first), .months(let first): first % step
            case .other: 0
            }
        }
    }
}
