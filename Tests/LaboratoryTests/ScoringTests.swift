import Statistics
import Testing

@testable import Laboratory

@Suite struct ScoringTests {
    /// Two measures; M0 moved 52 a year to B and 13 a year to C.
    private static let truth: WorldTruth = {
        let start = WorldDay(number: 19_000)
        func measure(_ id: String, _ effect: WorldTruth.Effect) -> WorldTruth.MeasureTruth {
            WorldTruth.MeasureTruth(
                measure: id, port: "A", startDay: start, type: "screening", effect: effect)
        }
        func pair(_ port: String, _ added: Double) -> WorldTruth.Pair {
            WorldTruth.Pair(
                measure: "M0", fromPort: "A", toPort: port, startDay: start, lagWeeks: 2,
                addedPerYear: added, relativeIncrease: 1)
        }
        return WorldTruth(
            world: "w", seed: 1, firstDay: start + -700, weekCount: 200, portCount: 5,
            seizureCount: 0, pairs: [pair("B", 52), pair("C", 13)],
            measures: [measure("M0", .displaces), measure("M1", .none)], decoys: [],
            campaigns: [])
    }()

    private static func claim(
        _ measure: String, _ port: String, _ score: Double, weeks: Int? = nil,
        detector: String = "d", world: String = "w"
    ) -> PairClaim {
        PairClaim(
            world: world, detector: detector, measure: measure, toPort: port, score: score,
            alarmDay: weeks.map { WorldDay(number: 19_000) + 7 * $0 })
    }

    /// Worked by hand: ranks true, false, true; B receives from M0, so M1's B does not count.
    @Test func scoresAreThoseWorkedByHand() throws {
        let claims = [
            Self.claim("M0", "D", 2, weeks: 13), Self.claim("M0", "B", 3, weeks: 26),
            Self.claim("M0", "C", 1), Self.claim("M1", "B", 9, weeks: 13),
            Self.claim("M1", "E", 0),
        ]
        let score = try #require(try Scoring.score(claims, against: [Self.truth]).first)
        #expect(score.pairCount == 4 && score.truePairCount == 2)
        #expect(abs(score.averagePrecision - (1 + 2.0 / 3) / 2) < 1e-12)
        #expect(score.areaUnderCurve == 0.75)
        #expect(score.rankedPower == 0.5)
        #expect(score.alarmPower == 0.5 && score.alarmPowerFrom26 == 1)
        #expect(score.falseDiscoveryShare == 0.5 && score.falseAlarmsPerMeasureYear == 0.5)
        #expect(score.medianDelayWeeks == 26)
    }

    @Test func claimsWithoutTruthAreRefused() {
        let cases: [([PairClaim], Scoring.Defect)] = [
            ([Self.claim("M0", "B", 1, world: "v")], .unknownWorld("v")),
            ([Self.claim("M7", "B", 1)], .unknownMeasure(world: "w", measure: "M7")),
            (
                [Self.claim("M0", "B", .nan)],
                .scoreIsNoNumber(world: "w", measure: "M0", toPort: "B")
            ),
            (
                [Self.claim("M0", "B", 1), Self.claim("M0", "B", 2)],
                .pairTwice(world: "w", detector: "d", measure: "M0", toPort: "B")
            ),
        ]
        for (claims, defect) in cases {
            #expect(throws: defect) { try Scoring.score(claims, against: [Self.truth]) }
        }
    }

    @Test func detectorsAreScoredApart() throws {
        let claims = [
            Self.claim("M0", "B", 1, detector: "b"), Self.claim("M0", "B", 1, detector: "a"),
        ]
        #expect(
            try Scoring.score(claims, against: [Self.truth]).map(\.detector) == ["b", "a"])
    }

    @Test func claimsAreReadAsTheyWereWritten() throws {
        let claims = [
            Self.claim("M0", "B", -1.25, weeks: 13), Self.claim("M1", "C", 0.000_001),
        ]
        #expect(try PairClaim.read(PairClaim.text(claims)) == claims)
        let unnamed = "scenario,measure,to_port,score,alarm_date\nw,M0,B,1.5,\n"
        #expect(try PairClaim.read(unnamed).map(\.detector) == ["x"])
        let defect = #expect(throws: WorldDefect.self) {
            try PairClaim.read("scenario,measure,to_port,score,alarm_date\nw,M0,B,inf,\n")
        }
        #expect(defect?.line == 2)
    }

    @Test func tableHasALineForEachDetector() throws {
        let claims = [
            Self.claim("M0", "B", 1, detector: "long_name"), Self.claim("M0", "B", 1),
        ]
        let lines = ScoreTable.text(try Scoring.score(claims, against: [Self.truth]))
            .split(separator: "\n")
        #expect(lines.count == 3)
        #expect(Set(lines.map(\.count)).count == 1)
        #expect(lines[1].hasPrefix("long_name") && lines[2].hasPrefix("d "))
    }

    @Test func talliesCountWhatHappened() throws {
        var coverage = CoverageTally()
        #expect(coverage.share == nil && coverage.shareInterval() == nil)
        coverage.add(Interval(lower: 0, upper: 2), truth: 2)
        coverage.add(Interval(lower: 0, upper: 1), truth: 2)
        coverage.add(Interval(lower: 3, upper: 4), truth: 2)
        coverage.add(Interval(lower: -.infinity, upper: .infinity), truth: 2)
        #expect(coverage.share == 0.5 && coverage.belowCount == 1 && coverage.aboveCount == 1)
        #expect(coverage.shareInterval()?.contains(0.5) == true)
        var alarms = FalseAlarmTally()
        #expect(alarms.ratio == nil && alarms.realisedPerYear == nil)
        alarms.add(years: 10, falseAlarms: 3, statedPerYear: 0.2)
        alarms.add(years: 10, falseAlarms: 1, statedPerYear: 0.2)
        #expect(alarms.realisedPerYear == 0.2 && alarms.ratio == 1)
    }
}
