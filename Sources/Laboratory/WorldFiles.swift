/// The four texts of a world in the layout of the public worlds.
package struct WorldFiles: Hashable, Sendable {
    /// The files of a world, by their names in its folder.
    package enum File: String, CaseIterable, Hashable, Sendable {
        case ports = "ports.csv"
        case seizures = "seizures.csv"
        case inspections = "inspections.csv"
        case measures = "measures.csv"

        /// The columns, in their order.
        var columns: [String] {
            switch self {
            case .ports: ["port", "lat", "lon"]
            case .seizures:
                [
                    "id", "event_date", "report_date", "port", "substance", "kg",
                    "modus_operandi", "route_origin", "company",
                ]
            case .inspections: ["week_start", "port", "inspected"]
            case .measures: ["measure", "port", "start_date", "type"]
            }
        }
    }

    package var ports: String
    package var seizures: String
    package var inspections: String
    package var measures: String

    /// The four texts.
    package init(ports: String, seizures: String, inspections: String, measures: String) {
        self.ports = ports
        self.seizures = seizures
        self.inspections = inspections
        self.measures = measures
    }

    /// The text of a file.
    package subscript(file: File) -> String {
        switch file {
        case .ports: ports
        case .seizures: seizures
        case .inspections: inspections
        case .measures: measures
        }
    }
}
