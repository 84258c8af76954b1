import Foundation
import Statistics

/// A wandering level with one comparison series, by maximum likelihood.
enum LocalLevelRace {
    static func race() -> Race {
        var invented = InventedCounts(seed: 2_015)
        var level = 50.0
        let other = (0..<104).map { _ in 10 * invented.uniform() }
        let series = other.map { x in
            level += 0.4 * invented.normal()
            return level + 1.5 * x + invented.normal()
        }
        return Race(
            name: "locallevel", title: "Local level with regression, 104 weeks", unit: "fit",
            units: 1, goals: ["statsmodels": 10],
            input: ColumnText.of([("y", series), ("x", other)]),
            // The peer starts the level with a variance of 1e6, and stops its search early.
            tolerance: 1e-3
        ) {
            let model = LocalLevelRegression.fit(series, beside: [other]).model
            return [model?.parameters.coefficients[0] ?? .nan, model?.logLikelihood ?? .nan]
        }
    }
}
