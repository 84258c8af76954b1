import Crypto

/// The random bytes that hide an entry's content from whoever sees its commitment.
///
/// Without a secret salt, an entry could be found by trying likely contents. Destroying the salt
/// and the entry makes the commitment meaningless for good.
package struct EvidenceSalt: Hashable, Sendable {
    /// The length of a salt: 128 bits cannot be searched.
    package static let byteCount = 16

    /// The 16 bytes.
    package let bytes: [UInt8]

    /// Nil unless exactly 16 bytes are given; they must come from a cryptographic generator.
    package init?(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        guard self.bytes.count == Self.byteCount else { return nil }
    }

    /// The next salt of the generator, which must be a cryptographic one.
    package init(using generator: inout some RandomNumberGenerator) {
        var bytes: [UInt8] = []
        for _ in 0..<2 {
            withUnsafeBytes(of: generator.next() as UInt64) { bytes.append(contentsOf: $0) }
        }
        self.bytes = bytes
    }
}

/// What the log publishes for an entry: SHA-256 of a fixed line, the salt and the entry's body.
package struct EvidenceCommitment: Hashable, Sendable {
    /// The first bytes of what is hashed, so that no other use of SHA-256 gives the same value.
    private static let prefix = Array("breakwater-evidence-v1\n".utf8)

    private let hash: TreeHash

    /// The commitment to an entry that is at hand in its canonical encoding.
    package init(body: [UInt8], salt: EvidenceSalt) {
        var function = SHA256()
        Self.prefix.withUnsafeBytes { function.update(bufferPointer: $0) }
        salt.bytes.withUnsafeBytes { function.update(bufferPointer: $0) }
        body.withUnsafeBytes { function.update(bufferPointer: $0) }
        hash = TreeHash(function.finalize())
    }

    /// Nil unless exactly 32 bytes are given.
    package init?(bytes: some Sequence<UInt8>) {
        guard let hash = TreeHash(bytes: bytes) else { return nil }
        self.hash = hash
    }

    /// The 32 bytes that the log publishes: the data of the leaf.
    package var bytes: [UInt8] { hash.bytes }

    /// The hash of the leaf in the tree.
    package var leafHash: TreeHash { .leaf(bytes) }
}

extension EvidenceEntry {
    /// The commitment under this salt.
    package func commitment(salt: EvidenceSalt) -> EvidenceCommitment {
        EvidenceCommitment(body: body, salt: salt)
    }
}
