/// A currency by its ISO 4217 code; the form alone is checked.
package struct Currency: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Three capital letters.
    package let code: String

    /// - Throws: ``WordDefect`` unless the text is three ASCII letters.
    package init(parsing text: some StringProtocol) throws(WordDefect) {
        let bytes = Array(text.utf8)
        guard bytes.count == 3 else { throw .length(expected: "3", found: bytes.count) }
        var letters: [UInt8] = []
        for byte in bytes {
            guard let letter = ASCII.uppercasedLetter(byte) else {
                throw .character(ASCII.shown(byte), expected: "a letter A to Z")
            }
            letters.append(letter)
        }
        code = String(decoding: letters, as: UTF8.self)
    }

    package var description: String { code }
    package static func < (left: Self, right: Self) -> Bool { left.code < right.code }
}

/// The form in which money was found.
package enum CashForm: String, Term {
    case banknotes, coins, cheque, bearer, prepaid, crypto, gold, unknown
    case notAsked = "not-asked"

    package static let vocabulary = "cash forms"
    package var title: String { self == .notAsked ? "not asked" : rawValue }
}

/// Money seized or detained. Amounts of different currencies are never added.
package struct Cash: Hashable, Sendable {
    package let currency: Currency
    /// In hundredths of the currency unit. Bounds: 0 or more.
    package let hundredths: Int64
    package let form: CashForm
    /// Whether it had been declared at the border.
    package let declared: Stated<Bool>

    /// - Throws: ``WordDefect/noSuchValue(_:mend:)`` for a negative or absurd amount.
    package init(
        amount: Double, currency: Currency, form: CashForm = .notAsked,
        declared: Stated<Bool> = .notAsked
    ) throws(WordDefect) {
        guard amount.isFinite, amount >= 0, amount < 1e13 else {
            throw .noSuchValue(
                "cash amount is negative, too large or not a number",
                mend: "write 0 or more, below 10,000,000,000,000")
        }
        self.currency = currency
        hundredths = Int64((amount * 100).rounded())
        (self.form, self.declared) = (form, declared)
    }
}
