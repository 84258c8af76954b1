import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// `/`: what is new since the last visit, which clocks run out, and who read what was shared. Every
/// line leads to what is behind it.
enum TodayPage {
    /// What counts as new for who was never here, or long ago. *Units: seconds.*
    private static let longestSeconds: Int64 = 30 * 86_400
    private static let firstSeconds: Int64 = 7 * 86_400
    /// Lines of one list on the page.
    private static let lineLimit = 20

    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            Route(.get, "/", .signedIn, needsTask: true, handler: show),
            Route(.get, "/today/new", .roles([.analyst]), needsTask: true, handler: listFresh),
        ]
    }

    private static func show<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        let requester = try exchange.requester()
        let since = self.since(exchange)
        let released = try ShowToday(store: exchange.node.store).run(
            requester, since: since, now: exchange.now)
        let summary = released.view
        let roles = requester.roles
        let alerts = try TodayAlerts(exchange, requester).lines(summary)
        return try .page(
            exchange, "today", title: "today.title",
            [
                "since": since.day.description,
                "alerts": alerts, "hasAlerts": !alerts.isEmpty,
                "fresh": fresh(summary, exchange), "hasFresh": !summary.fresh.isEmpty,
                "isFreshCut": summary.isFreshCut,
                "showsFresh": roles.contains(.analyst),
                "held": summary.held == 0 ? false : ["count": summary.held] as Any,
                "due": due(summary), "hasDue": !summary.due.isEmpty,
                "ending": ending(summary), "hasEnding": !summary.ending.isEmpty,
                "hasClocks": !summary.due.isEmpty || !summary.ending.isEmpty,
                "reads": reads(summary), "hasReads": !summary.reads.isEmpty,
                "showsReads": requester.organisation == exchange.node.store.organisation,
                "refusals": refusals(summary), "hasRefusals": !summary.refusals.isEmpty,
                "isHistoryCut": summary.isHistoryCut,
                "mayTrace": !roles.isDisjoint(with: [.auditor, .signatory]),
                "mayEnter": roles.contains(.contributor),
            ])
    }

    /// From when on things are new: the last visit, but neither longer ago than a month nor, for a
    /// first visit, than a week.
    private static func since<Store>(_ exchange: Exchange<Store>) -> Moment {
        let now = exchange.now
        guard let visit = exchange.signedIn?.session.previousVisit else {
            return Moment(seconds: now.seconds - firstSeconds)
        }
        return Moment(seconds: max(visit.seconds, now.seconds - longestSeconds))
    }

    private static func fresh<Store>(
        _ summary: TodaySummary, _ exchange: Exchange<Store>
    ) -> [[String: Any]] {
        let text = RecordText(exchange)
        return summary.fresh.prefix(lineLimit).map { line in
            [
                "originator": line.originator.text,
                "place": text.place(line.place, nil) ?? exchange.text("today.noPlace"),
                "address": address(line, since: summary.since),
                "new": line.new == 0 ? false : ["count": line.new] as Any,
                "changed": line.changed == 0 ? false : ["count": line.changed] as Any,
            ]
        }
    }

    private static func due(_ summary: TodaySummary) -> [[String: Any]] {
        summary.due.prefix(lineLimit).map {
            ["record": $0.record.text, "last": $0.keepUntil.description]
        }
    }

    private static func ending(_ summary: TodaySummary) -> [[String: Any]] {
        summary.ending.prefix(lineLimit).map {
            [
                "title": $0.title, "last": $0.lastDay.description,
                "address": "/agreements/\($0.agreement)/\($0.version)",
            ]
        }
    }

    private static func reads(_ summary: TodaySummary) -> [[String: Any]] {
        summary.reads.prefix(lineLimit).map {
            [
                "organisation": $0.organisation.text, "releases": $0.releases,
                "records": $0.records,
            ]
        }
    }

    private static func refusals(_ summary: TodaySummary) -> [[String: Any]] {
        summary.refusals.prefix(lineLimit).map {
            ["organisation": $0.organisation.text, "count": $0.refusals]
        }
    }
}
