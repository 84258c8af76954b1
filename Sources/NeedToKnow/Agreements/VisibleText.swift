import Foundation

/// Texts that people sign: what they see is what is there.
enum VisibleText {
    /// Refuses controls, and characters that are not seen or that turn the direction of writing:
    /// with them a text could read differently from what a program compares.
    static func allows(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: false
        default: !scalar.properties.isNoncharacterCodePoint && !isBlankLetter(scalar)
        }
    }

    /// Fillers and joiners that are letters or marks by category, but show nothing.
    private static func isBlankLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0: true
        default: scalar.properties.isVariationSelector
        }
    }

    /// One paragraph in the composed form (NFC), with single spaces: how the text is spelt or
    /// broken into lines does not change it.
    static func paragraph(_ text: String) -> String {
        text.precomposedStringWithCanonicalMapping.unicodeScalars
            .split { $0.properties.isWhitespace }
            .map { String(String.UnicodeScalarView($0)) }
            .joined(separator: " ")
    }
}
