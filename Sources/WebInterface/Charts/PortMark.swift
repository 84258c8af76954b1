/// From a value to the radius of a circle whose area is in proportion to it.
struct AreaScale: Hashable {
    /// Smaller marks could not be seen.
    static let smallestRadius = 1.5

    let largest: Double
    let radius: Double

    func radius(of value: Double) -> Double {
        guard largest > 0, value > 0 else { return 0 }
        return max(Self.smallestRadius, radius * (min(value, largest) / largest).squareRoot())
    }

    /// Up to three round values that explain the sizes, largest first.
    var samples: [Double] {
        guard largest > 0 else { return [] }
        var samples: [Double] = []
        for share in [1.0, 0.25, 0.05] {
            let rounded = Self.roundDown(largest * share)
            if rounded > 0, samples.last.map({ rounded < $0 }) ?? true { samples.append(rounded) }
        }
        return samples
    }

    static func text(_ value: Double) -> String {
        var decimals = 0
        var scaled = value
        while decimals < 3, scaled != scaled.rounded() {
            decimals += 1
            scaled *= 10
            if scaled >= 100 { break }
        }
        return FigureText.grouped(value, decimals: decimals)
    }

    /// The largest of 1, 2, 5 × 10ⁿ that is not above the value.
    private static func roundDown(_ value: Double) -> Double {
        let above = ValueScale.roundStep(atLeast: value).step
        for factor in [1, 0.5, 0.4] {
            let candidate = above * factor
            let isRound =
                (ValueScale.roundStep(atLeast: candidate).step / candidate - 1).magnitude < 1e-6
            if isRound, candidate <= value * (1 + 1e-9) { return candidate }
        }
        return 0
    }
}

/// One port with its place and size on the map.
struct PortMark {
    let port: PortMap.Port
    let centre: ChartPoint
    /// The circle's radius, or that of the circle with the square's area.
    let radius: Double

    init(port: PortMap.Port, scale: AreaScale, centre: ChartPoint) {
        self.port = port
        self.centre = centre
        radius = port.value.map { scale.radius(of: $0) } ?? 3
    }

    /// The space that the mark takes.
    var box: ChartBox {
        let reach = max(radius, 3) * (port.isInland ? 0.886 : 1)
        return ChartBox(
            x: centre.x - reach, y: centre.y - reach, width: 2 * reach, height: 2 * reach)
    }

    func draw(on drawing: inout ChartDrawing) {
        let words = port.value.map(AreaScale.text) ?? "no figure known"
        drawing.labelled("\(port.name): \(words)") { drawing in drawShape(on: &drawing) }
    }

    private func drawShape(on drawing: inout ChartDrawing) {
        guard let value = port.value else {
            shape(on: &drawing, .stroked(.mutedText, 1.3, meaning: "no-figure"))
            return
        }
        guard value > 0 else {
            drawing.zeroMark(at: centre)
            return
        }
        shape(
            on: &drawing,
            MarkStyle(
                fill: .series1, stroke: .series1, strokeWidth: 1.2, fillTenths: 5,
                meaning: "port"))
    }

    private func shape(on drawing: inout ChartDrawing, _ style: MarkStyle) {
        guard port.isInland else {
            drawing.circle(centre, radius: radius, style)
            return
        }
        // Half the side of the square with the circle's area: √π / 2 of the radius.
        let half = radius * 0.886
        drawing.box(
            ChartBox(x: centre.x - half, y: centre.y - half, width: 2 * half, height: 2 * half),
            style)
    }
}

/// Names beside the largest marks, each where it covers no other name and, if possible, no mark.
struct MapLabels {
    private struct Label {
        let text: String
        let at: ChartPoint
        let anchor: TextAnchor
        let box: ChartBox
    }

    private static let size = ChartText.smallSize
    private var placed: [Label] = []

    /// - Parameter marks: Largest first.
    init(marks: [PortMark], box: ChartBox, count: Int) {
        for mark in marks.filter({ ($0.port.value ?? 0) > 0 }).prefix(max(0, count)) {
            let candidates = Self.candidates(for: mark).filter { label in
                box.holds(label.box) && !placed.contains { $0.box.meets(label.box) }
            }
            let others = marks.filter { $0.centre != mark.centre }
            let clear = candidates.first { label in
                !others.contains { $0.box.meets(label.box) }
            }
            // Second choice: over the rim of a mark, but not over its middle.
            let choice =
                clear
                ?? candidates.first { label in
                    !others.contains { label.box.holds($0.centre) }
                }
            if let choice { placed.append(choice) }
        }
    }

    func draw(on drawing: inout ChartDrawing) {
        for label in placed {
            drawing.haloedText(label.text, at: label.at, anchor: label.anchor, size: Self.size)
        }
    }

    private static func candidates(for mark: PortMark) -> [Label] {
        let width = ChartText.width(mark.port.name, size: size)
        let near = mark.box
        let gap = 3.0
        let places: [(x: Double, y: Double, anchor: TextAnchor)] = [
            (near.right + gap, mark.centre.y + 4, .start),
            (near.x - gap, mark.centre.y + 4, .end),
            (mark.centre.x, near.y - gap, .middle),
            (mark.centre.x, near.bottom + gap + 9, .middle),
            (near.right, near.y + 2, .start),
            (near.x, near.y + 2, .end),
            (near.right, near.bottom + 7, .start),
            (near.x, near.bottom + 7, .end),
        ]
        return places.map { place in
            let left: Double =
                switch place.anchor {
                case .start: place.x
                case .middle: place.x - width / 2
                case .end: place.x - width
                }
            return Label(
                text: mark.port.name, at: ChartPoint(x: place.x, y: place.y),
                anchor: place.anchor,
                box: ChartBox(x: left, y: place.y - 10, width: width, height: 13))
        }
    }
}

/// Under the map: sample sizes, the meaning of shapes, notes.
struct MapKey {
    private let frame: ChartFrame
    private let scale: AreaScale
    private let unitLines: [String]
    private let legend: ChartLegend
    private let noteLines: [String]
    private let top: Double

    init(
        frame: ChartFrame, scale: AreaScale, ports: [PortMap.Port], unit: String,
        notes: [String], top: Double
    ) {
        self.frame = frame
        self.scale = scale
        self.top = top
        let size = ChartText.smallSize
        unitLines = ChartText.wrapped(unit, width: frame.width, size: size, lines: 2)
        noteLines = notes.flatMap {
            ChartText.wrapped($0, width: frame.width, size: size, lines: 4)
        }
        var entries: [(symbol: LegendSymbol, text: String)] = []
        if ports.contains(where: \.isInland) { entries.append((.inland, "inland port (square)")) }
        if ports.contains(where: { $0.value == nil }) {
            entries.append((.ring, "no figure known"))
        }
        if ports.contains(where: { $0.value == 0 }) { entries.append((.zero, "zero")) }
        legend = ChartLegend(entries, width: frame.width)
    }

    private var samplesTop: Double {
        top + Double(unitLines.count) * ChartText.lineHeight + 8
    }

    private var samplesHeight: Double {
        scale.samples.first.map { 2 * scale.radius(of: $0) + 4 } ?? 0
    }

    private var legendTop: Double { samplesTop + samplesHeight }

    var bottom: Double {
        legendTop + legend.height + Double(noteLines.count) * ChartText.lineHeight + 4
    }

    func draw(on drawing: inout ChartDrawing) {
        for (index, line) in unitLines.enumerated() {
            let y = top + Double(index + 1) * ChartText.lineHeight
            drawing.text(
                line, at: ChartPoint(x: 0, y: y), paint: .mutedText, size: ChartText.smallSize,
                meaning: "unit")
        }
        var x = 2.0
        let middle = samplesTop + samplesHeight / 2
        for sample in scale.samples {
            let radius = scale.radius(of: sample)
            drawing.circle(
                ChartPoint(x: x + radius, y: middle), radius: radius,
                MarkStyle(
                    fill: .series1, stroke: .series1, strokeWidth: 1.2, fillTenths: 5,
                    meaning: "sample"))
            let text = AreaScale.text(sample)
            drawing.text(text, at: ChartPoint(x: x + 2 * radius + 5, y: middle + 4.5))
            x += 2 * radius + 5 + ChartText.width(text) + 18
        }
        legend.draw(on: &drawing, top: legendTop)
        for (index, line) in noteLines.enumerated() {
            let y = legendTop + legend.height + Double(index + 1) * ChartText.lineHeight - 3
            drawing.text(
                line, at: ChartPoint(x: 0, y: y), paint: .mutedText, size: ChartText.smallSize,
                meaning: "note")
        }
    }
}
