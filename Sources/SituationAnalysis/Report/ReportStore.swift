package import NeedToKnow
package import PortVocabulary

/// A report that was made, or that somebody is making.
package struct ReportEdition: Hashable, Sendable {
    package let key: ReportKey
    /// When its making began.
    package let claimed: Moment
    /// What came of it; nil while it is being made.
    package var made: Made?

    /// What is kept of a report: enough to make it anew and to see whether it still says the same.
    package struct Made: Hashable, Sendable {
        /// The day that it bears.
        package let day: CalendarDate
        /// SHA-256 of its JSON, in hexadecimal.
        package let digest: String
        package let mark: String
        /// Seizure records of its period.
        package let records: Int

        package init(day: CalendarDate, digest: String, mark: String, records: Int) {
            (self.day, self.digest, self.mark, self.records) = (day, digest, mark, records)
        }
    }

    package init(key: ReportKey, claimed: Moment, made: Made? = nil) {
        (self.key, self.claimed, self.made) = (key, claimed, made)
    }
}

/// Whether a report may be made now.
package enum ReportClaim: Hashable, Sendable {
    /// The caller makes it; nobody else does until ``ReportLimit/claimSeconds`` are over.
    case taken
    /// Somebody else makes it now.
    case busy
    case alreadyMade
}

/// Bounds of the making of reports.
package enum ReportLimit {
    /// How long a report may be in the making before another may take it over. Units: seconds.
    package static let claimSeconds: Int64 = 1_800
}

/// What reports ask of storage. Every write is one transaction with its entry of the evidence.
package protocol ReportStore: Sendable {
    /// Whose node it is.
    var organisation: OrganisationID { get }
    /// Every schedule, ended ones too, in the order of the names.
    func reportSchedules() throws -> [ReportSchedule]
    /// Stores a new schedule; another one under the same name differs.
    func add(_ schedule: ReportSchedule, by permit: NodePermit, at moment: Moment) throws
        -> StoreOutcome
    /// Gives a schedule its last day.
    func end(
        _ schedule: ReportScheduleID, on day: CalendarDate, by permit: NodePermit,
        at moment: Moment
    ) throws -> StoreOutcome
    /// Reports made and in the making, newest period first.
    func reportEditions() throws -> [ReportEdition]
    /// Claims a report before it is made, so that it is made once however many processes run.
    func claim(_ key: ReportKey, at moment: Moment) throws -> ReportClaim
    /// Writes down what was made under a claim of that moment; nothing where another has taken
    /// it over or finished it.
    func finish(
        _ key: ReportKey, claimed: Moment, _ made: ReportEdition.Made, at moment: Moment
    ) throws
        -> StoreOutcome
    /// Gives a claim of that moment back, because the report could not be made.
    func abandon(_ key: ReportKey, claimed: Moment, at moment: Moment) throws
}
