import ArgumentParser

/// The command line of a node.
@main
struct Breakwater: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breakwater",
        abstract: "The node of a ports alliance member against organised crime in ports.",
        version: "0.1.0",
        subcommands: [
            InitCommand.self, DemoCommand.self, SituationCommand.self, SeizuresCommand.self,
            AgreementCommand.self,
            OrganisationCommand.self, ConsentCommand.self, RetentionCommand.self,
            EvidenceCommand.self, BackupCommand.self, ServeCommand.self, PortsCommand.self, LayoutsCommand.self,
        ])
}
