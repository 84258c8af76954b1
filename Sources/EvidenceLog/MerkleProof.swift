/// What the check of a Merkle proof says.
package enum ProofVerdict: Hashable, Sendable {
    case holds
    case fails(ProofRefusal)
}

/// Why a Merkle proof does not hold.
package enum ProofRefusal: Hashable, Sendable {
    /// The tree of the proof has no leaf with this index, or is larger than any tree can be.
    case outsideTree
    /// The older tree is larger than the newer.
    case sizesReversed
    /// The proof has another number of hashes than these sizes need.
    case length(found: Int)
    /// The hashes lead to another root.
    case root

    /// What is wrong, in one sentence.
    package var cause: String {
        switch self {
        case .outsideTree: "the tree has no leaf with this index"
        case .sizesReversed: "the older tree is larger than the newer"
        case .length(let found): "the proof has \(found) hashes, which do not fit the sizes"
        case .root: "the hashes of the proof lead to another root"
        }
    }
}

/// That a leaf stands at an index of the tree of a size (RFC 9162, section 2.1.3).
package struct InclusionProof: Hashable, Sendable {
    /// The most hashes of a proof: the height of the largest tree.
    package static let maximumHashes = 63

    package let index: UInt64
    package let size: UInt64
    /// From the leaf's sibling up to a child of the root.
    package let hashes: [TreeHash]

    package init(index: UInt64, size: UInt64, hashes: [TreeHash]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Whether the proof leads from this leaf to this root.
    ///
    /// Source: RFC 9162, section 2.1.3.2.
    package func verify(leafHash: TreeHash, root: TreeHash) -> ProofVerdict {
        guard size <= CompactTree.maximumSize, index < size else { return .fails(.outsideTree) }
        var (place, last) = (index, size - 1)
        var hash = leafHash
        for other in hashes {
            guard last > 0 else { return .fails(.length(found: hashes.count)) }
            if place & 1 == 1 || place == last {
                hash = .node(other, hash)
                // A node without a right sibling moves up unchanged.
                while place & 1 == 0, place > 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, other)
            }
            place >>= 1
            last >>= 1
        }
        guard last == 0 else { return .fails(.length(found: hashes.count)) }
        return hash == root ? .holds : .fails(.root)
    }
}

/// That the tree of an older size is the beginning of the tree of a newer (RFC 9162, 2.1.4).
package struct ConsistencyProof: Hashable, Sendable {
    /// The most hashes of a proof; witnesses accept no more (C2SP tlog-witness).
    package static let maximumHashes = 63

    package let old: UInt64
    package let new: UInt64
    package let hashes: [TreeHash]

    package init(old: UInt64, new: UInt64, hashes: [TreeHash]) {
        self.old = old
        self.new = new
        self.hashes = hashes
    }

    /// Whether the proof leads from the older root to the newer.
    ///
    /// The proof from the empty tree, or from a tree to itself, has no hashes.
    /// Source: RFC 9162, section 2.1.4.2.
    package func verify(oldRoot: TreeHash, newRoot: TreeHash) -> ProofVerdict {
        guard new <= CompactTree.maximumSize else { return .fails(.outsideTree) }
        guard old <= new else { return .fails(.sizesReversed) }
        if old == 0 || old == new {
            guard hashes.isEmpty else { return .fails(.length(found: hashes.count)) }
            return oldRoot == (old == new ? newRoot : .emptyRoot) ? .holds : .fails(.root)
        }
        // A tree of a power of two is itself a node of the newer one: the proof leaves it out.
        let path = old & (old - 1) == 0 ? [oldRoot] + hashes : hashes
        guard let first = path.first else { return .fails(.length(found: 0)) }
        let complete = (old - 1).trailingOnes
        var (place, last) = ((old - 1) >> complete, (new - 1) >> complete)
        var (older, newer) = (first, first)
        for other in path.dropFirst() {
            guard last > 0 else { return .fails(.length(found: hashes.count)) }
            if place & 1 == 1 || place == last {
                older = .node(other, older)
                newer = .node(other, newer)
                while place & 1 == 0, place > 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                newer = .node(newer, other)
            }
            place >>= 1
            last >>= 1
        }
        guard last == 0 else { return .fails(.length(found: hashes.count)) }
        return older == oldRoot && newer == newRoot ? .holds : .fails(.root)
    }
}

extension UInt64 {
    /// How many of the lowest bits are set in a row.
    fileprivate var trailingOnes: UInt64 { UInt64((~self).trailingZeroBitCount) }
}
