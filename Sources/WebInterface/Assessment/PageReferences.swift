import SituationAnalysis

/// Links to figures, and which figures the page has cited; ids for charts.
struct PageReferences {
    private let known: Set<String>
    private(set) var cited: Set<String> = []
    private var charts = 0

    init(figures: [Figure]) { known = Set(figures.map(\.id)) }

    /// A number that leads to its figure; plain text where there is no such figure.
    mutating func link(_ figure: String, _ label: String) -> Markup {
        guard known.contains(figure) else { return .text(label) }
        cited.insert(figure)
        return .element("a", ["href": "#" + figure], .text(label))
    }

    /// The figures of a sentence by their numbers.
    mutating func links(_ figures: [String]) -> Markup {
        var parts: [Markup] = []
        for figure in figures { parts.append(link(figure, figure)) }
        return .joined(parts, separator: ", ")
    }

    /// A frame under an id of its own.
    mutating func frame(
        _ title: String, _ description: String, width: Double = ChartFrame.wideWidth
    ) -> ChartFrame {
        charts += 1
        return ChartFrame(
            id: "chart-\(charts)", title: title, description: description, width: width)
    }

    /// What `chart.mustache` shows: a chart with its table behind it.
    static func chart(
        _ title: String, _ drawing: Markup, _ table: PageTable, note: Markup = .empty
    ) -> [String: Any] {
        [
            "title": title, "drawing": drawing, "table": table.markup,
            "note": note.isNull ? false : ["text": note] as Any,
        ]
    }
}
