import Foundation
import SituationAnalysis

/// The rejected rows of an import as given, written so that the same layout reads them again
/// once they are mended. Always UTF-8.
struct RejectedRows {
    let path: String
    private let file: OutputFile
    private let header: [String]
    private let format: LayoutFormat

    /// - Throws: ``CommandFailure`` when the file cannot be made.
    init(stem: String, layout: Layout, header: [String]) throws {
        (self.header, format) = (header, layout.format)
        switch format {
        case .delimited: path = stem + ".rejected.csv"
        case .json: path = stem + ".rejected.json"
        }
        file = try OutputFile(path: path, isPrivate: true)
        if case .delimited = format { try write(header) }
    }

    func write(_ cells: [String]) throws {
        switch format {
        case .delimited(let delimiter):
            try file.writeRow(cells, delimiter: Character(UnicodeScalar(delimiter)))
        case .json:
            let filled = zip(header, cells).filter { !$1.isEmpty }
            let object = Dictionary(filled) { first, _ in first }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            try file.write(String(decoding: try encoder.encode(object), as: UTF8.self) + "\n")
        }
    }

    /// Puts the file in its place, or removes an earlier one where no row was rejected.
    func finish(isNeeded: Bool) throws {
        if isNeeded { return try file.finish() }
        file.discard()
        try? FileManager.default.removeItem(atPath: path)
    }

    func discard() { file.discard() }
}
