import PortVocabulary
import SituationAnalysis

/// One part for each port.
enum PortSection {
    /// *Bounds: for each port; further ones stand in the JSON file.*
    private static let maximumTrends = 4
    private static let maximumPublished = 8
    private static let maximumEvents = 30
    private static let maximumRoutes = 20

    static func context(
        _ ports: [PortPage], unit: String, _ references: inout PageReferences
    ) -> Any {
        guard !ports.isEmpty else { return false }
        var parts: [[String: Any]] = []
        for (index, port) in ports.prefix(SituationPage.maximumPorts).enumerated() {
            var part = part(port, unit: unit, &references)
            part["anchor"] = "port-\(index + 1)"
            parts.append(part)
        }
        return [
            "ports": parts,
            "more": StatementSection.more(ports.count - parts.count, "ports"),
        ]
    }

    private static func part(
        _ port: PortPage, unit: String, _ references: inout PageReferences
    ) -> [String: Any] {
        var charts: [[String: Any]] = []
        let drawable = port.published.filter(PublishedSection.isDrawable)
        for series in drawable.prefix(maximumPublished) {
            charts.append(PublishedSection.chart(series, isSmall: false, &references))
        }
        let trends = port.trends.filter { !$0.points.isEmpty }.prefix(maximumTrends)
        for trend in trends {
            charts.append(TrendSection.chart(trend, unit: unit, &references))
        }
        let single = PublishedSection.singles(
            port.published.filter { !PublishedSection.isDrawable($0) },
            "\(port.name): figures for one period only", &references)
        let routes = MethodSection.routes(
            port.routes, "Routes of seizures at \(port.name)", &references)
        let methods: [[String: Any]] =
            port.methods.lines.isEmpty
            ? [] : [MethodSection.breakdown(port.methods, within: port.name, &references)]
        return [
            "name": port.name, "code": port.code, "profile": profile(port),
            "statements": StatementSection.list(
                Array(port.statements.prefix(SituationPage.maximumLines)), &references),
            "charts": charts, "single": CoverageSection.tableOrFalse(single),
            "routes": CoverageSection.tableOrFalse(routes, limit: maximumRoutes),
            "methods": methods,
            "events": CoverageSection.tableOrFalse(
                events(port.events, at: port.name), limit: maximumEvents),
            "isEmpty": charts.isEmpty && single.rows.isEmpty && port.events.isEmpty,
        ]
    }

    /// Where the port lies, what it is, and what is known of it here.
    private static func profile(_ port: PortPage) -> String {
        let kind =
            switch PageText.term(port.kind, in: PortKind.self) {
            case .sea: "sea port"
            case .inland: "inland port"
            case .seaAndInland: "sea and inland port"
            case .unknown: "kind of port not known"
            case nil: port.kind
            }
        let size =
            PageText.term(port.size, in: PortSize.self) == .unknown ? "size not known" : port.size
        let membership =
            switch PageText.term(port.membership, in: AllianceMembership.self) {
            case .yes: "member of the ports alliance"
            case .no: "not a member of the ports alliance"
            case .unknown: "membership of the ports alliance not known"
            case nil: port.membership
            }
        let place = [port.country, PageText.title(port.basin, in: Basin.self)]
        let words = place + [kind, size, membership]
        let figures = port.published.reduce(0) { $0 + $1.entries.count }
        return words.filter { !$0.isEmpty }.joined(separator: "; ") + ". "
            + "\(PageText.count(figures, "published figure")), "
            + "\(PageText.count(port.seizures, "single seizure")) in this selection."
    }

    private static func events(_ events: [EventLine], at port: String) -> PageTable {
        PageTable(
            "Seizures at \(port)",
            [
                .text("Date"), .text("Substance"), .number("Kilograms"), .text("Methods"),
                .text("Route"), .text("Record"),
            ],
            rows: events.map { event in
                [
                    .text(event.date), .text(event.substance),
                    .text(PageText.kilograms(event.kilograms)),
                    .text(event.methods.isEmpty ? "–" : event.methods),
                    .text(event.route.isEmpty ? "–" : event.route), .text(event.record),
                ]
            })
    }
}
