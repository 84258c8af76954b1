import PortVocabulary
import SituationAnalysis

/// Totals that bodies published, per place.
enum PublishedSection {
    /// *Bounds: places with a chart; further ones stand in the JSON file.*
    static let maximumCharts = 60

    static func context(
        _ assessment: Assessment, _ references: inout PageReferences
    ) -> Any {
        let series = assessment.published.filter { !$0.entries.isEmpty }
        guard !series.isEmpty else { return false }
        let drawable = series.filter(isDrawable)
        let single = series.filter { !isDrawable($0) }
        var charts: [[String: Any]] = []
        for member in drawable.prefix(maximumCharts) {
            charts.append(chart(member, isSmall: true, &references))
        }
        return [
            "charts": charts,
            "more": StatementSection.more(drawable.count - charts.count, "places"),
            "single": CoverageSection.tableOrFalse(
                singles(single, "Places with figures for one period only", &references)),
            "upstream": CoverageSection.tableOrFalse(upstream(assessment.upstream, &references)),
            "shares": ShareSection.charts(
                assessment.publishedShares, unit: "share of kilograms", &references),
        ]
    }

    /// One period makes no line: it stands in a table only.
    static func isDrawable(_ series: PublishedSeries) -> Bool {
        Set(series.entries.filter { $0.kilograms != nil }.map(\.period)).count > 1
    }

    /// A place's figures as a chart with its table.
    static func chart(
        _ series: PublishedSeries, isSmall: Bool, _ references: inout PageReferences
    ) -> [String: Any] {
        let title = "\(series.place), \(series.group)"
        let scope = PageText.title(series.scope, in: FigureScope.self)
        let frame = references.frame(
            title,
            "Published totals in kilograms with the body that published each. "
                + "All values stand in the table.",
            width: isSmall ? 360 : ChartFrame.wideWidth)
        let figures = series.entries.compactMap { entry in
            entry.kilograms.map { kilograms in
                PublishedFiguresChart.Figure(
                    body: entry.body, start: entry.start, end: entry.end, value: kilograms,
                    isLowerBound: PageText.isLowerBound(entry.precision))
            }
        }
        let drawing = PublishedFiguresChart(frame: frame, figures: figures, unit: "kilograms")
        var table = PageTable("\(title): published totals (\(scope))", columns)
        for entry in series.entries { table.rows.append(row(entry, &references)) }
        return PageReferences.chart(
            title, isSmall ? .smallChart(drawing) : .chart(drawing), table)
    }

    private static let columns: [PageTable.Column] = [
        .text("Period"), .number("Kilograms"), .text("Body"), .text("Standing"),
        .number("Seizures", isOptional: true), .number("Kilograms each", isOptional: true),
        .number("Largest one’s share", isOptional: true), .text("Note", isOptional: true),
    ]

    private static func row(
        _ entry: PublishedEntry, _ references: inout PageReferences
    ) -> [Markup] {
        [
            .text(PageText.period(entry.period)),
            references.link(entry.figure, PageText.published(entry)),
            .address(entry.address, label: entry.body), .text(standing(entry)),
            .text(seizures(entry)), .text(PageText.kilograms(entry.meanKilograms)),
            .text(PageText.percent(entry.largestShare)), .text(note(entry)),
        ]
    }

    /// `exact, official`.
    static func standing(_ entry: PublishedEntry) -> String {
        var words = [PageText.title(entry.status, in: FigureStatus.self)]
        if !PageText.isLowerBound(entry.precision) {
            words.insert(PageText.title(entry.precision, in: FigurePrecision.self), at: 0)
        }
        return words.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func seizures(_ entry: PublishedEntry) -> String {
        guard let seizures = entry.seizures else { return "–" }
        let count = AmountText.grouped(seizures)
        guard PageText.term(entry.countBasis, in: CountBasis.self) != .same else { return count }
        let what = PageText.title(entry.countBasis, in: CountBasis.self)
        return what.isEmpty ? count : "\(count) (\(what))"
    }

    private static func note(_ entry: PublishedEntry) -> String {
        let contested = entry.isContested ? "Contested." : ""
        return [contested, entry.definition].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Series that are too short for a chart, in one table.
    static func singles(
        _ series: [PublishedSeries], _ caption: String, _ references: inout PageReferences
    ) -> PageTable {
        var table = PageTable(
            caption,
            [.text("Place"), .text("Substance"), .text("What")] + columns)
        for member in series {
            for entry in member.entries {
                table.rows.append(
                    [
                        .text(member.place), .text(member.group),
                        .text(PageText.title(member.scope, in: FigureScope.self)),
                    ] + row(entry, &references))
            }
        }
        return table
    }

    private static func upstream(
        _ comparisons: [UpstreamComparison], _ references: inout PageReferences
    ) -> PageTable {
        var table = PageTable(
            "Seized abroad on the way to a country, and seized in its ports, in kilograms",
            [
                .text("Country"), .text("Period"), .text("Where"), .number("Kilograms"),
                .text("Body"), .text("Note"),
            ])
        for comparison in comparisons {
            let upstream = (place: "abroad, on the way", entry: comparison.upstream)
            for (place, entry) in [upstream] + comparison.ports.map({ ($0.place, $0.entry) }) {
                table.rows.append([
                    .text(comparison.country), .text(PageText.period(entry.period)), .text(place),
                    references.link(entry.figure, PageText.published(entry)),
                    .address(entry.address, label: entry.body), .text(note(entry)),
                ])
            }
        }
        return table
    }
}
