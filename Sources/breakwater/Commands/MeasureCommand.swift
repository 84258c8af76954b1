import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater measure …`
struct MeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Write down what was done at a port, and how its effect will be judged.",
        subcommands: [
            MeasureAdd.self, MeasureList.self, MeasurePreregister.self, MeasureImport.self,
        ])
}

/// `breakwater measure add ID`
struct MeasureAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Write down a measure, or the last day of one that went on.",
        discussion: """
            A measure never changes once it is written down: an effect that was computed from its \
            dates must stay what it was. To end one, give the same words once more with --ends.
            """)

    @Argument(help: "Its identifier, for example scanner-2026.")
    var measure: String

    @Option(help: "The port by UN/LOCODE or name.", completion: Candidates.ports)
    var port: String

    @Option(help: "The terminal or other part of the port; left out: the whole port.")
    var facility: String?

    @Option(
        help: ArgumentHelp(
            "What kind of thing it is.",
            discussion: MeasureType.allCases.map(\.rawValue).joined(separator: ", ") + "."),
        completion: Candidates.measureTypes)
    var type: String

    @Option(help: "Its first day, as 2026-03-01.")
    var starts: String

    @Option(help: "Its last day; left out: it goes on.")
    var ends: String?

    @Option(help: "What is done, in words.")
    var description: String

    @Option(help: "Who runs it. Default: this node's organisation.")
    var owner: String?

    @Option(help: "Where its dates come from.")
    var source: String = ""

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let reference = try node.dataFolder().reference()
        try node.withNode { database in
            let measure = try self.measure(reference.ports, database.organisation)
            let requester = try asker.requester([.analyst], of: database.organisation)
            let permit = try database.leave(requester, .keepMeasures)
            let outcome = try database.keep(measure, by: permit, at: Clock.now())
            guard outcome != .differs else { throw MeasureWords.differs(measure.id) }
            let document: JSONValue = [
                "measure": .text(measure.id.text), "outcome": .text(MeasureWords.word(outcome)),
            ]
            Answer.give("measure-add", document) {
                "\(measure.id): \(MeasureWords.word(outcome))"
            }
        }
    }

    private func measure(_ ports: PortRegister, _ own: OrganisationID) throws -> Measure {
        let id = try MeasureWords.read("ID", measure, MeasureID.init(parsing:))
        let place = try MeasureWords.port("--port", port, ports)
        let kind = try MeasureWords.read("--type", type, MeasureType.init(parsing:))
        let first = try MeasureWords.read("--starts", starts, CalendarDate.init(iso:))
        let last = try ends.map { try MeasureWords.read("--ends", $0, CalendarDate.init(iso:)) }
        let owner = try owner.map {
            try MeasureWords.read("--owner", $0, OrganisationID.init(parsing:))
        }
        do throws(WordDefect) {
            return try Measure(
                id: id, port: place, facility: facility, type: kind, starts: first, ends: last,
                description: description, owner: owner ?? own, source: source)
        } catch {
            throw CommandFailure(cause: "the measure: \(error.cause)", mend: error.mend)
        }
    }
}

/// `breakwater measure list`
struct MeasureList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the measures with the plans made for them.")

    @Option(help: "Only those of this port.", completion: Candidates.ports)
    var port: [String] = []

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let reference = try node.dataFolder().reference()
        try node.withNode { database in
            let requester = try asker.requester([.analyst], of: database.organisation)
            _ = try database.leave(requester, .readMeasures)
            let wanted = try port.map {
                try MeasureWords.port("--port", $0, reference.ports)
            }
            let measures = try database.measures().filter {
                wanted.isEmpty || wanted.contains($0.measure.port)
            }
            let document: JSONValue = ["measures": JSONValue(measures, MeasureWords.json)]
            Answer.give("measure-list", document) {
                measures.isEmpty
                    ? "no measures"
                    : measures.map { MeasureWords.text($0, reference.ports) }
                        .joined(separator: "\n")
            }
        }
    }
}

/// `breakwater measure preregister ID`
struct MeasurePreregister: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preregister",
        abstract: "Say before a measure begins how its effect will be judged.",
        discussion: """
            The plan names outcome, window and comparison ports. It is refused from the measure's \
            first day on, because a plan made then could be chosen by the result. No plan is ever \
            changed: another one is kept beside it, and the first one counts.
            """)

    @Argument(help: "The measure's identifier.")
    var measure: String

    @Option(
        help: ArgumentHelp(
            "What the effect is judged by.",
            discussion: MeasureOutcome.allCases.map(\.rawValue).joined(separator: ", ") + "."),
        completion: Candidates.measureOutcomes)
    var outcome: String = MeasureOutcome.seizuresPerInspection.rawValue

    @Option(help: "Weeks before the start that are compared.")
    var weeksBefore = 104

    @Option(help: "Weeks from the start on that are compared.")
    var weeksAfter = 52

    @Option(
        help: "A port to compare with, by UN/LOCODE or name; give several.",
        completion: Candidates.ports)
    var compare: [String]

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let reference = try node.dataFolder().reference()
        let (id, judged, ports) = try words(reference.ports)
        try node.withNode { database in
            let requester = try asker.requester([.analyst], of: database.organisation)
            let permit = try database.leave(requester, .keepMeasures)
            let outcome = try database.keep(
                measure: id,
                plan: { day in
                    Preregistration(
                        measure: id, outcome: judged, weeksBefore: weeksBefore,
                        weeksAfter: weeksAfter, comparison: ports, registered: day)
                }, by: permit, at: Clock.now())
            let word: String
            switch outcome {
            case .stored(let number): word = "registered as plan \(number)"
            case .unchanged: word = "registered already"
            case .absent:
                throw CommandFailure(
                    cause: "there is no measure \(id)", mend: "breakwater measure list names all")
            case .refused(let refusal):
                throw CommandFailure(cause: refusal.cause, mend: refusal.mend)
            }
            let document: JSONValue = [
                "measure": .text(id.text), "isNew": .bool(outcome != .unchanged),
            ]
            Answer.give("measure-preregister", document) { "\(id): \(word)" }
        }
    }

    private func words(
        _ register: PortRegister
    ) throws -> (MeasureID, MeasureOutcome, [PlaceCode]) {
        (
            try MeasureWords.read("ID", measure, MeasureID.init(parsing:)),
            try MeasureWords.read("--outcome", outcome, MeasureOutcome.init(parsing:)),
            try compare.map { try MeasureWords.port("--compare", $0, register) }
        )
    }
}

/// `breakwater measure import FILE`
struct MeasureImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Write down the measures of a CSV file; the same file twice changes nothing.",
        discussion: """
            Columns: \(MeasureFile.columns.joined(separator: ", ")). A row that cannot be read, or \
            that says otherwise than what is written down, is named with cause and mend; the \
            others are stored.
            """)

    @Argument(help: "A CSV file, plain or gzip.", completion: .file())
    var file: String

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let reference = try node.dataFolder().reference()
        var counts: [String: Int] = [:]
        var refused: [JSONValue] = []
        var lines: [String] = []
        try node.withNode { database in
            let requester = try asker.requester([.analyst], of: database.organisation)
            let permit = try database.leave(requester, .keepMeasures)
            let reader = MeasureFile(ports: reference.ports, owner: database.organisation)
            for row in try rows(reader) {
                var notes = row.notes.map { ($0.column, $0.cause, $0.mend) }
                if let measure = row.measure {
                    let outcome = try database.keep(measure, by: permit, at: Clock.now())
                    counts[MeasureWords.word(outcome), default: 0] += 1
                    if outcome == .differs {
                        let failure = MeasureWords.differs(measure.id)
                        notes.append(("measure", failure.cause, failure.mend))
                    }
                }
                for (column, cause, mend) in notes {
                    refused.append([
                        "row": .whole(row.row), "line": .whole(row.line), "column": .text(column),
                        "cause": .text(cause), "mend": .text(mend),
                    ])
                    lines.append("row \(row.row), \(column): \(cause)\n  mend: \(mend)")
                }
            }
        }
        let document: JSONValue = [
            "outcomes": .object(counts.mapValues { .whole($0) }), "refused": .list(refused),
        ]
        Answer.give("measure-import", document) {
            (counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" } + lines)
                .joined(separator: "\n")
        }
        if !refused.isEmpty { throw ExitCode(1) }
    }

    private func rows(_ reader: MeasureFile) throws -> [MeasureRow] {
        do {
            return try reader.rows(try InputFile.bytes(file, limit: MeasureFile.byteLimit))
        } catch let defect as FileDefect {
            throw CommandFailure(cause: "\(file): \(defect.cause)", mend: defect.mend)
        }
    }
}
