import Crypto
import EvidenceLog
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase: StagingStore {
    private var stagingKey: SymmetricKey { keys.derivedKey(for: "staged-file") }

    private static func context(_ id: StagingID, _ person: PersonID) -> [UInt8] {
        Array("breakwater-staged-file-v1\n\(id)\n\(person)".utf8)
    }

    private static func oldest(at moment: Moment) -> SQLValue {
        .integer(Int(moment.seconds - StagedFile.keptSeconds))
    }

    package func stage(_ file: StagedFile) throws -> Bool {
        let sealed = try RecordSeal.seal(
            file.bytes, stagingKey, Self.context(file.id, file.person))
        return try engine.write("store the file") { connection in
            try connection.execute(
                "DELETE FROM staged_file WHERE staged < ?", [Self.oldest(at: file.staged)])
            let others = try connection.number(
                "SELECT COUNT(*) FROM staged_file WHERE person = ? AND staging <> ?",
                [.text(file.person.text), .text(file.id.text)])
            guard (others ?? 0) < StagedFile.limit else { return false }
            // Another person's file of this name is left alone.
            return try connection.execute(
                """
                INSERT INTO staged_file (staging, person, name, staged, sealed)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (staging) DO UPDATE SET
                    name = EXCLUDED.name, staged = EXCLUDED.staged, sealed = EXCLUDED.sealed
                WHERE staged_file.person = EXCLUDED.person
                """,
                [
                    .text(file.id.text), .text(file.person.text), .text(file.name),
                    .integer(Int(file.staged.seconds)), .blob(sealed),
                ]) > 0
        }
    }

    package func staged(
        _ id: StagingID, of person: PersonID, at moment: Moment
    ) throws -> StagedFile? {
        try engine.read("read the file") { connection in
            try connection.first(
                """
                SELECT name, staged, sealed FROM staged_file
                WHERE staging = ? AND person = ? AND staged >= ?
                """, [.text(id.text), .text(person.text), Self.oldest(at: moment)]
            ) { row in
                StagedFile(
                    id: id, person: person, name: try row.text(0),
                    staged: Moment(seconds: Int64(try row.int(1))),
                    bytes: try RecordSeal.open(
                        try row.blob(2), stagingKey, Self.context(id, person)))
            }
        }
    }

    package func stagedFiles(of person: PersonID, at moment: Moment) throws -> [StagedLine] {
        try engine.read("read the files that wait") { connection in
            try connection.rows(
                """
                SELECT staging, name, staged FROM staged_file
                WHERE person = ? AND staged >= ? ORDER BY staged DESC, staging
                """, [.text(person.text), Self.oldest(at: moment)]
            ) { row in
                StagedLine(
                    id: StagingID(trusted: try row.text(0)), name: try row.text(1),
                    staged: Moment(seconds: Int64(try row.int(2))))
            }
        }
    }

    package func discardStaged(_ id: StagingID, of person: PersonID) throws -> Bool {
        try engine.write("let the file go") { connection in
            try connection.execute(
                "DELETE FROM staged_file WHERE staging = ? AND person = ?",
                [.text(id.text), .text(person.text)]) > 0
        }
    }

    package func batches(limit: Int) throws -> [BatchLine] {
        try engine.read("read the imports") { connection in
            let rows = try connection.rows(
                """
                SELECT b.batch, b.file, b.layout, b.started_on,
                    (SELECT COUNT(*) FROM record r WHERE r.batch = b.batch),
                    (SELECT COUNT(*) FROM withdrawn w WHERE w.batch = b.batch),
                    (SELECT MAX(serial) FROM record r WHERE r.batch = b.batch)
                FROM batch b ORDER BY b.started_on DESC, 7 DESC, b.batch LIMIT ?
                """, [.integer(limit)]
            ) { $0.values }
            return try rows.compactMap { row in
                guard let day = try? CalendarDate(iso: row[3].plainText),
                    let batch = try? BatchID(parsing: row[0].plainText),
                    case .integer(let records) = row[4], case .integer(let withdrawn) = row[5]
                else { return nil }
                return BatchLine(
                    batch: batch, file: row[1].plainText, layout: row[2].plainText,
                    startedOn: day, person: try Self.beginner(ofSerial: row[6], connection),
                    records: records, withdrawn: withdrawn)
            }
        }
    }

    /// Who began the import that wrote a version, from the evidence.
    private static func beginner(
        ofSerial serial: SQLValue, _ connection: any SQLConnection
    ) throws -> String? {
        guard case .integer = serial else { return nil }
        let log = StoredLog(connection: connection)
        guard
            let entry = try connection.number(
                "SELECT entry FROM record WHERE serial = ?", [serial]),
            let body = try log.entry(entry)?.body,
            let begun = try EvidenceEntry(decoding: body).within,
            let first = try log.entry(Int(begun))?.body
        else { return nil }
        return try EvidenceEntry(decoding: first).person
    }
}
