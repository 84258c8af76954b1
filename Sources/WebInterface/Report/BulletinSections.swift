import SituationAnalysis

/// What the templates of a bulletin show.
enum BulletinSections {
    static func context(_ bulletin: Bulletin, isPrinted: Bool) -> [String: Any] {
        let shown = isPrinted ? printedFigures(bulletin) : bulletin.figures
        var references = PageReferences(figures: shown)
        var sections: [[String: Any]] = []
        for section in bulletin.sections {
            sections.append(context(section, isPrinted: isPrinted, &references))
        }
        let isShort = shown.count < bulletin.figures.count
        return [
            "title": bulletin.title,
            "mark": bulletin.mark.isEmpty ? false : ["label": bulletin.mark] as Any,
            "facts": facts(bulletin),
            "contents": bulletin.sections.map { ["id": $0.id, "title": $0.title] },
            "sections": sections,
            "figures": FigureSection.context(shown, cited: references.cited),
            "isShort": isShort,
        ]
    }

    private static func facts(_ bulletin: Bulletin) -> [[String: Any]] {
        let substances = bulletin.substances.joined(separator: ", ")
        let pairs = [
            ("Period", bulletin.period),
            ("Compared with", "\(bulletin.periodBefore) and \(bulletin.periodYearBefore)"),
            ("Charts show", PageText.period(bulletin.course)),
            ("Substances", substances.isEmpty ? "all" : substances),
            ("Edition for", "\(bulletin.edition), within its rights on the day of making"),
            ("Made on", bulletin.madeOn),
        ]
        return pairs.map { ["term": $0.0, "value": $0.1] }
    }

    private static func context(
        _ section: BulletinSection, isPrinted: Bool, _ references: inout PageReferences
    ) -> [String: Any] {
        var charts: [[String: Any]] = []
        for chart in section.charts {
            charts.append(context(chart, isPrinted: isPrinted, &references))
        }
        var tables: [[String: Any]] = []
        for table in section.tables { tables.append(context(table, &references)) }
        return [
            "id": section.id, "title": section.title,
            "text": section.text.map { ["line": PageText.unbroken($0)] },
            "verdicts": StatementSection.verdicts(section.statements, &references),
            "charts": charts, "tables": tables,
        ]
    }

    private static func context(
        _ table: BulletinTable, _ references: inout PageReferences
    ) -> [String: Any] {
        var shown = PageTable(
            table.title,
            table.columns.map { $0.isNumber ? .number($0.title) : .text($0.title) })
        for row in table.rows {
            var cells: [Markup] = []
            for cell in row { cells.append(markup(cell, &references)) }
            shown.rows.append(cells)
        }
        let count = AmountText.grouped(table.omittedRows)
        return [
            "table": shown.markup,
            "more": table.omittedRows == 0
                ? false : ["text": "\(count) further rows are left out."] as Any,
        ]
    }

    private static func markup(
        _ cell: BulletinCell, _ references: inout PageReferences
    ) -> Markup {
        if !cell.figure.isEmpty { return references.link(cell.figure, cell.text) }
        // A line break after the hyphen of a date would double the height of its row.
        if cell.text.wholeMatch(of: /[0-9]{4}-[0-9Q-]{2,5}/) != nil {
            return .element("span", ["class": "whole"], .text(cell.text))
        }
        return cell.address.isEmpty ? .text(cell.text) : .address(cell.address, label: cell.text)
    }

    private static func context(
        _ chart: BulletinChart, isPrinted: Bool, _ references: inout PageReferences
    ) -> [String: Any] {
        var panels: [[String: Any]] = []
        for panel in chart.panels {
            let frame = references.frame(panel.title, panel.description)
            panels.append(["drawing": drawing(panel, frame)])
        }
        return [
            "title": chart.title, "panels": panels,
            "kind": panels.count > 1 ? "chart-pair" : "chart-alone", "isOpen": isPrinted,
            "behind": context(chart.table, &references),
            "note": chart.note.isEmpty ? false : ["text": chart.note] as Any,
        ]
    }

    private static func drawing(_ panel: BulletinPanel, _ frame: ChartFrame) -> Markup {
        switch panel.drawing {
        case .course(let points):
            let hasInterval = points.contains { $0.lower != nil }
            return .chart(
                SeriesChart(
                    frame: frame, periods: points.map(\.period),
                    series: [.init(name: "", points: points.map(point))], unit: panel.unit,
                    intervalName: hasInterval ? "95 % interval" : ""))
        case .bars(let bars, let current, let comparison):
            return .chart(
                BarChart(
                    frame: frame, rows: bars.map(row), unit: panel.unit, currentName: current,
                    comparisonName: comparison, intervalName: "95 % interval"))
        case .shares(let categories, let columns):
            return .chart(
                StackedShareChart(
                    frame: frame, categories: categories,
                    columns: columns.map { .init(period: $0.period, amounts: $0.amounts) },
                    unit: panel.unit, unknownName: "other ports"))
        }
    }

    private static func point(_ point: BulletinPoint) -> SeriesChart.Point {
        SeriesChart.Point(
            point.value, low: point.lower, high: point.upper, isPartial: point.isPartial,
            expectsLateReports: point.isLate)
    }

    private static func row(_ bar: BulletinBar) -> BarChart.Row {
        BarChart.Row(
            label: bar.label, value: bar.value * 100, low: bar.lower.map { $0 * 100 },
            high: bar.upper.map { $0 * 100 }, valueText: AmountText.percent(bar.value),
            comparison: bar.comparison.map { $0 * 100 })
    }

    /// Sections whose figures a print explains.
    private static let explained: Set<String> = [
        "coverage", "glance", "findings", "companies", "published",
    ]

    /// The figures that a print explains: without those of long tables and behind charts, which
    /// would fill more paper than all the rest.
    private static func printedFigures(_ bulletin: Bulletin) -> [Figure] {
        var kept: Set<String> = []
        for section in bulletin.sections where explained.contains(section.id) {
            kept.formUnion(section.statements.flatMap(\.figures))
            kept.formUnion(section.tables.flatMap(\.rows).joined().map(\.figure))
        }
        return bulletin.figures.filter { kept.contains($0.id) }
    }
}
