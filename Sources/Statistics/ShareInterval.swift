/// Intervals for a share k of n, and for the difference of two shares.
///
/// All assume n independent cases with one probability; undefined, so nil, for n = 0 or k outside
/// 0 ... n.
package enum ShareInterval {
    /// The score interval: covers close to the level on average; the default for pages.
    ///
    /// Source: Wilson (1927), Journal of the American Statistical Association 22, 209–212.
    package static func wilson(
        _ count: Int, of total: Int, level: ConfidenceLevel = .ninetyFive
    ) -> Interval? {
        guard isShare(count, total) else { return nil }
        let n = Double(total)
        let k = Double(count)
        let z = level.criticalValue
        let square = z * z
        let root = z * (square + 4 * k * (n - k) / n).squareRoot()
        let scale = 2 * (n + square)
        // Rounding must not push the ends beyond 0 and 1 or past the share itself.
        let lower = count == 0 ? 0 : max(0, (2 * k + square - root) / scale)
        let upper = count == total ? 1 : min(1, (2 * k + square + root) / scale)
        return Interval.orNil(lower: lower, upper: upper)
    }

    /// The equal-tailed Beta(k+½, n-k+½) interval, with end 0 for k = 0 and 1 for k = n.
    ///
    /// Source: Brown, Cai and DasGupta (2001), Statistical Science 16, 101–133.
    package static func jeffreys(
        _ count: Int, of total: Int, level: ConfidenceLevel = .ninetyFive
    ) -> Interval? {
        guard isShare(count, total) else { return nil }
        let a = Double(count) + 0.5
        let b = Double(total - count) + 0.5
        let lower = count == 0 ? 0 : BetaDistribution.quantile(a, b, level.tail)
        let upper = count == total ? 1 : BetaDistribution.quantile(a, b, 1 - level.tail)
        return Interval.orNil(lower: lower, upper: upper)
    }

    /// The exact interval: covers at least the level, for claims that must hold.
    ///
    /// Source: Clopper and Pearson (1934), Biometrika 26, 404–413.
    package static func clopperPearson(
        _ count: Int, of total: Int, level: ConfidenceLevel = .ninetyFive
    ) -> Interval? {
        guard isShare(count, total) else { return nil }
        let k = Double(count)
        let rest = Double(total - count)
        let lower = count == 0 ? 0 : BetaDistribution.quantile(k, rest + 1, level.tail)
        let upper = count == total ? 1 : BetaDistribution.quantile(k + 1, rest, 1 - level.tail)
        return Interval.orNil(lower: lower, upper: upper)
    }

    /// The interval for share one less share two, from the two Wilson intervals.
    ///
    /// Assumes the two samples are independent. Source: Newcombe (1998), Statistics in Medicine
    /// 17, 873–890, method 10.
    package static func difference(
        _ first: (count: Int, total: Int), less second: (count: Int, total: Int),
        level: ConfidenceLevel = .ninetyFive
    ) -> Interval? {
        guard let one = wilson(first.count, of: first.total, level: level),
            let two = wilson(second.count, of: second.total, level: level)
        else { return nil }
        let p = Double(first.count) / Double(first.total)
        let q = Double(second.count) / Double(second.total)
        let down = distance(p - one.lower, two.upper - q)
        let up = distance(one.upper - p, q - two.lower)
        return Interval.orNil(lower: p - q - down, upper: p - q + up)
    }

    private static func isShare(_ count: Int, _ total: Int) -> Bool {
        total > 0 && count >= 0 && count <= total
    }

    private static func distance(_ a: Double, _ b: Double) -> Double {
        (a * a + b * b).squareRoot()
    }
}
