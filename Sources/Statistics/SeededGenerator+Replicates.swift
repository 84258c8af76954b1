extension SeededGenerator {
    /// The stream of one replicate: replicates can then be made in any order and on any thread.
    ///
    /// The number is scattered before it becomes a state; states in steps of the generator's own
    /// increment would give the same stream, shifted.
    static func replicate(_ number: Int, seed: UInt64) -> SeededGenerator {
        var first = SeededGenerator(
            seed: UInt64(truncatingIfNeeded: number) &* 0xD134_2543_DE82_EF95)
        var second = SeededGenerator(seed: first.next() ^ seed)
        return SeededGenerator(seed: second.next())
    }

    /// A whole number from 0 below the bound, without bias. Bounds: 1 or more.
    ///
    /// Source: Lemire (2019), ACM Transactions on Modeling and Computer Simulation 29, 3.
    @inline(__always) mutating func below(_ bound: UInt32) -> Int {
        var product = (next() >> 32) &* UInt64(bound)
        if UInt32(truncatingIfNeeded: product) < bound {
            let least = (0 &- bound) % bound
            while UInt32(truncatingIfNeeded: product) < least {
                product = (next() >> 32) &* UInt64(bound)
            }
        }
        return Int(product >> 32)
    }
}
