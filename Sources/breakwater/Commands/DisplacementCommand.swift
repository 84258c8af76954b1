import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
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

    @OptionGroup var analysis: MeasureAnalysis

    @OptionGroup var files: PageFiles

    func run() throws {
        let reference = try analysis.node.dataFolder().reference()
        let ports = reference.ports
        let board = try analysis.run(reference, files, subject: "displacement") { panel, kept in
            DisplacementBoard(panel, measures: kept.map(\.measure)) { ports.name(of: $0) }
        }
        let paths = try files.write(board) {
            let folder = try analysis.node.dataFolder()
            return try DisplacementPage(
                board: board, coastline: Coastline(parsing: folder.text("map/coastline.csv")),
                places: Self.spots(board, ports)
            ).html()
        }
        let document: JSONValue = ["board": .encoded(board), "files": JSONValue(texts: paths)]
        Answer.give("displacement", document) {
            ([DisplacementText(board).text] + paths).joined(separator: "\n")
        }
    }

    /// Where the ports of the entries lie.
    private static func spots(
        _ board: DisplacementBoard, _ ports: PortRegister
    ) -> [DisplacementPage.Spot] {
        Set(board.entries.flatMap { [$0.from.code, $0.to.code] }).sorted().compactMap { text in
            guard let code = try? PlaceCode(parsing: text),
                let place = ports.port(code)?.coordinates
            else { return nil }
            return DisplacementPage.Spot(
                code: text, latitude: place.latitude, longitude: place.longitude)
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

    @OptionGroup var analysis: MeasureAnalysis

    @OptionGroup var files: PageFiles

    func run() throws {
        let reference = try analysis.node.dataFolder().reference()
        let ports = reference.ports
        let board = try analysis.run(reference, files, subject: "effects of measures") {
            EffectBoard($0, measures: $1) { ports.name(of: $0) }
        }
        let paths = try files.write(board) { try EffectPage(board: board).html() }
        let document: JSONValue = ["board": .encoded(board), "files": JSONValue(texts: paths)]
        Answer.give("effects", document) {
            ([EffectText(board).text] + paths).joined(separator: "\n")
        }
    }
}

/// Finds, denominators and measures of the node, for its own people: measures have no marks.
struct MeasureAnalysis: ParsableArguments {
    @OptionGroup var panel: PanelOptions

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    /// Computes a view from the panel and the measures; an export where files are written.
    func run<View>(
        _ reference: ReferenceData, _ files: PageFiles, subject: String,
        _ view: (WeeklyPanel, [KeptMeasure]) -> View
    ) throws -> View {
        let selection = try panel.selection(reference)
        let maker = try panel.maker()
        let action = try files.wanted().isEmpty ? AccessAction.list : .export
        return try node.withNode { database in
            let requester = try asker.requester([.analyst], of: database.organisation)
            let permit = try database.leave(requester, .readMeasures)
            let measures = permit.release(try database.measures()).view
            return try LoadPanel(store: database, reference: reference).run(
                requester, action, selection, maker, subject: subject, now: Clock.now()
            ) { view($0, measures) }.view
        }
    }
}

/// The files of an analysis.
struct PageFiles: ParsableArguments {
    @Option(help: "Path of the files without ending: PATH.html, PATH.pdf, PATH.json.")
    var output: String?

    @Option(help: "Which files to write, parted by commas: html, pdf, json.")
    var formats = "html,json"

    /// The files to write: none without a path.
    func wanted() throws -> Set<AssessmentFiles.Format> {
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
        return output == nil ? [] : wanted
    }

    /// Writes the wanted files where a path is given, and answers their paths.
    func write(_ board: some Encodable, page: () throws -> String) throws -> [String] {
        let wanted = try wanted()
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
