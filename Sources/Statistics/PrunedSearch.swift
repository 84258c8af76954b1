import RealModule

/// What segments of one series cost.
protocol SegmentPrices {
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
                    sweep(count, beta, smallest, segments, best, last, starts)
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
        /// Its value at the current end, without the slack.
        var value: Double
    }

    private static func sweep(
        _ count: Int, _ beta: Double, _ smallest: Int, _ segments: some SegmentPrices,
        _ best: UnsafeMutableBufferPointer<Double>, _ last: UnsafeMutableBufferPointer<Int>,
        _ starts: UnsafeMutableBufferPointer<Candidate>
    ) {
        guard let best = best.baseAddress, let last = last.baseAddress,
            let starts = starts.baseAddress
        else { return }
        var used = 0
        for end in smallest...count {
            starts[used] = Candidate(start: end - smallest, until: .max, value: 0)
            used += 1
            var least = Double.infinity
            var chosen = 0
            for index in 0..<used {
                let start = starts[index].start
                let value = best[start] + segments.price(start, end)
                starts[index].value = value - segments.slack(end - start)
                if value < least {
                    least = value
                    chosen = start
                }
            }
            let value = least + beta
            best[end] = value
            last[end] = chosen
            var kept = 0
            for index in 0..<used {
                var candidate = starts[index]
                if candidate.value >= value, candidate.until == .max {
                    candidate.until = end + smallest
                }
                if candidate.until > end + 1 {
                    starts[kept] = candidate
                    kept += 1
                }
            }
            used = kept
        }
    }
}

/// Counts with one rate a segment.
struct PoissonSegments: SegmentPrices {
    private let sums: [Int]
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
        let cost = 2 * (Double(sum) * log - product)
        return isModified ? cost + log : cost
    }

    @inline(__always) func slack(_ length: Int) -> Double { isModified ? logs[length] : 0 }
}

/// Values with one mean a segment and a known standard deviation.
struct NormalSegments: SegmentPrices {
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
