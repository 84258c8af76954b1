package import PortVocabulary

/// A kind of file that a report is delivered as.
package enum ReportFormat: String, Term {
    case html, pdf, json, csv

    package static let vocabulary = "report formats"
    package var title: String { rawValue.uppercased() }
}

/// Marks ``ID`` as that of a schedule of reports.
package enum ReportScheduleCase {}
/// Names a schedule, for example `north-sea-monthly`.
package typealias ReportScheduleID = ID<ReportScheduleCase>

/// A bulletin that an organisation receives again and again. Each is made under the rights that
/// the organisation has on the day of its making.
package struct ReportSchedule: Hashable, Sendable {
    package let id: ReportScheduleID
    package let receiver: OrganisationID
    package let subject: BulletinSubject
    package let cycle: BulletinCycle
    /// Only these substance groups; all where empty.
    package let groups: Set<SubstanceGroup>
    /// The day of the month after the period on which it is due. Bounds: 1 to 28.
    package let dayOfMonth: Int
    package let formats: Set<ReportFormat>
    package let purpose: Purpose
    /// The legal basis in words. Bounds: 500 characters.
    package let basis: String
    /// Who set it up, and answers for it in the evidence of every report.
    package let setBy: PersonID
    /// Nothing that was due before this day is made.
    package let startsOn: CalendarDate
    /// The last day on which something is due; nil for no end.
    package var endsOn: CalendarDate?

    /// - Throws: ``WordDefect`` for a day out of bounds, no format, too long a basis, or an end
    ///   before the start.
    package init(
        id: ReportScheduleID, receiver: OrganisationID, subject: BulletinSubject,
        cycle: BulletinCycle, groups: Set<SubstanceGroup> = [], dayOfMonth: Int,
        formats: Set<ReportFormat>, purpose: Purpose, basis: String = "", setBy: PersonID,
        startsOn: CalendarDate, endsOn: CalendarDate? = nil
    ) throws(WordDefect) {
        guard (1...28).contains(dayOfMonth) else {
            throw .noSuchValue(
                "the day \(dayOfMonth) is not in every month", mend: "write a day 1 to 28")
        }
        guard !formats.isEmpty else {
            throw .noSuchValue("there is no format", mend: "write html, pdf, json or csv")
        }
        guard basis.utf8.count <= 500 else {
            throw .length(expected: "0 to 500", found: basis.utf8.count)
        }
        if let endsOn, endsOn < startsOn {
            throw .noSuchValue(
                "ends (\(endsOn)) before it starts (\(startsOn))", mend: "swap or mend the dates")
        }
        (self.id, self.receiver, self.subject, self.cycle) = (id, receiver, subject, cycle)
        (self.groups, self.dayOfMonth, self.formats) = (groups, dayOfMonth, formats)
        (self.purpose, self.basis, self.setBy) = (purpose, basis, setBy)
        (self.startsOn, self.endsOn) = (startsOn, endsOn)
    }

    /// When the report of a period is due: on its day of the month that follows the period.
    package func dueDay(of period: DateSpan) -> CalendarDate {
        period.last.advanced(byDays: dayOfMonth)
    }
}

/// One report of a schedule: its period names it, so that it is made once.
package struct ReportKey: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let schedule: ReportScheduleID
    package let period: DateSpan

    package init(schedule: ReportScheduleID, period: DateSpan) {
        (self.schedule, self.period) = (schedule, period)
    }

    /// `north-sea-monthly/2024-05`.
    package var description: String { "\(schedule)/\(period)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.period, left.schedule) < (right.period, right.schedule)
    }
}

/// A report that is to be made.
package struct DueReport: Hashable, Sendable {
    package let schedule: ReportSchedule
    package let period: DateSpan
    package let dueOn: CalendarDate

    /// The schedule and the period together.
    package var key: ReportKey { ReportKey(schedule: schedule.id, period: period) }
}

/// Which reports are to be made on a day.
package enum ReportRules {
    /// Reports of one schedule that are made up for at the most, the newest of those missed.
    package static let missedLimit = 12

    /// Everything due on or before the day that was not made, oldest period first. A node that
    /// was down makes up for what it missed, within ``missedLimit``.
    package static func due(
        _ schedules: [ReportSchedule], made: Set<ReportKey>, on day: CalendarDate
    ) -> [DueReport] {
        schedules.flatMap { due($0, made: made, on: day) }.sorted { $0.key < $1.key }
    }

    private static func due(
        _ schedule: ReportSchedule, made: Set<ReportKey>, on day: CalendarDate
    ) -> [DueReport] {
        var found: [DueReport] = []
        guard var period = schedule.cycle.lastPeriod(before: day) else { return [] }
        for _ in 0..<missedLimit {
            let report = DueReport(
                schedule: schedule, period: period, dueOn: schedule.dueDay(of: period))
            guard report.dueOn >= schedule.startsOn else { break }
            let isOver = schedule.endsOn.map { report.dueOn > $0 } ?? false
            if report.dueOn <= day, !isOver, !made.contains(report.key) { found.append(report) }
            guard let earlier = schedule.cycle.period(period, movedBy: -1) else { break }
            period = earlier
        }
        return found
    }
}
