package import PortVocabulary

extension PortRegister {
    /// A port beside another one, with the distance in kilometres; nil where a position is not
    /// known.
    package typealias Neighbour = (port: Port, kilometres: Double?)

    /// Ports within this distance are neighbours, whatever their basin. *Units:* kilometres.
    package static let nearKilometres = 250.0

    /// The ports of the same basin and those near by, nearest first, the port itself left out.
    /// Crime that leaves a port is looked for there first.
    ///
    /// - Parameter limit: how many at the most; 1 or more.
    package func neighbours(of code: PlaceCode, limit: Int) -> [Neighbour] {
        guard let port = port(code) else { return [] }
        let found = all.compactMap { other -> Neighbour? in
            guard other.code != code else { return nil }
            let distance = port.coordinates.flatMap { here in
                other.coordinates.map { here.kilometres(to: $0) }
            }
            let isSameBasin = port.basin != .unknown && other.basin == port.basin
            guard isSameBasin || (distance ?? .infinity) <= Self.nearKilometres else {
                return nil
            }
            return (port: other, kilometres: distance)
        }
        return Array(
            found.sorted {
                ($0.kilometres ?? .infinity, $0.port.code) < (
                    $1.kilometres ?? .infinity, $1.port.code
                )
            }.prefix(limit))
    }
}
