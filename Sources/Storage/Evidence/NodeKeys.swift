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

    /// Nil unless each secret has 32 bytes.
    package init?(wrapping: [UInt8], log: [UInt8], organisation: [UInt8]) {
        guard wrapping.count == 32, log.count == 32, organisation.count == 32 else { return nil }
        (self.wrapping, self.log, self.organisation) = (wrapping, log, organisation)
    }

    /// New secrets of the system's generator.
    package static func generate() -> NodeKeys {
        NodeKeys(
            unchecked: RandomBytes.draw(32), RandomBytes.draw(32), RandomBytes.draw(32))
    }

    private init(unchecked wrapping: [UInt8], _ log: [UInt8], _ organisation: [UInt8]) {
        (self.wrapping, self.log, self.organisation) = (wrapping, log, organisation)
    }

    var wrappingKey: SymmetricKey { SymmetricKey(data: wrapping) }

    /// A key for another use, derived so that it tells nothing of the wrapping key.
    /// Source: HKDF, RFC 5869.
    func derivedKey(for use: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: wrappingKey, salt: Data(), info: Data("breakwater-\(use)-v1".utf8),
            outputByteCount: 32)
    }
}
