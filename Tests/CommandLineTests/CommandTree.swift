import Foundation

/// The commands as the program describes itself.
struct CommandTree: Decodable {
    struct Command: Decodable {
        let commandName: String
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            let name: String
        }

        let names: [Name]?
        let valueName: String?
    }

    /// A command that does something, with its words.
    struct Leaf {
        let words: [String]
        let arguments: [Argument]

        var options: Set<String> { Set(arguments.flatMap { $0.names?.map(\.name) ?? [] }) }
    }

    let command: Command

    init(in folder: WorkFolder) throws {
        let outcome = try Program.run(["--experimental-dump-help"], in: folder)
        self = try JSONDecoder().decode(Self.self, from: Data(outcome.output.utf8))
    }

    /// Every command without subcommands, apart from the library's own help.
    var leaves: [Leaf] { Self.leaves(command, []).filter { $0.words.last != "help" } }

    private static func leaves(_ command: Command, _ words: [String]) -> [Leaf] {
        guard let subcommands = command.subcommands, !subcommands.isEmpty else {
            return [Leaf(words: words, arguments: command.arguments ?? [])]
        }
        return subcommands.flatMap { leaves($0, words + [$0.commandName]) }
    }
}
