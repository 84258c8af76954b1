package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase {
    package func denominators(
        _ selection: Selection, visible: Visibility
    ) throws -> [DenominatorFact] {
        try engine.read("read the denominators") { connection in
            let filter = SelectionFilter(
                selection, visible: visible, hasStates: false, searchDialect)
            let marks = try Self.marks(connection)
            var facts: [DenominatorFact] = []
            try connection.forEach(
                """
                SELECT \(DenominatorColumns.names.joined(separator: ", ")) FROM denominator
                WHERE is_current = 1\(filter.sql) ORDER BY serial
                """, filter.arguments
            ) { row in
                guard var fact = try DenominatorColumns.fact(row) else { return }
                if let mark = marks[fact.accessClass] {
                    (fact.trafficLight, fact.handling) = (mark.trafficLight, mark.handling)
                }
                facts.append(fact)
            }
            let days = try Self.recordedDays(.denominator, connection)
            for index in facts.indices { facts[index].recorded = days[facts[index].serial] }
            return facts
        }
    }

    package func recordedDays(_ kind: RecordKind) throws -> [Int: CalendarDate] {
        try engine.read("read the days of recording") { try Self.recordedDays(kind, $0) }
    }

    /// Of all versions of a record the earliest: a correction does not make it known later.
    private static func recordedDays(
        _ kind: RecordKind, _ connection: any SQLConnection
    ) throws -> [Int: CalendarDate] {
        var days: [Int: CalendarDate] = [:]
        // ISO days are in the order of their text.
        try connection.forEach(
            """
            SELECT t.serial, MIN(b.started_on) FROM \(KindTable.name(kind)) t
            JOIN record r ON r.record = t.record JOIN batch b ON b.batch = r.batch
            WHERE t.is_current = 1 GROUP BY t.serial
            """, []
        ) { row in
            days[try row.int(0)] = try? CalendarDate(iso: try row.text(1))
        }
        return days
    }
}
