import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// Bulletins: what is scheduled, and one made on request in the reader's own edition.
enum ReportPages {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            Route(.get, "/reports", .roles([.analyst]), handler: list),
            Route(
                .get, "/reports/bulletin", .roles([.analyst]), needsTask: true,
                handler: bulletin),
        ]
    }

    private static func list<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        try .page(exchange, "reports", title: "reports.title", try context(exchange))
    }

    /// The form with what was typed, and the schedules where the reader belongs to the node.
    private static func context<Store>(_ exchange: Exchange<Store>) throws -> [String: Any] {
        let basin = exchange.query["basin"] ?? ""
        let isOwn = exchange.signedIn?.person.organisation == exchange.owner
        return [
            "port": String((exchange.query["port"] ?? "").prefix(100)),
            "period": String((exchange.query["period"] ?? "").prefix(20)),
            "basins": Basin.allCases.map {
                [
                    "code": $0.rawValue, "name": exchange.title($0),
                    "isChosen": $0.rawValue == basin,
                ] as [String: Any]
            },
            "defects": false,
            "schedules": isOwn ? try schedules(exchange) : [],
            "isEmpty": isOwn ? try exchange.node.store.reportSchedules().isEmpty : true,
        ]
    }

    private static func schedules<Store>(_ exchange: Exchange<Store>) throws -> [[String: Any]] {
        _ = try exchange.leave(.readReports)
        let editions = try exchange.node.store.reportEditions()
        return try exchange.node.store.reportSchedules().map { schedule -> [String: Any] in
            let made = editions.filter { $0.key.schedule == schedule.id && $0.made != nil }
            return [
                "name": schedule.id.text,
                "about": "\(schedule.subject)",
                "receiver": schedule.receiver.text,
                "day": String(schedule.dayOfMonth),
                "formats": schedule.formats.map(\.title).sorted().joined(separator: ", "),
                "made": made.isEmpty
                    ? exchange.text("reports.notMade")
                    : made.prefix(6).map(\.key.period.description).joined(separator: ", "),
            ]
        }
    }

    private static func bulletin<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let (request, defects) = request(exchange)
        guard let request else {
            return try .defects(
                exchange, "reports", title: "reports.title", try context(exchange), defects)
        }
        let format = exchange.query["format"].map { ReportFormat(rawValue: $0) }
        if case .some(.none) = format { return try .notAvailable(exchange) }
        let wanted = format ?? nil
        if wanted == .pdf, exchange.node.settings.printer == nil {
            return try .notAvailable(exchange)
        }
        let bulletin = try MakeBulletin(
            store: exchange.node.store, reference: exchange.node.reference
        ).run(
            exchange.requester(), wanted == nil ? .list : .export, request, now: exchange.now
        ).view
        if let wanted { return try file(exchange, bulletin, wanted) }
        return try page(exchange, bulletin)
    }

    private static func page<Store>(
        _ exchange: Exchange<Store>, _ bulletin: Bulletin
    ) throws -> Reply {
        var context = BulletinSections.context(bulletin, isPrinted: false)
        let subject = (try? BulletinSubject(parsing: bulletin.subject)) ?? .alliance
        context["isForeign"] = exchange.language != .english
        context["files"] = ReportFormat.allCases.filter {
            $0 != .pdf || exchange.node.settings.printer != nil
        }.map { format -> [String: Any] in
            [
                "name": format.title,
                "address": "/reports/bulletin?\(subject.queryText)period=\(bulletin.period)"
                    + "&format=\(format.rawValue)",
            ]
        }
        return try .page(
            exchange, "bulletin-view", title: bulletin.title, context,
            mark: bulletin.mark.isEmpty ? nil : bulletin.mark)
    }

    private static func file<Store>(
        _ exchange: Exchange<Store>, _ bulletin: Bulletin, _ format: ReportFormat
    ) throws -> Reply {
        let name = "\(bulletin.subject)-\(bulletin.period).\(format.rawValue)"
        switch format {
        case .html:
            return .file(
                Array(try BulletinPage(bulletin).html().utf8), type: "text/html; charset=utf-8",
                name: name)
        case .csv:
            return .file(
                Array(BulletinFiles.csv(bulletin).utf8), type: "text/csv; charset=utf-8",
                name: name)
        case .json:
            return .file(
                Array(try BulletinFiles.json(bulletin).utf8), type: "application/json", name: name)
        case .pdf:
            guard let printer = exchange.node.settings.printer else {
                return try .notAvailable(exchange)
            }
            return .file(
                try printer(try BulletinPage(bulletin).html(.print)), type: "application/pdf",
                name: name)
        }
    }

    /// What the address asks for, or every defect of it.
    private static func request<Store>(
        _ exchange: Exchange<Store>
    ) -> (request: BulletinRequest?, defects: [FormDefect]) {
        var defects: [FormDefect] = []
        var subject = BulletinSubject.alliance
        let (port, basin) = (exchange.query["port"] ?? "", exchange.query["basin"] ?? "")
        if let word = Basin(rawValue: basin) { subject = .basin(word) }
        if !port.isEmpty {
            if !basin.isEmpty { defects.append(exchange.defect("basin", "reports.both")) }
            if let code = exchange.node.reference.ports.resolve(port, in: nil).code {
                subject = .port(code)
            } else {
                defects.append(exchange.defect("port", "reports.portUnknown"))
            }
        }
        let text = exchange.query["period"] ?? ""
        let span =
            text.isEmpty
            ? BulletinCycle.month.lastPeriod(before: exchange.now.day)
            : try? DateSpan(parsing: text)
        let request = span.flatMap { try? BulletinRequest(subject, period: $0) }
        if request == nil { defects.append(exchange.defect("period", "reports.periodWrong")) }
        return (defects.isEmpty ? request : nil, defects)
    }
}

extension BulletinSubject {
    /// The address's fields for it, each with an ampersand behind.
    var queryText: String {
        switch self {
        case .alliance: ""
        case .basin(let basin): "basin=\(basin.rawValue)&"
        case .port(let place): "port=\(place)&"
        }
    }
}
