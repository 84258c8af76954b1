package import PortVocabulary

/// Marks ``ID`` as that of an agreement.
package enum AgreementCase {}
/// Identifies an agreement through all its versions, for example `nl-be-port-steering`.
package typealias AgreementID = ID<AgreementCase>
/// Marks ``ID`` as that of a clause within an agreement.
package enum ClauseCase {}
/// Identifies a clause within its agreement.
package typealias ClauseID = ID<ClauseCase>

/// How much of a record a clause releases, least first.
package enum ReleaseForm: String, Term {
    /// Only whether a record matches what the requester names.
    case hitNoHit = "hit-no-hit"
    /// Only counts, small cells withheld.
    case aggregate
    /// The named fields of single records.
    case fields
    /// Every field of single records.
    case full

    package static let vocabulary = "forms of release"
    package var title: String {
        switch self {
        case .hitNoHit: "hit or no hit"
        case .aggregate: "counts only"
        case .fields: "named fields"
        case .full: "whole records"
        }
    }
}

/// What must be true besides, before a clause releases anything.
package struct ClauseConditions: Hashable, Sendable {
    /// The originator has consented to this record going to this receiver.
    package var needsConsent = false
    /// A second person has approved the request.
    package var needsFourEyes = false
    /// Counts below this are withheld. Bounds: 1 to 1,000; 1 withholds nothing.
    package var minimumCell = 5

    package init() {}
}

/// One clause: whose records go to whom, for what, in which form.
package struct Clause: Hashable, Sendable {
    package var id: ClauseID
    /// Whose records. Never empty; each is a party.
    package var from: Set<OrganisationID>
    /// Who receives them. Never empty; each is a party.
    package var to: Set<OrganisationID>
    package var kinds: Set<RecordKind>
    package var purposes: PurposeSet
    package var form: ReleaseForm
    /// With ``ReleaseForm/fields`` the named ones; with ``ReleaseForm/full`` all of the kinds';
    /// else empty.
    package var fields: FieldSet
    /// Records with a narrower label than this are not released.
    package var upTo: TrafficLight
    /// Records with another handling code are not released.
    package var handling: Set<HandlingCode>
    /// The requester needs one of these roles; the form's usual roles apply besides.
    package var roles: Set<Role>
    /// Empty: everywhere. Else only records of these places.
    package var ports: Set<PlaceCode>
    /// Empty: everywhere. Else only records of these countries.
    package var countries: Set<Country>
    /// Empty: all. Else only records of these groups of substances.
    package var substances: Set<SubstanceGroup>
    package var conditions: ClauseConditions
    /// The legal basis of this clause; empty: that of the agreement.
    package var basis: String

    package init(
        id: ClauseID, from: Set<OrganisationID>, to: Set<OrganisationID>,
        kinds: Set<RecordKind>, purposes: PurposeSet, form: ReleaseForm, fields: FieldSet
    ) {
        (self.id, self.from, self.to, self.kinds) = (id, from, to, kinds)
        (self.purposes, self.form, self.fields) = (purposes, form, fields)
        (upTo, handling, roles) = (.amber, [.h0, .h1], [.analyst])
        (ports, countries, substances) = ([], [], [])
        (conditions, basis) = (ClauseConditions(), "")
    }
}

/// An agreement as it was written: a memorandum, a law or a protocol. It grants nothing until
/// every party has signed it; see ``VerifiedAgreement``.
package struct Agreement: Hashable, Sendable {
    package var id: AgreementID
    /// From 1; a later version takes the place of the earlier one once it is signed.
    package var version: Int
    package var title: String
    /// At least two.
    package var parties: [Organisation]
    package var valid: DateSpan
    /// The legal basis in words.
    package var basis: String
    /// What the parties want to say in words; grants nothing.
    package var preamble: [String]
    package var clauses: [Clause]

    package init(
        id: AgreementID, version: Int, title: String, parties: [Organisation], valid: DateSpan,
        basis: String, preamble: [String], clauses: [Clause]
    ) {
        (self.id, self.version, self.title, self.parties) = (id, version, title, parties)
        (self.valid, self.basis, self.preamble) = (valid, basis, preamble)
        self.clauses = clauses
    }
}

/// One party's signature over the canonical form of one version.
package struct AgreementSignature: Hashable, Sendable {
    package let organisation: OrganisationID
    /// Ed25519 over the UTF-8 of the canonical form, 64 bytes.
    package let signature: [UInt8]

    package init(organisation: OrganisationID, signature: [UInt8]) {
        (self.organisation, self.signature) = (organisation, signature)
    }
}
