import ArgumentParser
import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// Reads the name of a schedule from the command line.
enum ReportScheduleArgument {
    static func parse(_ text: String) throws -> ReportScheduleID {
        do throws(WordDefect) {
            return try ReportScheduleID(parsing: text)
        } catch {
            throw CommandFailure(
                cause: "the schedule’s name \(error.cause)",
                mend: "write a short name, for example north-sea-monthly")
        }
    }
}

/// `breakwater report schedule NAME`
struct ReportScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Let an organisation receive a bulletin every month or quarter.",
        discussion: """
            A schedule gives no right: each report holds what the receiver may see on the day of \
            its making. The files are written by breakwater report run-due.
            """)

    @Argument(help: "A short name, for example north-sea-monthly.")
    var name: String

    @OptionGroup var about: BulletinOptions

    @Option(help: "month or quarter.")
    var cycle = "month"

    @Option(help: "Day of the month after the period on which it is due: 1 to 28.")
    var day = 5

    @Option(help: "Which files to write, parted by commas: html, pdf, json, csv.")
    var formats = "html,pdf,json,csv"

    @Option(help: "First day on which something is due. Default: today.")
    var from: String?

    @Option(
        name: .customLong("for"), help: "Who receives it. Default: the node’s own organisation.")
    var organisation: String?

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let reference = try node.dataFolder().reference()
        let id = try ReportScheduleArgument.parse(name)
        guard let cycle = BulletinCycle(rawValue: self.cycle) else {
            throw CommandFailure(
                cause: "--cycle “\(self.cycle)” is not known", mend: "use month or quarter")
        }
        let start = try from.map { try SelectionOptions.span($0, option: "--from").first }
        let wanted = try BulletinOptions.formats(formats)
        let subject = try about.subject(reference)
        let groups = try about.groups(reference)
        let outcome = try node.withNode { database in
            let requester = try asker.requester([.analyst], of: database.organisation)
            let permit = try database.leave(requester, .scheduleReports)
            let receiver = try organisation.map {
                try OrganisationArgument.registered($0, database)
            }
            do {
                let schedule = try ReportSchedule(
                    id: id, receiver: receiver ?? database.organisation, subject: subject,
                    cycle: cycle, groups: groups, dayOfMonth: day, formats: wanted,
                    purpose: requester.purpose, basis: requester.basis,
                    setBy: requester.person, startsOn: start ?? Clock.today())
                return try database.add(schedule, by: permit, at: Clock.now())
            } catch let defect as WordDefect {
                throw CommandFailure(cause: "the schedule: \(defect.cause)", mend: defect.mend)
            }
        }
        switch outcome {
        case .stored, .unchanged:
            let isNew = outcome == .stored
            Answer.give("report-schedule", ["schedule": .text(id.text), "isNew": .bool(isNew)]) {
                isNew ? "\(id) is scheduled" : "\(id) is scheduled already"
            }
        case .differs, .absent, .otherParties:
            throw CommandFailure(
                cause: "another schedule is named \(id)",
                mend: "end it with breakwater report end, and give the new one another name")
        }
    }
}

/// `breakwater report end NAME`
struct ReportEnd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "End a schedule. What was made stays on the list.")

    @Argument(help: "Name of the schedule.")
    var name: String

    @Option(help: "The last day on which something is due. Default: today.")
    var on: String?

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let id = try ReportScheduleArgument.parse(name)
        let day = try on.map { try SelectionOptions.span($0, option: "--on").last }
        let last = day ?? Clock.today()
        let outcome = try node.withNode { database in
            let requester = try asker.requester([.analyst], of: database.organisation)
            let permit = try database.leave(requester, .scheduleReports)
            return try database.end(id, on: last, by: permit, at: Clock.now())
        }
        guard outcome != .absent else {
            throw CommandFailure(
                cause: "there is no schedule \(id)", mend: "breakwater report list names all")
        }
        let document: JSONValue = [
            "schedule": .text(id.text), "endsOn": .text(last.description),
        ]
        Answer.give("report-end", document) { "\(id) ends on \(last)" }
    }
}

/// `breakwater report list`
struct ReportList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the schedules, and the reports that were made.")

    @OptionGroup var asker: RequesterOptions

    @OptionGroup var node: NodeOptions

    func run() throws {
        let (schedules, editions) = try node.withNode { database in
            _ = try database.leave(
                try asker.requester([.analyst], of: database.organisation), .readReports)
            return (try database.reportSchedules(), try database.reportEditions())
        }
        let document: JSONValue = [
            "schedules": JSONValue(schedules) { schedule in
                described(schedule, editions.filter { $0.key.schedule == schedule.id })
            }
        ]
        Answer.give("report-list", document) {
            schedules.isEmpty
                ? "no report is scheduled"
                : schedules.flatMap { schedule in
                    lines(schedule, editions.filter { $0.key.schedule == schedule.id })
                }.joined(separator: "\n")
        }
    }

    private func described(
        _ schedule: ReportSchedule, _ editions: [ReportEdition]
    ) -> JSONValue {
        [
            "schedule": .text(schedule.id.text), "receiver": .text(schedule.receiver.text),
            "subject": .text(schedule.subject.description),
            "cycle": .text(schedule.cycle.rawValue),
            "substances": JSONValue(texts: schedule.groups.map(\.rawValue).sorted()),
            "dayOfMonth": .whole(schedule.dayOfMonth),
            "formats": JSONValue(texts: schedule.formats.map(\.rawValue).sorted()),
            "setBy": .text(schedule.setBy.text),
            "startsOn": .text(schedule.startsOn.description),
            "endsOn": JSONValue(schedule.endsOn?.description),
            "editions": JSONValue(editions) { edition in
                [
                    "period": .text(edition.key.period.description),
                    "madeOn": JSONValue(edition.made?.day.description),
                    "digest": JSONValue(edition.made?.digest),
                    "mark": JSONValue(edition.made?.mark),
                    "records": JSONValue(edition.made?.records),
                ]
            },
        ]
    }

    private func lines(_ schedule: ReportSchedule, _ editions: [ReportEdition]) -> [String] {
        let formats = schedule.formats.map(\.rawValue).sorted().joined(separator: ",")
        let groups = schedule.groups.map(\.rawValue).sorted().joined(separator: ",")
        let head =
            "\(schedule.id)  \(schedule.cycle.title) \(schedule.subject)"
            + (groups.isEmpty ? "" : " (\(groups))") + "  for \(schedule.receiver)"
            + "  due on day \(schedule.dayOfMonth)  \(formats)  by \(schedule.setBy)"
            + "  from \(schedule.startsOn)" + (schedule.endsOn.map { " to \($0)" } ?? "")
        return [head]
            + editions.map { edition in
                let state =
                    edition.made.map {
                        "made on \($0.day)  \($0.records) records  \($0.mark)  \($0.digest)"
                    } ?? "in the making since \(edition.claimed)"
                return "  \(edition.key.period)  \(state)"
            }
    }
}

/// `breakwater report run-due`
struct ReportRunDue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run-due",
        abstract: "Make every report that is due, each once.",
        discussion: """
            For a timer of the machine; running it again, or twice at once, makes nothing twice. \
            Files go to FOLDER/SCHEDULE/PERIOD.html and so on.
            """)

    @Option(name: .customLong("into"), help: "Folder for the files.")
    var folder: String

    @Option(help: "Make what is due on or before this day. Default: today.")
    var on: String?

    @OptionGroup var node: NodeOptions

    func run() throws {
        let reference = try node.dataFolder().reference()
        let day = try on.map { try SelectionOptions.span($0, option: "--on").last }
        let outcomes = try node.withNode { database in
            try ReportRun(database: database, reference: reference, folder: folder)
                .runDue(on: day, now: Clock.now)
        }
        let failures = outcomes.count { $0.failure != nil }
        let document: JSONValue = [
            "reports": JSONValue(outcomes) { outcome in
                [
                    "schedule": .text(outcome.key.schedule.text),
                    "period": .text(outcome.key.period.description),
                    "receiver": .text(outcome.receiver.text),
                    "files": JSONValue(texts: outcome.files),
                    "failure": outcome.failure.map {
                        ["cause": .text($0.cause), "mend": .text($0.mend)]
                    } ?? .null,
                ]
            }
        ]
        Answer.give("report-run-due", document) {
            outcomes.isEmpty
                ? "nothing is due" : outcomes.flatMap(\.lines).joined(separator: "\n")
        }
        guard failures == 0 else {
            throw CommandFailure(
                cause: "\(failures) of \(outcomes.count) reports were not made",
                mend: "mend the cause above, and run it again: nothing is made twice")
        }
    }
}

extension ReportOutcome {
    fileprivate var files: [String] {
        if case .made(let files, _) = result { files } else { [] }
    }

    fileprivate var failure: CommandFailure? {
        if case .failed(let failure) = result { failure } else { nil }
    }

    fileprivate var lines: [String] {
        switch result {
        case .made(let files, _): ["\(key) for \(receiver)"] + files.map { "  \($0)" }
        case .left: ["\(key) is being made elsewhere"]
        case .failed(let failure): ["\(key) was not made: \(failure)"]
        }
    }
}
