import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import WebInterface

/// `breakwater situation`
struct SituationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "situation",
        abstract: "Assess the situation from the records: coverage, trends, routes, methods.",
        discussion: """
            Prints the assessment and, with --output, writes it as HTML, PDF, JSON and CSV. \
            Coverage comes first: who reported, for which periods, what is missing. Figures of \
            different bodies stand side by side and are never averaged.
            """)

    @OptionGroup var selected: SelectionOptions

    @Option(help: "Period to compare the --period with.")
    var compare: String?

    @Option(help: "Length of the trends' periods: year, quarter or month.")
    var by: String?

    @Option(help: "Path of the files without ending: PATH.html, PATH.pdf, PATH.json, PATH.csv.")
    var output: String?

    @Option(help: "Which files to write, parted by commas: html, pdf, json, csv.")
    var formats = "html,pdf,json,csv"

    @Option(help: "Day on which the assessment is made. Default: today.")
    var on: String?

    @Flag(help: "Print nothing but the paths of the files.")
    var quiet = false

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let wanted = try parsedFormats()
        let folder = try node.dataFolder()
        let reference = try folder.reference()
        let selection = try selected.selection(reference)
        let comparison = try compare.map { try SelectionOptions.span($0, option: "--compare") }
        if comparison != nil, selection.period == nil {
            throw CommandFailure(
                cause: "--compare has nothing to compare with", mend: "give --period too")
        }
        let day = try on.map { try SelectionOptions.span($0, option: "--on").first }
        let steps = output == nil ? 1 : wanted.count + 1
        let bar = Progress("assessing", isQuiet: quiet)
        defer { bar.end() }
        bar.update(0, of: steps)
        let released = try node.withNode { database in
            try AssessSituation(store: database, reference: reference).run(
                try edition.requester(database), output == nil ? .list : .export,
                selection, compare: comparison, granularity: try granularity(), asOf: day,
                now: Clock.now())
        }
        let assessment = released.view
        bar.update(1, of: steps)
        bar.end()
        // Said before the files are written: a PDF may take a while, or fail.
        if !quiet { Terminal.print(AssessmentText(assessment).text) }
        let paths =
            try output.map {
                try AssessmentFiles(assessment: assessment, folder: folder)
                    .write(to: $0, formats: wanted) { bar.update($0 + 1, of: steps) }
            } ?? []
        bar.end()
        guard Answer.isJSON else { return paths.forEach(Terminal.print) }
        let document: JSONValue = [
            "assessment": quiet ? .null : .encoded(assessment), "files": JSONValue(texts: paths),
        ]
        Answer.give("situation", document) { "" }
    }

    private func parsedFormats() throws -> Set<AssessmentFiles.Format> {
        var wanted: Set<AssessmentFiles.Format> = []
        for part in formats.split(separator: ",") {
            guard let format = AssessmentFiles.Format(rawValue: part.filter { $0 != " " }) else {
                throw CommandFailure(
                    cause: "--formats “\(part)” is not known", mend: "use html, pdf, json, csv")
            }
            wanted.insert(format)
        }
        return wanted
    }

    private func granularity() throws -> Granularity? {
        guard let by else { return nil }
        guard let granularity = try? Granularity(parsing: by) else {
            throw CommandFailure(
                cause: "--by “\(by)” is not known", mend: "use year, quarter or month")
        }
        return granularity
    }
}
