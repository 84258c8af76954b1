import Crypto
import Foundation
package import NeedToKnow
package import PortVocabulary

extension NodeDatabase: AgreementSigner, ConsultationStore {
    package func signature(
        under agreement: Agreement, by permit: NodePermit
    ) throws(SigningDefect) -> AgreementSignature {
        guard permit.act == .signAgreement else { throw .failed }
        return try AgreementSignature(
            signing: agreement, as: organisation, with: try organisationKey())
    }

    package func revocation(
        of agreement: Agreement, from day: CalendarDate, by permit: NodePermit
    ) throws(SigningDefect) -> Revocation {
        guard permit.act == .revokeAgreement else { throw .failed }
        return try Revocation(
            revoking: agreement, as: organisation, from: day, with: try organisationKey())
    }

    private func organisationKey() throws(SigningDefect) -> Curve25519.Signing.PrivateKey {
        guard
            let key = try? Curve25519.Signing.PrivateKey(
                rawRepresentation: Data(keys.organisation))
        else { throw .failed }
        return key
    }
}
