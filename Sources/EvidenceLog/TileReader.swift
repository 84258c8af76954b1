/// Computes roots and proofs of a tree from its tiles.
///
/// It trusts the tiles: whoever does not must compare `root(at:)` with a verified checkpoint, and
/// verify each proof. A tile with any byte changed then shows.
package struct TileReader {
    /// Returns the first `width` hashes of a tile, or throws.
    package typealias Source = (_ level: Int, _ index: UInt64, _ width: Int) throws -> [TreeHash]

    /// The number of leaves of the tree whose tiles are read.
    package let size: UInt64
    private let source: Source

    /// A reader of the tree of this size; every tile that such a tree has can be asked for.
    package init(size: UInt64, tile source: @escaping Source) {
        self.size = size
        self.source = source
    }

    /// The root of the complete subtree number `index` of 2^`height` leaves.
    ///
    /// - Throws: ``TileDefect``, and what the source throws.
    package func subtree(height: Int, index: UInt64) throws -> TreeHash {
        guard (0...62).contains(height), index < size >> UInt64(height) else {
            throw TileDefect.outsideTree(size: size)
        }
        var reading = Reading(size: size, source: source)
        return try reading.subtree(height: height, index: index)
    }

    /// The hash of a leaf.
    ///
    /// - Throws: ``TileDefect``, and what the source throws.
    package func leaf(_ index: UInt64) throws -> TreeHash {
        try subtree(height: 0, index: index)
    }

    /// The root of the tree when it had `past` leaves.
    ///
    /// - Throws: ``TileDefect``, and what the source throws.
    package func root(at past: UInt64) throws -> TreeHash {
        guard past <= size else { throw TileDefect.outsideTree(size: size) }
        guard past > 0 else { return .emptyRoot }
        var reading = Reading(size: size, source: source)
        return try reading.root(0..<past)
    }

    /// The right edge of the tree when it had `past` leaves, to which leaves can be appended.
    ///
    /// - Throws: ``TileDefect``, and what the source throws.
    package func compactTree(at past: UInt64) throws -> CompactTree {
        guard past <= size else { throw TileDefect.outsideTree(size: size) }
        var reading = Reading(size: size, source: source)
        var subtrees: [TreeHash] = []
        var first: UInt64 = 0
        for height in (0..<63).reversed() where past >> UInt64(height) & 1 == 1 {
            subtrees.append(
                try reading.subtree(height: height, index: first >> UInt64(height)))
            first += 1 << UInt64(height)
        }
        guard let tree = CompactTree(size: past, subtrees: subtrees) else {
            throw TileDefect.outsideTree(size: size)
        }
        return tree
    }

    /// The proof that a leaf stands at the index of the tree of `past` leaves.
    ///
    /// - Throws: ``TileDefect``, and what the source throws.
    package func inclusionProof(index: UInt64, size past: UInt64) throws -> InclusionProof {
        guard past <= size, index < past else { throw TileDefect.outsideTree(size: size) }
        var reading = Reading(size: size, source: source)
        var hashes: [TreeHash] = []
        var range = 0..<past
        // From the root down to the leaf; the proof names the siblings from the leaf up.
        while range.upperBound - range.lowerBound > 1 {
            let (left, right) = range.halves
            let isLeft = index < left.upperBound
            hashes.append(try reading.root(isLeft ? right : left))
            range = isLeft ? left : right
        }
        return InclusionProof(index: index, size: past, hashes: hashes.reversed())
    }

    /// The proof that the tree of `old` leaves is the beginning of the tree of `new` leaves.
    ///
    /// - Throws: ``TileDefect``, and what the source throws.
    package func consistencyProof(old: UInt64, new: UInt64) throws -> ConsistencyProof {
        guard old <= new, new <= size else { throw TileDefect.outsideTree(size: size) }
        guard old > 0, old < new else { return ConsistencyProof(old: old, new: new, hashes: []) }
        var reading = Reading(size: size, source: source)
        var hashes: [TreeHash] = []
        var range = 0..<new
        while range.upperBound > old {
            let (left, right) = range.halves
            let isLeft = old <= left.upperBound
            hashes.append(try reading.root(isLeft ? right : left))
            range = isLeft ? left : right
        }
        // The older tree as a whole is known to the verifier; a part of it is not.
        if range.lowerBound > 0 { hashes.append(try reading.root(range)) }
        return ConsistencyProof(old: old, new: new, hashes: hashes.reversed())
    }
}

/// One computation; it asks for each tile once.
private struct Reading {
    private struct Key: Hashable {
        let level: Int
        let index: UInt64
    }

    let size: UInt64
    let source: TileReader.Source
    private var tiles: [Key: [TreeHash]] = [:]

    init(size: UInt64, source: @escaping TileReader.Source) {
        self.size = size
        self.source = source
    }

    /// The Merkle tree hash of the leaves of a range, which begins where a subtree begins.
    mutating func root(_ leaves: Range<UInt64>) throws -> TreeHash {
        let count = leaves.upperBound - leaves.lowerBound
        if count & (count - 1) == 0 {
            let height = count.trailingZeroBitCount
            return try subtree(height: height, index: leaves.lowerBound >> UInt64(height))
        }
        let (left, right) = leaves.halves
        return .node(try root(left), try root(right))
    }

    mutating func subtree(height: Int, index: UInt64) throws -> TreeHash {
        let (level, rest) = height.quotientAndRemainder(dividingBy: TilePath.height)
        // Within its tile the subtree spans 2^rest neighbouring hashes.
        let first = index << UInt64(rest)
        let tile = try tile(level: level, index: first >> UInt64(TilePath.height))
        let offset = Int(first % UInt64(TilePath.fullWidth))
        let count = 1 << rest
        guard offset + count <= tile.count else { throw TileDefect.outsideTree(size: size) }
        var hashes = Array(tile[offset..<(offset + count)])
        while hashes.count > 1 {
            hashes = stride(from: 0, to: hashes.count, by: 2).map {
                TreeHash.node(hashes[$0], hashes[$0 + 1])
            }
        }
        return hashes[0]
    }

    private mutating func tile(level: Int, index: UInt64) throws -> [TreeHash] {
        let key = Key(level: level, index: index)
        if let known = tiles[key] { return known }
        let width = TilePath.width(level: level, index: index, size: size)
        let tile = try source(level, index, width)
        guard tile.count == width else {
            throw TileDefect.width(
                level: level, index: index, expected: width, found: tile.count)
        }
        tiles[key] = tile
        return tile
    }
}

extension Range<UInt64> {
    /// The two parts of RFC 9162: the left has the largest power of two below the count.
    fileprivate var halves: (Range<UInt64>, Range<UInt64>) {
        let count = upperBound - lowerBound
        let middle = lowerBound + 1 << UInt64(63 - (count - 1).leadingZeroBitCount)
        return (lowerBound..<middle, middle..<upperBound)
    }
}

/// Why a root or proof cannot be computed from tiles.
package enum TileDefect: Error, Hashable, Sendable {
    /// A tile has another number of hashes than the tree's size gives it.
    case width(level: Int, index: UInt64, expected: Int, found: Int)
    /// A leaf, subtree or past size was asked for that the tree does not have.
    case outsideTree(size: UInt64)
    /// A bundle holds another number of entries than its path says, or ends within one.
    case bundle(expected: Int)
    /// An entry does not fit a bundle, whose lengths have 16 bits.
    case entryTooLong(bytes: Int)

    package var cause: String {
        switch self {
        case .width(let level, let index, let expected, let found):
            "tile \(index) of level \(level) has \(found) hashes, the tree gives it \(expected)"
        case .outsideTree(let size): "the tree of \(size) leaves has no such part"
        case .bundle(let expected): "the bundle does not hold \(expected) entries exactly"
        case .entryTooLong(let bytes):
            "an entry has \(bytes) bytes, \(EntryBundle.maximumEntryBytes) at most"
        }
    }

    package var mend: String {
        switch self {
        case .width, .bundle: "fetch the file again, or compute it anew from the entries"
        case .outsideTree: "ask for an index or a size within the log"
        case .entryTooLong: "publish a digest of the entry"
        }
    }
}
