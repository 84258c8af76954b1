import EvidenceLog
package import NeedToKnow
package import PortVocabulary

extension NodeDatabase: RetentionStore {
    package func due(on day: CalendarDate, limit: Int) throws -> [DueRecord] {
        try engine.read("read what is due") { connection in
            let holds = Dictionary(
                try Self.holds(connection).map { ($0.record, $0) }
            ) { first, _ in first }
            var due: [DueRecord] = []
            for kind in RecordKind.allCases {
                due += try connection.rows(
                    """
                    SELECT t.record, t.keep_until, c.retention_end
                    FROM \(KindTable.name(kind)) t JOIN access_class c ON c.class = t.class
                    WHERE t.is_current = 1 AND t.keep_until IS NOT NULL AND t.keep_until < ?
                    UNION
                    SELECT t.record, t.keep_until, c.retention_end
                    FROM withdrawn w JOIN \(KindTable.name(kind)) t ON t.serial = w.serial
                        JOIN access_class c ON c.class = t.class
                    WHERE t.keep_until < ? AND NOT EXISTS (
                        SELECT 1 FROM \(KindTable.name(kind)) o
                        WHERE o.record = t.record AND o.is_current = 1)
                    ORDER BY 2, 1 LIMIT ?
                    """,
                    [
                        .integer(Int(day.dayNumber)), .integer(Int(day.dayNumber)),
                        .integer(limit),
                    ]
                ) { row in
                    let record = RecordID(trusted: try row.text(0))
                    return DueRecord(
                        record: record, kind: kind,
                        keepUntil: CalendarDate(dayNumber: Int32(clamping: try row.int(1))),
                        // What cannot be read is shown to a person, and never erased unseen.
                        then: row.optionalText(2).flatMap(RetentionEnd.init(rawValue:)) ?? .review,
                        hold: holds[record])
                }
            }
            return Array(
                due.sorted { ($0.keepUntil, $0.record) < ($1.keepUntil, $1.record) }.prefix(limit))
        }
    }

    package func holds() throws -> [LegalHold] {
        try engine.read("read the holds") { try Self.holds($0) }
    }

    private static func holds(
        _ connection: any SQLConnection, of record: RecordID? = nil
    ) throws -> [LegalHold] {
        try connection.rows(
            """
            SELECT record, reason, reviewer, placed_on FROM hold
            WHERE ended_on IS NULL\(record == nil ? "" : " AND record = ?") ORDER BY record
            """, record.map { [.text($0.text)] } ?? []
        ) { row -> LegalHold? in
            guard let reviewer = try? PersonID(parsing: try row.text(2)),
                let day = try? CalendarDate(iso: try row.text(3))
            else { return nil }
            return LegalHold(
                record: RecordID(trusted: try row.text(0)), reason: try row.text(1),
                reviewer: reviewer, placedOn: day)
        }.compactMap { $0 }
    }

    package func keep(
        _ record: RecordID, until day: CalendarDate, reason: String, revision: Int?,
        by permit: Permit, at moment: Moment
    ) throws -> RetentionOutcome {
        try writing("keep the record", at: moment) { transaction in
            guard let current = try Self.current(record, transaction.connection) else {
                return .absent
            }
            let table = KindTable.name(current.kind)
            let stored = try transaction.connection.first(
                "SELECT keep_until, revision FROM \(table) WHERE serial = ?",
                [.integer(current.serial)]
            ) { (keepUntil: $0.optionalInt(0), revision: try $0.int(1)) }
            // Told again after a lost answer, it is still one review.
            if stored?.keepUntil == Int(day.dayNumber) { return .unchanged }
            guard revision == nil || revision == stored?.revision else { return .changed }
            try transaction.connection.execute(
                """
                UPDATE \(table) SET keep_until = ?, revision = revision + 1 WHERE serial = ?
                """,
                [.integer(Int(day.dayNumber)), .integer(current.serial)])
            try transaction.append(
                .retain, by: permit.requester, subject: "record/\(record)",
                result: "kept until \(day): \(reason)",
                objects: [
                    try KindTable.stored(
                        serial: current.serial, kind: current.kind, transaction.connection)
                ])
            return .done
        }
    }

    package func place(
        _ hold: LegalHold, by permit: Permit, at moment: Moment
    ) throws -> RetentionOutcome {
        try writing("place the hold", at: moment) { transaction in
            let connection = transaction.connection
            guard try Self.current(hold.record, connection) != nil else { return .absent }
            guard try Self.holds(connection, of: hold.record).isEmpty else { return .unchanged }
            let last = try connection.number(
                "SELECT MAX(number) FROM hold WHERE record = ?", [.text(hold.record.text)])
            let object = try transaction.put(
                .hold,
                [
                    .text(hold.record.text), .integer((last ?? 0) + 1), .text(hold.reason),
                    .text(hold.reviewer.text), .text(hold.placedOn.description), nil,
                ])
            try transaction.append(
                .hold, by: permit.requester, subject: "record/\(hold.record)",
                result: "reviewer \(hold.reviewer): \(hold.reason)", objects: [object])
            return .done
        }
    }

    package func endHold(
        _ record: RecordID, reason: String, by permit: Permit, at moment: Moment
    ) throws -> RetentionOutcome {
        try writing("end the hold", at: moment) { transaction in
            let rows = try transaction.connection.rows(
                EvidentTable.hold.select + " WHERE record = ? AND ended_on IS NULL",
                [.text(record.text)]
            ) { $0.values }
            guard var row = rows.first else { return .unchanged }
            row[5] = .text(moment.day.description)
            let object = try transaction.put(.hold, row)
            try transaction.append(
                .unhold, by: permit.requester, subject: "record/\(record)", result: reason,
                objects: [object])
            return .done
        }
    }

    package func consent(
        _ record: RecordID, to receiver: OrganisationID, for purpose: Purpose,
        until: CalendarDate?, by permit: Permit, at moment: Moment
    ) throws -> RetentionOutcome {
        let key: [SQLValue] = [
            .text(record.text), .text(receiver.text), .text(purpose.rawValue),
        ]
        return try writing("store the consent", at: moment) { transaction in
            let connection = transaction.connection
            guard try Self.current(record, connection) != nil else { return .absent }
            let stored = try connection.first(
                """
                SELECT until_day FROM consent WHERE record = ? AND receiver = ? AND purpose = ?
                """, key
            ) { try $0.int(0) }
            let wanted = until.map { Int($0.dayNumber) }
            if stored == wanted { return .unchanged }
            let object: EvidenceObject
            if let wanted {
                object = try transaction.put(.consent, key + [.integer(wanted)])
            } else {
                object = try transaction.remove(.consent, key: key)
            }
            try transaction.append(
                .consent, by: permit.requester, subject: "record/\(record)",
                result: "to \(receiver) for \(purpose.rawValue) "
                    + (until.map { "until \($0)" } ?? "withdrawn"), objects: [object])
            return .done
        }
    }

    /// The current version of a record, whatever its kind.
    static func current(
        _ record: RecordID, _ connection: any SQLConnection
    ) throws -> (serial: Int, kind: RecordKind)? {
        for kind in RecordKind.allCases {
            let serial = try connection.number(
                "SELECT serial FROM \(KindTable.name(kind)) WHERE record = ? AND is_current = 1",
                [.text(record.text)])
            if let serial { return (serial, kind) }
        }
        return nil
    }
}
