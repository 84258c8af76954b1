import RealModule

/// The Kalman filter of a wandering level with unit irregular variance, run on a series and on its
/// comparison series with the same gains.
struct LevelFilter {
    let ratio: Double
    /// Innovations over the root of their variance, all but the first observation's.
    private var series: [Double] = []
    /// Row by row.
    private var others: [Double] = []
    private let columns: Int
    /// Σ ln F.
    private(set) var logVariances = 0.0
    private(set) var seriesLevel = 0.0
    private(set) var otherLevels: [Double]
    private(set) var stateVariance = 0.0

    var count: Int { series.count }

    /// Filters from a level of mean 0 and the variance given, or from the first observation.
    init(ratio: Double, firstVariance: Double?, series: [Double], others: [[Double]]) {
        self.ratio = ratio
        columns = others.count
        otherLevels = Array(repeating: 0, count: others.count)
        for t in series.indices {
            let predicted = t == 0 ? firstVariance ?? .infinity : stateVariance + ratio
            let total = predicted + 1
            let gain = predicted.isFinite ? predicted / total : 1
            let root = total.squareRoot()
            let innovation = series[t] - seriesLevel
            if t > 0 {
                self.series.append(innovation / root)
                logVariances += .log(total)
            }
            seriesLevel += gain * innovation
            for column in 0..<columns {
                let other = others[column][t] - otherLevels[column]
                if t > 0 { self.others.append(other / root) }
                otherLevels[column] += gain * other
            }
            // P - P²/F = P/F where the irregular variance is 1.
            stateVariance = gain
        }
    }

    /// Σ v²/F with given coefficients.
    func squares(_ coefficients: [Double]) -> Double {
        var sum = 0.0
        for t in series.indices {
            var residual = series[t]
            for column in 0..<columns {
                residual -= coefficients[column] * others[t * columns + column]
            }
            sum += residual * residual
        }
        return sum
    }

    /// Coefficients and variance that make the series likeliest at this ratio.
    struct Likeliest {
        let ratio: Double
        let coefficients: [Double]
        let variance: Double
        let inverse: [Double]
        let logLikelihood: Double
    }

    func likeliest() throws(LocalLevelRegression.Gap) -> Likeliest {
        var cross = Array(repeating: 0.0, count: columns * columns)
        var right = Array(repeating: 0.0, count: columns)
        var total = 0.0
        for t in series.indices {
            total += series[t] * series[t]
            for a in 0..<columns {
                right[a] += others[t * columns + a] * series[t]
                for b in a..<columns {
                    cross[a * columns + b] += others[t * columns + a] * others[t * columns + b]
                }
            }
        }
        var (coefficients, inverse) = ([Double](), [Double]())
        if columns > 0 {
            do {
                let factor = try CholeskyFactor(upper: cross, size: columns)
                coefficients = factor.solve(right)
                inverse = factor.inverse()
            } catch {
                throw .collinear
            }
        }
        let n = Double(series.count)
        let variance = squares(coefficients) / n
        guard variance > 1e-24 * max(total, 1e-200), variance > 0 else { throw .noVariation }
        return Likeliest(
            ratio: ratio, coefficients: coefficients, variance: variance, inverse: inverse,
            logLikelihood: -0.5 * (n * (.log(2 * .pi * variance) + 1) + logVariances))
    }
}
