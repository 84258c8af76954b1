import TestSupport
import Testing

@testable import EvidenceLog

/// RFC 6962, section 2.1, word for word; the judge of the quick way. Remembers roots of ranges.
final class DefinedTree {
    private let leaves: [TreeHash]
    private var known: [Range<Int>: TreeHash] = [:]

    init(_ leaves: [TreeHash]) { self.leaves = leaves }

    func root(_ range: Range<Int>) -> TreeHash {
        if range.isEmpty { return .emptyRoot }
        if range.count == 1 { return leaves[range.lowerBound] }
        if let root = known[range] { return root }
        let middle = middle(range)
        let root = TreeHash.node(
            root(range.lowerBound..<middle), root(middle..<range.upperBound))
        known[range] = root
        return root
    }

    func inclusion(_ index: Int, _ range: Range<Int>) -> [TreeHash] {
        guard range.count > 1 else { return [] }
        let middle = middle(range)
        let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
        return index < middle
            ? inclusion(index, left) + [root(right)] : inclusion(index, right) + [root(left)]
    }

    func consistency(_ old: Int, _ new: Int) -> [TreeHash] {
        old == 0 ? [] : subproof(old, 0..<new, isWhole: true)
    }

    private func subproof(_ old: Int, _ range: Range<Int>, isWhole: Bool) -> [TreeHash] {
        if old == range.upperBound { return isWhole ? [] : [root(range)] }
        let middle = middle(range)
        let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
        return old <= middle
            ? subproof(old, left, isWhole: isWhole) + [root(right)]
            : subproof(old, right, isWhole: false) + [root(left)]
    }

    /// The left part has the largest power of two below the count.
    private func middle(_ range: Range<Int>) -> Int {
        var power = 1
        while power * 2 < range.count { power *= 2 }
        return range.lowerBound + power
    }
}

/// The hashes of leaves whose data are their numbers in decimal.
func numberedLeaves(_ count: Int) -> [TreeHash] {
    (0..<count).map { .leaf(Array("leaf \($0)".utf8)) }
}

@Suite struct CompactTreeTests {
    @Test func rootIsThatOfTheRecursiveDefinition() {
        let leaves = numberedLeaves(300)
        let defined = DefinedTree(leaves)
        var tree = CompactTree()
        for size in 0...leaves.count {
            #expect(tree.size == UInt64(size))
            #expect(tree.root == defined.root(0..<size))
            if size < leaves.count { tree.append(leaves[size]) }
        }
    }

    @Test func storedBytesComeBackAsTheSameTree() throws {
        var tree = CompactTree()
        for leaf in numberedLeaves(300) {
            let restored = try #require(CompactTree(bytes: tree.bytes))
            #expect(restored == tree)
            #expect(CompactTree(bytes: tree.bytes.dropLast()) == nil)
            #expect(CompactTree(bytes: tree.bytes + [0]) == nil)
            var lying = tree.bytes
            lying[7] ^= 1
            #expect(CompactTree(bytes: lying) == nil)
            tree.append(leaf)
        }
    }

    @Test func treeBeyondSignedCountersIsRefused() {
        let hash = TreeHash.emptyRoot
        let largest = Array(repeating: hash, count: 63)
        #expect(CompactTree(size: CompactTree.maximumSize, subtrees: largest) != nil)
        #expect(CompactTree(size: 1 << 63, subtrees: [hash]) == nil)
    }

    @Test func appendNamesEachHashOfEachTileOnce() throws {
        let leaves = numberedLeaves(66_000)
        let defined = DefinedTree(leaves)
        var tree = CompactTree()
        var levels: [[TreeHash]] = [[], [], []]
        for leaf in leaves {
            tree.append(leaf) { level, index, hash in
                #expect(levels[level].count == Int(index))
                levels[level].append(hash)
            }
        }
        #expect(levels.map(\.count) == [66_000, 257, 1])
        for (index, hash) in levels[1].enumerated() {
            #expect(hash == defined.root((index * 256)..<(index * 256 + 256)))
        }
        #expect(levels[2][0] == defined.root(0..<65_536))
    }
}
