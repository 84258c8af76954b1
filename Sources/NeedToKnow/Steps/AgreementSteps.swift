package import PortVocabulary

/// What a draft would change for one receiver and purpose.
package struct DryRunLine: Hashable, Sendable {
    package let receiver: OrganisationID
    package let purpose: Purpose
    package let kind: RecordKind
    /// The strongest form that the receiver would have; nil for none.
    package let form: ReleaseForm?
    /// The fields that would be shown of single records.
    package let fields: FieldSet
    /// Records that would be visible, of them new ones, and those that would no longer be.
    package let total: Int
    package let gained: Int
    package let lost: Int
}

/// The acts on agreements that need more than storing: what they are worth today, and what a
/// draft would change.
package struct AgreementSteps<Store: AgreementStore> {
    private let store: Store

    package init(store: Store) { self.store = store }

    /// Every version with what it is worth on a day.
    ///
    /// - Throws: what the store throws.
    package func judged(on day: CalendarDate) throws -> [JudgedAgreement] {
        let registered = Dictionary(
            try store.organisations().map { ($0.id, $0.key) }
        ) { first, _ in first }
        return try store.agreements().map { stored in
            JudgedAgreement(
                agreement: stored.agreement,
                standing: AgreementVerification.verify(
                    stored.agreement, signatures: stored.signatures, registered: registered,
                    revocations: stored.revocations, on: day))
        }
    }

    /// What the draft would release and what would stop being visible, were it in force today in
    /// the place of its earlier version. A condition of four eyes counts as met; of the records
    /// that need consent only those with consent are counted.
    ///
    /// - Throws: what the store throws.
    package func dryRun(_ draft: Agreement, on day: CalendarDate) throws -> [DryRunLine] {
        let current = AgreementVerification.inForce(try judged(on: day), on: day)
        let before = Policy(agreements: current)
        // As if it were signed and had begun: a draft is tried before anyone signs.
        var tried = draft
        if let span = try? DateSpan(from: day, through: day) { tried.valid = span }
        let after = Policy(
            agreements: current.filter { $0.agreement.id != draft.id }
                + [VerifiedAgreement(verified: tried)])
        let earlier = current.first { $0.agreement.id == draft.id }?.agreement
        let clauses = draft.clauses + (earlier?.clauses ?? [])
        var lines: [DryRunLine] = []
        for receiver in Set(clauses.flatMap(\.to)).sorted() {
            let own = clauses.filter { $0.to.contains(receiver) }
            let purposes = own.reduce(PurposeSet()) { $0.union($1.purposes) }
            for purpose in purposes.purposes {
                let kinds = own.reduce(Set()) { $0.union($1.kinds) }
                for kind in RecordKind.allCases where kinds.contains(kind) {
                    lines.append(
                        try line(receiver, purpose, kind, before: before, after: after, on: day))
                }
            }
        }
        return lines
    }

    private func line(
        _ receiver: OrganisationID, _ purpose: Purpose, _ kind: RecordKind, before: Policy,
        after: Policy, on day: CalendarDate
    ) throws -> DryRunLine {
        let requester = try Requester(
            person: PersonID(trusted: "dry-run"), organisation: receiver,
            roles: Set(Role.allCases), purpose: purpose,
            approvedBy: PersonID(trusted: "second-person"))
        // What the receiver sees without any agreement is not the draft's doing.
        let all = try store.accessClasses(kind)
        let without = Set(
            Policy(agreements: []).visibility(
                requester, .count, kind: kind, classes: all, on: day
            ).classes)
        let classes = all.filter { !without.contains($0.key) }
        // Counting is the widest action: what can be listed can be counted.
        func visibility(_ policy: Policy, _ action: AccessAction) -> Visibility {
            policy.visibility(requester, action, kind: kind, classes: classes, on: day)
        }
        let new = visibility(after, .count)
        let old = visibility(before, .count)
        let gained = try store.difference(of: new, without: old)
        let lost = try store.difference(of: old, without: new)
        let listed = visibility(after, .list)
        let form: ReleaseForm? =
            if new.isNothing {
                visibility(after, .ask).isNothing ? nil : .hitNoHit
            } else if listed.isNothing {
                .aggregate
            } else {
                listed.widestFields.isSuperset(of: kind.fields) ? .full : .fields
            }
        return DryRunLine(
            receiver: receiver, purpose: purpose, kind: kind, form: form,
            fields: listed.widestFields, total: gained.total, gained: gained.notInOther,
            lost: lost.notInOther)
    }
}

extension Visibility {
    /// Every field that some visible record shows.
    package var widestFields: FieldSet {
        widest(classes).reduce(FieldSet()) { $0.union($1.fields) }
    }
}
