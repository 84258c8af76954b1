/// What a port did or let through: what finds are divided by.
package enum EffortKind: String, Term {
    /// Physical checks of a load, a container or a vehicle.
    case inspections
    /// Images by X-ray or gamma ray.
    case scans
    case patrolHours = "patrol-hours"
    /// What passed, whether anybody looked or not.
    case throughput

    package static let vocabulary = "kinds of denominator"
    package var title: String { self == .patrolHours ? "patrol hours" : rawValue }

    /// The units in which it may be counted.
    package var units: [EffortUnit] {
        switch self {
        case .inspections, .scans: [.containers, .declarations, .vehicles, .vessels]
        case .patrolHours: [.hours]
        case .throughput: [.containers, .teu, .vehicles, .vessels, .tonnes]
        }
    }

    /// How well it measures the chance of a find: the smaller the better. Source: inspections
    /// first, then scans, then hours, then throughput.
    package var preference: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}

/// What is counted. Numbers of different units are never added.
package enum EffortUnit: String, Term {
    case containers, declarations, vehicles, vessels, hours
    /// Containers counted as if each were twenty feet long.
    case teu
    case tonnes

    package static let vocabulary = "units of denominators"
    package var title: String { self == .teu ? "twenty-foot units" : rawValue }
}
