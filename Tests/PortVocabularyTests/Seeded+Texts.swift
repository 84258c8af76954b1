import TestSupport

extension Seeded {
    /// A text of so many letters of the alphabet.
    mutating func text(of alphabet: String, length: Int) -> String {
        let letters = Array(alphabet)
        return String((0..<length).map { _ in letters[number(0...letters.count - 1)] })
    }
}

/// Alphabets of the codes.
enum Alphabet {
    static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    static let digits = "0123456789"
    static let place = letters + "23456789"
    static let identifier = letters + letters.lowercased() + digits + "-_."
}

extension Seeded {
    /// Text as a hostile or broken file may hold it: bytes, scalars, or a code with damage.
    mutating func hostileText() -> String {
        let pieces = [
            "CSQU3054383", "IMO 9074729", "NLRTM", "2024-03-05/2024-04-01", "TLP:AMBER+STRICT",
            "A1", "\u{301}", "\u{200F}", "\0", "\r\n", "/", "-", "Q", "İ", "ß", "ﬁ", "\u{212A}",
            "👩‍👩‍👧‍👦", "٣", "２", "\u{FEFF}", "e\u{301}", "9999999999999999999", " ", "+", "tlp:",
        ]
        switch number(0...3) {
        case 0:
            let bytes = (0..<number(0...24)).map { _ in UInt8(number(0...255)) }
            return String(decoding: bytes, as: UTF8.self)
        case 1:
            var text = String.UnicodeScalarView()
            for _ in 0..<number(0...14) {
                if let scalar = UnicodeScalar(UInt32(number(0...0x10_ffff))) { text.append(scalar) }
            }
            return String(text)
        case 2:
            return (0..<number(1...4)).map { _ in pieces[number(0...pieces.count - 1)] }.joined()
        default:
            var bytes = Array(pieces[number(0...pieces.count - 1)].utf8)
            let index = number(0...bytes.count - 1)
            bytes[index] = UInt8(number(0...255))
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
