import ArgumentParser
import Foundation

/// The command line of a node. The groups are named as the pages are.
@main
struct Breakwater: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breakwater",
        abstract: "The node of a ports alliance member against organised crime in ports.",
        version: "0.1.0",
        subcommands: [
            InitCommand.self, ServeCommand.self, DemoCommand.self, DemoCodeCommand.self,
            TodayCommand.self, SituationCommand.self, AlarmsCommand.self,
            DisplacementCommand.self, EffectsCommand.self, SeizuresCommand.self,
            DraftCommand.self, StagingCommand.self, PhotographCommand.self,
            DenominatorCommand.self, MeasureCommand.self, LabCommand.self,
            PortCommand.self, ReportCommand.self,
            AgreementCommand.self, EvidenceCommand.self, OrganisationCommand.self,
            PersonCommand.self, TokenCommand.self, ConsentCommand.self, RetentionCommand.self,
            BackupCommand.self, LayoutsCommand.self, CompletionsCommand.self,
        ])

    /// Runs the command that was typed. With `--json` a failure is a document too.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var patient = command as? any AsyncParsableCommand {
                try await patient.run()
            } else {
                try command.run()
            }
            Answer.finish()
        } catch {
            let code = exitCode(for: error)
            guard Answer.isJSON, code != .success else { exit(withError: error) }
            FileHandle.standardError.write(Data(CommandProblem(error).line.utf8))
            Foundation.exit(code.rawValue)
        }
    }
}
