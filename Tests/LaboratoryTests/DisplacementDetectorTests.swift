import Foundation
import Laboratory
import SituationAnalysis
import Testing

@Suite("The product's detector in made worlds")
struct DisplacementDetectorTests {
    private static func made(_ name: String, seed: UInt64) throws -> WorldMaker.Made {
        let scenario = try #require(WorldConditions.published.first { $0.name == name })
        return try WorldMaker(scenario.conditions).world(named: name, seed: seed)
    }

    @Test("A strong displacement raises alarms, and most are true")
    func strongDisplacementIsSeen() throws {
        var claims: [PairClaim] = []
        var truths: [WorldTruth] = []
        for seed in UInt64(71)..<74 {
            let scenario = try Self.made("displace_strong", seed: seed)
            var world = scenario.world
            var truth = scenario.truth
            world.name += "-\(seed)"
            truth.world = world.name
            claims += PairClaim.claims(of: DisplacementDetector(), about: world)
            truths.append(truth)
        }
        let score = try #require(try Scoring.score(claims, against: truths).first)
        #expect(score.alarmPower >= 0.5)
        #expect(score.falseDiscoveryShare <= 0.2)
    }

    @Test("Where nothing moves, alarms are rare")
    func nullWorldsStaySilent() throws {
        var alarms = 0
        for seed in UInt64(1)...6 {
            let made = try Self.made("null", seed: seed)
            alarms += DisplacementDetector().detect(made.world).count { $0.alarmWeek != nil }
        }
        #expect(alarms <= 2)
    }

    @Test("Results do not depend on the order of records or the numbering of ports")
    func relabellingChangesNoVerdict() throws {
        let made = try Self.made("displace_strong", seed: 5)
        let before = DisplacementDetector().result(made.world)
        var turned = made.world
        let count = turned.ports.count
        turned.ports.reverse()
        turned.inspections.reverse()
        for index in turned.seizures.indices {
            turned.seizures[index].port = count - 1 - turned.seizures[index].port
            turned.seizures[index].kilograms = Double(index)
        }
        turned.seizures.reverse()
        for index in turned.measures.indices {
            turned.measures[index].port = count - 1 - turned.measures[index].port
        }
        let after = DisplacementDetector().result(turned)
        for reading in before.readings {
            let other = try #require(
                after.readings.first {
                    $0.measure == reading.measure && $0.place == count - 1 - reading.place
                })
            #expect(other.verdict == reading.verdict)
            #expect(other.alertLook == reading.alertLook)
            #expect(abs(other.score - reading.score) < 1e-6)
        }
    }

    @Test("Twice the inspections and twice the finds at a port change no verdict there")
    func moreLookingIsNoDisplacement() throws {
        let made = try Self.made("null", seed: 9)
        let measure = try #require(made.world.measures.first)
        let port = measure.port == 0 ? 1 : 0
        let before = DisplacementDetector().result(made.world)
        var world = made.world
        for week in measure.startWeek..<world.weekCount {
            world.inspections[port][week] = world.inspections[port][week].map { $0 * 2 }
        }
        world.seizures += world.seizures.filter {
            $0.port == port && $0.eventWeek >= measure.startWeek
        }
        let after = DisplacementDetector().result(world)
        for (old, new) in zip(before.readings, after.readings) where new.place == port {
            #expect(old.alertLook == nil && new.alertLook == nil)
        }
    }
}
