/// Who may receive marked information.
package enum MarkAudience: CaseIterable, Hashable, Sendable {
    /// The persons whom the originator named.
    case named
    /// The rest of the receiving organisation.
    case organisation
    /// Its clients and contractors who need to know.
    case clients
    /// Other authorities that prevent and combat crime.
    case authorities
    /// The community of the ports, companies included.
    case community
    /// A court and the parties before it.
    case courts
    case everyone
}

/// What may be done with marked information. Purposes are not uses: they stand in the mark
/// itself and travel beside the label.
package enum MarkUse: CaseIterable, Hashable, Sendable {
    /// Look for it in one's own data, unseen from outside.
    case watch
    /// Ask third parties, who thereby see what is asked.
    case lookUp
    /// Act so that those concerned may notice: stop, search, block.
    case act
}

/// One thing that a label permits: this use by this audience.
package struct MarkedUse: Hashable, Sendable {
    package let audience: MarkAudience
    package let use: MarkUse
}

/// A label of one of the three systems.
package enum MarkLabel: Hashable, Sendable {
    case trafficLight(TrafficLight)
    case handling(HandlingCode)
    case permissible(PermissibleActions)

    /// The label with its system's name.
    package var title: String {
        switch self {
        case .trafficLight(let label): label.title
        case .handling(let code): code.rawValue
        case .permissible(let label): label.title
        }
    }

    /// Who may receive it; nil where the system does not say.
    ///
    /// Sources: TLP 2.0 (FIRST, 2022); Europol handling codes: H0 to prevent and combat crime, H1
    /// besides not in judicial proceedings, H2 besides not passed on, without the provider's
    /// permission.
    var audiences: Set<MarkAudience>? {
        switch self {
        case .trafficLight(.clear): Set(MarkAudience.allCases)
        case .trafficLight(.green):
            [.named, .organisation, .clients, .authorities, .community]
        case .trafficLight(.amber): [.named, .organisation, .clients]
        case .trafficLight(.amberStrict): [.named, .organisation]
        case .trafficLight(.red): [.named]
        case .handling(.h0): [.named, .organisation, .authorities, .courts]
        case .handling(.h1): [.named, .organisation, .authorities]
        case .handling(.h2): [.named, .organisation]
        // With the words that a translation puts beside it; see `MarkTranslation.namedOnly`.
        case .handling(.h3): [.named]
        case .permissible: nil
        }
    }

    /// What may be done with it; nil where the system does not say.
    var uses: Set<MarkUse>? {
        switch self {
        case .trafficLight, .handling: nil
        case .permissible(.clear), .permissible(.green): Set(MarkUse.allCases)
        case .permissible(.amber): [.watch, .lookUp]
        case .permissible(.red): [.watch]
        }
    }
}
