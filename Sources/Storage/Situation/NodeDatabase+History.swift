import EvidenceLog
package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase: HistoryStore {
    package func versions(
        of record: RecordID, visible: Visibility, limit: Int
    ) throws -> [StoredVersion] {
        let clause = VisibilityClause(visible)
        return try engine.read("read the versions") { connection in
            let rows = try connection.rows(
                """
                SELECT t.serial, r.version, t.class, t.place, t.country, t.substance_group,
                    r.entry, r.sealed, d.wrapped, b.file, b.headers, r.row_number,
                    w.withdrawn_by, w.withdrawn_on, w.reason
                FROM (SELECT serial, class, place, country, substance_group
                    FROM \(KindTable.name(visible.kind)) WHERE record = ?\(clause.sql)) t
                    JOIN record r ON r.serial = t.serial
                    JOIN batch b ON b.batch = r.batch
                    JOIN data_key d ON d.serial = r.serial
                    LEFT JOIN withdrawn w ON w.serial = t.serial
                ORDER BY r.version DESC LIMIT ?
                """, [.text(record.text)] + clause.arguments + [.integer(limit)]
            ) { row in
                (version: try version(row, of: record), entry: try row.int(6))
            }
            return try rows.map { row in
                let (day, person) = try Self.writer(entry: row.entry, connection)
                return row.version(day, person)
            }
        }
    }

    /// A version that lacks only when and by whom it was written.
    private func version(
        _ row: any SQLRow, of record: RecordID
    ) throws -> (CalendarDate, String) -> StoredVersion {
        let number = try row.int(1)
        let opened = try seal.open(
            try row.blob(7), wrapped: try row.blob(8), record: record.text, version: number)
        let headers = try CellList.decode(try row.text(10))
        let cells = try CellList.decode(String(decoding: opened, as: UTF8.self))
        let given = zip(headers, cells).filter { !$1.isEmpty }.map { (header: $0, cell: $1) }
        var withdrawal: VersionWithdrawal?
        if let person = row.optionalText(12) {
            guard let day = try? CalendarDate(iso: try row.text(13)) else {
                throw DamagedRow(column: 13)
            }
            withdrawal = VersionWithdrawal(
                person: person, day: day, reason: try row.text(14))
        }
        let (serial, accessClass) = (try row.int(0), try row.int(2))
        let place = row.optionalText(3).flatMap { try? PlaceCode(parsing: $0) }
        let country = row.optionalText(4).flatMap { try? Country(parsing: $0) }
        let substances = SubstanceGroup(rawValue: try row.text(5)) ?? .unknown
        let (file, rowNumber) = (try row.text(9), try row.int(11))
        return { [withdrawal] day, person in
            StoredVersion(
                serial: serial, version: number, accessClass: accessClass, place: place,
                country: country, substances: substances, writtenOn: day, person: person,
                file: file, rowNumber: rowNumber, given: given, withdrawal: withdrawal)
        }
    }

    /// When an entry was written, and who began the act of which it is a part.
    private static func writer(
        entry index: Int, _ connection: any SQLConnection
    ) throws -> (CalendarDate, String) {
        let log = StoredLog(connection: connection)
        guard let body = try log.entry(index)?.body else { throw StoredLogDamage.noHead }
        let entry = try EvidenceEntry(decoding: body)
        var person = entry.person
        if let begun = entry.within, let first = try log.entry(Int(begun))?.body {
            person = try EvidenceEntry(decoding: first).person
        }
        return (Moment(seconds: entry.at).day, person)
    }

    package func decisions(on record: RecordID, limit: Int) throws -> [DecisionLine] {
        try engine.read("read the decisions") { connection in
            try connection.rows(
                """
                SELECT number, state, decided_by, decided_on, reason FROM decision
                WHERE record = ? ORDER BY number DESC LIMIT ?
                """, [.text(record.text), .integer(limit)]
            ) { row in
                guard let state = ReviewState(rawValue: try row.text(1)) else {
                    throw DamagedRow(column: 1)
                }
                guard let day = try? CalendarDate(iso: try row.text(3)) else {
                    throw DamagedRow(column: 3)
                }
                return DecisionLine(
                    number: try row.int(0), state: state, person: try row.text(2), day: day,
                    reason: try row.text(4))
            }
        }
    }
}
