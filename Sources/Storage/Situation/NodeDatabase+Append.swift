import EvidenceLog
package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase: SituationStore {
    package func begin(
        _ batch: BatchHeader, by requester: Requester, at moment: Moment
    ) throws -> OpenBatch {
        try writing("write down the import", at: moment) { transaction in
            let row: [SQLValue] = [
                .text(batch.id.text), .text(batch.file), .text(batch.layout),
                .text(try CellList.encode(batch.headers)), .text(batch.startedOn.description),
            ]
            let stored = try transaction.connection.first(
                EvidentTable.batch.select + " WHERE batch = ?", [row[0]]
            ) { $0.values }
            let objects = stored == nil ? [try transaction.put(.batch, row)] : []
            let entry = try transaction.append(
                .beginImport, by: requester, subject: "batch/\(batch.id)",
                result: "layout \(batch.layout)"
                    + (batch.originator.map { ", records of \($0)" } ?? ""), objects: objects)
            return OpenBatch(batch: batch.id, entry: entry, originator: batch.originator)
        }
    }

    package func append(
        _ records: [IntakeRecord], to open: OpenBatch, at moment: Moment
    ) throws -> [AppendOutcome] {
        guard !records.isEmpty else { return [] }
        return try writing("store the records", at: moment) { transaction in
            try RecordAppender(
                transaction, seal: seal, open: open, organisation: open.originator ?? organisation
            ).append(records)
        }
    }

    package func append(
        _ record: IntakeRecord, to open: OpenBatch, replacing version: Int, at moment: Moment
    ) throws -> (outcome: AppendOutcome, version: Int)? {
        try writing("store the entry", at: moment) { transaction in
            try RecordAppender(
                transaction, seal: seal, open: open, organisation: organisation
            ).append(record, replacing: version)
        }
    }

    package func replaceImportedPorts(
        _ ports: [Port], by requester: Requester, at moment: Moment
    ) throws -> Int {
        try writing("store the ports", at: moment) { transaction in
            let connection = transaction.connection
            try connection.execute("DELETE FROM imported_place")
            try connection.executeEach(
                """
                INSERT INTO imported_place (code, name, spellings, latitude, longitude)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING
                """,
                ports.map { port in
                    [
                        .text(port.code.code), .text(port.name),
                        .text(port.spellings.joined(separator: "|")),
                        SQLValue(port.coordinates?.latitude),
                        SQLValue(port.coordinates?.longitude),
                    ]
                })
            let object = try Self.importedPlaces(connection)
            try transaction.append(
                .administer, by: requester, subject: "imported places", objects: [object])
            return try connection.number("SELECT COUNT(*) FROM imported_place") ?? 0
        }
    }

    /// The whole list of imported places as one object of the evidence.
    static func importedPlaces(_ connection: any SQLConnection) throws -> EvidenceObject {
        var digest = RowDigest()
        try connection.forEach(
            """
            SELECT code, name, spellings, latitude, longitude FROM imported_place ORDER BY code
            """, []
        ) { digest.add(table: "imported_place", $0.values) }
        return try EvidenceObject(name: "imported_place", digest: digest.finish())
    }
}
