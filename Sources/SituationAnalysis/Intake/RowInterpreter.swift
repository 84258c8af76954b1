package import PortVocabulary

/// Reads the rows of one file under one layout. Keeps caches, so it is used by one task.
package struct RowInterpreter {
    /// Weight above which a single seizure waits for a person. Bounds: kilograms.
    package static let heldKilograms = 100_000.0
    /// Entries that a cache may hold before it is emptied.
    static let cacheLimit = 100_000

    let bound: BoundLayout
    let reference: ReferenceData
    let today: CalendarDate
    private var termCaches: [Int: [String: String?]] = [:]
    private var countryCache: [String: Country?] = [:]
    private var placeCache: [String: PlaceResolution] = [:]
    private var substanceCache: [String: Substance?] = [:]
    private var markings: [String: ClassifiedMarking?] = [:]
    private var unitCache: [String: UnitRegister.Entry?] = [:]
    private let asked: AskedFields

    /// - Throws: ``FileDefect`` when the header does not fit the layout.
    package init(
        layout: Layout, header: [String], reference: ReferenceData, today: CalendarDate
    ) throws(FileDefect) {
        bound = try BoundLayout(layout, header: header)
        self.reference = reference
        self.today = today
        asked = Self.asked(bound)
    }

    /// The columns in the order in which ``canonical(_:)`` gives cells.
    package var headers: [String] { bound.headers }
    /// Columns of the file that the layout does not know: kept as given, not read.
    package var unknownHeaders: [String] { bound.unknownHeaders }
    /// The row's cells in canonical order, without outer blanks.
    package func canonical(_ cells: [String]) -> [String] { bound.canonical(cells) }

    /// Reads one row of canonical cells. Never fails: what cannot be read is a note.
    package mutating func interpret(
        _ cells: [String], givenCount: Int, headerCount: Int, hasControlCharacters: Bool = false
    ) -> InterpretedRow {
        if let refused = refusedAtTheDoor(cells) { return refused }
        var notes: [RowNote] = []
        if hasControlCharacters {
            notes.append(
                RowNote(
                    column: "", cause: "holds control characters; kept as given",
                    mend: "check the export", weight: .note))
        }
        if givenCount != headerCount {
            notes.append(
                RowNote(
                    column: "", cause: "has \(givenCount) cells under \(headerCount) columns",
                    mend: "check delimiters and quotation marks in this row", weight: .reject))
            return InterpretedRow(content: nil, mark: bound.layout.mark, notes: notes)
        }
        var row = RowReading(cells: cells, notes: notes)
        let content: RecordContent? =
            switch bound.layout.kind {
            case .seizure: seizure(&row).map(RecordContent.seizure)
            case .figure: figure(&row).map(RecordContent.figure)
            case .denominator: denominator(&row).map(RecordContent.denominator)
            }
        let mark = readMark(&row)
        let isRejected = row.notes.contains { $0.weight == .reject }
        return InterpretedRow(content: isRejected ? nil : content, mark: mark, notes: row.notes)
    }

    /// A row with a marking of classified information; nil for every other. Its other cells are
    /// not looked at, so that no note repeats them.
    private mutating func refusedAtTheDoor(_ cells: [String]) -> InterpretedRow? {
        for (index, cell) in cells.enumerated() where cell.utf8.count >= 4 {
            let marking: ClassifiedMarking?
            if let known = markings[cell] {
                marking = known
            } else {
                marking = ClassifiedMarking(in: cell)
                if markings.count >= Self.cacheLimit { markings = [:] }
                markings.updateValue(marking, forKey: cell)
            }
            guard let marking else { continue }
            let note = RowNote(
                column: headers[index], cause: marking.defect.cause, mend: marking.defect.mend,
                weight: .reject)
            return InterpretedRow(
                content: nil, mark: bound.layout.mark, notes: [note], isClassified: true)
        }
        return nil
    }

    // MARK: Cells

    /// The text of a field: the first filled cell, or the layout's default; nil when blank or
    /// one of the layout's words for unknown.
    func text(_ field: IntakeField, _ row: RowReading) -> (
        text: String, source: BoundLayout.Source?
    )? {
        for source in bound.sources(of: field) {
            let cell = row.cells[source.column]
            if cell.isEmpty || isUnknown(cell) { continue }
            return (cell, source)
        }
        return bound.layout.defaults[field].map { ($0, nil) }
    }

    /// Whether the cell is one of the layout's words for unknown.
    func isUnknown(_ cell: String) -> Bool {
        // Only short cells can be one of the words.
        cell.utf8.count <= 24 && !bound.layout.unknownTexts.isEmpty
            && bound.layout.unknownTexts.contains(FoldedText.fold(cell))
    }

    /// The cell with the mapping's own terms applied.
    mutating func mapped(_ found: (text: String, source: BoundLayout.Source?)) -> String {
        guard let source = found.source,
            !source.mapping.terms.isEmpty || source.mapping.otherwise != nil
        else { return found.text }
        let key = source.column << 8 | source.mapping.field.cacheTag
        if let cached = termCaches[key]?[found.text] { return cached ?? found.text }
        let term = source.mapping.terms[FoldedText.fold(found.text)] ?? source.mapping.otherwise
        if termCaches[key, default: [:]].count >= Self.cacheLimit { termCaches[key] = [:] }
        termCaches[key, default: [:]].updateValue(term, forKey: found.text)
        return term ?? found.text
    }

    /// A closed vocabulary's term; `unknown` where asked without an answer, `notAsked` where the
    /// source has no such question.
    mutating func term<T: Term>(
        _ field: IntakeField, _ row: inout RowReading, unknown: T, notAsked: T
    ) -> T {
        guard let found = text(field, row) else { return bound.asks(field) ? unknown : notAsked }
        let code = mapped(found)
        do throws(WordDefect) {
            return try T(parsing: code)
        } catch {
            row.note(found.source?.header ?? field.rawValue, found.text, error)
            return unknown
        }
    }

    mutating func country(
        _ field: IntakeField, _ row: inout RowReading, isNoted: Bool = true
    ) -> Country? {
        guard let found = text(field, row) else { return nil }
        let name = mapped(found)
        if name.isEmpty { return nil }
        if let cached = countryCache[name] {
            if cached == nil, isNoted { row.noteUnknownCountry(found.source?.header, name) }
            return cached
        }
        let country = reference.countries.country(named: name)
        if countryCache.count >= Self.cacheLimit { countryCache = [:] }
        countryCache.updateValue(country, forKey: name)
        if country == nil, isNoted { row.noteUnknownCountry(found.source?.header, name) }
        return country
    }

    /// Resolves a place text, within a country where one is known.
    mutating func resolve(_ text: String, in country: Country?) -> PlaceResolution {
        let key = (country?.code ?? "") + "\u{1f}" + text
        if let cached = placeCache[key] { return cached }
        let resolution = reference.ports.resolve(text, in: country)
        if placeCache.count >= Self.cacheLimit { placeCache = [:] }
        placeCache[key] = resolution
        return resolution
    }

    mutating func substance(_ row: inout RowReading) -> Substance {
        guard let found = text(.substance, row) else { return .unknown }
        let name = mapped(found)
        let substance: Substance?
        if let cached = substanceCache[name] {
            substance = cached
        } else {
            substance = reference.substances.substance(named: name)
            if substanceCache.count >= Self.cacheLimit { substanceCache = [:] }
            substanceCache.updateValue(substance, forKey: name)
        }
        guard let substance else {
            row.add(
                found.source?.header, "“\(name.prefix(60))” is no known substance; kept as given",
                "add the spelling to the layout's terms")
            return .unknown
        }
        return substance
    }

    mutating func unit(_ text: String) -> UnitRegister.Entry? {
        if let cached = unitCache[text] { return cached }
        let entry = reference.units.entry(named: text)
        if unitCache.count >= Self.cacheLimit { unitCache = [:] }
        unitCache.updateValue(entry, forKey: text)
        return entry
    }

    var askedFields: AskedFields { asked }

    private static func asked(_ bound: BoundLayout) -> AskedFields {
        let table: [(AskedFields, [IntakeField])] = [
            (.place, [.place, .placeCode]), (.amount, [.amount, .kilograms]), (.stage, [.stage]),
            (.setting, [.setting]), (.transport, [.transport]), (.producing, [.producingCountry]),
            (.departure, [.departure, .departureCountry, .departurePlace]),
            (.transit, [.transit, .transitCountry, .transitPlace]),
            (.destination, [.destination, .destinationCountry, .destinationPlace]),
            (.intended, [.intended, .intendedCountry, .intendedPlace]),
            (.concealment, [.concealment]), (.methods, [.methods]),
            (.companies, [.company, .companyRole]), (.cash, [.cashAmount]),
            (.container, [.container]), (.vessel, [.vessel]), (.persons, [.persons]),
            (.evaluation, [.evaluation, .sourceEvaluation, .informationEvaluation]),
        ]
        return table.reduce(into: []) { asked, entry in
            if entry.1.contains(where: bound.asks) { asked.insert(entry.0) }
        }
    }
}

/// A row while it is read: its canonical cells and the remarks so far.
struct RowReading {
    let cells: [String]
    var notes: [RowNote]

    mutating func add(
        _ column: String?, _ cause: String, _ mend: String, _ weight: RowNote.Weight = .note
    ) {
        notes.append(RowNote(column: column ?? "", cause: cause, mend: mend, weight: weight))
    }

    mutating func note(
        _ column: String?, _ text: String, _ defect: WordDefect, _ weight: RowNote.Weight = .note
    ) {
        let kept = weight == .note ? "; kept as given" : ""
        add(column, "“\(text.prefix(60))” \(defect.cause)\(kept)", defect.mend, weight)
    }

    mutating func noteUnknownCountry(_ column: String?, _ name: String) {
        add(
            column, "“\(name.prefix(60))” is no known country; kept as given",
            "write the ISO code or the English name")
    }
}

extension IntakeField {
    /// A number below 256 that tells fields of one column apart in a cache.
    fileprivate var cacheTag: Int { Self.tags[self] ?? 255 }
    private static let tags = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
