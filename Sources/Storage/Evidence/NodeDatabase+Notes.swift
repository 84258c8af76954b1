import EvidenceLog
package import NeedToKnow
package import PortVocabulary

extension NodeDatabase {
    package func note(_ release: ReleaseNote, at moment: Moment) throws {
        try writing("write down the release", at: moment) { transaction in
            let entry = transaction.log.next
            let parts = release.parts.map { part -> [SQLValue] in
                let grounds = part.grounds.map(\.text).joined(separator: " ")
                return [
                    .integer(entry), 0, .text(release.kind.rawValue), .text(part.form.rawValue),
                    .text(grounds),
                    .text(part.fields.fields.map(\.rawValue).joined(separator: " ")),
                    .integer(part.serials.count), .integer(part.serials.first ?? 0),
                    .integer(part.serials.last ?? 0), .blob(part.serials.bytes),
                ]
            }
            var objects: [EvidenceObject] = []
            for (index, part) in parts.enumerated() {
                var row = part
                row[1] = .integer(index)
                objects.append(try transaction.put(.release, row))
            }
            let grounds = Set(release.parts.flatMap(\.grounds).map(\.text)).sorted()
            let total = release.parts.reduce(0) { $0 + $1.serials.count }
            let limit = EvidenceEntry.Limit.objects
            try transaction.append(
                Self.act(release.action), by: release.requester, subject: release.subject,
                result: "\(total) of \(release.kind.rawValue)",
                clause: grounds.joined(separator: " "),
                objects: Array(objects.prefix(limit)))
            try transaction.appendObjects(
                Self.act(release.action), subject: release.subject, within: entry,
                Array(objects.dropFirst(limit)))
        }
    }

    private static func act(_ action: AccessAction) -> EvidenceAct {
        switch action {
        case .count, .ask: .count
        case .export: .export
        case .list, .read, .contribute, .review, .consent, .retain: .release
        }
    }

    /// Writes down that somebody looked into the evidence or at what is due.
    package func note(_ permit: NodePermit, subject: String, at moment: Moment) throws {
        try writing("write down the consultation", at: moment) { transaction in
            _ = try transaction.append(
                .release, by: permit.requester, subject: subject, result: permit.act.rawValue)
        }
    }

    package func note(_ refusal: RefusalNote, at moment: Moment) throws {
        try writing("write down the refusal", at: moment) { transaction in
            _ = try transaction.append(
                .refuse, by: refusal.requester, subject: refusal.subject,
                result: "\(refusal.action): \(refusal.reason.rawValue)")
        }
    }
}
