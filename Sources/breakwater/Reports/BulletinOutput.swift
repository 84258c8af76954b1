import Crypto
import Foundation
import PortVocabulary
import SituationAnalysis
import WebInterface

/// Writes a bulletin as files.
struct BulletinOutput {
    let bulletin: Bulletin

    /// Writes the wanted files and answers their paths. All are made before the first is written,
    /// so that a PDF that fails leaves nothing behind.
    ///
    /// - Parameter path: of the files without ending.
    func write(
        to path: String, formats: Set<ReportFormat>, printer: ChromiumPrinter?
    ) throws -> [String] {
        var files: [(path: String, bytes: [UInt8])] = []
        for format in ReportFormat.allCases where formats.contains(format) {
            files.append((path + ".\(format.rawValue)", try bytes(format, printer)))
        }
        for file in files { try OutputFile.write(file.bytes, to: file.path) }
        return files.map(\.path)
    }

    private func bytes(_ format: ReportFormat, _ printer: ChromiumPrinter?) throws -> [UInt8] {
        switch format {
        case .html: return Array(try BulletinPage(bulletin).html().utf8)
        case .json: return Array(try BulletinFiles.json(bulletin).utf8)
        case .csv: return Array(BulletinFiles.csv(bulletin).utf8)
        case .pdf:
            let printer = try printer ?? ChromiumPrinter()
            return try printer.print(try BulletinPage(bulletin).html(.print))
        }
    }

    /// SHA-256 of the bulletin's JSON, in hexadecimal.
    func digest() throws -> String {
        SHA256.hash(data: Data(try BulletinFiles.json(bulletin).utf8))
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
