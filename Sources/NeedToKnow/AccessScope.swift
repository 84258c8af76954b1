package import PortVocabulary

/// The part of the world and of the substances that a right covers. An empty list means
/// everywhere, or every substance.
///
/// A record without a place lies in no list of places: missing is not a match.
package struct AccessScope: Hashable, Sendable {
    /// Sorted.
    package let ports: [PlaceCode]
    /// Sorted.
    package let countries: [Country]
    /// In the order of the vocabulary.
    package let substances: [SubstanceGroup]

    init(
        ports: Set<PlaceCode> = [], countries: Set<Country> = [],
        substances: Set<SubstanceGroup> = []
    ) {
        self.ports = ports.sorted()
        self.countries = countries.sorted()
        self.substances =
            substances.isEmpty ? [] : SubstanceGroup.allCases.filter(substances.contains)
    }

    /// Covers every record.
    static let everything = AccessScope()

    /// Whether every record is covered.
    package var isEverything: Bool { ports.isEmpty && countries.isEmpty && substances.isEmpty }

    /// Whether a record with this place, country and group of substances is covered.
    package func contains(
        place: PlaceCode?, country: Country?, substances group: SubstanceGroup
    ) -> Bool {
        if !ports.isEmpty {
            guard let place, ports.contains(place) else { return false }
        }
        if !countries.isEmpty {
            guard let country, countries.contains(country) else { return false }
        }
        return substances.isEmpty || substances.contains(group)
    }

    /// Whether every record that the other covers is covered.
    func includes(_ other: AccessScope) -> Bool {
        Self.includes(ports, other.ports) && Self.includes(countries, other.countries)
            && Self.includes(substances, other.substances)
    }

    private static func includes<Item: Hashable>(_ wide: [Item], _ narrow: [Item]) -> Bool {
        wide.isEmpty || !narrow.isEmpty && Set(wide).isSuperset(of: narrow)
    }
}
