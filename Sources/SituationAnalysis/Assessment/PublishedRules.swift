import PortVocabulary

/// Published totals of one place and group, with their entries in order of period.
struct PublishedGroup {
    let scope: FigureScope
    let name: String
    let place: PlaceCode?
    let country: Country?
    let group: SubstanceGroup
    var members: [(fact: FigureFact, entry: PublishedEntry)]
}

extension SituationAssessor {
    mutating func addPublished() {
        publishedGroups = groups()
        assessment.published = publishedGroups.map(series)
        for group in publishedGroups { addConflicts(group) }
        assessment.conflicts.sort {
            ($1.ratio, $0.place, $0.period) < ($0.ratio, $1.place, $1.period)
        }
        addPublishedShares()
        addUpstream()
    }

    func series(_ group: PublishedGroup) -> PublishedSeries {
        let basin = group.place.flatMap { reference.ports.port($0)?.basin.title } ?? ""
        return PublishedSeries(
            place: group.name, code: group.place?.code ?? "", scope: group.scope.title,
            group: group.group.title, basin: basin, entries: group.members.map(\.entry))
    }

    private mutating func groups() -> [PublishedGroup] {
        struct Key: Hashable {
            let scope: FigureScope
            let place: PlaceCode?
            let name: String
            let group: SubstanceGroup
        }
        var order: [Key] = []
        var groups: [Key: PublishedGroup] = [:]
        let sorted = published.sorted {
            ($0.figure.period, $0.record) < ($1.figure.period, $1.record)
        }
        for fact in sorted {
            let figure = fact.figure
            let key = Key(
                scope: figure.scope, place: figure.place,
                name: figure.place == nil ? figure.placeName : "", group: figure.substance.group)
            if groups[key] == nil {
                order.append(key)
                groups[key] = PublishedGroup(
                    scope: figure.scope,
                    name: figure.place.map { reference.ports.name(of: $0) } ?? figure.placeName,
                    place: figure.place, country: figure.country ?? figure.place?.country,
                    group: key.group, members: [])
            }
            groups[key]?.members.append((fact, entry(fact)))
        }
        let rank: [FigureScope: Int] = [
            .port: 0, .portGroup: 1, .upstreamInterception: 2, .country: 3,
            .countryContainers: 4, .region: 5, .area: 6,
        ]
        return order.compactMap { groups[$0] }.sorted {
            let (l, r) = (rank[$0.scope] ?? 9, rank[$1.scope] ?? 9)
            if l != r { return l < r }
            let (a, b) = ($0.members.count, $1.members.count)
            return a != b ? a > b : ($0.name, $0.group.rawValue) < ($1.name, $1.group.rawValue)
        }
    }

    private mutating func entry(_ fact: FigureFact) -> PublishedEntry {
        let figure = fact.figure
        let place = figure.place.map { reference.ports.name(of: $0) } ?? figure.placeName
        var list = "breakwater seizures list --figures --within --period \(figure.period)"
        if let code = figure.place { list += " --port \(code)" }
        let id = book.add(
            "\(place), \(figure.substance.publishedTitle)", "published total",
            period: figure.period.description,
            value: figure.kilograms ?? figure.seizures.map(Double.init),
            unit: figure.kilograms == nil ? "seizures" : "kg", records: 1, list: list,
            sources: [source(fact)])
        var mean: Double?
        if let kilograms = figure.kilograms, let count = figure.seizures, count > 0,
            figure.countBasis == .same
        {
            mean = kilograms / Double(count)
        }
        var largest: Double?
        if let kilograms = figure.kilograms, let most = figure.largestKilograms, kilograms > 0 {
            largest = most / kilograms
        }
        return PublishedEntry(
            period: figure.period.description, start: Self.years(figure.period.first),
            end: Self.years(figure.period.last.advanced(byDays: 1)), kilograms: figure.kilograms,
            precision: figure.precision.title, seizures: figure.seizures,
            countBasis: figure.countBasis.title, meanKilograms: mean, largestShare: largest,
            body: figure.body, status: figure.status.title,
            substance: figure.substance.publishedTitle,
            isContested: figure.isContested, definition: figure.definition,
            address: figure.address, record: fact.record.text, figure: id)
    }

    /// A date as a year and its fraction.
    static func years(_ date: CalendarDate) -> Double {
        let year = date.year
        guard let start = try? CalendarDate(year: year, month: 1, day: 1),
            let next = try? CalendarDate(year: year + 1, month: 1, day: 1)
        else { return Double(year) }
        let length = Double(next.dayNumber - start.dayNumber)
        return Double(year) + Double(date.dayNumber - start.dayNumber) / length
    }

    /// Totals of one period that differ stand side by side.
    private mutating func addConflicts(_ group: PublishedGroup) {
        // Within one group, only the same substance can be in conflict: region totals of a group
        // may be about parts of it.
        let byPeriod = Dictionary(grouping: group.members) {
            "\($0.fact.figure.period)|\($0.fact.figure.substance.rawValue)"
        }
        for members in byPeriod.values where members.count > 1 {
            let values = members.compactMap(\.entry.kilograms)
            guard let low = values.min(), let high = values.max(), low < high else { continue }
            // Figures of one body in one period are parts or definitions, not a conflict.
            guard Set(members.map(\.fact.figure.body)).count > 1 else { continue }
            assessment.conflicts.append(
                PublishedConflict(
                    place: group.name, period: members[0].entry.period,
                    group: group.group.title, entries: members.map(\.entry), low: low, high: high))
        }
    }

    /// Shares of ports within their basin, where one body counted several ports alike.
    private mutating func addPublishedShares() {
        struct Key: Hashable {
            let body: String
            let basin: Basin
            let substance: Substance
        }
        var periods: [Key: [String: [(FigureFact, PublishedEntry)]]] = [:]
        for group in publishedGroups where group.scope == .port {
            guard let place = group.place, let basin = reference.ports.port(place)?.basin else {
                continue
            }
            for (fact, entry) in group.members where entry.kilograms != nil {
                let key = Key(
                    body: fact.figure.body, basin: basin, substance: fact.figure.substance)
                periods[key, default: [:]][entry.period, default: []].append((fact, entry))
            }
        }
        for (key, byPeriod) in periods.sorted(by: { $0.key.body < $1.key.body }) {
            let shares = byPeriod.sorted { $0.key < $1.key }.compactMap { period, members in
                sharePeriod(period, members)
            }
            guard !shares.isEmpty else { continue }
            assessment.publishedShares.append(
                ShareSeries(
                    basin: key.basin.title, group: key.substance.publishedTitle, body: key.body,
                    periods: shares))
        }
    }

    private mutating func sharePeriod(
        _ period: String, _ members: [(FigureFact, PublishedEntry)]
    ) -> SharePeriod? {
        guard Set(members.compactMap(\.0.figure.place)).count == members.count, members.count > 1
        else { return nil }
        let total = members.reduce(0) { $0 + ($1.1.kilograms ?? 0) }
        guard total > 0 else { return nil }
        let parts = members.map { fact, entry in
            SharePart(
                code: fact.figure.place?.code ?? "",
                name: fact.figure.place.map {
                    reference.ports.name(of: $0)
                } ?? fact.figure.placeName, amount: entry.kilograms ?? 0,
                share: (entry.kilograms ?? 0) / total, lower: nil, upper: nil)
        }.sorted { ($1.share, $0.code) < ($0.share, $1.code) }
        let figure = book.add(
            parts.map(\.name).joined(separator: " + "), "published total of the ports together",
            period: period, value: total, unit: "kg", records: members.count,
            list: "breakwater seizures list --figures --within --period \(period)",
            sources: members.map { source($0.0) })
        return SharePeriod(period: period, parts: parts, figure: figure)
    }

    /// Seized abroad on the way, against the ports of the country for the same period.
    private mutating func addUpstream() {
        for group in publishedGroups where group.scope == .upstreamInterception {
            guard let country = group.country else { continue }
            for (_, entry) in group.members {
                let ports = publishedGroups.filter {
                    $0.scope == .port && $0.country == country && $0.group == group.group
                }.flatMap { port in
                    port.members.filter { $0.entry.period == entry.period }
                        .map { PublishedPortEntry(place: port.name, entry: $0.entry) }
                }
                assessment.upstream.append(
                    UpstreamComparison(
                        country: reference.countries.name(of: country), period: entry.period,
                        upstream: entry, ports: ports))
            }
        }
    }
}

extension Substance {
    /// The substance as published totals name it: the group where no form is stated.
    var publishedTitle: String {
        switch self {
        case .cocaineUnspecified, .cannabisUnspecified: group.title
        default: title
        }
    }
}
