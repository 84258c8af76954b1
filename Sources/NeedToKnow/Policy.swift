package import PortVocabulary

/// What all agreements in force allow together, compiled for speed. It is the only place where
/// access is settled: filters, releases and exports are drawn from it.
///
/// Pure and total: the same question has the same answer, and every question has one. Whatever
/// does not hold together grants nothing.
package struct Policy: Hashable, Sendable {
    /// What the policy was made of: the latest version of each agreement, by identifier.
    package let agreements: [VerifiedAgreement]
    private let organisations: [OrganisationID: Int]
    /// Clauses by pair of originator and receiver, strongest form first.
    private let clauses: [Int: [CompiledClause]]

    /// A later version takes the place of an earlier one. Two texts that claim to be the same
    /// version contradict each other, and neither grants anything.
    package init(agreements: [VerifiedAgreement]) {
        self.agreements = Self.latest(agreements)
        var organisations: [OrganisationID: Int] = [:]
        var clauses: [Int: [CompiledClause]] = [:]
        for verified in self.agreements {
            let agreement = verified.agreement
            for clause in agreement.sound {
                let compiled = CompiledClause(clause, of: agreement)
                for from in clause.from {
                    for to in clause.to where to != from {
                        let key = Self.pair(
                            Self.index(of: from, &organisations), Self.index(of: to, &organisations)
                        )
                        clauses[key, default: []].append(compiled)
                    }
                }
            }
        }
        self.organisations = organisations
        self.clauses = clauses.mapValues { $0.sorted(by: Self.isStronger) }
    }

    /// Whether the requester may do this with the record on this day, and how far.
    package func decide(
        _ requester: Requester, _ action: AccessAction, _ resource: Resource, on day: CalendarDate
    ) -> Decision {
        let question = Question(requester, action, day)
        let access = resource.access
        if let refusal = Self.refusal(question, access.originator) { return .refuse(refusal) }
        if let keepUntil = resource.keepUntil, keepUntil < day, action != .retain {
            return .refuse(.expired)
        }
        switch Self.ownRight(question, access) {
        case .refused(let refusal): return .refuse(refusal)
        case .ground(let ground):
            return .permit(Permit(requester, action, whole: access.kind, ground))
        case .none: break
        }
        let all = Self.fields(of: access.kind)
        var grant = Grant()
        var nearest = Refusal.noAgreement
        for clause in clauses(from: access.originator, to: requester.organisation) {
            if let refusal = clause.refusal(question, access, record: resource, all: all) {
                if refusal.nearness > nearest.nearness { nearest = refusal }
            } else {
                grant.add(clause, all: all)
            }
        }
        return grant.permit(requester, action).map(Decision.permit) ?? .refuse(nearest)
    }

    /// The clauses that release records of one organisation to another, strongest form first.
    func clauses(from: OrganisationID, to: OrganisationID) -> [CompiledClause] {
        guard let from = organisations[from], let to = organisations[to] else { return [] }
        return clauses[Self.pair(from, to)] ?? []
    }

    // MARK: What needs no agreement

    /// Roles, and what is the originator's alone.
    static func refusal(_ question: Question, _ originator: OrganisationID) -> Refusal? {
        guard question.roles & question.action.rolesMask != 0 else { return .role }
        guard !question.action.isOriginatorsOwn || question.organisation == originator else {
            return .foreign
        }
        return nil
    }

    enum OwnRight {
        case refused(Refusal)
        case ground(Ground)
        case none
    }

    /// The mark's purposes bind the originator too, but not their care for the record itself.
    static func ownRight(_ question: Question, _ access: AccessClass) -> OwnRight {
        let mark = access.mark
        if !question.action.isOriginatorsOwn, !mark.purposes.contains(question.purpose) {
            return .refused(.markPurpose)
        }
        if question.organisation == access.originator { return .ground(.own) }
        let isPublished =
            mark.trafficLight == .clear && mark.handling == .h0 && mark.releasableTo == nil
        return isPublished ? .ground(.published) : .none
    }

    /// The fields of each kind, computed once.
    static func fields(of kind: RecordKind) -> FieldSet {
        switch kind {
        case .seizure: seizureFields
        case .figure: figureFields
        case .denominator: denominatorFields
        }
    }

    private static let seizureFields = RecordKind.seizure.fields
    private static let figureFields = RecordKind.figure.fields
    private static let denominatorFields = RecordKind.denominator.fields

    // MARK: Compilation

    private static func latest(_ agreements: [VerifiedAgreement]) -> [VerifiedAgreement] {
        let distinct = Dictionary(grouping: Set(agreements), by: \.agreement.id)
        return distinct.values.compactMap { versions in
            let highest = versions.map(\.agreement.version).max()
            let current = versions.filter { $0.agreement.version == highest }
            return current.count == 1 ? current.first : nil
        }.sorted { $0.agreement.id < $1.agreement.id }
    }

    private static func index(
        of organisation: OrganisationID, _ organisations: inout [OrganisationID: Int]
    ) -> Int {
        if let index = organisations[organisation] { return index }
        let index = organisations.count
        organisations[organisation] = index
        return index
    }

    private static func pair(_ from: Int, _ to: Int) -> Int { from << 32 | to }

    private static func isStronger(_ left: CompiledClause, _ right: CompiledClause) -> Bool {
        (right.form.strength, left.ground.text) < (left.form.strength, right.ground.text)
    }
}
