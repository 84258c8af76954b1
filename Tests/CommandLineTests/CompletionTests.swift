import Foundation
import Testing

/// What the shell offers while a command is typed, asked of a real bash.
struct CompletionTests {
    let pair: NodePair

    init() throws {
        pair = try NodePair()
        try pair.sign(try pair.document())
        try pair.customs.write(
            try pair.customs.done("completions", "print", "--shell", "bash").output,
            to: "completions.bash")
    }

    /// What bash offers after these words, the last of which is being typed.
    private func offered(_ words: [String]) throws -> [String] {
        let folder = pair.customs
        let program = try Program.url().path
        let quoted = (["breakwater"] + words).map { "'\($0)'" }.joined(separator: " ")
        let script = """
            export BREAKWATER_DATABASE='\(folder.database)'
            export BREAKWATER_DATA='\(packageRoot.path)/data' HOME='\(folder.path)'
            breakwater() { '\(program)' "$@"; }
            . '\(folder.file("completions.bash"))'
            COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count)
            COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
            COMP_WORDS[0]='\(program)'
            _breakwater breakwater "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        try folder.write(script, to: "ask.bash")
        try Program.tool("/bin/bash", [folder.file("ask.bash")], output: "offered", in: folder)
        return try folder.text("offered").split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
    }

    @Test func commandsAndOptionsAreOffered() throws {
        #expect(try offered(["seiz"]) == ["seizures"])
        #expect(try offered(["port", "sh"]) == ["show"])
        #expect(try offered(["seizures", "list", "--sub"]) == ["--substance"])
        #expect(try offered(["situation", "--js"]) == ["--json"])
    }

    @Test func portsSubstancesAndLayoutsComeFromTheReferenceData() throws {
        #expect(try offered(["seizures", "list", "--port", "NLRT"]) == ["NLRTM"])
        #expect(try offered(["port", "show", "NLVL"]).contains("NLVLI"))
        let substances = try offered(["situation", "--substance", "coca"])
        #expect(substances.contains("cocaine") && substances.contains("coca-leaf"))
        #expect(
            try offered(["seizures", "import", "f.csv", "--layout", "breakwater-t"])
                == ["breakwater-template"])
    }

    @Test func organisationsAndAgreementsComeFromTheNode() throws {
        let organisations = try offered(["seizures", "list", "--for", ""])
        #expect(Set(organisations) == ["example-customs", "partner-police"])
        #expect(try offered(["agreement", "explain", "pa"]).contains("pact"))
    }

    @Test func withoutANodeNothingIsOfferedAndNothingIsSaid() throws {
        let outcome = try Program.run(
            [
                "---completion", "seizures", "list", "--", "--for", "3", "0", "breakwater",
                "seizures", "list", "--for",
            ], in: pair.customs,
            environment: ["BREAKWATER_DATABASE": pair.customs.file("absent.sqlite")])
        #expect(outcome.error.isEmpty)
        #expect(outcome.output.allSatisfy { $0.isWhitespace })
        #expect(!pair.customs.exists("absent.sqlite"))
    }

    @Test func completionsAreInstalledWhereTheShellLooks() throws {
        let folder = try WorkFolder(hasNode: false)
        let places = [
            "bash": ".local/share/bash-completion/completions/breakwater",
            "zsh": ".zfunc/_breakwater", "fish": ".config/fish/completions/breakwater.fish",
        ]
        for (shell, place) in places {
            let outcome = try Program.run(
                ["completions", "install", "--shell", shell], in: folder)
            #expect(outcome.status == 0 && outcome.output.contains(place))
            #expect(try folder.text(place).contains("breakwater"))
        }
        let unknown = try Program.run(["completions", "print", "--shell", "csh"], in: folder)
        #expect(unknown.status == 1 && unknown.error.contains("mend: "))
    }
}
