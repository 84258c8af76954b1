package import Crypto
import Foundation
package import PortVocabulary

extension AgreementSignature {
    /// Signs the canonical form for a party.
    ///
    /// - Throws: ``SigningDefect`` when the signature could never count.
    package init(
        signing agreement: Agreement, as organisation: OrganisationID,
        with key: Curve25519.Signing.PrivateKey
    ) throws(SigningDefect) {
        try Self.check(agreement, organisation, key)
        self.init(
            organisation: organisation,
            signature: try Self.sign(agreement.canonicalText, with: key))
    }

    fileprivate static func check(
        _ agreement: Agreement, _ organisation: OrganisationID,
        _ key: Curve25519.Signing.PrivateKey
    ) throws(SigningDefect) {
        guard let party = agreement.parties.first(where: { $0.id == organisation }) else {
            throw .notAParty(organisation)
        }
        let missing = agreement.parties.filter(\.key.isEmpty).map(\.id)
        guard missing.isEmpty else { throw .missingKeys(missing) }
        guard party.key == Array(key.publicKey.rawRepresentation) else {
            throw .otherKey(organisation)
        }
        guard let read = try? Agreement(canonicalText: agreement.canonicalText), read == agreement
        else { throw .malformed }
    }

    fileprivate static func sign(
        _ text: String, with key: Curve25519.Signing.PrivateKey
    ) throws(SigningDefect) -> [UInt8] {
        guard let signature = try? key.signature(for: Data(text.utf8)) else { throw .failed }
        return Array(signature)
    }
}

extension Revocation {
    /// Revokes an agreement for a party, from a day on.
    ///
    /// - Throws: ``SigningDefect`` when the revocation could never count.
    package init(
        revoking agreement: Agreement, as organisation: OrganisationID, from day: CalendarDate,
        with key: Curve25519.Signing.PrivateKey
    ) throws(SigningDefect) {
        try AgreementSignature.check(agreement, organisation, key)
        let statement = Self.statement(
            agreement.id, version: agreement.version, organisation, on: day)
        self.init(
            agreement: agreement.id, version: agreement.version, organisation: organisation,
            day: day, signature: try AgreementSignature.sign(statement, with: key))
    }
}
