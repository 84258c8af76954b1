import Foundation
import Statistics

/// A difference in differences on counts with effects of 12 ports and 87 months.
enum DifferenceRace {
    private static let (units, periods, start) = (12, 87, 40)

    static func race() -> Race {
        var invented = InventedCounts(seed: 2_014)
        let counts = (0..<units).map { unit in
            invented.series(periods, mean: 5 + 3 * Double(unit), alpha: 0.2, cycle: 12)
        }
        guard let panel = CountPanel(counts: counts.map { $0.map(Optional.some) }) else {
            preconditionFailure("the panel is a rectangle")
        }
        let treatment = TwoWayCountEffect.treatment(of: 3, from: start, in: panel)
        let cells = (0..<units).flatMap { unit in (0..<periods).map { (unit, $0) } }
        return Race(
            name: "difference", title: "Two-way Poisson DiD, \(units) × \(periods)", unit: "fit",
            units: 1, goals: ["statsmodels": 10],
            input: ColumnText.of([
                ("unit", cells.map { Double($0.0) }), ("period", cells.map { Double($0.1) }),
                ("treated", treatment), ("y", counts.flatMap { $0.map(Double.init) }),
            ]), tolerance: 1e-6
        ) {
            let effect = TwoWayCountEffect.estimate(panel, treatment: treatment).effect
            return [
                effect?.logRatio ?? .nan, effect?.modelStandardError ?? .nan,
                effect?.deviance ?? .nan,
            ]
        }
    }
}
