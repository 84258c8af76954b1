/// Where in the chain the goods were found.
package enum Stage: String, Term {
    case origin
    case enRoute = "en-route"
    case atPort = "at-port"
    case hinterland
    /// Seized abroad on the way; the intended destination is a field of its own.
    case upstreamAbroad = "upstream-abroad"
    case unknown
    case notAsked = "not-asked"

    package static let vocabulary = "stages"
    package var title: String {
        switch self {
        case .origin: "at origin"
        case .enRoute: "en route"
        case .atPort: "at the port"
        case .hinterland: "in the hinterland"
        case .upstreamAbroad: "upstream, abroad"
        case .unknown: "unknown"
        case .notAsked: "not asked"
        }
    }
}

/// The kind of place where the find was made.
package enum Setting: String, Term {
    case seaport
    case inlandPort = "inland-port"
    case water, airport
    case landBorder = "land-border"
    case road, rail, postal, premises
    case openAir = "open-air"
    case customsFacility = "customs-facility"
    case other, unknown
    case notAsked = "not-asked"

    package static let vocabulary = "settings"
    package var title: String {
        switch self {
        case .inlandPort: "inland port"
        case .water: "on the water"
        case .landBorder: "land border"
        case .openAir: "open air"
        case .customsFacility: "customs facility"
        case .postal: "post and parcel"
        case .notAsked: "not asked"
        default: rawValue
        }
    }

    /// Whether the find belongs to the maritime picture.
    package var isMaritime: Bool {
        switch self {
        case .seaport, .inlandPort, .water: true
        default: false
        }
    }
}

/// How the goods travelled when found.
package enum TransportMode: String, Term {
    case container, vessel, road, rail, air, post, person, pipeline
    case inlandVessel = "inland-vessel"
    case smallCraft = "small-craft"
    case none, other, unknown
    case notAsked = "not-asked"

    package static let vocabulary = "transport modes"
    package var title: String {
        switch self {
        case .inlandVessel: "inland vessel"
        case .smallCraft: "small craft"
        case .person: "on foot"
        case .notAsked: "not asked"
        default: rawValue
        }
    }

    /// Whether the find belongs to the maritime picture.
    package var isMaritime: Bool {
        switch self {
        case .container, .vessel, .inlandVessel, .smallCraft: true
        default: false
        }
    }
}
