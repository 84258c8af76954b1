import Foundation
import Statistics

/// Weekly thresholds: the flexible method of Farrington and Noufaily with negative binomial
/// quantiles.
enum FarringtonRace {
    private static let ports = 6
    private static let weeks = 416
    private static let assessed = 26

    static func race() -> Race {
        var invented = InventedCounts(seed: 1_996)
        let series = (0..<ports).map { port in
            invented.series(weeks, mean: 2 + 2 * Double(port), alpha: 0.3, cycle: 52)
        }
        let counts = series.map { $0.map(Optional.some) }
        let detector = FarringtonDetector()
        return Race(
            name: "farrington", title: "Farrington flexible, \(ports) ports × \(assessed) weeks",
            unit: "port-week", units: ports * assessed, goals: ["surveillance": 20],
            input: ColumnText.of(
                series.enumerated().map { ("p\($0)", $1.map(Double.init)) }),
            tolerance: 1e-9
        ) {
            var values: [Double] = []
            for port in counts {
                for week in weeks - assessed..<weeks {
                    let found = detector.assess(port, at: week).assessment
                    values.append(found?.upperBound ?? .nan)
                    values.append(found?.expected ?? .nan)
                    values.append(found?.pValue ?? .nan)
                }
            }
            return values
        }
    }
}
