import SituationAnalysis

/// A bulletin for the terminal: its sentences, and the tables of its first sections.
struct BulletinTerminalText {
    /// Rows of one table at the most; the files hold the rest.
    static let rowLimit = 12
    /// Sections whose tables are printed; the others are read in the files.
    static let printed: Set<String> = ["coverage", "glance", "routes", "finds"]

    let bulletin: Bulletin

    init(_ bulletin: Bulletin) { self.bulletin = bulletin }

    var text: String {
        var lines = [bulletin.title]
        if !bulletin.mark.isEmpty { lines.append(bulletin.mark) }
        lines.append(
            "edition for \(bulletin.edition), made on \(bulletin.madeOn); compared with "
                + "\(bulletin.periodBefore) and \(bulletin.periodYearBefore)")
        for section in bulletin.sections
        where Self.printed.contains(section.id) || !section.statements.isEmpty
            || section.id == "missing"
        {
            lines += ["", section.title.uppercased()] + section.text.map { "  \($0)" }
            lines += section.statements.flatMap { statement in
                [
                    "  • \(statement.verdict.rawValue): \(statement.text)",
                    "    because: \(statement.because)",
                ]
            }
            guard Self.printed.contains(section.id) else { continue }
            for table in section.tables { lines += rows(table) }
        }
        return lines.joined(separator: "\n")
    }

    private func rows(_ table: BulletinTable) -> [String] {
        var lines = ["  \(table.title)"]
        for row in table.rows.prefix(Self.rowLimit) {
            let cells = zip(table.columns, row).dropFirst().map { column, cell in
                "\(column.title): \(cell.text)"
            }
            lines.append("    \(row[0].text)  " + cells.joined(separator: "; "))
        }
        let left = table.rows.count - Self.rowLimit
        if left > 0 { lines.append("    … \(Terminal.grouped(left)) more rows in the files") }
        return lines
    }
}
