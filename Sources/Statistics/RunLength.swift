import RealModule

/// How many weeks pass on average before a cumulative sum S = max(0, S + X) reaches its threshold.
///
/// Estimator: a Markov chain over the sum cut into ``states`` cells; the expected number of weeks
/// from 0 solves (I - Q) t = 1. The cells make it exact only in the limit; with 120 of them it
/// stays within 5 % of simulations in the cases tested.
/// Assumes independent weeks with one distribution.
/// Source: Brook and Evans (1972), Biometrika 59, 539–549.
package enum RunLength {
    /// One possible weekly increment.
    package struct Step: Hashable, Sendable {
        package let size: Double
        /// Bounds: above 0, to 1.
        package let probability: Double

        package init(size: Double, probability: Double) {
            self.size = size
            self.probability = probability
        }
    }

    /// Cells of the chain.
    package static let states = 120
    /// Sums beyond e^60 odds are no threshold.
    package static let largestThreshold = 60.0
    private static let maximumSteps = 60

    /// The average run length from 0, in weeks; infinite where the sum can never rise. Nil unless
    /// the probabilities are above 0 and sum to 1, and the threshold is above 0.
    package static func averageWeeks(_ steps: [Step], threshold: Double) -> Double? {
        guard isDistribution(steps), threshold > 0, threshold.isFinite else { return nil }
        guard steps.contains(where: { $0.size > 0 }) else { return .infinity }
        return solve(steps, threshold)
    }

    /// The smallest threshold whose average run length reaches `averageWeeks`; nil as in
    /// ``averageWeeks(_:threshold:)``, where no sum ever rises, or beyond ``largestThreshold``.
    package static func threshold(_ steps: [Step], averageWeeks: Double) -> Double? {
        guard isDistribution(steps), averageWeeks > 1, averageWeeks.isFinite,
            steps.contains(where: { $0.size > 0 })
        else { return nil }
        guard let first = solve(steps, 1) else { return nil }
        // The logarithm of the run length grows nearly in proportion to the threshold.
        let target = Double.log(averageWeeks)
        var (low, high) = (Point(at: 0, weeks: 1), Point(at: 1, weeks: first))
        while high.log < target {
            guard high.at * 2 <= largestThreshold, let weeks = solve(steps, high.at * 2) else {
                return nil
            }
            (low, high) = (high, Point(at: high.at * 2, weeks: weeks))
        }
        for _ in 0..<maximumSteps where high.at - low.at > 1e-3 * high.at {
            let share = (target - low.log) / max(high.log - low.log, 1e-12)
            // Held off the ends, so that the bracket shrinks from both sides.
            let middle = low.at + (high.at - low.at) * min(max(share, 0.1), 0.9)
            guard let weeks = solve(steps, middle) else { return nil }
            let point = Point(at: middle, weeks: weeks)
            if point.log < target { low = point } else { high = point }
        }
        return high.at
    }

    private struct Point {
        let at: Double
        let log: Double

        init(at: Double, weeks: Double) {
            self.at = at
            log = .log(weeks)
        }
    }

    private static func isDistribution(_ steps: [Step]) -> Bool {
        !steps.isEmpty
            && steps.allSatisfy {
                $0.size.isFinite && $0.probability > 0 && $0.probability <= 1
            }
            && abs(steps.reduce(0) { $0 + $1.probability } - 1) < 1e-6
    }

    /// Cell 0 is the sum 0 alone; cell i > 0 covers ((i-1)h/m, ih/m] and moves as one that starts
    /// in its middle.
    private static func solve(_ steps: [Step], _ threshold: Double) -> Double? {
        let n = states + 1
        let width = threshold / Double(states)
        var matrix = Array(repeating: 0.0, count: n * n)
        for from in 0..<n {
            let sum = from == 0 ? 0 : (Double(from) - 0.5) * width
            for step in steps {
                let next = sum + step.size
                if next >= threshold { continue }
                let to = next <= 0 ? 0 : min(states, Int(next / width) + 1)
                matrix[from * n + to] -= step.probability
            }
            matrix[from * n + from] += 1
        }
        return eliminate(&matrix, n)
    }

    /// The first element of the solution of M t = 1 by elimination; M is diagonally dominant, so
    /// no rows are exchanged. Nil where the chain never leaves.
    private static func eliminate(_ matrix: inout [Double], _ n: Int) -> Double? {
        var right = Array(repeating: 1.0, count: n)
        let isDefined = matrix.withUnsafeMutableBufferPointer { m in
            // From the last state up, so that the first is solved at the end.
            for pivot in stride(from: n - 1, to: 0, by: -1) {
                let diagonal = m[pivot * n + pivot]
                guard diagonal > 1e-14 else { return false }
                // A sum falls by a few cells at most in a week: left of them the row is empty,
                // and stays so, since what is added to it reaches no further left.
                var first = 0
                while first < pivot, m[pivot * n + first] == 0 { first += 1 }
                for row in 0..<pivot where m[row * n + pivot] != 0 {
                    let factor = m[row * n + pivot] / diagonal
                    for column in first..<pivot {
                        m[row * n + column] -= factor * m[pivot * n + column]
                    }
                    right[row] -= factor * right[pivot]
                }
            }
            return m[0] > 1e-300
        }
        return isDefined ? right[0] / matrix[0] : nil
    }
}
