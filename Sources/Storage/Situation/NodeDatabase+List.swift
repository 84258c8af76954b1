package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase {
    /// How far a selective list is read and sorted, rather than walking all records by day until
    /// a page is full.
    private static let sortedRows = 4_000

    package func count(_ selection: Selection, visible: Visibility) throws -> Int {
        try engine.read("count the records") { connection in
            try count(selection, visible: visible, connection)
        }
    }

    private func count(
        _ selection: Selection, visible: Visibility, _ connection: any SQLConnection
    ) throws -> Int {
        try Self.total(Self.countParts(selection, visible: visible), connection)
    }

    /// A number that is added to a count, or taken from it.
    struct CountPart {
        let sign: Int
        let sql: String
        let arguments: [SQLValue]
    }

    static func total(_ parts: [CountPart], _ connection: any SQLConnection) throws -> Int {
        try parts.reduce(0) { $0 + $1.sign * (try connection.number($1.sql, $1.arguments) ?? 0) }
    }

    /// The queries of an exact count. A count of everything that is visible comes from the tally,
    /// which holds the records by class, place, country and group: less those whose time has run
    /// out, and with those that a consent adds.
    static func countParts(_ selection: Selection, visible: Visibility) -> [CountPart] {
        let table = KindTable.name(visible.kind)
        guard selection == Selection() else {
            let filter = SelectionFilter(
                selection, visible: visible, hasStates: visible.kind == .seizure)
            return [
                CountPart(
                    sign: 1,
                    sql: "SELECT COUNT(*) FROM \(table) WHERE is_current = 1\(filter.sql)",
                    arguments: filter.arguments)
            ]
        }
        let plain = visible.branches.filter { $0.consent == nil }
        let clause = VisibilityClause(branches: plain)
        var parts: [CountPart] = []
        if !plain.isEmpty {
            parts.append(
                CountPart(
                    sign: 1,
                    sql: "SELECT CAST(SUM(records) AS BIGINT) FROM tally WHERE 1 = 1\(clause.sql)",
                    arguments: clause.arguments))
            if let day = visible.day {
                parts.append(
                    CountPart(
                        sign: -1,
                        sql: """
                            SELECT COUNT(*) FROM \(table) WHERE is_current = 1
                                AND keep_until IS NOT NULL AND keep_until < ?\(clause.sql)
                            """,
                        arguments: [.integer(Int(day.dayNumber))] + clause.arguments))
            }
        }
        let consented = visible.branches.filter { $0.consent != nil }
        guard !consented.isEmpty else { return parts }
        let added = VisibilityClause(branches: consented, day: visible.day)
        // A record that a plain branch shows has been counted. Not by NOT over the condition: a
        // comparison with NULL is neither true nor false.
        parts.append(
            CountPart(
                sign: 1,
                sql: """
                    SELECT COUNT(*) FROM \(table) WHERE is_current = 1\(added.sql)
                        AND CASE WHEN 1 = 1\(clause.sql) THEN 0 ELSE 1 END = 1
                    """,
                arguments: added.arguments + clause.arguments))
        return parts
    }

    package func newestSeizures(
        _ selection: Selection, visible: Visibility, limit: Int
    ) throws -> SeizureTable {
        try engine.read("list the seizures") { connection in
            let total = try count(selection, visible: visible, connection)
            var decoder = SeizureDecoder(marks: try Self.marks(connection))
            var facts: [SeizureFact] = []
            let query = Self.pageQuery(selection, visible: visible, total: total)
            try connection.forEach(query.sql, query.arguments + [.integer(limit)]) {
                facts.append(try decoder.fact($0))
            }
            return SeizureTable(reporters: decoder.reporters, facts: facts)
        }
    }

    /// Few records are fetched by class and sorted; many are walked from the newest day on. The
    /// sum keeps both engines from walking the index by day where it would be the wrong one.
    static func pageQuery(
        _ selection: Selection, visible: Visibility, total: Int
    ) -> (sql: String, arguments: [SQLValue]) {
        let filter = SelectionFilter(selection, visible: visible, hasStates: true)
        let order: String
        if !visible.fieldsOfAll.contains(.date) {
            // The order by day would tell the days that are kept back.
            order = "serial DESC"
        } else if total <= sortedRows {
            order = "first_day + 0 DESC, serial + 0 DESC"
        } else {
            order = "first_day DESC, serial DESC"
        }
        return (
            """
            SELECT \(SeizureDecoder.columns) FROM seizure
            WHERE is_current = 1\(filter.sql) ORDER BY \(order) LIMIT ?
            """, filter.arguments
        )
    }

    package func consented(_ visible: Visibility) throws -> Set<Int> {
        guard let need = visible.branches.lazy.compactMap(\.consent).first else { return [] }
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
                    WHERE t.record = ? AND t.is_current = 1
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
