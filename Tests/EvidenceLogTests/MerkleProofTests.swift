import TestSupport
import Testing

@testable import EvidenceLog

@Suite struct MerkleProofTests {
    @Test func publishedRootsAndProofsAreOurs() throws {
        let vectors = try Vectors.load("merkle", as: Vectors.Merkle.self)
        let tree = MemoryTree()
        #expect(tree.compact.root == hash(vectors.roots[0]))
        for (index, leaf) in vectors.leaves.enumerated() {
            tree.append(.leaf(fromHex(leaf)))
            #expect(tree.compact.root == hash(vectors.roots[index + 1]))
        }
        for (size, root) in vectors.roots.enumerated() {
            #expect(try tree.reader.root(at: UInt64(size)) == hash(root))
        }
        for vector in vectors.inclusions {
            let proof = try tree.reader.inclusionProof(index: vector.index, size: vector.size)
            #expect(proof.hashes == vector.hashes.map(hash))
            let leaf = TreeHash.leaf(fromHex(vectors.leaves[Int(vector.index)]))
            let root = hash(vectors.roots[Int(vector.size)])
            #expect(proof.verify(leafHash: leaf, root: root) == .holds)
        }
        for vector in vectors.consistencies {
            let proof = try tree.reader.consistencyProof(old: vector.old, new: vector.new)
            #expect(proof.hashes == vector.hashes.map(hash))
            let roots = (hash(vectors.roots[Int(vector.old)]), hash(vectors.roots[Int(vector.new)]))
            #expect(proof.verify(oldRoot: roots.0, newRoot: roots.1) == .holds)
        }
        #expect(vectors.inclusions.count == 7 && vectors.consistencies.count == 4)
    }

    /// All pairs up to 70 and around the first full tile, and drawn ones up to three tiles.
    @Test func proofsFromTilesAreThoseOfTheRecursiveDefinition() throws {
        var random = Seeded(310)
        let leaves = numberedLeaves(700)
        let defined = DefinedTree(leaves)
        let reader = MemoryTree(leaves).reader
        func compare(_ index: Int, _ size: Int) throws {
            let proof = try reader.inclusionProof(index: UInt64(index), size: UInt64(size))
            #expect(proof.hashes == defined.inclusion(index, 0..<size))
            let old = try reader.consistencyProof(old: UInt64(index), new: UInt64(size))
            #expect(old.hashes == defined.consistency(index, size))
        }
        for size in 0...70 {
            for index in 0..<size { try compare(index, size) }
        }
        for size in 254...260 {
            for index in stride(from: 0, to: size, by: 7) { try compare(index, size) }
        }
        for _ in 0..<500 {
            let size = random.number(71...700)
            try compare(random.number(0...size - 1), size)
        }
    }

    /// All pairs up to 300: the proof holds, and does not with one thing about it changed.
    @Test func everyInclusionProofHoldsAndNoChangedOneDoes() {
        var random = Seeded(311)
        let leaves = numberedLeaves(300)
        let defined = DefinedTree(leaves)
        for size in 1...300 {
            let root = defined.root(0..<size)
            for index in 0..<size {
                let proof = InclusionProof(
                    index: UInt64(index), size: UInt64(size),
                    hashes: defined.inclusion(index, 0..<size))
                let verdict = proof.verify(leafHash: leaves[index], root: root)
                let (changed, change) = changed(proof, &random)
                let wrong = changed.verify(leafHash: leaves[index], root: root)
                guard verdict == .holds, wrong != .holds else {
                    Issue.record("\(index) in \(size): \(verdict); \(change): \(wrong)")
                    return
                }
            }
        }
    }

    @Test func everyConsistencyProofHoldsAndNoChangedOneDoes() {
        var random = Seeded(312)
        let defined = DefinedTree(numberedLeaves(300))
        for new in 0...300 {
            let newRoot = defined.root(0..<new)
            for old in 0...new {
                let oldRoot = defined.root(0..<old)
                let proof = ConsistencyProof(
                    old: UInt64(old), new: UInt64(new), hashes: defined.consistency(old, new))
                let verdict = proof.verify(oldRoot: oldRoot, newRoot: newRoot)
                let (changed, change) = changed(proof, &random)
                let wrong = changed.verify(oldRoot: oldRoot, newRoot: newRoot)
                guard verdict == .holds, wrong != .holds else {
                    Issue.record("\(old) to \(new): \(verdict); \(change): \(wrong)")
                    return
                }
            }
        }
    }

    /// Every single change to every proof of small trees, not a drawn one.
    @Test func noChangeToAProofOfASmallTreeHolds() throws {
        let leaves = numberedLeaves(12)
        let roots = roots(of: leaves)
        let reader = MemoryTree(leaves).reader
        for size in 1...12 {
            for index in 0..<size {
                let right = try reader.inclusionProof(index: UInt64(index), size: UInt64(size))
                for place in right.hashes.indices {
                    for bit in 0..<256 {
                        let proof = InclusionProof(
                            index: right.index, size: right.size,
                            hashes: flipped(right.hashes, place, bit))
                        #expect(
                            proof.verify(leafHash: leaves[index], root: roots[size])
                                == .fails(.root))
                    }
                }
                for other in 0..<12 where other != index {
                    let proof = InclusionProof(
                        index: UInt64(other), size: right.size, hashes: right.hashes)
                    #expect(proof.verify(leafHash: leaves[index], root: roots[size]) != .holds)
                    #expect(right.verify(leafHash: leaves[other], root: roots[size]) != .holds)
                }
                for other in 0...12 where other != size {
                    #expect(right.verify(leafHash: leaves[index], root: roots[other]) != .holds)
                }
            }
        }
    }

    @Test func splitViewIsRefused() throws {
        var leaves = numberedLeaves(200)
        let honest = MemoryTree(leaves)
        let oldRoot = try honest.reader.root(at: 100)
        leaves[7] = .leaf([7])
        let forked = MemoryTree(leaves)
        let proof = try forked.reader.consistencyProof(old: 100, new: 200)
        #expect(proof.verify(oldRoot: oldRoot, newRoot: forked.compact.root) == .fails(.root))
    }

    @Test func impossibleSizesAreRefused() {
        let hash = TreeHash.emptyRoot
        func inclusion(_ index: UInt64, _ size: UInt64) -> ProofVerdict {
            InclusionProof(index: index, size: size, hashes: []).verify(leafHash: hash, root: hash)
        }
        #expect(inclusion(0, 0) == .fails(.outsideTree))
        #expect(inclusion(5, 5) == .fails(.outsideTree))
        #expect(inclusion(0, .max) == .fails(.outsideTree))
        #expect(inclusion(.max, 5) == .fails(.outsideTree))
        #expect(inclusion(0, 2) == .fails(.length(found: 0)))
        func consistency(_ old: UInt64, _ new: UInt64) -> ProofVerdict {
            ConsistencyProof(old: old, new: new, hashes: []).verify(oldRoot: hash, newRoot: hash)
        }
        #expect(consistency(2, 1) == .fails(.sizesReversed))
        #expect(consistency(2, .max) == .fails(.outsideTree))
        #expect(consistency(2, 3) == .fails(.length(found: 0)))
        #expect(consistency(3, 4) == .fails(.length(found: 0)))
    }

    private func roots(of leaves: [TreeHash]) -> [TreeHash] {
        var tree = CompactTree()
        var roots = [tree.root]
        for leaf in leaves {
            tree.append(leaf)
            roots.append(tree.root)
        }
        return roots
    }

    private func flipped(_ hashes: [TreeHash], _ place: Int, _ bit: Int) -> [TreeHash] {
        var hashes = hashes
        var bytes = hashes[place].bytes
        bytes[bit / 8] ^= 1 << (bit % 8)
        hashes[place] = TreeHash(bytes: bytes)!
        return hashes
    }

    /// The hashes with one thing wrong, and what that is.
    private func damaged(_ hashes: [TreeHash], _ random: inout Seeded) -> ([TreeHash], String) {
        let kinds = hashes.count > 1 ? 3 : hashes.isEmpty ? 0 : 2
        switch random.number(0...kinds) {
        case 1: return (hashes.dropLast(), "the last hash is missing")
        case 2:
            let (place, bit) = (random.number(0...hashes.count - 1), random.number(0...255))
            return (flipped(hashes, place, bit), "bit \(bit) of hash \(place) is flipped")
        case 3:
            var swapped = hashes
            let place = random.number(0...hashes.count - 2)
            swapped.swapAt(place, place + 1)
            return (swapped, "hashes \(place) and \(place + 1) are swapped")
        default: return (hashes + [.emptyRoot], "a hash is added")
        }
    }

    private func changed(
        _ proof: InclusionProof, _ random: inout Seeded
    ) -> (InclusionProof, String) {
        let (hashes, change) = damaged(proof.hashes, &random)
        return (InclusionProof(index: proof.index, size: proof.size, hashes: hashes), change)
    }

    private func changed(
        _ proof: ConsistencyProof, _ random: inout Seeded
    ) -> (ConsistencyProof, String) {
        let (hashes, change) = damaged(proof.hashes, &random)
        return (ConsistencyProof(old: proof.old, new: proof.new, hashes: hashes), change)
    }
}
