import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

@Suite struct StoredReportTests {
    static func schedule(
        _ id: String = "monthly", subject: BulletinSubject = .basin(.northSea), day: Int = 5
    ) throws -> ReportSchedule {
        try ReportSchedule(
            id: ReportScheduleID(trusted: id), receiver: Partner.id, subject: subject,
            cycle: .month, groups: [.cocaine], dayOfMonth: day, formats: [.csv, .pdf],
            purpose: .strategicAnalysis, basis: "an «act»", setBy: PersonID(trusted: "anna"),
            startsOn: Sample.today)
    }

    static let key = ReportKey(
        schedule: ReportScheduleID(trusted: "monthly"),
        period: DateSpan(day: Sample.today))
    static let made = ReportEdition.Made(
        day: Sample.today, digest: "ab12", mark: "TLP:AMBER", records: 7)

    @Test(arguments: EngineKind.here)
    func schedulesComeBackAsTheyWereStored(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let permit = try TestNode.leave(.scheduleReports)
        let schedule = try Self.schedule()
        #expect(try node.store.add(schedule, by: permit, at: TestNode.moment) == .stored)
        #expect(try node.store.add(schedule, by: permit, at: TestNode.moment) == .unchanged)
        let other = try Self.schedule(day: 6)
        #expect(try node.store.add(other, by: permit, at: TestNode.moment) == .differs)
        #expect(try node.store.reportSchedules() == [schedule])
        let last = Sample.today.advanced(byDays: 9)
        #expect(
            try node.store.end(schedule.id, on: last, by: permit, at: TestNode.moment) == .stored)
        #expect(try node.store.reportSchedules().map(\.endsOn) == [last])
        let absent = ReportScheduleID(trusted: "absent")
        #expect(
            try node.store.end(absent, on: last, by: permit, at: TestNode.moment) == .absent)
    }

    @Test(arguments: EngineKind.here)
    func aReportIsTakenByOneAndMadeOnce(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let other = try node.reopened()
        let (key, now) = (Self.key, TestNode.moment)
        #expect(try node.store.claim(key, at: now) == .taken)
        #expect(try other.claim(key, at: Moment(seconds: now.seconds + 60)) == .busy)
        #expect(try node.store.reportEditions().map(\.made) == [nil])
        #expect(try node.store.finish(key, claimed: now, Self.made, at: now) == .stored)
        #expect(try node.store.finish(key, claimed: now, Self.made, at: now) == .unchanged)
        let late = Moment(seconds: now.seconds + 10 * ReportLimit.claimSeconds)
        #expect(try other.claim(key, at: late) == .alreadyMade)
        #expect(try other.reportEditions().map(\.made) == [Self.made])
    }

    @Test(arguments: EngineKind.here)
    func aClaimOfTheDeadRunsOutAndTheirLateWordCountsNoMore(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let (key, now) = (Self.key, TestNode.moment)
        #expect(try node.store.claim(key, at: now) == .taken)
        let later = Moment(seconds: now.seconds + ReportLimit.claimSeconds)
        #expect(try node.store.claim(key, at: later) == .taken)
        #expect(try node.store.finish(key, claimed: now, Self.made, at: later) == .differs)
        try node.store.abandon(key, claimed: now, at: later)
        #expect(try node.store.reportEditions().map(\.claimed) == [later])
    }

    @Test(arguments: EngineKind.here)
    func aClaimGivenBackIsFree(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let (key, now) = (Self.key, TestNode.moment)
        #expect(try node.store.claim(key, at: now) == .taken)
        try node.store.abandon(key, claimed: now, at: now)
        #expect(try node.store.reportEditions().isEmpty)
        #expect(try node.store.claim(key, at: now) == .taken)
        // What was made cannot be given back.
        #expect(try node.store.finish(key, claimed: now, Self.made, at: now) == .stored)
        try node.store.abandon(key, claimed: now, at: now)
        #expect(try node.store.reportEditions().map(\.made) == [Self.made])
    }
}
