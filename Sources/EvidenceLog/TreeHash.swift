package import Crypto

/// A hash of the evidence tree: 32 bytes of SHA-256, kept inline.
package struct TreeHash: Hashable, Sendable {
    private let words: SIMD4<UInt64>

    /// The hash that a digest function returned.
    package init(_ digest: SHA256.Digest) {
        words = digest.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    /// Nil unless exactly 32 bytes are given.
    package init?(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 32 else { return nil }
        words = bytes.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    /// The 32 bytes in the order in which SHA-256 writes them.
    package var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }
}
