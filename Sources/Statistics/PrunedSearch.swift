import RealModule

/// What segments of one series cost.
protocol SegmentPrices {
    /// Whether a segment never becomes cheaper when a value is added to it.
    static var neverFalls: Bool { get }
    /// The cost of the values from `start` up to but not including `end`, as it is charged.
    func price(_ start: Int, _ end: Int) -> Double
    /// What pruning may subtract from the charged price of a segment of this length: the part
    /// that does not shrink when a segment is divided.
    func slack(_ length: Int) -> Double
}

/// The recursion of PELT, for any price of segments.
enum PrunedSearch {
    /// The cheapest division into segments of at least `smallest` values.
    ///
    /// Bounds: `count` at least `2 * smallest`, which the caller checks.
    static func run(_ count: Int, _ beta: Double, _ smallest: Int, _ segments: some SegmentPrices)
        -> (value: Double, breaks: [Int])
    {
        var cheapest = [Double](repeating: .infinity, count: count + 1)
        var last = [Int](repeating: 0, count: count + 1)
        cheapest[0] = -beta
        cheapest.withUnsafeMutableBufferPointer { best in
            last.withUnsafeMutableBufferPointer { last in
                withUnsafeTemporaryAllocation(of: Candidate.self, capacity: count + 1) { starts in
                    withUnsafeTemporaryAllocation(of: Double.self, capacity: count + 1) { bounds in
                        sweep(smallest...count, beta, segments, best, last, starts, bounds)
                    }
                }
            }
        }
        var breaks: [Int] = []
        var end = last[count]
        while end > 0 {
            breaks.append(end)
            end = last[end]
        }
        return (cheapest[count], breaks.reversed())
    }

    /// A start that may still be the last break of a later end.
    private struct Candidate {
        var start: Int
        /// The first end at which it need not be tried.
        var until: Int
    }

    /// Ends between two at which every start is priced anew and the hopeless ones are dropped.
    private static let stride = 8
    /// Far above the rounding of a price, far below a difference that matters.
    private static let rounding = 1e-9

    /// Where prices never fall, the price at an earlier end bounds the present one from below:
    /// a start whose bound lies above the price of the last best start cannot be the best one now
    /// and is not priced. The result is that of pricing all.
    private static func sweep<Segments: SegmentPrices>(
        _ ends: ClosedRange<Int>, _ beta: Double, _ segments: Segments,
        _ best: UnsafeMutableBufferPointer<Double>, _ last: UnsafeMutableBufferPointer<Int>,
        _ starts: UnsafeMutableBufferPointer<Candidate>,
        _ bounds: UnsafeMutableBufferPointer<Double>
    ) {
        guard let best = best.baseAddress, let last = last.baseAddress,
            let starts = starts.baseAddress, let bounds = bounds.baseAddress
        else { return }
        let smallest = ends.lowerBound
        var used = 0
        var chosen = 0
        for end in ends {
            starts[used] = Candidate(start: end - smallest, until: .max)
            bounds[used] = -.infinity
            used += 1
            let isFull = !Segments.neverFalls || end % stride == 0
            let known = isFull ? 0 : best[chosen] + segments.price(chosen, end)
            // A price that stays the same may fall by its rounding: that much is allowed for.
            let ceiling = isFull ? Double.infinity : known + rounding * (1 + abs(known))
            var least = Double.infinity
            for index in 0..<used where bounds[index] <= ceiling || isFull {
                let start = starts[index].start
                let value = best[start] + segments.price(start, end)
                bounds[index] = value - segments.slack(end - start)
                if value < least {
                    least = value
                    chosen = start
                }
            }
            best[end] = least + beta
            last[end] = chosen
            if isFull { used = drop(least + beta, end, smallest, used, starts, bounds) }
        }
    }

    /// Drops the starts that no later end can prefer; how many are left.
    private static func drop(
        _ value: Double, _ end: Int, _ smallest: Int, _ used: Int,
        _ starts: UnsafeMutablePointer<Candidate>, _ bounds: UnsafeMutablePointer<Double>
    ) -> Int {
        var kept = 0
        for index in 0..<used {
            var candidate = starts[index]
            if bounds[index] >= value, candidate.until == .max {
                candidate.until = end + smallest
            }
            if candidate.until > end + 1 {
                starts[kept] = candidate
                bounds[kept] = bounds[index]
                kept += 1
            }
        }
        return kept
    }
}

/// Counts with one rate a segment, as deviance: 2Σ x ln(x/mean), which no value can lower.
struct PoissonSegments: SegmentPrices {
    static let neverFalls = true
    /// 2Σ x ln x over all counts: what the deviance has above 2S(ln n - ln S).
    var saturated: Double { own[own.count - 1] }

    private let sums: [Int]
    /// 2 x ln x of the first counts.
    private let own: [Double]
    private let logs: [Double]
    /// S ln S for whole S; empty where sums are too large for a table to pay.
    private let products: [Double]
    private let isModified: Bool

    /// Building the table costs one logarithm an entry, a search without it one a trial.
    private static let entriesPerValue = 32

    init(_ counts: [Int], modified: Bool) {
        var sum = 0
        var sums = [0]
        sums.reserveCapacity(counts.count + 1)
        for count in counts {
            sum += count
            sums.append(sum)
        }
        self.sums = sums
        var product = 0.0
        own =
            [0]
            + counts.map { count in
                if count > 1 { product += 2 * Double(count) * .log(Double(count)) }
                return product
            }
        logs = LogarithmTable.logs(upTo: counts.count)
        products =
            sum <= Self.entriesPerValue * max(128, counts.count)
            ? LogarithmTable.products(upTo: sum) : []
        isModified = modified
    }

    @inline(__always) func price(_ start: Int, _ end: Int) -> Double {
        let sum = sums.withUnsafeBufferPointer { $0[end] - $0[start] }
        let log = logs.withUnsafeBufferPointer { $0[end - start] }
        let product: Double =
            products.isEmpty
            ? (sum == 0 ? 0 : Double(sum) * .log(Double(sum)))
            : products.withUnsafeBufferPointer { $0[sum] }
        let constant = own.withUnsafeBufferPointer { $0[end] - $0[start] }
        let cost = 2 * (Double(sum) * log - product) + constant
        return isModified ? cost + log : cost
    }

    @inline(__always) func slack(_ length: Int) -> Double { isModified ? logs[length] : 0 }
}

/// Values with one mean a segment and a known standard deviation.
struct NormalSegments: SegmentPrices {
    static let neverFalls = true
    private let sums: [Double]
    private let squares: [Double]
    private let inverses: [Double]
    private let logs: [Double]

    init(_ values: [Double], scale: Double, modified: Bool) {
        (sums, squares) = RunningSums.of(values, scale: scale)
        inverses = (0...values.count).map { $0 == 0 ? 0 : 1 / Double($0) }
        logs = modified ? LogarithmTable.logs(upTo: values.count) : []
    }

    @inline(__always) func price(_ start: Int, _ end: Int) -> Double {
        let sum = sums.withUnsafeBufferPointer { $0[end] - $0[start] }
        let square = squares.withUnsafeBufferPointer { $0[end] - $0[start] }
        let inverse = inverses.withUnsafeBufferPointer { $0[end - start] }
        return square - sum * sum * inverse + slack(end - start)
    }

    @inline(__always) func slack(_ length: Int) -> Double { logs.isEmpty ? 0 : logs[length] }
}

/// Values with one mean and one variance a segment.
struct NormalVarianceSegments: SegmentPrices {
    /// A density may exceed 1.
    static let neverFalls = false
    private let sums: [Double]
    private let squares: [Double]
    private let smallest: Double
    private let logs: [Double]

    init(_ values: [Double], smallest: Double, modified: Bool) {
        (sums, squares) = RunningSums.of(values, scale: 1)
        self.smallest = smallest
        logs = modified ? LogarithmTable.logs(upTo: values.count) : []
    }

    @inline(__always) func price(_ start: Int, _ end: Int) -> Double {
        let length = Double(end - start)
        let mean = (sums[end] - sums[start]) / length
        let variance = (squares[end] - squares[start]) / length - mean * mean
        let held = max(variance, smallest)
        return length * (.log(2 * .pi * held) + 1) + slack(end - start)
    }

    @inline(__always) func slack(_ length: Int) -> Double { logs.isEmpty ? 0 : logs[length] }
}

/// Sums of the first values and of their squares.
private enum RunningSums {
    /// Values are centred first: a large common level would drown the squares' differences.
    static func of(_ values: [Double], scale: Double) -> (sums: [Double], squares: [Double]) {
        let mean = values.reduce(0) { $0 + $1 / Double(values.count) }
        var sums = [0.0]
        var squares = [0.0]
        sums.reserveCapacity(values.count + 1)
        squares.reserveCapacity(values.count + 1)
        var sum = 0.0
        var square = 0.0
        for value in values {
            let centred = (value - mean) / scale
            sum += centred
            square += centred * centred
            sums.append(sum)
            squares.append(square)
        }
        return (sums, squares)
    }
}
