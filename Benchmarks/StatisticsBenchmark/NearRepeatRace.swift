import Foundation
import Statistics

/// 522 events, as many as the arsons of a public example, with 999 permutations.
enum NearRepeatRace {
    static func race() -> Race {
        var invented = InventedCounts(seed: 522)
        let events = (0..<522).map { _ in
            PlacedEvent(
                x: 30_000 * invented.uniform(), y: 30_000 * invented.uniform(),
                time: Int(365 * invented.uniform()))
        }
        return Race(
            name: "nearrepeat", title: "near repeats, 522 events, 999 permutations", unit: "test",
            units: 1, goals: ["surveillance": 100],
            input: ColumnText.of([
                ("x", events.map(\.x)), ("y", events.map(\.y)),
                ("t", events.map { Double($0.time) }),
            ]), tolerance: 1e-9
        ) {
            let outcome = NearRepeat.count(
                events, distances: [0, 1_000], times: [0, 15], measure: .euclidean,
                replicates: 999, seed: 1)
            guard case .counted(let found) = outcome else { return [.nan] }
            let cell = found.cells[0][0]
            return [Double(cell.observed), cell.expected]
        }
    }
}
