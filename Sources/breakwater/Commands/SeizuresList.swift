import ArgumentParser
import Foundation
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater seizures list`
struct SeizuresList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the records behind a figure.",
        discussion: "The assessment prints, beside each figure, the options that list its records.")

    @OptionGroup var selected: SelectionOptions

    @Option(help: "How many records at most.")
    var limit = 50

    @Flag(help: "Published figures instead of single seizures.")
    var figures = false

    @Flag(help: "Only records that count.")
    var counted = false

    @Flag(help: "Only records whose whole date lies in the period.")
    var within = false

    @Flag(help: "Only finds made at a port.")
    var atPort = false

    @OptionGroup var node: NodeOptions

    func run() throws {
        guard limit > 0 else {
            throw CommandFailure(cause: "--limit is not above 0", mend: "write 1 or more")
        }
        let reference = try node.dataFolder().reference()
        let store = try node.openDatabase()
        var selection = try selected.selection(reference).resolvingBasins(reference.ports)
        (selection.isCountedOnly, selection.isWithinPeriod) = (counted, within)
        selection.isAtPortOnly = atPort
        if figures {
            let found = try store.figures(selection)
            for fact in found.prefix(limit) { Terminal.print(Self.line(fact)) }
            return Self.more(found.count, limit, "figures")
        }
        let table = try store.seizures(selection)
        let shown = table.facts.prefix(limit)
        let ids = try store.identifiers(ofSerials: shown.map(\.serial))
        for fact in shown {
            let what = fact.kilograms.map { "\($0) kg" } ?? "no weight"
            let place = fact.place.map { reference.ports.name(of: $0) } ?? fact.country?.code ?? "?"
            Terminal.print(
                "\(ids[fact.serial]?.text ?? "?")  \(fact.when?.description ?? "?")  \(place)  "
                    + "\(fact.substance.title)  \(what)  \(fact.state.title)"
                    + (fact.mayRepeat ? ", may repeat another" : ""))
        }
        Self.more(table.facts.count, limit, "seizures")
    }

    private static func line(_ fact: FigureFact) -> String {
        let figure = fact.figure
        let kilograms = figure.kilograms.map { "\($0) kg" } ?? "no weight"
        return "\(fact.record)  \(figure.period)  \(figure.placeName)  \(figure.substance.title)  "
            + "\(kilograms)  \(figure.body)  \(figure.address)"
    }

    private static func more(_ count: Int, _ limit: Int, _ noun: String) {
        let rest = count > limit ? "; --limit shows more" : ""
        Terminal.print("\(Terminal.grouped(count)) \(noun)\(rest)")
    }
}

/// `breakwater seizures show RECORD`
struct SeizuresShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a record down to its cells as given.")

    @Argument(help: "Identifier of the record.")
    var record: String

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try RecordArgument.parse(record)
        guard let detail = try node.openDatabase().details([id]).first else {
            throw CommandFailure(cause: "there is no such record", mend: "check the identifier")
        }
        Terminal.print(detail.text)
    }
}

/// `breakwater seizures review`
struct SeizuresReview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Show the records that wait for a person, with reasons.")

    @Option(help: "How many records at most.")
    var limit = 10

    @OptionGroup var node: NodeOptions

    func run() throws {
        guard limit > 0 else {
            throw CommandFailure(cause: "--limit is not above 0", mend: "write 1 or more")
        }
        let store = try node.openDatabase()
        let held = try store.heldRecords(limit: limit)
        for entry in held {
            Terminal.print(entry.detail.text)
            if !entry.holdReason.isEmpty { Terminal.print("  held: \(entry.holdReason)") }
            if let finding = entry.finding {
                Terminal.print(
                    "  \(finding.kind.title) of \(finding.other), score \(finding.score):")
                for reason in finding.reasons { Terminal.print("    \(reason)") }
                if let other = try store.details([finding.other]).first {
                    Terminal.print(other.text)
                }
            }
            Terminal.print(
                "  decide: breakwater seizures decide \(entry.detail.record) "
                    + "--state counted|repeat --by NAME --reason TEXT\n")
        }
        if held.isEmpty { Terminal.print("nothing waits for a decision") }
    }
}

/// `breakwater seizures decide RECORD`
struct SeizuresDecide: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide", abstract: "Decide whether a held record counts.")

    @Argument(help: "Identifier of the record.")
    var record: String

    @Option(help: "counted, held or repeat.")
    var state: String

    @Option(help: "Who decides.")
    var by: String

    @Option(help: "Why, in words.")
    var reason: String

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try RecordArgument.parse(record)
        guard let state = try? ReviewState(parsing: self.state) else {
            throw CommandFailure(
                cause: "--state “\(self.state)” is not known", mend: "use counted, held or repeat")
        }
        guard !by.isEmpty, !reason.isEmpty else {
            throw CommandFailure(
                cause: "a decision has a name and a reason", mend: "give --by and --reason")
        }
        let done = try node.openDatabase().decide(
            ReviewDecision(
                record: id, state: state, decidedBy: by, reason: reason, decidedOn: Clock.today()))
        guard done else {
            throw CommandFailure(cause: "there is no such seizure", mend: "check the identifier")
        }
        Terminal.print("\(id) is now \(state.title)")
    }
}

/// Reads a record's identifier from the command line.
enum RecordArgument {
    static func parse(_ text: String) throws -> RecordID {
        do throws(WordDefect) {
            return try RecordID(parsing: text)
        } catch {
            throw CommandFailure(cause: "the identifier \(error.cause)", mend: error.mend)
        }
    }
}

extension RecordDetail {
    /// The record as lines of text.
    var text: String {
        let head = "\(record)  version \(version)  \(kind.title)  \(state.title)"
        let source = "  \(file), row \(rowNumber)"
        let words = mark.handlingText.map { ": \($0)" } ?? ""
        let marked = "  \(mark.trafficLight.title), \(mark.handling.rawValue)\(words)"
        return ([head, marked, source] + given.map { "  \($0.header): \($0.cell)" }).joined(
            separator: "\n")
    }
}
