/// What a network of ports knows: finds, inspections and measures, and nothing of the truth.
///
/// *Shape*: ports are numbered by their place in `ports`; weeks are counted from `firstDay`;
/// attributes are codes into `names`, so that a detector works on integers.
package struct World: Hashable, Sendable {
    /// A port and its place.
    package struct Port: Hashable, Sendable {
        /// Its name, unique in the world.
        package var id: String
        /// Degrees.
        package var latitude: Double
        /// Degrees.
        package var longitude: Double

        /// A port at a place in degrees.
        package init(id: String, latitude: Double, longitude: Double) {
            self.id = id
            self.latitude = latitude
            self.longitude = longitude
        }
    }

    /// A find: when, where, what, and how it was hidden and shipped.
    package struct Seizure: Hashable, Sendable {
        /// Its name, unique in the world.
        package var id: String
        /// Days since the world's first day.
        package var eventDay: Int
        /// Days since the world's first day; never before the event.
        package var reportDay: Int
        /// The port, by its place in the world.
        package var port: Int
        /// The substance, by its place in the names.
        package var substance: Int
        /// Nil where nobody weighed.
        package var kilograms: Double?
        /// Modus operandi; nil where nobody recorded it.
        package var method: Int?
        /// Where the route began; nil where nobody recorded it.
        package var route: Int?
        /// The company misused; nil where nobody recorded it.
        package var company: Int?

        /// A find; the attributes are unknown unless given.
        package init(
            id: String, eventDay: Int, reportDay: Int, port: Int, substance: Int,
            kilograms: Double? = nil, method: Int? = nil, route: Int? = nil, company: Int? = nil
        ) {
            self.id = id
            self.eventDay = eventDay
            self.reportDay = reportDay
            self.port = port
            self.substance = substance
            self.kilograms = kilograms
            self.method = method
            self.route = route
            self.company = company
        }

        /// The week of the event, counted from the world's first day.
        package var eventWeek: Int { eventDay / 7 }
    }

    /// Something done against crime at a port, from a day on.
    package struct Measure: Hashable, Sendable {
        /// Its name, unique in the world.
        package var id: String
        /// The port, by its place in the world.
        package var port: Int
        /// Days since the world's first day; zero or later.
        package var startDay: Int
        /// Its kind in the words of the ports, as in `scanner`.
        package var type: String

        /// The week in which the measure starts.
        package var startWeek: Int { startDay / 7 }
    }

    /// The words behind the codes of the seizures.
    package struct Names: Hashable, Sendable {
        package var substances: [String] = []
        package var methods: [String] = []
        package var routes: [String] = []
        package var companies: [String] = []
    }

    package var name: String
    /// The first day of week zero.
    package var firstDay: WorldDay
    package var weekCount: Int
    package var ports: [Port]
    package var names: Names
    package var seizures: [Seizure]
    /// Inspections by port and week; nil where none were reported, which is not zero.
    package var inspections: [[Int?]]
    package var measures: [Measure]

    /// Day zero of a week, as a date.
    package func day(ofWeek week: Int) -> WorldDay { firstDay + 7 * week }

    /// The number of the port with an identifier, nil where the world has none.
    package func port(_ id: String) -> Int? { ports.firstIndex { $0.id == id } }

    /// The share of port-weeks that report inspections, 0 to 1; zero without port-weeks.
    package var inspectionCoverage: Double {
        let cells = inspections.reduce(0) { $0 + $1.count }
        guard cells > 0 else { return 0 }
        let reported = inspections.reduce(0) { $0 + $1.count { $0 != nil } }
        return Double(reported) / Double(cells)
    }
}
