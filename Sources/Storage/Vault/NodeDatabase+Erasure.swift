import EvidenceLog
package import NeedToKnow
package import PortVocabulary

extension NodeDatabase {
    /// What is destroyed: the keys of all versions, what they were read as, and the record's
    /// findings, decisions, consents and photographs. What stays: identifier, row number and
    /// import of each version, the tombstone, and the entries of the evidence.
    package func erase(
        _ record: RecordID, reason: String, by permit: Permit, at moment: Moment
    ) throws -> RetentionOutcome {
        let outcome = try eraseWithoutOverwriting(record, reason: reason, by: permit, at: moment)
        // Also where the record is gone already: the last attempt may have been cut off before.
        if outcome == .done || outcome == .absent { try overwriteErased() }
        return outcome
    }

    /// The erasure without its last step, for many records that are erased at once: call
    /// ``overwriteErased()`` after the last.
    package func eraseWithoutOverwriting(
        _ record: RecordID, reason: String, by permit: Permit, at moment: Moment
    ) throws -> RetentionOutcome {
        try writing("erase the record", at: moment) {
            try erase(record, reason: reason, by: permit, $0)
        }
    }

    /// Overwrites what erasures freed, and brings old pages out of the journal. It can be
    /// repeated, and has to be where an erasure was cut off after its commit.
    package func overwriteErased() throws { try engine.scrub() }

    /// Whether a record was erased.
    package func isErased(_ record: RecordID) throws -> Bool {
        try engine.read("look for a tombstone") {
            try $0.number(
                "SELECT COUNT(*) FROM tombstone WHERE record = ?", [.text(record.text)]) ?? 0 > 0
        }
    }

    private func erase(
        _ record: RecordID, reason: String, by permit: Permit, _ transaction: NodeTransaction
    ) throws -> RetentionOutcome {
        let connection = transaction.connection
        if let hold = try holdStanding(against: record, connection) { return .held(hold) }
        let shown = try Self.current(record, connection)
        // What was taken back with its import is shown nowhere, and erased like the rest.
        guard let current = try shown ?? Self.withdrawn(record, connection) else {
            return .absent
        }
        let key: [SQLValue] = [.text(record.text)]
        let versions = try connection.rows(
            "SELECT serial, kind FROM record WHERE record = ? ORDER BY version", key
        ) { (serial: try $0.int(0), kind: RecordKind(rawValue: try $0.text(1)) ?? current.kind) }
        let table = KindTable.name(current.kind)
        var tally = TallyChange()
        if shown != nil {
            try tally.remove(serial: current.serial, table: table, connection)
            try tally.write(connection)
        }
        var objects = try Self.removeRemarks(on: record, transaction)
        for (serial, kind) in versions {
            let reading = KindTable.name(kind)
            try connection.execute("DELETE FROM data_key WHERE serial = ?", [.integer(serial)])
            try connection.execute(SearchIndex.remove, [.integer(serial)])
            try connection.execute("DELETE FROM \(reading) WHERE serial = ?", [.integer(serial)])
            try connection.execute(
                "UPDATE record SET sealed = NULL, digest = '' WHERE serial = ?",
                [.integer(serial)])
            objects.append(
                try KindTable.stored(serial: serial, kind: kind, connection))
        }
        objects.append(
            try transaction.put(
                .tombstone,
                [
                    .text(record.text), .text(current.kind.rawValue), .integer(versions.count),
                    .text(reason), .text(transaction.at.day.description),
                ]))
        let entry = try transaction.append(
            .erase, by: permit.requester, subject: "record/\(record)", result: reason)
        try transaction.appendObjects(
            .erase, subject: "record/\(record)", within: entry, objects)
        return .done
    }

    /// The newest version of a record that was taken back and not erased.
    private static func withdrawn(
        _ record: RecordID, _ connection: any SQLConnection
    ) throws -> (serial: Int, kind: RecordKind)? {
        try connection.first(
            """
            SELECT r.serial, r.kind FROM record r JOIN withdrawn w ON w.serial = r.serial
            WHERE r.record = ? AND r.sealed IS NOT NULL ORDER BY r.version DESC LIMIT 1
            """, [.text(record.text)]
        ) { (try $0.int(0), RecordKind(rawValue: try $0.text(1)) ?? .seizure) }
    }

    private func holdStanding(
        against record: RecordID, _ connection: any SQLConnection
    ) throws -> LegalHold? {
        try connection.first(
            "SELECT reason, reviewer, placed_on FROM hold WHERE record = ? AND ended_on IS NULL",
            [.text(record.text)]
        ) { row in
            // A hold that cannot be read still holds.
            LegalHold(
                record: record, reason: row.optionalText(0) ?? "",
                reviewer: (try? PersonID(parsing: row.optionalText(1) ?? ""))
                    ?? PersonID(trusted: "unknown"),
                placedOn: (try? CalendarDate(iso: row.optionalText(2) ?? ""))
                    ?? CalendarDate(dayNumber: 0))
        }
    }

    /// Removes what was said about the record: its words can repeat its content.
    static func removeRemarks(
        on record: RecordID, _ transaction: NodeTransaction
    ) throws -> [EvidenceObject] {
        var objects: [EvidenceObject] = []
        let tables: [(EvidentTable, String)] = [
            (.finding, "record = ? OR other = ?"), (.decision, "record = ?"),
            (.consent, "record = ?"), (.photograph, "record = ?"),
        ]
        for (table, condition) in tables {
            let arguments = condition.filter { $0 == "?" }.map { _ in
                SQLValue.text(record.text)
            }
            let keys = try transaction.connection.rows(
                table.select + " WHERE \(condition)", arguments
            ) { Array($0.values.prefix(table.keyColumns)) }
            for key in keys { objects.append(try transaction.remove(table, key: key)) }
        }
        return objects
    }
}
