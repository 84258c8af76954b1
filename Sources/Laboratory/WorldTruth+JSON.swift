import Foundation

extension WorldTruth {
    /// The truth as the public worlds write it, so that others can score a detector.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        // Encoding plain values cannot fail: every number in a truth is finite.
        guard let data = try? encoder.encode(TruthFile(self)) else { return "{}" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}

/// The layout of a truth file; names are those of the public worlds, in
/// the case of this language.
struct TruthFile: Codable {
    struct Receiver: Codable {
        var port: String
        var share: Double
        var addedPerWeek: Double
        var relIncrease: Double
    }

    struct Measure: Codable {
        var measure: String
        var port: String
        var week: Int
        var startDate: String
        var type: String
        var kind: String
        var inspectionMult: Double?
        var delta: Double?
        var phi: Double?
        var lagWeeks: Int?
        var rampWeeks: Int?
        var receivers: [Receiver]?
    }

    struct Campaign: Codable {
        var port: String
        var start: Int
        var weeks: Int
        var mult: Double
    }

    struct Decoy: Codable {
        var kind: String
        var port: String
        var week: Int
        var mult: Double
    }

    struct Pair: Codable {
        var measure: String
        var fromPort: String
        var toPort: String
        var startDate: String
        var lagWeeks: Int
        var addedPerYear: Double
        var relIncrease: Double
    }

    var scenario: String
    var seed: UInt64
    var startDate: String
    var weeks: Int
    var ports: Int
    var nSeizures: Int
    var measures: [Measure]
    var effortCampaigns: [Campaign]
    var decoys: [Decoy]
    var truePairs: [Pair]

    init(_ truth: WorldTruth) {
        scenario = truth.world
        seed = truth.seed
        startDate = truth.firstDay.description
        weeks = truth.weekCount
        ports = truth.portCount
        nSeizures = truth.seizureCount
        measures = truth.measures.map { measure in
            let own = truth.pairs.filter { $0.measure == measure.measure }
            let receivers = own.map { pair in
                Receiver(
                    port: pair.toPort, share: pair.share ?? 1 / Double(own.count),
                    addedPerWeek: pair.addedPerYear / 52, relIncrease: pair.relativeIncrease)
            }
            return Measure(
                measure: measure.measure, port: measure.port,
                week: (measure.startDay - truth.firstDay) / 7,
                startDate: measure.startDay.description, type: measure.type,
                kind: measure.effect.rawValue, inspectionMult: measure.inspectionFactor,
                delta: measure.fall, phi: measure.movedShare, lagWeeks: measure.lagWeeks,
                rampWeeks: measure.rampWeeks,
                receivers: measure.effect == .displaces ? receivers : nil)
        }
        effortCampaigns = truth.campaigns.map {
            Campaign(port: $0.port, start: $0.week, weeks: $0.weeks, mult: $0.factor)
        }
        decoys = truth.decoys.map {
            Decoy(kind: "local_growth", port: $0.port, week: $0.week, mult: $0.factor)
        }
        truePairs = truth.pairs.map { pair in
            Pair(
                measure: pair.measure, fromPort: pair.fromPort, toPort: pair.toPort,
                startDate: pair.startDay.description, lagWeeks: pair.lagWeeks,
                addedPerYear: pair.addedPerYear, relIncrease: pair.relativeIncrease)
        }
    }
}
