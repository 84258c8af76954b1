import ArgumentParser
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater seizures count`
struct SeizuresCount: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Count seizures by port, country, year and substance; small counts are withheld.",
        discussion: """
            Records that may be listed are counted exactly. Records that an agreement lets be \
            counted only are counted over a fixed grid of port, year and substance, in which \
            counts below the agreement's threshold are withheld; “at least” says that some were \
            left out. The two are counts of different records.
            """)

    @OptionGroup var selected: SelectionOptions

    @Option(help: "What to tell apart, parted by commas: port, country, year, substance.")
    var by = "year"

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let dimensions = try by.split(separator: ",").map { part in
            guard let dimension = try? CountDimension(parsing: part.filter { $0 != " " }) else {
                throw CommandFailure(
                    cause: "--by “\(part)” is not known",
                    mend: "use port, country, year, substance")
            }
            return dimension
        }
        let reference = try node.dataFolder().reference()
        let selection = try selected.selection(reference)
        if let period = selection.period, !period.isWholeYears {
            throw CommandFailure(
                cause: "counts are kept by year, and \(period) is no whole year",
                mend: "give a year or years, for example --period 2013/2025")
        }
        let table = try node.withNode { database in
            try CountRecords(store: database, reference: reference).run(
                try edition.requester(database), selection, by: dimensions,
                now: Clock.now()
            ).view
        }
        let document: JSONValue = [
            "by": JSONValue(texts: dimensions.map(\.rawValue)),
            "listed": JSONValue(table.listed, Self.json),
            "countedOnly": JSONValue(table.protected, Self.json),
            "withheldBelow": .whole(table.threshold),
        ]
        Answer.give("seizures-count", document) {
            var lines = table.listed.map(Self.text)
            if table.threshold > 1 || !table.protected.isEmpty {
                lines.append(
                    "of records that may be counted only; counts below \(table.threshold) are "
                        + "withheld:")
                lines += table.protected.map(Self.text)
            }
            return lines.joined(separator: "\n")
        }
    }

    private static func json(_ line: CountLine) -> JSONValue {
        [
            "labels": JSONValue(texts: line.labels), "count": .whole(line.count),
            "isAtLeast": .bool(line.isAtLeast),
        ]
    }

    private static func text(_ line: CountLine) -> String {
        let count = (line.isAtLeast ? "at least " : "") + Terminal.grouped(line.count)
        return "\(count)  \(line.labels.joined(separator: "  "))"
    }
}

extension DateSpan {
    /// Whether it begins with a first of January and ends with a last of December.
    var isWholeYears: Bool {
        let (start, end) = (first.parts, last.parts)
        return start.month == 1 && start.day == 1 && end.month == 12 && end.day == 31
    }
}

/// `breakwater seizures ask`
struct SeizuresAsk: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Ask whether a container or a ship was found in a seizure: hit or no hit.")

    @Option(help: "Container number. May be given several times.")
    var container: [String] = []

    @Option(help: "IMO ship number. May be given several times.")
    var vessel: [String] = []

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        var containers: Set<ContainerCode> = []
        var vessels: Set<VesselNumber> = []
        do throws(WordDefect) {
            for text in container { containers.insert(try ContainerCode(parsing: text)) }
            for text in vessel { vessels.insert(try VesselNumber(parsing: text)) }
        } catch {
            throw CommandFailure(cause: "the number \(error.cause)", mend: error.mend)
        }
        guard !containers.isEmpty || !vessels.isEmpty else {
            throw CommandFailure(
                cause: "nothing is asked about", mend: "give --container or --vessel")
        }
        let isHit = try node.withNode { database in
            try AskRecords(store: database).isHit(
                try edition.requester(database), containers: containers,
                vessels: vessels, now: Clock.now()
            ).view
        }
        Answer.give("seizures-ask", ["isHit": .bool(isHit)]) { isHit ? "hit" : "no hit" }
    }
}
