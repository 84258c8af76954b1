import Crypto
import Foundation

/// The sealing of a record's content with a key of its own (AES-256-GCM), which is wrapped by
/// the node's key. Whoever destroys the wrapped key has destroyed the content.
struct RecordSeal {
    private let wrapping: SymmetricKey

    init(wrapping: SymmetricKey) { self.wrapping = wrapping }

    /// Content and key, bound to the record's version so that they cannot be exchanged.
    ///
    /// - Throws: what the cipher throws; never for content of any length below 64 GB.
    func seal(_ content: [UInt8], record: String, version: Int) throws -> (
        sealed: [UInt8], wrapped: [UInt8]
    ) {
        let key = RandomBytes.draw(32)
        let context = Self.context(record, version)
        return (
            try Self.seal(content, SymmetricKey(data: key), context),
            try Self.seal(key, wrapping, context)
        )
    }

    /// The content again.
    ///
    /// - Throws: ``DamagedSeal`` when key or content is not what was sealed for this version.
    func open(_ sealed: [UInt8], wrapped: [UInt8], record: String, version: Int) throws -> [UInt8] {
        try Self.open(
            sealed, try key(wrapped: wrapped, record: record, version: version),
            Self.context(record, version))
    }

    /// The record's own key.
    ///
    /// - Throws: ``DamagedSeal``.
    func key(wrapped: [UInt8], record: String, version: Int) throws -> SymmetricKey {
        SymmetricKey(data: try Self.open(wrapped, wrapping, Self.context(record, version)))
    }

    static func seal(_ content: [UInt8], _ key: SymmetricKey, _ context: [UInt8]) throws -> [UInt8]
    {
        let nonce = try AES.GCM.Nonce(data: RandomBytes.draw(12))
        let box = try AES.GCM.seal(content, using: key, nonce: nonce, authenticating: context)
        return Array(nonce) + box.ciphertext + box.tag
    }

    static func open(_ sealed: [UInt8], _ key: SymmetricKey, _ context: [UInt8]) throws -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            return Array(try AES.GCM.open(box, using: key, authenticating: context))
        } catch {
            throw DamagedSeal()
        }
    }

    private static func context(_ record: String, _ version: Int) -> [UInt8] {
        Array("breakwater-record-v1\n\(record)\n\(version)".utf8)
    }
}

/// Sealed content does not open: it, its key or its place was changed, or the node's key is
/// another.
struct DamagedSeal: Error, CustomStringConvertible {
    var description: String { "sealed content does not open with the key that is stored for it" }
}
