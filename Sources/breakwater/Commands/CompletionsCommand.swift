import ArgumentParser
import Foundation

/// `breakwater completions …`
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Let the shell complete commands, options, ports, agreements and more.",
        subcommands: [CompletionsPrint.self, CompletionsInstall.self])
}

/// The shell that completions are for.
struct ShellOptions: ParsableArguments {
    @Option(help: "bash, zsh or fish. Default: the shell of SHELL.")
    var shell: String?

    @OptionGroup var answer: AnswerOptions

    func chosen() throws -> CompletionShell {
        let stated = shell ?? ProcessInfo.processInfo.environment["SHELL"] ?? ""
        let name = stated.split(separator: "/").last.map(String.init) ?? ""
        guard let shell = CompletionShell(rawValue: name) else {
            throw CommandFailure(
                cause: name.isEmpty ? "no shell is named" : "the shell “\(name)” is not known",
                mend: "give --shell bash, zsh or fish")
        }
        return shell
    }
}

/// `breakwater completions print`
struct CompletionsPrint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print", abstract: "Print the script that the shell reads.")

    @OptionGroup var options: ShellOptions

    func run() throws {
        let shell = try options.chosen()
        let script = Breakwater.completionScript(for: shell)
        let document: JSONValue = ["shell": .text(shell.rawValue), "script": .text(script)]
        Answer.give("completions-print", document) { script }
    }
}

/// `breakwater completions install`
struct CompletionsInstall: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Put the script where the shell finds it, for this user.",
        discussion: """
            bash reads it through the package bash-completion, zsh from a folder of fpath, fish \
            by itself. Run it again after an update of the program.
            """)

    @OptionGroup var options: ShellOptions

    @Option(help: "Another file for the script.", completion: .file())
    var output: String?

    func run() throws {
        let shell = try options.chosen()
        let path = try output ?? usualPath(shell)
        try OutputFile.write(Breakwater.completionScript(for: shell), to: path)
        let document: JSONValue = ["shell": .text(shell.rawValue), "script": .text(path)]
        let next =
            shell == .zsh
            ? "\nadd to ~/.zshrc before compinit: fpath=(~/.zfunc $fpath)"
            : "\nopen a new shell to use it"
        Answer.give("completions-install", document) { path + next }
    }

    /// Where the shell looks for a user's scripts. Sources: bash-completion's README, the zsh
    /// manual on fpath, fish's documentation on completions.
    private func usualPath(_ shell: CompletionShell) throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        let folder = { (name: String, usual: String) -> String in
            environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + usual
        }
        switch shell {
        case .bash:
            return folder("XDG_DATA_HOME", "/.local/share")
                + "/bash-completion/completions/breakwater"
        case .zsh: return home + "/.zfunc/_breakwater"
        case .fish:
            return folder("XDG_CONFIG_HOME", "/.config") + "/fish/completions/breakwater.fish"
        default:
            throw CommandFailure(
                cause: "there is no usual place for this shell's scripts",
                mend: "give --output FILE")
        }
    }
}
