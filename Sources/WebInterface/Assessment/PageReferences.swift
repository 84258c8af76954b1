import SituationAnalysis

/// Links to figures, and which figures the page has cited; ids for charts.
///
/// A page on its own leads to the figure's entry at its end. A live page leads to the records.
struct PageReferences {
    private let figures: [Figure]
    /// Whether figures lead to the node's own pages.
    private let isLive: Bool
    private(set) var cited: Set<String> = []
    private var charts = 0

    init(figures: [Figure], isLive: Bool = false) {
        (self.figures, self.isLive) = (figures, isLive)
    }

    /// A number that leads to its figure; plain text where there is no such figure.
    mutating func link(_ figure: String, _ label: String) -> Markup {
        guard let known = self.figure(figure) else { return .text(label) }
        guard !isLive else {
            guard let address = Self.address(known) else { return .text(label) }
            return .element("a", ["href": address], .text(label))
        }
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
        var frame = ChartFrame(
            id: "chart-\(charts)", title: title, description: description, width: width)
        frame.labelsMarks = isLive
        return frame
    }

    /// Figures are numbered from `N1` in the order of their making.
    private func figure(_ id: String) -> Figure? {
        guard id.first == "N", let number = Int(id.dropFirst()),
            figures.indices.contains(number - 1), figures[number - 1].id == id
        else { return nil }
        return figures[number - 1]
    }

    /// Where the records behind a figure stand: the one record, or their list.
    static func address(_ figure: Figure) -> String? {
        if figure.sources.count == 1, let record = figure.sources.first?.record, !record.isEmpty {
            return "/seizures/" + FormFields.encoded(record)
        }
        guard let query = SelectionQuery.text(ofCommand: figure.list) else { return nil }
        return query.isEmpty ? "/seizures" : "/seizures?" + query
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
