import GRDB
import PortVocabulary
import SituationAnalysis

/// A selection as SQL that every list, count and figure shares.
struct SelectionFilter {
    private(set) var sql = ""
    private(set) var arguments = StatementArguments()

    init(_ selection: Selection) {
        if selection.selectsNothing { sql += " AND 1 = 0" }
        if let period = selection.period {
            sql += " AND first_day <= ? AND last_day >= ?"
            arguments += [Int(period.last.dayNumber), Int(period.first.dayNumber)]
        }
        add("substance_group", selection.groups.map(\.rawValue).sorted())
        add("place", selection.ports.map(\.code).sorted())
        add("country", selection.countries.map(\.code).sorted())
    }

    private mutating func add(_ column: String, _ values: [String]) {
        guard !values.isEmpty else { return }
        sql += " AND \(column) IN (\(values.map { _ in "?" }.joined(separator: ", ")))"
        arguments += StatementArguments(values)
    }
}
