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
}
