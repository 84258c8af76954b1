import Crypto
import Foundation

/// The secrets of a node. They lie outside the database, so that whoever has the database alone
/// can neither read sealed content nor sign.
package struct NodeKeys: Sendable {
    /// Wraps the records' data keys; 32 bytes.
    package let wrapping: [UInt8]
    /// Ed25519 seed of the evidence log's signer; 32 bytes.
    package let log: [UInt8]
    /// Ed25519 seed with which the organisation signs agreements; 32 bytes.
    package let organisation: [UInt8]
    /// Ed25519 seed with which this node cosigns others' checkpoints, and nothing else; 32 bytes.
    package let witness: [UInt8]

    /// Nil unless each secret has 32 bytes.
    package init?(wrapping: [UInt8], log: [UInt8], organisation: [UInt8], witness: [UInt8]) {
        guard [wrapping, log, organisation, witness].allSatisfy({ $0.count == 32 }) else {
            return nil
        }
        (self.wrapping, self.log, self.organisation) = (wrapping, log, organisation)
        self.witness = witness
    }

    /// New secrets of the system's generator.
    package static func generate() -> NodeKeys {
        let secrets = (0..<4).map { _ in RandomBytes.draw(32) }
        return NodeKeys(unchecked: secrets)
    }

    private init(unchecked secrets: [[UInt8]]) {
        (wrapping, log) = (secrets[0], secrets[1])
        (organisation, witness) = (secrets[2], secrets[3])
    }

    /// The organisation's public key, with which partners verify its signatures; 32 bytes.
    ///
    /// - Throws: never for secrets of 32 bytes.
    package func organisationPublicKey() throws -> [UInt8] {
        Array(
            try Curve25519.Signing.PrivateKey(rawRepresentation: organisation).publicKey
                .rawRepresentation)
    }

    var wrappingKey: SymmetricKey { SymmetricKey(data: wrapping) }

    /// Tells these keys from others and nothing else about them: a derived value of each.
    var checkText: String {
        [wrapping, log, organisation, witness].map { secret in
            let key = HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: secret), salt: Data(),
                info: Data("breakwater-key-check-v1".utf8), outputByteCount: 8)
            return key.withUnsafeBytes { Array($0) }.hexadecimal
        }.joined(separator: " ")
    }

    /// A key for another use, derived so that it tells nothing of the wrapping key.
    /// Source: HKDF, RFC 5869.
    func derivedKey(for use: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: wrappingKey, salt: Data(), info: Data("breakwater-\(use)-v1".utf8),
            outputByteCount: 32)
    }
}
