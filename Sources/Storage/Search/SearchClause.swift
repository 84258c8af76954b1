import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// A search as a condition of a query: a record fits by what the requester may see of it and by
/// nothing else. For each field the filter is narrowed to the ways that show it: a record whose
/// place is kept back is not found by its place.
struct SearchClause {
    /// Begins with ` AND `; empty where nothing is searched for.
    private(set) var sql = ""
    private(set) var arguments: [SQLValue] = []

    init(_ search: SearchText?, visible: Visibility, _ dialect: SearchDialect) {
        guard let search else { return }
        let groups = Self.groups(visible)
        for word in search.words {
            guard !groups.isEmpty else {
                sql += " AND 1 = 0"
                continue
            }
            let conditions = groups.map { group -> String in
                arguments.append(.text(dialect.pattern(group.letters.map { $0 + word })))
                arguments += group.clause.arguments
                return "(serial IN (\(dialect.serials))\(group.clause.sql))"
            }
            sql += " AND (\(conditions.joined(separator: " OR ")))"
        }
    }

    /// The letters of fields that the same records show, with the condition of those records.
    private struct Group {
        var letters: [String]
        let branches: [Branch]
        let clause: VisibilityClause
    }

    private static func groups(_ visible: Visibility) -> [Group] {
        var groups: [Group] = []
        for (field, letter) in SearchIndex.letters {
            guard visible.kind.fields.contains(FieldSet([field])) else { continue }
            let shown = visible.narrowed(to: FieldSet([field]))
            guard !shown.isNothing else { continue }
            if let known = groups.firstIndex(where: { $0.branches == shown.branches }) {
                groups[known].letters.append(letter)
            } else {
                groups.append(
                    Group(
                        letters: [letter], branches: shown.branches,
                        clause: VisibilityClause(branches: shown.branches, findsByClass: false)))
            }
        }
        return groups
    }
}
