import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// The answers of the short form, as the page asks them.
struct EntryOptions: ParsableArguments {
    @Option(help: "Day of the find, such as 2024-03-05.")
    var date: String?

    @Option(help: "Where it was found: a UN/LOCODE or a name.", completion: Candidates.ports)
    var place: String?

    @Option(help: "What was found.", completion: Candidates.substances)
    var substance: String?

    @Option(help: "How much, as a number.")
    var amount: String?

    @Option(help: "The unit of the amount, such as kilogram.")
    var unit: String?

    @Option(help: "Where on its way it was found, such as at-port; unknown is an answer too.")
    var stage: String?

    @Option(help: "How it was hidden.")
    var concealment: String?

    @Option(help: "On which means of transport.")
    var transport: String?

    @Option(help: "Traffic light of the record. Default for a new one: AMBER.")
    var tlp: String?

    @Option(help: "Handling code of the record. Default for a new one: H1.")
    var handling: String?

    @Option(help: "What the handling code says in words.")
    var handlingText: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Another column of the template, as NAME=VALUE. Repeatable.",
            discussion: "The columns: breakwater layouts breakwater-template."))
    var more: [String] = []

    /// The cells as given, over those that a form holds already.
    func cells(over known: [String: String], _ template: Layout) throws -> [String: String] {
        var cells = known
        let short: [(String, String?)] = [
            ("date", date), ("place", place), ("substance", substance), ("amount", amount),
            ("unit", unit), ("stage", stage), ("concealment", concealment),
            ("transport", transport), ("tlp", tlp), ("handling", handling),
            ("handling_text", handlingText),
        ]
        for (name, value) in short { cells[name] = value ?? cells[name] }
        for pair in more {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard parts.count == 2, template.columns.contains(where: { $0.header == name }) else {
                throw CommandFailure(
                    cause: "--set “\(pair)” names no column of the template",
                    mend: "write NAME=VALUE; breakwater layouts breakwater-template names them")
            }
            cells[name] = String(parts[1])
        }
        return cells
    }

    /// What a new form begins with.
    static let usual = [
        "tlp": TrafficLight.amber.rawValue, "handling": HandlingCode.h1.rawValue,
    ]
}

/// `breakwater seizures add`
struct SeizuresAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Record one seizure, from a draft if you like, or change one.",
        discussion: """
            The row is read as one of a file under the layout breakwater-template is. What is \
            only remarked on is stored with --accept; a likely repeat is held for review.
            """)

    @OptionGroup var entry: EntryOptions

    @Option(help: "Take the answers of this draft; it is gone once the record is stored.")
    var draft: String?

    @Option(help: "The record to change; what is not given stays.")
    var change: String?

    @Option(help: "The version of it that you looked at. Default: the newest.")
    var openedVersion: Int?

    @Option(help: "Name of the entry: the same one twice is one record. Default: a new one.")
    var token: String?

    @Flag(help: "Store it although something was remarked on.")
    var accept = false

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        guard draft == nil || change == nil else {
            throw CommandFailure(
                cause: "--draft and --change contradict one another", mend: "give one of them")
        }
        let desk = try Desk(node)
        let (answer, record) = try node.withNode { database in
            let requester = try asker.requester([.contributor], of: database.organisation)
            let step = EnterRecord(
                store: database, reference: try desk.reference(database),
                template: desk.template)
            var form = EntryForm(token: try formToken(), cells: EntryOptions.usual)
            var opened: OpenedVersion?
            if let change {
                let id = try RecordArgument.parse(change)
                guard
                    case .released(let released) = try step.open(
                        requester, id, token: form.token, now: Clock.now())
                else { throw NotAvailable() }
                form = released.view.form
                opened = OpenedVersion(
                    record: id, version: openedVersion ?? released.view.opened.version)
            }
            let drafts = KeepDrafts(store: database, template: desk.template)
            let draftID = try draft.map(DeskArgument.draft)
            if let draftID {
                guard let kept = try drafts.open(requester, draftID, now: Clock.now()) else {
                    throw NotAvailable()
                }
                form =
                    token == nil
                    ? kept.form
                    : EntryForm(
                        token: form.token, cells: kept.form.cells)
            }
            form.cells = try entry.cells(over: form.cells, desk.template)
            let answer = try step.run(
                requester, form, changing: opened, acceptsRemarks: accept, now: Clock.now())
            if case .stored = answer, let draftID { _ = try drafts.discard(requester, draftID) }
            return (answer, opened?.record)
        }
        try Self.give(answer, record)
    }

    private func formToken() throws -> FormToken {
        guard let token else { return FormToken(trusted: Desk.newName()) }
        do throws(WordDefect) {
            return try FormToken(parsing: token)
        } catch {
            throw CommandFailure(cause: "--token \(error.cause)", mend: error.mend)
        }
    }

    private static func give(_ answer: EntryAnswer, _ record: RecordID?) throws {
        switch answer {
        case .stored(let stored):
            let document: JSONValue = [
                "record": .text(stored.record.text), "version": .whole(stored.version),
                "outcome": .text(stored.outcome.rawValue),
                "remarks": JSONValue(stored.remarks, \.json),
            ]
            Answer.give("seizures-add", document) {
                (["\(stored.record)  version \(stored.version)  \(stored.outcome.title)"]
                    + stored.remarks.map(\.text)).joined(separator: "\n")
            }
        case .remarks(let remarks):
            let document: JSONValue = [
                "record": JSONValue(record?.text), "version": .null, "outcome": .null,
                "remarks": JSONValue(remarks, \.json),
            ]
            let hint =
                remarks.contains(where: \.isDefect)
                ? "nothing was stored" : "nothing was stored; --accept stores it as given"
            Answer.give("seizures-add", document) {
                (remarks.map(\.text) + [hint]).joined(separator: "\n")
            }
            throw ExitCode(1)
        case .changed: throw ChangedSince()
        case .notAvailable: throw NotAvailable()
        }
    }
}

extension EntryRemark {
    var json: JSONValue {
        [
            "column": column.isEmpty ? .null : .text(column), "cause": .text(cause),
            "mend": .text(mend), "isDefect": .bool(isDefect),
        ]
    }

    /// The remark as a person reads it.
    var text: String {
        (column.isEmpty ? "" : "\(column): ") + "\(cause)\n  mend: \(mend)"
    }
}

/// What the commands of the desk have in common.
struct Desk {
    let folder: DataFolder
    /// The product's own layout, by which entries by hand are read.
    let template: Layout

    init(_ node: NodeOptions) throws {
        folder = try node.dataFolder()
        template = try folder.layout("breakwater-template")
    }

    /// The reference data with the ports that were imported.
    func reference(_ database: NodeDatabase) throws -> ReferenceData {
        var reference = try folder.reference()
        for port in try database.importedPorts() { reference.ports.add(port) }
        return reference
    }

    /// A name that nobody guesses. It begins with a letter, so that no shell takes it for an
    /// option.
    static func newName() -> String {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return String((0..<24).compactMap { _ in letters.randomElement(using: &generator) })
    }
}

/// Reads the names of the desk's things from the command line.
enum DeskArgument {
    static func draft(_ text: String) throws -> DraftID { try parse(text, "draft") }

    static func staging(_ text: String) throws -> StagingID { try parse(text, "file") }

    static func batch(_ text: String) throws -> BatchID { try parse(text, "import") }

    private static func parse<Case>(_ text: String, _ noun: String) throws -> ID<Case> {
        do throws(WordDefect) {
            return try ID(parsing: text)
        } catch {
            throw CommandFailure(cause: "the name of the \(noun) \(error.cause)", mend: error.mend)
        }
    }
}
