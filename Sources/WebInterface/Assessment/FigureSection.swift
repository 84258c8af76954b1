import SituationAnalysis

/// Every figure with what stands behind it: the ends of all links.
enum FigureSection {
    static func context(_ figures: [Figure], cited: Set<String>) -> Any {
        guard !figures.isEmpty else { return false }
        let isWhole = figures.count <= SituationPage.maximumFigures
        let shown = isWhole ? figures : figures.filter { cited.contains($0.id) }
        var table = PageTable(
            "Figures, and the records behind them",
            [
                .text("Figure"), .text("What it says"), .number("Value"), .number("Interval"),
                .number("Records"), .text("Where they are"),
            ])
        for figure in shown { table.rows.append(row(figure)) }
        return [
            "table": table.markup,
            "more": StatementSection.more(figures.count - shown.count, "figures"),
        ]
    }

    /// Figures of a live page, each with the address of its records.
    static func liveTable(_ figures: some Sequence<Figure>) -> PageTable {
        var table = PageTable(
            "Figures, and the records behind them",
            [
                .text("Figure"), .text("What it says"), .number("Value"), .number("Interval"),
                .number("Records"), .text("Published by", isOptional: true),
            ])
        for figure in figures {
            var cells = row(figure)
            let count = AmountText.grouped(figure.records)
            cells[4] =
                PageReferences.address(figure).map {
                    .element("a", ["href": $0], .text(count))
                } ?? .text(count)
            cells[5] = .joined(
                figure.sources.prefix(3).map { .address($0.address, label: $0.body) },
                separator: ", ")
            table.rows.append(cells)
        }
        return table
    }

    private static func row(_ figure: Figure) -> [Markup] {
        let name = [figure.subject, figure.measure, PageText.period(figure.period)]
        let isShare = figure.unit == "share"
        return [
            .element("span", ["id": figure.id], .text(figure.id)),
            .text(name.filter { !$0.isEmpty }.joined(separator: "; ")),
            .text(PageText.value(figure.value, unit: figure.unit)),
            .text(
                PageText.interval(
                    figure.lower, figure.upper, isShare ? AmountText.percent : PageText.amount)),
            .text(AmountText.grouped(figure.records)),
            evidence(figure),
        ]
    }

    private static func evidence(_ figure: Figure) -> Markup {
        var parts: [Markup] = []
        if !figure.list.isEmpty { parts.append(.element("code", .text(figure.list))) }
        for source in figure.sources {
            let label = [source.record, source.body].filter { !$0.isEmpty }
            parts.append(
                .element(
                    "span", ["class": "source"],
                    .address(source.address, label: label.joined(separator: ", "))))
        }
        return .joined(parts, separator: " ")
    }
}
