import ArgumentParser

/// The command line of a node.
@main
struct Breakwater: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breakwater",
        abstract: "The node of a ports alliance member against organised crime in ports.",
        version: "0.1.0",
        subcommands: [
            InitCommand.self, ServeCommand.self, DemoCommand.self, SituationCommand.self,
            SeizuresCommand.self, ReportCommand.self, AgreementCommand.self, EvidenceCommand.self,
            OrganisationCommand.self, PersonCommand.self, TokenCommand.self, ConsentCommand.self,
            RetentionCommand.self,
            BackupCommand.self, PortsCommand.self, LayoutsCommand.self,
        ])
}
