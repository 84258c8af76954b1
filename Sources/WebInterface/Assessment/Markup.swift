import Mustache

/// HTML that may stand in a page as it is.
///
/// It is made here only: from text, which is escaped, from a chart of ours, and from tags around
/// other markup. Templates insert it with triple braces and nothing else that way.
struct Markup: MustacheCustomRenderable, Hashable, Sendable {
    let html: String

    private init(html: String) { self.html = html }

    static let empty = Markup(html: "")
    /// What a table shows where nothing is known.
    static let absent = Markup.text("–")

    var renderText: String { html }
    var isNull: Bool { html.isEmpty }

    /// Text, with everything that HTML would read as markup escaped.
    static func text(_ text: String) -> Markup {
        Markup(html: ChartDrawing.escaped(text))
    }

    /// A chart for wide and narrow screens.
    static func chart(_ chart: some Chart) -> Markup { Markup(html: chart.responsiveHTML()) }

    /// A chart that is small enough for every screen.
    static func smallChart(_ chart: some Chart) -> Markup { Markup(html: chart.svg()) }

    /// A bar in a cell; a dash where nothing was counted.
    static func bar(_ parts: [ShareBar.Part]) -> Markup {
        ShareBar(parts: parts).svg().map { Markup(html: $0) } ?? .absent
    }

    /// Markup inside an element. Name and attribute names are ours; attribute values are escaped.
    static func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ inner: Markup
    ) -> Markup {
        let head = attributes.map { " \($0.key)=\"\(ChartDrawing.escaped($0.value))\"" }.joined()
        return Markup(html: "<\(name)\(head)>\(inner.html)</\(name)>")
    }

    static func element(_ name: StaticString, _ inner: Markup) -> Markup {
        element(name, [:], inner)
    }

    /// A link to an address of the web; anything else is plain text.
    static func address(_ address: String, label: String) -> Markup {
        guard isWebAddress(address) else {
            return .text(address.isEmpty || address == label ? label : "\(label) (\(address))")
        }
        return .element(
            "a", ["href": address, "rel": "noreferrer nofollow"], .text(label))
    }

    /// Pieces one after the other, with a separator of text.
    static func joined(_ parts: [Markup], separator: String = "") -> Markup {
        Markup(html: parts.map(\.html).joined(separator: ChartDrawing.escaped(separator)))
    }

    static let style = Markup(html: ChartStyle.css)

    /// A style sheet of ours for a `style` element, which ends at the first tag in it.
    static func styleSheet(_ css: String) -> Markup {
        precondition(!css.contains("<"), "a style sheet holds no tag")
        return Markup(html: css)
    }

    /// Whether the text is an `http` or `https` address without blanks and control characters.
    static func isWebAddress(_ text: String) -> Bool {
        let lowered = text.prefix(8).lowercased()
        guard lowered.hasPrefix("http://") || lowered.hasPrefix("https://") else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar.value > 0x20 && scalar.value != 0x7F && !scalar.properties.isWhitespace
                && scalar.properties.generalCategory != .format
        }
    }
}
