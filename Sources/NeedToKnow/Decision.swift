import PortVocabulary

/// What a requester wants to do with records.
package enum AccessAction: String, Term {
    /// See records in a list, chart, map, search or assessment.
    case list
    /// Open one record.
    case read
    /// Take records out as a file.
    case export
    /// Count records without seeing them.
    case count
    /// Ask whether a record matches; the answer is hit or no hit.
    case ask
    /// Record or import.
    case contribute
    /// Decide on a held record.
    case review
    /// Consent to a record going to a receiver.
    case consent
    /// Review retention, hold, erase.
    case retain

    package static let vocabulary = "actions"
    package var title: String { rawValue }
}

/// What lets a record be seen: the originator's own right, the label of published facts, or a
/// clause of an agreement.
package enum Ground: Hashable, Sendable {
    /// The requester belongs to the originator.
    case own
    /// TLP:CLEAR with handling code H0: published.
    case published
    case clause(AgreementID, version: Int, ClauseID)

    /// As evidence and pages write it: `own`, `published` or `agreement/2#clause`.
    package var text: String {
        switch self {
        case .own: "own"
        case .published: "published"
        case .clause(let agreement, let version, let clause):
            "\(agreement)/\(version)#\(clause)"
        }
    }
}

/// Why something is refused. Kept in the evidence; outside, refused and absent look the same.
package enum Refusal: String, Term {
    case role = "no-role"
    case expired = "retention-expired"
    case markPurpose = "purpose-not-in-mark"
    case noAgreement = "no-agreement"
    case notReleasable = "not-releasable-to"
    case tooNarrow = "label-too-narrow"
    case handling = "handling-code"
    case purpose = "purpose-not-in-agreement"
    case scope = "outside-scope"
    case form = "form-of-release"
    case consent = "no-consent"
    case fourEyes = "no-second-person"
    case foreign = "not-the-originator"

    package static let vocabulary = "refusals"
    package var title: String {
        switch self {
        case .role: "the person has no role for this"
        case .expired: "the time for which the record may be kept has run out"
        case .markPurpose: "the record's mark does not allow this purpose"
        case .noAgreement: "no agreement in force covers it"
        case .notReleasable: "the originator did not name the organisation as a receiver"
        case .tooNarrow: "the label is narrower than the agreement covers"
        case .handling: "the handling code is not covered by the agreement"
        case .purpose: "the agreement does not cover this purpose"
        case .scope: "the agreement does not cover this port, country or substance"
        case .form: "the agreement releases less than was asked for"
        case .consent: "the originator has not consented"
        case .fourEyes: "a second person has to approve"
        case .foreign: "only the originator may do this"
        }
    }
}

/// The answer to a request.
package enum Decision: Hashable, Sendable {
    case permit(Permit)
    /// The reason of the ground that came nearest.
    case refuse(Refusal)
}
