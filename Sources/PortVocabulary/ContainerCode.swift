/// A freight container's number: owner (3 letters), category (U, J or Z), serial (6 digits) and
/// check digit.
///
/// Source: ISO 6346:2022. Real papers carry wrong check digits, so intake flags a defect and
/// keeps the number as given; it never drops the record.
package struct ContainerCode: Hashable, Sendable, CustomStringConvertible {
    /// Eleven characters, for example `CSQU3054383`.
    package let code: String

    /// - Throws: ``WordDefect`` when length, characters or check digit do not fit. Spaces,
    ///   hyphens and slashes between the parts are allowed.
    package init(parsing text: some StringProtocol) throws(WordDefect) {
        let bytes = text.utf8.filter { ![0x20, 0x2d, 0x2f].contains($0) }
        guard bytes.count == 11 else { throw .length(expected: "11", found: bytes.count) }
        var characters: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            characters.append(try Self.checked(byte, at: index))
        }
        let expected = Self.checkDigit(of: characters[..<10])
        guard let found = ASCII.digit(characters[10]), found == expected else {
            throw .checkDigit(expected: expected, found: ASCII.digit(characters[10]) ?? -1)
        }
        code = String(decoding: characters, as: UTF8.self)
    }

    /// The owner prefix registered with the Bureau International des Containers.
    package var owner: String { String(code.prefix(3)) }
    package var description: String { code }

    /// The check digit of ten checked characters: letters count 10–38 without the multiples of
    /// 11, each position weighs 2^position, the sum modulo 11, and 10 is written 0.
    static func checkDigit(of characters: ArraySlice<UInt8>) -> Int {
        var sum = 0
        for (position, byte) in characters.enumerated() {
            sum += value(of: byte) << position
        }
        return sum % 11 % 10
    }

    private static func value(of byte: UInt8) -> Int {
        if let digit = ASCII.digit(byte) { return digit }
        let order = Int(byte) - Int(UInt8(ascii: "A")) + 10
        // 11, 22 and 33 are left out: each one passed shifts the rest by one.
        return order + (order >= 11 ? 1 : 0) + (order >= 21 ? 1 : 0) + (order >= 31 ? 1 : 0)
    }

    private static func checked(_ byte: UInt8, at index: Int) throws(WordDefect) -> UInt8 {
        switch index {
        case 0..<3:
            if let letter = ASCII.uppercasedLetter(byte) { return letter }
            throw .character(ASCII.shown(byte), expected: "a letter A to Z")
        case 3:
            if let letter = ASCII.uppercasedLetter(byte), "UJZ".utf8.contains(letter) {
                return letter
            }
            throw .character(ASCII.shown(byte), expected: "the category U, J or Z")
        default:
            if ASCII.digit(byte) != nil { return byte }
            throw .character(ASCII.shown(byte), expected: "a digit")
        }
    }
}
