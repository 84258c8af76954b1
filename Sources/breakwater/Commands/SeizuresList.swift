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
                return Self.give(page, limit)
            }
            let page = try Self.page(step, requester, selection, limit: limit, after: after)
            Self.give(page, limit, reference.ports)
        }
    }

    private static func give(_ page: FigurePage, _ limit: Int) {
        let document: JSONValue = [
            "total": .whole(page.total), "figures": JSONValue(page.facts, \.json),
        ]
        Answer.give("seizures-figures", document) {
            (page.facts.map(Self.line) + [more(page.total, limit, "figures")])
                .joined(separator: "\n")
        }
    }

    private static func give(_ page: SeizurePage, _ limit: Int, _ ports: PortRegister) {
        let document: JSONValue = [
            "total": .whole(page.total), "next": JSONValue(page.next),
            "seizures": JSONValue(page.table.facts) {
                $0.json(page.identifiers[$0.serial], reporter: page.table.reporters[$0.reporter])
            },
        ]
        Answer.give("seizures-list", document) {
            let lines = page.table.facts.map { line($0, page, ports) }
            let next = page.next.map { ["next page: --after \($0)"] } ?? []
            return (lines + [more(page.total, limit, "seizures")] + next)
                .joined(separator: "\n")
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

    private static func more(_ count: Int, _ limit: Int, _ noun: String) -> String {
        let rest = count > limit ? "; --limit shows more" : ""
        return "\(Terminal.grouped(count)) \(noun)\(rest)"
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
            case .released(let released):
                let shown = released.view
                Answer.give("seizures-show", shown.json) { shown.text }
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
            let document: JSONValue = [
                "held": JSONValue(shown.view) { Self.json($0.held, other: $0.other) }
            ]
            Answer.give("seizures-review", document) {
                shown.view.isEmpty
                    ? "nothing waits for a decision"
                    : shown.view.map { Self.text($0.held, other: $0.other) }
                        .joined(separator: "\n")
            }
        }
    }

    private static func text(_ held: HeldRecord, other: RecordDetail?) -> String {
        var lines = [held.detail.text]
        if !held.holdReason.isEmpty { lines.append("  held: \(held.holdReason)") }
        if let finding = held.finding {
            lines.append("  \(finding.kind.title) of \(finding.other), score \(finding.score):")
            lines += finding.reasons.map { "    \($0)" }
            if let other { lines.append(other.text) }
        }
        lines.append(
            "  decide: breakwater seizures decide \(held.detail.record) "
                + "--state counted|repeat --reason TEXT\n")
        return lines.joined(separator: "\n")
    }

    private static func json(_ held: HeldRecord, other: RecordDetail?) -> JSONValue {
        [
            "record": held.detail.json, "heldBecause": .text(held.holdReason),
            "finding": held.finding.map { finding in
                [
                    "kind": .text(finding.kind.rawValue), "of": .text(finding.other.text),
                    "score": .real(finding.score), "reasons": JSONValue(texts: finding.reasons),
                ]
            } ?? .null, "other": other?.json ?? .null,
        ]
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
        let document: JSONValue = ["record": .text(id.text), "state": .text(state.rawValue)]
        Answer.give("seizures-decide", document) { "\(id) is now \(state.title)" }
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
