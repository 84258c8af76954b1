import PortVocabulary

/// Changes of the tally, gathered over a transaction: how many current records there are of each
/// class, place, country and group. With it a count over a million records reads a few rows.
struct TallyChange {
    private struct Cell: Hashable {
        let accessClass: Int
        let place: String
        let country: String
        let group: String
    }

    private var changes: [Cell: Int] = [:]

    mutating func add(
        _ count: Int, _ accessClass: Int, _ place: PlaceCode?, _ country: Country?,
        _ group: SubstanceGroup
    ) {
        let cell = Cell(
            accessClass: accessClass, place: place?.code ?? "", country: country?.code ?? "",
            group: group.rawValue)
        changes[cell, default: 0] += count
    }

    /// Takes out a stored version that is no longer current.
    mutating func remove(serial: Int, table: String, _ connection: any SQLConnection) throws {
        try change(by: -1, serial: serial, table: table, connection)
    }

    /// Puts back a stored version that is current again.
    mutating func restore(serial: Int, table: String, _ connection: any SQLConnection) throws {
        try change(by: 1, serial: serial, table: table, connection)
    }

    private mutating func change(
        by count: Int, serial: Int, table: String, _ connection: any SQLConnection
    ) throws {
        let cell = try connection.first(
            "SELECT class, place, country, substance_group FROM \(table) WHERE serial = ?",
            [.integer(serial)]
        ) { row in
            Cell(
                accessClass: try row.int(0), place: row.optionalText(1) ?? "",
                country: row.optionalText(2) ?? "", group: try row.text(3))
        }
        if let cell { changes[cell, default: 0] += count }
    }

    /// Writes the changes, each cell once.
    func write(_ connection: any SQLConnection) throws {
        let rows = changes.filter { $0.value != 0 }.map { cell, count -> [SQLValue] in
            [
                .integer(cell.accessClass), .text(cell.place), .text(cell.country),
                .text(cell.group), .integer(count),
            ]
        }
        try connection.executeEach(
            """
            INSERT INTO tally (class, place, country, substance_group, records)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (class, place, country, substance_group)
            DO UPDATE SET records = tally.records + EXCLUDED.records
            """, rows)
        // A cell that counts nothing would be a row that nobody could tell from a forged one.
        let lessened = changes.filter { $0.value < 0 }.map { cell, _ -> [SQLValue] in
            [.integer(cell.accessClass), .text(cell.place), .text(cell.country), .text(cell.group)]
        }
        try connection.executeEach(
            """
            DELETE FROM tally WHERE class = ? AND place = ? AND country = ?
                AND substance_group = ? AND records = 0
            """, lessened)
    }
}
