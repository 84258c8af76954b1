import ArgumentParser
import Foundation
import Synchronization

/// How a command answers.
struct AnswerOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Print one JSON document; a failure is a problem document on standard error.",
            discussion: "The documents are described in docs/formats/cli-json.md."))
    var json = false
}

/// What a command answers: text for a person, or one JSON document for a program. Which of the
/// two, the whole run knows from its first moment, so that a wrong call is answered alike.
enum Answer {
    static let isJSON = CommandLine.arguments.prefix { $0 != "--" }.contains("--json")

    private struct State {
        var isGiven = false
        var lines: [String] = []
    }

    private static let state = Mutex(State())

    /// Answers with a document, or with its text for a person.
    ///
    /// - Parameter kind: the words of the command, for example `seizures-list`.
    static func give(_ kind: String, _ document: JSONValue, text: () -> String) {
        guard isJSON else {
            let text = text()
            return text.isEmpty ? () : Terminal.print(text)
        }
        let isFirst = state.withLock { state in
            defer { state.isGiven = true }
            return !state.isGiven
        }
        // A program reads one document and no more: a second one is our own bug.
        precondition(isFirst, "a command answered twice")
        Terminal.write(Array(whole(kind, document).line.utf8))
    }

    /// The document with its name, by which a program tells what it got.
    private static func whole(_ kind: String, _ document: JSONValue) -> JSONValue {
        guard case .object(var members) = document else {
            return ["format": .text("breakwater.\(kind)"), "value": document]
        }
        members["format"] = .text("breakwater.\(kind)")
        return .object(members)
    }

    /// Keeps a line that was printed while a document is wanted.
    static func keep(_ line: String) { state.withLock { $0.lines.append(line) } }

    /// Closes a run that went well: what was printed line by line becomes the document where no
    /// other was given.
    static func finish() {
        guard isJSON else { return }
        let state = state.withLock { $0 }
        if !state.isGiven { give("text", ["lines": JSONValue(texts: state.lines)]) { "" } }
    }
}
