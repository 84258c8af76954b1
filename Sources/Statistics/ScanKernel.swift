/// The largest ratio of each replicate, found by counting alone.
///
/// Expectations do not change between replicates. So for every area and window there is a smallest
/// count whose ratio reaches a level, and a scan at that level is one subtraction a window: eight
/// windows go at once, and a logarithm is taken only where a count passes. The level lies below
/// the maxima of some first replicates; a replicate that stays below it is scanned in full. So the
/// maxima are exact whatever the level, and the level is only speed.
struct ScanKernel<Lane: FixedWidthInteger & SIMDScalar & Sendable>: Sendable
where Lane.SIMD8Storage: Sendable {
    typealias Lanes = SIMD8<Lane>

    private let scan: SpaceTimeScan
    private let replicates: ScanReplicates
    private let chunks: Int
    /// Members of all chains, one after the other, as places in the table of counts.
    private let members: [Int32]
    /// Where each chain begins, with the end as last.
    private let starts: [Int]
    /// For each chain, chunk and member: the smallest passing count less one; never reached where
    /// no area ends.
    private let limits: [Lanes]
    /// Per location and chunk.
    private let bases: [SIMD8<Double>]
    private let isArea: [Bool]

    init(_ scan: SpaceTimeScan, _ replicates: ScanReplicates, level: Double) {
        self.scan = scan
        self.replicates = replicates
        let chunks = (scan.ranges.count + 7) / 8
        self.chunks = chunks
        members = scan.areas.chains.flatMap { $0.members.map { Int32($0 * chunks) } }
        starts = scan.areas.chains.reduce(into: [0]) {
            $0.append(($0.last ?? 0) + $1.members.count)
        }
        isArea = scan.areas.chains.flatMap(\.isArea)
        bases = scan.bases.flatMap { row in
            (0..<chunks).map { chunk in
                var lanes = SIMD8<Double>(repeating: 0)
                for lane in 0..<min(8, row.count - chunk * 8) {
                    lanes[lane] = row[chunk * 8 + lane]
                }
                return lanes
            }
        }
        limits = Self.limits(scan, chunks, bases, level)
    }

    private static func limits(
        _ scan: SpaceTimeScan, _ chunks: Int, _ bases: [SIMD8<Double>], _ level: Double
    ) -> [Lanes] {
        var limits: [Lanes] = []
        limits.reserveCapacity(chunks * scan.areas.chains.reduce(0) { $0 + $1.members.count })
        let smallest = scan.settings.smallestCount
        let windows = scan.ranges.count
        for chain in scan.areas.chains {
            for chunk in 0..<chunks {
                var base = SIMD8<Double>(repeating: 0)
                for (place, member) in chain.members.enumerated() {
                    base += bases[member * chunks + chunk]
                    var lanes = Lanes(repeating: .max)
                    for lane in 0..<min(8, windows - chunk * 8) where chain.isArea[place] {
                        let needed = scan.likelihood.smallestCount(
                            reaching: level, base: base[lane])
                        guard let needed else { continue }
                        lanes[lane] = Lane(clamping: max(smallest, needed) - 1)
                    }
                    limits.append(lanes)
                }
            }
        }
        return limits
    }

    /// Working space of one thread.
    struct Space {
        fileprivate var cells: [Int32]
        fileprivate var work: [Int32]
        fileprivate var table: [Lanes]
    }

    func space() -> Space {
        Space(
            cells: .init(repeating: 0, count: scan.counts.count * replicates.periods),
            work: .init(repeating: 0, count: replicates.workspace),
            table: .init(repeating: .zero, count: scan.counts.count * chunks))
    }

    /// The largest ratio of a replicate.
    func maximum(replicate: Int, seed: UInt64, _ space: inout Space) -> Double {
        var generator = SeededGenerator.replicate(replicate, seed: seed)
        space.cells.withUnsafeMutableBufferPointer { cells in
            space.work.withUnsafeMutableBufferPointer { work in
                replicates.fill(cells, work, &generator)
            }
        }
        tabulate(&space)
        let largest = passing(space.table)
        return largest > 0 ? largest : full(space.table)
    }

    /// Sums the cells over every window.
    private func tabulate(_ space: inout Space) {
        let periods = replicates.periods
        let first = replicates.firstPeriod
        var sums = [Int32](repeating: 0, count: periods + 1)
        for location in 0..<scan.counts.count {
            for period in 0..<periods {
                sums[period + 1] = sums[period] + space.cells[location * periods + period]
            }
            for (window, range) in scan.ranges.enumerated() {
                let count = sums[range.upperBound - first] - sums[range.lowerBound - first]
                space.table[location * chunks + window / 8][window % 8] =
                    Lane(truncatingIfNeeded: count)
            }
        }
    }

    /// The largest ratio of windows that pass the level; 0 where none does.
    private func passing(_ table: [Lanes]) -> Double {
        var largest = 0.0
        table.withUnsafeBufferPointer { table in
            members.withUnsafeBufferPointer { members in
                limits.withUnsafeBufferPointer { limits in
                    guard let table = table.baseAddress, let all = members.baseAddress,
                        let limits = limits.baseAddress
                    else { return }
                    for chain in 0..<(starts.count - 1) {
                        let length = starts[chain + 1] - starts[chain]
                        let members = all + starts[chain]
                        for chunk in 0..<chunks {
                            let limit = limits + starts[chain] * chunks + chunk * length
                            let flag = Self.flag(table + chunk, members, limit, length)
                            guard flag.min() < 0 else { continue }
                            let found = exact(
                                table, members, chain, chunk, flag, above: largest)
                            largest = max(largest, found)
                        }
                    }
                }
            }
        }
        return largest
    }

    /// A lane is negative where its window passed in any area of the chain.
    @inline(__always)
    private static func flag(
        _ table: UnsafePointer<Lanes>, _ members: UnsafePointer<Int32>,
        _ limit: UnsafePointer<Lanes>, _ length: Int
    ) -> Lanes {
        var count = Lanes.zero
        var flag = Lanes.zero
        for place in 0..<length {
            count &+= table[Int(members[place])]
            flag |= limit[place] &- count
        }
        return flag
    }

    /// The largest ratio of a chain in the flagged windows of a chunk.
    private func exact(
        _ table: UnsafePointer<Lanes>, _ members: UnsafePointer<Int32>, _ chain: Int,
        _ chunk: Int, _ flag: Lanes, above: Double
    ) -> Double {
        var largest = above
        let start = starts[chain]
        let likelihood = scan.likelihood
        for lane in 0..<8 where flag[lane] < 0 {
            var count = 0
            var base = 0.0
            for place in 0..<(starts[chain + 1] - start) {
                let row = Int(members[place]) + chunk
                count += Int(table[row][lane])
                base += bases[row][lane]
                guard isArea[start + place], count >= scan.settings.smallestCount else { continue }
                let value = Double(count)
                guard likelihood.bound(count: value, base: base) > largest else { continue }
                largest = max(largest, likelihood.ratio(count: value, base: base))
            }
        }
        return largest
    }

    /// The largest ratio of all windows.
    private func full(_ table: [Lanes]) -> Double {
        var largest = 0.0
        let every = Lanes(repeating: -1)
        table.withUnsafeBufferPointer { table in
            members.withUnsafeBufferPointer { members in
                guard let table = table.baseAddress, let all = members.baseAddress else { return }
                for chain in 0..<(starts.count - 1) {
                    for chunk in 0..<chunks {
                        largest = exact(
                            table, all + starts[chain], chain, chunk, every, above: largest)
                    }
                }
            }
        }
        return largest
    }
}
