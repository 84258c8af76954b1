import HTTPTypes
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// The ports: a list to search, and one page for each.
enum PortPages {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            Route(.get, "/ports", .roles([.analyst]), handler: list),
            Route(.get, "/ports/{port}", .roles([.analyst]), needsTask: true, handler: port),
        ]
    }

    /// The register is public: it tells of ports, and of no record.
    private static func list<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let text = String((exchange.query["search"] ?? "").prefix(100))
        let countryText = exchange.query["country"] ?? ""
        let reference = exchange.node.reference
        let country = reference.countries.country(named: countryText)
        let basin = exchange.query["basin"].flatMap { Basin(rawValue: $0) }
        let isUnknownCountry = !countryText.isEmpty && country == nil
        let found =
            isUnknownCountry
            ? ([], 0) : exchange.node.ports.search(text, in: country, basin: basin)
        let rows = found.0.map { port -> [String: Any] in
            [
                "address": "/ports/\(port.code.code)", "name": port.name, "code": port.code.code,
                "country": reference.countries.name(of: port.code.country),
                "basin": exchange.title(port.basin),
                "kind": exchange.title(port.kind),
                "size": exchange.title(port.size),
                "isMember": port.membership == .yes,
            ]
        }
        let counts = ["n": String(rows.count), "total": AmountText.grouped(found.1)]
        return try .page(
            exchange, "port-list", title: "ports.title",
            [
                "search": text, "country": countryText,
                "basins": Basin.allCases.map {
                    [
                        "code": $0.rawValue, "name": exchange.title($0),
                        "isChosen": $0 == basin,
                    ] as [String: Any]
                },
                "ports": rows, "isEmpty": rows.isEmpty,
                "count": exchange.text("ports.count", counts),
            ])
    }

    private static func port<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let text = exchange.parameters["port"],
            let code = try? PlaceCode(parsing: text)
        else { return try .notAvailable(exchange) }
        guard code.code == text else { return .redirect("/ports/\(code.code)") }
        let released = try PortProfile(
            store: exchange.node.store, reference: exchange.node.reference
        ).run(exchange.requester(), code, now: exchange.now)
        let page = PortProfilePage(view: released.view, exchange: exchange)
        return try .page(
            exchange, "port-view", title: released.view.profile.name, page.context())
    }
}
