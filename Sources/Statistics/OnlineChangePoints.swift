import RealModule

/// What is believed of a segment before its first value.
package enum SegmentPrior: Hashable, Sendable {
    /// Counts with a Gamma(shape, rate) rate; what comes next is negative binomial.
    case poisson(shape: Double, rate: Double)
    /// Values with a normal-gamma mean and precision; what comes next is Student's t with 2·shape
    /// degrees of freedom, centre mean and squared scale rate(weight + 1)/(shape·weight).
    case normal(mean: Double, weight: Double, shape: Double, rate: Double)

    fileprivate var isDefined: Bool {
        switch self {
        case .poisson(let shape, let rate):
            return shape > 0 && shape.isFinite && rate > 0 && rate.isFinite
        case .normal(let mean, let weight, let shape, let rate):
            return mean.isFinite && [weight, shape, rate].allSatisfy { $0 > 0 && $0.isFinite }
        }
    }
}

/// Bayesian online change points: after each value, how probable every start of the current
/// segment is.
///
/// Estimator: the posterior of the run length under a constant hazard; a run grows with the
/// predictive probability of the value times 1 - H, and a new one begins with H. The run that
/// would begin after the last value has probability H whatever the data and is left out.
/// ``starts`` is the most probable division of all values, by the same recursion with the maximum
/// in place of the sum.
/// Assumes values that are independent within a segment, given its parameters.
/// Source: Adams and MacKay (2007), "Bayesian online changepoint detection", arXiv:0710.3742.
package struct OnlineChangePoints: Sendable {
    /// The longest run kept; older starts are forgotten and the rest is renormalised.
    package static let defaultLongestRun = 2_000

    /// How many values were seen.
    package private(set) var seen = 0

    private let prior: SegmentPrior
    private let hazardLog: Double
    private let growthLog: Double
    private let longestRun: Int
    private var runs: [Run] = []
    /// The last start of the best division of the first n values, for n from 1.
    private var lastStarts: [Int] = []
    private var bestLog = 0.0

    /// One start of the current segment and what its values taught.
    private struct Run {
        let start: Int
        /// ln of the posterior, normalised after each value.
        var log: Double
        /// ln of the best division before it and of the segment itself.
        var pathLog: Double
        var shape: Double
        var rate: Double
        var mean: Double
        var weight: Double
        /// ln Γ(shape), which the next value needs anew only at its own shape.
        var gammaLog: Double
    }

    /// Nil where the hazard does not lie strictly between 0 and 1 or a parameter is out of bounds.
    ///
    /// A hazard of 1/100 expects a change every 100 values.
    package init?(
        prior: SegmentPrior, hazard: Double,
        longestRun: Int = OnlineChangePoints.defaultLongestRun
    ) {
        guard hazard > 0, hazard < 1, prior.isDefined, longestRun >= 2 else { return nil }
        self.prior = prior
        self.longestRun = longestRun
        hazardLog = .log(hazard)
        growthLog = .log(onePlus: -hazard)
    }

    /// Takes the next value; false, and nothing changed, for one that cannot be: a negative or
    /// broken count, or a value that is not finite.
    package mutating func observe(_ value: Double) -> Bool {
        guard value.isFinite, abs(value) <= 1e100 else { return false }
        if case .poisson = prior {
            guard value >= 0, value == value.rounded(), value <= 1e9 else { return false }
        }
        for index in runs.indices { grow(index) }
        runs.append(newRun())
        var largest = -Double.infinity
        let factorialLog = Self.logFactorial(value, prior)
        for index in runs.indices {
            let log = absorb(value, factorialLog, index)
            runs[index].log += log
            runs[index].pathLog += log
            largest = max(largest, runs[index].log)
        }
        if runs.count > longestRun { runs.removeFirst(runs.count - longestRun) }
        let sum = runs.reduce(0.0) { $0 + Double.exp($1.log - largest) }
        let total = largest + .log(sum)
        for index in runs.indices { runs[index].log -= total }
        var best = runs[0]
        for run in runs where run.pathLog > best.pathLog { best = run }
        lastStarts.append(best.start)
        bestLog = best.pathLog
        seen += 1
        return true
    }

    private mutating func grow(_ index: Int) {
        runs[index].log += growthLog
        runs[index].pathLog += growthLog
    }

    /// A segment that starts with the coming value; the first one needs no change.
    private func newRun() -> Run {
        let changeLog = seen == 0 ? 0 : hazardLog
        switch prior {
        case .poisson(let shape, let rate):
            return Run(
                start: seen, log: changeLog, pathLog: bestLog + changeLog, shape: shape,
                rate: rate, mean: 0, weight: 0, gammaLog: .logGamma(shape))
        case .normal(let mean, let weight, let shape, let rate):
            return Run(
                start: seen, log: changeLog, pathLog: bestLog + changeLog, shape: shape,
                rate: rate, mean: mean, weight: weight, gammaLog: .logGamma(shape))
        }
    }

    private static func logFactorial(_ value: Double, _ prior: SegmentPrior) -> Double {
        if case .poisson = prior { return .logGamma(value + 1) }
        return 0
    }

    /// ln of the predictive probability of the value in this run, which then learns from it.
    private mutating func absorb(_ value: Double, _ factorialLog: Double, _ index: Int) -> Double {
        var run = runs[index]
        defer { runs[index] = run }
        switch prior {
        case .poisson:
            let next = Double.logGamma(run.shape + value)
            let log =
                next - run.gammaLog - factorialLog
                - run.shape * .log(onePlus: 1 / run.rate) - value * .log(onePlus: run.rate)
            run.shape += value
            run.rate += 1
            run.gammaLog = next
            return log
        case .normal:
            let gap = value - run.mean
            let spread = 2 * run.rate * (run.weight + 1) / run.weight
            let next = Double.logGamma(run.shape + 0.5)
            let log =
                next - run.gammaLog - 0.5 * .log(.pi * spread)
                - (run.shape + 0.5) * .log(onePlus: gap * gap / spread)
            run.rate += run.weight * gap * gap / (2 * (run.weight + 1))
            run.mean += gap / (run.weight + 1)
            run.weight += 1
            run.shape += 0.5
            run.gammaLog = next
            return log
        }
    }

    /// The probability that the current segment holds at most this many values.
    package func probabilityOfRun(upTo length: Int) -> Double {
        min(1, runs.reduce(0.0) { seen - $1.start <= length ? $0 + Double.exp($1.log) : $0 })
    }

    /// The most probable start of the current segment, how many values precede it, and how
    /// probable it is; nil before the first value. Of equal ones the latest.
    package var mostProbableStart: (start: Int, probability: Double)? {
        guard var best = runs.last else { return nil }
        for run in runs.reversed() where run.log > best.log { best = run }
        return (best.start, .exp(best.log))
    }

    /// How many values precede each segment of the most probable division; the first is 0.
    package var starts: [Int] {
        var found: [Int] = []
        var end = seen
        while end > 0 {
            let start = lastStarts[end - 1]
            found.append(start)
            end = start
        }
        return found.reversed()
    }
}
