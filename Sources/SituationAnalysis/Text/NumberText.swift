/// The decimal mark that a layout states.
package enum DecimalMark: String, CaseIterable, Sendable {
    case point, comma
}

/// Why a cell is not the number it should be.
package enum NumberDefect: Error, Hashable, Sendable {
    case notNumber
    /// The mark contradicts the layout, or could mean thousands as well as decimals.
    case ambiguousMark(expected: DecimalMark)

    package var cause: String {
        switch self {
        case .notNumber: "is not a number"
        case .ambiguousMark(let expected):
            "mixes decimal marks: the layout says decimal \(expected.rawValue)"
        }
    }

    package var mend: String {
        switch self {
        case .notNumber: "write digits, with the unit in its own column"
        case .ambiguousMark(.point): "write 1234.5, or set the layout's decimal to comma"
        case .ambiguousMark(.comma): "write 1234,5, or set the layout's decimal to point"
        }
    }
}

/// Reads numbers as the layout writes them.
package enum NumberText {
    /// The number of a cell. Groups of thousands may be parted by a space, a thin or
    /// non-breaking space, an apostrophe or the other mark, three digits each.
    ///
    /// - Throws: ``NumberDefect``. A single other mark is ambiguous and refused: `1,5` with
    ///   decimal point is neither 1.5 nor 15.
    package static func parse(
        _ text: String, decimal: DecimalMark
    ) throws(NumberDefect) -> Double {
        // The plain form is most of every file.
        if decimal == .point, text.utf8.allSatisfy(isPlain), let value = Double(text),
            value.isFinite
        {
            return value
        }
        let (mark, other): (UInt8, UInt8) =
            decimal == .point
            ? (UInt8(ascii: "."), UInt8(ascii: ",")) : (UInt8(ascii: ","), UInt8(ascii: "."))
        var plain = ""
        var groups: [Int] = []
        var digitsInGroup = 0
        var (seenMark, seenOther) = (false, false)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39:
                plain.unicodeScalars.append(scalar)
                digitsInGroup += 1
            case UInt32(mark):
                guard !seenMark else { throw .ambiguousMark(expected: decimal) }
                seenMark = true
                groups.append(digitsInGroup)
                plain.append(".")
            case UInt32(other):
                guard !seenMark else { throw .ambiguousMark(expected: decimal) }
                seenOther = true
                groups.append(digitsInGroup)
                digitsInGroup = 0
            case UInt32(UInt8(ascii: "-")), UInt32(UInt8(ascii: "+")):
                guard plain.isEmpty, groups.isEmpty else { throw .notNumber }
                plain.unicodeScalars.append(scalar)
            default:
                guard spaces.contains(scalar), !seenMark else { throw .notNumber }
                groups.append(digitsInGroup)
                digitsInGroup = 0
            }
        }
        if !seenMark { groups.append(digitsInGroup) }
        // One group of three after one other mark could be 1.234 or 1234.
        let isEitherWay = seenOther && !seenMark && groups.count == 2
        guard areThousands(groups), !isEitherWay else {
            throw seenOther ? .ambiguousMark(expected: decimal) : .notNumber
        }
        guard let value = Double(plain), value.isFinite else { throw .notNumber }
        return value
    }

    /// Whether parted digits are one to three and then threes, as thousands are.
    private static func areThousands(_ groups: [Int]) -> Bool {
        groups.count < 2
            || (1...3).contains(groups[0]) && groups.dropFirst().allSatisfy { $0 == 3 }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == 0x2e || byte == 0x2d || byte == 0x65
    }

    private static let spaces: Set<Unicode.Scalar> = [
        " ", "\u{a0}", "\u{2009}", "\u{202f}", "'", "’",
    ]
}
