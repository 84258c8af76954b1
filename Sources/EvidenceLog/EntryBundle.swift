/// The data of up to 256 neighbouring leaves, as a log publishes them (C2SP tlog-tiles).
///
/// Shape: for each leaf its length in 16 bits, most significant byte first, then its data.
package struct EntryBundle: Hashable, Sendable {
    /// The longest leaf that a bundle can hold, in bytes.
    package static let maximumEntryBytes = Int(UInt16.max)

    /// The leaves' data, in the order of the log.
    package let entries: [[UInt8]]

    /// - Throws: ``TileDefect/bundle(expected:)``, ``TileDefect/entryTooLong(bytes:)``.
    package init(_ entries: [[UInt8]]) throws(TileDefect) {
        guard (1...TilePath.fullWidth).contains(entries.count) else {
            throw .bundle(expected: TilePath.fullWidth)
        }
        for entry in entries where entry.count > Self.maximumEntryBytes {
            throw .entryTooLong(bytes: entry.count)
        }
        self.entries = entries
    }

    /// The bundle of commitments, which are the leaves of an evidence log.
    ///
    /// - Throws: ``TileDefect/bundle(expected:)`` unless there are 1 to 256.
    package init(_ commitments: [EvidenceCommitment]) throws(TileDefect) {
        try self.init(commitments.map(\.bytes))
    }

    /// What is written at the bundle's path.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.reduce(0) { $0 + 2 + $1.count })
        for entry in entries {
            bytes.append(UInt8(entry.count >> 8))
            bytes.append(UInt8(entry.count & 255))
            bytes += entry
        }
        return bytes
    }

    /// Reads a bundle of exactly `count` entries.
    ///
    /// - Throws: ``TileDefect/bundle(expected:)``.
    package init(decoding bytes: [UInt8], count: Int) throws(TileDefect) {
        guard (1...TilePath.fullWidth).contains(count) else { throw .bundle(expected: count) }
        var entries: [[UInt8]] = []
        var rest = bytes[...]
        for _ in 0..<count {
            guard rest.count >= 2 else { throw .bundle(expected: count) }
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            rest = rest.dropFirst(2)
            guard rest.count >= length else { throw .bundle(expected: count) }
            entries.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        guard rest.isEmpty else { throw .bundle(expected: count) }
        self.entries = entries
    }

    /// The hashes of the leaves: what the tile of level 0 with the same number holds.
    package var leafHashes: [TreeHash] { entries.map { TreeHash.leaf($0) } }
}
