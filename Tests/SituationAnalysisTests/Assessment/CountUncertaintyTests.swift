import TestSupport
import Testing

@testable import SituationAnalysis

struct CountUncertaintyTests {
    /// Three years of months around a level of their own.
    private func months(_ levels: [Int], scatter: Int, seed: UInt64) -> [Int: Int] {
        var random = Seeded(seed)
        var months: [Int: Int] = [:]
        for (year, level) in levels.enumerated() {
            for month in 0..<12 {
                months[(2020 + year) * 12 + month] = level + random.number(-scatter...scatter)
            }
        }
        return months
    }

    @Test func aChangeOfLevelIsNotNoise() throws {
        let steady = try #require(
            CountUncertainty(monthly: months([100, 100, 100], scatter: 60, seed: 1), months: 12)
                .alpha)
        let stepped = try #require(
            CountUncertainty(monthly: months([100, 1_000, 100], scatter: 60, seed: 1), months: 12)
                .alpha)
        #expect(stepped < steady * 1.5)
        #expect(steady > 0)
    }

    @Test func moreScatterGivesAWiderInterval() throws {
        let calm = try #require(
            CountUncertainty(monthly: months([100, 100], scatter: 5, seed: 2), months: 12).alpha)
        let wild = try #require(
            CountUncertainty(monthly: months([100, 100], scatter: 90, seed: 2), months: 12).alpha)
        #expect(wild > calm)
    }

    @Test func monthsThatResembleTheirNeighboursWiden() throws {
        // The same months, once ordered within each year and once mixed.
        var ordered: [Int: Int] = [:]
        var mixed: [Int: Int] = [:]
        for year in 2020...2022 {
            for month in 0..<12 {
                ordered[year * 12 + month] = 40 + month * 10
                mixed[year * 12 + month] = 40 + (month * 5 % 12) * 10
            }
        }
        let one = try #require(CountUncertainty(monthly: ordered, months: 12).alpha)
        let two = try #require(CountUncertainty(monthly: mixed, months: 12).alpha)
        #expect(one > two)
    }

    @Test func tooFewMonthsLeaveItUndefined() {
        #expect(CountUncertainty(monthly: [24_240: 5, 24_241: 9], months: 12).alpha == nil)
        #expect(CountUncertainty(monthly: [:], months: 12).alpha == nil)
    }
}
