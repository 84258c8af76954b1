import Foundation
import Statistics

/// Seventeen controls, fourteen predictors and 43 years, the size of the Basque example.
enum SyntheticControlRace {
    private static let controls = 17
    private static let predictors = 14
    private static let years = 43
    private static let before = 15

    private struct World {
        var outcomes: [[Double]]
        var predictors: [[Double]]
    }

    /// The first unit is treated; it is a mixture of two controls with some noise of its own.
    private static func world() -> World {
        var invented = InventedCounts(seed: 1_955)
        var world = World(outcomes: [], predictors: [])
        for _ in 0..<controls {
            var level = 3 + invented.normal()
            world.outcomes.append(
                (0..<years).map { _ in
                    level += 0.1 + 0.1 * invented.normal()
                    return level
                })
            world.predictors.append((0..<predictors).map { _ in 10 + invented.normal() })
        }
        func mix(_ rows: [[Double]], noise: Double) -> [Double] {
            rows[0].indices.map {
                0.7 * rows[3][$0] + 0.3 * rows[8][$0] + noise * invented.normal()
            }
        }
        world.outcomes.insert(mix(world.outcomes, noise: 0.05), at: 0)
        world.predictors.insert(mix(world.predictors, noise: 0.3), at: 0)
        return world
    }

    private static func panel(_ world: World) -> ControlPanel {
        guard
            let panel = ControlPanel(
                treated: world.outcomes[0], controls: Array(world.outcomes.dropFirst()),
                periodsBefore: before, treatedPredictors: world.predictors[0],
                controlPredictors: Array(world.predictors.dropFirst()))
        else { preconditionFailure("the invented panel is whole") }
        return panel
    }

    /// Columns are units: the outcomes of all years, then the predictors.
    private static func input(_ world: World) -> String {
        ColumnText.of(
            world.outcomes.indices.map {
                (name: "u\($0)", values: world.outcomes[$0] + world.predictors[$0])
            })
    }

    static func given() -> Race {
        let world = world()
        let panel = panel(world)
        let equal = [Double](repeating: 1, count: predictors)
        return race(
            "controlweights", "synthetic control, equal predictor weights", world,
            // The peer's solver ends at 1e-6 of its objective: the weights are further off.
            tolerance: 1e-3
        ) {
            guard case .found(let found) = SyntheticControl.fit(panel, .given(equal)) else {
                return [.nan]
            }
            return [found.loss]
        }
    }

    static func searched() -> Race {
        let world = world()
        let panel = panel(world)
        return race(
            "controlsearch", "synthetic control, predictor weights searched", world,
            // Both search without derivatives; ours goes on until a restart gains nothing.
            tolerance: 0.02
        ) {
            guard case .found(let found) = SyntheticControl.fit(panel, .searched) else {
                return [.nan]
            }
            return [found.loss]
        }
    }

    private static func race(
        _ name: String, _ title: String, _ world: World, tolerance: Double,
        _ run: @escaping () -> [Double]
    ) -> Race {
        Race(
            name: name, title: "\(title), \(controls) controls", unit: "fit", units: 1,
            goals: ["pysyncon": 50], input: input(world), tolerance: tolerance, run: run)
    }
}
