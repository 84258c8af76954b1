/// A generator whose draws depend on the seed and on nothing else: SplitMix64, which needs no
/// state but a counter. Source: Steele, Lea and Flood, “Fast splittable pseudorandom number
/// generators”, OOPSLA 2014.
struct DemoRandom {
    private var state: UInt64

    /// - Parameter stream: one list of draws for each part of the alliance, so that a change to
    ///   one part leaves the others as they are.
    init(seed: UInt64, stream: UInt64) {
        state = seed ^ stream &* 0x9e37_79b9_7f4a_7c15
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    /// From 0 up to and without 1.
    mutating func fraction() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// From 0 up to and without `bound`, which is 1 or more.
    mutating func number(below bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    /// Whether something happens that happens so often in a hundred.
    mutating func isTrue(percent: Int) -> Bool { number(below: 100) < percent }

    /// About the standard normal distribution: twelve draws, less their mean.
    mutating func normal() -> Double {
        (0..<12).reduce(-6) { sum, _ in sum + fraction() }
    }

    /// One of the choices, by their weights; nil where none weighs anything.
    mutating func choice<Item>(_ choices: [(Item, Double)]) -> Item? {
        let total = choices.reduce(0) { $0 + $1.1 }
        guard total > 0 else { return nil }
        var rest = fraction() * total
        for (item, weight) in choices {
            rest -= weight
            if rest < 0 { return item }
        }
        return choices.last?.0
    }
}
