import ArgumentParser
import Foundation
import NeedToKnow
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

    @Option(help: "The cursor that the page before ended with.")
    var after: String?

    @Flag(help: "Published figures instead of single seizures.")
    var figures = false

    @Flag(help: "Only records that count.")
    var counted = false

    @Flag(help: "Only records whose whole date lies in the period.")
    var within = false

    @Flag(help: "Only finds made at a port.")
    var atPort = false

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        guard limit > 0 else {
            throw CommandFailure(cause: "--limit is not above 0", mend: "write 1 or more")
        }
        let reference = try node.dataFolder().reference()
        var selection = try selected.selection(reference)
        (selection.isCountedOnly, selection.isWithinPeriod) = (counted, within)
        selection.isAtPortOnly = atPort
        try node.withNode { database in
            let requester = try edition.requester(database)
            let step = ListRecords(store: database, reference: reference)
            if figures {
                let page = try step.figures(
                    requester, selection, limit: limit, now: Clock.now()
                ).view
                for fact in page.facts { Terminal.print(Self.line(fact)) }
                return Self.more(page.total, limit, "figures")
            }
            let page = try Self.page(step, requester, selection, limit: limit, after: after)
            for fact in page.table.facts {
                Terminal.print(Self.line(fact, page, reference.ports))
            }
            Self.more(page.total, limit, "seizures")
            if let next = page.next { Terminal.print("next page: --after \(next)") }
        }
    }

    private static func page(
        _ step: ListRecords<NodeDatabase>, _ requester: Requester, _ selection: Selection,
        limit: Int, after: String?
    ) throws -> SeizurePage {
        do {
            return try step.seizures(
                requester, selection, limit: limit, after: after, now: Clock.now()
            ).view
        } catch let defect as CursorDefect {
            throw CommandFailure(cause: defect.cause, mend: defect.mend)
        }
    }

    private static func line(
        _ fact: SeizureFact, _ page: SeizurePage, _ ports: PortRegister
    ) -> String {
        let unknown = fact.asked.contains(.amount) ? "no weight" : "weight not stated"
        let what = fact.kilograms.map { "\($0) kg" } ?? unknown
        let place = fact.place.map { ports.name(of: $0) } ?? fact.country?.code ?? "?"
        return "\(page.identifiers[fact.serial]?.text ?? "?")  \(fact.dateText)  \(place)  "
            + "\(fact.substance.title)  \(what)  \(fact.state.title)"
            + (fact.mayRepeat ? ", may repeat another" : "")
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

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try RecordArgument.parse(record)
        let reference = try node.dataFolder().reference()
        try node.withNode { database in
            let requester = try edition.requester(database)
            switch try ListRecords(store: database, reference: reference)
                .record(requester, id, now: Clock.now())
            {
            case .released(let released): Terminal.print(released.view.text)
            case .notAvailable: throw NotAvailable()
            }
        }
    }
}

/// `breakwater seizures review`
struct SeizuresReview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Show the records that wait for a person, with reasons.")

    @Option(help: "How many records at most.")
    var limit = 10

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        guard limit > 0 else {
            throw CommandFailure(cause: "--limit is not above 0", mend: "write 1 or more")
        }
        try node.withNode { database in
            let requester = try asker.requester([.reviewer], of: database.organisation)
            let shown = try ReviewRecords(store: database).held(
                requester, limit: limit, now: Clock.now())
            for entry in shown.view { Self.show(entry.held, other: entry.other) }
            if shown.view.isEmpty { Terminal.print("nothing waits for a decision") }
        }
    }

    private static func show(_ held: HeldRecord, other: RecordDetail?) {
        Terminal.print(held.detail.text)
        if !held.holdReason.isEmpty { Terminal.print("  held: \(held.holdReason)") }
        if let finding = held.finding {
            Terminal.print("  \(finding.kind.title) of \(finding.other), score \(finding.score):")
            for reason in finding.reasons { Terminal.print("    \(reason)") }
            if let other { Terminal.print(other.text) }
        }
        Terminal.print(
            "  decide: breakwater seizures decide \(held.detail.record) "
                + "--state counted|repeat --reason TEXT\n")
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

    @Option(help: "Why, in words.")
    var reason: String

    @Option(help: "The revision that was looked at. A record that changed since is left alone.")
    var revision: Int?

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try RecordArgument.parse(record)
        guard let state = try? ReviewState(parsing: self.state) else {
            throw CommandFailure(
                cause: "--state “\(self.state)” is not known", mend: "use counted, held or repeat")
        }
        guard !reason.isEmpty else {
            throw CommandFailure(cause: "a decision has a reason", mend: "give --reason")
        }
        let outcome = try node.withNode { database in
            try ReviewRecords(store: database).decide(
                try asker.requester([.reviewer], of: database.organisation),
                ReviewDecision(record: id, state: state, reason: reason, revision: revision),
                now: Clock.now())
        }
        switch outcome {
        case .done: break
        case .absent: throw NotAvailable()
        case .changed: throw ChangedSince()
        }
        Terminal.print("\(id) is now \(state.title)")
    }
}

/// Somebody else changed it since it was looked at.
struct ChangedSince: Error, CustomStringConvertible {
    var description: String {
        "the record was changed since; nothing was done\n  mend: look at it again, and decide anew"
    }
}

/// Refused or absent: the two look the same.
struct NotAvailable: Error, CustomStringConvertible {
    var description: String {
        "there is no such record\n  mend: check the identifier; if it is right, ask its originator"
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

extension SeizureFact {
    /// The date as a person reads it.
    var dateText: String { isDated ? when?.description ?? "?" : "not released" }
}

extension RecordDetail {
    /// The record as lines of text.
    var text: String {
        let head =
            "\(record)  version \(version)  revision \(revision)  \(kind.title)  \(state.title)"
        let words = mark.handlingText.map { ": \($0)" } ?? ""
        let marked =
            "  of \(originator)  \(mark.trafficLight.title), \(mark.handling.rawValue)\(words)"
        let source = given.isEmpty ? [] : ["  \(file), row \(rowNumber)"]
        return ([head, marked] + source + given.map { "  \($0.header): \($0.cell)" }).joined(
            separator: "\n")
    }
}

extension ShownRecord {
    /// The record as far as it is released, as lines of text.
    var text: String {
        guard detail.given.isEmpty else { return detail.text }
        return ([detail.text] + lines.map { "  \($0.field.title): \($0.text)" }).joined(
            separator: "\n")
    }
}
