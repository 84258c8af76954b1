import PortVocabulary
import Statistics

/// How far counts of one series scatter beyond chance.
///
/// Estimator: the negative-binomial α of monthly counts by moments, widened for months that
/// resemble their neighbours by L = (1 + r) / (1 − r), r the lag-1 autocorrelation of
/// ln(count + ½) cut to 0…0.8, and divided by the months of a period. Assumes a level that does
/// not drift within the span. Undefined under 8 months with data: nil, and intervals are then
/// of Poisson kind.
struct CountUncertainty {
    /// α of the count of one whole period.
    let alpha: Double?

    /// - Parameters:
    ///   - monthly: counts by month number; months between first and last without a record are 0.
    ///   - months: months of one period. Bounds: 1 or more.
    init(monthly: [Int: Int], months: Int) {
        guard let first = monthly.keys.min(), let last = monthly.keys.max(), last - first >= 7
        else {
            alpha = nil
            return
        }
        let counts = (first...last).map { monthly[$0] ?? 0 }
        guard let series = CountSeries(counts: counts), let spread = CountDispersion(of: series)
        else {
            alpha = nil
            return
        }
        let r = Self.autocorrelation(counts)
        alpha = max(spread.alpha, 0) * (1 + r) / (1 - r) / Double(months)
    }

    var variance: CountVariance {
        guard let alpha, alpha > 0 else { return .poisson }
        return .negativeBinomial(alpha: min(alpha, CountVariance.largestAlpha))
    }

    private static func autocorrelation(_ counts: [Int]) -> Double {
        let logs = counts.map { LogCount.of($0) }
        let mean = logs.reduce(0, +) / Double(logs.count)
        let centred = logs.map { $0 - mean }
        let total = centred.reduce(0) { $0 + $1 * $1 }
        guard total > 0 else { return 0 }
        let lagged = zip(centred, centred.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        return min(max(lagged / total, 0), 0.8)
    }
}
