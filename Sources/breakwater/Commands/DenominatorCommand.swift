import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater denominator …`
struct DenominatorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "denominator",
        abstract: "Import and list what finds are divided by: inspections, scans, hours.",
        subcommands: [DenominatorImport.self, DenominatorList.self])
}

/// `breakwater denominator import FILE…`
struct DenominatorImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import counts of inspections, scans, patrol hours or throughput.",
        discussion: """
            A row is one count of one port, or part of it, over one week or month. The same file \
            twice changes nothing; a row that comes again under its reference with another count \
            is a new version. Missing is not zero: leave out what nobody counted.
            """)

    @Argument(help: "CSV files, plain or gzip.", completion: .file())
    var files: [String]

    @Option(
        help: "Name of a layout of denominators, or the path of a YAML file.",
        completion: Candidates.layouts)
    var layout = "denominators"

    @OptionGroup var options: ImportOptions

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let layout = try node.dataFolder().layout(self.layout)
        guard layout.kind == .denominator else {
            throw CommandFailure(
                cause: "the layout \(layout.name) is one of \(layout.kind.title)s",
                mend: "import them with breakwater seizures import")
        }
        try options.run(files, layout, asker, node, answer: "denominator-import")
    }
}

/// `breakwater denominator list`
struct DenominatorList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the denominators by port, period and kind.")

    @Option(help: "Period: 2024, 2024-Q1, 2024-03, 2024-03-05 or 2013/2025.")
    var period: String?

    @Option(help: "Port by UN/LOCODE or name.", completion: Candidates.ports)
    var port: [String] = []

    @Option(help: "How many records at most.")
    var limit = 50

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        guard limit > 0 else {
            throw CommandFailure(cause: "--limit is not above 0", mend: "write 1 or more")
        }
        let reference = try node.dataFolder().reference()
        var selection = Selection()
        selection.period = try period.map {
            try SelectionOptions.span($0, option: "--period")
        }
        for text in port {
            selection.ports.insert(try MeasureWords.port("--port", text, reference.ports))
        }
        try node.withNode { database in
            let requester = try edition.requester(database)
            let page = try ListDenominators(store: database, reference: reference).run(
                requester, selection, limit: limit, now: Clock.now()
            ).view
            let document: JSONValue = [
                "total": .whole(page.total), "denominators": JSONValue(page.facts, Self.json),
            ]
            Answer.give("denominator-list", document) {
                let rest = page.total > limit ? "; --limit shows more" : ""
                return
                    (page.facts.map { Self.line($0, reference.ports) }
                    + ["\(Terminal.grouped(page.total)) denominators\(rest)"])
                    .joined(separator: "\n")
            }
        }
    }

    private static func json(_ fact: DenominatorFact) -> JSONValue {
        let denominator = fact.denominator
        return [
            "record": .text(fact.record.text),
            "first": fact.isDated ? .text(denominator.period.first.description) : .null,
            "last": fact.isDated ? .text(denominator.period.last.description) : .null,
            "body": .text(denominator.body), "place": .text(denominator.placeName),
            "port": JSONValue(denominator.place?.code), "facility": .text(denominator.facility),
            "kind": fact.isCounted ? .text(denominator.effort.rawValue) : .null,
            "unit": fact.isCounted ? .text(denominator.unit.rawValue) : .null,
            "count": fact.isCounted ? .real(denominator.amount) : .null,
            "isRandomSample": fact.isCounted ? .bool(denominator.isRandomSample) : .null,
            "finds": JSONValue(denominator.finds),
            "reported": JSONValue(denominator.reported?.description),
            "recorded": JSONValue(fact.recorded?.description),
            "tlp": .text(fact.trafficLight.rawValue), "handling": .text(fact.handling.rawValue),
        ]
    }

    private static func line(_ fact: DenominatorFact, _ ports: PortRegister) -> String {
        let denominator = fact.denominator
        let place = denominator.place.map { ports.name(of: $0) } ?? denominator.placeName
        let part = denominator.facility.isEmpty ? "" : ", \(denominator.facility)"
        let period = fact.isDated ? denominator.period.description : "(not released)"
        let count =
            fact.isCounted
            ? "\(denominator.amountText) \(denominator.unit.title)  \(denominator.definitionText)"
            : "(not released)"
        return "\(fact.record)  \(period)  \(place)\(part)  \(count)  \(denominator.body)"
    }
}
