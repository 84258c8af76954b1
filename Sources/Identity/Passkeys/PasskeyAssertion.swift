import Crypto

/// What a browser answers when someone signs in with a passkey. Source: Web Authentication Level
/// 2, section 7.2.
package struct PasskeyAssertion: Hashable, Sendable {
    package let credentialID: [UInt8]
    package let clientDataJSON: [UInt8]
    package let authenticatorData: [UInt8]
    package let signature: [UInt8]
    /// Whose passkey it says it is; nil where the authenticator does not say.
    package let userHandle: [UInt8]?

    package init(
        credentialID: [UInt8], clientDataJSON: [UInt8], authenticatorData: [UInt8],
        signature: [UInt8], userHandle: [UInt8]?
    ) {
        (self.credentialID, self.clientDataJSON) = (credentialID, clientDataJSON)
        (self.authenticatorData, self.signature) = (authenticatorData, signature)
        self.userHandle = userHandle
    }

    /// What is stored of the passkey.
    package struct KnownPasskey: Hashable, Sendable {
        package let key: PasskeyPublicKey
        /// The authenticator's count at its last use.
        package let signCount: UInt32
        package let userHandle: [UInt8]

        package init(key: PasskeyPublicKey, signCount: UInt32, userHandle: [UInt8]) {
            (self.key, self.signCount, self.userHandle) = (key, signCount, userHandle)
        }
    }

    /// The answer to a sign-in.
    package enum Verdict: Hashable, Sendable {
        /// With the count to store.
        case accepted(signCount: UInt32)
        case refused(PasskeyRefusal)
    }

    /// Whether the holder of this passkey signs in to this site with this challenge.
    package static func verify(
        _ answer: PasskeyAssertion, challenge: [UInt8], site: PasskeySite, known: KnownPasskey
    ) -> Verdict {
        if let user = answer.userHandle, user != known.userHandle { return .refused(.user) }
        let client = ClientData.refusal(
            answer.clientDataJSON, type: "webauthn.get", challenge: challenge, site: site)
        if let client { return .refused(client) }
        guard let data = AuthenticatorData(answer.authenticatorData), data.attested == nil else {
            return .refused(.authenticatorData)
        }
        if let refusal = data.refusal(for: site) { return .refused(refusal) }
        let signed = answer.authenticatorData + Array(SHA256.hash(data: answer.clientDataJSON))
        guard known.key.verifies(answer.signature, of: signed) else {
            return .refused(.signature)
        }
        // Passkeys that are kept in several places do not count: both are 0 then.
        guard data.signCount > known.signCount || (data.signCount == 0 && known.signCount == 0)
        else { return .refused(.counter) }
        return .accepted(signCount: data.signCount)
    }
}
