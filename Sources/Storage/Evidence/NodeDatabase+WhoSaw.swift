package import EvidenceLog
package import PortVocabulary

/// One time that a record was shown, counted or handed over.
package struct RecordUse: Sendable {
    package let entry: Int
    package let act: EvidenceAct
    package let at: Moment
    package let person: String
    package let organisation: String
    package let purpose: String
    package let basis: String
    /// The form of release, the grounds and the fields, as the policy gave them.
    package let form: String
    package let grounds: String
    package let fields: [String]
    /// What was asked for.
    package let subject: String
}

extension NodeDatabase {
    /// Who saw any version of a record: newest first.
    ///
    /// - Returns: nil when there never was such a record. An erased one keeps its history.
    package func uses(of record: RecordID) throws -> [RecordUse]? {
        try engine.read("read who saw the record") { connection in
            let serials = try connection.rows(
                "SELECT serial FROM record WHERE record = ?", [.text(record.text)]
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
                        Self.use(
                            index, try EvidenceEntry(decoding: body), form: row[1].plainText,
                            grounds: row[2].plainText, fields: row[3].plainText))
                }
            }
            return uses.sorted { $0.entry > $1.entry }
        }
    }

    private static func use(
        _ index: Int, _ entry: EvidenceEntry, form: String, grounds: String, fields: String
    ) -> RecordUse {
        RecordUse(
            entry: index, act: entry.act, at: Moment(seconds: entry.at), person: entry.person,
            organisation: entry.organisation, purpose: entry.purpose, basis: entry.basis,
            form: form, grounds: grounds, fields: fields.split(separator: " ").map(String.init),
            subject: entry.subject)
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
}
