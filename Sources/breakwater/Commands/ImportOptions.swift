import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// How files of records are imported, whatever kind the records are of.
struct ImportOptions: ParsableArguments {
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

    /// Imports the files one after the other; a file with a defect leaves the others alone.
    ///
    /// - Parameter answer: the name of the document.
    /// - Throws: `ExitCode(1)` after the answer, where a file could not be imported.
    func run(
        _ files: [String], _ layout: Layout, _ asker: RequesterOptions, _ node: NodeOptions,
        answer: String
    ) throws {
        let encoding = try self.encoding.map(EncodingArgument.parse)
        var done: [JSONValue] = []
        var hadDefect = false
        try node.withNode { database in
            let requester = try asker.requester([.contributor], of: database.organisation)
            var reference = try node.dataFolder().reference()
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
                        reports: try reportFolder(node), isQuiet: quiet, originator: originator)
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
        Answer.give(answer, ["files": .list(done)]) { "" }
        if hadDefect { throw ExitCode(1) }
    }

    private static func failed(_ file: String, _ failure: CommandFailure) -> JSONValue {
        if !Answer.isJSON { Terminal.error(failure.description) }
        return [
            "file": .text(file),
            "failure": ["cause": .text(failure.cause), "mend": .text(failure.mend)],
        ]
    }

    private func reportFolder(_ node: NodeOptions) throws -> String {
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
