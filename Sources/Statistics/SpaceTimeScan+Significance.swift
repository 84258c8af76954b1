extension SpaceTimeScan {
    /// The most replicates of one scan.
    package static let largestReplicates = 99_999
    /// Replicates that are scanned in full to find the level, and how far below them it lies.
    private static let pilots = 8
    private static let margin = 0.9

    /// The largest ratios of replicates in which nothing happens.
    ///
    /// The same seed gives the same maxima, on any number of threads. Nil where replicates or
    /// threads are out of bounds. Bounds: 1 to ``largestReplicates`` replicates, 1 to 64 threads.
    package func significance(replicates: Int, seed: UInt64, threads: Int) async
        -> ScanSignificance?
    {
        guard (1...Self.largestReplicates).contains(replicates), (1...64).contains(threads) else {
            return nil
        }
        let draws = ScanReplicates(self)
        // Lanes of sixteen bits hold eight windows in one register, as long as nothing overflows.
        if drawnInWindows < Int(Int16.max) {
            return await maxima(replicates, seed, threads, draws, Int16.self)
        }
        return await maxima(replicates, seed, threads, draws, Int32.self)
    }

    /// The most that any window of a replicate can count, where that is known beforehand.
    private var drawnInWindows: Int {
        guard case .permutation = model else { return total }
        let first = ranges.map(\.lowerBound).min() ?? 0
        return counts.reduce(0) { $0 + $1[first...].reduce(0, +) }
    }

    private func maxima<Lane: FixedWidthInteger & SIMDScalar & Sendable>(
        _ replicates: Int, _ seed: UInt64, _ threads: Int, _ draws: ScanReplicates, _: Lane.Type
    ) async -> ScanSignificance where Lane.SIMD8Storage: Sendable {
        let level = pilotLevel(min(replicates, Self.pilots), seed, draws, Lane.self)
        let kernel = ScanKernel<Lane>(self, draws, level: level)
        var found = [Double](repeating: 0, count: replicates)
        await withTaskGroup(of: [(Int, Double)].self) { group in
            for thread in 0..<threads {
                group.addTask {
                    var space = kernel.space()
                    return stride(from: thread, to: replicates, by: threads).map {
                        ($0, kernel.maximum(replicate: $0, seed: seed, &space))
                    }
                }
            }
            for await part in group {
                for (replicate, maximum) in part { found[replicate] = maximum }
            }
        }
        return ScanSignificance(maxima: found)
    }

    private func pilotLevel<Lane: FixedWidthInteger & SIMDScalar & Sendable>(
        _ pilots: Int, _ seed: UInt64, _ draws: ScanReplicates, _: Lane.Type
    ) -> Double where Lane.SIMD8Storage: Sendable {
        // At an infinite level nothing passes, so that every replicate is scanned in full.
        let kernel = ScanKernel<Lane>(self, draws, level: .infinity)
        var space = kernel.space()
        let maxima = (0..<pilots).map { kernel.maximum(replicate: $0, seed: seed, &space) }
        return max(1e-6, (maxima.min() ?? 0) * Self.margin)
    }
}
