import Foundation
import Statistics

/// An interrupted series of 87 months on six columns, as the published monthly figures have it.
enum RegressionRace {
    private static let months = 87
    private static let rounds = 20

    static func negativeBinomial() -> Race {
        race(
            .negativeBinomial, name: "negativebinomial",
            title: "NB2 regression, \(months) × 6, \(rounds) series")
    }

    static func poisson() -> Race {
        race(
            .poisson, name: "poisson", title: "Poisson regression, \(months) × 6, \(rounds) series")
    }

    private static func race(
        _ family: CountRegression.Family, name: String, title: String
    ) -> Race {
        var invented = InventedCounts(seed: 2_010)
        guard
            let interrupted = InterruptedSeries(
                periods: months, breakAt: 48, harmonics: 1, cycle: 12)
        else { preconditionFailure("87 months hold a break") }
        let design = interrupted.design
        let series = (0..<rounds).map { round in
            invented.series(months, mean: 20 + 4 * Double(round), alpha: 0.1, cycle: 12)
                .map(Double.init)
        }
        var columns = (0..<design.columns).map { column in
            (name: "x\(column)", values: (0..<months).map { design[$0, column] })
        }
        columns += series.enumerated().map { (name: "y\($0)", values: $1) }
        return Race(
            name: name, title: title, unit: "fit", units: rounds,
            goals: ["statsmodels": 10], input: ColumnText.of(columns),
            // Peers that search to a gradient of 1e-5 stop a little early.
            tolerance: 1e-5
        ) {
            series.map { counts in
                let fit = CountRegression.fit(design, counts: counts, family: family).fit
                return fit?.logLikelihood ?? .nan
            }
        }
    }
}
