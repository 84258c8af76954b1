import PortVocabulary

extension SituationAssessor {
    mutating func addRoutes() {
        assessment.routes = routes(facts.facts.filter { $0.isMaritime }, limit: Self.routeLimit) {
            $0.isMaritimeOnly = true
        }
        if assessment.routes.isEmpty {
            assessment.routes = routes(facts.facts, limit: Self.routeLimit)
        }
    }

    /// The most frequent routes with at least one end known.
    ///
    /// - Parameter narrow: narrows the selection to the records of `source`.
    mutating func routes(
        _ source: [SeizureFact], limit: Int, _ narrow: (inout Selection) -> Void = { _ in }
    ) -> [RouteLine] {
        var tallies: [RouteCriterion: (seizures: Int, kilograms: Double)] = [:]
        for fact in source where fact.state == .counted {
            guard let route = fact.route else { continue }
            let old = tallies[route] ?? (0, 0)
            tallies[route] = (old.seizures + 1, old.kilograms + (fact.kilograms ?? 0))
        }
        let named = tallies.map { route, tally in
            (
                route: route, tally: tally, departure: name(route.departure),
                transit: route.transit.map(name).joined(separator: ", "),
                destination: name(route.destination)
            )
        }
        let ordered = named.sorted { left, right in
            left.tally.seizures != right.tally.seizures
                ? left.tally.seizures > right.tally.seizures
                : (left.departure, left.destination, left.transit, left.route.description)
                    < (right.departure, right.destination, right.transit, right.route.description)
        }
        return ordered.prefix(limit).map { line in
            let figure = book.add(
                "\(line.departure) → \(line.destination)", "seizures on the route", period: "",
                value: Double(line.tally.seizures), unit: "seizures",
                records: line.tally.seizures,
                list: list { selection in
                    narrow(&selection)
                    selection.route = line.route
                })
            return RouteLine(
                departure: line.departure, transit: line.transit, destination: line.destination,
                isIntended: line.route.isIntended, seizures: line.tally.seizures,
                kilograms: AmountText.settled(line.tally.kilograms), figure: figure)
        }
    }

    func name(_ point: RoutePoint) -> String {
        if let place = point.place {
            return "\(reference.ports.name(of: place)) (\(place.country))"
        }
        return point.country.map { reference.countries.name(of: $0) } ?? "not known"
    }
}
