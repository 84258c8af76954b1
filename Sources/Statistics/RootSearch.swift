/// Finding where a monotone function reaches a value.
enum RootSearch {
    /// A bisection of a bracket of ±745 reaches the last bit in about 65 halvings.
    static let maximumSteps = 200

    /// The root of an increasing function by Newton steps that never leave the bracket.
    ///
    /// A step that leaves the bracket, or does not halve the step before it, is replaced by a
    /// bisection, so the search always ends.
    static func increasing(
        from low: Double, to high: Double, start: Double,
        _ function: (Double) -> (value: Double, slope: Double)
    ) -> Double {
        var low = low
        var high = high
        var point = min(max(start, low), high)
        var lastStep = high - low
        for _ in 0..<maximumSteps {
            let (value, slope) = function(point)
            if value == 0 || value.isNaN { return value == 0 ? point : .nan }
            if value < 0 { low = point } else { high = point }
            var next = point - value / slope
            let inside = next > low && next < high && abs(next - point) <= 0.5 * abs(lastStep)
            if !inside { next = low + (high - low) / 2 }
            lastStep = next - point
            point = next
            if abs(lastStep) <= 4e-16 * max(abs(point), 0.25) { break }
        }
        return point
    }

    /// The smallest count whose cumulative probability reaches `probability`.
    ///
    /// A shortfall of 1e-13 of the probability counts as reached, so that the quantile of a
    /// cumulative probability returns its own count despite rounding.
    /// Nil where the probability is not in 0 ..< 1 or the count would pass 2⁵².
    static func smallestCount(
        reaching probability: Double, start: Double, cumulative: (Int) -> Double
    ) -> Int? {
        let limit = 1 << 52
        guard probability >= 0, probability < 1, start < Double(limit) else { return nil }
        let target = probability * (1 - 1e-13)
        var high = max(0, Int(start.rounded()))
        var low = -1
        var stride = 1
        if cumulative(high) >= target {
            // Walk down in growing strides until a count falls short.
            var below = high - stride
            while below >= 0, cumulative(below) >= target {
                high = below
                stride *= 2
                below = high - stride
            }
            low = max(below, -1)
        } else {
            repeat {
                low = high
                high += stride
                stride *= 2
                guard high < limit else { return nil }
            } while !(cumulative(high) >= target)
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if cumulative(middle) >= target { high = middle } else { low = middle }
        }
        return high
    }
}
