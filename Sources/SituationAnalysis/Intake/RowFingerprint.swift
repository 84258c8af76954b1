import Crypto
import PortVocabulary

/// What makes a row the same row: its filled cells under their headers, and how many like it
/// came before.
struct RowFingerprint: Hashable {
    private let high: UInt64
    private let low: UInt64

    /// The first 128 bits of SHA-256 over the kind and the texts, each led by its length.
    init(kind: RecordKind, cells: [String]) {
        var bytes: [UInt8] = []
        Self.append(kind.rawValue, to: &bytes)
        for cell in cells { Self.append(cell, to: &bytes) }
        self.init(SHA256.hash(data: bytes))
    }

    /// The same over filled cells and their folded headers, in the order of `columns`: a blank
    /// column more, or the columns in another order, makes no other row.
    init(kind: RecordKind, cells: [String], columns: [Column]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        Self.append(kind.rawValue, to: &bytes)
        for column in columns where !cells[column.index].isEmpty {
            bytes.append(contentsOf: column.header)
            Self.append(cells[column.index], to: &bytes)
        }
        self.init(SHA256.hash(data: bytes))
    }

    /// A column as a fingerprint takes it.
    struct Column {
        let index: Int
        /// The folded header with its length.
        let header: [UInt8]
    }

    /// The columns of a header in the order of a fingerprint; `indices` chooses some of them.
    static func columns(_ headers: [String], at indices: [Int]) -> [Column] {
        indices.map { (FoldedText.fold(headers[$0]), $0) }.sorted { $0 < $1 }.map { folded, index in
            var bytes: [UInt8] = []
            append(folded, to: &bytes)
            return Column(index: index, header: bytes)
        }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let utf8 = text.utf8
        withUnsafeBytes(of: UInt32(utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: utf8)
    }

    /// The same fingerprint for the n-th identical row; occurrence 0 is the row itself.
    func occurrence(_ number: Int) -> RowFingerprint {
        guard number > 0 else { return self }
        return RowFingerprint(SHA256.hash(data: Array("\(text)#\(number)".utf8)))
    }

    /// The same fingerprint for a row that is a partner's.
    func of(_ originator: OrganisationID) -> RowFingerprint {
        RowFingerprint(SHA256.hash(data: Array("\(text)@\(originator)".utf8)))
    }

    /// 32 hexadecimal digits.
    var text: String {
        String(decoding: Self.hex(high) + Self.hex(low), as: UTF8.self)
    }

    private init(_ digest: SHA256.Digest) {
        var halves: (UInt64, UInt64) = (0, 0)
        for (index, byte) in digest.enumerated() where index < 16 {
            if index < 8 {
                halves.0 = halves.0 << 8 | UInt64(byte)
            } else {
                halves.1 = halves.1 << 8 | UInt64(byte)
            }
        }
        (high, low) = halves
    }

    private static func hex(_ word: UInt64) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return (0..<16).map { digits[Int(word >> (60 - 4 * $0) & 0xf)] }
    }
}

/// A name for a list of texts that is the same wherever it is computed.
package enum Fingerprint {
    /// 32 hexadecimal digits.
    package static func of(_ texts: [String]) -> String {
        RowFingerprint(kind: .seizure, cells: texts).text
    }
}
