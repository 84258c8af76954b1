import PortVocabulary

/// Finds clauses that release the same, among agreements that hold at the same time.
///
/// Clauses are looked up by giver, receiver and kind of record, so that the work grows with the
/// pairs that have something in common and not with all pairs.
struct ClauseComparison {
    private struct Entry {
        let agreement: Agreement
        let clause: Clause
        var reference: ClauseReference {
            ClauseReference(
                agreement: agreement.id, version: agreement.version, clause: clause.id)
        }
    }

    private struct Key: Hashable {
        let from: OrganisationID
        let to: OrganisationID
        let kind: RecordKind
    }

    /// Two clauses by their place in the list, the earlier first, and a kind that both release.
    private struct Pair: Hashable {
        let first: Int
        let second: Int
        let kind: RecordKind
    }

    private let entries: [Entry]
    private(set) var findings: [AgreementFinding] = []
    /// Pairs of clauses that were compared, each once per kind of record.
    private(set) var comparisons = 0

    /// - Parameter limit: findings after which the comparison stops.
    init(_ agreements: [Agreement], limit: Int) {
        entries = agreements.flatMap { agreement in
            agreement.clauses.map { Entry(agreement: agreement, clause: $0) }
        }
        var index: [Key: [Int]] = [:]
        var seen: Set<Pair> = []
        for (second, entry) in entries.enumerated() {
            for key in Self.keys(entry.clause) {
                for first in index[key] ?? [] {
                    guard findings.count < limit else { return }
                    guard seen.insert(Pair(first: first, second: second, kind: key.kind)).inserted
                    else { continue }
                    comparisons += 1
                    findings += Self.compare(entries[first], entry, key.kind)
                }
                index[key, default: []].append(second)
            }
        }
    }

    private static func keys(_ clause: Clause) -> [Key] {
        // Sorted, so that the limit cuts at the same place every time.
        let receivers = clause.to.sorted()
        let kinds = RecordKind.allCases.filter(clause.kinds.contains)
        return clause.from.sorted().flatMap { from in
            receivers.filter { $0 != from }.flatMap { to in
                kinds.map { Key(from: from, to: to, kind: $0) }
            }
        }
    }

    private static func compare(
        _ one: Entry, _ other: Entry, _ kind: RecordKind
    ) -> [AgreementFinding] {
        // Two versions of one agreement replace each other and never hold together.
        let isSame = one.agreement.id == other.agreement.id
        if isSame, one.agreement.version != other.agreement.version { return [] }
        guard one.agreement.valid.overlaps(other.agreement.valid) else { return [] }
        let purposes = one.clause.purposes.intersection(other.clause.purposes)
        guard !purposes.isEmpty, shareRecords(one.clause, other.clause),
            let fields = sharedFields(one.clause, other.clause, kind)
        else { return [] }
        let laxerOne = laxer(one.clause, than: other.clause)
        let laxerOther = laxer(other.clause, than: one.clause)
        if laxerOne.isEmpty, laxerOther.isEmpty {
            // Within one agreement its authors see both clauses.
            guard !isSame else { return [] }
            return [
                AgreementFinding(
                    other.agreement, other.clause.id,
                    .overlapping(with: one.reference, kind, purposes, fields))
            ]
        }
        var findings: [AgreementFinding] = []
        if !laxerOther.isEmpty {
            findings.append(
                AgreementFinding(
                    one.agreement, one.clause.id,
                    .contradicted(by: other.reference, kind, purposes, in: laxerOther)))
        }
        if !laxerOne.isEmpty {
            findings.append(
                AgreementFinding(
                    other.agreement, other.clause.id,
                    .contradicted(by: one.reference, kind, purposes, in: laxerOne)))
        }
        return findings
    }

    /// Whether a record can be in the scope of both and carry a mark that both cover.
    private static func shareRecords(_ one: Clause, _ other: Clause) -> Bool {
        func meet<Item>(_ left: Set<Item>, _ right: Set<Item>) -> Bool {
            left.isEmpty || right.isEmpty || !left.isDisjoint(with: right)
        }
        return meet(one.ports, other.ports) && meet(one.countries, other.countries)
            && meet(one.substances, other.substances)
            && !one.handling.isDisjoint(with: other.handling)
    }

    /// The fields of the kind that both release: empty for two clauses with the same form without
    /// fields, nil when they release different things.
    private static func sharedFields(
        _ one: Clause, _ other: Clause, _ kind: RecordKind
    ) -> FieldSet? {
        func showsRecords(_ clause: Clause) -> Bool {
            clause.form == .full || clause.form == .fields
        }
        guard showsRecords(one), showsRecords(other) else {
            return one.form == other.form ? [] : nil
        }
        let fields = one.fields.intersection(other.fields).intersection(kind.fields)
        return fields.isEmpty ? nil : fields
    }

    /// The conditions in which the first lets through what the second holds back.
    private static func laxer(_ one: Clause, than other: Clause) -> [ClauseTerm] {
        ClauseTerm.allCases.filter { term in
            switch term {
            case .consent: !one.conditions.needsConsent && other.conditions.needsConsent
            case .fourEyes: !one.conditions.needsFourEyes && other.conditions.needsFourEyes
            case .minimumCell:
                one.form == .aggregate
                    && one.conditions.minimumCell < other.conditions.minimumCell
            case .upTo: one.upTo > other.upTo
            case .handling: !one.handling.isSubset(of: other.handling)
            case .roles: !one.roles.isSubset(of: other.roles)
            }
        }
    }
}
