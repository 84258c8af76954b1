import SituationAnalysis

/// Routes, modus operandi, concealment, roles of companies, and cash.
enum MethodSection {
    static func context(
        _ assessment: Assessment, _ references: inout PageReferences
    ) -> Any {
        guard assessment.base.seizures > 0 else { return false }
        return [
            "routes": CoverageSection.tableOrFalse(
                routes(assessment.routes, "Routes, with what was seized on them", &references)),
            "breakdowns": [
                breakdown(assessment.methods, within: "", &references),
                breakdown(assessment.concealment, within: "", &references),
            ],
            "roles": CoverageSection.tableOrFalse(roles(assessment.roles, &references)),
            "cash": CoverageSection.tableOrFalse(cash(assessment.cash, &references)),
        ]
    }

    static func routes(
        _ routes: [RouteLine], _ caption: String, _ references: inout PageReferences
    ) -> PageTable {
        var table = PageTable(
            caption,
            [
                .text("From"), .text("Through"), .text("To"), .number("Seizures"),
                .number("Kilograms"),
            ])
        for route in routes {
            let intended = route.isIntended && !route.destination.isEmpty ? " (intended)" : ""
            table.rows.append([
                .text(named(route.departure)), .text(named(route.transit)),
                .text(named(route.destination) + intended),
                references.link(route.figure, AmountText.grouped(route.seizures)),
                .text(PageText.kilograms(route.kilograms)),
            ])
        }
        return table
    }

    private static func named(_ place: String) -> String { place.isEmpty ? "–" : place }

    /// A breakdown with its chart, or the sentence why there is none.
    static func breakdown(
        _ breakdown: Breakdown, within place: String, _ references: inout PageReferences
    ) -> [String: Any] {
        let total = breakdown.known + breakdown.unknown + breakdown.notAsked
        let known =
            "Known for \(AmountText.grouped(breakdown.known)) of "
            + "\(PageText.count(total, "seizure")); unknown for "
            + "\(AmountText.grouped(breakdown.unknown)); not asked for "
            + "\(AmountText.grouped(breakdown.notAsked))."
        let title = (place.isEmpty ? "" : "\(place): ") + "\(breakdown.title), share of seizures"
        var charts: [[String: Any]] = []
        if !breakdown.lines.isEmpty { charts.append(chart(breakdown, title, &references)) }
        return [
            "title": breakdown.title, "known": known, "charts": charts,
            "empty": breakdown.lines.isEmpty,
        ]
    }

    private static func chart(
        _ breakdown: Breakdown, _ title: String, _ references: inout PageReferences
    ) -> [String: Any] {
        let isCompared = breakdown.lines.contains { $0.shareBefore != nil && $0.shareAfter != nil }
        let rows = breakdown.lines.map { line in
            // Two periods side by side where they are known, else the whole with its interval.
            isCompared
                ? BarChart.Row(
                    label: line.title, value: line.shareAfter.map { $0 * 100 },
                    valueText: PageText.percent(line.shareAfter),
                    comparison: line.shareBefore.map { $0 * 100 })
                : BarChart.Row(
                    label: line.title, value: line.share * 100, low: line.lower * 100,
                    high: line.upper * 100, valueText: AmountText.percent(line.share))
        }
        let drawing = BarChart(
            frame: references.frame(
                title,
                "Shares of the seizures that know this field. All values stand in the table."),
            rows: rows, unit: "% of the seizures that know it", currentName: breakdown.after,
            comparisonName: breakdown.before, intervalName: "95 % interval")
        return PageReferences.chart(
            title, .chart(drawing), table(breakdown, title, isCompared, &references))
    }

    private static func table(
        _ breakdown: Breakdown, _ title: String, _ isCompared: Bool,
        _ references: inout PageReferences
    ) -> PageTable {
        var columns: [PageTable.Column] = [
            .text("Term"), .number("Seizures"), .number("Share"), .number("95 % interval"),
        ]
        if isCompared {
            columns += [
                .number(breakdown.before), .number(breakdown.after),
                .number("Difference, percentage points"), .number("95 % interval of it"),
            ]
        }
        var table = PageTable("\(title) that know it", columns)
        for line in breakdown.lines {
            var cells: [Markup] = [
                .text(line.code.isEmpty ? line.title : "\(line.title) (\(line.code))"),
                references.link(line.figure, AmountText.grouped(line.seizures)),
                .text(AmountText.percent(line.share)),
                .text(PageText.interval(line.lower, line.upper, AmountText.percent)),
            ]
            if isCompared {
                cells += [
                    .text(PageText.percent(line.shareBefore)),
                    .text(PageText.percent(line.shareAfter)),
                    .text(line.difference.map { PageText.points($0) } ?? "–"),
                    .text(
                        PageText.interval(
                            line.differenceLower, line.differenceUpper, PageText.points)),
                ]
            }
            table.rows.append(cells)
        }
        return table
    }

    private static func roles(
        _ roles: [RoleLine], _ references: inout PageReferences
    ) -> PageTable {
        var table = PageTable(
            "Roles of companies, and how they were involved",
            [
                .text("Role"), .number("Misused"), .number("Complicit"), .number("Not known"),
                .text("Figure"),
            ])
        for line in roles {
            table.rows.append([
                .text(line.role), .text(AmountText.grouped(line.misused)),
                .text(AmountText.grouped(line.complicit)), .text(AmountText.grouped(line.unknown)),
                references.link(line.figure, line.figure),
            ])
        }
        return table
    }

    private static func cash(
        _ cash: [CashLine], _ references: inout PageReferences
    ) -> PageTable {
        var table = PageTable(
            "Cash by currency; currencies are not added",
            [.text("Currency"), .number("Seizures"), .number("Total"), .number("Median")])
        for line in cash {
            table.rows.append([
                .text(line.currency), .text(AmountText.grouped(line.seizures)),
                references.link(line.figure, AmountText.grouped(line.total)),
                .text(AmountText.grouped(line.median)),
            ])
        }
        return table
    }
}
