import PortVocabulary

/// A layout bound to one file's header: which cell feeds which field.
struct BoundLayout {
    /// A cell that feeds a field.
    struct Source {
        let column: Int
        let header: String
        let mapping: ColumnMapping
    }

    let layout: Layout
    /// The given columns in canonical order: the layout's own, then the file's others by name.
    let headers: [String]
    /// For each canonical column the file's column, or nil where the file lacks it.
    let fileColumns: [Int?]
    /// Columns of the file that the layout does not know.
    let unknownHeaders: [String]
    private let sources: [IntakeField: [Source]]

    /// - Throws: ``FileDefect`` when a required column is missing or one is named twice.
    init(_ layout: Layout, header: [String]) throws(FileDefect) {
        var positions: [String: Int] = [:]
        for (index, name) in header.enumerated() {
            let folded = FoldedText.fold(name)
            if folded.isEmpty { continue }
            guard positions[folded] == nil else { throw .repeatedColumn(name) }
            positions[folded] = index
        }
        let missing = layout.columns.filter {
            $0.isRequired && positions[FoldedText.fold($0.header)] == nil
        }
        guard missing.isEmpty else {
            throw .missingColumns(missing.map(\.header), found: header)
        }
        let known = Set(layout.columns.map { FoldedText.fold($0.header) })
        let others = header.enumerated()
            .filter { !known.contains(FoldedText.fold($0.element)) }
            .sorted { $0.element < $1.element }
        self.layout = layout
        unknownHeaders = others.map(\.element).filter { !$0.isEmpty }
        headers = layout.columns.map(\.header) + others.map(\.element)
        fileColumns =
            layout.columns.map { positions[FoldedText.fold($0.header)] } + others.map(\.offset)
        var sources: [IntakeField: [Source]] = [:]
        for (index, column) in layout.columns.enumerated() {
            guard positions[FoldedText.fold(column.header)] != nil else { continue }
            for mapping in column.mappings {
                sources[mapping.field, default: []].append(
                    Source(column: index, header: column.header, mapping: mapping))
            }
        }
        self.sources = sources
    }

    /// The row's cells in canonical order, without outer blanks.
    func canonical(_ cells: [String]) -> [String] {
        fileColumns.map { index in
            guard let index, index < cells.count else { return "" }
            return Self.trimmed(cells[index])
        }
    }

    func sources(of field: IntakeField) -> [Source] { sources[field] ?? [] }

    /// Whether the source or the layout answers the field at all.
    func asks(_ field: IntakeField) -> Bool {
        sources[field] != nil || layout.defaults[field] != nil
    }

    private static func trimmed(_ text: String) -> String {
        let utf8 = text.utf8
        guard let first = utf8.first, let last = utf8.last else { return text }
        // Bytes above 7F may begin a non-breaking space.
        guard first <= 0x20 || last <= 0x20 || first == 0xc2 || last == 0xa0 else { return text }
        let isBlank = { (c: Character) in c.isWhitespace || c == "\u{FEFF}" }
        var slice = text[...].drop(while: isBlank)
        while let last = slice.last, isBlank(last) { slice.removeLast() }
        return String(slice)
    }
}
