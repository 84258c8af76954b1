/// Weekly finds of each port as they were known on a day, with sums over weeks at hand.
struct KnownCounts {
    /// Finds of a port before a week, by port and week; one more entry than weeks.
    private let before: [[Int]]

    /// Counts what was reported before the week `known` began.
    init(_ world: World, knownBefore known: Int) {
        var counts = world.ports.map { _ in [Int](repeating: 0, count: world.weekCount + 1) }
        for seizure in world.seizures where seizure.reportDay < 7 * known {
            let week = seizure.eventWeek
            if week >= 0, week < world.weekCount { counts[seizure.port][week + 1] += 1 }
        }
        for port in counts.indices {
            for week in 0..<world.weekCount { counts[port][week + 1] += counts[port][week] }
        }
        before = counts
    }

    /// Finds of a port in the weeks of a range.
    func finds(_ port: Int, _ weeks: Range<Int>) -> Int {
        before[port][weeks.upperBound] - before[port][weeks.lowerBound]
    }

    /// Finds of a port by blocks of so many weeks; a rest at the end is left out.
    func blocks(_ port: Int, _ weeks: Range<Int>, of length: Int) -> [Int] {
        stride(from: weeks.lowerBound, through: weeks.upperBound - length, by: length).map {
            finds(port, $0..<$0 + length)
        }
    }
}
