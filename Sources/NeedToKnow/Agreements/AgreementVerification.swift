import Crypto
import Foundation
package import PortVocabulary

/// What an agreement is worth on a day.
package enum AgreementStanding: Hashable, Sendable {
    case inForce(VerifiedAgreement)
    /// Signed by all, starts later.
    case notYet(from: CalendarDate)
    /// Signed by all, the last day has passed.
    case expired(on: CalendarDate)
    /// These parties have not signed. Never empty.
    case unsigned(missing: [OrganisationID])
    /// Every signature given for the party is wrong: of another text, or made with another key.
    case badSignature(OrganisationID)
    /// This node knows no key of the party.
    case unknownKey(OrganisationID)
    /// The key in the agreement is missing or not the one that this node knows.
    case keyDiffers(OrganisationID)
    /// A party has revoked it, from this day on.
    case revoked(by: OrganisationID, on: CalendarDate)
    /// The value is none that a document could give, for example with one party alone.
    case malformed
}

/// An agreement and what it was found to be worth.
package struct JudgedAgreement: Hashable, Sendable {
    package let agreement: Agreement
    package let standing: AgreementStanding

    package init(agreement: Agreement, standing: AgreementStanding) {
        (self.agreement, self.standing) = (agreement, standing)
    }

    /// Whether every party has signed it: then it takes the place of earlier versions.
    fileprivate var isSigned: Bool {
        switch standing {
        case .inForce, .notYet, .expired, .revoked: true
        case .unsigned, .badSignature, .unknownKey, .keyDiffers, .malformed: false
        }
    }
}

/// The check of signatures: the only place that makes a ``VerifiedAgreement``.
package enum AgreementVerification {
    /// What the agreement is worth on a day.
    ///
    /// Every party must have signed the canonical form with the key that stands in the agreement
    /// and that this node has registered for it. Signatures of others are passed over, and one
    /// good signature of a party suffices beside bad ones, so that nobody can spoil an agreement
    /// by adding something. A revocation counts from its day on when the party signed it.
    package static func verify(
        _ agreement: Agreement, signatures: [AgreementSignature],
        registered: [OrganisationID: [UInt8]], revocations: [Revocation], on day: CalendarDate
    ) -> AgreementStanding {
        let text = agreement.canonicalText
        // What a document could not say is not believed either when a program says it.
        guard let read = try? Agreement(canonicalText: text), read == agreement else {
            return .malformed
        }
        var keys: [OrganisationID: Curve25519.Signing.PublicKey] = [:]
        for party in agreement.parties {
            guard let known = registered[party.id] else { return .unknownKey(party.id) }
            guard party.key.count == 32, known == party.key,
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: party.key)
            else { return .keyDiffers(party.id) }
            keys[party.id] = key
        }
        let message = Data(text.utf8)
        var missing: [OrganisationID] = []
        for party in agreement.parties {
            let given = signatures.filter { $0.organisation == party.id }
            let isGood = given.contains { signature in
                keys[party.id]?.isValidSignature(signature.signature, for: message) ?? false
            }
            if isGood { continue }
            guard given.isEmpty else { return .badSignature(party.id) }
            missing.append(party.id)
        }
        guard missing.isEmpty else { return .unsigned(missing: missing) }
        if let (party, first) = firstRevocation(of: agreement, revocations, keys), first <= day {
            return .revoked(by: party, on: first)
        }
        if day < agreement.valid.first { return .notYet(from: agreement.valid.first) }
        if day > agreement.valid.last { return .expired(on: agreement.valid.last) }
        return .inForce(VerifiedAgreement(verified: agreement))
    }

    private static func firstRevocation(
        of agreement: Agreement, _ revocations: [Revocation],
        _ keys: [OrganisationID: Curve25519.Signing.PublicKey]
    ) -> (OrganisationID, CalendarDate)? {
        revocations.filter { revocation in
            revocation.agreement == agreement.id && revocation.version == agreement.version
                && keys[revocation.organisation]?.isValidSignature(
                    revocation.signature, for: Data(revocation.statement.utf8)) ?? false
        }.map { ($0.organisation, $0.day) }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }
    }

    /// What grants something on a day: of each agreement the highest version, if it is in force.
    ///
    /// A version that all have signed ends the earlier ones for good from its first day on, even
    /// when it has run out or was revoked since: else a party could bring back a wider version
    /// that the others believe replaced. Two different texts under one version grant nothing.
    package static func inForce(
        _ judged: [JudgedAgreement], on day: CalendarDate
    ) -> [VerifiedAgreement] {
        var leading: [AgreementID: [JudgedAgreement]] = [:]
        for candidate in Set(judged)
        where candidate.isSigned && candidate.agreement.valid.first <= day {
            let id = candidate.agreement.id
            let version = leading[id]?.first?.agreement.version ?? 0
            if candidate.agreement.version > version {
                leading[id] = [candidate]
            } else if candidate.agreement.version == version {
                leading[id, default: []].append(candidate)
            }
        }
        return leading.sorted { $0.key < $1.key }.compactMap { _, candidates in
            guard candidates.count == 1, case .inForce(let verified)? = candidates.first?.standing,
                verified.agreement == candidates.first?.agreement
            else { return nil }
            return verified
        }
    }
}
