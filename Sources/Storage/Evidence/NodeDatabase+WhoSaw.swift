package import EvidenceLog
package import PortVocabulary

extension NodeDatabase: EvidenceStore {
    /// Who saw any version of a record: newest first.
    ///
    /// - Returns: nil when there never was such a record. An erased one keeps its history.
    package func uses(of record: RecordID) throws -> [RecordUse]? {
        try uses(ofRecord: record.text)
    }

    package func uses(ofRecord record: String) throws -> [RecordUse]? {
        try engine.read("read who saw the record") { connection in
            let serials = try connection.rows(
                "SELECT serial FROM record WHERE record = ?", [.text(record)]
            ) { try $0.int(0) }
            guard !serials.isEmpty else { return nil }
            let log = StoredLog(connection: connection)
            var uses: [RecordUse] = []
            for serial in serials {
                let releases = try connection.rows(
                    """
                    SELECT entry, form, grounds, fields, serials FROM release
                    WHERE first_serial <= ? AND last_serial >= ? ORDER BY entry
                    """, [.integer(serial), .integer(serial)]
                ) { $0.values }
                for row in releases {
                    guard case .blob(let runs) = row[4], case .integer(let index) = row[0],
                        SerialRuns.contains(serial, in: runs) ?? true,
                        let body = try log.entry(index)?.body
                    else { continue }
                    uses.append(
                        RecordUse(
                            try EvidenceEntry(decoding: body), index: index,
                            form: row[1].plainText, grounds: row[2].plainText,
                            fields: row[3].plainText.split(separator: " ").map(String.init)))
                }
            }
            return uses.sorted { $0.entry > $1.entry }
        }
    }

    /// The entry that wrote the newest version of a record; nil when there is no such record.
    package func writingEntry(of record: RecordID) throws -> Int? {
        try engine.read("find the record's entry") {
            try $0.number(
                "SELECT entry FROM record WHERE record = ? ORDER BY version DESC LIMIT 1",
                [.text(record.text)])
        }
    }

    /// Entries from a number on, oldest first. Bounds: `limit` 1 or more.
    package func entries(from first: Int, limit: Int) throws -> [(index: Int, entry: EvidenceEntry)]
    {
        try engine.read("read the evidence") { connection in
            try connection.rows(
                "SELECT entry, body FROM evidence WHERE entry >= ? ORDER BY entry LIMIT ?",
                [.integer(first), .integer(limit)]
            ) { (index: try $0.int(0), entry: try EvidenceEntry(decoding: try $0.blob(1))) }
        }
    }

    package func entryCount() throws -> Int {
        try engine.read("count the evidence") { try StoredLog(connection: $0).size() }
    }

    package func newestEntries(
        below index: Int?, limit: Int
    ) throws -> [(index: Int, entry: EvidenceEntry)] {
        try engine.read("read the evidence") { connection in
            try connection.rows(
                "SELECT entry, body FROM evidence WHERE entry < ? ORDER BY entry DESC LIMIT ?",
                [.integer(index ?? .max), .integer(limit)]
            ) { (index: try $0.int(0), entry: try EvidenceEntry(decoding: try $0.blob(1))) }
        }
    }

    package func releaseSums(newest limit: Int) throws -> [ReleaseSum] {
        struct Group: Hashable {
            let month: String
            let organisation: String
            let purpose: String
        }
        var sums: [Group: (entries: Set<Int>, records: Int)] = [:]
        try engine.read("sum up the releases") { connection in
            try connection.forEach(
                """
                SELECT r.entry, r.records, e.body FROM release r
                    JOIN evidence e ON e.entry = r.entry
                ORDER BY r.entry DESC, r.part LIMIT ?
                """, [.integer(limit)]
            ) { row in
                let entry = try EvidenceEntry(decoding: try row.blob(2))
                let day = Moment(seconds: entry.at).day.description
                let group = Group(
                    month: String(day.prefix(7)), organisation: entry.organisation,
                    purpose: entry.purpose)
                sums[group, default: ([], 0)].entries.insert(try row.int(0))
                sums[group, default: ([], 0)].records += try row.int(1)
            }
        }
        return sums.map { group, sum in
            ReleaseSum(
                organisation: group.organisation, month: group.month, purpose: group.purpose,
                releases: sum.entries.count, records: sum.records)
        }.sorted {
            ($1.month, $0.organisation, $0.purpose) < ($0.month, $1.organisation, $1.purpose)
        }
    }
}
