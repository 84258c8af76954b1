import PortVocabulary
import SituationAnalysis

/// Shares of ports within their basin.
enum ShareSection {
    /// *Bounds: further basins stand in the JSON file.*
    private static let maximumCharts = 20

    /// Charts with their tables, and how many are left out.
    static func charts(
        _ shares: [ShareSeries], unit: String, _ references: inout PageReferences
    ) -> Any {
        let usable = shares.filter { !$0.periods.isEmpty }
        guard !usable.isEmpty else { return false }
        var charts: [[String: Any]] = []
        for share in usable.prefix(maximumCharts) {
            charts.append(chart(share, unit: unit, &references))
        }
        return [
            "charts": charts,
            "more": StatementSection.more(usable.count - charts.count, "comparisons of ports"),
        ]
    }

    private static func chart(
        _ share: ShareSeries, unit: String, _ references: inout PageReferences
    ) -> [String: Any] {
        var title = "\(PageText.title(share.basin, in: Basin.self)), \(share.group)"
        if !share.body.isEmpty { title += ", as published by \(share.body)" }
        let ports = order(share)
        let columns = share.periods.map { period in
            StackedShareChart.Column(
                period: period.period,
                amounts: ports.map { port in
                    period.parts.filter { $0.code == port.code }.reduce(0) { $0 + $1.amount }
                })
        }
        let drawing = StackedShareChart(
            frame: references.frame(
                title, "How the total of each period divides among the ports of the basin."),
            categories: ports.map(\.name), columns: columns, unit: unit,
            unknownName: "other ports")
        return PageReferences.chart(title, .chart(drawing), table(share, title, &references))
    }

    /// The ports of all periods, the largest first.
    private static func order(_ share: ShareSeries) -> [(code: String, name: String)] {
        var totals: [String: (name: String, amount: Double)] = [:]
        for part in share.periods.flatMap(\.parts) {
            totals[part.code, default: (part.name, 0)].amount += part.amount
        }
        return totals.sorted { ($1.value.amount, $0.key) < ($0.value.amount, $1.key) }
            .map { ($0.key, $0.value.name) }
    }

    private static func table(
        _ share: ShareSeries, _ title: String, _ references: inout PageReferences
    ) -> PageTable {
        let amount = share.body.isEmpty ? "Seizures" : "Kilograms"
        var table = PageTable(
            "\(title): shares within the basin",
            [
                .text("Period"), .text("Port"), .number(amount), .number("Share"),
                .number("95 % interval"),
            ])
        for period in share.periods {
            for part in period.parts {
                table.rows.append([
                    .text(PageText.period(period.period)), .text(part.name),
                    .text(PageText.kilograms(part.amount)),
                    references.link(period.figure, PageText.percent(part.share)),
                    .text(PageText.interval(part.lower, part.upper, AmountText.percent)),
                ])
            }
        }
        return table
    }
}
