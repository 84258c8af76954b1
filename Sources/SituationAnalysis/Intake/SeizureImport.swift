package import NeedToKnow
package import PortVocabulary

/// Hands out the next bytes of a file; nil at its end.
package typealias ByteSource = () throws -> [UInt8]?

/// A line of the row report.
package struct ReportLine: Hashable, Sendable {
    package let row: Int
    package let line: Int
    package let outcome: RowOutcome
    package let record: RecordID?
    package let written: AppendOutcome?
    package let notes: [RowNote]
    /// The cells as the file gave them; kept for rejected rows only.
    package let cells: [String]
}

/// What an import did, row by row added up.
package struct ImportSummary: Hashable, Sendable {
    package var rows = 0
    package var outcomes: [RowOutcome: Int] = [:]
    package var written: [AppendOutcome: Int] = [:]
    package var repeats: [RepeatKind: Int] = [:]
    /// How often each cause (without the row's own text) occurred, most frequent first on show.
    package var causes: [String: Int] = [:]
    package var unknownHeaders: [String] = []

    package init() {}
}

/// Imports one file under one layout. The file is read twice: the first pass finds what makes
/// it unreadable as a whole, so nothing of a broken file is stored; the second stores rows.
package struct SeizureImport<Store: SituationStore> {
    /// Records written in one transaction.
    package static var transactionRows: Int { 4_000 }

    private let layout: Layout
    private let encoding: TextEncoding?
    private let reference: ReferenceData
    private let store: Store
    private let requester: Requester
    private let now: Moment
    private let originator: OrganisationID?

    /// - Parameter originator: whose records they are, where a registered partner handed its
    ///   file over. They stay the partner's: the node reads them as its agreements allow, and
    ///   never takes one of its own records for one of them. Nil for the node's own.
    package init(
        layout: Layout, encoding: TextEncoding?, reference: ReferenceData, store: Store,
        requester: Requester, now: Moment, originator: OrganisationID? = nil
    ) {
        (self.layout, self.encoding, self.reference) = (layout, encoding, reference)
        (self.store, self.requester, self.now) = (store, requester, now)
        self.originator = originator == store.organisation ? nil : originator
    }

    /// Whether the requester may record for this node; a refusal is noted. Asked before a file
    /// is stored.
    package func isAllowed() throws -> Bool {
        try VisibleRecords(store, requester, now: now)
            .mayContribute(layout.kind, subject: "import \(layout.name)")
    }

    /// Reads the whole file without storing anything.
    ///
    /// - Returns: the header and the number of rows.
    /// - Throws: ``FileDefect``, or what the source throws.
    package func check(_ source: ByteSource) throws -> (header: [String], rows: Int) {
        var scanner = RowScanner(layout: layout, encoding: encoding)
        var rows = 0
        while let chunk = try source() { rows += try scanner.rows(from: chunk).count }
        rows += try scanner.rows(from: [], isLast: true).count
        let header = scanner.header ?? []
        _ = try BoundLayout(layout, header: header)
        return (header, rows)
    }

    /// What storing the rows of a file that ``check(_:)`` passed would do, without doing it.
    package func preview(_ source: ByteSource, header: [String]) throws -> ImportPreview {
        var interpreter = try RowInterpreter(
            layout: layout, header: header, reference: reference, today: now.day)
        var summary = ImportSummary()
        var preview = ImportPreview()
        var writer = BatchWriter(
            identity: layout.identity, kind: layout.kind, headers: interpreter.headers,
            originator: originator
        ) { _ in [] }
        try read(source, header: header, &interpreter, into: &writer) { writer, _ in
            try writer.write(&summary) { line in
                guard !line.notes.isEmpty, preview.lines.count < ImportPreview.lineLimit else {
                    return
                }
                preview.lines.append(line)
            }
            // Causes are few by their form; a file that makes up others is cut short.
            while summary.causes.count > ImportPreview.causeLimit {
                guard let rarest = summary.causes.min(by: { $0.value < $1.value }) else { break }
                summary.causes[rarest.key] = nil
            }
        }
        (preview.rows, preview.outcomes) = (summary.rows, summary.outcomes)
        (preview.causes, preview.unknownHeaders) = (summary.causes, interpreter.unknownHeaders)
        return preview
    }

    /// Stores the rows of a file that ``check(_:)`` passed.
    ///
    /// Interrupted at any point and run again, it ends in the same state as one whole run.
    /// - Parameters:
    ///   - batch: name of this import; the same file and layout may use the same one.
    ///   - report: called for every row, in order, after its record is durable.
    ///   - progress: called with the number of rows done.
    package func run(
        _ source: ByteSource, header: [String], batch id: BatchID, file: String,
        report: (ReportLine) throws -> Void, progress: (Int) -> Void
    ) throws -> ImportSummary {
        var interpreter = try RowInterpreter(
            layout: layout, header: header, reference: reference, today: now.day)
        let open = try store.begin(
            BatchHeader(
                id: id, file: file, layout: layout.name, headers: interpreter.headers,
                startedOn: now.day, originator: originator), by: requester, at: now)
        var summary = ImportSummary()
        summary.unknownHeaders = interpreter.unknownHeaders
        var writer = BatchWriter(
            identity: layout.identity, kind: layout.kind, headers: interpreter.headers,
            originator: originator
        ) { try store.append($0, to: open, at: now) }
        try read(source, header: header, &interpreter, into: &writer) { writer, isLast in
            guard isLast || writer.count >= Self.transactionRows else { return }
            try writer.write(&summary, report)
            progress(summary.rows)
        }
        summary.repeats = try ReviewOfRepeats(store: store).run(requester, now: now)
        return summary
    }

    /// Hands every row of the file to the writer, in order.
    ///
    /// - Parameter afterRow: called after each row, and once more at the end.
    private func read(
        _ source: ByteSource, header: [String], _ interpreter: inout RowInterpreter,
        into writer: inout BatchWriter,
        afterRow: (_ writer: inout BatchWriter, _ isLast: Bool) throws -> Void
    ) throws {
        var scanner = RowScanner(layout: layout, encoding: encoding)
        var isLast = false
        repeat {
            let chunk = try source()
            isLast = chunk == nil
            for row in try scanner.rows(from: chunk ?? [], isLast: isLast) {
                let cells = interpreter.canonical(row.cells)
                let read = interpreter.interpret(
                    cells, givenCount: row.cells.count, headerCount: header.count,
                    hasControlCharacters: row.hasControlCharacters)
                writer.add(row, cells: cells, read: read)
                try afterRow(&writer, false)
            }
        } while !isLast
        try afterRow(&writer, true)
    }
}

/// Collects rows and writes them in transactions.
private struct BatchWriter {
    let identity: RowIdentity
    let kind: RecordKind
    let headers: [String]
    /// Whose records they are, where a partner handed them over; nil for our own.
    let originator: OrganisationID?
    /// Stores records and answers one outcome each; none where nothing is stored.
    let append: ([IntakeRecord]) throws -> [AppendOutcome]
    private var pending: [(row: SourceRow, read: InterpretedRow, record: IntakeRecord?)] = []
    /// How often each row has come. Some 40 bytes a row: see ``InputLimit/rows``.
    private var seen: [RowFingerprint: Int32] = [:]
    /// What each identity stood for where it came first, and the row.
    private var identities: [RowFingerprint: (whole: RowFingerprint, row: Int)] = [:]
    private let identityColumns: [RowFingerprint.Column]
    private let columns: [RowFingerprint.Column]

    init(
        identity: RowIdentity, kind: RecordKind, headers: [String], originator: OrganisationID?,
        append: @escaping ([IntakeRecord]) throws -> [AppendOutcome]
    ) {
        (self.identity, self.kind, self.headers) = (identity, kind, headers)
        (self.originator, self.append) = (originator, append)
        columns = RowFingerprint.columns(headers, at: Array(headers.indices))
        if case .columns(let names) = identity {
            let wanted = Set(names.map(FoldedText.fold))
            let indices = headers.indices.filter { wanted.contains(FoldedText.fold(headers[$0])) }
            identityColumns = RowFingerprint.columns(headers, at: indices)
        } else {
            identityColumns = []
        }
    }

    var count: Int { pending.count }

    mutating func add(_ row: SourceRow, cells: [String], read: InterpretedRow) {
        guard let content = read.content else {
            pending.append((row, read, nil))
            return
        }
        let whole = RowFingerprint(kind: kind, cells: cells, columns: columns)
        let id: RowFingerprint
        var occurrence = 0
        let isNamed =
            !identityColumns.isEmpty && identityColumns.allSatisfy { !cells[$0.index].isEmpty }
        if isNamed {
            id = RowFingerprint(kind: kind, cells: cells, columns: identityColumns)
            // INVARIANT: within one file an identity has one content. Else every run of the
            // file would write both contents as new versions once more.
            if let first = identities[id], first.whole != whole {
                pending.append((row, contradicting(read, row: first.row), nil))
                return
            }
            identities[id] = (whole, row.number)
        } else {
            occurrence = Int(seen[whole, default: 0])
            seen[whole] = Int32(occurrence + 1)
            id = whole.occurrence(occurrence)
        }
        // A partner's record never becomes a version of one of ours, whatever its cells say.
        let own = originator.map { id.of($0) } ?? id
        let record = IntakeRecord(
            id: RecordID(trusted: own.text), digest: whole.text, rowNumber: row.number,
            given: cells, content: content, mark: read.mark, occurrence: occurrence,
            holdReason: read.holdReason)
        pending.append((row, read, record))
    }

    private func contradicting(_ read: InterpretedRow, row: Int) -> InterpretedRow {
        let names = identityColumns.map { headers[$0.index] }.joined(separator: ", ")
        let note = RowNote(
            column: names, cause: "row \(row) has the same reference and other cells",
            mend: "give each event its own reference, or remove the outdated row", weight: .reject)
        return InterpretedRow(content: nil, mark: read.mark, notes: read.notes + [note])
    }

    mutating func write(
        _ summary: inout ImportSummary, _ report: (ReportLine) throws -> Void
    ) throws {
        guard !pending.isEmpty else { return }
        let outcomes = try append(pending.compactMap(\.record))
        var next = outcomes.makeIterator()
        for (row, read, record) in pending {
            let written = record == nil ? nil : next.next()
            summary.rows += 1
            summary.outcomes[read.outcome, default: 0] += 1
            if let written { summary.written[written, default: 0] += 1 }
            for note in read.notes { summary.causes[note.kind, default: 0] += 1 }
            try report(
                ReportLine(
                    row: row.number, line: row.line, outcome: read.outcome, record: record?.id,
                    written: written, notes: read.notes,
                    cells: read.isClassified
                        ? row.cells.map { _ in "(not kept)" }
                        : read.outcome == .rejected ? row.cells : []))
        }
        pending.removeAll(keepingCapacity: true)
    }
}

extension RowNote {
    /// The cause without the row's own text and numbers, so that like causes add up.
    var kind: String {
        guard let end = cause.lastIndex(of: "”") else { return "\(column): \(withoutNumbers)" }
        return "\(column): …\(cause[cause.index(after: end)...])"
    }

    /// Bounds the number of different causes: each run of digits becomes one sign. The factor of
    /// a conversion is not the row's own.
    private var withoutNumbers: String {
        guard weight != .note || cause.hasPrefix("says") else { return cause }
        var text = ""
        for character in cause where !(character.isNumber && text.hasSuffix("#")) {
            text.append(character.isNumber ? "#" : character)
        }
        return text
    }
}
