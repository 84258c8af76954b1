import Laboratory
import Testing

@Suite struct SimpleDetectorTests {
    private static let detectors: [any Detector] = [DisplacementDifference(), InspectionRate()]

    private static func world(_ seed: UInt64) throws -> World {
        var conditions = WorldConditions()
        conditions.portCount = 10
        conditions.measureCount = 3
        conditions.receivers = 1...1
        conditions.fall = 0.9...0.9
        conditions.movedShare = 1...1
        conditions.medianRate = 2
        return try WorldMaker(conditions).world(named: "w", seed: seed).world
    }

    @Test func everyOtherPortOfEveryMeasureIsJudgedOnce() throws {
        let world = try Self.world(1)
        for detector in Self.detectors {
            let pairs = detector.detect(world).map { [$0.measure, $0.toPort] }
            #expect(pairs.count == 3 * 9)
            #expect(Set(pairs).count == pairs.count)
            #expect(pairs.allSatisfy { $0[1] != world.measures[$0[0]].port })
        }
    }

    /// An alarm may rest only on what had been reported by then.
    @Test func alarmsRestOnlyOnWhatWasKnown() throws {
        var alarms = 0
        for seed in 1...6 {
            let world = try Self.world(UInt64(seed))
            for detector in Self.detectors {
                let all = detector.detect(world)
                for week in Set(all.compactMap(\.alarmWeek)) {
                    var then = world
                    then.seizures.removeAll { $0.reportDay >= 7 * week }
                    for port in then.inspections.indices {
                        for later in week..<world.weekCount { then.inspections[port][later] = 0 }
                    }
                    let known = detector.detect(then)
                    for (early, late) in zip(known, all) where late.alarmWeek == week {
                        alarms += 1
                        #expect(early.alarmWeek == week, "\(detector.name), seed \(seed)")
                    }
                }
            }
        }
        #expect(alarms > 0)
    }

    @Test func orderKilogramsAndAttributesDoNotMatter() throws {
        let world = try Self.world(3)
        var other = world
        other.seizures.reverse()
        for index in other.seizures.indices {
            other.seizures[index].kilograms = 1
            other.seizures[index].company = nil
        }
        for detector in Self.detectors {
            #expect(detector.detect(other) == detector.detect(world))
        }
    }

    @Test func manyMoreFindsAtOnePortAreSeen() throws {
        var world = try Self.world(4)
        let measure = world.measures[0]
        let measured = Set(world.measures.map(\.port))
        let port = try #require(
            world.ports.indices.first {
                !measured.contains($0) && world.inspections[$0].allSatisfy { $0 != nil }
            })
        let year = 7 * measure.startWeek..<7 * min(world.weekCount, measure.startWeek + 52)
        let found = world.seizures.filter { $0.port == port && year.contains($0.eventDay) }
        #expect(!found.isEmpty)
        for _ in 0..<11 { world.seizures += found }
        for detector in Self.detectors {
            let verdicts = detector.detect(world).filter { $0.measure == 0 }
            let best = verdicts.max { $0.score < $1.score }
            #expect(best?.toPort == port, "\(detector.name)")
            let weeks = best?.alarmWeek.map { $0 - measure.startWeek } ?? .max
            #expect(weeks <= 39, "\(detector.name): \(weeks)")
        }
    }

    /// More checks that find more show no traffic: only the test without a denominator errs.
    @Test func moreInspectionsDeceiveOnlyTheCountTest() throws {
        var rises: [String: Double] = [:]
        for seed in 1...6 {
            let calm = try Self.world(UInt64(seed))
            var busy = calm
            let measure = calm.measures[0]
            let port = try #require(
                calm.ports.indices.first { port in
                    !calm.measures.contains { $0.port == port }
                        && calm.inspections[port].allSatisfy { $0 != nil }
                })
            for week in measure.startWeek..<calm.weekCount {
                busy.inspections[port][week] = busy.inspections[port][week].map { 3 * $0 }
            }
            let found = calm.seizures.filter {
                $0.port == port && $0.eventDay >= 7 * measure.startWeek
            }
            busy.seizures += found + found
            for detector in Self.detectors {
                func score(_ world: World) -> Double {
                    detector.detect(world).first { $0.measure == 0 && $0.toPort == port }?.score
                        ?? 0
                }
                rises[detector.name, default: 0] += (score(busy) - score(calm)) / 6
            }
        }
        #expect((rises["displacement_difference"] ?? 0) > 5)
        #expect(abs(rises["inspection_rate"] ?? 9) < 1)
    }

    @Test func emptyWorldsHaveNothingToSay() throws {
        var world = try Self.world(5)
        world.seizures = []
        for detector in Self.detectors {
            #expect(detector.detect(world).allSatisfy { $0.score == 0 && $0.alarmWeek == nil })
        }
        world.measures = []
        for detector in Self.detectors { #expect(detector.detect(world).isEmpty) }
    }
}
