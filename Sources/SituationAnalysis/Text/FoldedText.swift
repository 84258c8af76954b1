/// A spelling reduced to what two spellings of one name share: lower case, no diacritics,
/// punctuation as single spaces. `Sète`, `SETE` and ` sete ` fold to `sete`.
///
/// Latin letters lose their diacritics (ß becomes ss, ø o, æ ae, ł l); other scripts keep
/// their letters in lower case.
package enum FoldedText {
    /// The folded form; empty when nothing but punctuation is there.
    package static func fold(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var pendingSpace = false
        func append(_ new: some Sequence<UInt8>) {
            if pendingSpace, !bytes.isEmpty { bytes.append(0x20) }
            pendingSpace = false
            bytes.append(contentsOf: new)
        }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39, 0x61...0x7a: append(CollectionOfOne(UInt8(scalar.value)))
            case 0x41...0x5a: append(CollectionOfOne(UInt8(scalar.value) + 32))
            case 0x300...0x36f:
                // A mark on a Latin letter goes; on another script's letter it stays.
                if !pendingSpace, let last = bytes.last, last >= 0x80 {
                    append(String(scalar).utf8)
                }
            case 0x27, 0x2019, 0x60, 0xb4: continue
            case 0..<0x80: pendingSpace = true
            default:
                if let plain = plainLatin(scalar) {
                    append(plain.utf8)
                } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                    // The lower case of `Å` (angstrom sign) or `ẞ` has a plain form of its own.
                    for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                        append((plainLatin(lower) ?? String(lower)).utf8)
                    }
                } else {
                    pendingSpace = true
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The base letters of a Latin letter with diacritics or of a ligature; nil for all else.
    private static func plainLatin(_ scalar: Unicode.Scalar) -> String? {
        guard scalar.value >= 0xc0, scalar.value <= 0x24f || isVietnameseBlock(scalar) else {
            return nil
        }
        if let special = ligatures[scalar.value] { return special }
        // A precomposed letter decomposes into its base letter and combining marks; the base is
        // the first scalar of the canonical decomposition, reached through its name:
        // "LATIN SMALL LETTER E WITH GRAVE".
        guard let name = scalar.properties.name, name.hasPrefix("LATIN ") else { return nil }
        let words = name.split(separator: " ")
        guard words.count >= 4, words[2] == "LETTER", words[3].utf8.count == 1 else { return nil }
        return words[3].lowercased()
    }

    private static func isVietnameseBlock(_ scalar: Unicode.Scalar) -> Bool {
        (0x1e00...0x1eff).contains(scalar.value)
    }

    private static let ligatures: [UInt32: String] = [
        0xc6: "ae", 0xe6: "ae", 0x152: "oe", 0x153: "oe", 0xdf: "ss", 0xd0: "d", 0xf0: "d",
        0xde: "th", 0xfe: "th", 0x132: "ij", 0x133: "ij", 0x131: "i",
    ]
}
