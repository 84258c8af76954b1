/// Swift text with comments and string contents blanked, so that a rule sees only code.
///
/// It knows line and block comments, strings of one and of several lines, raw strings,
/// interpolations (which are code) and extended regex literals. Every line keeps its number.
struct CodeText {
    struct Literal: Hashable, Sendable {
        /// Counted from 1, where the literal opens.
        let line: Int
        /// The content; interpolations are left out.
        let text: String
    }

    private(set) var literals: [Literal] = []
    // Bytes, because a test build compares characters slowly; all that is looked for is ASCII.
    private let input: [UInt8]
    private var output: [UInt8] = []
    private var index = 0
    private var line = 1

    init(_ text: String) {
        input = Array(text.utf8)
        output.reserveCapacity(input.count)
        scanCode(untilParenthesis: false)
    }

    var code: String { String(decoding: output, as: UTF8.self) }

    private func starts(_ bytes: [UInt8], at place: Int? = nil) -> Bool {
        let place = place ?? index
        guard place + bytes.count <= input.count else { return false }
        for offset in bytes.indices where input[place + offset] != bytes[offset] { return false }
        return true
    }

    private mutating func keep(_ count: Int = 1) {
        for _ in 0..<min(count, input.count - index) {
            if input[index] == Byte.lineEnd { line += 1 }
            output.append(input[index])
            index += 1
        }
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<min(count, input.count - index) {
            if input[index] == Byte.lineEnd { line += 1 }
            output.append(input[index] == Byte.lineEnd ? Byte.lineEnd : Byte.space)
            index += 1
        }
    }

    /// Reads code to the end, or to the parenthesis that closes an interpolation.
    private mutating func scanCode(untilParenthesis: Bool) {
        var depth = 0
        while index < input.count {
            switch input[index] {
            case Byte.slash where starts([Byte.slash, Byte.slash]):
                while index < input.count, input[index] != Byte.lineEnd { blank() }
            case Byte.slash where starts([Byte.slash, Byte.star]):
                scanBlockComment()
            case Byte.quote, Byte.fence:
                scanFenced()
            default:
                if input[index] == Byte.open { depth += 1 }
                if input[index] == Byte.close { depth -= 1 }
                keep()
                if untilParenthesis, depth == 0 { return }
            }
        }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if starts([Byte.slash, Byte.star]) {
                depth += 1
                blank(2)
            } else if starts([Byte.star, Byte.slash]) {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && index < input.count
    }

    /// A string or an extended regex with its fence of `#`; another `#` is code.
    private mutating func scanFenced() {
        let fence = Array(input[index...].prefix { $0 == Byte.fence })
        let after = index + fence.count
        let opener = after < input.count ? input[after] : 0
        if opener == Byte.slash, !fence.isEmpty {
            blank(fence.count + 1)
            while index < input.count, !starts([Byte.slash] + fence) { blank() }
            blank(fence.count + 1)
        } else if opener == Byte.quote {
            let long = [Byte.quote, Byte.quote, Byte.quote]
            let isLong = starts(long, at: after)
            let quote = isLong ? long : [Byte.quote]
            keep(fence.count + quote.count)
            scanString(closing: quote + fence, escape: [Byte.escape] + fence, isLong: isLong)
        } else {
            keep(max(1, fence.count))
        }
    }

    private mutating func scanString(closing: [UInt8], escape: [UInt8], isLong: Bool) {
        let first = line
        var text: [UInt8] = []
        while index < input.count, !starts(closing) {
            if starts(escape + [Byte.open]) {
                blank(escape.count)
                scanCode(untilParenthesis: true)
            } else if starts(escape) {
                blank(escape.count + 1)
            } else if input[index] == Byte.lineEnd, !isLong {
                break
            } else {
                text.append(input[index])
                blank()
            }
        }
        literals.append(Literal(line: first, text: String(decoding: text, as: UTF8.self)))
        if starts(closing) { keep(closing.count) }
    }

    private enum Byte {
        static let lineEnd = UInt8(ascii: "\n")
        static let space = UInt8(ascii: " ")
        static let slash = UInt8(ascii: "/")
        static let star = UInt8(ascii: "*")
        static let quote = UInt8(ascii: "\"")
        static let fence = UInt8(ascii: "#")
        static let escape = UInt8(ascii: "\\")
        static let open = UInt8(ascii: "(")
        static let close = UInt8(ascii: ")")
    }
}
