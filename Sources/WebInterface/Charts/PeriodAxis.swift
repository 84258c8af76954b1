/// The horizontal axis of equal periods, with as many labels as fit.
struct PeriodAxis {
    let periods: [String]
    let plot: ChartBox
    /// Further lines under the labels, one for each period; empty for none.
    var notes: [String] = []

    /// Width of one period.
    var band: Double { plot.width / Double(max(1, periods.count)) }

    /// The middle of a period.
    func x(_ index: Int) -> Double { plot.x + (Double(index) + 0.5) * band }

    func draw(on drawing: inout ChartDrawing, chartWidth: Double) {
        let size = ChartText.smallSize
        let widest = (periods + notes).map { ChartText.width($0, size: size) }.max() ?? 0
        for index in Self.labelled(periods, band: band, labelWidth: widest) {
            let x = x(index)
            drawing.line(
                ChartPoint(x: x, y: plot.bottom), ChartPoint(x: x, y: plot.bottom + 4),
                .stroked(.axis, 1, meaning: "tick-mark"))
            let note = index < notes.count ? notes[index] : ""
            for (text, y) in [(periods[index], 17.0), (note, 32)] where !text.isEmpty {
                let half = ChartText.width(text, size: size) / 2
                drawing.text(
                    text,
                    at: ChartPoint(
                        x: min(max(x, half), max(half, chartWidth - half)), y: plot.bottom + y),
                    anchor: .middle, paint: .mutedText, size: size, meaning: "tick")
            }
        }
    }

    /// Which periods carry a label: all where there is room, else every nth, starting where a
    /// year (or a round number of years) starts.
    static func labelled(_ periods: [String], band: Double, labelWidth: Double) -> [Int] {
        let needed = (labelWidth + 8) / max(band, 0.001)
        let calendar = Calendar(periods)
        let step = calendar.steps.first { Double($0) >= needed } ?? max(1, Int(needed) + 1)
        guard step > 1 else { return Array(periods.indices) }
        return periods.indices.filter { ($0 + calendar.phase(for: step)) % step == 0 }
    }

    /// How the labels count time, read from their form.
    private enum Calendar {
        case years(first: Int)
        case quarters(first: Int)
        case months(first: Int)
        case other

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
