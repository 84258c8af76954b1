/// Writes comma-separated text (RFC 4180) that a spreadsheet opens without running it.
package enum CSVText {
    /// One row without its line end.
    package static func row(_ cells: [String]) -> String {
        // A lone blank cell would be a blank line, which readers pass over.
        cells == [""] ? "\"\"" : cells.map(cell).joined(separator: ",")
    }

    /// One cell: quoted where it holds a comma, a quotation mark or a line break; a leading
    /// `=`, `+`, `-`, `@`, tab, line feed or return is disarmed by an apostrophe unless the cell
    /// is a number.
    package static func cell(_ text: String) -> String {
        var text = text
        if let first = text.utf8.first, dangerous.contains(first), Double(text) == nil {
            text = "'" + text
        }
        let needsQuotes = text.utf8.contains {
            $0 == 0x2c || $0 == 0x22 || $0 == 0x0a || $0 == 0x0d
        }
        guard needsQuotes else { return text }
        var quoted = "\""
        // Scalars, not characters: a combining mark may follow a quotation mark.
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"\"" } else { quoted.unicodeScalars.append(scalar) }
        }
        return quoted + "\""
    }

    private static let dangerous: Set<UInt8> = [0x3d, 0x2b, 0x2d, 0x40, 0x09, 0x0a, 0x0d]
}
