import Foundation

@testable import EvidenceLog

/// The vector files; `Vectors/README.md` describes the keys.
enum Vectors {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    static func load<File: Decodable>(_ name: String, as type: File.Type = File.self) throws -> File
    {
        let file = folder.appendingPathComponent("Vectors/\(name).json")
        return try JSONDecoder().decode(type, from: Data(contentsOf: file))
    }

    struct Merkle: Decodable {
        let leaves: [String]
        let roots: [String]
        let inclusions: [Inclusion]
        let consistencies: [Consistency]

        struct Inclusion: Decodable {
            let index: UInt64
            let size: UInt64
            let hashes: [String]
        }

        struct Consistency: Decodable {
            let old: UInt64
            let new: UInt64
            let hashes: [String]
        }
    }

    struct Notes: Decodable {
        let cases: [Case]

        struct Case: Decodable {
            let key: String
            let secret: String?
            let note: String?
        }
    }

    struct Entries: Decodable {
        let cases: [Case]

        struct Case: Decodable {
            let body: String
            let salt: String
            let commitment: String
            let leafHash: String
        }
    }

    struct Log: Decodable {
        let logKey: String
        let logSecret: String
        let witnessKey: String
        let witnessSecret: String
        let witnessTime: Int64
        let oldSize: UInt64
        let oldRoot: String
        let tile: String
        let checkpoint: String
        let request: String
        let proofs: [String]
    }
}

/// The bytes that hexadecimal digits write.
func fromHex(_ text: String) -> [UInt8] {
    let digits = Array(text)
    return stride(from: 0, to: digits.count, by: 2).map {
        UInt8(String(digits[$0...($0 + 1)]), radix: 16)!
    }
}

/// The hash that hexadecimal digits write.
func hash(_ hex: String) -> TreeHash { TreeHash(bytes: fromHex(hex))! }

/// A tree in memory that serves tiles, and counts which it was asked for.
final class MemoryTree {
    private(set) var levels: [[TreeHash]] = Array(repeating: [], count: 8)
    private(set) var compact = CompactTree()
    var asked: [String] = []

    init(_ leaves: [TreeHash] = []) {
        for leaf in leaves { append(leaf) }
    }

    func append(_ leaf: TreeHash) {
        compact.append(leaf) { level, _, hash in levels[level].append(hash) }
    }

    var reader: TileReader {
        TileReader(size: compact.size) { level, index, width in
            self.asked.append("\(level)/\(index)/\(width)")
            return Array(self.levels[level][(Int(index) * 256)...].prefix(width))
        }
    }
}
