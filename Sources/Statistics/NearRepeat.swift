import RealModule

/// An event with place and time.
package struct PlacedEvent: Hashable, Sendable {
    package let x: Double
    package let y: Double
    /// In whole units, usually days.
    package let time: Int

    package init(x: Double, y: Double, time: Int) {
        self.x = x
        self.y = y
        self.time = time
    }
}

/// How far apart two events are.
package enum EventDistance: Hashable, Sendable {
    /// |Δx| + |Δy|, nearer to the length of a way along streets.
    case manhattan
    case euclidean

    fileprivate func between(_ a: PlacedEvent, _ b: PlacedEvent) -> Double {
        let x = abs(a.x - b.x)
        let y = abs(a.y - b.y)
        switch self {
        case .manhattan: return x + y
        case .euclidean: return (x * x + y * y).squareRoot()
        }
    }
}

/// Pairs of events that are near in place and in time at once, against what chance would give.
///
/// Estimator: the number of pairs in each band of distance [a, b) and of time [c, d); replicates
/// permute the times over the places. p = (1 + replicates that reach the count)/(replicates + 1).
/// Assumes that places and times are exchangeable: a place whose events all fall into one season
/// looks like repeats. Says «again within days at the same place», not that crime moved.
/// Source: Knox (1964), Applied Statistics 13, 25–29; Besag and Diggle (1977), Applied Statistics
/// 26, 327–333.
package struct NearRepeat: Hashable, Sendable {
    /// One band of distance and time.
    package struct Cell: Hashable, Sendable {
        /// Pairs observed.
        package let observed: Int
        /// The exact mean over all permutations: near pairs in place times the share of all pairs
        /// that is near in time.
        package let expected: Double
        /// The mean over the replicates.
        package let replicateMean: Double
        /// Observed over the replicates' mean.
        package let ratio: Ratio
        package let pValue: Double
    }

    /// A ratio to what chance gives.
    package enum Ratio: Hashable, Sendable {
        case value(Double)
        /// Chance never gave a pair in this band.
        case noneExpected
    }

    /// Why pairs were not counted.
    package enum Defect: Hashable, Sendable {
        /// Fewer than two events or more than ``NearRepeat/largestEvents``.
        case events(Int)
        /// A coordinate that is not finite, or times too far apart.
        case value(index: Int)
        /// Bands that do not rise, fewer than two bounds, or replicates out of bounds.
        case setting
        /// More pairs near in place than ``NearRepeat/largestPairs``.
        case pairs(Int)
    }

    /// Pairs or the reason why there are none to give.
    package enum Outcome: Hashable, Sendable {
        case counted(NearRepeat)
        case undefined(Defect)
    }

    /// The most events of one test.
    package static let largestEvents = 200_000
    /// The most pairs near in place.
    package static let largestPairs = 50_000_000
    /// The most permutations.
    package static let largestReplicates = 99_999

    /// By band of distance, then by band of time.
    package let cells: [[Cell]]

    /// Counts pairs and permutes times.
    ///
    /// Bounds rise; each band holds its lower and not its upper end.
    package static func count(
        _ events: [PlacedEvent], distances: [Double], times: [Int], measure: EventDistance,
        replicates: Int, seed: UInt64
    ) -> Outcome {
        guard (2...largestEvents).contains(events.count) else {
            return .undefined(.events(events.count))
        }
        let wrong = events.firstIndex {
            !$0.x.isFinite || !$0.y.isFinite || abs($0.time) > 1_000_000_000
        }
        if let wrong { return .undefined(.value(index: wrong)) }
        guard distances.count >= 2, times.count >= 2, distances.allSatisfy({ !$0.isNaN }),
            zip(distances, distances.dropFirst()).allSatisfy(<),
            zip(times, times.dropFirst()).allSatisfy(<), distances[0] >= 0, times[0] >= 0,
            (1...largestReplicates).contains(replicates)
        else { return .undefined(.setting) }
        switch nearPairs(events, distances, measure) {
        case .success(let pairs):
            return .counted(permute(events, pairs, distances, times, replicates, seed))
        case .failure(let tooMany): return .undefined(.pairs(tooMany.pairs))
        }
    }

    private struct Pair {
        let first: Int32
        let second: Int32
        let band: Int32
    }

    private struct TooMany: Error { let pairs: Int }

    /// All pairs within the largest distance: events sorted by x are compared only as far as that.
    private static func nearPairs(
        _ events: [PlacedEvent], _ distances: [Double], _ measure: EventDistance
    ) -> Result<[Pair], TooMany> {
        let order = events.indices.sorted { events[$0].x < events[$1].x }
        let reach = distances[distances.count - 1]
        var pairs: [Pair] = []
        for (place, first) in order.enumerated() {
            for other in (place + 1)..<max(order.count, place + 1) {
                let second = order[other]
                guard events[second].x - events[first].x <= reach else { break }
                let distance = measure.between(events[first], events[second])
                guard let band = Self.band(of: distance, distances) else { continue }
                pairs.append(
                    Pair(first: Int32(first), second: Int32(second), band: Int32(band)))
                guard pairs.count <= largestPairs else {
                    return .failure(TooMany(pairs: pairs.count))
                }
            }
        }
        return .success(pairs)
    }

    private static func band<Value: Comparable>(of value: Value, _ bounds: [Value]) -> Int? {
        guard value >= bounds[0], let upper = bounds.firstIndex(where: { value < $0 }) else {
            return nil
        }
        return upper - 1
    }

    private static func permute(
        _ events: [PlacedEvent], _ pairs: [Pair], _ distances: [Double], _ times: [Int],
        _ replicates: Int, _ seed: UInt64
    ) -> NearRepeat {
        let least = events.reduce(Int.max) { min($0, $1.time) }
        let bands = times.count - 1
        let size = (distances.count - 1) * bands
        let original = events.map { $0.time - least }
        let counter = PairCounter(pairs.map { ($0.first, $0.second, $0.band) }, times)
        var counts = [Int](repeating: 0, count: size)
        counter.count(original, &counts)
        let observed = counts
        var sums = [Int](repeating: 0, count: size)
        var reached = [Int](repeating: 0, count: size)
        for replicate in 0..<replicates {
            var generator = SeededGenerator.replicate(replicate, seed: seed)
            var shuffled = original
            for index in 0..<(shuffled.count - 1) {
                let other = index + generator.below(UInt32(shuffled.count - index))
                shuffled.swapAt(index, other)
            }
            counter.count(shuffled, &counts)
            for cell in 0..<size {
                sums[cell] += counts[cell]
                if counts[cell] >= observed[cell] { reached[cell] += 1 }
            }
        }
        let inPlace = pairs.reduce(into: [Int](repeating: 0, count: distances.count - 1)) {
            $0[Int($1.band)] += 1
        }
        let inTime = timePairs(original, times)
        let all = Double(events.count) * Double(events.count - 1) / 2
        let cells = (0..<(distances.count - 1)).map { band in
            (0..<bands).map { time in
                let cell = band * bands + time
                let mean = Double(sums[cell]) / Double(replicates)
                return Cell(
                    observed: observed[cell],
                    expected: Double(inPlace[band]) * Double(inTime[time]) / all,
                    replicateMean: mean,
                    ratio: sums[cell] > 0 ? .value(Double(observed[cell]) / mean) : .noneExpected,
                    pValue: Double(reached[cell] + 1) / Double(replicates + 1))
            }
        }
        return NearRepeat(cells: cells)
    }

    /// How many of all pairs lie in each band of time: two pointers over sorted times.
    private static func timePairs(_ times: [Int], _ bounds: [Int]) -> [Int] {
        let sorted = times.sorted()
        // Pairs less than each bound apart.
        let below = bounds.map { bound in
            var start = 0
            var count = 0
            for end in sorted.indices {
                while start < end, sorted[end] - sorted[start] >= bound { start += 1 }
                count += end - start
            }
            return count
        }
        return zip(below.dropFirst(), below).map { $0 - $1 }
    }
}

/// Counts near pairs by their distance in time.
private struct PairCounter {
    private let firsts: [Int32]
    private let seconds: [Int32]
    private let offsets: [Int32]
    /// The band of each distance in time below the last bound; the last place is for all others.
    private let bands: [Int32]
    private let times: [Int]
    private let bandCount: Int

    /// A longer table of bands costs more than it saves.
    private static let longestTable = 1 << 16

    init(_ pairs: [(Int32, Int32, Int32)], _ times: [Int]) {
        bandCount = times.count - 1
        let count = Int32(times.count - 1)
        firsts = pairs.map(\.0)
        seconds = pairs.map(\.1)
        offsets = pairs.map { $0.2 * count }
        self.times = times
        let last = times[times.count - 1]
        guard last <= Self.longestTable else {
            bands = []
            return
        }
        bands = (0..<last).map { gap in
            let upper = times.firstIndex { gap < $0 } ?? 0
            return Int32(upper - 1)
        }
    }

    /// Replaces the counts per band of distance and band of time.
    func count(_ events: [Int], _ counts: inout [Int]) {
        for cell in counts.indices { counts[cell] = 0 }
        for pair in firsts.indices {
            let gap = abs(events[Int(firsts[pair])] - events[Int(seconds[pair])])
            guard gap < times[bandCount] else { continue }
            let band: Int
            if bands.isEmpty {
                band = (times.firstIndex { gap < $0 } ?? 0) - 1
            } else {
                band = Int(bands[gap])
            }
            if band >= 0 { counts[Int(offsets[pair]) + band] += 1 }
        }
    }
}
