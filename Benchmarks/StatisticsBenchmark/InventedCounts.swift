import Foundation
import Statistics

/// Counts like those of seizures, from a seed: overdispersed, with season and slow growth.
struct InventedCounts {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }

    mutating func normal() -> Double {
        NormalDistribution.standard.quantile(max(uniform(), 1e-300))
    }

    /// A negative binomial count with variance μ + αμ², by inversion.
    mutating func count(_ mean: Double, alpha: Double) -> Int {
        NegativeBinomialDistribution(mean: mean, alpha: alpha)?.quantile(uniform()) ?? 0
    }

    /// A series of periods with a yearly wave.
    mutating func series(_ periods: Int, mean: Double, alpha: Double, cycle: Double) -> [Int] {
        (0..<periods).map { t in
            let wave = 0.2 * sin(2 * Double.pi * Double(t) / cycle)
            return count(mean * exp(wave + 0.0005 * Double(t)), alpha: alpha)
        }
    }
}

/// Columns of numbers as comma-separated text; every digit is kept.
enum ColumnText {
    static func of(_ columns: [(name: String, values: [Double])]) -> String {
        var lines = [columns.map(\.name).joined(separator: ",")]
        for row in columns[0].values.indices {
            lines.append(columns.map { "\($0.values[row])" }.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
