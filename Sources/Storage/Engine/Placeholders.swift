/// The shared dialect's `?` in the words of PostgreSQL: `$1`, `$2`, …
enum Placeholders {
    /// Quotes, quoted names and comments stay as they are.
    static func numbered(_ sql: String) -> String {
        var made: [UInt8] = []
        made.reserveCapacity(sql.utf8.count + 16)
        let bytes = Array(sql.utf8)
        var number = 0
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "?") {
                number += 1
                made.append(UInt8(ascii: "$"))
                made.append(contentsOf: String(number).utf8)
                index += 1
            } else {
                let end = endOfPart(bytes, from: index)
                made.append(contentsOf: bytes[index..<end])
                index = end
            }
        }
        return String(decoding: made, as: UTF8.self)
    }

    /// Where the quote or comment that begins here ends; else the next byte.
    private static func endOfPart(_ bytes: [UInt8], from start: Int) -> Int {
        let next = start + 1 < bytes.count ? bytes[start + 1] : 0
        switch (bytes[start], next) {
        case (UInt8(ascii: "'"), _), (UInt8(ascii: "\""), _):
            // A doubled quote ends one part and begins the next, which comes to the same.
            let end = bytes[(start + 1)...].firstIndex(of: bytes[start])
            return end.map { $0 + 1 } ?? bytes.count
        case (UInt8(ascii: "-"), UInt8(ascii: "-")):
            return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        case (UInt8(ascii: "/"), UInt8(ascii: "*")):
            var index = start + 2
            while index + 1 < bytes.count {
                if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") {
                    return index + 2
                }
                index += 1
            }
            return bytes.count
        default: return start + 1
        }
    }
}
