import NeedToKnow
import PortVocabulary

/// A visibility as the condition of a query, for a table of a kind or for the tally: both carry
/// class, place, country and group, so that a count obeys the same words as a list.
struct VisibilityClause {
    /// Begins with ` AND `; empty for nothing to add.
    private(set) var sql = ""
    private(set) var arguments: [SQLValue] = []
    /// `+class` is the same number, but no index is offered for it: neither engine then reads
    /// all records of the classes where another condition leaves far fewer.
    private let classColumn: String

    /// The condition on a kind's table: branches and retention.
    init(_ visibility: Visibility) { self.init(branches: visibility.branches, day: visibility.day) }

    /// The condition of some branches alone, and of retention where there is a day.
    ///
    /// - Parameter findsByClass: false where the query finds its rows by something narrower.
    init(branches: [Branch], day: CalendarDate? = nil, findsByClass: Bool = true) {
        classColumn = findsByClass ? "class" : "+class"
        addBranches(branches)
        if let day {
            sql += " AND (keep_until IS NULL OR keep_until >= ?)"
            arguments.append(.integer(Int(day.dayNumber)))
        }
    }

    private mutating func addBranches(_ branches: [Branch]) {
        let plain = branches.filter { $0.consent == nil }
        let consented = branches.filter { $0.consent != nil }
        guard let need = consented.lazy.compactMap(\.consent).first else {
            // No branch: nothing is visible, and never everything.
            guard !plain.isEmpty else {
                sql += " AND 1 = 0"
                return
            }
            sql += " AND "
            return addAny(plain, classColumn)
        }
        sql += " AND "
        if !plain.isEmpty {
            sql += "("
            addAny(plain, classColumn)
            sql += " OR "
        }
        // INVARIANT: within one visibility all consents are to the same receiver, for the same
        // purpose, on the same day. Few records have one: they are looked up by it.
        sql += """
            (record IN (SELECT record FROM consent
            WHERE receiver = ? AND purpose = ? AND until_day >= ?) AND \

            """
        arguments += [
            .text(need.receiver.text), .text(need.purpose.rawValue),
            .integer(Int(need.day.dayNumber)),
        ]
        addAny(consented, "+class")
        sql += plain.isEmpty ? ")" : "))"
    }

    /// One of the branches, apart from consent.
    private mutating func addAny(_ branches: [Branch], _ classColumn: String) {
        sql += "("
        for (index, branch) in branches.enumerated() {
            if index > 0 { sql += " OR " }
            let classes = branch.classes.map(String.init).joined(separator: ", ")
            sql += "(\(classColumn) IN (\(classes))"
            add("place", branch.scope.ports.map(\.code))
            add("country", branch.scope.countries.map(\.code))
            add("substance_group", branch.scope.substances.map(\.rawValue).sorted())
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
