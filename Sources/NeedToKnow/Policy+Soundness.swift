import PortVocabulary

extension Agreement {
    /// The clauses that a policy takes. The check of agreements refuses the others long before;
    /// should one get through all the same, it grants nothing: an organisation that is no party,
    /// an identifier used twice, a clause without fields, or a threshold out of bounds.
    var sound: [Clause] {
        let members = Set(parties.map(\.id))
        guard members.count == parties.count, members.count >= 2 else { return [] }
        let uses = Dictionary(grouping: clauses, by: \.id)
        return clauses.filter { $0.isSound(members) && uses[$0.id]?.count == 1 }
    }
}

extension Clause {
    fileprivate func isSound(_ members: Set<OrganisationID>) -> Bool {
        let isBetweenParties =
            !from.isEmpty && !to.isEmpty && from.isSubset(of: members) && to.isSubset(of: members)
        let isBounded = (1...1_000).contains(conditions.minimumCell)
        return isBetweenParties && isBounded && (form != .fields || !fields.isEmpty)
    }
}
