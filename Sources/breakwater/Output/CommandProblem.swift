import ArgumentParser
import Foundation

/// A failure of a command as a document: the members that RFC 9457 names, and the mend. `status`
/// is left out, because there is no HTTP: `exitCode` stands for it.
struct CommandProblem {
    /// The last part of the type's address; the node's pages use the same ones.
    let kind: String
    let title: String
    let detail: String
    let mend: String?
    let exitCode: Int32

    init(_ error: any Error) {
        exitCode = Breakwater.exitCode(for: error).rawValue
        switch error {
        case let failure as CommandFailure:
            (kind, title) = ("failed", "The command failed")
            (detail, mend) = (failure.cause, failure.mend)
        case is NotAvailable:
            (kind, title) = ("not-available", "Not available")
            detail = "there is no such record"
            mend = "check the identifier; if it is right, ask its originator"
        case is ChangedSince:
            (kind, title) = ("changed", "Changed since")
            detail = "the record was changed since; nothing was done"
            mend = "look at it again, and decide anew"
        case is ExitCode:
            (kind, title) = ("incomplete", "Not everything was done")
            (detail, mend) = ("the document on standard output says what was not", nil)
        default:
            let isUsage = exitCode == ExitCode.validationFailure.rawValue
            (kind, title) =
                isUsage
                ? ("malformed", "The call cannot be understood")
                : ("fault", "The node made an error")
            detail = Breakwater.message(for: error)
            mend = isUsage ? "breakwater help, or --help after the command" : nil
        }
    }

    var line: String {
        let value: JSONValue = [
            "type": .text("urn:breakwater:problem:\(kind)"), "title": .text(title),
            "detail": .text(detail), "mend": JSONValue(mend), "exitCode": .whole(Int(exitCode)),
        ]
        return value.line
    }
}
