package import PortVocabulary

/// What a published figure covers.
package enum FigureScope: String, Term {
    case port
    case portGroup = "port-group"
    case country
    case countryContainers = "country-containers"
    case region
    /// Seized abroad, bound for the named country.
    case upstreamInterception = "upstream-interception"
    /// A reporting area of an authority that is no port, such as a field office.
    case area

    package static let vocabulary = "figure scopes"
    package var title: String {
        switch self {
        case .portGroup: "group of ports"
        case .countryContainers: "country, containers only"
        case .upstreamInterception: "seized abroad on the way"
        default: rawValue
        }
    }
}

/// How exact a published amount is.
package enum FigurePrecision: String, Term {
    case exact, rounded, approx, derived
    case lowerBound = "lower-bound"
    case unknown

    package static let vocabulary = "figure precision"
    package var title: String {
        switch self {
        case .approx: "approximately"
        case .lowerBound: "at least"
        default: rawValue
        }
    }
}

/// The standing of a published figure.
package enum FigureStatus: String, Term {
    case official
    case officialEarly = "official-early"
    case provisional, press, unknown

    package static let vocabulary = "figure status"
    package var title: String { self == .officialEarly ? "official, early" : rawValue }
}

/// What a published count of seizures counts. Only ``same`` may be divided into the kilograms.
package enum CountBasis: String, Term {
    case same
    case allDrugs = "all-drugs"
    case containers, lots
    case severalPorts = "several-ports"
    case unknown

    package static let vocabulary = "count bases"
    package var title: String {
        switch self {
        case .same: "seizures of this substance here"
        case .allDrugs: "seizures of all drugs"
        case .severalPorts: "seizures of several ports"
        default: rawValue
        }
    }
}

/// A total that a body published or a month's count: a record of its own kind, never added to
/// single events and never averaged with another body's.
package struct AggregateFigure: Hashable, Sendable {
    package var period: DateSpan
    package var body: String
    package var scope: FigureScope
    /// The place's name as published.
    package var placeName: String
    package var place: PlaceCode?
    package var country: Country?
    package var substance: Substance = .unknown
    package var kilograms: Double?
    package var precision: FigurePrecision = .unknown
    package var seizures: Int?
    package var countBasis: CountBasis = .unknown
    package var largestKilograms: Double?
    package var status: FigureStatus = .unknown
    /// The compiler's mark that another body says otherwise.
    package var isContested = false
    package var definition = ""
    package var address = ""

    package init(period: DateSpan, body: String, scope: FigureScope, placeName: String) {
        (self.period, self.body) = (period, body)
        (self.scope, self.placeName) = (scope, placeName)
    }
}
