package import PortVocabulary

/// A clause of a version of an agreement.
package struct ClauseReference: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let agreement: AgreementID
    package let version: Int
    package let clause: ClauseID

    package init(agreement: AgreementID, version: Int, clause: ClauseID) {
        (self.agreement, self.version, self.clause) = (agreement, version, clause)
    }

    /// `agreement/2#clause`.
    package var description: String { "\(agreement)/\(version)#\(clause)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.agreement, left.version, left.clause)
            < (right.agreement, right.version, right.clause)
    }
}

/// A condition in which two clauses can differ.
package enum ClauseTerm: String, Term {
    case consent
    case fourEyes = "four-eyes"
    case minimumCell = "minimum-cell"
    case upTo = "up-to"
    case handling
    case roles

    package static let vocabulary = "conditions of clauses"
    package var title: String {
        switch self {
        case .consent: "the originator's consent"
        case .fourEyes: "the second person"
        case .minimumCell: "the smallest count shown"
        case .upTo: "the narrowest label"
        case .handling: "the handling codes"
        case .roles: "the roles"
        }
    }
}

/// Why a clause can release nothing that is not free already.
package enum EmptyGrant: Hashable, Sendable {
    /// It covers TLP:CLEAR with H0 alone, which is published.
    case onlyPublished
    /// No port of the clause lies in a country of the clause.
    case portsOutsideCountries
    /// This node holds no record of these originators and kinds.
    case noRecord
    /// No record's mark allows one of the purposes.
    case noPurpose
    /// Every record has a narrower label.
    case noLabel
    /// No record has one of the handling codes.
    case noHandling
    /// No record's mark names one of the receivers.
    case noReceiver
    /// Some records meet each condition, none meets all of them.
    case noCombination
}

/// What a review can find: a closed set.
package enum ReviewMatter: Hashable, Sendable {
    case expiring(on: CalendarDate)
    case expired(on: CalendarDate)
    case unsigned(by: [OrganisationID])
    case badSignature(OrganisationID)
    case unknownKey(OrganisationID)
    case keyDiffers(OrganisationID)
    case revoked(by: OrganisationID, on: CalendarDate)
    case malformed
    /// Nothing was released since this day; with `never`, since it came into force.
    case unused(since: CalendarDate, never: Bool)
    /// The other clause releases the same, under the same conditions.
    case overlapping(with: ClauseReference, RecordKind, PurposeSet, FieldSet)
    /// The other clause releases the same under laxer conditions, so these have no effect there.
    case contradicted(by: ClauseReference, RecordKind, PurposeSet, in: [ClauseTerm])
    case grantsNothing(EmptyGrant)
    /// More than the limit was found; the rest is not listed.
    case moreFindings(limit: Int)
}

/// One finding of a review.
package struct AgreementFinding: Hashable, Sendable {
    package let agreement: AgreementID
    package let version: Int
    /// Nil where the finding is about the whole agreement.
    package let clause: ClauseID?
    package let matter: ReviewMatter

    init(_ agreement: Agreement, _ clause: ClauseID? = nil, _ matter: ReviewMatter) {
        (self.agreement, self.version) = (agreement.id, agreement.version)
        (self.clause, self.matter) = (clause, matter)
    }

    private init(more limit: Int, of finding: AgreementFinding) {
        (agreement, version, clause) = (finding.agreement, finding.version, nil)
        matter = .moreFindings(limit: limit)
    }

    /// Stands in the place of this finding and of all after it.
    func notingMore(limit: Int) -> AgreementFinding { AgreementFinding(more: limit, of: self) }

    package var cause: String {
        switch matter {
        case .expiring(let day): "ends on \(day), and no signed version follows"
        case .expired(let day): "ended on \(day)"
        case .unsigned(let parties):
            "is not signed by \(parties.map(\.text).joined(separator: ", "))"
        case .badSignature(let party): "has a signature of “\(party)” that does not fit"
        case .unknownKey(let party): "names “\(party)”, whose key is not registered here"
        case .keyDiffers(let party): "has no key of “\(party)”, or not the one registered here"
        case .revoked(let party, let day): "was revoked by “\(party)” from \(day) on"
        case .malformed: "is not one that a document could give"
        case .unused(let day, let never):
            never ? "has released nothing since it began on \(day)" : "was last used on \(day)"
        case .overlapping(let other, let kind, let purposes, let fields):
            "releases \(Self.what(kind, purposes, fields)) as \(other) does"
        case .contradicted(let other, let kind, let purposes, let terms):
            "is stricter than \(other) in \(Self.list(terms.map(\.title))) for "
                + "\(Self.what(kind, purposes, [])); the laxer clause \(other) wins"
        case .grantsNothing(let reason): Self.cause(reason)
        case .moreFindings(let limit): "has, with the others, more than \(limit) findings"
        }
    }

    package var mend: String {
        switch matter {
        case .expiring: "let the parties sign a new version, or let it end"
        case .expired: "remove it, or let the parties sign a new version"
        case .unsigned: "ask for the signature; until then it grants nothing"
        case .badSignature: "let the party sign this very text again"
        case .unknownKey: "register the party's key after checking it by another channel"
        case .keyDiffers: "compare the keys by another channel, then sign a new version"
        case .revoked, .malformed: "remove it, or let the parties sign a new version"
        case .unused: "ask whether it is still needed; what is not needed should not be open"
        case .overlapping: "keep one of the two"
        case .contradicted: "write the conditions alike, or remove the laxer clause"
        case .grantsNothing(.onlyPublished): "cover a narrower label, or remove the clause"
        case .grantsNothing(.portsOutsideCountries): "mend the ports or the countries"
        case .grantsNothing(.noRecord): "remove the clause, or wait for the records"
        case .grantsNothing: "mend the clause, or ask the originators to mark records for it"
        case .moreFindings: "mend those listed and review again"
        }
    }

    private static func cause(_ reason: EmptyGrant) -> String {
        switch reason {
        case .onlyPublished: "covers only TLP:CLEAR with H0, which is published already"
        case .portsOutsideCountries: "names ports that lie in none of its countries"
        case .noRecord: "covers no record that this node holds"
        case .noPurpose: "has purposes that no record's mark allows"
        case .noLabel: "covers only labels wider than that of every record"
        case .noHandling: "covers handling codes that no record has"
        case .noReceiver: "has receivers that no record's mark names"
        case .noCombination: "asks for marks that no single record has"
        }
    }

    private static func what(
        _ kind: RecordKind, _ purposes: PurposeSet, _ fields: FieldSet
    ) -> String {
        let named = list(fields.fields.map(\.rawValue))
        return "\(kind.rawValue)\(named.isEmpty ? "" : " (\(named))") for "
            + list(purposes.purposes.map(\.rawValue))
    }

    private static func list(_ items: [String]) -> String { items.joined(separator: ", ") }
}
