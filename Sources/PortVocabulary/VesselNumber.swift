/// A ship's IMO number: seven digits, the last a check digit. It stays with the hull for life.
///
/// Source: IMO resolution A.1117(30): the first six digits weigh 7 to 2; the sum's last digit
/// is the check digit. Accepts `9074729`, `IMO 9074729` and `imo9074729`.
package struct VesselNumber: Hashable, Sendable, CustomStringConvertible {
    /// The seven digits.
    package let number: Int

    /// - Throws: ``WordDefect`` when length, characters or check digit do not fit.
    package init(parsing text: some StringProtocol) throws(WordDefect) {
        var bytes = text.utf8.filter { $0 != 0x20 }[...]
        if bytes.prefix(3).compactMap(ASCII.uppercasedLetter) == Array("IMO".utf8) {
            bytes = bytes.dropFirst(3)
        }
        guard bytes.count == 7 else { throw .length(expected: "7", found: bytes.count) }
        var digits: [Int] = []
        for byte in bytes {
            guard let digit = ASCII.digit(byte) else {
                throw .character(ASCII.shown(byte), expected: "a digit")
            }
            digits.append(digit)
        }
        let sum = zip(digits.prefix(6), [7, 6, 5, 4, 3, 2]).reduce(0) { $0 + $1.0 * $1.1 }
        guard sum % 10 == digits[6] else {
            throw .checkDigit(expected: sum % 10, found: digits[6])
        }
        guard digits[0] != 0 else {
            throw .noSuchValue(
                "starts with 0, which no ship has", mend: "compare with the register")
        }
        number = digits.reduce(0) { $0 * 10 + $1 }
    }

    package var description: String { "IMO \(number)" }
}
