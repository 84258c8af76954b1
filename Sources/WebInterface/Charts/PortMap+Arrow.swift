extension PortMap {
    /// An arrow from one place to another. *Units: degrees, east and north positive.*
    package struct Arrow: Hashable, Sendable {
        private let fromLongitude: Double
        private let fromLatitude: Double
        private let toLongitude: Double
        private let toLatitude: Double
        /// Whether what it says is less than shown.
        private let isDashed: Bool

        /// Each end as longitude and latitude.
        package init(
            from: (longitude: Double, latitude: Double), to: (longitude: Double, latitude: Double),
            isDashed: Bool = false
        ) {
            (fromLongitude, fromLatitude) = from
            (toLongitude, toLatitude) = to
            self.isDashed = isDashed
        }

        /// Draws the line and its head; nothing where both ends lie on the same spot.
        func draw(_ projection: MapProjection, on drawing: inout ChartDrawing) {
            let start = projection.place(longitude: fromLongitude, latitude: fromLatitude)
            let end = projection.place(longitude: toLongitude, latitude: toLatitude)
            let (x, y) = (end.x - start.x, end.y - start.y)
            let length = (x * x + y * y).squareRoot()
            guard length > 1 else { return }
            let (east, south) = (x / length, y / length)
            drawing.line(
                start, ChartPoint(x: end.x - 8 * east, y: end.y - 8 * south),
                .stroked(.series2, 2.5, dash: isDashed ? "6 4" : "", meaning: "flow"))
            let corners = [
                (end.x, end.y),
                (end.x - 12 * east - 5 * south, end.y - 12 * south + 5 * east),
                (end.x - 12 * east + 5 * south, end.y - 12 * south - 5 * east),
            ]
            let path = corners.enumerated().map { index, corner in
                "\(index == 0 ? "M" : "L")\(tenth(corner.0)) \(tenth(corner.1))"
            }
            drawing.path(path.joined() + "Z", .filled(.series2, meaning: "flow"))
        }

        private func tenth(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
    }
}
