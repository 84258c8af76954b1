/// A search without derivatives for the smallest value of a function of a few numbers.
///
/// Source: Nelder and Mead (1965), Computer Journal 7, 308–313, with their factors 1, 2, ½ and ½.
struct SimplexDescent {
    /// Ends when the corners lie this close, in every number and in value.
    var tolerance = 1e-9
    /// The most values of the function that are asked for.
    var largestEvaluations = 20_000

    /// The best point found from a start and its value.
    func minimise(from start: [Double], _ value: ([Double]) -> Double) -> (
        point: [Double], value: Double
    ) {
        var corners: [(point: [Double], value: Double)] = [(start, value(start))]
        for index in start.indices {
            var point = start
            point[index] = point[index] == 0 ? 0.000_25 : point[index] * 1.05
            corners.append((point, value(point)))
        }
        var asked = corners.count
        let size = Double(start.count)
        while asked < largestEvaluations {
            corners.sort { $0.value < $1.value }
            let best = corners[0]
            let worst = corners[start.count]
            if hasEnded(corners) { break }
            var centre = [Double](repeating: 0, count: start.count)
            for corner in corners.dropLast() {
                for index in centre.indices { centre[index] += corner.point[index] / size }
            }
            func along(_ factor: Double) -> (point: [Double], value: Double) {
                let point = centre.indices.map {
                    centre[$0] + factor * (worst.point[$0] - centre[$0])
                }
                asked += 1
                return (point, value(point))
            }
            let reflected = along(-1)
            if reflected.value < best.value {
                let expanded = along(-2)
                corners[start.count] = expanded.value < reflected.value ? expanded : reflected
                continue
            }
            if reflected.value < corners[start.count - 1].value {
                corners[start.count] = reflected
                continue
            }
            let isOutside = reflected.value < worst.value
            let contracted = along(isOutside ? -0.5 : 0.5)
            if contracted.value < min(reflected.value, worst.value) {
                corners[start.count] = contracted
                continue
            }
            for corner in 1..<corners.count {
                let point = best.point.indices.map {
                    best.point[$0] + 0.5 * (corners[corner].point[$0] - best.point[$0])
                }
                corners[corner] = (point, value(point))
                asked += 1
            }
        }
        return corners.min { $0.value < $1.value } ?? (start, value(start))
    }

    private func hasEnded(_ corners: [(point: [Double], value: Double)]) -> Bool {
        let best = corners[0]
        return corners.allSatisfy { corner in
            abs(corner.value - best.value) <= tolerance * max(abs(best.value), 1e-300)
                && zip(corner.point, best.point).allSatisfy {
                    abs($0 - $1) <= 1e-4 * max(1e-4, abs($1))
                }
        }
    }
}
