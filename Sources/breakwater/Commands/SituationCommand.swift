import ArgumentParser

/// `breakwater situation`
struct SituationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "situation", abstract: "x")
}
