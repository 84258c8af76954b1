import NeedToKnow
import PortVocabulary

@testable import SituationAnalysis

extension MemoryStore {
    func seizures(_ selection: Selection, visible: Visibility) throws -> SeizureTable {
        var reporters: [String: Int] = [:]
        var table = SeizureTable()
        for stored in current {
            guard case .seizure(let event) = stored.record.content, access.shows(stored, visible),
                selection.records.isEmpty || selection.records.contains(stored.record.id),
                Self.fits(
                    selection, event.when, event.substance.group, event.place, event.country),
                !selection.isCountedOnly || stored.state == .counted,
                !selection.isAtPortOnly || Self.isAtPort(event),
                Self.fits(selection, event, stored.state), isFound(stored, selection, visible)
            else { continue }
            if reporters[event.reporter] == nil {
                reporters[event.reporter] = table.reporters.count
                table.reporters.append(event.reporter)
            }
            table.facts.append(fact(stored, event, reporters[event.reporter] ?? 0))
        }
        return table
    }

    func count(_ selection: Selection, visible: Visibility) throws -> Int {
        switch visible.kind {
        case .seizure: try seizures(selection, visible: visible).facts.count
        case .figure: try figures(selection, visible: visible).count
        case .denominator: try denominators(selection, visible: visible).count
        }
    }

    func newestSeizures(
        _ selection: Selection, visible: Visibility, limit: Int, after position: ListPosition?
    ) throws -> SeizureTable {
        var table = try seizures(selection, visible: visible)
        // Where a day is kept back, the order by day would tell it.
        let byDay = visible.fieldsOfAll.contains(.date)
        table.facts.sort {
            byDay && $0.firstDay != $1.firstDay
                ? $0.firstDay > $1.firstDay : $0.serial > $1.serial
        }
        if let position {
            table.facts.removeAll {
                byDay && $0.firstDay != position.day
                    ? $0.firstDay > position.day : $0.serial >= position.serial
            }
        }
        table.facts = Array(table.facts.prefix(limit))
        return table
    }

    func cursor(_ position: ListPosition) throws -> String {
        "\(position.day).\(position.serial)"
    }

    func position(_ cursor: String) throws -> ListPosition? {
        let parts = cursor.split(separator: ".")
        guard parts.count == 2, let day = Int32(parts[0]), let serial = Int(parts[1]) else {
            return nil
        }
        return ListPosition(day: day, serial: serial)
    }

    func figures(_ selection: Selection, visible: Visibility) throws -> [FigureFact] {
        if selection.asksForSeizures { return [] }
        return current.compactMap { stored in
            guard case .figure(let figure) = stored.record.content, access.shows(stored, visible),
                selection.records.isEmpty || selection.records.contains(stored.record.id),
                Self.fits(
                    selection, figure.period, figure.substance.group, figure.place, figure.country),
                selection.reporters.isEmpty || selection.reporters.contains(figure.body),
                isFound(stored, selection, visible)
            else { return nil }
            var fact = FigureFact(record: stored.record.id, figure: figure)
            (fact.serial, fact.accessClass) = (stored.serial, stored.accessClass)
            fact.trafficLight = stored.record.mark.trafficLight
            fact.handling = stored.record.mark.handling
            return fact
        }
    }

    func denominators(_ selection: Selection, visible: Visibility) throws -> [DenominatorFact] {
        if selection.asksForSeizures { return [] }
        let days = try recordedDays(.denominator)
        return current.compactMap { stored in
            guard case .denominator(let denominator) = stored.record.content,
                access.shows(stored, visible),
                selection.records.isEmpty || selection.records.contains(stored.record.id),
                Self.fits(
                    selection, denominator.period, .unknown, denominator.place,
                    denominator.country),
                selection.reporters.isEmpty || selection.reporters.contains(denominator.body),
                isFound(stored, selection, visible)
            else { return nil }
            var fact = DenominatorFact(record: stored.record.id, denominator: denominator)
            (fact.serial, fact.accessClass) = (stored.serial, stored.accessClass)
            fact.recorded = days[stored.serial]
            return fact
        }
    }

    /// Whether the search finds the record by what its permit shows.
    private func isFound(
        _ stored: Stored, _ selection: Selection, _ visible: Visibility
    ) -> Bool {
        guard let search = selection.search else { return true }
        let permit = visible.permit(
            class: stored.accessClass, place: stored.place, country: stored.country,
            substances: stored.substances,
            isConsented: access.isMet(visible.consentNeed, stored.record.id))
        return permit.map { search.fits(stored.record.content, fields: $0.fields) } ?? false
    }

    /// The criteria that only a seizure can meet, asked of its values.
    static func fits(
        _ selection: Selection, _ event: SeizureEvent, _ state: ReviewState
    ) -> Bool {
        func isIn<Value: Hashable>(_ wanted: Set<Value>, _ found: [Value]) -> Bool {
            wanted.isEmpty || !wanted.isDisjoint(with: found)
        }
        let end = event.intended.isEmpty ? event.destination : event.intended
        let route = RouteCriterion(
            departure: event.departure, transit: event.transit, destination: end,
            isIntended: !event.intended.isEmpty)
        return isIn(selection.methods, event.methods)
            && isIn(selection.concealments, [event.concealment])
            && isIn(selection.stages, [event.stage])
            && isIn(selection.transports, [event.transport])
            && isIn(selection.roles, event.companies.map(\.role))
            && isIn(selection.currencies, event.cash.map { [$0.currency] } ?? [])
            && isIn(selection.reporters, [event.reporter])
            && isIn(selection.states, [state])
            && (selection.route.map { $0 == route } ?? true)
            && (!selection.isMaritimeOnly || event.isMaritime)
    }

    private static func isAtPort(_ event: SeizureEvent) -> Bool {
        event.place != nil
            && (event.stage == .atPort || [.seaport, .inlandPort].contains(event.setting))
    }

    private static func fits(
        _ selection: Selection, _ when: DateSpan, _ group: SubstanceGroup, _ place: PlaceCode?,
        _ country: Country?
    ) -> Bool {
        if selection.selectsNothing { return false }
        if let period = selection.period {
            let isIn = selection.isWithinPeriod ? period.contains(when) : period.overlaps(when)
            guard isIn else { return false }
        }
        return (selection.groups.isEmpty || selection.groups.contains(group))
            && (selection.ports.isEmpty || place.map(selection.ports.contains) == true)
            && (selection.countries.isEmpty || country.map(selection.countries.contains) == true)
    }

    private func fact(_ stored: Stored, _ event: SeizureEvent, _ reporter: Int) -> SeizureFact {
        var fact = SeizureFact(
            serial: stored.serial, state: stored.state, mayRepeat: stored.mayRepeat,
            firstDay: event.when.first.dayNumber, lastDay: event.when.last.dayNumber,
            reporter: reporter, asked: event.asked)
        (fact.country, fact.place) = (event.country, event.place)
        (fact.stage, fact.setting, fact.transport) = (event.stage, event.setting, event.transport)
        (fact.concealment, fact.substance) = (event.concealment, event.substance)
        fact.unit = event.quantity?.unit
        (fact.kilograms, fact.factorBasis) = (event.mass?.kilograms, event.mass?.basis)
        fact.producing = event.producing
        (fact.departure, fact.transit) = (event.departure, event.transit)
        (fact.destination, fact.intended) = (event.destination, event.intended)
        (fact.methods, fact.companies, fact.cash) = (event.methods, event.companies, event.cash)
        (fact.hasContainer, fact.hasVessel) = (event.container != nil, event.vessel != nil)
        fact.persons = event.persons.value
        fact.accessClass = stored.accessClass
        fact.trafficLight = stored.record.mark.trafficLight
        fact.handling = stored.record.mark.handling
        return fact
    }
}
