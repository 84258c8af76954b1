import Foundation
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage

/// What became of one report that was due.
struct ReportOutcome {
    enum Result {
        case made(files: [String], digest: String)
        /// Another process makes it at this moment, or has made it.
        case left
        case failed(CommandFailure)
    }

    let key: ReportKey
    let receiver: OrganisationID
    let result: Result
}

/// Makes the reports that are due, each exactly once however many processes run.
///
/// A report is claimed before it is made and written down after its files are in their place.
/// Where the node dies between the two, the claim runs out and the next run makes the same files
/// again; see the crash table in docs/formats/report.md.
struct ReportRun: Sendable {
    let database: NodeDatabase
    let reference: ReferenceData
    /// Files go to `FOLDER/SCHEDULE/PERIOD.ending`.
    let folder: String

    /// - Parameters:
    ///   - day: what is due on or before it is made. Default: the day of `now`.
    ///   - now: tells the time, asked once for each report.
    /// - Throws: what the database throws; a report that fails alone is an outcome.
    func runDue(on day: CalendarDate? = nil, now: () -> Moment) throws -> [ReportOutcome] {
        let made = Set(try database.reportEditions().filter { $0.made != nil }.map(\.key))
        let due = ReportRules.due(
            try database.reportSchedules(), made: made, on: day ?? now().day)
        return try due.map { try make($0, now: now) }
    }

    private func make(_ report: DueReport, now: () -> Moment) throws -> ReportOutcome {
        let schedule = report.schedule
        func outcome(_ result: ReportOutcome.Result) -> ReportOutcome {
            ReportOutcome(key: report.key, receiver: schedule.receiver, result: result)
        }
        // Before the claim: what cannot be made is not begun.
        var printer: ChromiumPrinter?
        if schedule.formats.contains(.pdf) {
            do {
                printer = try ChromiumPrinter()
            } catch let failure as CommandFailure {
                return outcome(.failed(failure))
            }
        }
        let claimed = now()
        guard try database.claim(report.key, at: claimed) == .taken else { return outcome(.left) }
        do {
            let request = try BulletinRequest(
                schedule.subject, period: report.period, groups: schedule.groups)
            let bulletin = try MakeBulletin(store: database, reference: reference).run(
                try requester(schedule), .export, request, now: claimed
            ).view
            let output = BulletinOutput(bulletin: bulletin)
            let files = try output.write(
                to: "\(folder)/\(schedule.id)/\(report.period)", formats: schedule.formats,
                printer: printer)
            let digest = try output.digest()
            let made = ReportEdition.Made(
                day: claimed.day, digest: digest, mark: bulletin.mark,
                records: bulletin.base.seizures)
            _ = try database.finish(report.key, claimed: claimed, made, at: now())
            return outcome(.made(files: files, digest: digest))
        } catch let failure as CommandFailure {
            try database.abandon(report.key, claimed: claimed, at: now())
            return outcome(.failed(failure))
        } catch {
            // Best effort: without it the claim runs out by itself.
            try? database.abandon(report.key, claimed: claimed, at: now())
            throw error
        }
    }

    /// Who asks for a scheduled report: the receiver's reader, in the name of whoever set it up.
    func requester(_ schedule: ReportSchedule) throws -> Requester {
        let own = database.organisation
        let name =
            schedule.receiver == own ? schedule.setBy.text : "\(schedule.setBy).of.\(own)"
        return try Requester(
            person: try PersonID(parsing: name), organisation: schedule.receiver,
            roles: [.analyst], purpose: schedule.purpose, basis: schedule.basis)
    }
}
