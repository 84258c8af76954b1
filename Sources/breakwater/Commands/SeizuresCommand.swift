import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

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

    @Option(help: "Encoding of the files, where it differs from the layout's.")
    var encoding: String?

    @Option(
        help: ArgumentHelp(
            "Folder for the reports. Default: reports beside the database.",
            discussion: "With PostgreSQL: reports in your data folder."))
    var reports: String?

    @Option(
        help: ArgumentHelp(
            "The partner that handed the files over. Its records stay its own.",
            discussion: "It has to be registered. What this node reads of them, agreements say."),
        completion: Candidates.organisations)
    var originator: String?

    @Flag(help: "Show no progress.")
    var quiet = false

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let folder = try node.dataFolder()
        let layout = try folder.layout(self.layout)
        let encoding = try self.encoding.map(EncodingArgument.parse)
        var done: [JSONValue] = []
        var hadDefect = false
        try node.withNode { database in
            let requester = try asker.requester([.contributor], of: database.organisation)
            var reference = try folder.reference()
            for port in try database.importedPorts() { reference.ports.add(port) }
            let importer = SeizureImport(
                layout: layout, encoding: encoding, reference: reference, store: database,
                requester: requester, now: Clock.now(),
                originator: try originator.map {
                    try OrganisationArgument.registered($0, database)
                })
            guard try importer.isAllowed() else { throw NotAvailable() }
            for file in files {
                do {
                    let run = ImportRun(
                        file: file, layout: layout, importer: importer,
                        reports: try reportFolder(), isQuiet: quiet, originator: originator)
                    done.append(try run.run())
                } catch let defect as FileDefect {
                    hadDefect = true
                    let cause = "\(file): \(defect.cause); nothing was stored"
                    done.append(
                        Self.failed(file, CommandFailure(cause: cause, mend: defect.mend)))
                } catch let failure as CommandFailure {
                    hadDefect = true
                    done.append(Self.failed(file, failure))
                }
            }
        }
        Answer.give("seizures-import", ["files": .list(done)]) { "" }
        if hadDefect { throw ExitCode(1) }
    }

    private static func failed(_ file: String, _ failure: CommandFailure) -> JSONValue {
        if !Answer.isJSON { Terminal.error(failure.description) }
        return [
            "file": .text(file),
            "failure": ["cause": .text(failure.cause), "mend": .text(failure.mend)],
        ]
    }

    private func reportFolder() throws -> String {
        if let reports { return reports }
        switch try node.databaseAddress() {
        case .sqlite(let path):
            return URL(fileURLWithPath: path).deletingLastPathComponent()
                .appendingPathComponent("reports").path
        case .postgres:
            return NodeOptions.dataHome() + "/reports"
        }
    }
}
