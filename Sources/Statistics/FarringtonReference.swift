import RealModule

/// The reference weeks of one week under test, and the regression fitted to them.
struct FarringtonReference {
    private let counts: [Double]
    private let offsets: [Double]
    /// Weeks relative to the week under test, so that a prediction for it needs no trend term.
    private let times: [Double]
    /// The season of each week, 1 to `seasons`; the week under test lies in the last.
    private let seasons: [Int]
    private let seasonCount: Int

    /// Collects the weeks; `years` are the same weeks of former years, the newest first.
    init(
        _ detector: FarringtonDetector, counts all: [Int?], week: Int, exposures: [Double]?,
        years: [Int]
    ) throws(FarringtonDetector.Gap) {
        guard years.count == detector.years else { throw .settings }
        let levels = try Self.levels(detector, week: week, years: years)
        var (counts, offsets, times, seasons) = ([Double](), [Double](), [Double](), [Int]())
        for (place, level) in levels.level.enumerated() where level > 0 {
            let index = levels.first + place
            guard index < week - detector.recentWeeksLeftOut, let count = all[index] else {
                continue
            }
            let exposure = exposures?[index] ?? 1
            guard count >= 0, exposure > 0, exposure.isFinite else { throw .notObserved }
            counts.append(Double(count))
            offsets.append(exposures == nil ? 0 : .log(exposure))
            times.append(Double(index - week))
            seasons.append(level)
        }
        self.counts = counts
        self.offsets = offsets
        self.times = times
        self.seasons = seasons
        seasonCount = detector.seasons
        guard counts.contains(where: { $0 > 0 }) else {
            throw counts.isEmpty ? .tooFewReferenceWeeks : .noReferenceEvents
        }
    }

    /// The season of every week from the first reference week on; 0 for weeks not used.
    ///
    /// The windows about the named weeks are the last season; the weeks between two windows are
    /// shared evenly among the others, the first ones taking what is left over.
    private static func levels(
        _ detector: FarringtonDetector, week: Int, years: [Int]
    ) throws(FarringtonDetector.Gap) -> (first: Int, level: [Int]) {
        let (w, p) = (detector.halfWindow, detector.seasons)
        guard let oldest = years.last, oldest - w >= 0, week > oldest else { throw .tooShort }
        let first = oldest - w
        var level = Array(repeating: 0, count: week - first)
        var next = week
        for year in years {
            guard year + w < next, year >= oldest else { throw .settings }
            for index in year - w...year + w where index < week { level[index - first] = p }
            if p > 1 {
                let gap = next - 2 * w - 1 - year
                guard gap >= p - 1 else { throw .settings }
                let (length, rest) = gap.quotientAndRemainder(dividingBy: p - 1)
                var index = year + w + 1
                for block in 1..<p {
                    for _ in 0..<(block <= rest ? length + 1 : length) {
                        if index < week { level[index - first] = block }
                        index += 1
                    }
                }
            }
            next = year
        }
        return (first, level)
    }

    /// What the week under test is compared with.
    struct Model {
        /// Logarithm of the expected count and its standard error.
        let logMean: Double
        let standardError: Double
        let dispersion: Double
        let trend: Double?
        /// The same without outlier weights, by which the threshold's own rate is judged.
        let plain: Plain
    }

    /// The unweighted fit's account of the week under test.
    struct Plain {
        let logMean: Double
        let standardError: Double
        let dispersion: Double
    }

    /// The fit with the trend, or without it where it is not asked for, not significant, or would
    /// predict more than was ever seen.
    func model(
        _ detector: FarringtonDetector, exposure: Double
    ) throws(FarringtonDetector.Gap) -> Model {
        if detector.trendLevel > 0, let fit = try fitOrNil(detector, exposure) {
            let largest = counts.max() ?? 0
            if detector.years >= 3, fit.trendPValue < detector.trendLevel,
                .exp(fit.model.logMean) <= largest
            {
                return fit.model
            }
        }
        return try fit(detector, exposure, withTrend: false).model
    }

    private struct Fit {
        let model: Model
        let trendPValue: Double
    }

    /// Nil where the trend keeps the fit from settling.
    private func fitOrNil(
        _ detector: FarringtonDetector, _ exposure: Double
    ) throws(FarringtonDetector.Gap) -> Fit? {
        do throws(FarringtonDetector.Gap) {
            return try fit(detector, exposure, withTrend: true)
        } catch {
            if error == .notConverged { return nil }
            throw error
        }
    }

    private func fit(
        _ detector: FarringtonDetector, _ exposure: Double, withTrend: Bool
    ) throws(FarringtonDetector.Gap) -> Fit {
        let columns = (withTrend ? 2 : 1) + seasonCount - 1
        guard counts.count > columns else { throw .tooFewReferenceWeeks }
        let degrees = Double(counts.count - columns)
        var problem = CountProblem(
            design: design(columns, withTrend), counts: counts, offsets: offsets,
            weights: Array(repeating: 1, count: counts.count))
        let first = try Self.fitted(problem)
        let outliers = weights(problem, first, max(1, first.pearson / degrees), detector)
        problem.weights = outliers
        let second = try Self.fitted(problem)
        let own = second.pearson / degrees
        let dispersion = max(1, own)
        var underWeights = 0.0
        for i in counts.indices {
            let residual = (counts[i] - second.means[i]) / second.means[i]
            underWeights += outliers[i] * residual * residual
        }
        let isOriginal = detector.variant == .original
        let forPrediction = isOriginal ? dispersion : underWeights / degrees
        let forTest = isOriginal ? own : forPrediction
        // The week under test: time 0, last season.
        var row = Array(repeating: 0.0, count: columns)
        row[0] = 1
        if seasonCount > 1 { row[columns - 1] = 1 }
        var (logMean, plainMean) = (Double.log(exposure), Double.log(exposure))
        for a in row.indices {
            logMean += row[a] * second.coefficients[a]
            plainMean += row[a] * first.coefficients[a]
        }
        let plainDispersion = max(1, first.pearson / degrees)
        let plainVariance =
            plainDispersion
            * DesignMatrix.quadraticForm(row, from: 0, count: columns, first.inverse)
        let variance = DesignMatrix.quadraticForm(row, from: 0, count: columns, second.inverse)
        var p = 1.0
        if withTrend, let student = StudentDistribution(degreesOfFreedom: degrees) {
            let error = (forTest * second.inverse[columns + 1]).squareRoot()
            p = error > 0 ? 2 * student.upperTail(abs(second.coefficients[1]) / error) : 1
        }
        return Fit(
            model: Model(
                logMean: logMean, standardError: max(0, variance * forPrediction).squareRoot(),
                dispersion: dispersion, trend: withTrend ? second.coefficients[1] : nil,
                plain: Plain(
                    logMean: plainMean, standardError: max(0, plainVariance).squareRoot(),
                    dispersion: plainDispersion)),
            trendPValue: p)
    }

    private static func fitted(
        _ problem: CountProblem
    ) throws(FarringtonDetector.Gap) -> WeightedCountFit {
        do {
            return try WeightedCountFit(problem, family: .poisson)
        } catch {
            switch error {
            case .collinear: throw .collinear
            case .notConverged: throw .notConverged
            }
        }
    }

    private func design(_ columns: Int, _ withTrend: Bool) -> DesignMatrix {
        var values = Array(repeating: 0.0, count: columns * counts.count)
        let seasonal = withTrend ? 2 : 1
        for i in counts.indices {
            let row = i * columns
            values[row] = 1
            if withTrend { values[row + 1] = times[i] }
            if seasons[i] > 1, seasonCount > 1 { values[row + seasonal + seasons[i] - 2] = 1 }
        }
        return DesignMatrix(rows: counts.count, columns: columns, values: values)
    }

    /// Weights that sum to the number of weeks, smaller by s² where the residual s is large.
    private func weights(
        _ problem: CountProblem, _ fit: WeightedCountFit, _ dispersion: Double,
        _ detector: FarringtonDetector
    ) -> [Double] {
        var weights = Array(repeating: 1.0, count: counts.count)
        var sum = 0.0
        for i in counts.indices {
            let mean = fit.means[i]
            // Residuals of counts below their mean are negative and never weighed down.
            if counts[i] > mean {
                let root = Double.cbrt(counts[i])
                let sixth = Double.cbrt(mean.squareRoot())
                let leverage =
                    fit.workingWeights[i] * problem.design.quadraticForm(row: i, fit.inverse)
                let raw = 1.5 * (root * root / sixth - mean.squareRoot())
                let residual = raw / (dispersion * max(1 - leverage, .ulpOfOne)).squareRoot()
                if residual > detector.outlierThreshold {
                    weights[i] = 1 / (residual * residual)
                }
            }
            sum += weights[i]
        }
        let factor = Double(counts.count) / sum
        return weights.map { $0 * factor }
    }
}

extension Double {
    /// The real cube root of a number from 0.
    fileprivate static func cbrt(_ x: Double) -> Double { .root(x, 3) }
}
