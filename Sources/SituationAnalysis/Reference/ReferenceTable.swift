import PortVocabulary

/// Why a reference file cannot be used: file, row and what is wrong.
package struct ReferenceDefect: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    package let row: Int
    package let what: String

    package init(file: String, row: Int, what: String) {
        (self.file, self.row, self.what) = (file, row, what)
    }

    package var description: String { "\(file), row \(row): \(what)" }
}

/// A small comma-separated file with a header, held whole: the product's own reference data.
struct ReferenceTable {
    let file: String
    private(set) var rows: [SourceRow] = []
    private var columns: [String: Int] = [:]

    /// - Throws: ``ReferenceDefect`` when the text is malformed or lacks a named column.
    init(parsing text: String, file: String, columns names: [String]) throws(ReferenceDefect) {
        self.file = file
        var all: [SourceRow] = []
        do throws(FileDefect) {
            var reader = DelimitedReader(delimiter: UInt8(ascii: ","))
            try reader.read(Array(text.utf8)) { row in all.append(row) }
            try reader.finish { row in all.append(row) }
        } catch {
            throw ReferenceDefect(file: file, row: 0, what: "\(error.cause): \(error.mend)")
        }
        guard let header = all.first else {
            throw ReferenceDefect(file: file, row: 0, what: "the file is empty")
        }
        for (index, name) in header.cells.enumerated() { columns[name] = index }
        for name in names where columns[name] == nil {
            throw ReferenceDefect(file: file, row: 0, what: "has no column “\(name)”")
        }
        rows = Array(all.dropFirst())
    }

    /// The cell under a column that the initialiser checked; empty where the row is short.
    func cell(_ row: SourceRow, _ column: String) -> String {
        guard let index = columns[column], index < row.cells.count else { return "" }
        return row.cells[index]
    }

    /// The cell as a term.
    func term<T: Term>(_ row: SourceRow, _ column: String) throws(ReferenceDefect) -> T {
        do throws(WordDefect) {
            return try T(parsing: cell(row, column))
        } catch {
            throw defect(row, "\(column) \(error.cause)")
        }
    }

    func defect(_ row: SourceRow, _ what: String) -> ReferenceDefect {
        ReferenceDefect(file: file, row: row.number, what: what)
    }
}
