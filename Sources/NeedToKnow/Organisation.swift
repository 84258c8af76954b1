package import PortVocabulary

/// What kind of body an organisation is.
package enum OrganisationKind: String, Term {
    case authority
    case company
    case euBody = "eu-body"
    case thirdCountryAuthority = "third-country-authority"

    package static let vocabulary = "kinds of organisation"
    package var title: String {
        switch self {
        case .authority: "authority"
        case .company: "company"
        case .euBody: "body of the European Union"
        case .thirdCountryAuthority: "authority of a third country"
        }
    }
}

/// The part that a third country plays. It may change over the years.
package enum ThirdCountryRole: String, Term {
    case origin
    case transit
    case destination

    package static let vocabulary = "roles of third countries"
    package var title: String { "country of " + rawValue }
}

/// A member of the alliance or a partner: who signs agreements and receives records.
package struct Organisation: Hashable, Sendable {
    package let id: OrganisationID
    package let name: String
    package let kind: OrganisationKind
    package let country: Country?
    /// Only for authorities of third countries.
    package let thirdCountryRole: ThirdCountryRole?
    /// Ed25519 public key (RFC 8032), 32 bytes, with which its signatures are verified.
    package let key: [UInt8]

    package init(
        id: OrganisationID, name: String, kind: OrganisationKind, country: Country?,
        thirdCountryRole: ThirdCountryRole?, key: [UInt8]
    ) {
        (self.id, self.name, self.kind, self.country) = (id, name, kind, country)
        (self.thirdCountryRole, self.key) = (thirdCountryRole, key)
    }
}
