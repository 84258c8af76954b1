import ArgumentParser
import Foundation
import PortVocabulary
import SituationAnalysis
import WebInterface

/// `breakwater displacement`
struct DisplacementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "displacement",
        abstract: "Test whether traffic moved from a port with a measure to another port.",
        discussion: """
            Each verdict is one of four words: shown, likely, cannot tell, unlikely. Counts of \
            finds and what they look like decide; kilograms play no part. Beside every “none \
            found” stands what could have been found.
            """)

    @OptionGroup var panel: PanelOptions

    @OptionGroup var files: PageFiles

    func run() throws {
        let wanted = try files.parsed()
        let loaded = try panel.load(subject: "displacement")
        let ports = loaded.reference.ports
        let board = DisplacementBoard(loaded.panel, measures: loaded.measures.map(\.measure)) {
            ports.name(of: $0)
        }
        let paths = try files.write(wanted, board) {
            let coastline = try Coastline(parsing: loaded.folder.text("map/coastline.csv"))
            return try DisplacementPage(
                board: board, coastline: coastline,
                places: loaded.panel.ports.compactMap { code in
                    ports.port(code)?.coordinates.map {
                        DisplacementPage.Spot(
                            code: code.code, latitude: $0.latitude, longitude: $0.longitude)
                    }
                }
            ).html()
        }
        let document: JSONValue = ["board": .encoded(board), "files": JSONValue(texts: paths)]
        Answer.give("displacement", document) {
            ([DisplacementText(board).text] + paths).joined(separator: "\n")
        }
    }
}

/// `breakwater effects`
struct EffectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "effects",
        abstract: "Estimate what measures did to finds per inspection, by type.",
        discussion: """
            Each measure is compared with ports without one, per inspection, with an interval \
            from the same comparison where no measure was. Types of measures are pooled; single \
            measures are never ranked.
            """)

    @OptionGroup var panel: PanelOptions

    @OptionGroup var files: PageFiles

    func run() throws {
        let wanted = try files.parsed()
        let loaded = try panel.load(subject: "effects of measures")
        let ports = loaded.reference.ports
        let board = EffectBoard(loaded.panel, measures: loaded.measures) { ports.name(of: $0) }
        let paths = try files.write(wanted, board) { try EffectPage(board: board).html() }
        let document: JSONValue = ["board": .encoded(board), "files": JSONValue(texts: paths)]
        Answer.give("effects", document) {
            ([EffectText(board).text] + paths).joined(separator: "\n")
        }
    }
}

/// The files of an analysis.
struct PageFiles: ParsableArguments {
    @Option(help: "Path of the files without ending: PATH.html, PATH.pdf, PATH.json.")
    var output: String?

    @Option(help: "Which files to write, parted by commas: html, pdf, json.")
    var formats = "html,json"

    func parsed() throws -> Set<AssessmentFiles.Format> {
        var wanted: Set<AssessmentFiles.Format> = []
        for part in formats.split(separator: ",") {
            guard let format = AssessmentFiles.Format(rawValue: part.filter { $0 != " " }),
                format != .csv
            else {
                throw CommandFailure(
                    cause: "--formats “\(part)” is not known", mend: "use html, pdf, json")
            }
            wanted.insert(format)
        }
        return wanted
    }

    /// Writes the wanted files where a path is given, and answers their paths.
    func write(
        _ wanted: Set<AssessmentFiles.Format>, _ board: some Encodable, page: () throws -> String
    ) throws -> [String] {
        guard let output else { return [] }
        var written: [String] = []
        if !wanted.isDisjoint(with: [.html, .pdf]) {
            try OutputFile.write(try page(), to: output + ".html")
            if wanted.contains(.html) { written.append(output + ".html") }
            if wanted.contains(.pdf) {
                try PDFPrinter.print(html: output + ".html", to: output + ".pdf")
                written.append(output + ".pdf")
                if !wanted.contains(.html) {
                    try? FileManager.default.removeItem(atPath: output + ".html")
                }
            }
        }
        if wanted.contains(.json) {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let text = String(decoding: try encoder.encode(board), as: UTF8.self) + "\n"
            try OutputFile.write(text, to: output + ".json")
            written.append(output + ".json")
        }
        return written
    }
}
