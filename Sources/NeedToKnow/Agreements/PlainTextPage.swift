/// Writes paragraphs into lines of at most a hundred columns.
struct PlainTextPage {
    static let width = 100
    private(set) var text = ""

    /// A line in capitals of its own: the title of the page.
    mutating func title(_ title: String) {
        paragraph(title.uppercased(), indent: 0)
    }

    /// A numbered heading with an empty line before it.
    mutating func heading(_ heading: String) {
        text += "\n"
        paragraph(heading, indent: 0)
    }

    mutating func blank() { text += "\n" }

    /// A paragraph; lines after the first are indented as the text after the lead is.
    ///
    /// - Parameter lead: what stands before the first line, for example `1.2` or `Who gives`.
    mutating func paragraph(
        _ paragraph: String, lead: String = "", indent: Int = 4, hanging: Int = 0
    ) {
        let margin = String(repeating: " ", count: indent + hanging)
        var line = String(repeating: " ", count: indent) + lead
        line += String(repeating: " ", count: max(0, margin.count - line.count))
        var isEmpty = true
        for word in paragraph.split(separator: " ") {
            // A word longer than a line stands alone and is not cut: it may be a key.
            if !isEmpty, line.count + 1 + word.count > Self.width {
                text += line + "\n"
                line = margin
                isEmpty = true
            }
            line += isEmpty ? String(word) : " " + word
            isEmpty = false
        }
        text += line + "\n"
    }
}

/// How lists and days are written for people.
enum PlainWords {
    /// `a, b and c`.
    static func list(_ items: [String], last word: String = "and") -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " \(word) " + last
    }

    /// `a; b; c`, for items that have commas of their own.
    static func series(_ items: [String]) -> String { items.joined(separator: "; ") }

    /// The first letter as a capital, the rest as it is.
    static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}
