import Foundation
import Statistics

/// The permutation scan on networks of growing size: no peer installs from a registry, so the time
/// stands beside the target, and how it grows beside that.
enum ScanGrowth {
    private static let replicates = 999
    private static let targetSeconds = 3.0

    private struct Case {
        var ports = 300
        var weeks = 208
        var longest = 26
    }

    static func print() async {
        Swift.print("permutation scan, prospective, circles up to 50 %, \(replicates) replicates")
        var seconds: [Double] = []
        for ports in [75, 150, 300] { seconds.append(await time(Case(ports: ports))) }
        let hit = seconds[2] <= targetSeconds ? "hit   " : "MISSED"
        Swift.print(
            "  \(hit) ≤ \(targetSeconds) s: 300 ports × 208 weeks, windows up to 26 weeks, "
                + "2 threads: \(Race.short(seconds[2])) s of clock time")
        Swift.print("  time ∝ ports^\(Race.short(exponent(seconds)))")
        var byWeeks: [Double] = []
        for weeks in [52, 104, 208] { byWeeks.append(await time(Case(ports: 150, weeks: weeks))) }
        Swift.print("  time ∝ weeks^\(Race.short(exponent(byWeeks))) at windows up to 26 weeks")
        var byWindow: [Double] = []
        for longest in [13, 26, 52] {
            byWindow.append(await time(Case(ports: 150, longest: longest)))
        }
        Swift.print("  time ∝ longest window^\(Race.short(exponent(byWindow)))")
    }

    /// The slope of ln time over three sizes that double each time: least squares has the middle
    /// one cancel.
    private static func exponent(_ seconds: [Double]) -> Double {
        log2(seconds[2] / seconds[0]) / 2
    }

    /// Seconds of clock time with two threads; the better of two runs.
    private static func time(_ size: Case) async -> Double {
        var invented = InventedCounts(seed: 300)
        let points = (0..<size.ports).map { _ in
            ScanPoint(x: -10 + 40 * invented.uniform(), y: 35 + 25 * invented.uniform())
        }
        let counts = (0..<size.ports).map { _ in
            let mean = exp(0.8 * invented.normal()) * 0.8
            return (0..<size.weeks).map { _ in invented.count(mean, alpha: 0.3) }
        }
        guard let areas = ScanAreas.circles(around: points, distance: .sphere) else { return .nan }
        var best = Double.infinity
        for _ in 0..<2 {
            let start = ContinuousClock.now
            guard
                let scan = try? SpaceTimeScan(
                    counts: counts, model: .permutation, areas: areas,
                    windows: .endingLast(longest: size.longest)),
                let chance = await scan.significance(replicates: replicates, seed: 1, threads: 2),
                let first = scan.clusters().first
            else { return .nan }
            precondition(chance.pValue(of: first.logRatio) > 0, "the work is used")
            let passed = ContinuousClock.now - start
            best = min(
                best,
                Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18)
        }
        return best
    }
}
