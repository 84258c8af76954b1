package import NeedToKnow
package import SituationAnalysis

/// How an engine would run the queries of a list, in the engine's own words.
package struct QueryPlan: Hashable, Sendable {
    /// One line a step; the queries of the count come first, then that of the page.
    package let steps: [String]

    /// The steps that read a whole table without an index.
    package func scans(of table: String) -> [String] {
        steps.filter { step in
            let words = step.split { !($0.isLetter || $0.isNumber || $0 == "_") }
            // SQLite: “SCAN seizure”, unless an index is named. PostgreSQL: “Seq Scan on seizure”.
            let isRead = words.contains { $0 == table }
            return isRead
                && (step.contains("Seq Scan on \(table)")
                    || words.first == "SCAN" && !words.contains("INDEX"))
        }
    }

    /// The names of the indexes that are used; a table's own key counts as `primary key`.
    package var indexes: Set<String> {
        var names: Set<String> = []
        for step in steps {
            let words = step.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
            if step.contains("INTEGER PRIMARY KEY") { names.insert("primary key") }
            for (word, next) in zip(words, words.dropFirst()) {
                let isName = next.contains("_") && !next.hasPrefix("sqlite_")
                if word == "INDEX" || word == "using" || word == "on", isName { names.insert(next) }
            }
        }
        return names
    }
}

extension NodeDatabase {
    /// The plan of the count and of the first page of a selection, as they would be run now.
    package func plan(
        _ selection: Selection, visible: Visibility, limit: Int
    ) throws -> QueryPlan {
        let isPostgres = engine.name == "postgres"
        return try engine.read("explain the list") { connection in
            func steps(_ query: Query) throws -> [String] {
                try connection.rows(
                    (isPostgres ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + query.sql,
                    query.arguments
                ) { try $0.text(isPostgres ? 0 : 3) }
            }
            let parts = Self.countParts(selection, visible: visible, searchDialect)
            var plan = try parts.flatMap { try steps($0.query) }
            try Self.page(
                PageQuery(selection, visible: visible, searchDialect),
                total: try Self.total(parts, connection), limit: limit, connection
            ) { query in
                plan += try steps(query)
                return try connection.rows(query.sql, query.arguments) { _ in 1 }.count
            }
            return QueryPlan(steps: plan)
        }
    }
}
