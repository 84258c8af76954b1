import PortVocabulary

extension SituationAssessor {
    /// Ports that get a page of their own at the most, fullest first.
    static let portLimit = 60
    /// Seizures listed on a port's page at the most, largest first.
    static let eventLimit = 12

    mutating func addPorts() {
        var finds: [PlaceCode: [SeizureFact]] = [:]
        for fact in facts.facts where fact.state == .counted && fact.isAtPort {
            if let place = fact.place { finds[place, default: []].append(fact) }
        }
        let withFigures = Dictionary(
            grouping: publishedGroups.filter { $0.scope == .port && $0.place != nil },
            by: { $0.place })
        var places = Set(finds.keys)
        for place in withFigures.keys { if let place { places.insert(place) } }
        let weight = { (place: PlaceCode) -> Int in
            let figures = withFigures[place]?.reduce(0) { $0 + $1.members.count } ?? 0
            return figures * 5 + (finds[place]?.count ?? 0)
        }
        let ordered = places.sorted { (weight($1), $0) < (weight($0), $1) }
        for place in ordered.prefix(Self.portLimit) {
            let page = portPage(place, finds[place] ?? [], withFigures[place] ?? [])
            assessment.ports.append(page)
        }
    }

    private mutating func portPage(
        _ place: PlaceCode, _ finds: [SeizureFact], _ groups: [PublishedGroup]
    ) -> PortPage {
        let port = reference.ports.port(place)
        let largest = finds.sorted {
            (($1.kilograms ?? -1), $0.firstDay, $0.serial)
                < (($0.kilograms ?? -1), $1.firstDay, $1.serial)
        }
        return PortPage(
            code: place.code, name: reference.ports.name(of: place),
            country: reference.countries.name(of: place.country),
            basin: port?.basin.title ?? Basin.unknown.title,
            kind: port?.kind.title ?? PortKind.unknown.title,
            size: port?.size.title ?? PortSize.unknown.title,
            membership: port?.membership.title ?? AllianceMembership.unknown.title,
            latitude: port?.coordinates?.latitude, longitude: port?.coordinates?.longitude,
            seizures: finds.count, published: groups.map(series),
            trends: assessment.trends.filter { $0.scope == "port" && $0.code == place.code },
            routes: routes(finds, limit: 8) {
                ($0.basins, $0.ports, $0.isAtPortOnly) = ([], [place], true)
            },
            methods: breakdown(
                "Modus operandi", finds, ModusOperandi.self, asked: .methods, \.methods,
                isKnown: { !$0.methods.isEmpty }, place: place
            ) { selection, method in
                (selection.basins, selection.ports) = ([], [place])
                (selection.isAtPortOnly, selection.methods) = (true, [method])
            },
            events: largest.prefix(Self.eventLimit).map(event), statements: [])
    }

    private func event(_ fact: SeizureFact) -> EventLine {
        EventLine(
            date: fact.when?.description ?? "", substance: fact.substance.title,
            kilograms: fact.kilograms, methods: fact.methods.map(\.title).joined(separator: "; "),
            route: fact.departure.isEmpty && fact.destination.isEmpty
                ? "" : "\(name(fact.departure)) → \(name(fact.destination))",
            record: "\(fact.serial)")
    }
}
