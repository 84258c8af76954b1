/// A part of the world in longitude and latitude. *Units: degrees.*
package struct MapRegion: Hashable, Sendable {
    /// The western edge.
    package let west: Double
    /// The eastern edge.
    package let east: Double
    /// The southern edge.
    package let south: Double
    /// The northern edge.
    package let north: Double
    /// The latitude at which distances east and north have the same scale.
    package let trueLatitude: Double

    /// - Precondition: west < east and south < north, within ±180 and ±85; the latitude of true
    ///   scale within ±80.
    package init(
        west: Double, east: Double, south: Double, north: Double, trueLatitude: Double? = nil
    ) {
        precondition(-180 <= west && west < east && east <= 180, "west lies west of east")
        precondition(-85 <= south && south < north && north <= 85, "south lies south of north")
        self.west = west
        self.east = east
        self.south = south
        self.north = north
        self.trueLatitude = trueLatitude ?? (south + north) / 2
        precondition(self.trueLatitude.magnitude <= 80, "the scale is true within 80 degrees")
    }

    /// Europe with the Azores, the Canary Islands, Iceland, the Black Sea and the Levant.
    package static let europe = MapRegion(
        west: -28, east: 42, south: 27, north: 71, trueLatitude: 50)
    /// All inhabited land.
    package static let world = MapRegion(
        west: -170, east: 180, south: -56, north: 76, trueLatitude: 30)

    func holds(longitude: Double, latitude: Double) -> Bool {
        (west...east).contains(longitude) && (south...north).contains(latitude)
    }
}

/// The equidistant cylindrical projection: meridians and parallels are straight, and the scale is
/// true along the meridians and along one parallel.
struct MapProjection {
    private let region: MapRegion
    private let unitsPerDegreeEast: Double
    private let unitsPerDegreeNorth: Double
    /// Where the map lies in the drawing.
    let box: ChartBox

    init(_ region: MapRegion, width: Double, top: Double) {
        self.region = region
        unitsPerDegreeEast = width / (region.east - region.west)
        unitsPerDegreeNorth = unitsPerDegreeEast / Self.cosine(degrees: region.trueLatitude)
        box = ChartBox(
            x: 0, y: top, width: width,
            height: (unitsPerDegreeNorth * (region.north - region.south)).rounded())
    }

    func place(longitude: Double, latitude: Double) -> ChartPoint {
        ChartPoint(
            x: box.x + (longitude - region.west) * unitsPerDegreeEast,
            y: box.y + (region.north - latitude) * unitsPerDegreeNorth)
    }

    /// The cosine from its power series, so that no platform's mathematics library changes a byte.
    ///
    /// *Bounds: within ±90 degrees; the first term left out is below 10⁻⁹.*
    static func cosine(degrees: Double) -> Double {
        let square = (degrees * .pi / 180) * (degrees * .pi / 180)
        var (sum, term) = (1.0, 1.0)
        for index in 1...8 {
            term *= -square / Double((2 * index - 1) * (2 * index))
            sum += term
        }
        return sum
    }
}

/// Cuts rings at the edges of a box (Sutherland and Hodgman, 1974: one edge after the other).
struct RingClipper {
    let box: ChartBox

    func clipped(_ ring: [ChartPoint]) -> [ChartPoint] {
        var points = ring
        points = Self.cut(points) { $0.x - self.box.x }
        points = Self.cut(points) { self.box.right - $0.x }
        points = Self.cut(points) { $0.y - self.box.y }
        return Self.cut(points) { self.box.bottom - $0.y }
    }

    /// Keeps the side on which `depth` is not negative.
    private static func cut(
        _ ring: [ChartPoint], depth: (ChartPoint) -> Double
    ) -> [ChartPoint] {
        guard var previous = ring.last else { return [] }
        var result: [ChartPoint] = []
        for point in ring {
            let (before, here) = (depth(previous), depth(point))
            if (before < 0) != (here < 0) {
                let share = before / (before - here)
                result.append(
                    ChartPoint(
                        x: previous.x + (point.x - previous.x) * share,
                        y: previous.y + (point.y - previous.y) * share))
            }
            if here >= 0 { result.append(point) }
            previous = point
        }
        return result
    }
}
