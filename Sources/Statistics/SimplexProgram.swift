/// The smallest of ½w′Pw - q′w over weights that are not negative and add up to 1.
///
/// Estimator: an active-set method. It starts at the best single weight; it lets in the weight
/// whose gradient is lowest, solves for all that are in, steps back to the boundary and lets out
/// what would become negative, until no gradient lies below the common one: that is the optimum,
/// because the problem is convex. Of several optima (collinear columns) it gives one with few
/// weights above 0.
/// Source: Lawson and Hanson (1974), Solving Least Squares Problems, chapter 23, with the sum as a
/// further constraint; the gap is that of Frank and Wolfe (1956), Naval Research Logistics 3.
struct SimplexProgram {
    /// How many weights.
    let count: Int
    /// P, row by row.
    var quadratic: [Double]
    /// q.
    var linear: [Double]

    private(set) var weights: [Double]
    /// w′g - min g over the largest diagonal entry of P (over 1 if that is 0): how far the
    /// objective can still fall. 0 at the optimum.
    private(set) var gap = Double.infinity
    private var support: [Int] = []
    private var gradient: [Double]
    private var reduced: [Double]
    private var step: [Double]

    /// Gradients closer than this share of the scale count as equal.
    private static let tolerance = 1e-13
    /// A pivot below this share of the largest counts as 0: the column is a mixture of others.
    private static let smallestPivot = 1e-13

    /// Bounds: `count` 1 or more.
    init(count: Int) {
        self.count = count
        quadratic = .init(repeating: 0, count: count * count)
        linear = .init(repeating: 0, count: count)
        weights = .init(repeating: 0, count: count)
        gradient = .init(repeating: 0, count: count)
        reduced = .init(repeating: 0, count: count * count)
        step = .init(repeating: 0, count: count)
    }

    /// Finds the optimum for the present P and q; deterministic, from the best single weight.
    mutating func solve() {
        var scale = 0.0
        var first = 0
        var least = Double.infinity
        for index in 0..<count {
            let diagonal = quadratic[index * count + index]
            scale = max(scale, diagonal, abs(linear[index]))
            weights[index] = 0
            if diagonal / 2 - linear[index] < least {
                least = diagonal / 2 - linear[index]
                first = index
            }
        }
        weights[first] = 1
        support = [first]
        if scale == 0 { scale = 1 }
        var refused = -1
        for _ in 0..<(50 * count + 100) {
            let level = updateGradient()
            guard let entering = lowest(below: level - Self.tolerance * scale, but: refused) else {
                break
            }
            support.append(entering)
            refuseLess()
            if weights[entering] == 0 { refused = entering } else { refused = -1 }
        }
        let level = updateGradient()
        gap = max(0, level - (gradient.min() ?? level)) / scale
    }

    /// The gradient at the weights, and its mean over the weights.
    private mutating func updateGradient() -> Double {
        for row in 0..<count {
            var sum = -linear[row]
            for column in support { sum += quadratic[row * count + column] * weights[column] }
            gradient[row] = sum
        }
        return support.reduce(0) { $0 + weights[$1] * gradient[$1] }
    }

    private func lowest(below level: Double, but refused: Int) -> Int? {
        var chosen: Int?
        var least = level
        for index in 0..<count where gradient[index] < least && index != refused {
            guard !support.contains(index) else { continue }
            least = gradient[index]
            chosen = index
        }
        return chosen
    }

    /// Moves to the optimum over the support, letting out weights on the way.
    private mutating func refuseLess() {
        while support.count > 1 {
            solveSupport()
            var reach = 1.0
            for index in support where step[index] <= 0 {
                let fall = weights[index] - step[index]
                reach = min(reach, fall > 0 ? weights[index] / fall : 0)
            }
            for index in support { weights[index] += reach * (step[index] - weights[index]) }
            let isInside = support.allSatisfy { step[$0] > 0 }
            if isInside { return }
            for index in support where step[index] <= 0 && weights[index] <= 1e-15 {
                weights[index] = 0
            }
            let before = support.count
            support.removeAll { weights[$0] <= 0 }
            guard support.count < before else { return }
        }
        if let only = support.first, support.count == 1 { weights[only] = 1 }
    }

    /// The optimum over the support with the sum alone as constraint, into `step`.
    ///
    /// One weight is what the others leave of 1; a second solution on the remaining gradient takes
    /// off what rounding left.
    private mutating func solveSupport() {
        let size = support.count - 1
        let last = support[size]
        factor(size, last)
        for index in support { step[index] = 0 }
        step[last] = 1
        var right = [Double](repeating: 0, count: size)
        for _ in 0..<2 {
            let base = residual(last)
            for row in 0..<size { right[row] = base - residual(support[row]) }
            substitute(size, &right)
            for row in 0..<size {
                step[support[row]] += right[row]
                step[last] -= right[row]
            }
        }
    }

    private func residual(_ row: Int) -> Double {
        var sum = -linear[row]
        for column in support { sum += quadratic[row * count + column] * step[column] }
        return sum
    }

    /// The Cholesky factor of P over the differences to the last weight of the support.
    private mutating func factor(_ size: Int, _ last: Int) {
        let corner = quadratic[last * count + last]
        var largest = 0.0
        for row in 0..<size {
            let i = support[row]
            for column in 0...row {
                let j = support[column]
                reduced[row * count + column] =
                    quadratic[i * count + j] - quadratic[i * count + last]
                    - quadratic[j * count + last] + corner
            }
            largest = max(largest, reduced[row * count + row])
        }
        let smallest = max(largest * Self.smallestPivot, .leastNormalMagnitude)
        for row in 0..<size {
            for column in 0...row {
                var sum = reduced[row * count + column]
                for k in 0..<column {
                    sum -= reduced[row * count + k] * reduced[column * count + k]
                }
                reduced[row * count + column] =
                    column == row
                    ? max(sum, smallest).squareRoot() : sum / reduced[column * count + column]
            }
        }
    }

    private func substitute(_ size: Int, _ right: inout [Double]) {
        for row in 0..<size {
            for k in 0..<row { right[row] -= reduced[row * count + k] * right[k] }
            right[row] /= reduced[row * count + row]
        }
        for row in stride(from: size - 1, through: 0, by: -1) {
            for k in (row + 1)..<max(size, row + 1) {
                right[row] -= reduced[k * count + row] * right[k]
            }
            right[row] /= reduced[row * count + row]
        }
    }
}
