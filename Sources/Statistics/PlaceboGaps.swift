/// How a synthetic control's gap ranks among the same made for units that were not treated.
///
/// Statistic: the mean squared gap after the measure over that before it; a control whose outcomes
/// were never matched well cannot look affected. p = (1 + controls whose ratio is at least the
/// treated one's)/(controls + 1). Assumes that the measure could have come to any of them.
/// Source: Abadie, Diamond and Hainmueller (2010), section 3.5; (2015), American Journal of
/// Political Science 59, 495–510.
package enum PlaceboGaps: Hashable, Sendable {
    case rank(pValue: Double, atLeastAsLarge: Int, placebos: Int)
    /// Fewer than ``smallestPlacebos``, gaps of unequal length, or one that is not finite.
    case cannotTell(placebos: Int)

    /// With fewer no rank reaches 20 %.
    package static let smallestPlacebos = 4

    /// Ranks gaps that were made before. Bounds: 1 or more periods before and after.
    package init(treated: [Double], placebos: [[Double]], periodsBefore: Int) {
        let rows = [treated] + placebos
        guard placebos.count >= Self.smallestPlacebos, periodsBefore >= 1,
            periodsBefore < treated.count,
            rows.allSatisfy({ $0.count == treated.count && $0.allSatisfy(\.isFinite) })
        else {
            self = .cannotTell(placebos: placebos.count)
            return
        }
        let own = Self.ratio(treated, periodsBefore)
        let reached = placebos.count { Self.ratio($0, periodsBefore) >= own }
        self = .rank(
            pValue: Double(reached + 1) / Double(placebos.count + 1), atLeastAsLarge: reached,
            placebos: placebos.count)
    }

    /// Infinite where nothing was left before and something after; 0 where nothing was left at all.
    private static func ratio(_ gaps: [Double], _ before: Int) -> Double {
        let first = gaps[..<before].reduce(0) { $0 + $1 * $1 } / Double(before)
        let second = gaps[before...].reduce(0) { $0 + $1 * $1 } / Double(gaps.count - before)
        if first > 0 { return second / first }
        return second > 0 ? .infinity : 0
    }

    /// Fits every control as if it had been treated, and ranks the treated unit among them.
    ///
    /// Nil where the treated unit itself has no synthetic control.
    package static func of(_ panel: ControlPanel, _ weighting: PredictorWeights) -> PlaceboGaps? {
        guard case .found(let own) = SyntheticControl.fit(panel, weighting) else { return nil }
        let placebos = panel.controls.indices.compactMap { control -> [Double]? in
            guard let other = panel.placebo(control),
                case .found(let found) = SyntheticControl.fit(other, weighting)
            else { return nil }
            return found.gaps
        }
        return PlaceboGaps(
            treated: own.gaps, placebos: placebos, periodsBefore: panel.periodsBefore)
    }
}
