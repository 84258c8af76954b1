import Foundation

/// The logarithm of a count that may be 0.
enum LogCount {
    /// ln(count + ½).
    static func of(_ count: Int) -> Double { log(Double(count) + 0.5) }
}
