import GRDB
package import PortVocabulary
package import SituationAnalysis

extension SituationDatabase {
    private static let reviewProgress = "duplicate-review"

    package func unreviewedGroups(_ body: ([ReviewCandidate]) throws -> Void) throws -> Int {
        try reading("read what is to be reviewed") { database in
            let newest =
                try Int.fetchOne(database, sql: "SELECT COALESCE(MAX(serial), 0) FROM record") ?? 0
            let through =
                try Int.fetchOne(
                    database, sql: "SELECT serial FROM progress WHERE name = ?",
                    arguments: [Self.reviewProgress]) ?? 0
            let groups = try Row.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT COALESCE(country, '') AS country, substance_group FROM seizure
                    WHERE serial > ? ORDER BY 1, 2
                    """,
                arguments: [through])
            for group in groups {
                let candidates = try self.candidates(
                    country: group["country"], group: group["substance_group"], database)
                if candidates.count > 1 { try body(candidates) }
            }
            return newest
        }
    }

    private func candidates(
        country: String, group: String, _ database: Database
    ) throws -> [ReviewCandidate] {
        let filter = country.isEmpty ? "country IS NULL" : "country = ?"
        var arguments: StatementArguments = country.isEmpty ? [] : [country]
        arguments += [group]
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT serial, record, first_day, substance, amount, unit, place_text, occurrence,
                    setting, transport, concealment, producing, departure_country,
                    destination_country
                FROM seizure
                WHERE \(filter) AND substance_group = ? AND is_current = 1
                    AND amount > 0 AND first_day = last_day
                ORDER BY serial
                """, arguments: arguments)
        var folded: [String: String] = [:]
        var candidates: [ReviewCandidate] = []
        while let row = try rows.next() {
            let placeText: String = row[6]
            let place = folded[placeText] ?? FoldedText.fold(placeText)
            folded[placeText] = place
            let known = { (index: Int) -> String in
                let text: String = row[index] ?? ""
                return ["unknown", "not-asked", "other", "none"].contains(text) ? "" : text
            }
            candidates.append(
                ReviewCandidate(
                    record: RecordID(trusted: row[1]), serial: row[0], day: Int32(row[2] as Int),
                    substance: Substance(rawValue: row[3]) ?? .unknown, amount: row[4],
                    unit: QuantityUnit(rawValue: row[5] ?? "") ?? .notStated, place: place,
                    occurrence: row[7], compared: (8..<14).map(known)))
        }
        return candidates
    }

    package func finishReview(
        _ findings: [ReviewFinding], through serial: Int, decidedOn: CalendarDate
    ) throws {
        try writing("store the review") { database in
            let insert = try database.cachedStatement(
                sql: """
                    INSERT INTO finding (record, other, kind, score, reasons, found_on)
                    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (record, other, kind) DO NOTHING
                    """)
            // A person's decision and an intake hold outrank the rule.
            let rule = try database.cachedStatement(
                sql: """
                    UPDATE seizure SET state = ?, may_repeat = ?
                    WHERE record = ? AND is_current = 1 AND state <> 'held'
                        AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.record = seizure.record)
                    """)
            for finding in findings {
                insert.setUncheckedArguments([
                    finding.record.text, finding.other.text, finding.kind.rawValue, finding.score,
                    finding.reasons.joined(separator: "; "), decidedOn.description,
                ])
                try insert.execute()
                rule.setUncheckedArguments([
                    finding.kind.stateByRule.rawValue, finding.kind == .possiblyGenuine ? 1 : 0,
                    finding.record.text,
                ])
                try rule.execute()
            }
            try database.execute(
                sql: """
                    INSERT INTO progress (name, serial) VALUES (?, ?)
                    ON CONFLICT (name) DO UPDATE SET serial = EXCLUDED.serial
                    WHERE progress.serial < EXCLUDED.serial
                    """, arguments: [Self.reviewProgress, serial])
        }
    }

    package func decide(_ decision: ReviewDecision) throws -> Bool {
        try writing("store the decision") { database in
            try database.execute(
                sql: "UPDATE seizure SET state = ? WHERE record = ? AND is_current = 1",
                arguments: [decision.state.rawValue, decision.record.text])
            guard database.changesCount > 0 else { return false }
            try database.execute(
                sql: """
                    INSERT INTO decision (record, number, state, decided_by, reason, decided_on)
                    SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ? FROM decision
                    WHERE record = ?
                    """,
                arguments: [
                    decision.record.text, decision.state.rawValue, decision.decidedBy,
                    decision.reason, decision.decidedOn.description, decision.record.text,
                ])
            return true
        }
    }

    package func heldRecords(limit: Int) throws -> [HeldRecord] {
        try reading("read what is held") { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT s.record, s.hold_reason, f.other, f.kind, f.score, f.reasons
                    FROM seizure s LEFT JOIN finding f ON f.record = s.record
                    WHERE s.is_current = 1 AND s.state = 'held' ORDER BY s.serial, f.other LIMIT ?
                    """, arguments: [limit])
            let ids = rows.map { RecordID(trusted: $0["record"]) }
            let details = Dictionary(
                try self.details(ids, database).map { ($0.record, $0) }
            ) { first, _ in first }
            return rows.compactMap { row in
                let id = RecordID(trusted: row["record"])
                guard let detail = details[id] else { return nil }
                var finding: ReviewFinding?
                if let other: String = row["other"], let kind = RepeatKind(rawValue: row["kind"]) {
                    let reasons: String = row["reasons"]
                    finding = ReviewFinding(
                        record: id, other: RecordID(trusted: other), kind: kind,
                        score: row["score"],
                        reasons: reasons.split(separator: ";").map {
                            String($0.drop { $0 == " " })
                        })
                }
                return HeldRecord(
                    detail: detail, finding: finding, holdReason: row["hold_reason"] ?? "")
            }
        }
    }
}
