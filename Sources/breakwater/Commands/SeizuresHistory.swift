import ArgumentParser
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater seizures history RECORD`
struct SeizuresHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show a record's versions and decisions: who, when, and what changed.",
        discussion: "A version is shown by its own mark. Who and why, the own organisation learns.")

    @Argument(help: "Identifier of the record.")
    var record: String

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try RecordArgument.parse(record)
        let reference = try node.dataFolder().reference()
        try node.withNode { database in
            let requester = try edition.requester(database)
            guard
                case .released(let released) = try OpenRecord(
                    store: database, reference: reference
                ).run(requester, id, now: Clock.now())
            else { throw NotAvailable() }
            let history = released.view.history
            let document: JSONValue = [
                "record": .text(id.text), "versions": JSONValue(history.versions, \.json),
                "decisions": JSONValue(history.decisions, \.json),
                "isCut": .bool(history.isCut),
            ]
            Answer.give("seizures-history", document) {
                (history.versions.map(\.text) + history.decisions.map(\.text)
                    + (history.isCut ? ["older entries are left out"] : []))
                    .joined(separator: "\n")
            }
        }
    }
}

extension VersionLine {
    var json: JSONValue {
        [
            "version": .whole(version), "writtenOn": JSONValue(writtenOn),
            "person": JSONValue(person), "source": JSONValue(source),
            "changes": JSONValue(changes) { change in
                [
                    "column": .text(change.header),
                    "before": change.before.isEmpty ? .null : .text(change.before),
                    "after": change.after.isEmpty ? .null : .text(change.after),
                ]
            },
            "withdrawal": withdrawal.map { taken in
                [
                    "person": .text(taken.person), "on": JSONValue(taken.day),
                    "reason": .text(taken.reason),
                ]
            } ?? .null,
        ]
    }

    /// The version as lines of text.
    var text: String {
        let head = ["\(writtenOn)  version \(version)", person.map { "by \($0)" }, source]
            .compactMap { $0 }.joined(separator: "  ")
        let taken = withdrawal.map {
            ["  taken back by \($0.person) on \($0.day): \($0.reason)"]
        }
        let changed = changes.map {
            "  \($0.header): “\($0.before)” became “\($0.after)”"
        }
        return ([head] + (taken ?? []) + changed).joined(separator: "\n")
    }
}

extension DecisionLine {
    var json: JSONValue {
        [
            "number": .whole(number), "state": .text(state.rawValue), "person": .text(person),
            "on": JSONValue(day), "reason": .text(reason),
        ]
    }

    /// The decision as a line of text.
    var text: String { "\(day)  decided \(state.title) by \(person): \(reason)" }
}
