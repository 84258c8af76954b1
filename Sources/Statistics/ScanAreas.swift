import RealModule

/// Where a location lies.
package struct ScanPoint: Hashable, Sendable {
    /// Easting, or longitude in degrees.
    package let x: Double
    /// Northing, or latitude in degrees.
    package let y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// How distances between locations are measured.
package enum ScanDistance: Hashable, Sendable {
    /// In the unit of the coordinates.
    case plane
    /// Kilometres along the sphere of mean radius 6371.0088 km (IUGG).
    case sphere

    func between(_ a: ScanPoint, _ b: ScanPoint) -> Double {
        switch self {
        case .plane:
            return ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
        case .sphere:
            let radian = Double.pi / 180
            let northward = Double.sin((b.y - a.y) * radian / 2)
            let eastward = Double.sin((b.x - a.x) * radian / 2)
            let square =
                northward * northward
                + .cos(a.y * radian) * .cos(b.y * radian) * eastward * eastward
            return 2 * 6371.0088 * .asin(min(1, square.squareRoot()))
        }
    }
}

/// The areas that a scan tries: nested circles around every location, or a list of its own.
///
/// Areas stand in chains that grow location by location, so that a scan adds one location to have
/// the next area. Locations at the same distance enter together.
package struct ScanAreas: Sendable {
    /// How many locations there are.
    package let locations: Int
    /// One growing sequence of locations and which of its beginnings are areas.
    struct Chain: Sendable {
        var members: [Int]
        var isArea: [Bool]
    }
    private(set) var chains: [Chain]

    /// The most locations of one scan.
    package static let largestLocations = 5_000

    /// All circles around locations, up to a radius.
    ///
    /// Nil with no location, too many, a coordinate that is not finite, or a radius below 0.
    package static func circles(
        around points: [ScanPoint], distance: ScanDistance, largestRadius: Double = .infinity
    ) -> ScanAreas? {
        guard !points.isEmpty, points.count <= largestLocations, largestRadius >= 0,
            points.allSatisfy({ $0.x.isFinite && $0.y.isFinite })
        else { return nil }
        let chains = points.map { centre in
            let near = points.indices
                .map { (place: $0, distance: distance.between(centre, points[$0])) }
                .filter { $0.distance <= largestRadius }
                .sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }
            let isArea = near.indices.map {
                $0 + 1 == near.count || near[$0 + 1].distance > near[$0].distance
            }
            return Chain(members: near.map(\.place), isArea: isArea)
        }
        return ScanAreas(locations: points.count, chains: chains)
    }

    /// Areas as listed, each a list of locations counted from 0.
    ///
    /// Nil where one is empty, names a location twice, or one that does not exist.
    package static func listed(_ areas: [[Int]], locations: Int) -> ScanAreas? {
        guard (1...largestLocations).contains(locations), !areas.isEmpty else { return nil }
        for area in areas {
            guard !area.isEmpty, Set(area).count == area.count,
                area.allSatisfy({ $0 >= 0 && $0 < locations })
            else { return nil }
        }
        let chains = areas.map { area in
            Chain(members: area, isArea: area.indices.map { $0 + 1 == area.count })
        }
        return ScanAreas(locations: locations, chains: chains)
    }

    /// The same areas without those that hold more than a share of a weight; an area of a listed
    /// kind is left out, a circle ends.
    func limited(to share: Double, of weights: [Double]) -> ScanAreas {
        let most = share * weights.reduce(0, +) * (1 + 1e-12)
        var limited = self
        limited.chains = chains.map { chain in
            var sum = 0.0
            var kept = Chain(members: [], isArea: [])
            for (place, member) in chain.members.enumerated() {
                sum += weights[member]
                guard sum <= most else { break }
                kept.members.append(member)
                kept.isArea.append(chain.isArea[place])
            }
            while kept.isArea.last == false {
                kept.members.removeLast()
                kept.isArea.removeLast()
            }
            return kept
        }
        return limited
    }

    /// Calls with every area, for work that is not a scan.
    package func visitAll(_ body: (_ members: ArraySlice<Int>) -> Void) {
        for chain in chains {
            for end in chain.members.indices where chain.isArea[end] {
                body(chain.members[0...end])
            }
        }
    }
}

/// The stretches of time that a scan tries.
package enum ScanWindows: Hashable, Sendable {
    /// Those that end with the last period: what is going on now. Bounds: 1 or more.
    case endingLast(longest: Int)
    /// Those anywhere in the history. Bounds: 1 or more.
    case anywhere(longest: Int)
    /// The whole history at once: where, not when.
    case whole

    /// How many there are at most, without listing them.
    func largestCount(of periods: Int) -> Int {
        switch self {
        case .endingLast: return periods
        case .anywhere(let longest): return periods * max(0, min(longest, periods))
        case .whole: return 1
        }
    }

    func ranges(of periods: Int) -> [Range<Int>] {
        switch self {
        case .endingLast(let longest):
            guard longest >= 1 else { return [] }
            return (1...min(longest, periods)).map { (periods - $0)..<periods }
        case .anywhere(let longest):
            guard longest >= 1 else { return [] }
            return (0..<periods).flatMap { start in
                (1...min(longest, periods - start)).map { start..<(start + $0) }
            }
        case .whole: return [0..<periods]
        }
    }
}
