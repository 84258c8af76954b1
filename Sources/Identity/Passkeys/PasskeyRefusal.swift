import Crypto
import Foundation

/// The site that passkeys belong to.
package struct PasskeySite: Hashable, Sendable {
    /// The host name, for example `node.customs.example`: passkeys work for it alone.
    package let relyingPartyID: String
    /// The origins of its pages, for example `https://node.customs.example`.
    package let origins: Set<String>

    package init(relyingPartyID: String, origins: Set<String>) {
        (self.relyingPartyID, self.origins) = (relyingPartyID, origins)
    }
}

/// Why a passkey is not accepted. It stands in tests and is told to nobody outside.
package enum PasskeyRefusal: Hashable, Sendable {
    case clientData
    /// It was made for another act: a registration is no sign-in.
    case type
    case challenge
    case origin
    /// It comes from a page that another site has framed.
    case framed
    case authenticatorData
    case relyingParty
    case userAbsent
    /// The authenticator did not ask for a fingerprint, a face or a PIN.
    case userUnverified
    case attestation
    case signature
    /// The authenticator's count did not grow: a copy of it may be in use.
    case counter
    /// The passkey says that it is somebody else's.
    case user
}

/// What the browser says of a registration or a sign-in. Source: Web Authentication Level 2,
/// section 5.8.1.
struct ClientData: Decodable {
    let type: String
    let challenge: String
    let origin: String
    let crossOrigin: Bool?

    /// Units: bytes.
    private static let limit = 4_096

    /// The challenge that was answered; nil where it cannot be read.
    static func challenge(_ json: [UInt8]) -> [UInt8]? {
        guard json.count <= limit,
            let data = try? JSONDecoder().decode(ClientData.self, from: Data(json))
        else { return nil }
        return Base64URL.decode(data.challenge)
    }

    /// Nil where everything is as it should be.
    static func refusal(
        _ json: [UInt8], type: String, challenge: [UInt8], site: PasskeySite
    ) -> PasskeyRefusal? {
        guard json.count <= limit,
            let data = try? JSONDecoder().decode(ClientData.self, from: Data(json))
        else { return .clientData }
        guard data.type == type else { return .type }
        guard let answered = Base64URL.decode(data.challenge),
            ConstantTime.areEqual(answered, challenge)
        else { return .challenge }
        guard site.origins.contains(data.origin) else { return .origin }
        guard data.crossOrigin != true else { return .framed }
        return nil
    }
}

extension AuthenticatorData {
    /// Nil where it speaks for this site, and a person was there and was verified.
    func refusal(for site: PasskeySite) -> PasskeyRefusal? {
        let expected = Array(SHA256.hash(data: Array(site.relyingPartyID.utf8)))
        guard relyingPartyHash == expected else { return .relyingParty }
        guard isUserPresent else { return .userAbsent }
        guard isUserVerified else { return .userUnverified }
        return nil
    }
}
