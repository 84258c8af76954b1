import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// `breakwater report …`
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make monthly and quarterly bulletins, by hand or on schedule.",
        discussion: """
            A bulletin is about a port, a basin or the whole alliance. Each reader gets the \
            edition that their rights allow on the day of making.
            """,
        subcommands: [
            ReportMake.self, ReportScheduleCommand.self, ReportEnd.self, ReportList.self,
            ReportRunDue.self, ReportShow.self,
        ])
}

/// What a bulletin is about, on the command line.
struct BulletinOptions: ParsableArguments {
    @Option(help: "A bulletin about this port, by UN/LOCODE or name. Default: the alliance.")
    var port: String?

    @Option(help: "A bulletin about this basin, such as north-sea.")
    var basin: String?

    @Option(help: "Only this substance or group, such as cocaine. May be given several times.")
    var substance: [String] = []

    func subject(_ reference: ReferenceData) throws -> BulletinSubject {
        let selection = try words(reference)
        switch (selection.ports.first, selection.basins.first) {
        case (nil, nil): return .alliance
        case (let port?, nil): return .port(port)
        case (nil, let basin?): return .basin(basin)
        case (_?, _?):
            throw CommandFailure(
                cause: "--port and --basin contradict one another", mend: "give one of them")
        }
    }

    func groups(_ reference: ReferenceData) throws -> Set<SubstanceGroup> {
        try words(reference).groups
    }

    private func words(_ reference: ReferenceData) throws -> Selection {
        let arguments =
            (port.map { ["--port", $0] } ?? []) + (basin.map { ["--basin", $0] } ?? [])
            + substance.flatMap { ["--substance", $0] }
        return try SelectionOptions.parse(arguments).selection(reference)
    }

    static func formats(_ text: String) throws -> Set<ReportFormat> {
        var wanted: Set<ReportFormat> = []
        for part in text.split(separator: ",") {
            guard let format = ReportFormat(rawValue: part.filter { $0 != " " }) else {
                throw CommandFailure(
                    cause: "--formats “\(part)” is not known", mend: "use html, pdf, json, csv")
            }
            wanted.insert(format)
        }
        guard !wanted.isEmpty else {
            throw CommandFailure(cause: "--formats is empty", mend: "use html, pdf, json, csv")
        }
        return wanted
    }

    static func request(
        _ subject: BulletinSubject, _ period: DateSpan, _ groups: Set<SubstanceGroup>
    ) throws -> BulletinRequest {
        do throws(WordDefect) {
            return try BulletinRequest(subject, period: period, groups: groups)
        } catch {
            throw CommandFailure(cause: "the period \(period) \(error.cause)", mend: error.mend)
        }
    }
}

/// `breakwater report make`
struct ReportMake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Make one bulletin now.",
        discussion: "Prints it and, with --output, writes it as HTML, PDF, JSON and CSV.")

    @OptionGroup var about: BulletinOptions

    @Option(help: "A month or a quarter: 2024-03 or 2024-Q1. Default: the last whole month.")
    var period: String?

    @Option(help: "Path of the files without ending: PATH.html, PATH.pdf, PATH.json, PATH.csv.")
    var output: String?

    @Option(help: "Which files to write, parted by commas: html, pdf, json, csv.")
    var formats = "html,pdf,json,csv"

    @Option(help: "Day on which the bulletin is made. Default: today.")
    var on: String?

    @Flag(help: "Print nothing but the paths of the files.")
    var quiet = false

    @OptionGroup var edition: EditionOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let wanted = try BulletinOptions.formats(formats)
        let reference = try node.dataFolder().reference()
        let day = try on.map { try SelectionOptions.span($0, option: "--on").first }
        let last = BulletinCycle.month.lastPeriod(before: day ?? Clock.today())
        guard
            let span = try period.map({ try SelectionOptions.span($0, option: "--period") })
                ?? last
        else { throw CommandFailure(cause: "there is no month before", mend: "give --period") }
        let request = try BulletinOptions.request(
            try about.subject(reference), span, try about.groups(reference))
        let bar = Progress("assessing", isQuiet: quiet)
        defer { bar.end() }
        bar.update(0, of: 2)
        let bulletin = try node.withNode { database in
            try MakeBulletin(store: database, reference: reference).run(
                try edition.requester(database), output == nil ? .list : .export, request,
                asOf: day, now: Clock.now()
            ).view
        }
        bar.update(1, of: 2)
        let paths =
            try output.map {
                try BulletinOutput(bulletin: bulletin)
                    .write(to: $0, formats: wanted, printer: nil)
            } ?? []
        bar.end()
        let document: JSONValue = [
            "bulletin": quiet ? .null : .encoded(bulletin), "files": JSONValue(texts: paths),
        ]
        Answer.give("report-make", document) {
            ((quiet ? [] : [BulletinTerminalText(bulletin).text]) + paths).joined(separator: "\n")
        }
    }
}

/// `breakwater report show SCHEDULE PERIOD`
struct ReportShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Make a report of a schedule anew, and say whether it still says the same.",
        discussion: """
            A report is not kept: it is made from the records, under the rights of today. Where \
            it differs, records were added, corrected or erased since, or rights have changed.
            """)

    @Argument(help: "Name of the schedule.")
    var schedule: String

    @Argument(help: "The report's period, such as 2024-03.")
    var period: String

    @Option(help: "Path of the files without ending.")
    var output: String?

    @Option(help: "Which files to write, parted by commas: html, pdf, json, csv.")
    var formats = "html"

    @Flag(help: "Print nothing but what became of it.")
    var quiet = false

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let wanted = try BulletinOptions.formats(formats)
        let reference = try node.dataFolder().reference()
        let span = try SelectionOptions.span(period, option: "PERIOD")
        let (bulletin, made) = try node.withNode { database in
            let own = database.organisation
            let leave = try database.leave(
                try asker.requester([.analyst], of: own), .readReports)
            let id = try ReportScheduleArgument.parse(schedule)
            guard let schedule = try database.reportSchedules().first(where: { $0.id == id }),
                let made = try database.reportEditions().first(where: {
                    $0.key == ReportKey(schedule: id, period: span)
                })?.made
            else {
                throw CommandFailure(
                    cause: "\(id) has no report of \(span)", mend: "breakwater report list")
            }
            let requester = try asker.requester(
                leave.requester.roles, of: schedule.receiver,
                by: schedule.receiver == own ? nil : own)
            let bulletin = try MakeBulletin(store: database, reference: reference).run(
                requester, output == nil ? .list : .export,
                try BulletinOptions.request(schedule.subject, span, schedule.groups),
                asOf: made.day, now: Clock.now()
            ).view
            return (bulletin, made)
        }
        let result = BulletinOutput(bulletin: bulletin)
        let isSame = try result.digest() == made.digest
        let paths =
            try output.map { try result.write(to: $0, formats: wanted, printer: nil) } ?? []
        let document: JSONValue = [
            "bulletin": quiet ? .null : .encoded(bulletin), "isSame": .bool(isSame),
            "madeOn": .text(made.day.description), "digest": .text(made.digest),
            "files": JSONValue(texts: paths),
        ]
        Answer.give("report-show", document) {
            let same =
                isSame
                ? "it says the same as on \(made.day)"
                : "it differs from what was made on \(made.day) (digest \(made.digest))"
            return ((quiet ? [] : [BulletinTerminalText(bulletin).text]) + [same] + paths)
                .joined(separator: "\n")
        }
    }
}
