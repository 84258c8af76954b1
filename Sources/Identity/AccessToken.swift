package import NeedToKnow
package import PortVocabulary

/// What a token may be used for. A scope is a part of what a role may do.
package enum TokenScope: String, Term {
    case readRecords = "records:read"
    case writeRecords = "records:write"
    case reviewRecords = "records:review"
    case keepRecords = "records:retain"
    case readAgreements = "agreements:read"
    case signAgreements = "agreements:sign"
    case readEvidence = "evidence:read"
    case administer = "node:administer"

    package static let vocabulary = "scopes"
    package var title: String { rawValue }

    /// The roles that the scope lets a token act in, where its owner has them.
    package var roles: Set<Role> {
        switch self {
        case .readRecords: [.analyst]
        case .writeRecords: [.contributor]
        case .reviewRecords: [.reviewer]
        case .keepRecords: [.custodian]
        // Every role reads agreements; the analyst's is the one that a reader has.
        case .readAgreements: [.analyst]
        case .signAgreements: [.signatory]
        case .readEvidence: [.auditor]
        case .administer: [.administrator]
        }
    }
}

/// Marks ``ID`` as that of a token.
package enum TokenCase {}
/// Names a token; it is no secret.
package typealias TokenID = ID<TokenCase>

/// A secret with which a program asks for a person or a system. The node keeps its SHA-256 only.
package struct AccessToken: Hashable, Sendable {
    package let id: TokenID
    /// SHA-256 of the secret. Shape: 32 bytes.
    package let secretHash: [UInt8]
    package let owner: PersonID
    /// What it is for, in the owner's words. Bounds: 1 to 200 characters.
    package let label: String
    package let scopes: Set<TokenScope>
    package let purpose: Purpose
    package let basis: String
    package let created: Moment
    /// The last day on which it works.
    package let lastDay: CalendarDate
    package var revoked: Moment?

    package init(
        id: TokenID, secretHash: [UInt8], owner: PersonID, label: String,
        scopes: Set<TokenScope>, purpose: Purpose, basis: String, created: Moment,
        lastDay: CalendarDate, revoked: Moment? = nil
    ) {
        (self.id, self.secretHash, self.owner, self.label) = (id, secretHash, owner, label)
        (self.scopes, self.purpose, self.basis) = (scopes, purpose, basis)
        (self.created, self.lastDay, self.revoked) = (created, lastDay, revoked)
    }
}

/// A token with its owner as they stand today.
package struct TokenBearer: Hashable, Sendable {
    package let token: AccessToken
    package let person: Person
    /// What the scopes and the owner's roles of today have in common: never more than the owner.
    package let roles: Set<Role>

    package init(token: AccessToken, person: Person, roles: Set<Role>) {
        (self.token, self.person, self.roles) = (token, person, roles)
    }

    /// Who asks; nil where the stored words are out of bounds.
    package var requester: Requester? {
        try? Requester(
            person: person.id, organisation: person.organisation, roles: roles,
            purpose: token.purpose, basis: token.basis)
    }
}
