/// Ports on a map; the area of a mark is in proportion to the port's value.
package struct PortMap: Chart, Hashable {
    /// *Bounds: further ports are left out, and the map says so.*
    package static let maximumPorts = 1_000
    /// *Bounds: names that a reader can take in.*
    package static let maximumLabels = 40

    /// One port.
    package struct Port: Hashable, Sendable {
        /// The name that the reader sees.
        package var name: String
        /// *Units: degrees, east positive.*
        package var longitude: Double
        /// *Units: degrees, north positive.*
        package var latitude: Double
        /// Nil where no figure is known: the port gets a small ring.
        package var value: Double?
        /// Inland ports are squares.
        package var isInland: Bool

        /// Numbers that are not finite count as missing.
        package init(
            name: String, longitude: Double, latitude: Double, value: Double?,
            isInland: Bool = false
        ) {
            self.name = name
            self.longitude = longitude
            self.latitude = latitude
            self.value = value?.ifFinite
            self.isInland = isInland
        }
    }

    /// The id, words and width.
    package var frame: ChartFrame
    /// The land to draw.
    package var coastline: Coastline
    /// The part of the world to draw.
    package var region: MapRegion
    /// *Shape: any order; the drawing does not depend on it.*
    package var ports: [Port]
    /// What the areas mean, as in `tonnes seized, 2024`.
    package var unit: String
    /// How many of the largest ports get their name, where there is room.
    package var labelCount: Int
    /// *Units: degrees between lines; nil for no lines. Bounds: 1 or more.*
    package var graticuleDegrees: Int?

    /// Arrows between ports, drawn over the marks.
    package var arrows: [Arrow] = []

    /// The land drawn beforehand; nil draws it anew.
    var land: PreparedLand?

    /// Keeps the given parts unchanged.
    package init(
        frame: ChartFrame, coastline: Coastline, region: MapRegion = .europe, ports: [Port],
        unit: String, labelCount: Int = 12, graticuleDegrees: Int? = 10
    ) {
        self.frame = frame
        self.coastline = coastline
        self.region = region
        self.ports = ports
        self.unit = unit
        self.labelCount = labelCount
        self.graticuleDegrees = graticuleDegrees
    }

    /// The drawing as one `<svg>` element.
    package func svg() -> String {
        guard !ports.isEmpty else { return ChartDrawing.withoutFigures(frame) }
        let projection = MapProjection(region, width: frame.width, top: 0)
        let sorted = ports.sorted { left, right in
            (right.value ?? -1, left.name, left.longitude, left.latitude)
                < (left.value ?? -1, right.name, right.longitude, right.latitude)
        }
        let inside = sorted.filter {
            region.holds(longitude: $0.longitude, latitude: $0.latitude)
        }
        let scale = AreaScale(
            largest: sorted.compactMap(\.value).max() ?? 0,
            radius: largestRadius)
        let marks = inside.prefix(Self.maximumPorts).map { port in
            PortMark(
                port: port, scale: scale,
                centre: projection.place(longitude: port.longitude, latitude: port.latitude))
        }
        var drawing = ChartDrawing(frame)
        drawGround(projection, on: &drawing)
        for mark in marks.reversed() where mark.port.value == nil { mark.draw(on: &drawing) }
        for mark in marks where mark.port.value != nil { mark.draw(on: &drawing) }
        for arrow in arrows { arrow.draw(projection, on: &drawing) }
        let labels = MapLabels(
            marks: marks, box: projection.box, count: min(labelCount, Self.maximumLabels))
        labels.draw(on: &drawing)
        drawing.box(projection.box, .stroked(.axis, 1, meaning: "frame"))
        let outside = sorted.filter {
            !region.holds(longitude: $0.longitude, latitude: $0.latitude)
        }
        let key = MapKey(
            frame: frame, scale: scale, ports: inside, unit: unit,
            notes: notes(outside: outside, hidden: inside.count - marks.count),
            top: projection.box.bottom)
        key.draw(on: &drawing)
        return drawing.finished(height: key.bottom)
    }

    /// Marks on a map of the world are smaller: its ports stand closer together.
    private var largestRadius: Double {
        let share = region.east - region.west > 120 ? 0.026 : 0.04
        return max(10, frame.width * share)
    }

    private func drawGround(_ projection: MapProjection, on drawing: inout ChartDrawing) {
        drawing.box(projection.box, .filled(.sea, meaning: "sea"))
        let land =
            land?.path(region, width: frame.width)
            ?? LandPath(coastline, projection: projection).data
        if !land.isEmpty {
            drawing.path(
                land,
                MarkStyle(fill: .land, stroke: .coast, strokeWidth: 6, meaning: "land"),
                scale: "0.1")
        }
        guard let degrees = graticuleDegrees, degrees >= 1 else { return }
        for degree in stride(from: -180, through: 180, by: degrees) {
            let at = Double(degree)
            if region.west < at, at < region.east {
                let x = projection.place(longitude: at, latitude: 0).x
                drawing.line(
                    ChartPoint(x: x, y: projection.box.y),
                    ChartPoint(x: x, y: projection.box.bottom),
                    .stroked(.coast, 0.5, dash: "1 4", meaning: "graticule"))
            }
            if region.south < at, at < region.north {
                let y = projection.place(longitude: 0, latitude: at).y
                drawing.line(
                    ChartPoint(x: projection.box.x, y: y),
                    ChartPoint(x: projection.box.right, y: y),
                    .stroked(.coast, 0.5, dash: "1 4", meaning: "graticule"))
            }
        }
    }

    /// Ports that have a place elsewhere are named, so that the map hides nothing.
    private func notes(outside: [Port], hidden: Int) -> [String] {
        var notes: [String] = []
        if !outside.isEmpty {
            let named = outside.prefix(12).map { port in
                guard let value = port.value else { return port.name }
                return "\(port.name) (\(AreaScale.text(value)))"
            }
            let rest = outside.count > 12 ? " and \(outside.count - 12) more" : ""
            notes.append("Outside this map: " + named.joined(separator: ", ") + rest + ".")
        }
        if hidden > 0 { notes.append("\(hidden) more ports are not drawn.") }
        return notes
    }
}

/// The land of maps that are drawn again and again, for the widths that pages use.
struct PreparedLand: Hashable, Sendable {
    private let region: MapRegion
    private let paths: [Double: String]

    init(_ coastline: Coastline, region: MapRegion = .europe, widths: [Double]) {
        self.region = region
        paths = Dictionary(
            widths.map { width in
                let projection = MapProjection(region, width: width, top: 0)
                return (width, LandPath(coastline, projection: projection).data)
            }, uniquingKeysWith: { first, _ in first })
    }

    func path(_ region: MapRegion, width: Double) -> String? {
        region == self.region ? paths[width] : nil
    }
}

/// The land inside the map as path data in tenths of a unit.
private struct LandPath {
    let data: String

    init(_ coastline: Coastline, projection: MapProjection) {
        let clipper = RingClipper(box: projection.box)
        var data = ""
        for ring in coastline.rings {
            let points = clipper.clipped(
                ring.points.map { point in
                    projection.place(
                        longitude: Double(point.longitudeHundredths) / 100,
                        latitude: Double(point.latitudeHundredths) / 100)
                })
            data += Self.steps(points)
        }
        self.data = data
    }

    /// A closed ring in relative steps. Steps shorter than half a unit are left out, as are rings
    /// that leave fewer than three corners.
    private static func steps(_ points: [ChartPoint]) -> String {
        var kept: [(x: Int, y: Int)] = []
        for point in points {
            let next = (x: Int((point.x * 10).rounded()), y: Int((point.y * 10).rounded()))
            if let last = kept.last, max(abs(next.x - last.x), abs(next.y - last.y)) < 5 {
                continue
            }
            kept.append(next)
        }
        guard kept.count >= 3 else { return "" }
        var text = "M\(kept[0].x) \(kept[0].y)l"
        for (previous, next) in zip(kept, kept.dropFirst()) {
            let (x, y) = (next.x - previous.x, next.y - previous.y)
            text += (text.last == "l" || x < 0 ? "" : " ") + "\(x)" + (y < 0 ? "" : " ") + "\(y)"
        }
        return text + "z"
    }
}
