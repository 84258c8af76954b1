import Foundation

/// A small deterministic source of random numbers: a failure repeats with its printed seed.
///
/// Source: SplitMix64, Steele, Lea and Flood, OOPSLA 2014.
package struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    /// Prints the seed. `BREAKWATER_TEST_SEED` replaces the usual one.
    package init(_ usual: UInt64, for claim: String = #function) {
        let chosen = ProcessInfo.processInfo.environment["BREAKWATER_TEST_SEED"]
        state = chosen.flatMap { UInt64($0) } ?? usual
        print("\(claim): seed \(state)")
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number of the range, each as likely.
    package mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &self)
    }

    /// One of the items, each as likely.
    package mutating func pick<Item>(_ items: [Item]) -> Item {
        items[number(0...items.count - 1)]
    }
}
