import Foundation
import Statistics

/// The alarms of short memory.
enum EarlyAberrationRace {
    static func race() -> Race {
        var invented = InventedCounts(seed: 2_003)
        let counts = invented.series(2_000, mean: 5, alpha: 0.3, cycle: 52)
        return Race(
            name: "ears", title: "EARS C2, one port × 2,000 weeks", unit: "port-week",
            units: counts.count, goals: [:],
            input: ColumnText.of([("p0", counts.map(Double.init))]), tolerance: 1e-9
        ) {
            EarlyAberration(.c2)?.assess(counts)?.map(\.upperBound) ?? []
        }
    }
}
