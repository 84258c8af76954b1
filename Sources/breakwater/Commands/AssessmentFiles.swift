import Foundation
import SituationAnalysis
import WebInterface

/// Writes an assessment as files.
struct AssessmentFiles {
    enum Format: String, CaseIterable {
        case html, pdf, json, csv
    }

    let assessment: Assessment
    let folder: DataFolder

    /// Writes the wanted files and answers their paths. A PDF that cannot be made is said, and
    /// the others are kept.
    ///
    /// - Parameter progress: told after each file how many are written.
    func write(
        to path: String, formats: Set<Format>, progress: (Int) -> Void = { _ in }
    ) throws -> [String] {
        var written: [String] = []
        if !formats.isDisjoint(with: [.html, .pdf]) {
            let html = try page()
            try OutputFile.write(html, to: path + ".html")
            if formats.contains(.html) {
                written.append(path + ".html")
                progress(written.count)
            }
            if formats.contains(.pdf) {
                try PDFPrinter.print(html: path + ".html", to: path + ".pdf")
                written.append(path + ".pdf")
                progress(written.count)
                if !formats.contains(.html) {
                    try? FileManager.default.removeItem(atPath: path + ".html")
                }
            }
        }
        if formats.contains(.json) {
            try OutputFile.write(try json(), to: path + ".json")
            written.append(path + ".json")
            progress(written.count)
        }
        if formats.contains(.csv) {
            try writeCSV(path + ".csv")
            written.append(path + ".csv")
            progress(written.count)
        }
        return written
    }

    private func page() throws -> String {
        let coastline = try Coastline(parsing: folder.text("map/coastline.csv"))
        return try SituationPage(assessment: assessment, coastline: coastline).html()
    }

    private func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(assessment), as: UTF8.self) + "\n"
    }

    /// One line a figure: everything that the assessment states as a number.
    private func writeCSV(_ path: String) throws {
        let file = try OutputFile(path: path)
        try file.writeRow([
            "figure", "subject", "measure", "period", "value", "lower", "upper", "unit", "records",
            "list", "bodies", "addresses",
        ])
        let number = { (value: Double?) in value.map { "\($0)" } ?? "" }
        for figure in assessment.figures {
            try file.writeRow([
                figure.id, figure.subject, figure.measure, figure.period, number(figure.value),
                number(figure.lower), number(figure.upper), figure.unit, "\(figure.records)",
                figure.list, figure.sources.map(\.body).joined(separator: "; "),
                figure.sources.map(\.address).joined(separator: " "),
            ])
        }
        try file.finish()
    }
}

/// Turns a page into a PDF with WeasyPrint.
enum PDFPrinter {
    /// Longest time that printing may take. Bounds: seconds.
    static let limitSeconds = 300.0

    /// - Throws: ``CommandFailure`` when WeasyPrint is missing or fails.
    static func print(html: String, to path: String) throws {
        guard let program = find("weasyprint") else {
            throw CommandFailure(
                cause: "the PDF was not made: weasyprint is not installed",
                mend: "apt-get install weasyprint, or leave pdf out of --formats")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-q", html, path + ".part"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let deadline = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + limitSeconds, execute: deadline)
        process.waitUntilExit()
        deadline.cancel()
        guard process.terminationStatus == 0, rename(path + ".part", path) == 0 else {
            try? FileManager.default.removeItem(atPath: path + ".part")
            throw CommandFailure(
                cause:
                    "weasyprint failed (\(process.terminationStatus)); the page \(html) is there",
                mend: "run weasyprint on it to see why, or leave pdf out of --formats")
        }
    }

    private static func find(_ name: String) -> String? {
        let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return folders.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
