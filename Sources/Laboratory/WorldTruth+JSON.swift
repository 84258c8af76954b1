import Foundation

extension WorldTruth {
    /// The truth as the public worlds write it, so that others can score a detector.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        // Encoding plain values cannot fail: every number in a truth is finite.
        guard let data = try? encoder.encode(TruthFile(self)) else { return "{}" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}

/// The layout of a truth file; names are those of the public worlds.
struct TruthFile: Codable {
    struct Receiver: Codable {
        var port: String
        var share: Double
        var added_per_week: Double
        var rel_increase: Double
    }

    struct Measure: Codable {
        var measure: String
        var port: String
        var week: Int
        var start_date: String
        var type: String
        var kind: String
        var inspection_mult: Double?
        var delta: Double?
        var phi: Double?
        var lag_weeks: Int?
        var ramp_weeks: Int?
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
        var from_port: String
        var to_port: String
        var start_date: String
        var lag_weeks: Int
        var added_per_year: Double
        var rel_increase: Double
    }

    var scenario: String
    var seed: UInt64
    var start_date: String
    var weeks: Int
    var ports: Int
    var n_seizures: Int
    var measures: [Measure]
    var effort_campaigns: [Campaign]
    var decoys: [Decoy]
    var true_pairs: [Pair]

    init(_ truth: WorldTruth) {
        scenario = truth.world
        seed = truth.seed
        start_date = truth.firstDay.description
        weeks = truth.weekCount
        ports = truth.portCount
        n_seizures = truth.seizureCount
        measures = truth.measures.map { measure in
            let own = truth.pairs.filter { $0.measure == measure.measure }
            let receivers = own.map { pair in
                Receiver(
                    port: pair.toPort, share: pair.share ?? 1 / Double(own.count),
                    added_per_week: pair.addedPerYear / 52, rel_increase: pair.relativeIncrease)
            }
            return Measure(
                measure: measure.measure, port: measure.port,
                week: (measure.startDay - truth.firstDay) / 7,
                start_date: measure.startDay.description, type: measure.type,
                kind: measure.effect.rawValue, inspection_mult: measure.inspectionFactor,
                delta: measure.fall, phi: measure.movedShare, lag_weeks: measure.lagWeeks,
                ramp_weeks: measure.rampWeeks,
                receivers: measure.effect == .displaces ? receivers : nil)
        }
        effort_campaigns = truth.campaigns.map {
            Campaign(port: $0.port, start: $0.week, weeks: $0.weeks, mult: $0.factor)
        }
        decoys = truth.decoys.map {
            Decoy(kind: "local_growth", port: $0.port, week: $0.week, mult: $0.factor)
        }
        true_pairs = truth.pairs.map { pair in
            Pair(
                measure: pair.measure, from_port: pair.fromPort, to_port: pair.toPort,
                start_date: pair.startDay.description, lag_weeks: pair.lagWeeks,
                added_per_year: pair.addedPerYear, rel_increase: pair.relativeIncrease)
        }
    }
}
