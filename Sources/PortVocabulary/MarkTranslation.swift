/// The systems of marks that are translated into one another.
package enum MarkSystem: CaseIterable, Hashable, Sendable {
    case trafficLight
    case handling
    case permissible

    /// Every label of the system, widest first.
    package var labels: [MarkLabel] {
        switch self {
        case .trafficLight: TrafficLight.allCases.map(MarkLabel.trafficLight)
        case .handling: HandlingCode.allCases.map(MarkLabel.handling)
        case .permissible: PermissibleActions.allCases.map(MarkLabel.permissible)
        }
    }
}

/// Translates labels between TLP 2.0, Europol handling codes and PAP, and never loosens: what a
/// reader may take the translation to permit is permitted by the original.
///
/// Where a system is silent, two readings matter. The original is read narrowly: PAP alone gives
/// no leave to pass anything on. The translation is read widely: who sees PAP alone may believe
/// that anyone may have it. So there is often no translation into one system but one into two
/// together, such as TLP beside PAP; and where there is none, the original label stays.
package enum MarkTranslation {
    /// The words that H3 carries where it stands for "named recipients only". The words of an H3
    /// that came from elsewhere are not understood: it permits nothing that could be translated.
    package static let namedOnly = "for the named recipients only"

    /// What the labels together surely permit.
    package static func granted(by labels: [MarkLabel]) -> Set<MarkedUse> {
        if labels.contains(.handling(.h3)) { return [] }
        return pairs(
            audiences: common(labels.compactMap(\.audiences)) ?? [.named],
            uses: common(labels.compactMap(\.uses)) ?? Set(MarkUse.allCases))
    }

    /// What a reader may take the labels together to permit.
    package static func understood(from labels: [MarkLabel]) -> Set<MarkedUse> {
        pairs(
            audiences: common(labels.compactMap(\.audiences)) ?? Set(MarkAudience.allCases),
            uses: common(labels.compactMap(\.uses)) ?? Set(MarkUse.allCases))
    }

    /// The widest labels, one of each system in the order asked for, that permit nothing which
    /// the given labels do not; nil where there are none. Equally wide ones: the first in the
    /// order of the systems' labels.
    package static func translate(
        _ labels: [MarkLabel], to systems: [MarkSystem]
    ) -> [MarkLabel]? {
        let granted = granted(by: labels)
        guard !labels.isEmpty, !systems.isEmpty else { return nil }
        let candidates = systems.reduce([[MarkLabel]]([[]])) { sofar, system in
            sofar.flatMap { labels in system.labels.map { labels + [$0] } }
        }
        var best: (labels: [MarkLabel], width: Int)?
        for candidate in candidates {
            let understood = understood(from: candidate)
            guard understood.isSubset(of: granted) else { continue }
            if understood.count > best?.width ?? 0 { best = (candidate, understood.count) }
        }
        return best?.labels
    }

    private static func common<Item: Hashable>(_ sets: [Set<Item>]) -> Set<Item>? {
        guard let first = sets.first else { return nil }
        return sets.dropFirst().reduce(first) { $0.intersection($1) }
    }

    private static func pairs(
        audiences: Set<MarkAudience>, uses: Set<MarkUse>
    ) -> Set<MarkedUse> {
        Set(audiences.flatMap { audience in uses.map { MarkedUse(audience: audience, use: $0) } })
    }
}
