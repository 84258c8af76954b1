import Foundation
import Statistics

/// Breaks in the mean of five thousand values, and in the rate of as many counts.
enum ChangePointRace {
    private static let length = 5_000

    /// Levels that last fifty to six hundred values.
    private static func levels(_ invented: inout InventedCounts) -> [Double] {
        var level = 0.0
        var left = 0
        return (0..<length).map { _ in
            if left == 0 {
                level = 3 * invented.normal()
                left = 50 + Int(550 * invented.uniform())
            }
            left -= 1
            return level
        }
    }

    private static func breaks(_ outcome: ChangePointOutcome) -> [Double] {
        guard case .found(let found) = outcome else { return [.nan] }
        return found.breaks.map(Double.init)
    }

    static func normal() -> Race {
        var invented = InventedCounts(seed: 5_000)
        let values = levels(&invented).map { $0 + invented.normal() }
        return Race(
            name: "changepoint", title: "PELT, normal mean, \(length) values", unit: "search",
            units: 1, goals: ["changepoint": 1, "ruptures": 1_000, "KernelCPD": 1],
            input: ColumnText.of([("x", values)]), tolerance: 0
        ) {
            breaks(
                ChangePoints.ofValues(
                    values, cost: .normalMean(standardDeviation: 1), penalty: .bayesian))
        }
    }

    static func poisson() -> Race {
        var invented = InventedCounts(seed: 5_001)
        let counts = levels(&invented).map { invented.count(3 * exp($0 / 4), alpha: 0) }
        return Race(
            name: "poissonchange", title: "PELT, Poisson, \(length) counts", unit: "search",
            units: 1, goals: ["changepoint": 1],
            input: ColumnText.of([("x", counts.map(Double.init))]), tolerance: 0
        ) {
            breaks(ChangePoints.ofCounts(counts, penalty: .bayesian))
        }
    }

    static func online() -> Race {
        var invented = InventedCounts(seed: 5_002)
        let counts = levels(&invented).prefix(400).map { invented.count(3 * exp($0 / 4), alpha: 0) }
        return Race(
            name: "onlinechange", title: "online change points, 400 counts", unit: "series",
            units: 1, goals: [:], input: ColumnText.of([("x", counts.map(Double.init))]),
            tolerance: 0
        ) {
            let prior = SegmentPrior.poisson(shape: 1, rate: 1)
            guard var search = OnlineChangePoints(prior: prior, hazard: 0.01) else { return [] }
            for count in counts { _ = search.observe(Double(count)) }
            return search.starts.map(Double.init)
        }
    }
}
