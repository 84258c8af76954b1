package import PortVocabulary

/// A find with the day from which it was known.
package struct KnownSeizure: Sendable {
    package let fact: SeizureFact
    /// When it was reported, or else recorded; nil: always known.
    package let known: CalendarDate?

    package init(_ fact: SeizureFact, known: CalendarDate?) {
        (self.fact, self.known) = (fact, known)
    }
}

/// Makes the panel of a day from records: a pure function, the same for any order of records.
package struct PanelMaker: Sendable {
    /// Weeks held back unless said otherwise. Source: one record in ten comes with a mean delay
    /// of 50 days, most of the others within three weeks.
    package static let usualHoldBack = 3
    /// Weeks of the longest panel: twenty years.
    package static let weekLimit = 1_040

    package let asOf: CalendarDate
    /// Bounds: 0 to ``weekLimit``.
    package let holdBackWeeks: Int
    /// The earliest day that is wanted; nil for all.
    package let from: CalendarDate?

    package init(
        asOf: CalendarDate, holdBackWeeks: Int = usualHoldBack, from: CalendarDate? = nil
    ) {
        precondition((0...Self.weekLimit).contains(holdBackWeeks), "a number of weeks")
        (self.asOf, self.holdBackWeeks, self.from) = (asOf, holdBackWeeks, from)
    }

    /// The number of the week in which a day lies; weeks begin on Monday.
    static func week(of day: CalendarDate) -> Int {
        // Day 0 is 1970-01-01, a Thursday: the Monday before is day −3.
        let shifted = Int(day.dayNumber) + 3
        return shifted >= 0 ? shifted / 7 : (shifted - 6) / 7
    }

    private static func monday(_ week: Int) -> CalendarDate {
        CalendarDate(dayNumber: Int32(clamping: week * 7 - 3))
    }

    /// - Parameter ports: ports that belong to the panel whether or not they have records.
    package func panel(
        seizures: [KnownSeizure], denominators: [DenominatorFact], ports named: [PlaceCode] = []
    ) -> WeeklyPanel {
        var leftOut = PanelLeftOut()
        // The last week that is over on the day, less those held back.
        let end = Self.week(of: asOf.advanced(byDays: 1)) - holdBackWeeks
        let usable = seizures.compactMap { known -> (week: Int, fact: SeizureFact)? in
            let fact = known.fact
            if let day = known.known, day > asOf {
                leftOut.notYetKnown += 1
            } else if fact.state
                != .counted
            {
                leftOut.notCounted += 1
            } else if fact.place == nil {
                leftOut.withoutPort += 1
            } else if !fact.isDated || fact.lastDay - fact.firstDay > 6 {
                leftOut.withoutWeek += 1
            } else {
                let week = Self.week(of: CalendarDate(dayNumber: fact.firstDay))
                if week < end { return (week, fact) }
                leftOut.heldBack += 1
            }
            return nil
        }
        let counted = denominators.filter { fact in
            fact.isCounted && fact.isDated && fact.denominator.place != nil
                && (fact.known.map { $0 <= asOf } ?? true)
        }
        let start = start(usable.map(\.week), counted, end: end)
        let within = usable.filter { $0.week >= start }
        leftOut.earlier = usable.count - within.count
        let places =
            within.compactMap(\.fact.place) + counted.compactMap(\.denominator.place) + named
        let ports = Array(Set(places)).sorted()
        let effort = PanelEffort(
            ports: ports, firstDay: Self.monday(start), weeks: max(0, end - start))
        let divided = effort.divide(counted)
        let codes = PanelCodes(within.map(\.fact))
        return WeeklyPanel(
            firstWeek: Self.monday(start), weeks: max(0, end - start), ports: ports,
            methods: codes.methods, routes: codes.routes, companies: codes.companies,
            substances: codes.substances,
            seizures: codes.rows(within.map { (Int32($0.week - start), $0.fact) }, ports),
            inspections: divided.map(\.series), bases: divided.map(\.basis),
            samples: effort.samples(counted), asOf: asOf, heldBackWeeks: holdBackWeeks,
            leftOut: leftOut)
    }

    /// The first week: the wanted one, or that of the earliest record.
    private func start(_ weeks: [Int], _ counted: [DenominatorFact], end: Int) -> Int {
        let earliest = (weeks + counted.map { Self.week(of: $0.denominator.period.first) }).min()
        let wanted = from.map(Self.week(of:)) ?? earliest ?? end
        return min(end, max(wanted, end - Self.weekLimit))
    }
}

/// The words of the finds and their codes.
private struct PanelCodes {
    let methods: [String]
    let routes: [String]
    let companies: [String]
    let substances: [SubstanceGroup]

    init(_ facts: [SeizureFact]) {
        func words(_ word: (SeizureFact) -> String?) -> [String] {
            Set(facts.compactMap(word)).sorted()
        }
        methods = words(Self.method)
        routes = words(Self.route)
        companies = words(Self.company)
        let found = Set(facts.map(\.substance.group)).subtracting([.unknown])
        substances = found.sorted { $0.rawValue < $1.rawValue }
    }

    func rows(_ finds: [(week: Int32, fact: SeizureFact)], _ ports: [PlaceCode]) -> [PanelSeizure] {
        let method = Self.codes(methods)
        let route = Self.codes(routes)
        let company = Self.codes(companies)
        let substance = Self.codes(substances)
        let port = Self.codes(ports)
        return finds.map { week, fact in
            PanelSeizure(
                week: week, port: fact.place.flatMap { port[$0] } ?? -1,
                method: Self.method(fact).flatMap { method[$0] } ?? -1,
                route: Self.route(fact).flatMap { route[$0] } ?? -1,
                company: Self.company(fact).flatMap { company[$0] } ?? -1,
                substance: substance[fact.substance.group] ?? -1)
        }.sorted { Self.order($0) < Self.order($1) }
    }

    private static func order(_ row: PanelSeizure) -> (Int32, Int32, Int32, Int32, Int32, Int32) {
        (row.week, row.port, row.method, row.route, row.company, row.substance)
    }

    private static func codes<Word: Hashable>(_ words: [Word]) -> [Word: Int32] {
        Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, Int32($0)) })
    }

    /// The method that comes first in the vocabulary; where none is stated, the concealment.
    private static func method(_ fact: SeizureFact) -> String? {
        if let first = fact.methods.min(by: { place($0) < place($1) }) { return first.rawValue }
        return switch fact.concealment {
        case .none, .other, .unknown, .notAsked: nil
        default: fact.concealment.rawValue
        }
    }

    private static func place(_ method: ModusOperandi) -> Int {
        ModusOperandi.allCases.firstIndex(of: method) ?? ModusOperandi.allCases.count
    }

    /// The country from which the load set out.
    private static func route(_ fact: SeizureFact) -> String? {
        (fact.departure.country ?? fact.departure.place?.country)?.code
    }

    /// The role that comes first in the vocabulary: the strategic zone knows no company by name.
    private static func company(_ fact: SeizureFact) -> String? {
        let roles = Set(fact.companies.map(\.role)).subtracting([.unknown])
        return CompanyRole.allCases.first(where: roles.contains)?.rawValue
    }
}
