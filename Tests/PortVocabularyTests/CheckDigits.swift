import TestSupport

/// Check digits computed apart from the module: letter values from a written table.
enum CheckDigits {
    /// Source: ISO 6346:2022, letter values.
    static let letterValues: [Character: Int] = [
        "A": 10, "B": 12, "C": 13, "D": 14, "E": 15, "F": 16, "G": 17, "H": 18, "I": 19,
        "J": 20, "K": 21, "L": 23, "M": 24, "N": 25, "O": 26, "P": 27, "Q": 28, "R": 29,
        "S": 30, "T": 31, "U": 32, "V": 34, "W": 35, "X": 36, "Y": 37, "Z": 38,
    ]
    static let vesselWeights = [7, 6, 5, 4, 3, 2]

    /// The remainder 0 to 10 of the first ten characters of a container number.
    static func containerRemainder(_ text: some StringProtocol) -> Int {
        var (sum, weight) = (0, 1)
        for character in text.prefix(10) {
            sum += (letterValues[character] ?? character.wholeNumberValue ?? 0) * weight
            weight *= 2
        }
        return sum % 11
    }

    static func vesselDigit(_ text: some StringProtocol) -> Int {
        zip(text, vesselWeights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 } % 10
    }
}

extension Seeded {
    /// A well-formed container number with the right check digit.
    mutating func containerNumber() -> String {
        let body =
            text(of: Alphabet.letters, length: 3) + text(of: "UUUUJZ", length: 1)
            + text(of: Alphabet.digits, length: 6)
        return body + String(CheckDigits.containerRemainder(body) % 10)
    }

    /// A well-formed ship number with the right check digit.
    mutating func vesselNumber() -> String {
        let body = text(of: "123456789", length: 1) + text(of: Alphabet.digits, length: 5)
        return body + String(CheckDigits.vesselDigit(body))
    }
}

extension String {
    func replacing(at index: Int, with character: Character) -> String {
        var characters = Array(self)
        characters[index] = character
        return String(characters)
    }

    /// The text with two neighbours swapped.
    func swapping(at index: Int) -> String {
        var characters = Array(self)
        characters.swapAt(index, index + 1)
        return String(characters)
    }
}
