import ArgumentParser

/// The command line of a node.
@main
struct Breakwater: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breakwater",
        abstract: "The node of a ports alliance member against organised crime in ports.",
        version: "0.1.0",
        subcommands: [
            SituationCommand.self, SeizuresCommand.self, PortsCommand.self, LayoutsCommand.self,
        ])
}
