import Laboratory
import SituationAnalysis
import Testing

/// The displacement test held to its bars on the published worlds and on worlds it has not seen.
@Suite struct DisplacementBarTests {
    @Test(.enabled(if: PublicWorlds.arePresent, Comment(rawValue: PublicWorlds.absent)))
    func publicWorldsMeetTheBars() throws {
        let worlds = try PublicWorlds.all()
        let detector = DisplacementDetector()
        let claims = worlds.flatMap { PairClaim.claims(of: detector, about: $0.world) }
        let score = try #require(
            try Scoring.score(claims, against: worlds.map(\.truth)).first)
        #expect(score.averagePrecision >= 0.36)
        #expect(score.falseDiscoveryShare <= 0.10)
        #expect(score.falseAlarmsPerMeasureYear <= 0.03)
        #expect(score.alarmPowerFrom26 >= 0.47)
        #expect((score.medianDelayWeeks ?? 99) <= 30)
    }

    @Test func unseenWorldsMeetTheBars() throws {
        var claims: [PairClaim] = []
        var truths: [WorldTruth] = []
        for (index, scenario) in WorldConditions.published.enumerated() {
            let made = try WorldMaker(scenario.conditions)
                .world(named: "u\(index)", seed: 880_000 + UInt64(index))
            claims += PairClaim.claims(of: DisplacementDetector(), about: made.world)
            truths.append(made.truth)
        }
        let score = try #require(try Scoring.score(claims, against: truths).first)
        #expect(score.averagePrecision >= 0.34)
        #expect(score.falseDiscoveryShare <= 0.15)
        #expect(score.falseAlarmsPerMeasureYear <= 0.05)
        #expect(score.alarmPowerFrom26 >= 0.40)
    }

    /// 72 intervals of 95 %: at 90 % true coverage fewer than 60 come about once in 60 runs.
    @Test func intervalsOfEffectsHoldTheTruth() throws {
        var coverage = EffectCoverage()
        for (index, scenario) in WorldConditions.published.enumerated() {
            let made = try WorldMaker(scenario.conditions)
                .world(named: "e\(index)", seed: 770_000 + UInt64(index))
            coverage.add(made.world, made.truth)
        }
        #expect(coverage.intervals.intervalCount >= 50)
        #expect(try #require(coverage.intervals.share) >= 0.85)
        #expect(coverage.wronglyEffective * 8 <= max(8, coverage.withoutEffect))
    }
}
