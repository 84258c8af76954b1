import HTTPTypes
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// The live situation: `/situation`, with its filters and its part in the address.
enum SituationPages {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            Route(
                .get, "/situation", .roles([.analyst]), needsTask: true, handler: situation)
        ]
    }

    private static func situation<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let reference = exchange.node.reference
        let (query, defects) = SelectionQuery.read(exchange.query, reference)
        let part = SituationView.Part(rawValue: exchange.query["section"] ?? "") ?? .overview
        var form = SelectionForm(query: query, defects: defects, path: "/situation")
        if part != .overview { form.kept = [("section", part.rawValue)] }
        var context: [String: Any] = ["form": form.context(exchange), "shown": false]
        guard defects.isEmpty else {
            return try .page(
                exchange, "situation-view", title: "situation.title", context,
                status: .unprocessableContent)
        }
        let requester = try exchange.requester()
        let (released, edition) = try AssessSituation(
            store: exchange.node.store, reference: reference, cache: exchange.node.situations
        ).runKept(
            requester, .list, query.selection, compare: query.compare,
            granularity: query.granularity, now: exchange.now)
        exchange.node.warming.note(WarmQuestion(requester, query))
        let view = SituationView(
            assessment: released.view, query: query, part: part,
            page: exchange.query["page"].flatMap { Int($0) } ?? 1)
        context["shown"] = try view.frame(exchange, part: drawn(view, edition, exchange))
        return try .page(
            exchange, "situation-view", title: "situation.title", context,
            mark: released.view.mark)
    }

    /// The part of the page, drawn once for everyone who is released the same edition.
    private static func drawn<Store>(
        _ view: SituationView, _ edition: SituationEdition?, _ exchange: Exchange<Store>
    ) throws -> String {
        let node = exchange.node
        let key = edition.map {
            DrawnParts.Key(
                edition: $0, query: view.query, part: view.part, page: view.shownPage,
                language: exchange.language)
        }
        if let key, let known = node.drawn.find(key) { return known }
        guard
            let text = node.templates.render(
                "situation-part", view.context(exchange), in: exchange.language)
        else {
            throw WebDefect(cause: "no template situation-part", mend: "install the node anew")
        }
        if let key { node.drawn.keep(text, key) }
        return text
    }
}
