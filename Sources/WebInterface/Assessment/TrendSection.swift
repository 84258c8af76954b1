import SituationAnalysis

/// Trends of single seizures, shares that follow from them, and stages.
enum TrendSection {
    static func context(
        _ assessment: Assessment, _ references: inout PageReferences
    ) -> Any {
        guard assessment.base.seizures > 0 else { return false }
        let usable = inOrder(assessment.trends, assessment.ports)
        var charts: [[String: Any]] = []
        let unit = unit(assessment.granularity)
        for trend in usable.prefix(SituationPage.maximumTrends) {
            charts.append(chart(trend, unit: unit, &references))
        }
        return [
            "charts": charts,
            "more": StatementSection.more(usable.count - charts.count, "trends"),
            "shares": ShareSection.charts(
                assessment.shares, unit: "share of seizures", &references),
            "stages": CoverageSection.tableOrFalse(stages(assessment.stages, &references)),
            "empty": usable.isEmpty,
        ]
    }

    static func unit(_ granularity: Granularity) -> String {
        "seizures per \(granularity.title)"
    }

    /// Wide scopes first. Trends of ports that have a section of their own stand there.
    static func inOrder(_ trends: [TrendSeries], _ ports: [PortPage]) -> [TrendSeries] {
        let own = Set(ports.prefix(SituationPage.maximumPorts).map(\.code))
        let scopes = ["all": 0, "basin": 1, "country": 2, "port": 3]
        let kept = trends.filter { trend in
            !trend.points.isEmpty && !(trend.scope == "port" && own.contains(trend.code))
        }
        let keyed = kept.enumerated().map { index, trend in
            (
                trend: trend, scope: scopes[trend.scope] ?? 4,
                total: trend.points.reduce(0) { $0 + $1.seizures }, index: index
            )
        }
        return keyed.sorted { ($0.scope, $1.total, $0.index) < ($1.scope, $0.total, $1.index) }
            .map(\.trend)
    }

    /// A trend as a chart with its table and what changed.
    static func chart(
        _ trend: TrendSeries, unit: String, _ references: inout PageReferences
    ) -> [String: Any] {
        let title = "\(trend.subject), \(trend.group)"
        let known = Dictionary(
            trend.points.map { ($0.period, $0) }, uniquingKeysWith: { first, _ in first })
        let periods = (trend.points.map(\.period) + trend.gaps).sorted()
        let points = periods.map { period -> SeriesChart.Point in
            guard let point = known[period] else { return SeriesChart.Point(nil) }
            return SeriesChart.Point(
                Double(point.seizures), low: point.lower, high: point.upper,
                isPartial: point.isPartial, expectsLateReports: point.isLate)
        }
        let drawing = SeriesChart(
            frame: references.frame(
                title,
                "Number of seizures in each period with the interval of the expected "
                    + "number. All values stand in the table."),
            periods: periods, series: [.init(name: "", points: points)],
            unit: unit, intervalName: "95 % interval")
        return PageReferences.chart(
            title, .chart(drawing), table(trend, title, &references),
            note: trend.change.map { change($0, &references) } ?? .empty)
    }

    /// The weight of a trend's periods, with what says how far to trust it.
    static func weightChart(
        _ trend: TrendSeries, _ granularity: Granularity, _ references: inout PageReferences
    ) -> [String: Any] {
        let title = "\(trend.subject), \(trend.group): weight"
        let known = Dictionary(
            trend.points.map { ($0.period, $0) }, uniquingKeysWith: { first, _ in first })
        let periods = (trend.points.map(\.period) + trend.gaps).sorted()
        let points = periods.map { period -> SeriesChart.Point in
            guard let point = known[period], point.withoutWeight < point.seizures else {
                return SeriesChart.Point(nil)
            }
            return SeriesChart.Point(
                point.kilograms, isPartial: point.isPartial, expectsLateReports: point.isLate)
        }
        let drawing = SeriesChart(
            frame: references.frame(
                title, "Kilograms seized in each period. All values stand in the table."),
            periods: periods, series: [.init(name: "", points: points)],
            unit: "kilograms per \(granularity.title)")
        var table = PageTable(
            "\(title) by period",
            [
                .text("Period"), .number("Kilograms"), .number("No weight"),
                .number("Of it converted, kg"), .number("Median, kg"),
                .number("Largest one’s share"), .number("Largest tenth’s share"),
            ])
        for point in trend.points {
            table.rows.append([
                .text(point.period), references.link(point.weightFigure, weight(point)),
                .text(AmountText.grouped(point.withoutWeight)),
                .text(PageText.kilograms(point.convertedKilograms)),
                .text(PageText.kilograms(point.median)),
                .text(PageText.percent(point.largestShare)),
                .text(PageText.percent(point.tailShare)),
            ])
        }
        return PageReferences.chart(
            title, .chart(drawing), table, note: .text(weightNote(trend.points)))
    }

    /// Weights have no interval: a few finds make most of a sum, and no sample tells how large
    /// the next one is. How much hangs on the largest find is said instead.
    private static func weightNote(_ points: [TrendPoint]) -> String {
        let shares = points.compactMap(\.largestShare)
        let without = points.reduce(0) { $0 + $1.withoutWeight }
        var note = "No interval: a sum of weights hangs on its largest finds."
        if let least = shares.min(), let most = shares.max() {
            note +=
                " The largest one makes \(AmountText.percent(least)) to "
                + "\(AmountText.percent(most)) of a period’s weight."
        }
        if without > 0 { note += " \(PageText.count(without, "seizure")) without a weight." }
        return note
    }

    private static func table(
        _ trend: TrendSeries, _ title: String, _ references: inout PageReferences
    ) -> PageTable {
        var table = PageTable(
            "\(title): seizures and weight by period",
            [
                .text("Period"), .number("Seizures"), .number("95 % interval"),
                .number("Kilograms"), .number("No weight"), .number("Of it converted, kg"),
                .number("Median, kg"), .number("Largest one’s share"),
                .number("Largest tenth’s share"), .text("Note", isOptional: true),
            ])
        for point in trend.points {
            table.rows.append([
                .text(point.period),
                references.link(point.countFigure, AmountText.grouped(point.seizures)),
                .text(PageText.interval(point.lower, point.upper)),
                references.link(point.weightFigure, weight(point)),
                .text(AmountText.grouped(point.withoutWeight)),
                .text(PageText.kilograms(point.convertedKilograms)),
                .text(PageText.kilograms(point.median)),
                .text(PageText.percent(point.largestShare)),
                .text(PageText.percent(point.tailShare)), .text(note(point)),
            ])
        }
        for gap in trend.gaps {
            table.rows.append(
                [.text(gap), .text("–"), .text("–"), .text("–"), .text("–"), .text("–")]
                    + [.text("–"), .text("–"), .text("–"), .text("not known: no data")])
        }
        return table
    }

    /// The weight of a period; a dash where none of its seizures has one.
    private static func weight(_ point: TrendPoint) -> String {
        point.seizures > 0 && point.withoutWeight >= point.seizures
            ? "–" : PageText.kilograms(point.kilograms)
    }

    private static func note(_ point: TrendPoint) -> String {
        let words = [
            point.isPartial ? "partial period" : "", point.isLate ? "late reports expected" : "",
        ]
        return words.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func change(
        _ change: TrendChange, _ references: inout PageReferences
    ) -> Markup {
        let ratio = AmountText.significant(change.ratio)
        let interval = PageText.interval(change.lower, change.upper, AmountText.significant)
        let rose = change.ratio > 1 ? "more" : "less"
        let verdict =
            switch change.verdict {
            case .shown: "That it became \(rose) often is shown."
            case .likely: "That it became \(rose) often is likely."
            case .cannotTell: "Whether it became more or less often cannot be told."
            case .unlikely: "That it became \(rose) often is unlikely."
            }
        let before = AmountText.grouped(change.countBefore)
        let after = AmountText.grouped(change.countAfter)
        return .joined([
            .text("From \(change.before) to \(change.after): \(before), then \(after); per day "),
            references.link(change.figure, "\(ratio) times as many"),
            .text(
                " (95 % interval \(interval); chance alone would give a difference as large with "
                    + "probability \(PageText.probability(change.pValue))). \(verdict) "
                    + "All comparisons were judged together."),
        ])
    }

    static func stages(
        _ stages: [StageLine], _ references: inout PageReferences
    ) -> PageTable {
        var table = PageTable(
            "Where on the way it was seized",
            [.text("Stage"), .text("Substance"), .number("Seizures"), .number("Kilograms")])
        for line in stages {
            table.rows.append([
                .text(line.stage), .text(line.group),
                references.link(line.figure, AmountText.grouped(line.seizures)),
                .text(PageText.kilograms(line.kilograms)),
            ])
        }
        return table
    }
}
