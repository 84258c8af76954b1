import Foundation
import Laboratory

/// What a world looks like in figures, to compare made worlds with public ones.
struct WorldFigures {
    /// Median over ports with 60 finds or more of the overdispersion of four-weekly counts.
    var alpha = 0.0
    /// Median over the same ports of the lag-one correlation of their log residuals.
    var memory = 0.0
    /// Spread of ports' log rates.
    var rateSpread = 0.0
    /// Median rate of a port over the level in the conditions is not known for all worlds, so
    /// the plain median of finds a week.
    var medianRate = 0.0
    /// For method, route and company: the chance that two finds of a port agree, that two
    /// finds of two ports agree, and the share of finds without the attribute.
    var within: [Double] = []
    var between: [Double] = []
    var missing: [Double] = []
    /// The chance that two finds of a port four years apart agree, for the company.
    var drifted = 0.0
    var meanDelay = 0.0
    var logKilogramsSpread = 0.0
    var portsWithoutInspections = 0.0
    /// Growth from the first year to the last, as a logarithm.
    var growth = 0.0

    init(_ world: World) {
        var weekly = world.ports.map { _ in [Double](repeating: 0, count: world.weekCount) }
        for seizure in world.seizures { weekly[seizure.port][seizure.eventWeek] += 1 }
        counts(weekly)
        for attribute in [\World.Seizure.method, \.route, \.company] {
            agreement(world, attribute)
        }
        drift(world)
        let finds = Double(world.seizures.count)
        meanDelay = world.seizures.reduce(0) { $0 + Double($1.reportDay - $1.eventDay) } / finds
        logKilogramsSpread = Self.spread(
            world.seizures.compactMap { $0.kilograms.map { log(max($0, 0.001)) } })
        portsWithoutInspections =
            Double(world.inspections.count { $0.allSatisfy { $0 == nil } })
            / Double(world.ports.count)
        let year = 52
        let total = (0..<world.weekCount).map { week in weekly.reduce(0) { $0 + $1[week] } }
        growth = log(total.suffix(year).reduce(0, +) / total.prefix(year).reduce(0, +))
    }

    private mutating func counts(_ weekly: [[Double]]) {
        let rates = weekly.map { $0.reduce(0, +) / Double($0.count) }
        medianRate = Self.median(rates)
        rateSpread = Self.spread(rates.map { log(max($0, 0.01)) })
        let blocks = weekly.map { weeks in
            (0..<weeks.count / 4).map { weeks[4 * $0..<4 * $0 + 4].reduce(0, +) }
        }
        let network = blocks[0].indices.map { block in blocks.reduce(0) { $0 + $1[block] } }
        let all = network.reduce(0, +)
        var alphas: [Double] = []
        var memories: [Double] = []
        for port in blocks {
            let sum = port.reduce(0, +)
            guard sum >= 60 else { continue }
            let means = network.map { sum * $0 / all }
            let excess = zip(port, means).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) - $1.1 }
            alphas.append(excess / means.reduce(0) { $0 + $1 * $1 })
            let rest = zip(port, means).map { log(($0 + 0.5) / ($1 + 0.5)) }
            let mean = rest.reduce(0, +) / Double(rest.count)
            let centred = rest.map { $0 - mean }
            memories.append(
                zip(centred, centred.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
                    / centred.reduce(0) { $0 + $1 * $1 })
        }
        alpha = Self.median(alphas)
        memory = Self.median(memories)
    }

    private mutating func agreement(_ world: World, _ attribute: KeyPath<World.Seizure, Int?>) {
        var tables = world.ports.map { _ in [Int: Double]() }
        var unknown = 0.0
        for seizure in world.seizures {
            guard let value = seizure[keyPath: attribute] else {
                unknown += 1
                continue
            }
            tables[seizure.port][value, default: 0] += 1
        }
        missing.append(unknown / Double(world.seizures.count))
        let full = tables.filter { $0.values.reduce(0, +) >= 50 }
        within.append(
            Self.median(
                full.map { table in
                    let total = table.values.reduce(0, +)
                    return table.values.reduce(0) { $0 + $1 * ($1 - 1) } / (total * (total - 1))
                }))
        var pairs: [Double] = []
        for (index, first) in full.enumerated() {
            for second in full.dropFirst(index + 1) { pairs.append(Self.match(first, second)) }
        }
        between.append(Self.median(pairs))
    }

    /// The agreement of companies in the first year and the fifth, over ports busy in both.
    private mutating func drift(_ world: World) {
        var years = world.ports.map { _ in [[Int: Double]](repeating: [:], count: 5) }
        for seizure in world.seizures {
            guard let company = seizure.company, seizure.eventWeek < 260 else { continue }
            years[seizure.port][seizure.eventWeek / 52][company, default: 0] += 1
        }
        let busy = years.filter {
            $0[0].values.reduce(0, +) >= 25 && $0[4].values.reduce(0, +) >= 25
        }
        drifted = busy.isEmpty ? .nan : Self.mean(busy.map { Self.match($0[0], $0[4]) })
    }

    private static func match(_ first: [Int: Double], _ second: [Int: Double]) -> Double {
        first.reduce(0) { $0 + $1.value * (second[$1.key] ?? 0) }
            / (first.values.reduce(0, +) * second.values.reduce(0, +))
    }

    static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    static func spread(_ values: [Double]) -> Double {
        let centre = mean(values)
        return mean(values.map { ($0 - centre) * ($0 - centre) }).squareRoot()
    }
}
