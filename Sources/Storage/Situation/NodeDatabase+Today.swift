import EvidenceLog
package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase: TodayStore {
    package func fresh(
        since moment: Moment, visible: Visibility, limit: Int
    ) throws -> [FreshRecord] {
        try engine.read("read what is new") { connection in
            guard let entry = try Self.firstEntry(since: moment, connection),
                let serial = try Self.firstSerial(from: entry, connection)
            else { return [] }
            let clause = VisibilityClause(
                branches: visible.branches, day: visible.day,
                findsByClass: false)
            return try connection.rows(
                """
                SELECT t.serial, r.version, t.class, t.place, t.country, t.substance_group
                FROM (SELECT serial, class, place, country, substance_group
                    FROM \(KindTable.name(visible.kind))
                    WHERE is_current = 1 AND serial >= ?\(clause.sql)) t
                    JOIN record r ON r.serial = t.serial
                ORDER BY t.serial DESC LIMIT ?
                """, [.integer(serial)] + clause.arguments + [.integer(limit)]
            ) { row in
                FreshRecord(
                    serial: try row.int(0), version: try row.int(1), accessClass: try row.int(2),
                    place: row.optionalText(3).flatMap { try? PlaceCode(parsing: $0) },
                    country: row.optionalText(4).flatMap { try? Country(parsing: $0) },
                    substances: SubstanceGroup(rawValue: try row.text(5)) ?? .unknown)
            }
        }
    }

    /// The first entry of the evidence that was written at the moment or later; nil for none.
    /// Entries follow one another in time, so it is found by halving.
    private static func firstEntry(
        since moment: Moment, _ connection: any SQLConnection
    ) throws -> Int? {
        let log = StoredLog(connection: connection)
        var (low, high) = (0, try log.size())
        let size = high
        while low < high {
            let middle = (low + high) / 2
            guard let body = try log.entry(middle)?.body else {
                throw StoredLogDamage.noHead
            }
            if try EvidenceEntry(decoding: body).at < moment.seconds {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < size ? low : nil
    }

    /// The first stored version that an entry from here on wrote; nil for none. Versions arrive
    /// in the order of their entries.
    private static func firstSerial(
        from entry: Int, _ connection: any SQLConnection
    ) throws -> Int? {
        let newest = try connection.number("SELECT MAX(serial) FROM record") ?? 0
        var (low, high) = (1, newest + 1)
        while low < high {
            let middle = (low + high) / 2
            let found = try connection.number(
                "SELECT entry FROM record WHERE serial >= ? ORDER BY serial LIMIT 1",
                [.integer(middle)])
            if let found, found < entry { low = middle + 1 } else { high = middle }
        }
        return low <= newest ? low : nil
    }

    package func history(since moment: Moment, limit: Int) throws -> NodeHistory {
        try engine.read("read what was shown") { connection in
            var history = NodeHistory()
            guard let first = try Self.firstEntry(since: moment, connection) else {
                return history
            }
            let size = try StoredLog(connection: connection).size()
            let from = max(first, size - limit)
            history.isCut = from > first
            var shown: [Int: Int] = [:]
            try connection.forEach(
                "SELECT entry, records FROM release WHERE entry >= ?", [.integer(from)]
            ) { shown[try $0.int(0), default: 0] += try $0.int(1) }
            var reads: [OrganisationID: ReadLine] = [:]
            var refusals: [OrganisationID: Int] = [:]
            try connection.forEach(
                "SELECT entry, body FROM evidence WHERE entry >= ? ORDER BY entry",
                [.integer(from)]
            ) { row in
                let entry = try EvidenceEntry(decoding: try row.blob(1))
                guard let organisation = try? OrganisationID(parsing: entry.organisation) else {
                    return
                }
                if entry.act == .refuse { refusals[organisation, default: 0] += 1 }
                guard let records = shown[try row.int(0)] else { return }
                var line =
                    reads[organisation]
                    ?? ReadLine(organisation: organisation, releases: 0, records: 0)
                line.releases += 1
                line.records += records
                reads[organisation] = line
            }
            history.reads = Array(reads.values)
            history.refusals = refusals.map { RefusalLine(organisation: $0, refusals: $1) }
            return history
        }
    }
}
