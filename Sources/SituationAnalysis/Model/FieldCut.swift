package import PortVocabulary

extension Selection {
    /// The fields that the criteria ask about. A record that keeps one of them back is left out:
    /// its presence would tell what the field says.
    package var neededFields: FieldSet {
        var fields: FieldSet = []
        if period != nil { fields.insert(.date) }
        if !groups.isEmpty { fields.insert(.substance) }
        if !basins.isEmpty || !ports.isEmpty || !countries.isEmpty { fields.insert(.place) }
        if !containers.isEmpty { fields.insert(.container) }
        if !vessels.isEmpty { fields.insert(.vessel) }
        if isAtPortOnly { fields.formUnion([.place, .stage, .setting]) }
        if isMaritimeOnly { fields.formUnion([.stage, .setting, .transport]) }
        if !methods.isEmpty { fields.insert(.methods) }
        if !concealments.isEmpty { fields.insert(.concealment) }
        if !stages.isEmpty { fields.insert(.stage) }
        if !transports.isEmpty { fields.insert(.transport) }
        if !roles.isEmpty { fields.insert(.companies) }
        if !currencies.isEmpty { fields.insert(.cash) }
        if !reporters.isEmpty { fields.insert(.reporter) }
        if route != nil { fields.formUnion([.departure, .transit, .destination, .intended]) }
        return fields
    }
}

extension SeizureFact {
    /// The days that stand for a date that is not released: so wide that no period takes them.
    static let anyDay: (first: Int32, last: Int32) = (-62_091, 84_371)

    /// Whether the date is known to whoever holds the fact.
    package var isDated: Bool { firstDay != Self.anyDay.first }

    /// The fact without what is not released: such a field reads as not asked, never as unknown
    /// or none.
    ///
    /// - Parameter withheld: index of the reporter that stands for one not released.
    mutating func cut(to fields: FieldSet, withheld: Int) {
        if !fields.contains(.date) { (firstDay, lastDay) = Self.anyDay }
        if !fields.contains(.reporter) { reporter = withheld }
        if !fields.contains(.place) { (country, place) = (nil, nil) }
        if !fields.contains(.stage) { stage = .notAsked }
        if !fields.contains(.setting) { setting = .notAsked }
        if !fields.contains(.transport) { transport = .notAsked }
        if !fields.contains(.substance) { substance = .unknown }
        if !fields.contains(.amount) { (unit, kilograms, factorBasis) = (nil, nil, nil) }
        if !fields.contains(.producing) { producing = nil }
        if !fields.contains(.departure) { departure = RoutePoint() }
        if !fields.contains(.transit) { transit = [] }
        if !fields.contains(.destination) { destination = RoutePoint() }
        if !fields.contains(.intended) { intended = RoutePoint() }
        if !fields.contains(.concealment) { concealment = .notAsked }
        if !fields.contains(.methods) { methods = [] }
        if !fields.contains(.companies) { companies = [] }
        if !fields.contains(.cash) { cash = nil }
        if !fields.contains(.container) { hasContainer = false }
        if !fields.contains(.vessel) { hasVessel = false }
        if !fields.contains(.persons) { persons = nil }
        for (field, question) in Self.questions where !fields.contains(field) {
            asked.remove(question)
        }
    }

    private static let questions: [(RecordField, AskedFields)] = [
        (.place, .place), (.amount, .amount), (.stage, .stage), (.setting, .setting),
        (.transport, .transport), (.producing, .producing), (.departure, .departure),
        (.transit, .transit), (.destination, .destination), (.intended, .intended),
        (.concealment, .concealment), (.methods, .methods), (.companies, .companies),
        (.cash, .cash), (.container, .container), (.vessel, .vessel), (.persons, .persons),
        (.evaluation, .evaluation),
    ]
}

extension FigureFact {
    /// Whether the period is released.
    package var isDated: Bool { figure.period.first.dayNumber != SeizureFact.anyDay.first }

    /// What stands where a name is not released.
    static let withheldName = "(not released)"

    /// The figure without what is not released.
    mutating func cut(to fields: FieldSet) {
        if !fields.contains(.date) {
            let any = SeizureFact.anyDay
            if let span = try? DateSpan(
                from: CalendarDate(dayNumber: any.first),
                through: CalendarDate(dayNumber: any.last))
            {
                figure.period = span
            }
        }
        if !fields.contains(.reporter) { figure.body = Self.withheldName }
        if !fields.contains(.place) {
            (figure.place, figure.country) = (nil, nil)
            (figure.placeName, figure.scope) = (Self.withheldName, .region)
        }
        if !fields.contains(.substance) { figure.substance = .unknown }
        if !fields.contains(.amount) { (figure.kilograms, figure.precision) = (nil, .unknown) }
        if !fields.contains(.count) { (figure.seizures, figure.countBasis) = (nil, .unknown) }
        if !fields.contains(.largest) { figure.largestKilograms = nil }
        if !fields.contains(.definition) {
            (figure.definition, figure.address, figure.status) = ("", "", .unknown)
        }
    }
}
