package import PortVocabulary

/// What a person may do for their organisation. Roles add up; none includes another.
package enum Role: String, Term {
    /// Reads, lists, counts and exports records.
    case analyst
    /// Records and imports.
    case contributor
    /// Decides on held records.
    case reviewer
    /// Signs and revokes agreements, gives the originator's consent.
    case signatory
    /// Reviews retention, holds and erases.
    case custodian
    /// Reads the evidence log and verifies it; reads no records.
    case auditor
    /// Runs the node: organisations, keys, backups; reads no records.
    case administrator

    package static let vocabulary = "roles"
    package var title: String { rawValue }
}

/// Who asks, for whom, in which roles, what for and on which legal basis: the first argument of
/// every step.
package struct Requester: Hashable, Sendable {
    package let person: PersonID
    package let organisation: OrganisationID
    package let roles: Set<Role>
    package let purpose: Purpose
    /// The legal basis in words, as the person states it. Bounds: 500 characters.
    package let basis: String
    /// The second person who agreed to this request; never the person who asks.
    package let approvedBy: PersonID?

    /// - Throws: ``WordDefect`` when the second person is the first, or the basis is too long.
    package init(
        person: PersonID, organisation: OrganisationID, roles: Set<Role>, purpose: Purpose,
        basis: String = "", approvedBy: PersonID? = nil
    ) throws(WordDefect) {
        guard approvedBy != person else {
            throw .noSuchValue(
                "the person who asks cannot be the second pair of eyes",
                mend: "let a colleague approve")
        }
        guard basis.utf8.count <= 500 else {
            throw .length(expected: "0 to 500", found: basis.utf8.count)
        }
        (self.person, self.organisation, self.roles) = (person, organisation, roles)
        (self.purpose, self.basis, self.approvedBy) = (purpose, basis, approvedBy)
    }
}
