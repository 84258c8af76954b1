import Crypto
import Foundation

/// A backup's file: a line that says what it is, a line of JSON that tells nothing of the
/// records, then sealed pieces. Each piece is bound to its number and to the line of JSON, which
/// has a nonce: none can be taken out, exchanged or put in, and the line cannot be changed.
///
/// Shape: `breakwater-backup/1 KIND`, JSON, then for each piece four bytes of length (big endian)
/// and as many sealed bytes; the last piece is empty when opened.
enum BackupFile {
    enum Kind: String {
        case records
        case keys
    }

    /// Bytes of content in one piece, roughly.
    static let pieceBytes = 1 << 18
    /// The longest sealed piece that is read.
    static let longestPiece = 1 << 26

    /// What a piece is bound to. The digest is of the header's line without its end.
    static func context(_ kind: Kind, _ headerDigest: String, _ index: Int) -> [UInt8] {
        Array("breakwater-backup/1 \(kind.rawValue) \(index) \(headerDigest)".utf8)
    }

    static func digest(_ header: [UInt8]) -> String { SHA256.hash(data: header).hexadecimal }
}

/// What a backup says of itself without being opened.
package struct BackupHeader: Codable, Hashable, Sendable {
    package let organisation: String
    package let origin: String
    package let made: String
    /// Entries of the evidence log.
    package let entries: Int
    /// The newest signed checkpoint.
    package let checkpoint: String
    package let schema: Int
    /// Random, in hexadecimal: no two backups have the same header.
    package let file: String
}

/// Writes a backup's file piece by piece.
struct BackupWriter {
    let kind: BackupFile.Kind
    private let key: SymmetricKey
    private let headerDigest: String
    private let sink: ([UInt8]) throws -> Void
    private var content: [UInt8] = []
    private var index = 0

    init(
        _ kind: BackupFile.Kind, header: BackupHeader, key: SymmetricKey,
        sink: @escaping ([UInt8]) throws -> Void
    ) throws {
        (self.kind, self.key, self.sink) = (kind, key, sink)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = Array(try encoder.encode(header))
        headerDigest = BackupFile.digest(json)
        try sink(Array("breakwater-backup/1 \(kind.rawValue)\n".utf8) + json + [0x0a])
    }

    mutating func add(_ table: String, _ values: [SQLValue]) throws {
        RowCoding.append(table, values, to: &content)
        if content.count >= BackupFile.pieceBytes { try flush() }
    }

    mutating func finish() throws {
        if !content.isEmpty { try flush() }
        try flush()
    }

    private mutating func flush() throws {
        let sealed = try RecordSeal.seal(
            content, key, BackupFile.context(kind, headerDigest, index))
        try sink(withUnsafeBytes(of: UInt32(sealed.count).bigEndian) { Array($0) } + sealed)
        content.removeAll(keepingCapacity: true)
        index += 1
    }
}

/// Reads a backup's file piece by piece.
struct BackupReader {
    let header: BackupHeader
    private let kind: BackupFile.Kind
    private let headerDigest: String
    private var source: BufferedSource

    /// - Throws: ``DamagedBackup``, or what the source throws.
    init(_ kind: BackupFile.Kind, _ source: @escaping () throws -> [UInt8]?) throws {
        var buffered = BufferedSource(source)
        guard let first = try buffered.line(limit: 64),
            first.hasPrefix("breakwater-backup/")
        else { throw DamagedBackup.header }
        guard first.hasPrefix("breakwater-backup/1 ") else { throw DamagedBackup.newer }
        guard first == "breakwater-backup/1 \(kind.rawValue)" else {
            throw DamagedBackup.otherKind
        }
        guard let json = try buffered.line(limit: 1 << 17),
            let header = try? JSONDecoder().decode(BackupHeader.self, from: Data(json.utf8))
        else { throw DamagedBackup.header }
        headerDigest = BackupFile.digest(Array(json.utf8))
        (self.kind, self.header, self.source) = (kind, header, buffered)
    }

    /// Calls `body` with each row, in order.
    ///
    /// - Throws: ``DamagedBackup``, or what `body` throws.
    mutating func forEach(
        key: SymmetricKey, _ body: (String, [SQLValue]) throws -> Void
    ) throws {
        var index = 0
        while true {
            guard let length = try source.bytes(4) else { throw DamagedBackup.cut }
            let count = length.reduce(0) { $0 << 8 | Int($1) }
            guard count <= BackupFile.longestPiece, let sealed = try source.bytes(count) else {
                throw DamagedBackup.cut
            }
            let content: [UInt8]
            do {
                content = try RecordSeal.open(
                    sealed, key, BackupFile.context(kind, headerDigest, index))
            } catch is DamagedSeal {
                throw DamagedBackup.sealed
            }
            if content.isEmpty {
                // Nothing comes after the last piece.
                guard try source.bytes(1) == nil else { throw DamagedBackup.content }
                return
            }
            var rows = RowCoding.Reader(content)
            while let row = try rows.next() { try body(row.table, row.values) }
            index += 1
        }
    }
}

/// Bytes of a source that are asked for in other pieces than they come in.
private struct BufferedSource {
    private let source: () throws -> [UInt8]?
    private var buffer: [UInt8] = []
    private var start = 0

    init(_ source: @escaping () throws -> [UInt8]?) { self.source = source }

    /// The next line without its end; nil when it is longer than the limit or there is none.
    mutating func line(limit: Int) throws -> String? {
        while true {
            if let end = buffer[start...].prefix(limit + 1).firstIndex(of: 0x0a) {
                defer { start = end + 1 }
                return String(validating: buffer[start..<end], as: UTF8.self)
            }
            guard buffer.count - start <= limit, try fill() else { return nil }
        }
    }

    /// Exactly so many bytes; nil when there are fewer.
    mutating func bytes(_ count: Int) throws -> [UInt8]? {
        while buffer.count - start < count { guard try fill() else { return nil } }
        defer { start += count }
        return Array(buffer[start..<(start + count)])
    }

    private mutating func fill() throws -> Bool {
        guard let more = try source() else { return false }
        buffer.removeFirst(start)
        start = 0
        buffer += more
        return true
    }
}
