import Crypto

/// What a browser answers when a passkey was made. Source: Web Authentication Level 2, section
/// 7.1.
package struct PasskeyRegistration: Hashable, Sendable {
    package let clientDataJSON: [UInt8]
    package let attestationObject: [UInt8]

    package init(clientDataJSON: [UInt8], attestationObject: [UInt8]) {
        (self.clientDataJSON, self.attestationObject) = (clientDataJSON, attestationObject)
    }

    /// A passkey as it is stored.
    package struct NewPasskey: Hashable, Sendable {
        package let credentialID: [UInt8]
        package let key: PasskeyPublicKey
        package let signCount: UInt32
    }

    /// The answer to a registration.
    package enum Verdict: Hashable, Sendable {
        case accepted(NewPasskey)
        case refused(PasskeyRefusal)
    }

    /// Whether a passkey was made for this site with this challenge.
    ///
    /// Who built the authenticator is not asked: the person who registers it holds a code of the
    /// administrator's, or is signed in. So attestation is `none`; a browser may leave an
    /// authenticator's signature with the new key itself, which is then verified.
    package static func verify(
        _ answer: PasskeyRegistration, challenge: [UInt8], site: PasskeySite
    ) -> Verdict {
        let client = ClientData.refusal(
            answer.clientDataJSON, type: "webauthn.create", challenge: challenge, site: site)
        if let client { return .refused(client) }
        guard let (object, rest) = CBORValue.read(answer.attestationObject[...]), rest.isEmpty,
            case .text(let format) = object["fmt"], let statement = object["attStmt"],
            case .map(let members) = statement, let bytes = object["authData"]?.asBytes
        else { return .refused(.attestation) }
        guard let data = AuthenticatorData(bytes), let attested = data.attested else {
            return .refused(.authenticatorData)
        }
        if let refusal = data.refusal(for: site) { return .refused(refusal) }
        switch format {
        case "none":
            guard members.isEmpty else { return .refused(.attestation) }
        case "packed":
            // Section 8.2, self attestation. With a certificate it is not what was asked for.
            let signed = bytes + Array(SHA256.hash(data: answer.clientDataJSON))
            guard members.count == 2, statement["alg"] == .integer(-7),
                let signature = statement["sig"]?.asBytes,
                attested.key.verifies(signature, of: signed)
            else { return .refused(.attestation) }
        default: return .refused(.attestation)
        }
        return .accepted(
            NewPasskey(
                credentialID: attested.credentialID, key: attested.key,
                signCount: data.signCount))
    }
}
