/// What every chart needs beside its figures: an id, the words for readers who cannot see it,
/// and the width it is laid out for.
package struct ChartFrame: Hashable, Sendable {
    /// Layout width for a desktop page and for print. *Units: user units, one CSS pixel each.*
    package static let wideWidth = 640.0
    /// Layout width for a telephone: drawn at 320 pixels its text is still 12 pixels high.
    package static let narrowWidth = 340.0

    /// Unique in the page; the ids of the title and the description are made from it.
    package let id: String
    /// The chart's name, read out as its label.
    package let title: String
    /// What the chart shows, in a sentence or two.
    package let description: String
    /// *Units: user units. Bounds: 300 to 1200.*
    package let width: Double
    /// Whether the marks carry their words, which a live page shows under the pointer. Files do
    /// without: there they would double the drawing's size.
    package var labelsMarks = false

    /// - Precondition: `id` starts with an ASCII letter and holds ASCII letters, digits, `-`, `_`.
    package init(
        id: String, title: String, description: String, width: Double = ChartFrame.wideWidth
    ) {
        precondition(Self.isName(id), "a chart's id is an ASCII name")
        self.id = id
        self.title = title
        self.description = description
        self.width = width.isFinite ? min(max(width, 300), 1200) : Self.wideWidth
    }

    /// The same frame for a narrow screen, under an id of its own.
    package var narrowed: ChartFrame {
        var frame = ChartFrame(
            id: id + "-narrow", title: title, description: description, width: Self.narrowWidth)
        frame.labelsMarks = labelsMarks
        return frame
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { byte in
            isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

/// A drawing of plain values. The same values give the same bytes everywhere.
package protocol Chart: Sendable {
    /// The chart's id, words and width.
    var frame: ChartFrame { get set }
    /// One `<svg>` element with its light colours as attributes and a class on every mark.
    func svg() -> String
}

extension Chart {
    /// The chart twice, laid out wide and narrow; ``ChartStyle/css`` shows one of them.
    ///
    /// Scaling one drawing down to a telephone would make its text unreadable. Print shows the
    /// wide one.
    package func responsiveHTML() -> String {
        var narrow = self
        narrow.frame = frame.narrowed
        return """
            <div class="chart-wide">\(svg())</div>
            <div class="chart-narrow">\(narrow.svg())</div>

            """
    }
}
