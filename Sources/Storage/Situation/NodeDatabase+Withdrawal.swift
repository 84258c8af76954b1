import EvidenceLog
package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase {
    package func withdraw(
        _ batch: BatchID, reason: String, by requester: Requester, at moment: Moment
    ) throws -> WithdrawalOutcome {
        try writing("take the import back", at: moment) { transaction in
            try Withdrawal(batch, transaction).run(reason: reason, by: requester)
        }
    }
}

/// One import that is taken back. The versions stay, with their keys and clocks; none of them is
/// current any more, and what they replaced is.
private struct Withdrawal {
    let batch: BatchID
    let transaction: NodeTransaction
    private var connection: any SQLConnection { transaction.connection }

    private struct Version {
        let serial: Int
        let record: String
        let number: Int
        let kind: RecordKind
    }

    init(_ batch: BatchID, _ transaction: NodeTransaction) {
        (self.batch, self.transaction) = (batch, transaction)
    }

    func run(reason: String, by requester: Requester) throws -> WithdrawalOutcome {
        let key = SQLValue.text(batch.text)
        let known = try connection.number("SELECT COUNT(*) FROM batch WHERE batch = ?", [key])
        guard known == 1 else { return .notAvailable }
        // What was erased is gone already.
        let count =
            try connection.number(
                """
                SELECT COUNT(*) FROM record r WHERE r.batch = ? AND r.sealed IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.serial = r.serial)
                """, [key]) ?? 0
        if count == 0 { return .unchanged }
        guard count <= WithdrawalOutcome.recordLimit else { return .tooLarge(count) }
        let versions = try versions()
        let later =
            try connection.number(
                """
                SELECT COUNT(*) FROM record r WHERE r.batch = ? AND r.sealed IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.serial = r.serial)
                    AND EXISTS (SELECT 1 FROM record n WHERE n.record = r.record
                        AND n.version > r.version AND n.batch <> r.batch
                        AND NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.serial = n.serial))
                """, [key]) ?? 0
        if later > 0 { return .later(later) }
        let decided =
            try connection.number(
                """
                SELECT COUNT(DISTINCT r.record) FROM record r WHERE r.batch = ?
                    AND (EXISTS (SELECT 1 FROM decision d WHERE d.record = r.record
                            AND d.decided_by <> ?)
                        OR EXISTS (SELECT 1 FROM hold h WHERE h.record = r.record
                            AND h.ended_on IS NULL))
                """, [key, .text(requester.person.text)]) ?? 0
        if decided > 0 { return .decided(decided) }
        let entry = try transaction.append(
            .review, by: requester, subject: "batch/\(batch)", result: "withdrawn: \(reason)")
        var objects: [EvidenceObject] = []
        var tally = TallyChange()
        for version in versions {
            try set(version.serial, version.kind, isCurrent: false, &tally)
            objects.append(
                try transaction.put(
                    .withdrawn,
                    [
                        .integer(version.serial), key, .text(reason),
                        .text(requester.person.text), .text(transaction.at.day.description),
                    ]))
        }
        for version in versions {
            objects.append(
                try KindTable.stored(
                    serial: version.serial, kind: version.kind, connection))
        }
        objects += try restore(versions, &tally)
        try tally.write(connection)
        try transaction.appendObjects(
            .review, subject: "batch/\(batch)", within: entry, objects)
        return .withdrawn(versions.count)
    }

    private func versions() throws -> [Version] {
        try connection.rows(
            """
            SELECT r.serial, r.record, r.version, r.kind FROM record r
            WHERE r.batch = ? AND r.sealed IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.serial = r.serial)
            ORDER BY r.serial
            """, [.text(batch.text)]
        ) { row in
            guard let kind = RecordKind(rawValue: try row.text(3)) else {
                throw DamagedRow(column: 3)
            }
            return Version(
                serial: try row.int(0), record: try row.text(1), number: try row.int(2),
                kind: kind)
        }
    }

    /// Takes a version out of every list and count, or puts it back; with tally and search.
    private func set(
        _ serial: Int, _ kind: RecordKind, isCurrent: Bool, _ tally: inout TallyChange
    ) throws {
        let table = KindTable.name(kind)
        let changed = try connection.execute(
            """
            UPDATE \(table) SET is_current = ?, revision = revision + 1
            WHERE serial = ? AND is_current <> ?
            """,
            [.integer(isCurrent ? 1 : 0), .integer(serial), .integer(isCurrent ? 1 : 0)])
        guard changed > 0 else { return }
        guard isCurrent else {
            try connection.execute(SearchIndex.remove, [.integer(serial)])
            return try tally.remove(serial: serial, table: table, connection)
        }
        try tally.restore(serial: serial, table: table, connection)
        let values = try connection.first(
            "SELECT \(KindTable.columns(kind).joined(separator: ", ")) FROM \(table) "
                + "WHERE serial = ?", [.integer(serial)]
        ) { $0.values }
        guard let values else { return }
        try connection.execute(
            SearchIndex.insert, SearchIndex.row(serial: serial, SearchIndex.content(kind, values)))
    }

    /// Makes the newest version that is left of each record current again.
    private func restore(
        _ versions: [Version], _ tally: inout TallyChange
    ) throws -> [EvidenceObject] {
        var objects: [EvidenceObject] = []
        for record in Set(versions.filter { $0.number > 1 }.map(\.record)).sorted() {
            let left = try connection.first(
                """
                SELECT r.serial, r.kind FROM record r WHERE r.record = ?
                    AND r.sealed IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM withdrawn w WHERE w.serial = r.serial)
                ORDER BY r.version DESC LIMIT 1
                """, [.text(record)]
            ) { (serial: try $0.int(0), kind: RecordKind(rawValue: try $0.text(1))) }
            guard let left, let kind = left.kind else { continue }
            try set(left.serial, kind, isCurrent: true, &tally)
            objects.append(
                try KindTable.stored(serial: left.serial, kind: kind, connection))
        }
        return objects
    }
}
