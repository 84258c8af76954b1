import EvidenceLog
package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase {
    private static let reviewProgress = "duplicate-review"

    package func unreviewedGroups(_ body: ([ReviewCandidate]) throws -> Void) throws -> Int {
        try engine.read("read what is to be reviewed") { connection in
            let newest = try connection.number("SELECT MAX(serial) FROM record") ?? 0
            let through =
                try connection.number(
                    "SELECT serial FROM progress WHERE name = ?", [.text(Self.reviewProgress)])
                ?? 0
            let groups = try connection.rows(
                """
                SELECT DISTINCT COALESCE(country, '') AS country, substance_group FROM seizure
                WHERE serial > ? ORDER BY 1, 2
                """, [.integer(through)]
            ) { (country: try $0.text(0), group: try $0.text(1)) }
            for group in groups {
                let candidates = try candidates(
                    country: group.country, group: group.group, nil, connection)
                if candidates.count > 1 { try body(candidates) }
            }
            return newest
        }
    }

    package func repeatCandidates(
        country: Country, group: SubstanceGroup, visible: Visibility
    ) throws -> [ReviewCandidate] {
        guard visible.kind == .seizure else { return [] }
        return try engine.read("look for repeats") { connection in
            try candidates(
                country: country.code, group: group.rawValue, VisibilityClause(visible),
                connection)
        }
    }

    /// - Parameter clause: what a reader may see; nil for the review, which shows nothing.
    private func candidates(
        country: String, group: String, _ clause: VisibilityClause?,
        _ connection: any SQLConnection
    ) throws -> [ReviewCandidate] {
        let filter = country.isEmpty ? "country IS NULL" : "country = ?"
        let arguments: [SQLValue] =
            (country.isEmpty ? [] : [.text(country)]) + [.text(group)]
            + (clause?.arguments ?? [])
        var folded: [String: String] = [:]
        return try connection.rows(
            """
            SELECT serial, record, first_day, substance, amount, unit, place_text, occurrence,
                setting, transport, concealment, producing, departure_country,
                destination_country
            FROM seizure
            WHERE \(filter) AND substance_group = ? AND is_current = 1
                AND amount > 0 AND first_day = last_day\(clause?.sql ?? "")
            ORDER BY serial
            """, arguments
        ) { row in
            let placeText = try row.text(6)
            let place = folded[placeText] ?? FoldedText.fold(placeText)
            folded[placeText] = place
            let known = { (index: Int) -> String in
                let text = row.optionalText(index) ?? ""
                return ["unknown", "not-asked", "other", "none"].contains(text) ? "" : text
            }
            guard let amount = row.optionalReal(4) else { throw DamagedRow(column: 4) }
            return ReviewCandidate(
                record: RecordID(trusted: try row.text(1)), serial: try row.int(0),
                day: Int32(clamping: try row.int(2)),
                substance: Substance(rawValue: try row.text(3)) ?? .unknown, amount: amount,
                unit: row.optionalText(5).flatMap(QuantityUnit.init(rawValue:)) ?? .notStated,
                place: place, occurrence: try row.int(7), compared: (8..<14).map(known))
        }
    }

    package func finishReview(
        _ findings: [ReviewFinding], through serial: Int, by requester: Requester,
        at moment: Moment
    ) throws {
        try writing("store the review", at: moment) { transaction in
            let connection = transaction.connection
            var objects: [EvidenceObject] = []
            for finding in findings {
                objects += try store(finding, foundOn: moment.day, transaction)
            }
            let isAhead = try connection.execute(
                """
                INSERT INTO progress (name, serial) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET serial = EXCLUDED.serial
                WHERE progress.serial < EXCLUDED.serial
                """, [.text(Self.reviewProgress), .integer(serial)])
            if isAhead > 0 {
                let row: [SQLValue] = [.text(Self.reviewProgress), .integer(serial)]
                objects.append(try NodeTransaction.object(.progress, row))
            }
            guard !objects.isEmpty else { return }
            let entry = try transaction.append(
                .review, by: requester, subject: "duplicate review",
                result: "\(findings.count) findings")
            try transaction.appendObjects(
                .review, subject: "duplicate review", within: entry, objects)
        }
    }

    /// Writes a finding and the state it rules; answers what changed.
    private func store(
        _ finding: ReviewFinding, foundOn day: CalendarDate,
        _ transaction: NodeTransaction
    ) throws -> [EvidenceObject] {
        let connection = transaction.connection
        let row: [SQLValue] = [
            .text(finding.record.text), .text(finding.other.text), .text(finding.kind.rawValue),
            .real(finding.score), .text(finding.reasons.joined(separator: "; ")),
            .text(day.description),
        ]
        var objects: [EvidenceObject] = []
        let isNew = try connection.execute(
            """
            INSERT INTO finding (record, other, kind, score, reasons, found_on)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (record, other, kind) DO NOTHING
            """, row)
        if isNew > 0 { objects.append(try NodeTransaction.object(.finding, row)) }
        // A person's decision and an intake hold outrank the rule.
        let state = finding.kind.stateByRule.rawValue
        let mayRepeat = finding.kind == .possiblyGenuine ? 1 : 0
        let changed = try connection.execute(
            """
            UPDATE seizure SET state = ?, may_repeat = ?, revision = revision + 1
            WHERE record = ? AND is_current = 1 AND state <> 'held'
                AND (state <> ? OR may_repeat <> ?)
                AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.record = seizure.record)
            """,
            [.text(state), .integer(mayRepeat), row[0], .text(state), .integer(mayRepeat)])
        if changed > 0 { objects.append(try Self.current(finding.record, connection)) }
        return objects
    }

    /// The current version of a seizure as an object of the evidence.
    private static func current(
        _ record: RecordID, _ connection: any SQLConnection
    ) throws -> EvidenceObject {
        let serial = try connection.number(
            "SELECT serial FROM seizure WHERE record = ? AND is_current = 1", [.text(record.text)])
        return try KindTable.stored(serial: serial ?? 0, kind: .seizure, connection)
    }

    package func decide(
        _ decision: ReviewDecision, by requester: Requester, at moment: Moment
    ) throws -> UpdateOutcome {
        try writing("store the decision", at: moment) { transaction in
            let connection = transaction.connection
            let last =
                try connection.number(
                    "SELECT MAX(number) FROM decision WHERE record = ?",
                    [.text(decision.record.text)]) ?? 0
            let row: [SQLValue] = [
                .text(decision.record.text), .integer(last), .text(decision.state.rawValue),
                .text(requester.person.text), .text(decision.reason),
                .text(moment.day.description),
            ]
            // Told again after a lost answer, it is still one decision.
            if try Self.isInForce(row, connection) { return .done }
            let revision = try connection.number(
                "SELECT revision FROM seizure WHERE record = ? AND is_current = 1", [row[0]])
            guard let revision else { return .absent }
            guard decision.revision ?? revision == revision else { return .changed }
            try connection.execute(
                """
                UPDATE seizure SET state = ?, revision = revision + 1
                WHERE record = ? AND is_current = 1
                """, [row[2], row[0]])
            let written = try transaction.put(
                .decision, [row[0], .integer(last + 1)] + row.dropFirst(2))
            try transaction.append(
                .review, by: requester, subject: "record/\(decision.record)",
                result: decision.state.rawValue,
                objects: [written, try Self.current(decision.record, connection)])
            return .done
        }
    }

    /// Whether the newest decision is this one and the record is in its state.
    private static func isInForce(
        _ row: [SQLValue], _ connection: any SQLConnection
    ) throws -> Bool {
        let known = try connection.first(
            EvidentTable.decision.select + " WHERE record = ? AND number = ?",
            Array(row.prefix(2))
        ) { $0.values }
        guard known == row else { return false }
        return try connection.number(
            "SELECT COUNT(*) FROM seizure WHERE record = ? AND is_current = 1 AND state = ?",
            [row[0], row[2]]) == 1
    }

    package func heldRecords(limit: Int, visible: Visibility) throws -> [HeldRecord] {
        try engine.read("read what is held") { connection in
            let clause = VisibilityClause(visible)
            let rows = try connection.rows(
                """
                SELECT s.record, s.hold_reason, f.other, f.kind, f.score, f.reasons
                FROM (SELECT record, hold_reason, serial FROM seizure
                    WHERE is_current = 1 AND state = 'held'\(clause.sql)) s
                    LEFT JOIN finding f ON f.record = s.record
                ORDER BY s.serial, f.other LIMIT ?
                """, clause.arguments + [.integer(limit)]
            ) { $0.values.map(\.plainText) }
            let ids = rows.map { RecordID(trusted: $0[0]) }
            let details = Dictionary(
                try self.details(ids, visible: visible, connection).map { ($0.record, $0) }
            ) { first, _ in first }
            return rows.compactMap { row in
                guard let detail = details[RecordID(trusted: row[0])] else { return nil }
                var finding: ReviewFinding?
                if !row[2].isEmpty, let kind = RepeatKind(rawValue: row[3]) {
                    finding = ReviewFinding(
                        record: detail.record, other: RecordID(trusted: row[2]), kind: kind,
                        score: Double(row[4]) ?? 0,
                        reasons: row[5].split(separator: ";").map { String($0.drop { $0 == " " }) })
                }
                return HeldRecord(detail: detail, finding: finding, holdReason: row[1])
            }
        }
    }
}
