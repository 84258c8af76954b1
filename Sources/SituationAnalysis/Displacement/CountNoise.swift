/// How much finds vary beyond chance, over four-week blocks of a history without measures.
///
/// Two-way multiplicative fit (place × block, effort as offset); overdispersion by moments of the
/// squared residuals; the lag-1 correlation of residuals becomes the long-run factor
/// (1 + r)/(1 − r). Assumes that the blocks before `end` hold no measure.
package struct CountNoise: Sendable, Equatable {
    /// Negative-binomial overdispersion: variance = μ + α·μ². At least 0.02.
    package let overdispersion: Double
    /// Long-run variance over variance of one block, 1 to 9.
    package let longRun: Double

    /// Reads the noise before week `end`; nil where fewer than four blocks, two places or ten
    /// finds are there.
    package init?(_ panel: FlowPanel, before end: Int) {
        let blocks = min(end, panel.weekCount) / 4
        guard blocks >= 4, panel.placeCount >= 2 else { return nil }
        var finds = [[Double]]()
        var offsets = [[Double]]()
        for place in 0..<panel.placeCount {
            var row = [Double](repeating: 0, count: blocks)
            for index in panel.firstFind[place]..<panel.firstFind[place + 1] {
                let block = Int(panel.weeks[index]) / 4
                if block < blocks { row[block] += 1 }
            }
            let effort = (0..<blocks).map { panel.effortSum(place, ($0 * 4)..<($0 * 4 + 4)) }
            let mean = max(effort.reduce(0, +) / Double(blocks), 1e-9)
            finds.append(row)
            offsets.append(effort.map { $0 / mean })
        }
        guard finds.joined().reduce(0, +) >= 10 else { return nil }
        let expected = Self.fit(finds, offsets)
        (overdispersion, longRun) = Self.moments(finds, expected)
    }

    private static func fit(_ finds: [[Double]], _ offsets: [[Double]]) -> [[Double]] {
        let blocks = finds[0].count
        var level = [Double](repeating: 1, count: finds.count)
        var common = [Double](repeating: 1, count: blocks)
        for _ in 0..<20 {
            for place in finds.indices {
                var sum = 0.0
                for block in 0..<blocks { sum += offsets[place][block] * common[block] }
                level[place] = finds[place].reduce(0, +) / max(sum, 1e-9)
            }
            for block in 0..<blocks {
                var found = 0.0
                var sum = 0.0
                for place in finds.indices {
                    found += finds[place][block]
                    sum += offsets[place][block] * level[place]
                }
                common[block] = found / max(sum, 1e-9)
            }
        }
        return finds.indices.map { place in
            (0..<blocks).map { max(1e-6, offsets[place][$0] * level[place] * common[$0]) }
        }
    }

    private static func moments(
        _ finds: [[Double]], _ expected: [[Double]]
    ) -> (overdispersion: Double, longRun: Double) {
        let blocks = Double(finds[0].count)
        var excess = 0.0
        var squares = 0.0
        var lagged = 0.0
        for place in finds.indices {
            var previous = 0.0
            for block in finds[place].indices {
                let mean = expected[place][block]
                let residual = finds[place][block] - mean
                excess += residual * residual - mean
                squares += mean * mean
                lagged += previous * residual
                previous = residual
            }
        }
        let lost = (1 - 1 / blocks) * (1 - 1 / Double(finds.count))
        let alpha = max(0.02, excess / squares / lost)
        let correlation = min(0.8, max(0, lagged / squares / alpha))
        return (alpha, (1 + correlation) / (1 - correlation))
    }
}
