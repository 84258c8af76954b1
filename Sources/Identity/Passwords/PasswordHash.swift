import CSodium
import Foundation

/// How much work a password's hash takes.
package struct PasswordCost: Hashable, Sendable {
    package let memoryKibibytes: Int
    package let passes: Int

    package init(memoryKibibytes: Int, passes: Int) {
        (self.memoryKibibytes, self.passes) = (memoryKibibytes, passes)
    }

    /// Argon2id with 64 MiB and 3 passes. Source: RFC 9106, section 4, second recommendation;
    /// it names four lanes, libsodium has one. One lane does the same work, one after the other:
    /// we wait longer for it, and an attacker's work for each guess is the same.
    package static let recommended = PasswordCost(memoryKibibytes: 65_536, passes: 3)
}

/// A hash of a password in the PHC string form: `$argon2id$v=19$m=…,t=…,p=1$salt$hash`.
package struct PasswordHash: Hashable, Sendable {
    package let text: String

    private static let saltBytes = 16
    private static let hashBytes = 32
    /// The form's limit. Source: `crypto_pwhash_STRBYTES` of libsodium.
    private static let textBytes = 127

    /// The salt that ``init(of:salt:cost:)`` takes. Units: bytes.
    package static let saltByteCount = saltBytes

    /// A hash that is stored; nil for a text that is none.
    package init?(stored text: String) {
        guard text.utf8.count <= Self.textBytes, !text.utf8.contains(0),
            Self.cost(of: text) != nil
        else { return nil }
        self.text = text
    }

    /// Hashes a password. Takes about a tenth of a second and the memory of `cost`.
    ///
    /// Nil where the memory is not there.
    package init?(of password: Password, salt: [UInt8], cost: PasswordCost = .recommended) {
        precondition(salt.count == Self.saltBytes, "a salt of 16 bytes")
        guard sodium_init() >= 0 else { return nil }
        var hash = [UInt8](repeating: 0, count: Self.hashBytes)
        let characters = password.characters
        let status = crypto_pwhash(
            &hash, UInt64(hash.count), characters, UInt64(characters.count), salt,
            UInt64(cost.passes), cost.memoryKibibytes * 1_024,
            crypto_pwhash_argon2id_alg_argon2id13())
        guard status == 0 else { return nil }
        text =
            "$argon2id$v=19$m=\(cost.memoryKibibytes),t=\(cost.passes),p=1$"
            + Self.unpadded(salt) + "$" + Self.unpadded(hash)
    }

    /// Whether it is the hash of this password. Takes as long for a wrong one as for the right.
    package func matches(_ password: Password) -> Bool {
        guard sodium_init() >= 0 else { return false }
        // libsodium reads a field of a fixed size.
        var field = Array(text.utf8).map { CChar(bitPattern: $0) }
        field += Array(repeating: 0, count: Self.textBytes + 1 - field.count)
        let characters = password.characters
        return crypto_pwhash_str_verify(field, characters, UInt64(characters.count)) == 0
    }

    /// Whether it was made with less work than today's, so that it is to be made anew.
    package func isWeaker(than cost: PasswordCost) -> Bool {
        guard let own = Self.cost(of: text) else { return true }
        return own.memoryKibibytes < cost.memoryKibibytes || own.passes < cost.passes
    }

    /// A hash that no password is known for: what is compared where there is no account, so that
    /// the answer takes as long.
    package static let ofNobody = PasswordHash(
        of: Password(unchecked: "nobody has this password, and nobody is let in with it"),
        salt: Array("breakwater-dummy".utf8))

    private static func cost(of text: String) -> PasswordCost? {
        let form = /\$argon2id\$v=19\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=1\$[^$]+\$[^$]+/
        guard let match = text.wholeMatch(of: form), let memory = Int(match.1),
            let passes = Int(match.2)
        else { return nil }
        return PasswordCost(memoryKibibytes: memory, passes: passes)
    }

    private static func unpadded(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }
}
