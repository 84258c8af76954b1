/// A value in canonical JSON (RFC 8785): members sorted, no white space, one way to write each
/// text and number. Names of members are ASCII, so that every sort order is the same.
indirect enum CanonicalJSON {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([CanonicalJSON])
    case object([String: CanonicalJSON])

    /// The value on one line.
    var text: String {
        var result = ""
        write(to: &result)
        return result
    }

    /// A set of codes in the order of their bytes.
    static func set(_ items: some Sequence<String>) -> CanonicalJSON {
        .list(items.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map(text))
    }

    private func write(to result: inout String) {
        switch self {
        case .text(let text): Self.quote(text, to: &result)
        case .number(let number): result += String(number)
        case .flag(let flag): result += flag ? "true" : "false"
        case .list(let items):
            result += "["
            for (index, item) in items.enumerated() {
                if index > 0 { result += "," }
                item.write(to: &result)
            }
            result += "]"
        case .object(let members):
            result += "{"
            let names = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for (index, member) in names.enumerated() {
                if index > 0 { result += "," }
                Self.quote(member.key, to: &result)
                result += ":"
                member.value.write(to: &result)
            }
            result += "}"
        }
    }

    /// Source: RFC 8785, section 3.2.2.2.
    private static func quote(_ text: String, to result: inout String) {
        result += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{08}": result += "\\b"
            case "\t": result += "\\t"
            case "\n": result += "\\n"
            case "\u{0C}": result += "\\f"
            case "\r": result += "\\r"
            case "\u{00}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        result += "\""
    }
}
