import Laboratory
import Testing

@Suite struct WorldMakerTests {
    private static func small() -> WorldConditions {
        var conditions = WorldConditions()
        conditions.portCount = 8
        conditions.measureCount = 2
        return conditions
    }

    private static func made(
        _ seed: UInt64, _ change: (inout WorldConditions) -> Void = { _ in }
    ) throws -> WorldMaker.Made {
        var conditions = small()
        change(&conditions)
        return try WorldMaker(conditions).world(named: "w", seed: seed)
    }

    @Test func sameSeedMakesTheSameWorld() throws {
        #expect(try Self.made(5) == Self.made(5))
        #expect(try Self.made(5).world.seizures != Self.made(6).world.seizures)
    }

    /// Streams are separate: what a find looks like does not change how many there are.
    @Test func attributesDoNotChangeCounts() throws {
        let kept = try Self.made(5)
        let lost = try Self.made(5) { $0.profileKept = 0 }
        #expect(kept.world.ports == lost.world.ports)
        #expect(kept.world.inspections == lost.world.inspections)
        #expect(kept.world.seizures.map(\.eventDay) == lost.world.seizures.map(\.eventDay))
        #expect(kept.world.seizures.map(\.company) != lost.world.seizures.map(\.company))
    }

    @Test func modesDoWhatTheySay() throws {
        let null = try Self.made(7) { $0.mode = .null }.truth
        let deter = try Self.made(7) { $0.mode = .deter }.truth
        let displace = try Self.made(7).truth
        #expect(null.measures.allSatisfy { $0.effect == .none } && null.pairs.isEmpty)
        #expect(deter.measures.allSatisfy { $0.effect == .deters } && deter.pairs.isEmpty)
        #expect(displace.measures.allSatisfy { $0.effect == .displaces })
        #expect(Set(displace.pairs.map(\.measure)) == ["M0", "M1"])
        var conditions = WorldConditions()
        conditions.mode = .mixed
        conditions.measureCount = 15
        var effects: [WorldTruth.Effect: Int] = [:]
        for seed in 0..<10 {
            conditions.weekCount = 230
            let truth = try WorldMaker(conditions).world(named: "w", seed: UInt64(seed)).truth
            for measure in truth.measures { effects[measure.effect, default: 0] += 1 }
        }
        // 150 measures: half, a quarter, a quarter, within four standard errors.
        #expect((51...99).contains(effects[.displaces] ?? 0))
        #expect((16...59).contains(effects[.deters] ?? 0))
    }

    @Test func sharesOfAMeasureSumToOneAndGoElsewhere() throws {
        for seed in 0..<20 {
            let truth = try Self.made(UInt64(seed)).truth
            let measured = Set(truth.measures.map(\.port))
            for measure in truth.measures {
                let own = truth.pairs.filter { $0.measure == measure.measure }
                #expect(abs(own.reduce(0) { $0 + ($1.share ?? 0) } - 1) < 1e-12)
                #expect((1...3).contains(own.count))
                #expect(own.allSatisfy { !measured.contains($0.toPort) })
            }
        }
    }

    /// With everything else still, the added finds must be those that the truth states.
    @Test func movedFlowArrivesAsStated() throws {
        var stated = 0.0
        var counted = 0.0
        for seed in 0..<20 {
            func count(_ fall: Double) throws -> (Int, WorldTruth) {
                let made = try Self.made(UInt64(seed)) { conditions in
                    conditions.measureCount = 1
                    conditions.trendPerYear = 0...0
                    conditions.shockSpread = 0
                    conditions.commonShockSpread = 0
                    conditions.campaignsPerYear = 0
                    conditions.decoyCount = 0
                    conditions.inspectionNoise = 0
                    conditions.scannerShare = 0
                    conditions.alpha = 0
                    conditions.leastMeasuredRate = 2
                    conditions.fall = fall...fall
                    conditions.startWeeks = 100...100
                    conditions.weekCount = 230
                }
                let receivers = Set(made.truth.pairs.map(\.toPort))
                let late = made.world.seizures.filter {
                    $0.eventWeek >= 130 && receivers.contains(made.world.ports[$0.port].id)
                }
                return (late.count, made.truth)
            }
            let (with, truth) = try count(0.8)
            stated += truth.pairs.reduce(0) { $0 + $1.addedPerYear } * 100 / 52
            counted += Double(with - (try count(0).0))
        }
        // Counts are Poisson, so the difference is within some hundred of several thousand.
        #expect(stated > 1_000)
        #expect(abs(counted / stated - 1) < 0.1, "stated \(stated), counted \(counted)")
    }

    @Test func inspectionsCarryFindsButNotTraffic() throws {
        func total(_ factor: Double) throws -> Double {
            var total = 0
            for seed in 0..<8 {
                let made = try Self.made(UInt64(seed)) {
                    $0.mode = .null
                    $0.scannerShare = 1
                    $0.scannerFactor = factor...factor
                    $0.startWeeks = 100...100
                }
                let measured = Set(made.world.measures.map(\.port))
                total += made.world.seizures.count {
                    measured.contains($0.port) && $0.eventWeek >= 100
                }
            }
            return Double(total)
        }
        let ratio = try total(2) / total(1)
        #expect(abs(ratio - 2) < 0.1, "\(ratio)")
    }

    @Test(arguments: [
        "portCount", "weekCount", "measureCount", "startWeeks", "profileKept", "fall", "alpha",
        "shockMemory", "receiverReach", "company.values", "substances",
    ])
    func conditionsOutOfBoundsAreNamed(parameter: String) {
        var conditions = WorldConditions()
        switch parameter {
        case "portCount": conditions.portCount = 1
        case "weekCount": conditions.weekCount = 5_000
        case "measureCount": conditions.measureCount = 16
        case "startWeeks": conditions.startWeeks = 100...300
        case "profileKept": conditions.profileKept = .nan
        case "fall": conditions.fall = 0.5...1.5
        case "alpha": conditions.alpha = -1
        case "shockMemory": conditions.shockMemory = 1
        case "receiverReach": conditions.receiverReach = 0
        case "company.values": conditions.records.company.values = 0
        default: conditions.records.substances = [0.5, 0.4]
        }
        let defect = #expect(throws: WorldConditions.Defect.self) {
            try WorldMaker(conditions)
        }
        #expect(conditions.defects.contains { $0.parameter == parameter })
        #expect(defect?.cause.isEmpty == false && defect?.mend.isEmpty == false)
    }

    @Test func publishedConditionsCanAllBeMade() {
        #expect(WorldConditions.published.count == 12)
        for scenario in WorldConditions.published {
            #expect(scenario.conditions.defects.isEmpty, "\(scenario.name)")
        }
    }

    @Test func conditionsBeyondTheLimitAreRefusedBeforeTheyAreMade() throws {
        var conditions = WorldConditions()
        conditions.portCount = 1_000
        conditions.medianRate = 50
        let maker = try WorldMaker(conditions)
        #expect(throws: WorldConditions.Defect.self) {
            try maker.world(named: "w", seed: 1)
        }
    }
}
