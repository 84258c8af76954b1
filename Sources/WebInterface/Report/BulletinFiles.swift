import Foundation
package import SituationAnalysis

/// A bulletin for programs: as JSON, and as rows of comma-separated text.
package enum BulletinFiles {
    /// Every value of the bulletin, keys sorted. The same bulletin gives the same bytes.
    ///
    /// - Throws: when a number is not finite.
    package static func json(_ bulletin: Bulletin) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(bulletin), as: UTF8.self) + "\n"
    }

    /// One line a cell of every table, those behind charts too. The label stands on every line:
    /// a line that is copied elsewhere still says how it may be passed on.
    package static func csv(_ bulletin: Bulletin) -> String {
        var text = CSVText.row(columns) + "\n"
        for section in bulletin.sections {
            for table in section.tables + section.charts.map(\.table) {
                for (number, row) in table.rows.enumerated() {
                    for (column, cell) in zip(table.columns, row).dropFirst() {
                        text +=
                            CSVText.row([
                                bulletin.mark, bulletin.subject, bulletin.period, section.id,
                                table.title, "\(number + 1)", row[0].text, column.title,
                                cell.text, cell.value.map { "\($0)" } ?? "", cell.figure,
                                cell.address,
                            ]) + "\n"
                    }
                }
            }
        }
        return text
    }

    private static let columns = [
        "mark", "subject", "period", "section", "table", "row", "label", "column", "text",
        "value", "figure", "address",
    ]
}
