import Statistics
import Testing

/// Whether a value agrees with a reference to a relative (near 0 absolute) tolerance.
func agrees(_ value: Double?, _ reference: Double, within tolerance: Double = 1e-11) -> Bool {
    guard let value else { return false }
    if value == reference { return true }
    return abs(value - reference) <= tolerance * max(abs(reference), 1e-300)
}

func agrees(
    _ interval: Interval?, _ lower: Double, _ upper: Double, within tolerance: Double = 1e-11
) -> Bool {
    agrees(interval?.lower, lower, within: tolerance)
        && agrees(interval?.upper, upper, within: tolerance)
}

/// Random variables made without the distributions under test.
extension SeededGenerator {
    mutating func uniform() -> Double { Double.random(in: 0..<1, using: &self) }

    /// Waiting times: exponentials are added until they pass the mean.
    mutating func poisson(_ mean: Double) -> Int {
        var count = -1
        var left = mean
        repeat {
            left -= exponential()
            count += 1
        } while left >= 0
        return count
    }

    /// A negative binomial count with whole size 1/α: the rate is a sum of exponentials.
    mutating func negativeBinomial(mean: Double, size: Int) -> Int {
        var rate = 0.0
        for _ in 0..<size { rate += exponential() }
        return poisson(rate * mean / Double(size))
    }

    mutating func exponential() -> Double { naturalLog(1 / (1 - uniform())) }

    /// ln x for x from 1: halvings by ln 2, then the series of artanh.
    private func naturalLog(_ x: Double) -> Double {
        let exponent = Double(x.exponent)
        let v = (x.significand - 1) / (x.significand + 1)
        var sum = 0.0
        var power = v
        for odd in stride(from: 1.0, to: 41, by: 2) {
            sum += power / odd
            power *= v * v
        }
        return exponent * 0.693_147_180_559_945_3 + 2 * sum
    }
}
