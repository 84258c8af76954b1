/// A UN/LOCODE: two letters of the country and three characters of the place.
///
/// Source: UNECE Recommendation 16. The place part uses A–Z and 2–9; the digits 0 and 1 are
/// left out of new codes and refused here. Accepts `NLRTM`, `nl rtm` and `NL-RTM`.
package struct PlaceCode: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Five ASCII bytes, country first, in the low 40 bits: the numeric order is the text order.
    private let packed: UInt64

    /// - Throws: ``WordDefect`` when the length or a character does not fit.
    package init(parsing text: some StringProtocol) throws(WordDefect) {
        var packed: UInt64 = 0
        var count = 0
        for byte in text.utf8 {
            if count == 2, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") { continue }
            packed = packed << 8 | UInt64(try Self.checked(byte, at: count))
            count += 1
            if count > 5 { throw .length(expected: "5", found: text.utf8.count) }
        }
        guard count == 5 else { throw .length(expected: "5", found: count) }
        self.packed = packed
    }

    /// The country that the code belongs to.
    package var country: Country { Country(packed: UInt16(truncatingIfNeeded: packed >> 24)) }

    /// The five characters without a space.
    package var code: String {
        String(
            decoding: (0..<5).map { UInt8(truncatingIfNeeded: packed >> (8 * (4 - $0))) },
            as: UTF8.self)
    }

    package var description: String { code }
    package static func < (left: Self, right: Self) -> Bool { left.packed < right.packed }

    private static func checked(_ byte: UInt8, at index: Int) throws(WordDefect) -> UInt8 {
        if let letter = ASCII.uppercasedLetter(byte) { return letter }
        if index >= 2, (UInt8(ascii: "2")...UInt8(ascii: "9")).contains(byte) { return byte }
        throw .character(
            ASCII.shown(byte), expected: index < 2 ? "a letter A to Z" : "A to Z or 2 to 9")
    }
}
