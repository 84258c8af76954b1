import NeedToKnow
import PortVocabulary
import TestSupport
import Testing

@testable import SituationAnalysis

@Suite struct ReportRulesTests {
    private func schedule(
        _ id: String = "monthly", _ cycle: BulletinCycle = .month, day: Int = 5,
        from start: String = "2026-01-01", to end: String? = nil
    ) throws -> ReportSchedule {
        try ReportSchedule(
            id: ReportScheduleID(trusted: id), receiver: Person.own, subject: .alliance,
            cycle: cycle, dayOfMonth: day, formats: [.csv], purpose: .strategicAnalysis,
            setBy: PersonID(trusted: "anna"), startsOn: CalendarDate(iso: start),
            endsOn: try end.map { try CalendarDate(iso: $0) })
    }

    private func due(
        _ schedules: [ReportSchedule], made: Set<ReportKey> = [], on day: String
    ) throws -> [String] {
        ReportRules.due(schedules, made: made, on: try CalendarDate(iso: day)).map(
            \.key.description)
    }

    @Test(arguments: [
        ("2026-01-04", []), ("2026-01-05", ["monthly/2025-12"]),
        ("2026-02-04", ["monthly/2025-12"]),
        ("2026-02-05", ["monthly/2025-12", "monthly/2026-01"]),
    ])
    func monthIsDueOnItsDayOfTheNext(day: String, keys: [String]) throws {
        #expect(try due([schedule()], on: day) == keys)
    }

    @Test(arguments: [
        ("2026-03-31", ["quarterly/2025-Q4"]), ("2026-04-04", ["quarterly/2025-Q4"]),
        ("2026-04-05", ["quarterly/2025-Q4", "quarterly/2026-Q1"]),
    ])
    func quarterIsDueInTheMonthAfterIt(day: String, keys: [String]) throws {
        #expect(try due([schedule("quarterly", .quarter)], on: day) == keys)
    }

    @Test func nothingIsDueBeforeTheStartOrAfterTheEnd() throws {
        let short = try schedule(from: "2026-02-06", to: "2026-04-05")
        #expect(
            try due([short], on: "2026-12-31") == ["monthly/2026-02", "monthly/2026-03"])
    }

    @Test func whatWasMadeIsNotDueAgain() throws {
        let all = try schedule()
        let first = ReportRules.due([all], made: [], on: try CalendarDate(iso: "2026-06-30"))
        #expect(try due([all], made: Set(first.map(\.key)), on: "2026-06-30").isEmpty)
    }

    @Test func longAbsenceIsMadeUpForWithinTheLimit() throws {
        let keys = try due([schedule(from: "2020-01-01")], on: "2026-06-30")
        #expect(keys.count == ReportRules.missedLimit)
        #expect(keys.first == "monthly/2025-06" && keys.last == "monthly/2026-05")
    }

    /// However often it is run, on whatever days: every report between the start and the last run
    /// is made once, as long as no gap is longer than the limit.
    @Test func everyReportIsMadeOnceOnWhateverDaysItRuns() throws {
        var random = Seeded(41)
        for _ in 0..<40 {
            let cycle: BulletinCycle = random.number(0...1) == 0 ? .month : .quarter
            let schedule = try schedule("s", cycle, day: random.number(1...28))
            var day = schedule.startsOn
            var made: [ReportKey] = []
            for _ in 0..<30 {
                day = day.advanced(byDays: random.number(0...60))
                made += ReportRules.due([schedule], made: Set(made), on: day).map(\.key)
            }
            #expect(Set(made).count == made.count)
            #expect(made == made.sorted())
            let expected = Set(
                stride(from: 0, through: day.dayNumber - schedule.startsOn.dayNumber, by: 1)
                    .compactMap { offset -> ReportKey? in
                        let due = schedule.startsOn.advanced(byDays: Int(offset))
                        guard let period = cycle.lastPeriod(before: due),
                            schedule.dueDay(of: period) == due
                        else { return nil }
                        return ReportKey(schedule: schedule.id, period: period)
                    })
            #expect(Set(made) == expected)
        }
    }

    @Test(arguments: [0, 29, -1]) func daysThatAreNotInEveryMonthAreRefused(day: Int) {
        #expect(throws: WordDefect.self) { try schedule(day: day) }
    }

    @Test func endBeforeTheStartIsRefused() {
        #expect(throws: WordDefect.self) { try schedule(from: "2026-02-01", to: "2026-01-31") }
    }
}
