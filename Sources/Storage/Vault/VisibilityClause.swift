import NeedToKnow
import PortVocabulary

/// A visibility as the condition of a query, for a table of a kind or for the tally: both carry
/// class, place, country and group, so that a count obeys the same words as a list.
struct VisibilityClause {
    /// Begins with ` AND `; empty for nothing to add.
    private(set) var sql = ""
    private(set) var arguments: [SQLValue] = []

    /// The condition on a kind's table: branches and retention.
    init(_ visibility: Visibility) { self.init(branches: visibility.branches, day: visibility.day) }

    /// The condition of some branches alone, and of retention where there is a day.
    init(branches: [Branch], day: CalendarDate? = nil) {
        addBranches(branches)
        if let day {
            sql += " AND (keep_until IS NULL OR keep_until >= ?)"
            arguments.append(.integer(Int(day.dayNumber)))
        }
    }

    private mutating func addBranches(_ branches: [Branch]) {
        guard !branches.isEmpty else {
            // No branch: nothing is visible, and never everything.
            sql += " AND 1 = 0"
            return
        }
        sql += " AND ("
        for (index, branch) in branches.enumerated() {
            if index > 0 { sql += " OR " }
            sql += "(class IN (\(branch.classes.map(String.init).joined(separator: ", ")))"
            add("place", branch.scope.ports.map(\.code).sorted())
            add("country", branch.scope.countries.map(\.code).sorted())
            add("substance_group", branch.scope.substances.map(\.rawValue).sorted())
            if let consent = branch.consent {
                sql += """
                     AND record IN (SELECT record FROM consent
                    WHERE receiver = ? AND purpose = ? AND until_day >= ?)
                    """
                arguments += [
                    .text(consent.receiver.text), .text(consent.purpose.rawValue),
                    .integer(Int(consent.day.dayNumber)),
                ]
            }
            sql += ")"
        }
        sql += ")"
    }

    private mutating func add(_ column: String, _ values: [String]) {
        guard !values.isEmpty else { return }
        sql += " AND \(column) IN (\(values.map { _ in "?" }.joined(separator: ", ")))"
        arguments += values.map { .text($0) }
    }
}
