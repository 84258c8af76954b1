import Foundation
import Laboratory
import Testing

/// The reader, the scorer and the maker against the public worlds.
@Suite(.enabled(if: PublicWorlds.arePresent, Comment(rawValue: PublicWorlds.absent)))
struct PublicWorldTests {
    /// The counts that the makers of the public worlds wrote into their truth files.
    @Test func everyPublicWorldIsReadWhole() throws {
        let all = try PublicWorlds.all()
        #expect(all.count == 12)
        #expect(all.reduce(0) { $0 + $1.world.seizures.count } == 137_530)
        #expect(all.reduce(0) { $0 + $1.world.measures.count } == 73)
        #expect(all.reduce(0) { $0 + $1.truth.pairs.count } == 95)
        for made in all {
            let (world, truth) = (made.world, made.truth)
            #expect(world.seizures.count == truth.seizureCount)
            #expect(world.ports.count == truth.portCount)
            #expect(world.weekCount == truth.weekCount)
            #expect(world.firstDay == truth.firstDay)
            for (measure, told) in zip(world.measures, truth.measures) {
                #expect(measure.id == told.measure)
                #expect(world.ports[measure.port].id == told.port)
                #expect(world.firstDay + measure.startDay == told.startDay)
            }
        }
    }

    @Test func publicWorldsSurviveWritingAndReading() throws {
        for made in try PublicWorlds.all().prefix(2) {
            let again = try World(named: made.world.name, files: WorldFiles(made.world))
            #expect(again == made.world)
            #expect(try WorldTruth(json: made.truth.json) == made.truth)
        }
    }

    /// Source: `reference_pairs_score.json`, written by the published scorer in Python.
    @Test func scoresEqualThePublishedScorer() throws {
        let claims = try PairClaim.read(PublicWorlds.text("reference_pairs.csv"))
        let scores = try Scoring.score(claims, against: PublicWorlds.all().map(\.truth))
        #expect(scores.map(\.detector) == ["wdd", "qpe", "fp", "comp", "compsum"])
        let golden: [[Double]] = [
            [0.0846, 0.6048, 0.0, 0.0737, 0.2353, 0.7812, 0.3425, 52],
            [0.1429, 0.681, 0.0105, 0.0421, 0.0588, 0.75, 0.1644, 52],
            [0.3289, 0.7899, 0.0842, 0.1895, 0.6471, 0.3333, 0.1233, 39],
            [0.3572, 0.7794, 0.0947, 0.1368, 0.4118, 0.2353, 0.0548, 26],
            [0.3586, 0.7958, 0.1263, 0.1579, 0.4706, 0.0625, 0.0137, 26],
        ]
        for (score, figures) in zip(scores, golden) {
            #expect(score.pairCount == 1_983)
            #expect(score.truePairCount == 95)
            let own = [
                score.averagePrecision, score.areaUnderCurve ?? -1, score.rankedPower,
                score.alarmPower, score.alarmPowerFrom26, score.falseDiscoveryShare,
                score.falseAlarmsPerMeasureYear, score.medianDelayWeeks ?? -1,
            ]
            for (own, figure) in zip(own, figures) {
                // The published figures are rounded to four digits.
                #expect(abs(own - figure) <= 0.00005 + 1e-12, "\(score.detector): \(figure)")
            }
        }
    }

    /// Tolerances hold the difference of two means of 12 and 24 worlds at about three of
    /// their standard errors; the figures themselves come from the worlds, not from the maker.
    @Test func madeWorldsLookLikeThePublicOnes() throws {
        let theirs = try PublicWorlds.all().map { WorldFigures($0.world) }
        var ours: [WorldFigures] = []
        for (index, scenario) in (WorldConditions.published + WorldConditions.published)
            .enumerated()
        {
            let maker = try WorldMaker(scenario.conditions)
            ours.append(WorldFigures(try maker.world(named: "w", seed: 700 + UInt64(index)).world))
        }
        func compare(
            _ what: String, _ figure: (WorldFigures) -> Double, within tolerance: Double
        ) {
            let own = WorldFigures.mean(ours.map(figure).filter { !$0.isNaN })
            let other = WorldFigures.mean(theirs.map(figure).filter { !$0.isNaN })
            print("\(what): made \(own), public \(other)")
            #expect(abs(own - other) <= tolerance, "\(what): made \(own), public \(other)")
        }
        compare("overdispersion", \.alpha, within: 0.12)
        compare("memory", \.memory, within: 0.08)
        compare("spread of rates", \.rateSpread, within: 0.12)
        compare("log median rate", { log2($0.medianRate) }, within: 0.5)
        for (index, name) in ["method", "route", "company"].enumerated() {
            let (within, between) = [(0.05, 0.05), (0.04, 0.04), (0.015, 0.012)][index]
            compare("\(name) within ports", { $0.within[index] }, within: within)
            compare("\(name) between ports", { $0.between[index] }, within: between)
            compare("\(name) missing", { $0.missing[index] }, within: 0.01)
        }
        compare("company after four years", \.drifted, within: 0.02)
        compare("delay", \.meanDelay, within: 0.5)
        compare("log kilograms", \.logKilogramsSpread, within: 0.15)
        compare("ports without inspections", \.portsWithoutInspections, within: 0.05)
        compare("growth", \.growth, within: 0.3)
    }

    /// The first bar that any detector of ours must pass is to beat these.
    @Test func simpleDetectorsRankBadlyAndAlarmFalsely() throws {
        var claims: [PairClaim] = []
        for made in try PublicWorlds.all() {
            claims += PairClaim.claims(of: DisplacementDifference(), about: made.world)
            claims += PairClaim.claims(of: InspectionRate(), about: made.world)
        }
        let scores = try Scoring.score(claims, against: PublicWorlds.all().map(\.truth))
        print(ScoreTable.text(scores))
        for score in scores {
            #expect(score.pairCount == 1_983)
            #expect(score.averagePrecision > 95.0 / 1_983)
            #expect(score.averagePrecision < 0.25)
            #expect(score.falseDiscoveryShare > 0.3)
        }
    }
}
