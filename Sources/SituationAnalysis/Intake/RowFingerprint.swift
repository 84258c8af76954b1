import Crypto
import PortVocabulary

/// What makes a row the same row: its cells, in canonical order, and how many like it came
/// before.
struct RowFingerprint: Hashable {
    private let high: UInt64
    private let low: UInt64

    /// The first 128 bits of SHA-256 over the kind and the cells, each ended by U+001F.
    init(kind: RecordKind, cells: [String]) {
        var hasher = SHA256()
        var bytes = Array(kind.rawValue.utf8)
        bytes.append(0x1e)
        for cell in cells {
            bytes.append(contentsOf: cell.utf8)
            bytes.append(0x1f)
        }
        hasher.update(data: bytes)
        self.init(hasher.finalize())
    }

    /// The same fingerprint for the n-th identical row; occurrence 0 is the row itself.
    func occurrence(_ number: Int) -> RowFingerprint {
        guard number > 0 else { return self }
        return RowFingerprint(SHA256.hash(data: Array("\(text)#\(number)".utf8)))
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
