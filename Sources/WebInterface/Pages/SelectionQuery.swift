package import PortVocabulary
package import SituationAnalysis

/// The address form of a selection: `period=2024&substance=cocaine&port=BEANR&counted=yes`.
///
/// What a page shows is in its address, so that a view can be sent to a colleague, and a figure
/// leads to exactly the records behind it.
package struct SelectionQuery: Hashable, Sendable {
    /// Values of one criterion; further ones are refused.
    package static let maximumValues = 100

    /// Which records.
    package var selection = Selection()
    /// Period to compare the selection's period with.
    package var compare: DateSpan?
    /// Length of the trends' periods; nil chooses one that fits.
    package var granularity: Granularity?
    /// Published figures instead of single seizures.
    package var listsFigures = false

    package init(_ selection: Selection = Selection()) { self.selection = selection }

    /// A field of the address that cannot be read.
    package struct Defect: Hashable, Sendable {
        /// The field's name in the address.
        package let field: String
        /// What was written.
        package let value: String
        package let kind: Kind

        package enum Kind: String, Sendable, CaseIterable {
            case period, substance, basin, port, country, record, container, vessel
            case compare, by
            /// A period to compare with, but none to compare.
            case compareAlone
            /// More values than ``SelectionQuery/maximumValues``.
            case tooMany
        }
    }

    /// Reads the fields of an address or of a form. A field that cannot be read is left out and
    /// told: a page with defects shows them and no records, because what is left selects more
    /// than was asked for.
    package static func read(
        _ fields: FormFields, _ reference: ReferenceData
    ) -> (query: SelectionQuery, defects: [Defect]) {
        var reader = Reader(fields: fields)
        let query = reader.query(reference)
        return (query, reader.defects)
    }

    /// The query of an address, without the question mark; empty for everything.
    package var text: String { FormFields(fields).encoded }

    /// `/path?query`, or the path alone where everything is selected.
    package func address(_ path: String) -> String {
        let text = text
        return text.isEmpty ? path : "\(path)?\(text)"
    }

    /// The same in fields, in a fixed order.
    package var fields: [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        func add(_ name: String, _ values: [String]) {
            fields += values.sorted().map { (name, $0) }
        }
        if let period = selection.period { add("period", [period.description]) }
        add("substance", selection.groups.map(\.rawValue))
        add("basin", selection.basins.map(\.rawValue))
        add("port", selection.ports.map(\.code))
        add("country", selection.countries.map(\.code))
        add("record", selection.records.map(\.text))
        add("container", selection.containers.map(\.code))
        add("vessel", selection.vessels.map(\.description))
        if let compare { add("compare", [compare.description]) }
        if let granularity { add("by", [granularity.rawValue]) }
        for (name, isSet) in [
            ("figures", listsFigures), ("counted", selection.isCountedOnly),
            ("within", selection.isWithinPeriod), ("at-port", selection.isAtPortOnly),
        ] where isSet {
            add(name, [Self.yes])
        }
        return fields
    }

    private static let yes = "yes"

    /// The address form of a command that lists records, as figures name it:
    /// `breakwater seizures list --counted --period 2024`; nil for another command.
    package static func text(ofCommand command: String) -> String? {
        let head = "breakwater seizures list"
        guard command.hasPrefix(head) else { return nil }
        guard let words = words(String(command.dropFirst(head.count))) else { return nil }
        var fields: [(name: String, value: String)] = []
        var name: String?
        for word in words {
            if !word.isQuoted, word.text.hasPrefix("--") {
                if let flag = name { fields.append((flag, yes)) }
                name = String(word.text.dropFirst(2))
            } else if let option = name {
                fields.append((option, word.text))
                name = nil
            } else {
                return nil
            }
        }
        if let flag = name { fields.append((flag, yes)) }
        return FormFields(fields).encoded
    }

    /// The words of a command as a shell reads them; nil where a quote is left open.
    private static func words(_ text: String) -> [(text: String, isQuoted: Bool)]? {
        var words: [(text: String, isQuoted: Bool)] = []
        var word: (text: String, isQuoted: Bool)?
        var isInQuotes = false
        var rest = text.makeIterator()
        while let character = rest.next() {
            switch character {
            case "'":
                isInQuotes.toggle()
                word = (word?.text ?? "", true)
            case "\\" where !isInQuotes:
                guard let next = rest.next() else { return nil }
                word = ((word?.text ?? "") + String(next), true)
            case " " where !isInQuotes:
                if let finished = word { words.append(finished) }
                word = nil
            default: word = ((word?.text ?? "") + String(character), word?.isQuoted ?? false)
            }
        }
        if let finished = word { words.append(finished) }
        return isInQuotes ? nil : words
    }

    /// The same view without one of its criteria.
    func without(_ name: String, _ value: String) -> SelectionQuery {
        var query = self
        switch name {
        case "period":
            query.selection.period = nil
            query.compare = nil
        case "substance":
            query.selection.groups = query.selection.groups.filter { $0.rawValue != value }
        case "basin":
            query.selection.basins = query.selection.basins.filter { $0.rawValue != value }
        case "port": query.selection.ports = query.selection.ports.filter { $0.code != value }
        case "country":
            query.selection.countries = query.selection.countries.filter { $0.code != value }
        case "record": query.selection.records = query.selection.records.filter { $0.text != value }
        case "container":
            query.selection.containers = query.selection.containers.filter { $0.code != value }
        case "vessel":
            query.selection.vessels = query.selection.vessels.filter { $0.description != value }
        case "compare": query.compare = nil
        case "by": query.granularity = nil
        case "figures": query.listsFigures = false
        case "counted": query.selection.isCountedOnly = false
        case "within": query.selection.isWithinPeriod = false
        case "at-port": query.selection.isAtPortOnly = false
        default: break
        }
        return query
    }
}

/// Reads fields and collects what is wrong with them.
private struct Reader {
    let fields: FormFields
    var defects: [SelectionQuery.Defect] = []

    mutating func query(_ reference: ReferenceData) -> SelectionQuery {
        var query = SelectionQuery()
        query.selection.period = span("period", .period)
        query.selection.groups = values("substance", .substance) { text in
            (try? SubstanceGroup(parsing: text))
                ?? reference.substances.substance(named: text)?.group
        }
        query.selection.basins = values("basin", .basin) { try? Basin(parsing: $0) }
        query.selection.ports = values("port", .port) { text in
            let code = try? PlaceCode(parsing: text)
            // Records may name a port that the list lacks: its code, as figures write it, is read.
            return code.flatMap { reference.ports.port($0)?.code }
                ?? reference.ports.resolve(text, in: nil).code
                ?? (code?.code == text ? code : nil)
        }
        query.selection.countries = values("country", .country) {
            reference.countries.country(named: $0)
        }
        query.selection.records = values("record", .record) { try? RecordID(parsing: $0) }
        query.selection.containers = values("container", .container) {
            try? ContainerCode(parsing: $0)
        }
        query.selection.vessels = values("vessel", .vessel) { try? VesselNumber(parsing: $0) }
        query.selection.isCountedOnly = isSet("counted")
        query.selection.isWithinPeriod = isSet("within")
        query.selection.isAtPortOnly = isSet("at-port")
        query.listsFigures = isSet("figures")
        query.compare = span("compare", .compare)
        if query.compare != nil, query.selection.period == nil {
            add("compare", fields["compare"] ?? "", .compareAlone)
            query.compare = nil
        }
        if let text = fields["by"], !text.isEmpty {
            query.granularity = try? Granularity(parsing: text)
            if query.granularity == nil { add("by", text, .by) }
        }
        return query
    }

    private mutating func add(
        _ field: String, _ value: String, _ kind: SelectionQuery.Defect.Kind
    ) {
        defects.append(.init(field: field, value: value, kind: kind))
    }

    private func isSet(_ name: String) -> Bool { !(fields[name] ?? "").isEmpty }

    private mutating func span(
        _ name: String, _ kind: SelectionQuery.Defect.Kind
    ) -> DateSpan? {
        guard let text = fields[name], !text.isEmpty else { return nil }
        let span = try? DateSpan(parsing: text)
        if span == nil { add(name, text, kind) }
        return span
    }

    /// Several fields of one name, or several values in one, parted by commas.
    private mutating func values<Value: Hashable>(
        _ name: String, _ kind: SelectionQuery.Defect.Kind, _ read: (String) -> Value?
    ) -> Set<Value> {
        let texts = fields.values(name).flatMap { $0.split(separator: ",") }
            .map { $0.trimmingBlanks }.filter { !$0.isEmpty }
        if texts.count > SelectionQuery.maximumValues {
            add(name, String(texts.count), .tooMany)
        }
        var values: Set<Value> = []
        for text in texts.prefix(SelectionQuery.maximumValues) {
            guard let value = read(text) else {
                add(name, text, kind)
                continue
            }
            values.insert(value)
        }
        return values
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
