import RealModule

/// The largest ratios of replicates in which nothing happens, and what they say of an observed one.
package struct ScanSignificance: Hashable, Sendable {
    /// In the order of the replicates, which depends on the seed alone.
    package let maxima: [Double]

    package init(maxima: [Double]) { self.maxima = maxima }

    /// (1 + the number of replicates that reach the ratio)/(replicates + 1); 1 without replicates.
    package func pValue(of ratio: Double) -> Double {
        // Sums that are taken in another order differ in the last digits: those are equal.
        let reached = maxima.count { $0 >= ratio - 1e-9 * max(1, ratio) }
        return Double(reached + 1) / Double(maxima.count + 1)
    }

    /// The tail of a Gumbel distribution with the replicates' mean and standard deviation, for
    /// p-values that the number of replicates cannot reach.
    ///
    /// Nil with fewer than ten replicates or without spread.
    /// Source: Abrams, Kulldorff and Kleinman (2010), International Journal of Health Geographics
    /// 9, 61.
    package func gumbelPValue(of ratio: Double) -> Double? {
        guard maxima.count >= 10 else { return nil }
        let count = Double(maxima.count)
        let mean = maxima.reduce(0, +) / count
        let square = maxima.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        guard square > 0, ratio.isFinite else { return nil }
        let scale = (6 * square).squareRoot() / .pi
        let mode = mean - 0.577_215_664_901_532_9 * scale
        return -Double.expMinusOne(-Double.exp(-(ratio - mode) / scale))
    }
}

/// The rank of a statistic among the same statistic in the history of the same network.
///
/// What a likelihood assumes does not enter: overdispersion, autocorrelation and swings of effort
/// are in the histories too. Assumes that the histories hold no event of the kind looked for, and
/// are exchangeable with the present; overlapping ones make the rank coarser than their number
/// says, so take them at least one longest window apart.
package enum PlaceboRank: Hashable, Sendable {
    /// (1 + the number of histories that reach it)/(histories + 1).
    case rank(pValue: Double, histories: Int)
    /// Fewer than ``smallestHistories``, or a statistic that is not a number.
    case cannotTell(histories: Int)

    /// With fewer no rank reaches 5 %.
    package static let smallestHistories = 19

    /// Every history is the same statistic at another date.
    package init(of statistic: Double, among histories: [Double]) {
        guard histories.count >= Self.smallestHistories, !statistic.isNaN,
            !histories.contains(where: \.isNaN)
        else {
            self = .cannotTell(histories: histories.count)
            return
        }
        let reached = histories.count { $0 >= statistic }
        self = .rank(
            pValue: Double(reached + 1) / Double(histories.count + 1), histories: histories.count)
    }
}

extension SpaceTimeScan {
    /// The largest ratios of the permutation scan had it been made at earlier dates, for
    /// ``PlaceboRank``: each uses the `span` periods that precede its ending.
    ///
    /// An ending with fewer periods before it, or too few cases, gives no value. Throws what the
    /// scan itself throws for shape and settings.
    package static func permutationHistories(
        counts: [[Int]], areas: ScanAreas, longest: Int, endings: [Int], span: Int,
        settings: ScanSettings = ScanSettings()
    ) throws(ScanDefect) -> [Double] {
        guard longest >= 1, span >= longest else { throw .setting }
        var found: [Double] = []
        for ending in endings where ending >= span {
            guard counts.allSatisfy({ $0.count >= ending }) else { throw .shape }
            do {
                let scan = try SpaceTimeScan(
                    counts: counts.map { Array($0[(ending - span)..<ending]) },
                    model: .permutation, areas: areas, windows: .endingLast(longest: longest),
                    settings: settings)
                found.append(scan.largestRatio())
            } catch {
                guard case .tooFewCases = error else { throw error }
            }
        }
        return found
    }
}
