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

    /// A query that asks for these records alone.
    package init(_ selection: Selection = Selection()) { self.selection = selection }

    /// A field of the address that cannot be read.
    package struct Defect: Hashable, Sendable {
        /// The field's name in the address.
        package let field: String
        /// What was written.
        package let value: String
        package let kind: Kind

        /// What cannot be read.
        package enum Kind: String, Sendable, CaseIterable {
            case period, substance, basin, port, country, record, container, vessel
            case route, compare, by
            /// A word of another vocabulary, such as a method.
            case term
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
        var reader = SelectionReader(fields: fields)
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
        add("method", selection.methods.map(\.rawValue))
        add("concealment", selection.concealments.map(\.rawValue))
        add("stage", selection.stages.map(\.rawValue))
        add("transport", selection.transports.map(\.rawValue))
        add("role", selection.roles.map(\.rawValue))
        add("currency", selection.currencies.map(\.code))
        add("reporter", Array(selection.reporters))
        if let route = selection.route { add("route", [route.description]) }
        add("record", selection.records.map(\.text))
        add("container", selection.containers.map(\.code))
        add("vessel", selection.vessels.map { String($0.number) })
        add("state", selection.states.map(\.rawValue))
        if let search = selection.search { add("search", [search.description]) }
        if let compare { add("compare", [compare.description]) }
        if let granularity { add("by", [granularity.rawValue]) }
        for (name, isSet) in [
            ("figures", listsFigures), ("counted", selection.isCountedOnly),
            ("within", selection.isWithinPeriod), ("at-port", selection.isAtPortOnly),
            ("maritime", selection.isMaritimeOnly),
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
}
