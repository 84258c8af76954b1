/// The encodings that input files come in.
package enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    case windows1252 = "windows-1252"
    case latin1 = "iso-8859-1"
    case utf16 = "utf-16"
}

/// Turns chunks of a file into UTF-8, across chunk borders, or says where it cannot.
struct TextDecoder {
    private let encoding: TextEncoding
    private var pending: [UInt8] = []
    private var offset = 0
    private var bigEndian = false
    private var started = false

    init(encoding: TextEncoding) { self.encoding = encoding }

    /// The chunk as valid UTF-8 without byte order mark. A character cut by the chunk's end
    /// waits for the next call.
    ///
    /// - Throws: ``FileDefect/encoding(offset:expected:)`` at the first byte that does not fit.
    mutating func decode(_ chunk: [UInt8], isLast: Bool) throws(FileDefect) -> [UInt8] {
        var bytes = pending.isEmpty ? chunk : pending + chunk
        pending = []
        if !started, !bytes.isEmpty || isLast {
            // A mark may be cut off by a short first chunk.
            guard bytes.count >= 3 || isLast else {
                pending = bytes
                return []
            }
            started = true
            bytes = withoutMark(bytes)
        }
        switch encoding {
        case .utf8: return try utf8(bytes, isLast: isLast)
        case .latin1, .windows1252: return singleByte(bytes)
        case .utf16: return try utf16(bytes, isLast: isLast)
        }
    }

    private mutating func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
        switch encoding {
        case .utf8 where bytes.starts(with: [0xef, 0xbb, 0xbf]):
            offset += 3
            return Array(bytes.dropFirst(3))
        case .utf16 where bytes.starts(with: [0xff, 0xfe]),
            .utf16 where bytes.starts(with: [0xfe, 0xff]):
            bigEndian = bytes[0] == 0xfe
            offset += 2
            return Array(bytes.dropFirst(2))
        case .utf16:
            // Without a mark, a header that starts with an ASCII letter tells the order.
            bigEndian = bytes.count > 1 && bytes[0] == 0 && bytes[1] != 0
            return bytes
        default:
            return bytes
        }
    }

    private mutating func utf8(_ bytes: [UInt8], isLast: Bool) throws(FileDefect) -> [UInt8] {
        let cut = isLast ? bytes.count : Self.wholeCharacters(bytes)
        if let bad = Self.firstInvalid(bytes[..<cut]) {
            throw .encoding(offset: offset + bad, expected: encoding)
        }
        offset += cut
        guard cut < bytes.count else { return bytes }
        pending = Array(bytes[cut...])
        return Array(bytes[..<cut])
    }

    /// How many leading bytes form whole characters, at most three fewer than there are.
    private static func wholeCharacters(_ bytes: [UInt8]) -> Int {
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            guard byte >= 0xc0 else {
                if byte < 0x80 { return bytes.count }
                continue
            }
            let length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
            return back < length ? bytes.count - back : bytes.count
        }
        return bytes.count
    }

    private static func firstInvalid(_ bytes: ArraySlice<UInt8>) -> Int? {
        // The common case is checked at full speed; only a broken file is walked slowly.
        if bytes.withUnsafeBufferPointer({ String(validating: $0, as: UTF8.self) != nil }) {
            return nil
        }
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            let length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
            let end = min(index + length, bytes.endIndex)
            guard String(validating: bytes[index..<end], as: UTF8.self) != nil else {
                return index - bytes.startIndex
            }
            index = end
        }
        return bytes.count
    }

    private func singleByte(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                output.append(byte)
                continue
            }
            var scalar = Unicode.Scalar(byte)
            if encoding == .windows1252, (0x80...0x9f).contains(byte) {
                scalar = Self.windows1252Upper[Int(byte) - 0x80]
            }
            output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        return output
    }

    private mutating func utf16(_ bytes: [UInt8], isLast: Bool) throws(FileDefect) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = 0
        while index + 1 < bytes.count {
            let unit = Self.unit(bytes, index, bigEndian)
            var value = UInt32(unit)
            var used = 2
            if UTF16.isLeadSurrogate(unit) {
                guard index + 3 < bytes.count else { break }
                let trail = Self.unit(bytes, index + 2, bigEndian)
                guard UTF16.isTrailSurrogate(trail) else {
                    throw .encoding(offset: offset + index, expected: encoding)
                }
                value = 0x10000 + (UInt32(unit & 0x3ff) << 10 | UInt32(trail & 0x3ff))
                used = 4
            }
            guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else {
                throw .encoding(offset: offset + index, expected: encoding)
            }
            output.append(contentsOf: encoded)
            index += used
        }
        if isLast, index < bytes.count {
            throw .encoding(offset: offset + index, expected: encoding)
        }
        offset += index
        pending = Array(bytes[index...])
        return output
    }

    private static func unit(_ bytes: [UInt8], _ index: Int, _ bigEndian: Bool) -> UInt16 {
        let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
        return bigEndian ? first << 8 | second : second << 8 | first
    }

    /// Code points of Windows-1252's bytes 80–9F; the five unused ones map to U+FFFD.
    private static let windows1252Upper: [Unicode.Scalar] = [
        "\u{20AC}", "\u{FFFD}", "\u{201A}", "\u{0192}", "\u{201E}", "\u{2026}", "\u{2020}",
        "\u{2021}", "\u{02C6}", "\u{2030}", "\u{0160}", "\u{2039}", "\u{0152}", "\u{FFFD}",
        "\u{017D}", "\u{FFFD}", "\u{FFFD}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}",
        "\u{2022}", "\u{2013}", "\u{2014}", "\u{02DC}", "\u{2122}", "\u{0161}", "\u{203A}",
        "\u{0153}", "\u{FFFD}", "\u{017E}", "\u{0178}",
    ]
}
