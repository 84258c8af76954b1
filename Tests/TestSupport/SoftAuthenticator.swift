package import Crypto
import Foundation

/// An authenticator of passkeys made of code, and the browser before it: it writes what Web
/// Authentication Level 2 says that they write, without the product's code.
package struct SoftAuthenticator {
    package let key: P256.Signing.PrivateKey
    package let credentialID: [UInt8]
    package var relyingPartyID = "node.example"
    package var origin = "https://node.example"
    /// User present, user verified.
    package var flags: UInt8 = 0x05
    package var signCount: UInt32 = 1

    package init(_ random: inout Seeded) {
        // A scalar below the group's order: the first bit is off.
        var seed: [UInt8] = [1]
        while seed.count < 32 { seed.append(UInt8(truncatingIfNeeded: random.next())) }
        guard let key = try? P256.Signing.PrivateKey(rawRepresentation: seed) else {
            preconditionFailure("a scalar of the curve")
        }
        self.key = key
        credentialID = (0..<32).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    package func clientData(_ type: String, challenge: [UInt8], more: String = "") -> [UInt8] {
        let text = Data(challenge).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
        return Array(
            #"{"type":"\#(type)","challenge":"\#(text)","origin":"\#(origin)""#.utf8)
            + Array("\(more)}".utf8)
    }

    /// Hash of the site, flags, count.
    private func head(_ flags: UInt8) -> [UInt8] {
        Array(SHA256.hash(data: Array(relyingPartyID.utf8))) + [flags]
            + withUnsafeBytes(of: signCount.bigEndian) { Array($0) }
    }

    /// The public key in COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
    package var coseKey: [UInt8] {
        let point = Array(key.publicKey.rawRepresentation)
        return [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20] + point[..<32]
            + [0x22, 0x58, 0x20] + point[32...]
    }

    /// The authenticator's data of a registration.
    package var attestedData: [UInt8] {
        head(flags | 0x40) + Array(repeating: 0, count: 16)
            + [UInt8(credentialID.count >> 8), UInt8(credentialID.count & 255)] + credentialID
            + coseKey
    }

    /// The attestation object with the format `none`, over some authenticator's data.
    package func attestation(_ data: [UInt8]) -> [UInt8] {
        [0xa3, 0x63] + Array("fmt".utf8) + [0x64] + Array("none".utf8) + [0x67]
            + Array("attStmt".utf8) + [0xa0, 0x68] + Array("authData".utf8)
            + [0x58, UInt8(data.count)] + data
    }

    package struct Registration {
        package let clientData: [UInt8]
        package let attestation: [UInt8]
    }

    package func register(challenge: [UInt8], more: String = "") -> Registration {
        Registration(
            clientData: clientData("webauthn.create", challenge: challenge, more: more),
            attestation: attestation(attestedData))
    }

    package struct Assertion {
        package var clientData: [UInt8]
        package var authenticatorData: [UInt8]
        package var signature: [UInt8]
    }

    package func sign(
        challenge: [UInt8], type: String = "webauthn.get", more: String = ""
    ) throws -> Assertion {
        let client = clientData(type, challenge: challenge, more: more)
        let data = head(flags)
        let signature = try key.signature(for: data + Array(SHA256.hash(data: client)))
        return Assertion(
            clientData: client, authenticatorData: data,
            signature: Array(signature.derRepresentation))
    }
}
