import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// A selection as SQL that every list, count and figure shares, joined with what the requester
/// may see.
struct SelectionFilter {
    private(set) var sql = ""
    private(set) var arguments: [SQLValue] = []

    /// - Parameter hasStates: whether the table carries review state, stage and setting.
    init(_ selection: Selection, visible: Visibility, hasStates: Bool) {
        self.init(selection, VisibilityClause(visible), hasStates: hasStates)
    }

    /// With another condition of visibility, for example that of some branches alone.
    init(_ selection: Selection, _ clause: VisibilityClause, hasStates: Bool) {
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
        sql += clause.sql
        arguments += clause.arguments
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
        period == nil && records.isEmpty && !isCountedOnly && !isAtPortOnly
    }
}
