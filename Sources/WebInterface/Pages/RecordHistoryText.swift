import PortVocabulary
import SituationAnalysis

/// How the page of a record writes its history.
enum RecordHistoryText {
    static func section<Store>(
        _ history: RecordHistory, _ text: RecordText<Store>
    ) -> [String: Any] {
        [
            "versions": history.versions.map { line($0) },
            "decisions": history.decisions.map { decision in
                [
                    "day": decision.day.description, "person": decision.person,
                    "state": text.state(decision.state), "reason": decision.reason,
                ] as [String: Any]
            },
            "hasDecisions": !history.decisions.isEmpty, "isCut": history.isCut,
        ]
    }

    private static func line(_ version: VersionLine) -> [String: Any] {
        [
            "number": version.version, "day": version.writtenOn.description,
            "person": version.person.map { ["name": $0] as Any } ?? false,
            "source": version.source ?? "", "hasSource": version.source != nil,
            "changes": version.changes.map {
                [
                    "header": $0.header, "before": $0.before, "after": $0.after,
                    "hasBefore": !$0.before.isEmpty, "hasAfter": !$0.after.isEmpty,
                ] as [String: Any]
            },
            "hasChanges": !version.changes.isEmpty,
            "withdrawal": version.withdrawal.map {
                [
                    "who": $0.person, "when": $0.day.description, "why": $0.reason,
                ] as Any
            } ?? false,
        ]
    }
}
