extension SpaceTimeScan {
    /// Calls with every area and window that holds at least one location: the chain, how many of
    /// its members, the window, count and base.
    func visit(
        _ body: (_ chain: Int, _ size: Int, _ window: Int, _ count: Int, _ base: Double) -> Void
    ) {
        let observed = counts.map { row in
            let sums = row.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
            return ranges.map { sums[$0.upperBound] - sums[$0.lowerBound] }
        }
        for (place, chain) in areas.chains.enumerated() {
            var count = [Int](repeating: 0, count: ranges.count)
            var base = [Double](repeating: 0, count: ranges.count)
            for (index, member) in chain.members.enumerated() {
                for window in ranges.indices {
                    count[window] += observed[member][window]
                    base[window] += bases[member][window]
                }
                guard chain.isArea[index] else { continue }
                for window in ranges.indices {
                    body(place, index + 1, window, count[window], base[window])
                }
            }
        }
    }

    /// The largest log-likelihood ratio; 0 where no area holds more than expected.
    package func largestRatio() -> Double {
        var largest = 0.0
        visit { _, _, _, count, base in
            guard count >= settings.smallestCount,
                likelihood.bound(count: Double(count), base: base) > largest
            else { return }
            largest = max(largest, likelihood.ratio(count: Double(count), base: base))
        }
        return largest
    }

    /// The log-likelihood ratio of one area and window; nil where the window is not one of those
    /// tried, or a location does not exist.
    package func ratio(of locations: [Int], during periods: Range<Int>) -> Double? {
        guard let window = ranges.firstIndex(of: periods),
            locations.allSatisfy({ counts.indices.contains($0) })
        else { return nil }
        let count = locations.reduce(0) { $0 + counts[$1][periods].reduce(0, +) }
        let base = locations.reduce(0) { $0 + bases[$1][window] }
        return likelihood.ratio(count: Double(count), base: base)
    }

    /// The clusters with the largest ratios, none sharing a location with one before it; empty
    /// where no area holds more than expected.
    ///
    /// Every centre (or listed area) offers its one largest; of equal ratios the smaller area, then
    /// the shorter window, then the earlier centre comes first.
    package func clusters() -> [ScanCluster] {
        var best = [Offer](repeating: Offer(), count: areas.chains.count)
        visit { place, size, window, count, base in
            guard count >= settings.smallestCount else { return }
            let held = best[place]
            let bound = likelihood.bound(count: Double(count), base: base)
            guard bound >= held.ratio, bound > 0 else { return }
            let offer = Offer(
                ratio: likelihood.ratio(count: Double(count), base: base), size: size,
                window: window, length: ranges[window].count)
            if offer.ratio > 0, held.ratio == 0 || offer.precedes(held) { best[place] = offer }
        }
        let order = best.indices.filter { best[$0].ratio > 0 }.sorted {
            best[$0].precedes(best[$1]) || !best[$1].precedes(best[$0]) && $0 < $1
        }
        var found: [ScanCluster] = []
        var taken = [Bool](repeating: false, count: areas.locations)
        for place in order where found.count < settings.largestClusters {
            let members = Array(areas.chains[place].members[0..<best[place].size])
            guard !members.contains(where: { taken[$0] }) else { continue }
            found.append(cluster(members, best[place].window, best[place].ratio))
            for member in members { taken[member] = true }
        }
        return found
    }

    private struct Offer {
        var ratio = 0.0
        var size = 0
        var window = 0
        var length = 0

        func precedes(_ other: Offer) -> Bool {
            (-ratio, size, length) < (-other.ratio, other.size, other.length)
        }
    }

    private func cluster(_ members: [Int], _ window: Int, _ ratio: Double) -> ScanCluster {
        let range = ranges[window]
        let base = members.reduce(0) { $0 + bases[$1][window] }
        return ScanCluster(
            locations: members, periods: range,
            count: members.reduce(0) { $0 + counts[$1][range].reduce(0, +) },
            expected: likelihood.expected(base), logRatio: ratio)
    }
}
