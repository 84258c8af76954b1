/// How well the claims of one detector agree with what really happened.
///
/// *Source*: the definitions are those of the scorer published with the public worlds.
package struct DetectorScore: Hashable, Sendable {
    package let detector: String
    /// Pairs that count: not those whose port receives from another measure.
    package let pairCount: Int
    package let truePairCount: Int
    /// Mean over true pairs of the share of true ones among those ranked as high or higher.
    package let averagePrecision: Double
    /// Probability that a true pair ranks above a false one; nil where one kind is absent.
    package let areaUnderCurve: Double?
    /// Largest share of true pairs found while at most a tenth of the ranked list is false.
    package let rankedPower: Double
    /// Share of true pairs with an alarm.
    package let alarmPower: Double
    /// The same among pairs that add 26 finds a year or more.
    package let alarmPowerFrom26: Double
    /// Share of alarms that are false; zero without alarms.
    package let falseDiscoveryShare: Double
    /// False alarms over measures; each is watched for a year.
    package let falseAlarmsPerMeasureYear: Double
    /// Median weeks from the start of the measure to a true alarm; nil without one.
    package let medianDelayWeeks: Double?
    /// True and false alarms, the counts behind the shares.
    package let trueAlarms: Int
    package let falseAlarms: Int
}

/// Scores claims against truths.
package enum Scoring {
    /// Why claims cannot be scored.
    package enum Defect: Error, Hashable, Sendable, CustomStringConvertible {
        case unknownWorld(String)
        case unknownMeasure(world: String, measure: String)
        case scoreIsNoNumber(world: String, measure: String, toPort: String)
        case pairTwice(world: String, detector: String, measure: String, toPort: String)

        package var description: String {
            switch self {
            case .unknownWorld(let world):
                "\(world) has no truth; give its truth file"
            case .unknownMeasure(let world, let measure):
                "\(world) has no measure \(measure); use the names of its measures.csv"
            case .scoreIsNoNumber(let world, let measure, let port):
                "\(world), \(measure), \(port): the score is no number; give a finite one"
            case .pairTwice(let world, let detector, let measure, let port):
                "\(world), \(measure), \(port): \(detector) claims it twice; give it one line"
            }
        }
    }

    private struct Key: Hashable {
        let world: String
        let measure: String
        let port: String
    }

    private struct Facts {
        var pairs: [Key: WorldTruth.Pair] = [:]
        var receivers: [String: Set<String>] = [:]
        var starts: [Key: WorldDay] = [:]
        var measureCount = 0

        init(_ truths: [WorldTruth]) {
            for truth in truths {
                receivers[truth.world] = Set(truth.pairs.map(\.toPort))
                measureCount += truth.measures.count
                for pair in truth.pairs {
                    pairs[Key(world: truth.world, measure: pair.measure, port: pair.toPort)] = pair
                }
                for measure in truth.measures {
                    starts[Key(world: truth.world, measure: measure.measure, port: "")] =
                        measure.startDay
                }
            }
        }
    }

    /// One score for each detector, in the order of their first claims.
    ///
    /// A port that receives from another measure is no false candidate and is left out. Equal
    /// scores keep the order of the claims.
    /// *Throws*: the first claim that no truth can judge.
    package static func score(
        _ claims: [PairClaim], against truths: [WorldTruth]
    ) throws(Defect) -> [DetectorScore] {
        let facts = Facts(truths)
        var order: [String] = []
        var groups: [String: [PairClaim]] = [:]
        for claim in claims {
            if groups[claim.detector] == nil { order.append(claim.detector) }
            groups[claim.detector, default: []].append(claim)
        }
        var scores: [DetectorScore] = []
        for name in order { scores.append(try score(name, groups[name] ?? [], facts)) }
        return scores
    }

    private static func score(
        _ detector: String, _ claims: [PairClaim], _ facts: Facts
    ) throws(Defect) -> DetectorScore {
        var ranked: [(score: Double, isTrue: Bool)] = []
        var seen: Set<Key> = []
        var delays: [Double] = []
        var falseAlarms = 0
        var large = (alarmed: 0, all: 0)
        for claim in claims {
            let key = Key(world: claim.world, measure: claim.measure, port: claim.toPort)
            let start = try checked(claim, key, facts)
            guard seen.insert(key).inserted else {
                throw .pairTwice(
                    world: claim.world, detector: detector, measure: claim.measure,
                    toPort: claim.toPort)
            }
            let pair = facts.pairs[key]
            if pair == nil, facts.receivers[claim.world]?.contains(claim.toPort) == true {
                continue
            }
            ranked.append((claim.score, pair != nil))
            if let pair, pair.addedPerYear >= 26 {
                large.all += 1
                large.alarmed += claim.alarmDay == nil ? 0 : 1
            }
            guard let alarm = claim.alarmDay else { continue }
            if pair == nil { falseAlarms += 1 } else { delays.append(Double(alarm - start) / 7) }
        }
        // Swift's sort keeps no order among equals, so the place decides.
        let sorted = ranked.enumerated().sorted {
            ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
        }.map(\.element.isTrue)
        let list = RankedList(sorted)
        delays.sort()
        let positives = max(list.trueCount, 1)
        return DetectorScore(
            detector: detector, pairCount: ranked.count, truePairCount: list.trueCount,
            averagePrecision: list.precisionSum / Double(positives),
            areaUnderCurve: list.areaUnderCurve,
            rankedPower: Double(list.foundAtTenth) / Double(positives),
            alarmPower: Double(delays.count) / Double(positives),
            alarmPowerFrom26: Double(large.alarmed) / Double(max(large.all, 1)),
            falseDiscoveryShare: Double(falseAlarms) / Double(max(delays.count + falseAlarms, 1)),
            falseAlarmsPerMeasureYear: Double(falseAlarms) / Double(max(facts.measureCount, 1)),
            medianDelayWeeks: delays.isEmpty ? nil : delays[delays.count / 2],
            trueAlarms: delays.count, falseAlarms: falseAlarms)
    }

    private static func checked(
        _ claim: PairClaim, _ key: Key, _ facts: Facts
    ) throws(Defect) -> WorldDay {
        guard facts.receivers[claim.world] != nil else { throw .unknownWorld(claim.world) }
        guard
            let start = facts.starts[Key(world: claim.world, measure: claim.measure, port: "")]
        else { throw .unknownMeasure(world: claim.world, measure: claim.measure) }
        guard claim.score.isFinite else {
            throw .scoreIsNoNumber(
                world: claim.world, measure: claim.measure, toPort: claim.toPort)
        }
        return start
    }

    /// Sums over a list that is sorted from the highest score down.
    private struct RankedList {
        var trueCount = 0
        var precisionSum = 0.0
        var foundAtTenth = 0
        var areaUnderCurve: Double?

        init(_ isTrue: [Bool]) {
            var trueBelow = 0
            let total = isTrue.count { $0 }
            for (index, flag) in isTrue.enumerated() {
                if flag {
                    trueCount += 1
                    precisionSum += Double(trueCount) / Double(index + 1)
                } else {
                    trueBelow += total - trueCount
                }
                if Double(index + 1 - trueCount) / Double(index + 1) <= 0.1 {
                    foundAtTenth = trueCount
                }
            }
            let pairs = total * (isTrue.count - total)
            if pairs > 0 { areaUnderCurve = 1 - Double(trueBelow) / Double(pairs) }
        }
    }
}
