import PortVocabulary

/// Reads a form as a row of the template layout.
struct EntryReader {
    let template: Layout
    let reference: ReferenceData
    let today: CalendarDate

    /// A form as read.
    struct Reading {
        let headers: [String]
        let cells: [String]
        let row: InterpretedRow
        let remarks: [EntryRemark]
        var isDefective: Bool { remarks.contains(where: \.isDefect) || row.content == nil }
    }

    /// - Parameter reporter: who reports where the form does not say.
    /// - Throws: ``FileDefect`` only for a template that does not fit itself: our own bug.
    func read(_ form: EntryForm, reporter: String) throws(FileDefect) -> Reading {
        let columns = template.columns.map(\.header)
        var interpreter = try RowInterpreter(
            layout: template, header: columns, reference: reference, today: today)
        var cells = form.cells
        if blank(cells["reporter"]) { cells["reporter"] = reporter }
        if blank(cells["reference"]) { cells["reference"] = "hand-\(form.token)" }
        let given = columns.map { cells[$0] ?? "" }
        let canonical = interpreter.canonical(given)
        var remarks = defects(form, columns: columns)
        // What is too long is not looked at further.
        guard remarks.isEmpty else {
            let row = InterpretedRow(content: nil, mark: template.mark, notes: [])
            return Reading(
                headers: interpreter.headers, cells: canonical, row: row, remarks: remarks)
        }
        let row = interpreter.interpret(
            canonical, givenCount: given.count, headerCount: columns.count,
            hasControlCharacters: given.contains(where: Self.hasControlCharacters))
        if !row.isClassified { remarks = missing(form) }
        let named = Set(remarks.map(\.column))
        remarks += row.notes.filter { !named.contains($0.column) }.map {
            EntryRemark(
                column: $0.column, cause: $0.cause, mend: $0.mend, isDefect: $0.weight == .reject)
        }
        return Reading(
            headers: interpreter.headers, cells: canonical, row: row, remarks: remarks)
    }

    private func blank(_ text: String?) -> Bool { text?.allSatisfy(\.isWhitespace) ?? true }

    private static func hasControlCharacters(_ text: String) -> Bool {
        text.utf8.contains { $0 < 0x20 && $0 != 0x0a && $0 != 0x0d && $0 != 0x09 }
    }

    private func defects(_ form: EntryForm, columns: [String]) -> [EntryRemark] {
        let known = Set(columns)
        return form.cells.sorted { $0.key < $1.key }.compactMap { column, cell in
            if !known.contains(column) {
                return EntryRemark(
                    column: "", cause: "the form has a field that the template does not know",
                    mend: "open the form anew", isDefect: true)
            }
            guard cell.utf8.count > EntryForm.cellBytes else { return nil }
            return EntryRemark(
                column: column, cause: "is longer than \(EntryForm.cellBytes) bytes",
                mend: "shorten it", isDefect: true)
        }
    }

    private func missing(_ form: EntryForm) -> [EntryRemark] {
        EntryForm.neededColumns.filter { blank(form.cells[$0]) }.map {
            EntryRemark(
                column: $0, cause: "is blank",
                mend: $0 == "date"
                    ? "write the day, or the month or year if no more is known"
                    : "fill it in, or write “unknown”", isDefect: true)
        }
    }
}

extension RecordID {
    /// The identity of a row with its own reference, as an import makes it.
    static func referenced(_ reading: EntryReader.Reading, _ layout: Layout) -> RecordID {
        guard case .columns(let names) = layout.identity else {
            return RecordID(trusted: RowFingerprint.whole(reading, layout).text)
        }
        let wanted = Set(names.map(FoldedText.fold))
        let indices = reading.headers.indices.filter {
            wanted.contains(FoldedText.fold(reading.headers[$0]))
        }
        return RecordID(
            trusted: RowFingerprint(
                kind: layout.kind, cells: reading.cells,
                columns: RowFingerprint.columns(reading.headers, at: indices)
            ).text)
    }
}

extension RowFingerprint {
    /// What the cells say, as an import digests them.
    static func whole(_ reading: EntryReader.Reading, _ layout: Layout) -> RowFingerprint {
        RowFingerprint(
            kind: layout.kind, cells: reading.cells,
            columns: columns(reading.headers, at: Array(reading.headers.indices)))
    }
}
