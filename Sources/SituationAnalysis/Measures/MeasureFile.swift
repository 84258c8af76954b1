package import PortVocabulary

/// A row of a file of measures as read.
package struct MeasureRow: Sendable {
    package let row: Int
    package let line: Int
    /// Nil where a remark rejects the row.
    package let measure: Measure?
    package let notes: [RowNote]
}

/// Reads measures from comma-separated text with a header.
package struct MeasureFile: Sendable {
    /// Bytes of one file.
    package static let byteLimit = 4 << 20
    /// Columns that a file must have.
    package static let required = ["measure", "port", "type", "starts", "description"]
    /// All columns, in the order of the format.
    package static let columns = [
        "measure", "port", "facility", "type", "starts", "ends", "description", "owner", "source",
    ]

    private let ports: PortRegister
    private let owner: OrganisationID

    /// - Parameter owner: who runs a measure where the row does not say.
    package init(ports: PortRegister, owner: OrganisationID) {
        (self.ports, self.owner) = (ports, owner)
    }

    /// Every row, in order; a row with a defect is named and holds no measure.
    ///
    /// - Throws: ``FileDefect`` where the file as a whole cannot be read.
    package func rows(_ bytes: [UInt8]) throws(FileDefect) -> [MeasureRow] {
        var all: [SourceRow] = []
        var reader = DelimitedReader(delimiter: UInt8(ascii: ","))
        try reader.read(bytes) { row in all.append(row) }
        try reader.finish { row in all.append(row) }
        let header = all.first?.cells ?? []
        var positions: [String: Int] = [:]
        for (index, name) in header.enumerated() {
            let folded = FoldedText.fold(name)
            guard positions[folded] == nil else { throw .repeatedColumn(name) }
            positions[folded] = index
        }
        let missing = Self.required.filter { positions[$0] == nil }
        guard missing.isEmpty else { throw .missingColumns(missing, found: header) }
        var seen: [MeasureID: Int] = [:]
        return all.dropFirst().map { row in
            let cells = Cells(cells: row.cells, positions: positions)
            var read = refusedAtTheDoor(cells, row) ?? read(cells, row)
            guard let id = read.measure?.id else { return read }
            if let first = seen[id] {
                let note = RowNote(
                    column: "measure", cause: "row \(first) has the same identifier",
                    mend: "give each measure its own", weight: .reject)
                read = MeasureRow(row: row.number, line: row.line, measure: nil, notes: [note])
            } else {
                seen[id] = row.number
            }
            return read
        }
    }

    private struct Cells {
        let cells: [String]
        let positions: [String: Int]

        subscript(_ column: String) -> String {
            guard let index = positions[column], index < cells.count else { return "" }
            var text = Substring(cells[index])
            while text.first?.isWhitespace == true { text.removeFirst() }
            while text.last?.isWhitespace == true { text.removeLast() }
            return String(text)
        }
    }

    /// A row with a marking of classified information; nil for every other.
    private func refusedAtTheDoor(_ cells: Cells, _ row: SourceRow) -> MeasureRow? {
        for column in Self.columns {
            guard let marking = ClassifiedMarking(in: cells[column]) else { continue }
            let note = RowNote(
                column: column, cause: marking.defect.cause, mend: marking.defect.mend,
                weight: .reject)
            return MeasureRow(row: row.number, line: row.line, measure: nil, notes: [note])
        }
        return nil
    }

    private func read(_ cells: Cells, _ row: SourceRow) -> MeasureRow {
        var notes: [RowNote] = []
        func cell<Value>(
            _ column: String, _ parse: (String) throws(WordDefect) -> Value
        ) -> Value? {
            let text = cells[column]
            do throws(WordDefect) {
                return try parse(text)
            } catch {
                let cause =
                    text.isEmpty ? "is empty" : "“\(text.prefix(60))” \(error.cause)"
                notes.append(
                    RowNote(column: column, cause: cause, mend: error.mend, weight: .reject))
                return nil
            }
        }
        let id = cell("measure") { text throws(WordDefect) in try MeasureID(parsing: text) }
        let port = cell("port") { text throws(WordDefect) in try place(text) }
        let type = cell("type") { text throws(WordDefect) in try MeasureType(parsing: text) }
        let starts = cell("starts") { text throws(WordDefect) in try CalendarDate(iso: text) }
        let ends =
            cells["ends"].isEmpty
            ? nil : cell("ends") { text throws(WordDefect) in try CalendarDate(iso: text) }
        let owner =
            cells["owner"].isEmpty
            ? self.owner
            : cell("owner") { text throws(WordDefect) in try OrganisationID(parsing: text) }
        var measure: Measure?
        if notes.isEmpty, let id, let port, let type, let starts, let owner {
            do throws(WordDefect) {
                measure = try Measure(
                    id: id, port: port, facility: cells["facility"], type: type, starts: starts,
                    ends: ends, description: cells["description"], owner: owner,
                    source: cells["source"])
            } catch {
                notes.append(
                    RowNote(
                        column: "", cause: "the measure \(error.cause)", mend: error.mend,
                        weight: .reject))
            }
        }
        return MeasureRow(row: row.number, line: row.line, measure: measure, notes: notes)
    }

    /// A port by its code or, where one fits, by its name.
    private func place(_ text: String) throws(WordDefect) -> PlaceCode {
        if let code = ports.resolve(text, in: nil).code { return code }
        return try PlaceCode(parsing: text)
    }
}
