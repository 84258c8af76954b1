import RealModule

/// A difference in differences on counts: ln E[yᵤₜ] = αᵤ + γₜ + ln Eᵤₜ + τDᵤₜ.
///
/// Estimator: Poisson quasi-likelihood; the effects of units and periods by alternating closed
/// forms, τ by Newton steps on what is left of D after both effects are taken out.
/// Assumes that without the treatment the rate per exposure would have moved in the treated
/// units as in the others (parallel trends of logarithms), and that the treatment does not reach
/// the others. Counts need not be Poisson, but then the model's standard error is too small.
/// Sources: Wooldridge (2023), Econometrics Journal 26, C31–C66; Santos Silva and Tenreyro (2006),
/// Review of Economics and Statistics 88, 641–658.
package struct TwoWayCountEffect: Hashable, Sendable {
    /// τ, the logarithm of the rate ratio.
    package let logRatio: Double
    /// Right only for Poisson counts: with 20 seizures a month it covers half of what it claims.
    package let modelStandardError: Double
    /// Clustered by unit, without small-sample factor; too small with few units.
    package let clusteredStandardError: Double
    package let deviance: Double
    /// Cells that entered, those of units and periods without any event left out.
    package let cells: Int

    /// The effect, or why there is none.
    package enum Outcome: Hashable, Sendable {
        case estimated(TwoWayCountEffect)
        case undefined(Gap)

        /// The effect, if there is one.
        package var effect: TwoWayCountEffect? {
            if case .estimated(let effect) = self { effect } else { nil }
        }
    }

    /// Why a panel tells no effect.
    package enum Gap: Error, Hashable, Sendable {
        /// The treatment has another shape than the panel, or holds something other than 0 to 1.
        case shape
        /// No event in the panel.
        case noEvents
        /// No event in the treated cells: the ratio is 0 and its logarithm without bound.
        case noTreatedEvents
        /// The treatment cannot be told from the effects of units and periods: for instance one
        /// unit alone, all units treated at once, or none.
        case notIdentified
        /// The effects did not settle within the sweeps allowed.
        case notConverged
    }

    /// Estimates the effect; `treatment` holds 0 to 1 for each cell, unit by unit.
    package static func estimate(_ panel: CountPanel, treatment: [Double]) -> Outcome {
        guard treatment.count == panel.counts.count,
            treatment.allSatisfy({ $0 >= 0 && $0 <= 1 })
        else { return .undefined(.shape) }
        guard panel.counts.contains(where: { $0 > 0 }) else { return .undefined(.noEvents) }
        var treatedEvents = 0.0
        for cell in treatment.indices { treatedEvents += treatment[cell] * panel.counts[cell] }
        let isTreated = zip(treatment, panel.exposures).contains { $0 > 0 && $1 > 0 }
        guard isTreated else { return .undefined(.notIdentified) }
        guard treatedEvents > 0 else { return .undefined(.noTreatedEvents) }
        do throws(Gap) {
            var effects = TwoWayEffects(panel, treatment)
            return .estimated(try effects.solve())
        } catch {
            return .undefined(error)
        }
    }

    /// The treatment of one unit from a period on.
    package static func treatment(of unit: Int, from period: Int, in panel: CountPanel) -> [Double]
    {
        var treatment = Array(repeating: 0.0, count: panel.counts.count)
        guard (0..<panel.units).contains(unit), (0...panel.periods).contains(period) else {
            return treatment
        }
        for cell in unit * panel.periods + period..<(unit + 1) * panel.periods {
            treatment[cell] = 1
        }
        return treatment
    }
}

/// The working state of the estimate.
private struct TwoWayEffects {
    private let panel: CountPanel
    private let treatment: [Double]
    private var unit: [Double]
    private var period: [Double]
    private var means: [Double]
    /// What is left of the treatment after the effects of units and periods.
    private var rest: [Double]
    /// Exposure times e^{τD}.
    private var scaled: [Double]

    static let maximumSteps = 60
    static let maximumSweeps = 5_000

    init(_ panel: CountPanel, _ treatment: [Double]) {
        self.panel = panel
        self.treatment = treatment
        unit = Array(repeating: 1, count: panel.units)
        period = Array(repeating: 1, count: panel.periods)
        means = panel.exposures
        rest = treatment
        scaled = panel.exposures
    }

    mutating func solve() throws(TwoWayCountEffect.Gap) -> TwoWayCountEffect {
        var effect = 0.0
        for _ in 0..<Self.maximumSteps {
            try fitEffects(effect)
            try residualise()
            let (score, information) = slopes()
            guard information > 1e-9 else { throw .notIdentified }
            let step = min(max(score / information, -2), 2)
            effect += step
            guard abs(effect) < 40 else { throw .notConverged }
            if abs(step) <= 1e-12 * max(1, abs(effect)) {
                return result(effect, information)
            }
        }
        throw .notConverged
    }

    /// αᵤ given γ, γₜ given α, until both stand.
    private mutating func fitEffects(_ effect: Double) throws(TwoWayCountEffect.Gap) {
        let columns = panel.periods
        for cell in scaled.indices {
            scaled[cell] =
                treatment[cell] == 0
                ? panel.exposures[cell] : panel.exposures[cell] * .exp(effect * treatment[cell])
        }
        for _ in 0..<Self.maximumSweeps {
            var change = 0.0
            for u in unit.indices {
                var (events, expected) = (0.0, 0.0)
                for t in 0..<columns {
                    events += panel.counts[u * columns + t]
                    expected += scaled[u * columns + t] * period[t]
                }
                unit[u] = expected > 0 ? events / expected : 0
            }
            for t in period.indices {
                var (events, expected) = (0.0, 0.0)
                for u in 0..<panel.units {
                    events += panel.counts[u * columns + t]
                    expected += scaled[u * columns + t] * unit[u]
                }
                let next = expected > 0 ? events / expected : 0
                change = max(change, abs(next - period[t]) / max(next, 1e-300))
                period[t] = next
            }
            if change < 1e-14 || change.isNaN { break }
        }
        for cell in means.indices {
            means[cell] = unit[cell / columns] * period[cell % columns] * scaled[cell]
        }
        guard means.allSatisfy(\.isFinite) else { throw .notConverged }
    }

    /// The weighted projection of the treatment off both sets of effects, one after the other.
    private mutating func residualise() throws(TwoWayCountEffect.Gap) {
        let columns = panel.periods
        for _ in 0..<Self.maximumSweeps {
            var change = 0.0
            for u in 0..<panel.units {
                var (sum, weight) = (0.0, 0.0)
                for cell in u * columns..<(u + 1) * columns {
                    sum += means[cell] * rest[cell]
                    weight += means[cell]
                }
                guard weight > 0 else { continue }
                for cell in u * columns..<(u + 1) * columns { rest[cell] -= sum / weight }
            }
            for t in 0..<columns {
                var (sum, weight) = (0.0, 0.0)
                for cell in stride(from: t, to: means.count, by: columns) {
                    sum += means[cell] * rest[cell]
                    weight += means[cell]
                }
                guard weight > 0 else { continue }
                change = max(change, abs(sum / weight))
                for cell in stride(from: t, to: means.count, by: columns) {
                    rest[cell] -= sum / weight
                }
            }
            if change < 1e-14 { return }
        }
        throw .notConverged
    }

    private func slopes() -> (score: Double, information: Double) {
        var (score, information, whole) = (0.0, 0.0, 0.0)
        for cell in means.indices {
            score += rest[cell] * (panel.counts[cell] - means[cell])
            information += means[cell] * rest[cell] * rest[cell]
            whole += means[cell] * treatment[cell]
        }
        // What rounding leaves of a treatment that the effects explain is no information.
        return (score, information > 1e-10 * whole ? information : 0)
    }

    private func result(_ effect: Double, _ information: Double) -> TwoWayCountEffect {
        let columns = panel.periods
        var (deviance, middle, cells) = (0.0, 0.0, 0)
        for u in 0..<panel.units {
            var sum = 0.0
            for cell in u * columns..<(u + 1) * columns where means[cell] > 0 {
                let count = panel.counts[cell]
                sum += rest[cell] * (count - means[cell])
                deviance += MeanVariance.poisson.deviance(count, means[cell])
                cells += 1
            }
            middle += sum * sum
        }
        return TwoWayCountEffect(
            logRatio: effect, modelStandardError: 1 / information.squareRoot(),
            clusteredStandardError: middle.squareRoot() / information, deviance: deviance,
            cells: cells)
    }
}
