package import PortVocabulary

/// What a person typed into the search: every word, or its beginning, has to occur in a record.
package struct SearchText: Hashable, Sendable, CustomStringConvertible {
    /// Words of one search.
    package static let wordLimit = 8
    /// Bounds: bytes of the whole text.
    package static let byteLimit = 300

    /// The words as the index writes them, each once, in order.
    package let words: [String]

    /// - Throws: ``WordDefect`` for a text without a letter or digit, or with too many words.
    package init(parsing text: String) throws(WordDefect) {
        guard text.utf8.count <= Self.byteLimit else {
            throw .length(expected: "1 to \(Self.byteLimit)", found: text.utf8.count)
        }
        words = Array(Set(SearchableText.words(of: text))).sorted()
        guard !words.isEmpty else {
            throw .noSuchValue("holds no word", mend: "write a place, a method or a number")
        }
        guard words.count <= Self.wordLimit else {
            throw .noSuchValue(
                "has \(words.count) words", mend: "write \(Self.wordLimit) at the most")
        }
    }

    package var description: String { words.joined(separator: " ") }

    /// Whether the words all occur in what these fields of a record say.
    package func fits(_ content: RecordContent, fields: FieldSet) -> Bool {
        let found = SearchableText.words(of: content).filter { fields.contains(FieldSet([$0.key])) }
        return words.allSatisfy { word in
            found.values.contains { $0.contains { $0.hasPrefix(word) } }
        }
    }
}

/// The words by which a record is found. Only what was read in plain is searched: the cells as
/// given are sealed, and no index may repeat what lies in them.
package enum SearchableText {
    /// Words indexed of one field of one record.
    static let wordLimit = 200
    /// A longer word is cut, in the index and in a search alike. Bounds: Unicode scalars.
    static let scalarLimit = 40

    /// The text folded and parted into words.
    package static func words(of text: String) -> [String] {
        FoldedText.fold(text).split(separator: " ").map { word in
            String(String.UnicodeScalarView(word.unicodeScalars.prefix(scalarLimit)))
        }
    }

    /// The words of each field of a record.
    package static func words(of content: RecordContent) -> [RecordField: Set<String>] {
        let texts =
            switch content {
            case .seizure(let event): texts(of: event)
            case .figure(let figure): texts(of: figure)
            case .denominator(let denominator): texts(of: denominator)
            }
        return texts.compactMapValues { texts in
            let found = texts.flatMap { words(of: $0) }.prefix(wordLimit)
            return found.isEmpty ? nil : Set(found)
        }
    }

    private static func texts(of event: SeizureEvent) -> [RecordField: [String]] {
        var texts: [RecordField: [String]] = [
            .place: [event.placeText, event.place?.code ?? "", event.country?.code ?? ""],
            .reporter: [event.reporter], .stage: stated(event.stage),
            .setting: stated(event.setting), .transport: stated(event.transport),
            .concealment: stated(event.concealment), .producing: [event.producing?.code ?? ""],
            .departure: point(event.departure), .transit: event.transit.flatMap(point),
            .destination: point(event.destination), .intended: point(event.intended),
            .methods: event.methods.flatMap { [$0.rawValue, $0.title] },
            .companies: event.companies.map { "\($0.role.title) \($0.involvement.title)" },
            .container: [event.container?.code ?? ""],
            .vessel: event.vessel.map { [String($0.number)] } ?? [],
        ]
        if event.substance != .unknown {
            texts[.substance] = [event.substance.title, event.substance.group.title]
        }
        if let cash = event.cash { texts[.cash] = [cash.currency.code, "cash"] }
        return texts
    }

    private static func texts(of figure: AggregateFigure) -> [RecordField: [String]] {
        [
            .place: [figure.placeName, figure.place?.code ?? "", figure.country?.code ?? ""],
            .reporter: [figure.body], .definition: [figure.definition],
            .substance: figure.substance == .unknown
                ? [] : [figure.substance.title, figure.substance.group.title],
        ]
    }

    private static func texts(of denominator: Denominator) -> [RecordField: [String]] {
        [
            .place: [
                denominator.placeName, denominator.place?.code ?? "",
                denominator.country?.code ?? "", denominator.facility,
            ],
            .reporter: [denominator.body],
            .definition: [denominator.effort.title, denominator.unit.title],
        ]
    }

    /// A term that says something.
    private static func stated<T: Term>(_ term: T) -> [String] {
        ["unknown", "not-asked", "other", "none"].contains(term.rawValue) ? [] : [term.title]
    }

    /// Country and place of a point, each by its code.
    private static func point(_ point: RoutePoint) -> [String] {
        [point.country?.code ?? "", point.place?.code ?? ""]
    }
}
