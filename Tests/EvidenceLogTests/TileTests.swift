import TestSupport
import Testing

@testable import EvidenceLog

@Suite struct TileTests {
    @Test(arguments: [
        ("tile/0/000", 0, 0, 256), ("tile/0/x001/x234/067", 0, 1_234_067, 256),
        ("tile/0/x001/234.p/5", 0, 1_234, 5), ("tile/7/000.p/127", 7, 0, 127),
        ("tile/entries/x001/234", -1, 1_234, 256), ("tile/entries/000.p/255", -1, 0, 255),
    ])
    func pathIsWrittenAsTheFormatSays(_ text: String, level: Int, index: UInt64, width: Int) throws
    {
        let content: TilePath.Content = level < 0 ? .entries : .hashes(level: level)
        let path = try #require(TilePath(content, index: index, width: width))
        #expect(path.text == text)
        #expect(TilePath(parsing: text) == path)
    }

    @Test(arguments: [
        "", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/00/000",
        "tile/8/000", "tile/-1/000", "tile/entry/000", "tile/0/000/", "/tile/0/000",
        "tile/0/x000/001", "tile/0/001/001", "tile/0/x001", "tile/0/000.p", "tile/0/000.p/",
        "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256", "tile/0/000.p/1/",
        "tile/0/000p/1", "tile/0/ 00", "tile/0/0a0", "tile/0/x1/000", "tile/0/X001/000",
        "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/٠٠٠", "tile/7/001", "tile/8/0/000",
    ])
    func anyOtherPathIsRefused(_ text: String) {
        #expect(TilePath(parsing: text) == nil)
    }

    @Test func everyPathComesBack() throws {
        var random = Seeded(321)
        for _ in 0..<5_000 {
            let level = random.number(0...7)
            let highest = CompactTree.maximumSize >> UInt64(8 * level + 8)
            let index = UInt64.random(
                in: 0...highest >> UInt64(random.number(0...55)), using: &random)
            let content: TilePath.Content =
                level == 0 && random.number(0...1) == 0 ? .entries : .hashes(level: level)
            let path = try #require(TilePath(content, index: index, width: random.number(1...256)))
            #expect(TilePath(parsing: path.text) == path)
        }
    }

    /// The example of C2SP tlog-tiles: a tree of 70,000.
    @Test func treeOfTheSpecificationHasItsTiles() {
        let paths = TilePath.published(from: 0, to: 70_000)
        func count(_ level: Int, full: Bool) -> Int {
            paths.count {
                $0.content == .hashes(level: level) && ($0.width == TilePath.fullWidth) == full
            }
        }
        #expect(count(0, full: true) == 273 && count(0, full: false) == 1)
        #expect(count(1, full: true) == 1 && count(1, full: false) == 1)
        #expect(count(2, full: true) == 0 && count(2, full: false) == 1)
        #expect(paths.count { $0.content == .entries } == 274)
        let partial = paths.filter { $0.width < TilePath.fullWidth }.map(\.text)
        #expect(
            partial == [
                "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1", "tile/entries/273.p/112",
            ])
        let even = TilePath.published(from: 0, to: 256).map(\.text)
        #expect(even == ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"])
    }

    @Test func readerAsksForTilesOfItsTreeAloneAndOnceEach() throws {
        let tree = MemoryTree(numberedLeaves(70_000))
        let published = Set(
            TilePath.published(from: 0, to: 70_000).map { path -> String in
                guard case .hashes(let level) = path.content else { return "" }
                return "\(level)/\(path.index)/\(path.width)"
            })
        for (index, size) in [(0, 70_000), (69_999, 70_000), (300, 65_537), (5, 6)]
            as [(UInt64, UInt64)]
        {
            tree.asked = []
            _ = try tree.reader.inclusionProof(index: index, size: size)
            #expect(Set(tree.asked).count == tree.asked.count)
            #expect(tree.asked.allSatisfy(published.contains))
        }
    }

    @Test func compactTreeFromTilesIsTheOneThatGrew() throws {
        let tree = MemoryTree(numberedLeaves(1_000))
        var grown = CompactTree()
        for (index, leaf) in numberedLeaves(1_000).enumerated() {
            #expect(try tree.reader.compactTree(at: UInt64(index)) == grown)
            grown.append(leaf)
        }
        #expect(try tree.reader.compactTree(at: 1_000) == grown)
        #expect(try tree.reader.leaf(999) == numberedLeaves(1_000)[999])
    }

    @Test func anyChangedByteOfATileChangesTheRoot() throws {
        var random = Seeded(322)
        let tree = MemoryTree(numberedLeaves(600))
        let root = tree.compact.root
        // Tiles that the root rests on: full tiles count by their hash one level up.
        for (level, index) in [(0, 2), (1, 0)] as [(Int, UInt64)] {
            let width = TilePath.width(level: level, index: index, size: 600)
            let bytes = Array(tree.levels[level][(Int(index) * 256)...].prefix(width)).tileBytes
            for place in bytes.indices {
                var changed = bytes
                changed[place] ^= UInt8(1 << random.number(0...7))
                let hashes = try #require(TreeHash.list(changed))
                let reader = TileReader(size: 600) { l, i, w in
                    l == level && i == index
                        ? hashes : Array(tree.levels[l][(Int(i) * 256)...].prefix(w))
                }
                guard try reader.root(at: 600) != root else {
                    Issue.record("byte \(place) of tile \(level)/\(index) does not count")
                    return
                }
            }
        }
        // A full tile of level 0: its own root no longer stands in the level above.
        let full = Array(tree.levels[0][..<256]).tileBytes
        for place in full.indices {
            var changed = full
            changed[place] ^= UInt8(1 << random.number(0...7))
            var compact = CompactTree()
            for hash in try #require(TreeHash.list(changed)) { compact.append(hash) }
            guard compact.root != tree.levels[1][0] else {
                Issue.record("byte \(place) of the full tile does not count")
                return
            }
        }
    }

    @Test func tileOfAnotherWidthIsRefused() {
        let reader = TileReader(size: 10) { _, _, width in
            Array(repeating: .emptyRoot, count: width - 1)
        }
        #expect(throws: TileDefect.width(level: 0, index: 0, expected: 10, found: 9)) {
            try reader.root(at: 10)
        }
        #expect(throws: TileDefect.outsideTree(size: 10)) { try reader.root(at: 11) }
        #expect(throws: TileDefect.outsideTree(size: 10)) { try reader.leaf(10) }
        #expect(throws: TileDefect.outsideTree(size: 10)) {
            try reader.inclusionProof(index: 5, size: 5)
        }
        #expect(throws: TileDefect.outsideTree(size: 10)) {
            try reader.consistencyProof(old: 6, new: 5)
        }
        #expect(throws: TileDefect.outsideTree(size: 10)) {
            try reader.subtree(height: 3, index: 1)
        }
    }

    @Test func bundleComesBackAndNoOtherBytesDo() throws {
        var random = Seeded(323)
        for _ in 0..<200 {
            let count = random.number(1...20)
            let entries = (0..<count).map { _ in random.bytes(random.number(0...40)) }
            let bundle = try EntryBundle(entries)
            #expect(try EntryBundle(decoding: bundle.bytes, count: count) == bundle)
            #expect(bundle.leafHashes == entries.map { TreeHash.leaf($0) })
            for wrong in [count - 1, count + 1] {
                #expect(throws: TileDefect.self) {
                    try EntryBundle(decoding: bundle.bytes, count: wrong)
                }
            }
            #expect(throws: TileDefect.self) {
                try EntryBundle(decoding: bundle.bytes.dropLast(), count: count)
            }
            #expect(throws: TileDefect.self) {
                try EntryBundle(decoding: bundle.bytes + [0], count: count)
            }
        }
        #expect(throws: TileDefect.entryTooLong(bytes: 65_536)) {
            try EntryBundle([Array(repeating: 0, count: 65_536)])
        }
        #expect(throws: TileDefect.bundle(expected: 256)) { try EntryBundle([[UInt8]]()) }
    }
}
