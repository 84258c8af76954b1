/// Draws cases in which nothing happens, as a scan's model says.
struct ScanReplicates: Sendable {
    private enum Draw: Sendable {
        /// The location of every case; the first so many periods go to cases drawn at random.
        case periods(locations: [Int32], periods: [Int32])
        /// The cell of every individual; so many of them are cases.
        case individuals(cells: [Int32], cases: Int)
        /// Cells in proportion to expectations, by the alias method.
        case cells(thresholds: [UInt32], aliases: [Int32], cases: Int)
    }

    /// Periods before this one lie in no window.
    let firstPeriod: Int
    /// Periods from the first that matters.
    let periods: Int
    private let draw: Draw

    init(_ scan: SpaceTimeScan) {
        let all = scan.counts[0].count
        let first = scan.ranges.map(\.lowerBound).min() ?? 0
        let kept = all - first
        firstPeriod = first
        periods = kept
        switch scan.model {
        case .permutation:
            var locations: [Int32] = []
            var drawn: [Int32] = []
            for (location, row) in scan.counts.enumerated() {
                for (period, count) in row.enumerated() {
                    for _ in 0..<count {
                        locations.append(Int32(location))
                        if period >= first { drawn.append(Int32(period - first)) }
                    }
                }
            }
            draw = .periods(locations: locations, periods: drawn)
        case .binomial(let trials):
            var cells: [Int32] = []
            for (location, row) in trials.enumerated() {
                for (period, count) in row.enumerated() {
                    let cell = period < first ? -1 : location * kept + period - first
                    cells.append(contentsOf: repeatElement(Int32(cell), count: count))
                }
            }
            draw = .individuals(cells: cells, cases: scan.total)
        case .poisson(let expected):
            // All periods before the first one share the last cell.
            var weights = [Double](repeating: 0, count: scan.counts.count * kept + 1)
            for (location, row) in expected.enumerated() {
                for (period, value) in row.enumerated() {
                    let cell =
                        period < first ? weights.count - 1 : location * kept + period - first
                    weights[cell] += value
                }
            }
            let table = Self.aliasTable(weights)
            draw = .cells(thresholds: table.thresholds, aliases: table.aliases, cases: scan.total)
        }
    }

    /// How many numbers of working space a replicate needs.
    var workspace: Int {
        switch draw {
        case .periods(let locations, _): locations.count
        case .individuals(let cells, _): cells.count
        case .cells: 0
        }
    }

    /// Fills the counts per location and period; `work` holds ``workspace`` numbers.
    func fill(
        _ counts: UnsafeMutableBufferPointer<Int32>, _ work: UnsafeMutableBufferPointer<Int32>,
        _ generator: inout SeededGenerator
    ) {
        counts.update(repeating: 0)
        switch draw {
        case .periods(let locations, let drawn):
            _ = work.update(fromContentsOf: locations)
            let all = locations.count
            for (index, period) in drawn.enumerated() {
                let other = index + generator.below(UInt32(all - index))
                let location = work[other]
                work[other] = work[index]
                counts[Int(location) * periods + Int(period)] += 1
            }
        case .individuals(let cells, let cases):
            _ = work.update(fromContentsOf: cells)
            for index in 0..<cases {
                let other = index + generator.below(UInt32(cells.count - index))
                let cell = work[other]
                work[other] = work[index]
                if cell >= 0 { counts[Int(cell)] += 1 }
            }
        case .cells(let thresholds, let aliases, let cases):
            let last = thresholds.count - 1
            for _ in 0..<cases {
                let place = generator.below(UInt32(thresholds.count))
                let bits = UInt32(truncatingIfNeeded: generator.next())
                let cell = bits < thresholds[place] ? place : Int(aliases[place])
                if cell < last { counts[cell] += 1 }
            }
        }
    }

    /// Source: Walker (1977), ACM Transactions on Mathematical Software 3, 253–256; built in the
    /// order of Vose (1991), IEEE Transactions on Software Engineering 17, 972–975.
    private static func aliasTable(_ weights: [Double]) -> (
        thresholds: [UInt32], aliases: [Int32]
    ) {
        let scale = Double(weights.count) / weights.reduce(0, +)
        var left = weights.map { $0 * scale }
        var aliases = weights.indices.map { Int32($0) }
        var shares = [Double](repeating: 1, count: weights.count)
        var small = weights.indices.filter { left[$0] < 1 }
        var large = weights.indices.filter { left[$0] >= 1 }
        while let poor = small.popLast(), let rich = large.last {
            shares[poor] = left[poor]
            aliases[poor] = Int32(rich)
            left[rich] -= 1 - left[poor]
            if left[rich] < 1 {
                large.removeLast()
                small.append(rich)
            }
        }
        let thresholds = shares.map { UInt32(max(0, min($0 * 4_294_967_296, 4_294_967_295))) }
        return (thresholds, aliases)
    }
}
