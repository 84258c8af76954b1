import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// Appends records within one transaction: looks up what is stored, seals, writes, and leaves an
/// entry of the evidence for each version.
final class RecordAppender {
    private let transaction: NodeTransaction
    private let seal: RecordSeal
    private let open: OpenBatch
    private let organisation: OrganisationID
    private var serial: Int
    /// The newest version of each record of this call, stored or about to be.
    private var newest: [String: Stored] = [:]
    private var erased: Set<String> = []
    private var tally = TallyChange()
    private var rows = PendingRows()

    private struct Stored {
        /// The highest number that a version has.
        var version: Int
        /// The newest version that was not taken back.
        var current: Current?
    }

    private struct Current {
        let version: Int
        let digest: String
        let serial: Int
        let kind: RecordKind
    }

    private struct PendingRows {
        var records: [[SQLValue]] = []
        var keys: [[SQLValue]] = []
        var seizures: [[SQLValue]] = []
        var figures: [[SQLValue]] = []
        var denominators: [[SQLValue]] = []
        var words: [[SQLValue]] = []
    }

    init(
        _ transaction: NodeTransaction, seal: RecordSeal, open: OpenBatch,
        organisation: OrganisationID
    ) throws {
        (self.transaction, self.seal, self.open) = (transaction, seal, open)
        self.organisation = organisation
        serial = try transaction.connection.number("SELECT MAX(serial) FROM record") ?? 0
    }

    func append(_ records: [IntakeRecord]) throws -> [AppendOutcome] {
        try look(up: records.map(\.id.text))
        let outcomes = try records.map(append)
        try flush()
        try tally.write(transaction.connection)
        return outcomes
    }

    /// Appends one record where its newest version is the expected one; nil where it is not.
    func append(
        _ record: IntakeRecord, replacing version: Int
    ) throws -> (outcome: AppendOutcome, version: Int)? {
        try look(up: [record.id.text])
        let last = newest[record.id.text]
        let isSame = last?.current?.digest == record.digest
        guard isSame || (last?.current?.version ?? 0) == version else { return nil }
        let outcome = try append(record)
        try flush()
        try tally.write(transaction.connection)
        return (outcome, newest[record.id.text]?.current?.version ?? 0)
    }

    /// One query for many records: over a network each query costs a round trip.
    private func look(up ids: [String]) throws {
        var rest = Array(Set(ids)).sorted()[...]
        while !rest.isEmpty {
            let part = rest.prefix(400)
            rest = rest.dropFirst(400)
            let places = part.map { _ in "?" }.joined(separator: ", ")
            let arguments = part.map { SQLValue.text($0) }
            try transaction.connection.forEach(
                """
                SELECT record, version, digest, serial, kind,
                    CASE WHEN EXISTS (SELECT 1 FROM withdrawn w WHERE w.serial = record.serial)
                        THEN 1 ELSE 0 END
                FROM record WHERE record IN (\(places)) ORDER BY version
                """, arguments
            ) { row in
                guard let kind = RecordKind(rawValue: try row.text(4)) else {
                    throw DamagedRow(column: 4)
                }
                let record = try row.text(0)
                let version = try row.int(1)
                newest[record, default: Stored(version: version)].version = version
                if try row.int(5) == 0 {
                    newest[record]?.current = Current(
                        version: version, digest: try row.text(2), serial: try row.int(3),
                        kind: kind)
                }
            }
            erased.formUnion(
                try transaction.connection.rows(
                    "SELECT record FROM tombstone WHERE record IN (\(places))", arguments
                ) { try $0.text(0) })
        }
    }

    private func append(_ record: IntakeRecord) throws -> AppendOutcome {
        let id = record.id.text
        // What was erased does not come back with the next import of the same file.
        guard !erased.contains(id) else { return .erased }
        let last = newest[id]
        let current = last?.current
        if current?.digest == record.digest { return .unchanged }
        let version = (last?.version ?? 0) + 1
        if let current {
            try flush()
            try retire(current.serial, kind: current.kind)
        }
        serial += 1
        newest[id] = Stored(
            version: version,
            current: Current(
                version: version, digest: record.digest, serial: serial,
                kind: record.content.kind))
        try write(record, version: version)
        return version == 1 ? .new : .newVersion
    }

    private func write(_ record: IntakeRecord, version: Int) throws {
        let kind = record.content.kind
        let access = AccessClass(kind: kind, originator: organisation, mark: record.mark)
        let (number, written) = try transaction.accessClass(access)
        let given = try CellList.encode(record.given)
        let (sealed, wrapped) = try seal.seal(
            Array(given.utf8), record: record.id.text, version: version)
        let row: [SQLValue] = [
            .integer(serial), .text(record.id.text), .integer(version), .text(kind.rawValue),
            .text(record.digest), .text(open.batch.text), .integer(record.rowNumber),
            .integer(number), .blob(sealed), .integer(transaction.log.next),
        ]
        let reading: [SQLValue]
        switch record.content {
        case .seizure(let event):
            reading = SeizureColumns.values(
                event, of: record, serial: serial, state: try state(of: record, version),
                accessClass: number, keepUntil: keepUntil(record.mark, event.when.last))
            rows.seizures.append(reading)
            tally.add(1, number, event.place, event.country, event.substance.group)
        case .figure(let figure):
            reading = FigureColumns.values(
                figure, of: record, serial: serial, accessClass: number,
                keepUntil: keepUntil(record.mark, figure.period.last))
            rows.figures.append(reading)
            tally.add(1, number, figure.place, figure.country, figure.substance.group)
        case .denominator(let denominator):
            reading = DenominatorColumns.values(
                denominator, of: record, serial: serial, accessClass: number,
                keepUntil: keepUntil(record.mark, denominator.period.last))
            rows.denominators.append(reading)
            tally.add(1, number, denominator.place, denominator.country, .unknown)
        }
        rows.words.append(
            SearchIndex.row(serial: serial, SearchIndex.content(kind, reading)))
        rows.records.append(row)
        rows.keys.append([.integer(serial), .blob(wrapped)])
        let object = try KindTable.object(
            serial: serial, kind: kind, record: row, reading: reading, wrapped: wrapped)
        try transaction.append(
            .write, by: nil, subject: "record/\(record.id)/\(version)", within: open.entry,
            objects: [object] + [written].compactMap { $0 })
    }

    private func keepUntil(_ mark: Mark, _ last: CalendarDate) -> CalendarDate? {
        mark.retention.map { last.advanced(byDays: $0.days) }
    }

    /// Takes the earlier version out of every count; it stays readable as history.
    private func retire(_ serial: Int, kind: RecordKind) throws {
        let table = KindTable.name(kind)
        try transaction.connection.execute(
            "UPDATE \(table) SET is_current = 0, revision = revision + 1 WHERE serial = ?",
            [.integer(serial)])
        try transaction.connection.execute(SearchIndex.remove, [.integer(serial)])
        try tally.remove(serial: serial, table: table, transaction.connection)
        try transaction.append(
            .write, by: nil, subject: "record/\(serial) superseded", within: open.entry,
            objects: [try KindTable.stored(serial: serial, kind: kind, transaction.connection)])
    }

    /// A reason to hold comes first; then what a person decided on an earlier version.
    private func state(of record: IntakeRecord, _ version: Int) throws -> ReviewState {
        guard record.holdReason == nil else { return .held }
        guard version > 1 else { return .counted }
        let decided = try transaction.connection.first(
            "SELECT state FROM decision WHERE record = ? ORDER BY number DESC LIMIT 1",
            [.text(record.id.text)]
        ) { try $0.text(0) }
        return decided.flatMap(ReviewState.init(rawValue:)) ?? .counted
    }

    private func flush() throws {
        let connection = transaction.connection
        try connection.executeEach(KindTable.insertRecord, rows.records)
        try connection.executeEach(KindTable.insertKey, rows.keys)
        try connection.executeEach(SeizureColumns.insert, rows.seizures)
        try connection.executeEach(FigureColumns.insert, rows.figures)
        try connection.executeEach(DenominatorColumns.insert, rows.denominators)
        try connection.executeEach(SearchIndex.insert, rows.words)
        rows = PendingRows()
    }
}
