import Foundation
import PortVocabulary
import TestSupport
import Testing

@testable import SituationAnalysis

/// What is told to stand out, and how often nothing stands behind it.
@Suite struct AlarmTests {
    private static let ports = ["BEANR", "ESALG", "NLRTM"].map { try! PlaceCode(parsing: $0) }
    private static let weeks = 330

    /// A panel of finds; `port` 0 to 2, `method` 0 to 2.
    private func panel(
        weeks: Int = AlarmTests.weeks, inspections: [[Double?]]? = nil,
        _ rows: [PanelSeizure]
    ) -> WeeklyPanel {
        let basis = PanelBasis(
            effort: .inspections, unit: .containers, weeks: weeks, sources: ["C"])
        return WeeklyPanel(
            firstWeek: CalendarDate(dayNumber: 17_528), weeks: weeks, ports: Self.ports,
            methods: ["LOAD", "RIP", "hull"], routes: [], companies: [], substances: [],
            seizures: rows,
            inspections: inspections
                ?? Self.ports.map { _ in [Double?](repeating: nil, count: weeks) },
            bases: Self.ports.map { _ in inspections == nil ? nil : basis }, samples: [],
            asOf: CalendarDate(dayNumber: 20_000), heldBackWeeks: 3, leftOut: PanelLeftOut())
    }

    private func row(_ week: Int, _ port: Int, _ method: Int) -> PanelSeizure {
        PanelSeizure(
            week: Int32(week), port: Int32(port), method: Int32(method), route: -1, company: -1,
            substance: -1)
    }

    /// Poisson by counting uniform products.
    private func poisson(_ mean: Double, _ random: inout Seeded) -> Int {
        var (count, product) = (0, Double.random(in: 0..<1, using: &random))
        let limit = exp(-mean)
        while product > limit {
            count += 1
            product *= Double.random(in: 0..<1, using: &random)
        }
        return count
    }

    private func null(
        _ random: inout Seeded, weeks: Int = AlarmTests.weeks, mean: Double = 5,
        factor: (Int) -> Double = { _ in 1 }
    ) -> [PanelSeizure] {
        (0..<weeks).flatMap { week in
            (0..<3).flatMap { port in
                (0..<poisson(mean * factor(week), &random)).map { _ in
                    row(week, port, random.number(0...9) == 0 ? 1 : random.number(0...1) * 2)
                }
            }
        }
    }

    private func board(_ panel: WeeklyPanel, _ budget: Double = 4) throws -> AlarmBoard {
        try #require(AlarmRules(falseAlarmsAYear: budget)).board(panel) { _ in .northSea }
    }

    @Test func surgeAtOnePortIsAnAlarmWithItsReason() throws {
        var random = Seeded(81)
        let rows = null(&random) + (0..<14).map { _ in row(Self.weeks - 2, 1, 0) }
        let board = try board(panel(rows))
        let alarm = try #require(board.counts.first { $0.subject.code == "ESALG" })
        #expect(alarm.week == panel([]).monday(Self.weeks - 2) && alarm.years == 5)
        #expect(Double(alarm.observed) > alarm.threshold && alarm.threshold > alarm.expected)
        #expect(abs(alarm.expected - 5) < 2.5)
        #expect(alarm.reason.contains("no denominator"))
        #expect(!board.counts.contains { $0.subject.code == "NLRTM" })
    }

    @Test func moreInspectionsAreNoAlarmWhereTheyAreKnown() throws {
        var random = Seeded(82)
        let factor = { (week: Int) in week >= Self.weeks - 4 ? 4.0 : 1.0 }
        let rows = null(&random, factor: factor)
        let effort = Self.ports.map { _ in (0..<Self.weeks).map { 100 * factor($0) } }
        let divided = try board(panel(inspections: effort, rows))
        #expect(!divided.counts.contains { $0.subject.dimension == .port })
        let undivided = try board(panel(rows))
        #expect(undivided.counts.contains { $0.subject.dimension == .port })
        // Shares know nothing of the effort, either way.
        #expect(divided.shares.isEmpty && undivided.shares.isEmpty)
    }

    @Test func methodThatTakesAGrowingShareIsToldApart() throws {
        var random = Seeded(83)
        var rows = null(&random)
        for index in rows.indices where rows[index].week >= Self.weeks - 5 {
            if random.number(0...1) == 0 {
                rows[index] = row(Int(rows[index].week), Int(rows[index].port), 1)
            }
        }
        let board = try board(panel(rows))
        let alarm = try #require(board.shares.first { $0.subject.code == "RIP" })
        #expect(alarm.usualShare > 0.05 && alarm.usualShare < 0.16)
        #expect(Double(alarm.ofKind) / Double(alarm.among) > 2 * alarm.usualShare)
        #expect(alarm.since <= alarm.week && alarm.reason.contains("usual"))
        #expect(!board.shares.contains { $0.subject.code == "LOAD" })
    }

    @Test func statedNumberOfFalseAlarmsIsHeld() throws {
        var random = Seeded(84)
        var (found, stated) = (0, 0.0)
        for _ in 0..<6 {
            let rules = try #require(AlarmRules(falseAlarmsAYear: 20, shownWeeks: 26))
            let board = rules.board(panel(null(&random))) { _ in .northSea }
            #expect(board.countSeries == 7 && board.shareSeries == 3)
            found += board.counts.count + board.shares.count
            stated += board.expectedFalseAlarmsAYear / 2
        }
        #expect(abs(stated - 60) < 1e-6)
        // Sixty are stated: by chance alone fewer than 84 (three standard deviations).
        #expect(found < 84, "\(found)")
        #expect(found > 3, "\(found)")
    }

    @Test func moreSeriesMakeEachStricterAndNotTheBoardLouder() throws {
        var random = Seeded(85)
        let rows = null(&random)
        for budget in [0.1, 1, 40] {
            let board = try board(panel(rows), budget)
            #expect(board.expectedFalseAlarmsAYear <= budget * 1.000_001)
        }
        #expect(AlarmRules(falseAlarmsAYear: 0) == nil && AlarmRules(shownWeeks: 27) == nil)
    }

    @Test func shortOrEmptyHistoryRaisesNothingAndSaysWhy() throws {
        let empty = try board(panel(weeks: 0, []))
        #expect(empty.counts.isEmpty && empty.shares.isEmpty && empty.weeks.isEmpty)
        #expect(empty.countSeries == 0 && empty.expectedFalseAlarmsAYear == 0)
        var random = Seeded(86)
        let short = try board(panel(weeks: 90, null(&random, weeks: 90)))
        #expect(short.countSeries == 0 && short.gaps[.shortHistory] == 10)
        let quiet = try board(panel([]))
        #expect(quiet.counts.isEmpty && quiet.shares.isEmpty)
        #expect(quiet.countSeries == 0 && quiet.gaps[.notEstimable] == 7)
        #expect(quiet.gaps[.fewFinds] == 3)
    }

    @Test func numbersOfReasonsAreShort() {
        #expect(AlarmText.number(2.04) == "2" && AlarmText.number(2.16) == "2.2")
        #expect(AlarmText.number(0.126) == "0.13" && AlarmText.number(40) == "40")
    }
}
