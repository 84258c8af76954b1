import Crypto
import Foundation

/// What an authenticator says of itself and of what it did. Source: Web Authentication Level 2,
/// section 6.1.
struct AuthenticatorData {
    let relyingPartyHash: [UInt8]
    let flags: UInt8
    /// How often the authenticator signed; 0 where it does not count.
    let signCount: UInt32
    let attested: AttestedKey?

    /// A new credential's identifier and public key.
    struct AttestedKey {
        let model: [UInt8]
        let credentialID: [UInt8]
        let key: PasskeyPublicKey
    }

    var isUserPresent: Bool { flags & 0x01 != 0 }
    var isUserVerified: Bool { flags & 0x04 != 0 }
    private static let hasAttested: UInt8 = 0x40
    private static let hasExtensions: UInt8 = 0x80

    /// The longest identifier of a credential. Units: bytes. Source: section 7.1, step 22.
    static let credentialIDBytes = 1...1_023
    /// The longest data that is read. Units: bytes.
    private static let limit = 8_192

    /// Nil for another form, bytes that are left over, or a key that is none of ES256.
    init?(_ bytes: [UInt8]) {
        guard (37...Self.limit).contains(bytes.count) else { return nil }
        relyingPartyHash = Array(bytes[0..<32])
        flags = bytes[32]
        signCount = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        var rest = bytes[37...]
        if flags & Self.hasAttested != 0 {
            guard rest.count >= 18 else { return nil }
            let model = Array(rest.prefix(16))
            let length = rest.dropFirst(16).prefix(2).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(18)
            guard Self.credentialIDBytes.contains(length), rest.count > length else { return nil }
            let id = Array(rest.prefix(length))
            guard let (value, after) = CBORValue.read(rest.dropFirst(length)),
                let key = PasskeyPublicKey(cose: value)
            else { return nil }
            attested = AttestedKey(model: model, credentialID: id, key: key)
            rest = after
        } else {
            attested = nil
        }
        if flags & Self.hasExtensions != 0 {
            guard let (value, after) = CBORValue.read(rest), case .map = value else { return nil }
            rest = after
        }
        guard rest.isEmpty else { return nil }
    }
}

/// A public key of ECDSA on P-256 with SHA-256: ES256, the one algorithm that every passkey has.
package struct PasskeyPublicKey: Hashable, Sendable {
    /// The point's coordinates. Shape: 64 bytes.
    package let coordinates: [UInt8]

    /// Nil where it is no point of the curve.
    package init?(coordinates: [UInt8]) {
        guard coordinates.count == 64, (try? Self.key(coordinates)) != nil else { return nil }
        self.coordinates = coordinates
    }

    /// Source: RFC 9053, sections 2.1 and 7.1.1: key type EC2 (2), algorithm ES256 (-7), curve
    /// P-256 (1).
    init?(cose value: CBORValue) {
        guard value[1] == .integer(2), value[3] == .integer(-7), value[-1] == .integer(1),
            let x = value[-2]?.asBytes, let y = value[-3]?.asBytes, x.count == 32, y.count == 32
        else { return nil }
        self.init(coordinates: x + y)
    }

    /// Whether it made this signature, in the form of ASN.1.
    func verifies(_ signature: [UInt8], of content: [UInt8]) -> Bool {
        guard let key = try? Self.key(coordinates),
            let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
        else { return false }
        return key.isValidSignature(signature, for: content)
    }

    private static func key(_ coordinates: [UInt8]) throws -> P256.Signing.PublicKey {
        try P256.Signing.PublicKey(rawRepresentation: coordinates)
    }
}
