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
        let released = try AssessSituation(
            store: exchange.node.store, reference: reference, cache: exchange.node.situations
        ).run(
            exchange.requester(), .list, query.selection, compare: query.compare,
            granularity: query.granularity, now: exchange.now)
        let view = SituationView(
            assessment: released.view, query: query, part: part,
            page: exchange.query["page"].flatMap { Int($0) } ?? 1)
        context["shown"] = view.context(exchange)
        return try .page(
            exchange, "situation-view", title: "situation.title", context,
            mark: released.view.mark)
    }
}
