import Identity
import PortVocabulary
import SituationAnalysis

/// An assessment as the live page shows it: one part at a time, every figure with its records.
struct SituationView {
    /// A part of the page, by its name in the address.
    enum Part: String, CaseIterable {
        case overview, coverage, map, trends, published, methods, ports, figures
    }

    /// *Bounds: pairs of charts on one page.*
    static let maximumPairs = 4
    /// *Bounds: reporters of the overview; all stand in the part on coverage.*
    static let maximumReporters = 8
    /// *Bounds: figures on one page.*
    static let maximumFigures = 200

    let assessment: Assessment
    let query: SelectionQuery
    let part: Part
    /// *Bounds: 1 or more; a page beyond the last shows the last.*
    let page: Int

    /// What `situation-view.mustache` shows around a part that is drawn.
    func frame<Store>(_ exchange: Exchange<Store>, part drawn: String) -> [String: Any] {
        [
            "tabs": Part.allCases.map { other -> [String: Any] in
                [
                    "name": exchange.text("situation.tab.\(other.rawValue)"),
                    "address": address(other), "isHere": other == part,
                ]
            },
            "foreign": exchange.language != .english,
            "language": exchange.language.rawValue,
            "part": drawn,
        ]
    }

    /// What `situation-part.mustache` shows. Of the exchange it reads the language and the node's
    /// own files alone: another reader of the same assessment sees the same.
    func context<Store>(_ exchange: Exchange<Store>) -> [String: Any] {
        var references = PageReferences(figures: assessment.figures, isLive: true)
        var context: [String: Any] = [:]
        switch part {
        case .overview: context["overview"] = overview(exchange, &references)
        case .coverage:
            var coverage = CoverageSection.context(assessment, &references)
            coverage["conflicts"] = ConflictSection.context(assessment.conflicts, &references)
            context["coverage"] = coverage
        case .map:
            context["mapPart"] = [
                "live": LiveMap(assessment: assessment, query: query).context(exchange),
                "map": MapSection.context(
                    assessment, coastline: exchange.node.coastline,
                    land: exchange.node.land, &references),
            ]
        case .trends: context["trendPart"] = trends(exchange, &references)
        case .published:
            context["publishedPart"] = [
                "published": PublishedSection.context(assessment, &references)
            ]
        case .methods:
            context["methodPart"] = ["methods": MethodSection.context(assessment, &references)]
        case .ports: context["portPart"] = ["table": ports(exchange).markup]
        case .figures: context["figurePart"] = figures(exchange)
        }
        return context
    }

    /// The address of another part of the same view.
    private func address(_ other: Part, page: Int = 1) -> String {
        var fields: [(name: String, value: String)] = []
        if other != .overview { fields.append(("section", other.rawValue)) }
        fields += query.fields
        if page > 1 { fields.append(("page", String(page))) }
        let text = FormFields(fields).encoded
        return text.isEmpty ? "/situation" : "/situation?\(text)"
    }

    // MARK: - The parts

    private func overview<Store>(
        _ exchange: Exchange<Store>, _ references: inout PageReferences
    ) -> [String: Any] {
        return [
            "keys": keys(exchange), "coverageAddress": address(.coverage),
            "reporters": CoverageSection.tableOrFalse(
                CoverageSection.reporters(assessment.coverage.reporters, &references),
                limit: Self.maximumReporters),
            "silent": CoverageSection.silent(assessment.coverage),
            "verdicts": StatementSection.verdicts(assessment.statements, &references),
            "places": [
                "live": LiveMap(assessment: assessment, query: query).context(exchange),
                "address": address(.map),
            ],
        ]
    }

    /// How many records stand behind the view; each number leads to them.
    private func keys<Store>(_ exchange: Exchange<Store>) -> [[String: Any]] {
        let base = assessment.base
        var counted = query
        counted.selection.isCountedOnly = true
        var figures = query
        figures.listsFigures = true
        var (held, repeats, maritime) = (query, query, counted)
        held.selection.states = [.held]
        repeats.selection.states = [.repeated]
        maritime.selection.isMaritimeOnly = true
        let lines: [(key: String, value: Int, address: SelectionQuery?)] = [
            ("seizures", base.seizures, query), ("counted", base.counted, counted),
            ("held", base.held, held), ("repeats", base.repeats, repeats),
            ("maritime", base.maritime, maritime), ("figures", base.figures, figures),
            ("bodies", base.bodies, nil),
        ]
        return lines.map { line in
            [
                "name": exchange.text("situation.key.\(line.key)"),
                "value": AmountText.grouped(line.value),
                "address": line.address.map { listed($0).address("/seizures") } ?? false as Any,
            ]
        }
    }

    /// The same records as a list: a list compares nothing and has no steps.
    private func listed(_ query: SelectionQuery) -> SelectionQuery {
        var listed = query
        (listed.compare, listed.granularity) = (nil, nil)
        return listed
    }

    private func trends<Store>(
        _ exchange: Exchange<Store>, _ references: inout PageReferences
    ) -> [String: Any] {
        guard assessment.base.seizures > 0 else { return ["trends": false] }
        let usable = TrendSection.inOrder(assessment.trends, [])
        let pages = pages(of: usable.count, by: Self.maximumPairs)
        let unit = TrendSection.unit(assessment.granularity)
        var pairs: [[String: Any]] = []
        for trend in usable[pages.range] {
            pairs.append([
                "charts": [
                    TrendSection.chart(trend, unit: unit, &references),
                    TrendSection.weightChart(trend, assessment.granularity, &references),
                ]
            ])
        }
        let isFirst = pages.number == 1
        return [
            "trends": [
                "pairs": pairs, "empty": usable.isEmpty,
                "paging": paging(pages, usable.count, .trends),
                "shares": isFirst
                    ? ShareSection.charts(
                        assessment.shares, unit: "share of seizures", &references) : false,
                "stages": isFirst
                    ? CoverageSection.tableOrFalse(
                        TrendSection.stages(assessment.stages, &references)) : false,
            ] as [String: Any]
        ]
    }

    private func ports<Store>(_ exchange: Exchange<Store>) -> PageTable {
        var table = PageTable(
            exchange.text("situation.ports.caption"),
            [
                .text(exchange.text("situation.ports.port")),
                .text(exchange.text("situation.ports.country")),
                .text(exchange.text("situation.ports.basin")),
                .number(exchange.text("situation.ports.seizures")),
                .number(exchange.text("situation.ports.figures")),
            ])
        for port in assessment.ports.prefix(1_000) {
            let figures = port.published.reduce(0) { $0 + $1.entries.count }
            table.rows.append([
                .element(
                    "a", ["href": LiveMap.address(port.code, query)],
                    .text("\(port.name) (\(port.code))")),
                .text(port.country), .text(PageText.title(port.basin, in: Basin.self)),
                .text(AmountText.grouped(port.seizures)), .text(AmountText.grouped(figures)),
            ])
        }
        return table
    }

    private func figures<Store>(_ exchange: Exchange<Store>) -> [String: Any] {
        let pages = pages(of: assessment.figures.count, by: Self.maximumFigures)
        return [
            "table": FigureSection.liveTable(assessment.figures[pages.range]).markup
        ].merging(paging(pages, assessment.figures.count, .figures)) { first, _ in first }
    }

    // MARK: - Pages of a long part

    /// The page of the part that is shown: 1 for a part without pages.
    var shownPage: Int {
        switch part {
        case .trends:
            pages(
                of: TrendSection.inOrder(assessment.trends, []).count, by: Self.maximumPairs
            ).number
        case .figures: pages(of: assessment.figures.count, by: Self.maximumFigures).number
        case .overview, .coverage, .map, .published, .methods, .ports: 1
        }
    }

    private struct Pages {
        let number: Int
        let last: Int
        let range: Range<Int>
    }

    private func pages(of count: Int, by size: Int) -> Pages {
        let last = max(1, (count + size - 1) / size)
        let number = min(max(1, page), last)
        let start = (number - 1) * size
        return Pages(number: number, last: last, range: start..<min(count, start + size))
    }

    private func paging(_ pages: Pages, _ count: Int, _ part: Part) -> [String: Any] {
        let range =
            count == 0
            ? "0"
            : "\(pages.range.lowerBound + 1)–\(pages.range.upperBound) / "
                + AmountText.grouped(count)
        return [
            "range": range,
            "before": pages.number > 1
                ? ["address": address(part, page: pages.number - 1)] as Any : false,
            "after": pages.number < pages.last
                ? ["address": address(part, page: pages.number + 1)] as Any : false,
        ]
    }
}
