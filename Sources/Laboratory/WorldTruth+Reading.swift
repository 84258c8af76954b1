import Foundation

extension WorldTruth {
    /// Most bytes of a truth file.
    package static let mostBytes = 20_000_000

    /// Reads a truth file in the layout of the public worlds.
    ///
    /// *Throws*: a defect that names the file and what it lacks.
    package init(json: String, file: String = "truth.json") throws(WorldDefect) {
        guard json.utf8.count <= Self.mostBytes else {
            throw WorldDefect(
                file: file, line: 0, cause: "is larger than \(Self.mostBytes) bytes",
                mend: "give the truth of one world")
        }
        let read: TruthFile
        do {
            read = try JSONDecoder().decode(TruthFile.self, from: Data(json.utf8))
        } catch {
            throw WorldDefect(
                file: file, line: 0, cause: Self.cause(error),
                mend: "give a truth file in the layout of the public worlds")
        }
        self = try read.truth(file: file)
    }

    private static func cause(_ error: any Error) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
        switch error as? DecodingError {
        case .keyNotFound(let key, let context):
            return "lacks \(place(context.codingPath + [key]))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(place(context.codingPath)) has another type"
        case .dataCorrupted, .none: return "is no JSON"
        case .some: return "cannot be read"
        }
    }
}

extension TruthFile {
    fileprivate func truth(file: String) throws(WorldDefect) -> WorldTruth {
        func day(_ text: String, _ what: String) throws(WorldDefect) -> WorldDay {
            guard let day = WorldDay(text) else {
                throw WorldDefect(
                    file: file, line: 0, cause: "\(what) is no date",
                    mend: "write it like 2024-03-09")
            }
            return day
        }
        let first = try day(start_date, "start_date")
        var known: [WorldTruth.MeasureTruth] = []
        for entry in measures {
            guard let effect = WorldTruth.Effect(rawValue: entry.kind) else {
                let kinds = WorldTruth.Effect.allCases.map(\.rawValue).joined(separator: ", ")
                throw WorldDefect(
                    file: file, line: 0, cause: "\(entry.measure) has an unknown kind",
                    mend: "give one of \(kinds)")
            }
            known.append(
                WorldTruth.MeasureTruth(
                    measure: entry.measure, port: entry.port,
                    startDay: try day(entry.start_date, "the start of \(entry.measure)"),
                    type: entry.type, effect: effect, inspectionFactor: entry.inspection_mult,
                    fall: entry.delta, movedShare: entry.phi, lagWeeks: entry.lag_weeks,
                    rampWeeks: entry.ramp_weeks))
        }
        var moved: [WorldTruth.Pair] = []
        for pair in true_pairs {
            let source = measures.first { $0.measure == pair.measure }
            let receiver = source?.receivers?.first { $0.port == pair.to_port }
            moved.append(
                WorldTruth.Pair(
                    measure: pair.measure, fromPort: pair.from_port, toPort: pair.to_port,
                    startDay: try day(pair.start_date, "the start of \(pair.measure)"),
                    lagWeeks: pair.lag_weeks, rampWeeks: source?.ramp_weeks,
                    share: receiver?.share, addedPerYear: pair.added_per_year,
                    relativeIncrease: pair.rel_increase))
        }
        return WorldTruth(
            world: scenario, seed: seed, firstDay: first, weekCount: weeks, portCount: ports,
            seizureCount: n_seizures, pairs: moved, measures: known,
            decoys: decoys.map {
                WorldTruth.Decoy(port: $0.port, week: $0.week, factor: $0.mult)
            },
            campaigns: effort_campaigns.map {
                WorldTruth.Campaign(
                    port: $0.port, week: $0.start, weeks: $0.weeks, factor: $0.mult)
            })
    }
}
