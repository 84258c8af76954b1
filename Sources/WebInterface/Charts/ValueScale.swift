/// A scale from zero to a round number, with a tick at every 1, 2 or 5 times a power of ten.
struct ValueScale: Hashable, Sendable {
    private static let smallest = 1.0e-6
    private static let largest = 1.0e15

    let step: Double
    /// The number of steps from zero to the end of the scale.
    let count: Int
    private let decimals: Int

    /// - Parameters:
    ///   - values: What must fit; those that are not finite or not above zero change nothing.
    ///   - steps: About how many steps are wanted.
    init(covering values: [Double], steps: Int = 5) {
        let usable = values.filter { $0.isFinite && $0 > 0 }.map { min($0, Self.largest) }
        let top = max(usable.max() ?? 1, Self.smallest)
        let areWhole = usable.allSatisfy { $0 == $0.rounded() }
        var (step, decimals) = Self.roundStep(atLeast: top / Double(max(1, steps)))
        if areWhole, step < 1 { (step, decimals) = (1, 0) }
        self.step = step
        self.decimals = decimals
        count = max(1, Int((top / step - 1e-9).rounded(.up)))
    }

    var top: Double { step * Double(count) }
    var ticks: [Double] { (0...count).map { step * Double($0) } }

    func label(_ tick: Double) -> String { FigureText.grouped(tick, decimals: decimals) }

    var labelWidth: Double {
        ticks.map { ChartText.width(label($0), size: ChartText.smallSize) }.max() ?? 0
    }

    /// The place of a value on a line from `low` to `high`; values outside stay at the ends.
    func place(_ value: Double, from low: Double, to high: Double) -> Double {
        low + (high - low) * min(max(value / top, 0), 1)
    }

    /// The smallest of 1, 2, 5 × 10ⁿ that is not below `raw`, and the decimals it needs.
    static func roundStep(atLeast raw: Double) -> (step: Double, decimals: Int) {
        var power = 1.0
        var decimals = 0
        while power * 10 <= raw { power *= 10 }
        while power > raw, decimals < 6 {
            decimals += 1
            power = 1
            for _ in 0..<decimals { power /= 10 }
        }
        for factor in [1.0, 2, 5] where factor * power >= raw * (1 - 1e-9) {
            return (factor * power, decimals)
        }
        return (10 * power, max(0, decimals - 1))
    }
}

/// The upright value axis with its horizontal lines.
struct ValueAxis {
    let scale: ValueScale
    /// The rectangle between the axes.
    let plot: ChartBox
    /// Written after each tick's number, as in `%`.
    var suffix = ""

    func y(_ value: Double) -> Double {
        scale.place(value, from: plot.bottom, to: plot.y)
    }

    func draw(on drawing: inout ChartDrawing) {
        for tick in scale.ticks {
            let y = y(tick)
            drawing.line(
                ChartPoint(x: plot.x, y: y), ChartPoint(x: plot.right, y: y),
                .stroked(tick == 0 ? .axis : .grid, 1, meaning: tick == 0 ? "axis" : "grid"))
            drawing.text(
                scale.label(tick) + suffix, at: ChartPoint(x: plot.x - 6, y: y + 4),
                anchor: .end, paint: .mutedText, size: ChartText.smallSize, meaning: "tick")
        }
    }
}

extension Double {
    /// The number, unless it is infinite or not a number; such input counts as missing.
    var ifFinite: Double? { isFinite ? self : nil }
}
