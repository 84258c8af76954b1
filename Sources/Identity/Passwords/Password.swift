import Foundation

/// A password as it is hashed: in the composed form of Unicode, so that two keyboards write the
/// same. It is in no description and no error.
package struct Password: Sendable, CustomStringConvertible {
    private let text: String

    /// The bounds of a password. Units: characters. Source: NIST SP 800-63B-4 asks for 8 or more
    /// beside a second factor, and for 64 or more to be possible.
    package static let length = 12...128
    /// What is read at most of what was typed. Units: bytes.
    private static let bytes = 1_024

    /// A password that someone signs in with; nil for one that nobody can have.
    package init?(typed text: String) {
        guard text.utf8.count <= Self.bytes else { return nil }
        self.init(unchecked: text)
    }

    init(unchecked text: String) { self.text = text.precomposedStringWithCanonicalMapping }

    /// A password that someone chooses.
    ///
    /// - Parameter words: what others know of the person: name, account, organisation.
    /// - Throws: ``PasswordDefect``.
    package init(chosen text: String, apartFrom words: [String]) throws(PasswordDefect) {
        guard text.utf8.count <= Self.bytes, text.count <= Self.length.upperBound else {
            throw .long
        }
        guard text.count >= Self.length.lowerBound else { throw .short }
        guard !GuessedPasswords.isCommon(text, words: words) else { throw .common }
        self.init(unchecked: text)
    }

    /// As a function of C takes them.
    var characters: [CChar] { text.utf8.map { CChar(bitPattern: $0) } }

    package var description: String { "a password" }
}

/// Why a password is not taken.
package enum PasswordDefect: Error, Hashable, Sendable {
    case short
    case long
    /// Common words, the person's own, a row of keys or one piece again and again.
    case common

    /// What is wrong, in one sentence.
    package var cause: String {
        switch self {
        case .short: "the password has less than \(Password.length.lowerBound) characters"
        case .long: "the password has more than \(Password.length.upperBound) characters"
        case .common: "the password is made of words that are tried first"
        }
    }

    /// What would make it right.
    package var mend: String {
        switch self {
        case .short: "take four or five words that have nothing to do with each other"
        case .long: "take a shorter one"
        case .common: "leave out your name, your service, years, rows of keys and usual passwords"
        }
    }
}
