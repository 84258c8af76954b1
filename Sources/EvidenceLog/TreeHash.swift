package import Crypto

/// A hash of the evidence tree: 32 bytes of SHA-256, kept inline.
package struct TreeHash: Hashable, Sendable {
    /// The bytes of a hash.
    package static let byteCount = 32

    private let words: SIMD4<UInt64>

    /// The hash that a digest function returned.
    package init(_ digest: SHA256.Digest) {
        words = digest.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    /// Nil unless exactly 32 bytes are given.
    package init?(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == Self.byteCount else { return nil }
        words = bytes.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    /// The 32 bytes in the order in which SHA-256 writes them.
    package var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    /// SHA-256 of the bytes.
    static func sha256(_ bytes: UnsafeRawBufferPointer) -> TreeHash {
        var function = SHA256()
        function.update(bufferPointer: bytes)
        return TreeHash(function.finalize())
    }

    /// Writes the 32 bytes to memory that has room for them.
    fileprivate func store(to memory: UnsafeMutableRawPointer) {
        memory.storeBytes(of: words, as: SIMD4<UInt64>.self)
    }
}

// The hashes of RFC 9162, section 2.1.1. The leading byte keeps a leaf from passing for a node.
extension TreeHash {
    /// The root of the tree without leaves: SHA-256 of nothing.
    package static let emptyRoot = sha256(UnsafeRawBufferPointer(start: nil, count: 0))

    /// The hash of a leaf: SHA-256 of the byte 0 and the leaf's data.
    package static func leaf(_ data: [UInt8]) -> TreeHash {
        var function = SHA256()
        withUnsafeBytes(of: UInt8(0)) { function.update(bufferPointer: $0) }
        data.withUnsafeBytes { function.update(bufferPointer: $0) }
        return TreeHash(function.finalize())
    }

    /// The hash of an inner node: SHA-256 of the byte 1 and the hashes of its two children.
    package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { memory in
            guard let start = memory.baseAddress else { preconditionFailure("no memory") }
            memory[0] = 1
            left.store(to: start + 1)
            right.store(to: start + 33)
            return sha256(UnsafeRawBufferPointer(memory))
        }
    }
}

extension TreeHash {
    /// Standard Base64 with padding, as checkpoints and proofs write a hash: 44 characters.
    package var base64: String { Base64.encode(bytes) }

    /// Nil unless the text is the canonical Base64 of 32 bytes.
    package init?(base64: some Collection<UInt8>) {
        guard base64.count == 44, let bytes = Base64.decode(base64) else { return nil }
        self.init(bytes: bytes)
    }
}
