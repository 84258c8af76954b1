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
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            read = try decoder.decode(TruthFile.self, from: Data(json.utf8))
        } catch {
            throw WorldDefect(
                file: file, line: 0, cause: Self.cause(error),
                mend: "give a truth file in the layout of the public worlds")
        }
        self = try read.truth(file: file)
    }

    /// A key as the file writes it.
    private static func snakeCase(_ key: String) -> String {
        key.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
    }

    private static func cause(_ error: any Error) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.map { $0.intValue.map(String.init) ?? snakeCase($0.stringValue) }
                .joined(separator: ".")
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
        let first = try day(startDate, "start_date")
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
                    startDay: try day(entry.startDate, "the start of \(entry.measure)"),
                    type: entry.type, effect: effect, inspectionFactor: entry.inspectionMult,
                    fall: entry.delta, movedShare: entry.phi, lagWeeks: entry.lagWeeks,
                    rampWeeks: entry.rampWeeks))
        }
        var moved: [WorldTruth.Pair] = []
        for pair in truePairs {
            let source = measures.first { $0.measure == pair.measure }
            let receiver = source?.receivers?.first { $0.port == pair.toPort }
            moved.append(
                WorldTruth.Pair(
                    measure: pair.measure, fromPort: pair.fromPort, toPort: pair.toPort,
                    startDay: try day(pair.startDate, "the start of \(pair.measure)"),
                    lagWeeks: pair.lagWeeks, rampWeeks: source?.rampWeeks,
                    share: receiver?.share, addedPerYear: pair.addedPerYear,
                    relativeIncrease: pair.relIncrease))
        }
        return WorldTruth(
            world: scenario, seed: seed, firstDay: first, weekCount: weeks, portCount: ports,
            seizureCount: nSeizures, pairs: moved, measures: known,
            decoys: decoys.map {
                WorldTruth.Decoy(port: $0.port, week: $0.week, factor: $0.mult)
            },
            campaigns: effortCampaigns.map {
                WorldTruth.Campaign(
                    port: $0.port, week: $0.start, weeks: $0.weeks, factor: $0.mult)
            })
    }
}
