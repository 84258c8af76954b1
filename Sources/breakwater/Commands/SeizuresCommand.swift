import ArgumentParser
import SituationAnalysis

/// `breakwater seizures …`
struct SeizuresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seizures",
        abstract: "Import, record, list and review seizures and published figures.",
        subcommands: [
            SeizuresImport.self, SeizuresList.self, SeizuresShow.self, SeizuresReview.self,
            SeizuresDecide.self, SeizuresAdd.self, SeizuresHistory.self, SeizuresCount.self,
            SeizuresAsk.self,
        ])
}

/// `breakwater seizures import FILE… --layout L`
struct SeizuresImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import files of one layout; the same file twice changes nothing.",
        discussion: """
            Every row is accepted, accepted with notes, held for review, or rejected. The report \
            names row, column, cause and mend; rejected rows stand in a file of their own, ready \
            to be mended and imported. Interrupted half-way, run it again: it completes.
            """)

    @Argument(help: "CSV or JSON files, plain or gzip.", completion: .file())
    var files: [String]

    @Option(
        help: "Name of a layout (breakwater layouts) or the path of a YAML file.",
        completion: Candidates.layouts)
    var layout: String

    @OptionGroup var options: ImportOptions

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let layout = try node.dataFolder().layout(self.layout)
        try options.run(files, layout, asker, node, answer: "seizures-import")
    }
}
