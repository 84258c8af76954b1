import Foundation

/// What a person at the terminal sees.
enum Terminal {
    static func print(_ text: String) {
        guard !Answer.isJSON else { return Answer.keep(text) }
        FileHandle.standardOutput.write(Data((harmless(text) + "\n").utf8))
    }

    /// Bytes as they are: what is printed can be kept as a file and read by other programs.
    static func write(_ bytes: [UInt8]) { FileHandle.standardOutput.write(Data(bytes)) }

    static func error(_ text: String) {
        FileHandle.standardError.write(Data(("breakwater: " + harmless(text) + "\n").utf8))
    }

    /// The text without control characters: a record must not steer the reader's terminal.
    static func harmless(_ text: String) -> String {
        let isControl = { (scalar: Unicode.Scalar) in
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
        }
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { clean.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
        return String(clean)
    }

    /// A count, right-aligned, with thousands parted by commas.
    static func padded(_ count: Int, _ width: Int) -> String {
        let text = grouped(count)
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }

    static func grouped(_ count: Int) -> String {
        var digits = String(abs(count))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(digits, at: 0)
        return (count < 0 ? "-" : "") + groups.joined(separator: ",")
    }
}
