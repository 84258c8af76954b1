import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// A selection as SQL that every list, count and figure shares, joined with what the requester
/// may see.
struct SelectionFilter {
    private(set) var sql = ""
    private(set) var arguments: [SQLValue] = []

    /// - Parameter hasStates: whether the table carries review state, stage and setting.
    init(
        _ selection: Selection, visible: Visibility, hasStates: Bool, _ dialect: SearchDialect
    ) {
        self.init(
            selection, VisibilityClause(visible), hasStates: hasStates,
            SearchClause(selection.search, visible: visible, dialect))
    }

    /// With another condition of visibility, for example that of some branches alone.
    ///
    /// - Parameter search: the condition of the selection's search, which goes by the whole
    ///   visibility; nil where nothing is searched for.
    init(
        _ selection: Selection, _ clause: VisibilityClause, hasStates: Bool,
        _ search: SearchClause?
    ) {
        // A basin that nobody turned into ports must not widen the selection to everything.
        if selection.selectsNothing || !selection.basins.isEmpty { sql += " AND 1 = 0" }
        if let period = selection.period {
            sql +=
                selection.isWithinPeriod
                ? " AND last_day <= ? AND first_day >= ?" : " AND first_day <= ? AND last_day >= ?"
            arguments += [
                .integer(Int(period.last.dayNumber)), .integer(Int(period.first.dayNumber)),
            ]
        }
        if hasStates, selection.isCountedOnly { sql += " AND state = 'counted'" }
        if hasStates, selection.isAtPortOnly {
            sql += """
                 AND place IS NOT NULL
                AND (stage = 'at-port' OR setting IN ('seaport', 'inland-port'))
                """
        }
        add("substance_group", selection.groups.map(\.rawValue).sorted())
        add("place", selection.ports.map(\.code).sorted())
        add("country", selection.countries.map(\.code).sorted())
        if hasStates {
            add("container", selection.containers.map(\.code).sorted())
            let vessels = selection.vessels.map { Int($0.number) }.sorted()
            if !vessels.isEmpty {
                sql += " AND vessel IN (\(vessels.map(String.init).joined(separator: ", ")))"
            }
        }
        add("record", selection.records.map(\.text).sorted())
        add(hasStates ? "reporter" : "body", selection.reporters.sorted())
        if hasStates {
            addSeizureCriteria(selection)
        } else if selection.asksForSeizures {
            sql += " AND 1 = 0"
        }
        sql += (search?.sql ?? "") + clause.sql
        arguments += (search?.arguments ?? []) + clause.arguments
    }

    /// What only a seizure says.
    private mutating func addSeizureCriteria(_ selection: Selection) {
        add("state", selection.states.map(\.rawValue).sorted())
        add("stage", selection.stages.map(\.rawValue).sorted())
        add("transport", selection.transports.map(\.rawValue).sorted())
        add("concealment", selection.concealments.map(\.rawValue).sorted())
        add("cash_currency", selection.currencies.map(\.code).sorted())
        // Lists of terms: a term stands between semicolons, a role ends in a colon.
        addAny(
            "';' || methods || ';'", selection.methods.map { "%;\($0.rawValue);%" }.sorted())
        addAny("';' || companies", selection.roles.map { "%;\($0.rawValue):%" }.sorted())
        if selection.isMaritimeOnly {
            let settings = Setting.allCases.filter(\.isMaritime).map { "'\($0.rawValue)'" }
            let modes = TransportMode.allCases.filter(\.isMaritime).map { "'\($0.rawValue)'" }
            sql += """
                 AND (stage IN ('at-port', 'upstream-abroad')
                OR setting IN (\(settings.joined(separator: ", ")))
                OR transport IN (\(modes.joined(separator: ", "))))
                """
        }
        if let route = selection.route { add(route) }
    }

    private mutating func add(_ route: RouteCriterion) {
        add("departure", route.departure)
        let transit = route.transit.map { $0.place?.code ?? $0.country?.code ?? "" }
        if transit.isEmpty {
            sql += " AND transit IS NULL"
        } else {
            add("transit", [transit.joined(separator: "|")])
        }
        add("intended", route.isIntended ? route.destination : RoutePoint())
        if !route.isIntended { add("destination", route.destination) }
    }

    /// Exactly this end of a route.
    private mutating func add(_ column: String, _ point: RoutePoint) {
        if let place = point.place { return add("\(column)_place", [place.code]) }
        sql += " AND \(column)_place IS NULL"
        if let country = point.country { return add("\(column)_country", [country.code]) }
        sql += " AND \(column)_country IS NULL"
    }

    private mutating func addAny(_ text: String, _ patterns: [String]) {
        guard !patterns.isEmpty else { return }
        sql += " AND (\(patterns.map { _ in "\(text) LIKE ?" }.joined(separator: " OR ")))"
        arguments += patterns.map { .text($0) }
    }

    private mutating func add(_ column: String, _ values: [String]) {
        guard !values.isEmpty else { return }
        sql += " AND \(column) IN (\(values.map { _ in "?" }.joined(separator: ", ")))"
        arguments += values.map { .text($0) }
    }
}

extension Selection {
    /// Whether the tally, which knows class, place, country and group, can count it.
    var isTallied: Bool {
        var tallied = Selection()
        (tallied.groups, tallied.basins) = (groups, basins)
        (tallied.ports, tallied.countries) = (ports, countries)
        (tallied.selectsNothing, tallied.isWithinPeriod) = (selectsNothing, isWithinPeriod)
        return period == nil && self == tallied
    }
}
