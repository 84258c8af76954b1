/// An identifier that cannot be mistaken for one of another kind: `ID<RecordCase>` never fits
/// where an `ID<BatchCase>` is asked for.
package struct ID<Case>: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The identifier as stored and shown. Bounds: 1 to 64 characters of `A–Z a–z 0–9 - _ .`.
    package let text: String

    /// - Throws: ``WordDefect`` when the text is empty, too long or holds another character.
    package init(parsing text: String) throws(WordDefect) {
        guard (1...64).contains(text.utf8.count) else {
            throw .length(expected: "1 to 64", found: text.utf8.count)
        }
        for character in text where !Self.allows(character) {
            throw .character(character, expected: "a letter, a digit, “-”, “_” or “.”")
        }
        self.text = text
    }

    /// For identifiers that our own code made; a malformed one is our bug.
    package init(trusted text: String) {
        precondition((1...64).contains(text.utf8.count) && text.allSatisfy(Self.allows))
        self.text = text
    }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    private static func allows(_ character: Character) -> Bool {
        guard let byte = character.asciiValue else { return false }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            return true
        default:
            return false
        }
    }
}

/// Marks ``ID`` as that of a record.
package enum RecordCase {}
/// Marks ``ID`` as that of one import of one file.
package enum BatchCase {}

/// Identifies a record through all its versions: 32 hexadecimal digits.
package typealias RecordID = ID<RecordCase>
/// Identifies one import of one file.
package typealias BatchID = ID<BatchCase>
