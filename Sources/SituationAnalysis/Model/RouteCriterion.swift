package import PortVocabulary

/// One route, exactly: what a line of the assessment's routes counts. A country stands for the
/// finds that name the country and no place in it; an end that is left out for those that do not
/// know it.
package struct RouteCriterion: Hashable, Sendable, CustomStringConvertible {
    /// Places of transit that a criterion may name.
    package static let transitLimit = 20

    package let departure: RoutePoint
    package let transit: [RoutePoint]
    package let destination: RoutePoint
    /// Whether the destination is where goods seized abroad were bound for.
    package let isIntended: Bool

    package init(
        departure: RoutePoint, transit: [RoutePoint], destination: RoutePoint, isIntended: Bool
    ) {
        (self.departure, self.transit) = (departure.exact, transit.map(\.exact))
        (self.destination, self.isIntended) = (destination.exact, isIntended)
    }

    /// Reads `EC:PA+CR:NLRTM`, or `EC::NLRTM:intended`.
    ///
    /// - Throws: ``WordDefect`` when a part is neither a country nor a UN/LOCODE.
    package init(parsing text: String) throws(WordDefect) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 || parts.count == 4 && parts[3] == "intended" else {
            throw .noSuchValue(
                "is no route", mend: "write departure:transit+transit:destination")
        }
        let stops = parts[1].split(separator: "+").map(String.init)
        guard stops.count <= Self.transitLimit else {
            throw .length(
                expected: "0 to \(Self.transitLimit) places of transit in",
                found: stops.count)
        }
        self.init(
            departure: try Self.point(parts[0]),
            transit: try stops.map { stop throws(WordDefect) in try Self.point(stop) },
            destination: try Self.point(parts[2]), isIntended: parts.count == 4)
    }

    private static func point(_ text: String) throws(WordDefect) -> RoutePoint {
        if text.isEmpty { return RoutePoint() }
        if text.utf8.count == 2 { return RoutePoint(country: try Country(parsing: text)) }
        return RoutePoint(place: try PlaceCode(parsing: text))
    }

    package var description: String {
        let stops = transit.map(\.text).joined(separator: "+")
        return "\(departure.text):\(stops):\(destination.text)" + (isIntended ? ":intended" : "")
    }
}

extension RoutePoint {
    /// The point by its place alone, where one is known.
    fileprivate var exact: RoutePoint { place.map { RoutePoint(place: $0) } ?? self }
}

extension SeizureFact {
    /// The route that the fact tells of; nil where it knows no end of one.
    package var route: RouteCriterion? {
        let end = intended.isEmpty ? destination : intended
        guard !departure.isEmpty || !end.isEmpty || !transit.isEmpty else { return nil }
        return RouteCriterion(
            departure: departure, transit: transit, destination: end,
            isIntended: !intended.isEmpty)
    }
}
