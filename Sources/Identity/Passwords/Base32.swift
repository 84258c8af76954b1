/// Base32 of RFC 4648, section 6, without padding: what people copy from one screen to another.
package enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// The text of some bytes.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var (buffer, bits) = (UInt32(0), 0)
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The text in groups of four.
    package static func grouped(_ bytes: [UInt8]) -> String {
        let text = Array(encode(bytes))
        return stride(from: 0, to: text.count, by: 4).map {
            String(text[$0..<min($0 + 4, text.count)])
        }.joined(separator: "-")
    }

    /// The bytes of a text that a person typed: small letters, spaces and hyphens are as good,
    /// and 0, 1 and 8 stand for the letters that they look like.
    ///
    /// - Parameter count: how many bytes it has to be.
    /// - Returns: nil for another length, another character, or bits that no byte uses.
    package static func decode(typed text: String, count: Int) -> [UInt8]? {
        let needed = (count * 8 + 4) / 5
        // Twice as many for what parts the groups.
        guard text.utf8.count <= needed * 2 else { return nil }
        var bytes: [UInt8] = []
        var (buffer, bits, characters) = (UInt32(0), 0, 0)
        for character in text.uppercased().utf8 {
            guard character != UInt8(ascii: "-"), character != UInt8(ascii: " ") else { continue }
            guard let value = alphabet.firstIndex(of: read(character)) else { return nil }
            buffer = buffer << 5 | UInt32(value)
            bits += 5
            characters += 1
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        guard characters == needed, bytes.count == count, buffer & (1 << UInt32(bits) - 1) == 0
        else { return nil }
        return bytes
    }

    private static func read(_ character: UInt8) -> UInt8 {
        switch character {
        case UInt8(ascii: "0"): UInt8(ascii: "O")
        case UInt8(ascii: "1"): UInt8(ascii: "I")
        case UInt8(ascii: "8"): UInt8(ascii: "B")
        default: character
        }
    }
}

/// Comparison that takes as long for texts that differ early as for those that differ late.
package enum ConstantTime {
    /// Whether two lists are the same. Their lengths are no secret.
    package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(left, right) { difference |= one ^ other }
        return difference == 0
    }
}
