package import PortVocabulary

/// Which records an assessment or a list is about. Empty criteria select everything.
package struct Selection: Hashable, Sendable {
    package var period: DateSpan?
    package var groups: Set<SubstanceGroup> = []
    package var basins: Set<Basin> = []
    package var ports: Set<PlaceCode> = []
    package var countries: Set<Country> = []
    /// Only these records.
    package var records: Set<RecordID> = []
    /// Only finds in these containers.
    package var containers: Set<ContainerCode> = []
    /// Only finds on these ships.
    package var vessels: Set<VesselNumber> = []
    /// Only records that these words are found in, as far as the reader may see the field.
    package var search: SearchText?
    /// Only finds made by one of these methods.
    package var methods: Set<ModusOperandi> = []
    /// Only finds hidden in one of these ways.
    package var concealments: Set<Concealment> = []
    /// Only finds made at one of these stages.
    package var stages: Set<Stage> = []
    /// Only finds on one of these means of transport.
    package var transports: Set<TransportMode> = []
    /// Only finds that name a company in one of these roles.
    package var roles: Set<CompanyRole> = []
    /// Only finds of cash in one of these currencies.
    package var currencies: Set<Currency> = []
    /// Only what these reporters, or bodies of published figures, say.
    package var reporters: Set<String> = []
    /// Only finds on exactly this route.
    package var route: RouteCriterion?
    /// Only records in one of these states of review. A published figure always counts.
    package var states: Set<ReviewState> = []
    /// Only records whose whole date lies in the period; else sharing a day is enough.
    package var isWithinPeriod = false
    /// Only records that count.
    package var isCountedOnly = false
    /// Only finds made at a port whose code is known.
    package var isAtPortOnly = false
    /// Only finds of the maritime picture.
    package var isMaritimeOnly = false
    /// Whether the criteria contradict one another, such as a port outside the stated basin.
    package var selectsNothing = false

    package init() {}
}

/// A seizure as the assessment reads it: typed columns only, small enough that hundreds of
/// thousands fit in memory.
package struct SeizureFact: Sendable {
    /// Order of arrival; the record's identifier is looked up by it.
    package var serial: Int
    package var state: ReviewState
    /// Whether the duplicate review found that it may repeat another record.
    package var mayRepeat: Bool
    package var firstDay: Int32
    package var lastDay: Int32
    /// Index into ``SeizureTable/reporters``.
    package var reporter: Int
    package var asked: AskedFields
    package var country: Country?
    package var place: PlaceCode?
    package var stage: Stage
    package var setting: Setting
    package var transport: TransportMode
    package var concealment: Concealment
    package var substance: Substance
    package var unit: QuantityUnit?
    package var kilograms: Double?
    package var factorBasis: FactorBasis?
    package var producing: Country?
    package var departure: RoutePoint
    package var transit: [RoutePoint]
    package var destination: RoutePoint
    package var intended: RoutePoint
    package var methods: [ModusOperandi]
    package var companies: [CompanyInvolvement]
    package var cash: Cash?
    package var hasContainer: Bool
    package var hasVessel: Bool
    package var persons: Int?
    package var accessClass = 0
    package var trafficLight = Mark.strictest.trafficLight
    package var handling = Mark.strictest.handling

    package init(
        serial: Int, state: ReviewState, mayRepeat: Bool, firstDay: Int32, lastDay: Int32,
        reporter: Int, asked: AskedFields
    ) {
        (self.serial, self.state, self.mayRepeat) = (serial, state, mayRepeat)
        (self.firstDay, self.lastDay) = (firstDay, lastDay)
        (self.reporter, self.asked) = (reporter, asked)
        (stage, setting, transport) = (.notAsked, .notAsked, .notAsked)
        (concealment, substance) = (.notAsked, .unknown)
        (departure, transit) = (RoutePoint(), [])
        (destination, intended) = (RoutePoint(), RoutePoint())
        (methods, companies) = ([], [])
        (hasContainer, hasVessel) = (false, false)
    }

    /// When it happened, as finely as known.
    package var when: DateSpan? {
        try? DateSpan(
            from: CalendarDate(dayNumber: firstDay), through: CalendarDate(dayNumber: lastDay))
    }

    /// Whether the find belongs to the maritime picture: by setting, by transport, or because
    /// it was made at or towards a port.
    package var isMaritime: Bool {
        setting.isMaritime || transport.isMaritime || stage == .atPort || stage == .upstreamAbroad
    }
}

/// The seizures of a selection and the reporters they name.
package struct SeizureTable: Sendable {
    package var reporters: [String]
    package var facts: [SeizureFact]

    package init(reporters: [String] = [], facts: [SeizureFact] = []) {
        (self.reporters, self.facts) = (reporters, facts)
    }
}

/// A published figure with its record.
package struct FigureFact: Sendable {
    package var record: RecordID
    package var figure: AggregateFigure
    /// Order of arrival.
    package var serial = 0
    package var accessClass = 0
    package var trafficLight = Mark.strictest.trafficLight
    package var handling = Mark.strictest.handling

    package init(record: RecordID, figure: AggregateFigure) {
        (self.record, self.figure) = (record, figure)
    }
}

extension Selection {
    /// The same selection with its basins written as their ports; storage knows ports only.
    package func resolvingBasins(_ register: PortRegister) -> Selection {
        guard !basins.isEmpty else { return self }
        var resolved = self
        let inBasins = Set(register.all.filter { basins.contains($0.basin) }.map(\.code))
        resolved.ports = ports.isEmpty ? inBasins : ports.intersection(inBasins)
        resolved.selectsNothing = resolved.ports.isEmpty
        resolved.basins = []
        return resolved
    }
}
