/// The shapes that tell series apart without colour.
enum MarkerShape: Int, CaseIterable {
    case circle, square, triangle, diamond, inverted, hexagon

    static func at(_ index: Int) -> MarkerShape { allCases[index % allCases.count] }

    /// The dash pattern that goes with the shape.
    var dash: String {
        switch self {
        case .circle: ""
        case .square: "8 3"
        case .triangle: "2 3"
        case .diamond: "9 3 2 3"
        case .inverted: "4 2"
        case .hexagon: "14 4"
        }
    }

    /// Corners on a circle of radius 1; empty for the circle itself.
    private var corners: [ChartPoint] {
        let pairs: [(Double, Double)] =
            switch self {
            case .circle: []
            case .square: [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]
            case .triangle: [(0, -1.2), (1.1, 0.8), (-1.1, 0.8)]
            case .diamond: [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)]
            case .inverted: [(0, 1.2), (1.1, -0.8), (-1.1, -0.8)]
            case .hexagon:
                [(-1.2, 0), (-0.6, -1), (0.6, -1), (1.2, 0), (0.6, 1), (-0.6, 1)]
            }
        return pairs.map { ChartPoint(x: $0.0, y: $0.1) }
    }

    func draw(
        on drawing: inout ChartDrawing, at centre: ChartPoint, radius: Double, paint: ChartPaint,
        isHollow: Bool = false
    ) {
        let style = MarkStyle(
            fill: isHollow ? .ground : paint, stroke: paint, strokeWidth: isHollow ? 1.8 : 1,
            meaning: isHollow ? "point-hollow" : "point")
        if self == .circle {
            drawing.circle(centre, radius: radius, style)
        } else {
            let points = corners.map {
                ChartPoint(x: centre.x + $0.x * radius, y: centre.y + $0.y * radius)
            }
            drawing.polygon(points, style)
        }
    }
}
