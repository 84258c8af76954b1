import EvidenceLog
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// What Today asks a person to see to: states of the node that wait for this person, each with
/// the place where it is dealt with.
struct TodayAlerts<Store: NodeStore> {
    /// How long before its last day an account or a token is named. *Units: days.*
    private static var endingDays: Int { 14 }
    /// Alerts of one kind.
    private static var lineLimit: Int { 10 }

    private let exchange: Exchange<Store>
    private let requester: Requester

    init(_ exchange: Exchange<Store>, _ requester: Requester) {
        (self.exchange, self.requester) = (exchange, requester)
    }

    func lines(_ summary: TodaySummary) throws -> [[String: Any]] {
        guard requester.organisation == exchange.owner else { return try tokens() }
        var lines = evidence() + agreements(summary)
        if requester.roles.contains(.contributor) { lines += try unfinished() }
        return lines + (try tokens()) + (try accounts())
    }

    private func line(
        _ key: String, _ values: [String: String], _ kind: String, _ address: String
    ) -> [String: Any] {
        [
            "text": exchange.text("today.alert.\(key)", values), "kind": kind,
            "word": exchange.text("today.kind.\(kind)"), "address": address,
        ]
    }

    /// What the last full check found, for who may verify.
    private func evidence() -> [[String: Any]] {
        guard !requester.roles.isDisjoint(with: NodeAct.verifyEvidence.roles) else { return [] }
        switch exchange.node.checks.state {
        case .idle: return [line("unchecked", [:], "warn", "/evidence/check")]
        case .running: return []
        case .failed(let moment):
            return [
                line("checkFailed", ["at": exchange.written(moment)], "bad", "/evidence/check")
            ]
        case .done(let report, let moment):
            guard !report.isSound else { return [] }
            let values = [
                "count": AmountText.grouped(report.findings.count),
                "at": exchange.written(moment),
            ]
            return [line("checkFound", values, "bad", "/evidence/check")]
        }
    }

    private func agreements(_ summary: TodaySummary) -> [[String: Any]] {
        summary.waiting.prefix(Self.lineLimit).map {
            line(
                $0.isFaulty ? "agreementFaulty" : "agreementUnsigned", ["title": $0.title],
                $0.isFaulty ? "bad" : "warn", "/agreements/\($0.agreement)/\($0.version)")
        }
    }

    /// Drafts and files that the person has not finished.
    private func unfinished() throws -> [[String: Any]] {
        let node = exchange.node
        var lines: [[String: Any]] = []
        if let template = node.template {
            let drafts = try KeepDrafts(store: node.store, template: template)
                .list(requester, now: exchange.now)
            if let oldest = drafts.last {
                let last = oldest.saved.day.advanced(byDays: Draft.keptDays)
                lines.append(
                    line(
                        "drafts",
                        ["count": "\(drafts.count)", "last": last.description], "warn",
                        "/seizures/drafts"))
            }
        }
        let waiting = try StagedImport(store: node.store, reference: node.reference)
            .waiting(requester, now: exchange.now)
        return lines
            + waiting.map {
                line(
                    "staged", ["file": $0.name, "until": exchange.written($0.kept)], "warn",
                    "/seizures/import/\($0.id.text)")
            }
    }

    private var soon: ClosedRange<CalendarDate> {
        exchange.now.day...exchange.now.day.advanced(byDays: Self.endingDays)
    }

    /// Tokens of the person that end soon.
    private func tokens() throws -> [[String: Any]] {
        try exchange.node.store.tokens(of: requester.person)
            .filter { $0.revoked == nil && soon.contains($0.lastDay) }
            .prefix(Self.lineLimit).map {
                line(
                    "token", ["label": $0.label, "last": $0.lastDay.description], "warn",
                    "/account")
            }
    }

    /// Accounts that end soon, for who looks after them.
    private func accounts() throws -> [[String: Any]] {
        guard !requester.roles.isDisjoint(with: NodeAct.managePeople.roles) else { return [] }
        return try exchange.node.store.people()
            .filter { person in person.lastDay.map { soon.contains($0) } ?? false }
            .prefix(Self.lineLimit).map {
                line(
                    "account",
                    ["name": $0.name, "last": $0.lastDay?.description ?? ""], "warn",
                    "/administration/people/\($0.id.text)")
            }
    }
}
