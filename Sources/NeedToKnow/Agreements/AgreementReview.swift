package import PortVocabulary

/// Looks through all agreements of a node for what needs a decision of its people.
package struct AgreementReview: Sendable {
    /// The most findings of one review.
    package static let findingsLimit = 10_000

    /// The day of the review.
    package var day: CalendarDate
    /// An agreement that ends within so many days is found to be expiring. Units: days.
    package var expiringWithin = 90
    /// An agreement without a release for so many days is found to be unused. Units: days.
    package var unusedFor = 365
    /// The last day on which something was released under an agreement; none where never.
    package var lastUsed: [AgreementID: CalendarDate] = [:]
    /// The kinds, originators and marks of the records that this node holds; empty where not
    /// known: then no clause is found to fit no record.
    package var classes: [AccessClass] = []

    /// A review on a day, with the usual limits and nothing known of use and records.
    package init(on day: CalendarDate) { self.day = day }

    /// Every finding, by agreement, version and clause.
    ///
    /// Replaced versions are passed over. Clauses are compared among agreements that are not
    /// over: a draft that would overlap is found before it is signed.
    package func findings(_ judged: [JudgedAgreement]) -> [AgreementFinding] {
        // The order of the input decides nothing, not even what stands beyond the limit.
        let sorted = judged.sorted {
            ($0.agreement.id, $0.agreement.version) < ($1.agreement.id, $1.agreement.version)
        }
        let current = Self.notReplaced(sorted, on: day)
        var findings = current.flatMap { standing($0, among: sorted) }
        let live = current.filter { Self.isLive($0.standing) }.map(\.agreement)
        let records = RecordIndex(classes)
        for agreement in live {
            for clause in agreement.clauses {
                guard let reason = emptyGrant(clause, records) else { continue }
                findings.append(AgreementFinding(agreement, clause.id, .grantsNothing(reason)))
            }
        }
        findings += ClauseComparison(live, limit: Self.findingsLimit + 1).findings
        return Self.limited(Self.ordered(findings))
    }

    private static func ordered(_ findings: [AgreementFinding]) -> [AgreementFinding] {
        findings.map { ($0, $0.clause?.text ?? "", $0.cause) }.sorted { left, right in
            (left.0.agreement, left.0.version, left.1, left.2)
                < (right.0.agreement, right.0.version, right.1, right.2)
        }.map(\.0)
    }

    private static func limited(_ findings: [AgreementFinding]) -> [AgreementFinding] {
        guard findings.count > findingsLimit else { return findings }
        let last = findings[findingsLimit - 1].notingMore(limit: findingsLimit)
        return findings.prefix(findingsLimit - 1) + [last]
    }

    private static func isSigned(_ standing: AgreementStanding) -> Bool {
        switch standing {
        case .inForce, .notYet, .expired, .revoked: true
        case .unsigned, .badSignature, .unknownKey, .keyDiffers, .malformed: false
        }
    }

    private static func isLive(_ standing: AgreementStanding) -> Bool {
        switch standing {
        case .inForce, .notYet, .unsigned, .badSignature, .unknownKey, .keyDiffers: true
        case .expired, .revoked, .malformed: false
        }
    }

    /// Leaves out versions that a later one, signed by all and begun, has ended.
    private static func notReplaced(
        _ judged: [JudgedAgreement], on day: CalendarDate
    ) -> [JudgedAgreement] {
        var leading: [AgreementID: Int] = [:]
        for candidate in judged
        where isSigned(candidate.standing) && candidate.agreement.valid.first <= day {
            let id = candidate.agreement.id
            leading[id] = max(leading[id] ?? 0, candidate.agreement.version)
        }
        return judged.filter { $0.agreement.version >= leading[$0.agreement.id] ?? 0 }
    }

    private func standing(
        _ judged: JudgedAgreement, among all: [JudgedAgreement]
    ) -> [AgreementFinding] {
        let agreement = judged.agreement
        switch judged.standing {
        case .inForce:
            return [expiring(agreement, among: all), unused(agreement)].compactMap { $0 }
        case .notYet: return []
        case .expired(let day): return [AgreementFinding(agreement, nil, .expired(on: day))]
        case .unsigned(let missing):
            return [AgreementFinding(agreement, nil, .unsigned(by: missing))]
        case .badSignature(let party):
            return [AgreementFinding(agreement, nil, .badSignature(party))]
        case .unknownKey(let party): return [AgreementFinding(agreement, nil, .unknownKey(party))]
        case .keyDiffers(let party): return [AgreementFinding(agreement, nil, .keyDiffers(party))]
        case .revoked(let party, let day):
            return [AgreementFinding(agreement, nil, .revoked(by: party, on: day))]
        case .malformed: return [AgreementFinding(agreement, nil, .malformed)]
        }
    }

    private func expiring(
        _ agreement: Agreement, among all: [JudgedAgreement]
    ) -> AgreementFinding? {
        let last = agreement.valid.last
        guard last <= day.advanced(byDays: expiringWithin) else { return nil }
        let isFollowed = all.contains { other in
            guard case .notYet(let first) = other.standing else { return false }
            return other.agreement.id == agreement.id
                && other.agreement.version > agreement.version
                && first <= last.advanced(byDays: 1)
        }
        return isFollowed ? nil : AgreementFinding(agreement, nil, .expiring(on: last))
    }

    private func unused(_ agreement: Agreement) -> AgreementFinding? {
        let used = lastUsed[agreement.id]
        let since = used ?? agreement.valid.first
        guard since.advanced(byDays: unusedFor) < day else { return nil }
        return AgreementFinding(agreement, nil, .unused(since: since, never: used == nil))
    }

    private func emptyGrant(_ clause: Clause, _ records: RecordIndex) -> EmptyGrant? {
        if clause.upTo == .clear, clause.handling == [.h0] { return .onlyPublished }
        let countries = clause.countries
        if !clause.ports.isEmpty, !countries.isEmpty,
            !clause.ports.contains(where: { countries.contains($0.country) })
        {
            return .portsOutsideCountries
        }
        return classes.isEmpty ? nil : records.emptyGrant(clause)
    }
}

/// The marks of a node's records by kind and originator.
private struct RecordIndex {
    struct Key: Hashable {
        let kind: RecordKind
        let originator: OrganisationID
    }

    private let marks: [Key: [Mark]]

    init(_ classes: [AccessClass]) {
        marks = Dictionary(
            grouping: classes, by: { Key(kind: $0.kind, originator: $0.originator) }
        ).mapValues { $0.map(\.mark) }
    }

    /// The one condition that keeps every record out, if there is one.
    func emptyGrant(_ clause: Clause) -> EmptyGrant? {
        let found = clause.from.flatMap { originator in
            clause.kinds.flatMap { marks[Key(kind: $0, originator: originator)] ?? [] }
        }
        guard !found.isEmpty else { return .noRecord }
        let tests: [(EmptyGrant, (Mark) -> Bool)] = [
            (.noPurpose, { !$0.purposes.isDisjoint(with: clause.purposes) }),
            (.noLabel, { $0.trafficLight <= clause.upTo }),
            (.noHandling, { clause.handling.contains($0.handling) }),
            (.noReceiver, { $0.releasableTo.map { !clause.to.isDisjoint(with: $0) } ?? true }),
        ]
        for (reason, test) in tests where !found.contains(where: test) { return reason }
        let fits = found.contains { mark in tests.allSatisfy { $0.1(mark) } }
        return fits ? nil : .noCombination
    }
}
