import PortVocabulary

extension SituationAssessor {
    mutating func addRoutes() {
        assessment.routes = routes(facts.facts.filter { $0.isMaritime }, limit: Self.routeLimit)
        if assessment.routes.isEmpty {
            assessment.routes = routes(facts.facts, limit: Self.routeLimit)
        }
    }

    /// The most frequent routes with at least one end known.
    mutating func routes(_ source: [SeizureFact], limit: Int) -> [RouteLine] {
        struct Key: Hashable {
            let departure: String
            let transit: String
            let destination: String
            let isIntended: Bool
        }
        var tallies: [Key: (seizures: Int, kilograms: Double)] = [:]
        for fact in source where fact.state == .counted {
            let end = fact.intended.isEmpty ? fact.destination : fact.intended
            guard !fact.departure.isEmpty || !end.isEmpty || !fact.transit.isEmpty else { continue }
            let key = Key(
                departure: name(fact.departure),
                transit: fact.transit.map(name).joined(separator: ", "),
                destination: name(end), isIntended: !fact.intended.isEmpty)
            let old = tallies[key] ?? (0, 0)
            tallies[key] = (old.seizures + 1, old.kilograms + (fact.kilograms ?? 0))
        }
        let ordered = tallies.sorted { left, right in
            left.value.seizures != right.value.seizures
                ? left.value.seizures > right.value.seizures
                : (left.key.departure, left.key.destination, left.key.transit)
                    < (right.key.departure, right.key.destination, right.key.transit)
        }
        return ordered.prefix(limit).map { key, value in
            let figure = book.add(
                "\(key.departure) → \(key.destination)", "seizures on the route", period: "",
                value: Double(value.seizures), unit: "seizures", records: value.seizures,
                list: "breakwater seizures list --counted \(selection.words)")
            return RouteLine(
                departure: key.departure, transit: key.transit, destination: key.destination,
                isIntended: key.isIntended, seizures: value.seizures,
                kilograms: AmountText.settled(value.kilograms),
                figure: figure)
        }
    }

    func name(_ point: RoutePoint) -> String {
        if let place = point.place {
            return "\(reference.ports.name(of: place)) (\(place.country))"
        }
        return point.country.map { reference.countries.name(of: $0) } ?? "not known"
    }
}
