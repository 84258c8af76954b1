import Foundation

/// Passwords that whoever guesses tries first.
///
/// Lists of leaked passwords hold few of twelve characters that are not made of such pieces: so
/// the pieces are taken out, and what is left has to be a password. Source of the rule: NIST SP
/// 800-63B-4, section 3.1.1.2, asks to compare with common, expected and compromised ones.
enum GuessedPasswords {
    /// What has to be left when the known pieces are taken out. Units: characters.
    private static let ownCharacters = 6
    /// How many different characters a password has at least.
    private static let differentCharacters = 5
    /// A word of a person's that is shorter stands in too many others.
    private static let shortestWord = 3

    private static let pieces: [String] = [
        "password", "passphrase", "passwort", "passord", "wachtwoord", "motdepasse",
        "contrasena", "losenord", "parola", "geheim", "secret", "segreto", "secreto", "hemligt",
        "welcome", "welkom", "willkommen", "bienvenue", "bienvenido", "benvenuto", "valkommen",
        "letmein", "iloveyou", "changeme", "trustno1", "starwars", "superman", "batman",
        "football", "baseball", "princess", "sunshine", "monkey", "dragon", "master", "shadow",
        "summer", "winter", "spring", "autumn", "sommer", "zomer", "verano", "estate", "inverno",
        "january", "february", "march", "april", "june", "july", "august", "september",
        "october", "november", "december", "monday", "tuesday", "wednesday", "thursday",
        "friday", "saturday", "sunday", "admin", "administrator", "root", "user", "guest",
        "login", "access", "system", "server", "default", "test", "testing", "demo", "computer",
        "internet", "breakwater", "customs", "douane", "zoll", "aduana", "dogana", "tull",
        "police", "politie", "polizei", "policia", "polizia", "polis", "harbour", "harbor",
        "haven", "hafen", "puerto", "porto", "port", "container", "cocaine", "rotterdam",
        "antwerp", "antwerpen", "hamburg", "valencia", "algeciras", "lehavre", "genova",
        "goteborg", "amsterdam",
    ]

    /// Rows of keys and of the alphabet, in which a password walks along.
    private static let rows: [String] = [
        "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop",
        "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "01234567890", "1qaz2wsx3edc4rfv5tgb",
    ]

    /// Whether a password is made of such pieces.
    ///
    /// - Parameter words: what others know of the person.
    static func isCommon(_ password: String, words: [String]) -> Bool {
        let text = folded(password)
        guard Set(text).count >= differentCharacters, !repeats(text) else { return true }
        let own = words.flatMap { folded($0).split { !$0.isLetter && !$0.isNumber } }
            .map(String.init).filter { $0.count >= shortestWord }
        // Once as it is typed and once with digits read as the letters that they stand for.
        return [text, lettered(text)].contains { remainder(of: $0, own) < ownCharacters }
    }

    private static func remainder(of text: String, _ own: [String]) -> Int {
        var rest = text
        for piece in (own + pieces).sorted(by: { $0.count > $1.count }) {
            rest = rest.replacing(piece, with: " ")
        }
        rest = withoutRows(rest)
        // Years and numbers at the end are what everybody adds.
        return rest.count { $0.isLetter || ($0.isSymbol || $0.isPunctuation) }
    }

    /// Without runs of four or more neighbours of a row, in either direction.
    private static func withoutRows(_ text: String) -> String {
        var rest = text
        for row in rows.flatMap({ [$0, String($0.reversed())] }) {
            let keys = Array(row)
            for length in stride(from: keys.count, through: 4, by: -1) {
                for start in 0...(keys.count - length) {
                    rest = rest.replacing(String(keys[start..<(start + length)]), with: " ")
                }
            }
        }
        return rest
    }

    /// Whether the text is one shorter piece again and again.
    private static func repeats(_ text: String) -> Bool {
        let characters = Array(text)
        guard characters.count >= 2 else { return true }
        return (1...characters.count / 2).contains { length in
            characters.indices.allSatisfy { characters[$0] == characters[$0 % length] }
        }
    }

    private static func folded(_ text: String) -> String {
        var folded = ""
        for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars
        where scalar.properties.canonicalCombiningClass == .notReordered {
            folded.unicodeScalars.append(scalar)
        }
        return folded
    }

    private static func lettered(_ text: String) -> String {
        let letters: [Character: Character] = [
            "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s",
            "!": "i",
        ]
        return String(text.map { letters[$0] ?? $0 })
    }
}
