/// Whole numbers as the formats write them: decimal digits without sign or leading zero.
enum DecimalText {
    /// The largest number of the formats, 2^63 − 1: public tools count in signed 64 bits.
    static let maximum = UInt64(Int64.max)

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Nil unless the text is the one way to write a number up to `maximum`.
    static func parse(_ text: some Collection<UInt8>, maximum: UInt64 = maximum) -> UInt64? {
        guard let first = text.first, text.count <= 19 else { return nil }
        guard first != UInt8(ascii: "0") || text.count == 1 else { return nil }
        var value: UInt64 = 0
        for byte in text {
            guard isDigit(byte) else { return nil }
            // 19 digits at the most: below 10^19, which 64 bits hold.
            value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        return value <= maximum ? value : nil
    }

    /// Appends the digits of a number that is not negative.
    static func append(_ number: Int64, to bytes: inout [UInt8]) {
        precondition(number >= 0, "the formats have no negative numbers")
        let start = bytes.count
        var rest = number
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }
}
