/// The water or river system whose ports are compared with one another.
package enum Basin: String, Term {
    case northSea = "north-sea"
    case balticSea = "baltic-sea"
    case englishChannel = "english-channel"
    case atlanticEurope = "atlantic-europe"
    case irishCelticSeas = "irish-celtic-seas"
    case westernMediterranean = "western-mediterranean"
    case adriaticIonian = "adriatic-ionian"
    case easternMediterranean = "eastern-mediterranean"
    case blackSea = "black-sea"
    case norwegianBarents = "norwegian-barents"
    case macaronesia, caribbean
    case southAmericaAtlantic = "south-america-atlantic"
    case southAmericaPacific = "south-america-pacific"
    case centralAmericaPacific = "central-america-pacific"
    case northAmericaAtlantic = "north-america-atlantic"
    case northAmericaPacific = "north-america-pacific"
    case westAfrica = "west-africa"
    case northAfricaAtlantic = "north-africa-atlantic"
    case southernAfrica = "southern-africa"
    case redSeaGulf = "red-sea-gulf"
    case indianOcean = "indian-ocean"
    case eastAsia = "east-asia"
    case oceania
    case rhine, danube, elbe, seine, rhone
    case meuseScheldt = "meuse-scheldt"
    case po
    case otherInland = "other-inland"
    case unknown

    package static let vocabulary = "basins"
    package var title: String {
        switch self {
        case .northSea: "North Sea"
        case .balticSea: "Baltic Sea"
        case .englishChannel: "English Channel"
        case .atlanticEurope: "European Atlantic"
        case .irishCelticSeas: "Irish and Celtic Seas"
        case .westernMediterranean: "Western Mediterranean"
        case .adriaticIonian: "Adriatic and Ionian"
        case .easternMediterranean: "Eastern Mediterranean"
        case .blackSea: "Black Sea"
        case .norwegianBarents: "Norwegian and Barents Seas"
        case .unknown: "basin not known"
        case .otherInland: "other inland waters"
        case .redSeaGulf: "Red Sea and Gulf"
        case .meuseScheldt: "Meuse and Scheldt"
        default:
            rawValue.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
                .joined(separator: " ")
        }
    }
}

/// Sea port, inland port, or both.
package enum PortKind: String, Term {
    case sea, inland
    case seaAndInland = "sea-and-inland"
    case unknown

    package static let vocabulary = "kinds of port"
    package var title: String { self == .seaAndInland ? "sea and inland" : rawValue }
}

/// A port's size as a class. What each class means stands in `data/ports/SOURCE.md`.
package enum PortSize: String, Term {
    case large, medium, small, unknown

    package static let vocabulary = "port size classes"
    package var title: String { rawValue }
}

/// Whether the port is known as a member of the European Ports Alliance.
package enum AllianceMembership: String, Term {
    case yes, no, unknown

    package static let vocabulary = "alliance membership"
    package var title: String {
        switch self {
        case .yes: "member"
        case .no: "not a member"
        case .unknown: "membership not known"
        }
    }
}

/// A port of the reference list.
package struct Port: Hashable, Sendable {
    package let code: PlaceCode
    package let name: String
    /// Degrees north and east; nil where not known.
    package let coordinates: Coordinates?
    package let basin: Basin
    package let kind: PortKind
    package let size: PortSize
    package let membership: AllianceMembership
    /// Other names and spellings.
    package let spellings: [String]

    package init(
        code: PlaceCode, name: String, coordinates: Coordinates?, basin: Basin, kind: PortKind,
        size: PortSize, membership: AllianceMembership, spellings: [String]
    ) {
        (self.code, self.name, self.coordinates) = (code, name, coordinates)
        (self.basin, self.kind, self.size) = (basin, kind, size)
        (self.membership, self.spellings) = (membership, spellings)
    }
}

/// A point on the globe. Bounds: latitude −90 to 90, longitude −180 to 180.
package struct Coordinates: Hashable, Sendable {
    package let latitude: Double
    package let longitude: Double

    /// Nil when out of bounds.
    package init?(latitude: Double, longitude: Double) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
        (self.latitude, self.longitude) = (latitude, longitude)
    }
}
