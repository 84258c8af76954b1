/// A country or territory by its ISO 3166-1 alpha-2 code (or a user-assigned one such as XK).
///
/// The form alone is checked here; names, groups and which codes exist are reference data.
package struct Country: Hashable, Sendable, Comparable, CustomStringConvertible {
    private let packed: UInt16

    /// - Throws: ``WordDefect`` unless the text is two ASCII letters.
    package init(parsing text: some StringProtocol) throws(WordDefect) {
        let bytes = Array(text.utf8)
        guard bytes.count == 2 else { throw .length(expected: "2", found: bytes.count) }
        var packed: UInt16 = 0
        for byte in bytes {
            guard let letter = ASCII.uppercasedLetter(byte) else {
                throw .character(ASCII.shown(byte), expected: "a letter A to Z")
            }
            packed = packed << 8 | UInt16(letter)
        }
        self.packed = packed
    }

    /// The country part of a place code, which has been checked already.
    init(packed: UInt16) { self.packed = packed }

    /// The two capital letters.
    package var code: String {
        String(decoding: [UInt8(packed >> 8), UInt8(packed & 0xff)], as: UTF8.self)
    }

    package var description: String { code }
    package static func < (left: Self, right: Self) -> Bool { left.packed < right.packed }
}

/// Byte classes that the codes of this module share.
enum ASCII {
    static func uppercasedLetter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
        default: nil
        }
    }

    static func digit(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            ? Int(byte - UInt8(ascii: "0")) : nil
    }

    /// A byte as a character that an error message can show.
    static func shown(_ byte: UInt8) -> Character {
        (32...126).contains(byte) ? Character(UnicodeScalar(byte)) : "\u{FFFD}"
    }
}
