package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase {
    package func count(_ selection: Selection, visible: Visibility) throws -> Int {
        try engine.read("count the records") { connection in
            try Self.total(Self.countParts(selection, visible: visible, searchDialect), connection)
        }
    }

    var searchDialect: SearchDialect { SearchDialect(engine.name) }

    /// A number that is added to a count, or taken from it.
    struct CountPart {
        let sign: Int
        let query: Query
    }

    static func total(_ parts: [CountPart], _ connection: any SQLConnection) throws -> Int {
        try parts.reduce(0) { total, part in
            let number = try connection.number(part.query.sql, part.query.arguments)
            return total + part.sign * (number ?? 0)
        }
    }

    /// The queries of an exact count. A count by place, country and group of what is visible
    /// comes from the tally, which holds the records by class and these three: less those whose
    /// time has run out, and with those that a consent adds.
    static func countParts(
        _ selection: Selection, visible: Visibility, _ dialect: SearchDialect
    ) -> [CountPart] {
        let table = KindTable.name(visible.kind)
        var found = PageQuery.parts(selection, visible: visible, dialect)
        var parts: [CountPart] = []
        let plain = visible.branches.filter { $0.consent == nil }
        if selection.isTallied, !plain.isEmpty {
            found.removeFirst()
            let tallied = SelectionFilter(
                selection, VisibilityClause(branches: plain), hasStates: false, nil)
            parts.append(
                CountPart(
                    sign: 1,
                    query: Query(
                        sql: """
                            SELECT CAST(SUM(records) AS BIGINT) FROM tally WHERE 1 = 1\
                            \(tallied.sql)
                            """, arguments: tallied.arguments)))
            if let day = visible.day {
                let due = SelectionFilter(
                    selection, VisibilityClause(branches: plain, findsByClass: false),
                    hasStates: false, nil)
                parts.append(
                    CountPart(
                        sign: -1,
                        query: Query(
                            sql: """
                                SELECT COUNT(*) FROM \(table) WHERE is_current = 1
                                    AND keep_until IS NOT NULL AND keep_until < ?\(due.sql)
                                """,
                            arguments: [.integer(Int(day.dayNumber))] + due.arguments)))
            }
        }
        return parts
            + found.map { part in
                CountPart(
                    sign: 1,
                    query: Query(
                        sql: "SELECT COUNT(*) FROM \(table) WHERE is_current = 1\(part.sql)",
                        arguments: part.arguments))
            }
    }

    package func newestSeizures(
        _ selection: Selection, visible: Visibility, limit: Int, after position: ListPosition?
    ) throws -> SeizureTable {
        try engine.read("list the seizures") { connection in
            let marks = try Self.marks(connection)
            let total = try Self.total(
                Self.countParts(selection, visible: visible, searchDialect), connection)
            var page = SeizureTable(reporters: [], facts: [])
            let query = PageQuery(
                selection, visible: visible, after: position, searchDialect)
            try Self.page(query, total: total, limit: limit, connection) { query in
                var decoder = SeizureDecoder(marks: marks)
                var facts: [SeizureFact] = []
                try connection.forEach(query.sql, query.arguments) {
                    facts.append(try decoder.fact($0))
                }
                page = SeizureTable(reporters: decoder.reporters, facts: facts)
                return facts.count
            }
            return page
        }
    }

    /// Runs the query of a page, and a second one where the first does not fill it. `run` answers
    /// how many rows it found; the last answer holds.
    ///
    /// - Parameter total: the length of the whole list.
    static func page(
        _ page: PageQuery, total: Int, limit: Int, _ connection: any SQLConnection,
        _ run: (Query) throws -> Int
    ) throws {
        if total > PageQuery.sortedRows {
            let end = try connection.number(page.end.sql, page.end.arguments)
            let found = try run(page.walked(SeizureDecoder.columns, to: end, limit: limit))
            if found >= min(limit, total) || end == nil { return }
        }
        _ = try run(page.sorted(SeizureDecoder.columns, limit: limit))
    }

    package func consented(_ visible: Visibility) throws -> Set<Int> {
        // Not from the branches: a row that is shown without consent may show more with it.
        guard let need = visible.consentNeed else { return [] }
        return try engine.read("read the consents") { connection in
            Set(
                try connection.rows(
                    """
                    SELECT t.serial FROM consent c
                    JOIN \(KindTable.name(visible.kind)) t ON t.record = c.record
                    WHERE c.receiver = ? AND c.purpose = ? AND c.until_day >= ?
                        AND t.is_current = 1
                    """,
                    [
                        .text(need.receiver.text), .text(need.purpose.rawValue),
                        .integer(Int(need.day.dayNumber)),
                    ]
                ) { try $0.int(0) })
        }
    }

    package func resource(_ record: RecordID) throws -> Resource? {
        try engine.read("read the record's mark") { connection in
            let consents = try connection.rows(
                "SELECT receiver, purpose, until_day FROM consent WHERE record = ?",
                [.text(record.text)]
            ) { row -> Consent? in
                guard let receiver = try? OrganisationID(parsing: try row.text(0)),
                    let purpose = Purpose(rawValue: try row.text(1))
                else { return nil }
                return Consent(
                    receiver: receiver, purpose: purpose,
                    until: CalendarDate(dayNumber: Int32(clamping: try row.int(2))))
            }.compactMap { $0 }
            for kind in RecordKind.allCases {
                let found = try connection.first(
                    """
                    SELECT t.place, t.country, t.substance_group, t.keep_until,
                        \(EvidentTable.accessClass.columns.map { "c.\($0)" }
                            .joined(separator: ", "))
                    FROM \(KindTable.name(kind)) t JOIN access_class c ON c.class = t.class
                    WHERE t.record = ? AND (t.is_current = 1
                        OR t.serial IN (SELECT serial FROM withdrawn))
                    ORDER BY t.is_current DESC, t.serial DESC
                    """, [.text(record.text)]
                ) { try Self.resource($0, consents) }
                if let found { return found }
            }
            return nil
        }
    }

    private static func resource(_ row: any SQLRow, _ consents: [Consent]) throws -> Resource? {
        guard let access = accessClass(ShiftedRow(row: row, by: 4)) else { return nil }
        return Resource(
            access: access, place: row.optionalText(0).flatMap { try? PlaceCode(parsing: $0) },
            country: row.optionalText(1).flatMap { try? Country(parsing: $0) },
            substances: SubstanceGroup(rawValue: try row.text(2)) ?? .unknown,
            keepUntil: row.optionalInt(3).map { CalendarDate(dayNumber: Int32(clamping: $0)) },
            consents: consents)
    }
}
