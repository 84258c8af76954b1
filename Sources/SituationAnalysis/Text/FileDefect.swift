/// Why a file as a whole cannot be read: nothing of such a file is stored.
package enum FileDefect: Error, Hashable, Sendable {
    case empty
    case headerOnly
    /// Bytes that no text holds. Offset in bytes from the start.
    case binary(offset: Int)
    case encoding(offset: Int, expected: TextEncoding)
    /// A quoted cell that never ends.
    case unclosedQuote(row: Int, line: Int, column: Int)
    case cellTooLong(row: Int, line: Int, column: Int, limit: Int)
    case tooManyColumns(row: Int, limit: Int)
    case tooManyRows(limit: Int)
    case missingColumns([String], found: [String])
    case repeatedColumn(String)
    case notJSON(row: Int, reason: String)
    case gzip(String)

    /// What is wrong and where.
    package var cause: String {
        switch self {
        case .empty: "the file is empty"
        case .headerOnly: "the file has a header but no rows"
        case .binary(let offset): "byte \(offset) is not text: the file looks binary"
        case .encoding(let offset, let expected):
            "byte \(offset) is not \(expected.rawValue)"
        case .unclosedQuote(let row, let line, let column):
            "the quotation mark opened in row \(row), column \(column) (line \(line)) never closes"
        case .cellTooLong(let row, let line, let column, let limit):
            "row \(row), column \(column) (line \(line)) is longer than \(limit) bytes"
        case .tooManyColumns(let row, let limit): "row \(row) has more than \(limit) columns"
        case .tooManyRows(let limit): "the file has more than \(limit) rows"
        case .missingColumns(let names, let found):
            "the header lacks \(Self.list(names)); it has \(Self.list(found))"
        case .repeatedColumn(let name): "the header names the column “\(name)” twice"
        case .notJSON(let row, let reason): "record \(row) is not JSON: \(reason)"
        case .gzip(let reason): "the compressed file is damaged: \(reason)"
        }
    }

    /// What would make it right.
    package var mend: String {
        switch self {
        case .empty, .headerOnly: "export the file again and check that it holds rows"
        case .binary:
            "export it as CSV or JSON text; a workbook must be saved as CSV first, "
                + "and UTF-16 text needs --encoding utf-16"
        case .encoding:
            "save the file as UTF-8, or name its encoding with --encoding "
                + TextEncoding.allCases.map(\.rawValue).joined(separator: " | ")
        case .unclosedQuote: "close the quotation mark, or double it inside a quoted cell"
        case .cellTooLong:
            "shorten the cell; if it swallows whole rows, close the quotation mark before it"
        case .tooManyColumns: "check the layout's delimiter against the file"
        case .tooManyRows: "split the file by period"
        case .missingColumns:
            "choose the layout that fits (breakwater layouts), check its delimiter, "
                + "or rename the columns"
        case .repeatedColumn: "rename one of the two"
        case .notJSON: "write an array of objects, or one object a line"
        case .gzip: "fetch the file again"
        }
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(12).map { "“\($0.prefix(40))”" }.joined(separator: ", ")
        return names.count > 12 ? shown + " and \(names.count - 12) more" : shown
    }
}
