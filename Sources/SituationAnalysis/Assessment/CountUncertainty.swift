import PortVocabulary
import Statistics

/// How far counts of one series scatter beyond chance.
///
/// Estimator: the negative-binomial α of monthly counts around the mean of their own calendar
/// year, pooled over the years by moments: a change of level from year to year is what a trend
/// shows, not noise. For periods of several months α is widened by L = (1 + r) / (1 − r), r the
/// lag-1 autocorrelation of ln(count + ½) within years cut to 0…0.8, and divided by the months.
/// Assumes that months scatter alike in every year. Undefined under 8 months with data: nil, and
/// intervals are then of Poisson kind.
struct CountUncertainty {
    /// Fewest months of a year that say anything about its scatter.
    private static let fewestMonths = 3
    /// Fewest months between the first and the last with data.
    private static let fewestSpan = 8

    /// α of the count of one whole period.
    let alpha: Double?

    /// - Parameters:
    ///   - monthly: counts by month number; months between first and last without a record are 0.
    ///   - months: months of one period. Bounds: 1 or more.
    init(monthly: [Int: Int], months: Int) {
        guard let first = monthly.keys.min(), let last = monthly.keys.max(),
            last - first + 1 >= Self.fewestSpan
        else {
            alpha = nil
            return
        }
        let years = Dictionary(grouping: first...last) { $0 / 12 }.sorted { $0.key < $1.key }
            .map { $0.value.map { monthly[$0] ?? 0 } }
            .filter { $0.count >= Self.fewestMonths }
        guard let spread = CountDispersion(pooling: years.compactMap { CountSeries(counts: $0) })
        else {
            alpha = nil
            return
        }
        let r = months > 1 ? Self.autocorrelation(years) : 0
        alpha = max(spread.alpha, 0) * (1 + r) / (1 - r) / Double(months)
    }

    var variance: CountVariance { Self.variance(ofAlpha: alpha) }

    /// The variance that belongs to an α; of Poisson kind where it is undefined.
    static func variance(ofAlpha alpha: Double?) -> CountVariance {
        guard let alpha, alpha > 0 else { return .poisson }
        return .negativeBinomial(alpha: min(alpha, CountVariance.largestAlpha))
    }

    /// Lag-1 autocorrelation of the logarithms around their year's mean, neighbours within a
    /// year only.
    private static func autocorrelation(_ years: [[Int]]) -> Double {
        var (total, lagged) = (0.0, 0.0)
        for counts in years {
            let logs = counts.map { LogCount.of($0) }
            let mean = logs.reduce(0, +) / Double(logs.count)
            let centred = logs.map { $0 - mean }
            total += centred.reduce(0) { $0 + $1 * $1 }
            lagged += zip(centred, centred.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        }
        guard total > 0 else { return 0 }
        return min(max(lagged / total, 0), 0.8)
    }
}
