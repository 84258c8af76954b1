import EvidenceLog
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import TestSupport
import Testing

@testable import Storage

/// A measure never changes, and no plan is ever written over.
@Suite struct MeasureStoreTests {
    static let id = MeasureID(trusted: "scanner-1")

    /// - Parameter starts: days from ``Sample/today``.
    static func measure(
        starts: Int, ends: Int? = nil, description: String = "a «second» scanner"
    ) throws -> Measure {
        try Measure(
            id: id, port: .sample("NLRTM"), facility: "Delta", type: .scanner,
            starts: Sample.today.advanced(byDays: starts),
            ends: ends.map { Sample.today.advanced(byDays: $0) }, description: description,
            owner: TestNode.organisation, source: "notice of 2024")
    }

    static func plan(weeksAfter: Int, on day: CalendarDate) -> Preregistration {
        Preregistration(
            measure: id, outcome: .seizuresPerInspection, weeksBefore: 104,
            weeksAfter: weeksAfter, comparison: [.sample("BEANR"), .sample("ESALG")],
            registered: day)
    }

    private func keep(_ measure: Measure, _ node: TestNode) throws -> MeasureKeeping {
        try node.store.keep(
            measure, by: TestNode.leave(.keepMeasures), at: TestNode.moment)
    }

    private func register(_ weeks: Int, _ node: TestNode, days: Int = 0) throws -> PlanOutcome {
        let moment = Moment(seconds: TestNode.moment.seconds + Int64(days) * 86_400)
        return try node.store.keep(
            measure: Self.id, plan: { Self.plan(weeksAfter: weeks, on: $0) },
            by: TestNode.leave(.keepMeasures), at: moment)
    }

    @Test(arguments: EngineKind.here)
    func measureIsKeptOnceAndOnlyItsEndIsAdded(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        let measure = try Self.measure(starts: 30)
        #expect(try keep(measure, node) == .stored)
        #expect(try keep(measure, node) == .unchanged)
        #expect(try keep(Self.measure(starts: 29), node) == .differs)
        #expect(try keep(Self.measure(starts: 30, description: "other"), node) == .differs)
        #expect(try node.store.measures().map(\.measure) == [measure])
        let ended = try Self.measure(starts: 30, ends: 60)
        #expect(try keep(ended, node) == .ended)
        #expect(try keep(Self.measure(starts: 30, ends: 61), node) == .differs)
        #expect(try keep(measure, node) == .differs)
        let kept = try node.store.measures()
        #expect(kept.map(\.measure) == [ended] && kept[0].recorded == Sample.today)
    }

    @Test(arguments: EngineKind.here)
    func plansStandBesideOneAnotherAndTheFirstCounts(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        #expect(try register(52, node) == .absent)
        _ = try keep(Self.measure(starts: 30), node)
        #expect(try register(52, node) == .stored(1))
        #expect(try register(52, node, days: 3) == .unchanged)
        #expect(try register(26, node, days: 4) == .stored(2))
        let kept = try #require(try node.store.measures().first)
        #expect(kept.plans.map(\.weeksAfter) == [52, 26])
        #expect(kept.plan == Self.plan(weeksAfter: 52, on: Sample.today))
        let report = try node.store.checkEverything()
        #expect(report.findings.isEmpty, "\(report.findings)")
    }

    @Test(arguments: EngineKind.here)
    func planOfTheFirstDayOrLaterIsRefusedAndLeavesNothing(_ kind: EngineKind) throws {
        let node = try TestNode(kind)
        _ = try keep(Self.measure(starts: 5), node)
        let start = Sample.today.advanced(byDays: 5)
        for days in [5, 6, 400] {
            #expect(try register(52, node, days: days) == .refused(.afterStart(start)))
        }
        #expect(try node.count("preregistration") == 0)
        #expect(try register(52, node, days: 4) == .stored(1))
    }

    @Test func changedPlanIsFoundByTheCheck() throws {
        let node = try TestNode(.sqlite)
        _ = try keep(Self.measure(starts: 30), node)
        _ = try register(52, node)
        try node.run("UPDATE preregistration SET weeks_after = 26")
        let report = try node.store.checkEverything()
        #expect(report.findings.contains { $0.place == "preregistration/scanner-1/1" })
    }
}
