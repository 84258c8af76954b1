/// Where a piece of a published log lies (C2SP tlog-tiles): a tile of hashes or a bundle of leaves.
///
/// A tile holds up to 256 neighbouring hashes of one level; each hash of a level stands for a full
/// tile of the level below.
package struct TilePath: Hashable, Sendable {
    /// The levels of the tree that one tile spans.
    package static let height = 8
    /// The hashes of a full tile.
    package static let fullWidth = 256
    /// The highest level: eight levels of tiles span a tree of 2^63 leaves.
    package static let levels = 0...7

    /// What lies at the path.
    package enum Content: Hashable, Sendable {
        /// A tile of hashes; level 0 holds the hashes of leaves.
        case hashes(level: Int)
        /// The data of the leaves themselves.
        case entries
    }

    package let content: Content
    /// The number of the tile within its level, from 0.
    package let index: UInt64
    /// How many hashes or entries it holds: 1 to 256.
    package let width: Int

    /// Nil when level, index or width is outside what a tree of at most 2^63 − 1 leaves has.
    package init?(_ content: Content, index: UInt64, width: Int = fullWidth) {
        var level = 0
        if case .hashes(let own) = content { level = own }
        guard Self.levels.contains(level), (1...Self.fullWidth).contains(width),
            index <= CompactTree.maximumSize >> UInt64(Self.height * (level + 1))
        else { return nil }
        self.content = content
        self.index = index
        self.width = width
    }

    /// How many hashes of a tile a tree of this size has; 0 when it has none.
    package static func width(level: Int, index: UInt64, size: UInt64) -> Int {
        let hashes = size >> UInt64(height * level)
        let first = index << UInt64(height)
        return hashes > first ? Int(min(hashes - first, UInt64(fullWidth))) : 0
    }

    /// The tiles and bundles that a log publishes when it grows, in the order of levels.
    ///
    /// Shape: for each level those whose width differs between the two sizes, bundles last.
    package static func published(from old: UInt64, to new: UInt64) -> [TilePath] {
        guard old < new, new <= CompactTree.maximumSize else { return [] }
        var paths: [TilePath] = []
        for level in levels where new >> UInt64(height * level) > 0 {
            paths += grown(.hashes(level: level), level: level, from: old, to: new)
        }
        return paths + grown(.entries, level: 0, from: old, to: new)
    }

    private static func grown(
        _ content: Content, level: Int, from old: UInt64, to new: UInt64
    ) -> [TilePath] {
        let shift = UInt64(height * level)
        let (before, after) = (old >> shift, new >> shift)
        guard before < after else { return [] }
        let tiles = (before >> UInt64(height))...((after - 1) >> UInt64(height))
        return tiles.compactMap { index in
            TilePath(content, index: index, width: width(level: level, index: index, size: new))
        }
    }
}

extension TilePath {
    /// The path below the log's prefix, such as `tile/0/x001/x234/067` or `tile/entries/000.p/5`.
    package var text: String {
        var elements = [Self.threeDigits(index % 1_000)]
        var rest = index / 1_000
        while rest > 0 {
            elements.insert("x" + Self.threeDigits(rest % 1_000), at: 0)
            rest /= 1_000
        }
        let kind =
            switch content {
            case .hashes(let level): String(level)
            case .entries: "entries"
            }
        let suffix = width == Self.fullWidth ? "" : ".p/\(width)"
        return "tile/\(kind)/\(elements.joined(separator: "/"))\(suffix)"
    }

    private static func threeDigits(_ number: UInt64) -> String {
        String(repeating: "0", count: number < 10 ? 2 : number < 100 ? 1 : 0) + String(number)
    }

    /// Reads a path; nil unless it is the one way to write it.
    package init?(parsing text: String) {
        guard text.utf8.count <= 60 else { return nil }
        var parts = text.utf8.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
        ).map { Array($0) }
        guard parts.count >= 3, parts[0] == Array("tile".utf8) else { return nil }
        let kind = parts[1]
        parts.removeFirst(2)
        var width = Self.fullWidth
        if parts.count >= 2, parts[parts.count - 2].suffix(2) == Array(".p".utf8) {
            guard let partial = DecimalText.parse(parts.removeLast(), maximum: 255) else {
                return nil
            }
            width = Int(partial)
            parts[parts.count - 1].removeLast(2)
        }
        var index: UInt64 = 0
        for (place, part) in parts.enumerated() {
            let isLast = place == parts.count - 1
            let digits = isLast ? part[...] : part.dropFirst()
            guard isLast || part.first == UInt8(ascii: "x"), digits.count == 3,
                let number = Self.number(digits)
            else { return nil }
            index = index * 1_000 + number
            // Refused before the next step could overflow.
            guard index <= CompactTree.maximumSize >> UInt64(Self.height) else { return nil }
        }
        let content: Content
        if kind == Array("entries".utf8) {
            content = .entries
        } else if let level = DecimalText.parse(kind, maximum: UInt64(Self.levels.upperBound)) {
            content = .hashes(level: Int(level))
        } else {
            return nil
        }
        self.init(content, index: index, width: width)
        // Leading x000 elements and a width of 0 would be further texts for the same tile.
        guard self.text.utf8.elementsEqual(text.utf8) else { return nil }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        digits.reduce(UInt64?.some(0)) { sum, digit in
            guard let sum, DecimalText.isDigit(digit) else {
                return nil
            }
            return sum * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
    }
}
