import RealModule
import Statistics

/// Draws from the distributions that a made world needs, each determined by seed and stream.
struct RandomDraws {
    private var generator: SeededGenerator

    /// Streams of one seed are independent, so that one condition changes only its own draws.
    init(seed: UInt64, stream: UInt64) {
        var mixer = SeededGenerator(seed: seed &+ stream &* 0xD6E8_FEB8_6659_FD93)
        generator = SeededGenerator(seed: mixer.next() ^ stream)
    }

    /// Uniform in [0, 1).
    mutating func unit() -> Double { Double(generator.next() >> 11) * 0x1p-53 }

    mutating func number(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * unit()
    }

    mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(unit() * Double(range.count))
    }

    mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    mutating func exponential(mean: Double) -> Double { -mean * .log(1 - unit()) }

    /// Standard normal. Source: Box and Muller (1958).
    mutating func normal() -> Double {
        let radius = Double.sqrt(-2 * .log(1 - unit()))
        return radius * .cos(2 * .pi * unit())
    }

    /// Gamma of unit scale. Source: Marsaglia and Tsang (2000).
    mutating func gamma(shape: Double) -> Double {
        guard shape >= 1 else {
            // A power of a uniform draw lowers the shape by one.
            let boost = Double.exp(.log(1 - unit()) / shape)
            return gamma(shape: shape + 1) * boost
        }
        let d = shape - 1.0 / 3
        let c = 1 / Double.sqrt(9 * d)
        while true {
            let x = normal()
            let cube = 1 + c * x
            guard cube > 0 else { continue }
            let v = cube * cube * cube
            if .log(1 - unit()) < 0.5 * x * x + d - d * v + d * .log(v) { return d * v }
        }
    }

    /// Poisson by products of uniform draws; a large mean is drawn in parts, which is exact.
    mutating func poisson(_ mean: Double) -> Int {
        let part = 20.0
        var rest = mean
        var total = 0
        while rest > 0 {
            let threshold = Double.exp(-min(rest, part))
            var product = unit()
            while product > threshold {
                total += 1
                product *= unit()
            }
            rest -= part
        }
        return total
    }

    /// Shares that sum to one.
    mutating func dirichlet(_ concentrations: [Double]) -> [Double] {
        // The floor keeps a value with a tiny concentration from an exact zero.
        let weights = concentrations.map { max(gamma(shape: max($0, 1e-3)), 1e-12) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    /// The place of one weight, each as likely as it is heavy; nil without weight.
    mutating func pick(_ weights: [Double]) -> Int? {
        let total = weights.reduce(0, +)
        guard total > 0 else { return nil }
        var rest = unit() * total
        var last: Int?
        for (index, weight) in weights.enumerated() where weight > 0 {
            last = index
            rest -= weight
            if rest < 0 { break }
        }
        return last
    }

    /// So many of the items, without repetition, in the order of the draw.
    mutating func sample<Item>(_ count: Int, of items: [Item]) -> [Item] {
        var rest = items
        var chosen: [Item] = []
        while chosen.count < count, !rest.isEmpty {
            chosen.append(rest.remove(at: whole(0...rest.count - 1)))
        }
        return chosen
    }
}
