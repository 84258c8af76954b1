import TestSupport
import Testing

@testable import EvidenceLog

/// RFC 6962, section 2.1, word for word and slowly: the judge of the quick way.
enum SlowTree {
    static func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
        guard let first = leaves.first else { return .emptyRoot }
        guard leaves.count > 1 else { return first }
        let middle = leaves.startIndex + split(leaves.count)
        return .node(root(leaves[..<middle]), root(leaves[middle...]))
    }

    static func inclusion(_ index: Int, _ leaves: ArraySlice<TreeHash>) -> [TreeHash] {
        guard leaves.count > 1 else { return [] }
        let count = split(leaves.count)
        let middle = leaves.startIndex + count
        return index < count
            ? inclusion(index, leaves[..<middle]) + [root(leaves[middle...])]
            : inclusion(index - count, leaves[middle...]) + [root(leaves[..<middle])]
    }

    static func consistency(_ old: Int, _ leaves: ArraySlice<TreeHash>) -> [TreeHash] {
        old == 0 ? [] : subproof(old, leaves, isWhole: true)
    }

    private static func subproof(
        _ old: Int, _ leaves: ArraySlice<TreeHash>, isWhole: Bool
    ) -> [TreeHash] {
        if old == leaves.count { return isWhole ? [] : [root(leaves)] }
        let count = split(leaves.count)
        let middle = leaves.startIndex + count
        return old <= count
            ? subproof(old, leaves[..<middle], isWhole: isWhole) + [root(leaves[middle...])]
            : subproof(old - count, leaves[middle...], isWhole: false) + [root(leaves[..<middle])]
    }

    /// The largest power of two below the count.
    private static func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}

/// The hashes of leaves whose data are their numbers in decimal.
func numberedLeaves(_ count: Int) -> [TreeHash] {
    (0..<count).map { .leaf(Array("leaf \($0)".utf8)) }
}

@Suite struct CompactTreeTests {
    @Test func rootIsThatOfTheRecursiveDefinition() {
        let leaves = numberedLeaves(300)
        var tree = CompactTree()
        for size in 0...leaves.count {
            #expect(tree.size == UInt64(size))
            #expect(tree.root == SlowTree.root(leaves[..<size]))
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
            #expect(hash == SlowTree.root(leaves[(index * 256)..<(index * 256 + 256)]))
        }
        #expect(levels[2][0] == SlowTree.root(leaves[..<65_536]))
    }
}
