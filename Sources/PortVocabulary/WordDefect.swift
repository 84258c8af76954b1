/// Why a text is not the word it claims to be: a closed set, each with its cause and its mend.
package enum WordDefect: Error, Hashable, Sendable {
    /// The text has the wrong number of characters.
    case length(expected: String, found: Int)
    /// The text holds a character that the form does not allow.
    case character(Character, expected: String)
    /// The check digit does not follow from the rest of the code.
    case checkDigit(expected: Int, found: Int)
    /// The parts are well formed, but no such thing exists (31 February, month 13).
    case noSuchValue(String, mend: String)
    /// The term is not in the vocabulary.
    case unknownTerm(vocabulary: String, examples: String)

    /// What is wrong, in one sentence, without the offending text itself.
    package var cause: String {
        switch self {
        case .length(let expected, let found):
            "has \(found) characters where \(expected) are needed"
        case .character(let character, let expected):
            "has the character “\(character)” where \(expected) is needed"
        case .checkDigit(let expected, let found):
            "check digit is \(found), but the code gives \(expected)"
        case .noSuchValue(let what, _):
            what
        case .unknownTerm(let vocabulary, _):
            "is not a term of \(vocabulary)"
        }
    }

    /// What would make it right.
    package var mend: String {
        switch self {
        case .length(let expected, _): "write \(expected) characters"
        case .character(_, let expected): "write \(expected)"
        case .checkDigit: "compare the code with the document or the photograph"
        case .noSuchValue(_, let mend): mend
        case .unknownTerm(_, let examples): "use a term such as \(examples)"
        }
    }
}

/// A word of a closed vocabulary: a fixed code, a title for people, and the vocabulary's name.
package protocol Term: RawRepresentable, CaseIterable, Hashable, Sendable, Codable
where RawValue == String {
    /// The vocabulary's name as it appears in error messages.
    static var vocabulary: String { get }
    /// The words that a page shows.
    var title: String { get }
}

extension Term {
    /// The term with this code (letter case ignored).
    ///
    /// - Throws: ``WordDefect/unknownTerm(vocabulary:examples:)``.
    package init(parsing text: some StringProtocol) throws(WordDefect) {
        let folded = text.lowercased()
        guard let term = Self.allCases.first(where: { $0.rawValue.lowercased() == folded }) else {
            let examples = Self.allCases.prefix(4).map(\.rawValue).joined(separator: ", ")
            throw .unknownTerm(vocabulary: Self.vocabulary, examples: examples)
        }
        self = term
    }
}
