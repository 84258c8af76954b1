package import NeedToKnow
package import PortVocabulary
package import SituationAnalysis

extension NodeDatabase {
    package func details(_ records: [RecordID], visible: Visibility) throws -> [RecordDetail] {
        try engine.read("read the records") { connection in
            try details(records, visible: visible, connection)
        }
    }

    func details(
        _ records: [RecordID], visible: Visibility, _ connection: any SQLConnection
    ) throws -> [RecordDetail] {
        let table = KindTable.name(visible.kind)
        let clause = VisibilityClause(visible)
        var details: [RecordDetail] = []
        for id in Set(records).sorted() {
            let state = visible.kind == .seizure ? "state" : "'counted'"
            let found = try connection.first(
                """
                SELECT r.version, r.row_number, r.sealed, d.wrapped, b.file, b.headers, t.state,
                    t.class, t.place, t.country, t.substance_group, t.serial, t.revision, \
                \(EvidentTable.accessClass.columns.map { "c.\($0)" }.joined(separator: ", "))
                FROM (SELECT serial, class, place, country, substance_group, revision,
                    \(state) AS state
                    FROM \(table) WHERE record = ? AND is_current = 1\(clause.sql)) t
                    JOIN record r ON r.serial = t.serial
                    JOIN batch b ON b.batch = r.batch
                    JOIN access_class c ON c.class = t.class
                    JOIN data_key d ON d.serial = r.serial
                """, [.text(id.text)] + clause.arguments
            ) { row in try detail(id, visible.kind, row) }
            if let found, let found { details.append(found) }
        }
        return details
    }

    private func detail(
        _ id: RecordID, _ kind: RecordKind, _ row: any SQLRow
    ) throws -> RecordDetail? {
        guard let access = Self.accessClass(ShiftedRow(row: row, by: 13)) else { return nil }
        let version = try row.int(0)
        let opened = try seal.open(
            try row.blob(2), wrapped: try row.blob(3), record: id.text, version: version)
        let headers = try CellList.decode(try row.text(5))
        let cells = try CellList.decode(String(decoding: opened, as: UTF8.self))
        return RecordDetail(
            record: id, serial: try row.int(11), version: version, kind: kind,
            state: ReviewState(rawValue: try row.text(6)) ?? .held, accessClass: try row.int(7),
            revision: try row.int(12),
            place: row.optionalText(8).flatMap { try? PlaceCode(parsing: $0) },
            country: row.optionalText(9).flatMap { try? Country(parsing: $0) },
            substances: SubstanceGroup(rawValue: try row.text(10)) ?? .unknown,
            originator: access.originator, mark: access.mark, file: try row.text(4),
            rowNumber: try row.int(1),
            given: zip(headers, cells).filter { !$1.isEmpty }.map { (header: $0, cell: $1) })
    }
}

/// The last columns of a row as a row of their own.
struct ShiftedRow: SQLRow {
    let row: any SQLRow
    let shift: Int

    init(row: any SQLRow, by shift: Int) { (self.row, self.shift) = (row, shift) }

    var count: Int { row.count - shift }
    func value(_ column: Int) -> SQLValue { row.value(column + shift) }
    func optionalInt(_ column: Int) -> Int? { row.optionalInt(column + shift) }
    func optionalReal(_ column: Int) -> Double? { row.optionalReal(column + shift) }
    func optionalText(_ column: Int) -> String? { row.optionalText(column + shift) }
    func optionalBlob(_ column: Int) -> [UInt8]? { row.optionalBlob(column + shift) }
}
