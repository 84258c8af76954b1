/// The right edge of a Merkle tree (RFC 9162): enough to append leaves and to know the root.
///
/// It holds one hash for each complete subtree of the tree's decomposition, largest first:
/// as many as the size has bits set, 63 at the most.
package struct CompactTree: Hashable, Sendable {
    /// The largest tree: public tools count leaves in signed 64 bits.
    package static let maximumSize = UInt64(Int64.max)

    /// The number of leaves.
    package private(set) var size: UInt64
    private var subtrees: [TreeHash]

    /// The tree without leaves.
    package init() {
        size = 0
        subtrees = []
    }

    /// Nil unless the hashes are as many as a tree of this size has complete subtrees.
    package init?(size: UInt64, subtrees: [TreeHash]) {
        guard size <= Self.maximumSize, subtrees.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.subtrees = subtrees
    }

    /// The roots of the complete subtrees, largest first.
    package var subtreeRoots: [TreeHash] { subtrees }

    /// Appends a leaf by its hash.
    package mutating func append(_ leafHash: TreeHash) {
        append(leafHash) { _, _, _ in }
    }

    /// Appends a leaf by its hash and names every hash that the append adds to a tile.
    ///
    /// `stored` is called for tile level 0 with the leaf, and for each tile level above whose
    /// subtree the leaf completes; `index` counts the hashes of the level from the left.
    package mutating func append(
        _ leafHash: TreeHash,
        stored: (_ level: Int, _ index: UInt64, _ hash: TreeHash) throws -> Void
    ) rethrows {
        precondition(size < Self.maximumSize, "the tree is full")
        try stored(0, size, leafHash)
        var hash = leafHash
        var index = size
        var height = 0
        // INVARIANT: `hash` is the root of the complete subtree number `index` of this height.
        while index & 1 == 1, let left = subtrees.popLast() {
            hash = .node(left, hash)
            index >>= 1
            height += 1
            if height % TilePath.height == 0 { try stored(height / TilePath.height, index, hash) }
        }
        subtrees.append(hash)
        size += 1
    }

    /// The Merkle tree hash of all leaves.
    package var root: TreeHash {
        guard var hash = subtrees.last else { return .emptyRoot }
        for left in subtrees.dropLast().reversed() { hash = .node(left, hash) }
        return hash
    }
}

extension CompactTree {
    /// The size in 8 bytes, most significant first, and the hashes of the subtrees, largest first.
    package var bytes: [UInt8] {
        var bytes = withUnsafeBytes(of: size.bigEndian) { Array($0) }
        bytes.reserveCapacity(8 + TreeHash.byteCount * subtrees.count)
        for hash in subtrees { bytes += hash.bytes }
        return bytes
    }

    /// Nil unless the bytes are what `bytes` of some tree returns.
    package init?(bytes: [UInt8]) {
        guard bytes.count >= 8 else { return nil }
        let size = bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let subtrees = TreeHash.list(bytes[8...]) else { return nil }
        self.init(size: size, subtrees: subtrees)
    }
}

extension TreeHash {
    /// The hashes that lie one after another in the bytes; nil when the last is cut off.
    package static func list(_ bytes: some Collection<UInt8>) -> [TreeHash]? {
        guard bytes.count % byteCount == 0 else { return nil }
        var hashes: [TreeHash] = []
        hashes.reserveCapacity(bytes.count / byteCount)
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let hash = TreeHash(bytes: rest.prefix(byteCount)) else { return nil }
            hashes.append(hash)
            rest = rest.dropFirst(byteCount)
        }
        return hashes
    }
}

extension [TreeHash] {
    /// The hashes one after another: what is written at a tile's path.
    package var tileBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * TreeHash.byteCount)
        for hash in self { bytes += hash.bytes }
        return bytes
    }
}
