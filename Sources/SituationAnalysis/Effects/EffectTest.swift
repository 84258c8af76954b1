import Foundation

/// Estimates what measures did to finds per inspection: difference in differences on counts.
///
/// ln(found after / expected) at the place less the same at its controls; expected is the count
/// before times effort after over effort before. Controls are places without a measure in the
/// windows that no reading flags as a receiver; the fifth that rose most and the fifth that fell
/// most are left out. The standard error is Poisson's plus what the same estimator varies beyond
/// Poisson at places and dates without a measure: that is what bad denominators, drift and shocks
/// of a place do here. Assumes that no other event strikes the place and spares the controls.
package struct EffectTest: Sendable {
    private let panel: FlowPanel
    private let measures: [EffectMeasure]
    private let receivers: Set<Int>
    private let asOf: Int
    private let noise: CountNoise?
    /// Finds that a place needs before the start.
    package static let leastFinds = 15
    /// Weeks of history that a place needs.
    package static let leastHistory = 52
    /// Controls that a comparison needs.
    package static let leastControls = 5
    /// Placebo readings that a standard error needs.
    package static let leastPlacebos = 60

    /// Prepares estimates; `receivers` are the places that the test of displacement flags.
    package init(
        _ panel: FlowPanel, measures: [EffectMeasure], receivers: Set<Int> = [],
        asOf: Int? = nil
    ) {
        self.panel = panel
        self.measures = measures
        self.receivers = receivers
        self.asOf = min(asOf ?? panel.weekCount, panel.weekCount)
        let first = measures.map(\.measure.startWeek).min() ?? self.asOf
        noise = CountNoise(panel, before: max(0, min(first, self.asOf)))
    }

    /// An estimate or its obstacles for every measure, in the order given.
    package func estimates() -> [EffectEstimate] {
        var variances: [[Int]: Double] = [:]
        return measures.indices.map { index in
            let measure = measures[index]
            let key = [measure.weeksBefore, measure.weeksAfter]
            if variances[key] == nil {
                variances[key] = placeboVariance(measure.weeksBefore, measure.weeksAfter) ?? -1
            }
            return estimate(index, variance: variances[key] ?? -1)
        }
    }

    private func estimate(_ index: Int, variance: Double) -> EffectEstimate {
        let measure = measures[index]
        let start = measure.measure.startWeek
        let place = measure.measure.place
        let before = max(0, start - measure.weeksBefore)..<max(0, start)
        let known = max(start, min(asOf, start + measure.weeksAfter))
        var obstacles: [EffectObstacle] = []
        if asOf < start + measure.weeksAfter {
            obstacles.append(
                .windowNotOver(weeks: max(0, asOf - start), needed: measure.weeksAfter))
        }
        if before.count < Self.leastHistory {
            obstacles.append(.historyTooShort(weeks: before.count, needed: Self.leastHistory))
        }
        let inside = (0..<panel.placeCount).contains(place)
        let finds = inside ? panel.finds(at: place, in: before).count : 0
        if finds < Self.leastFinds {
            obstacles.append(.tooFewFinds(finds: finds, needed: Self.leastFinds))
        }
        if !inside || !panel.hasEffort[place] { obstacles.append(.noDenominator) }
        let controls = self.controls(measure, place: place, start: start)
        if controls.count < Self.leastControls {
            obstacles.append(
                .tooFewControls(places: controls.count, needed: Self.leastControls))
        }
        if variance < 0 { obstacles.append(.tooFewPlaceboReadings) }
        let after = start..<known
        let comparison =
            obstacles.isEmpty
            ? compare(place, before: before, after: after, controls: controls) : nil
        let hasEffort = inside && panel.hasEffort[place] && !before.isEmpty && !after.isEmpty
        return EffectEstimate(
            index: index, type: measure.type, obstacles: obstacles,
            logRatio: comparison?.logRatio,
            standardError: comparison.map { ($0.chance + variance).squareRoot() },
            found: inside ? panel.finds(at: place, in: after).count : 0,
            expected: comparison?.expected,
            effortBefore: hasEffort
                ? panel.effortSum(place, before) / Double(before.count) : nil,
            effortAfter: hasEffort ? panel.effortSum(place, after) / Double(after.count) : nil,
            controls: controls.count)
    }

    /// Places without a measure in the windows, not flagged, with effort and finds.
    private func controls(_ measure: EffectMeasure, place: Int, start: Int) -> [Int] {
        let end = start + measure.weeksAfter
        var busy = receivers
        for other in measures {
            let begun = other.measure.startWeek
            if begun < end, begun + 104 > start - measure.weeksBefore {
                busy.insert(other.measure.place)
            }
        }
        return (0..<panel.placeCount).filter { candidate in
            candidate != place && panel.hasEffort[candidate] && !busy.contains(candidate)
                && measure.comparison?.contains(candidate) ?? true
        }
    }

    private struct Comparison {
        let logRatio: Double
        /// Poisson variance.
        let chance: Double
        /// Variance beyond chance that the blocks' overdispersion foresees.
        let swing: Double
        let expected: Double
    }

    private func compare(
        _ place: Int, before: Range<Int>, after: Range<Int>, controls: [Int]
    ) -> Comparison? {
        guard let noise, !before.isEmpty, !after.isEmpty else { return nil }
        func tally(_ place: Int) -> (before: Double, after: Double, expected: Double) {
            let early = Double(panel.finds(at: place, in: before).count)
            let effort = panel.effortSum(place, after) / max(panel.effortSum(place, before), 1e-9)
            return (
                early, Double(panel.finds(at: place, in: after).count), (early + 0.5) * effort
            )
        }
        let own = tally(place)
        var found = 0.5
        var expected = 0.5
        var squares = 0.0
        for control in controls {
            let theirs = tally(control)
            found += theirs.after
            expected += theirs.expected
            squares += theirs.expected * theirs.expected
        }
        let ratios = controls.map { control in
            let theirs = tally(control)
            let ratio = (theirs.after + 0.5) / max(theirs.expected, 1e-9)
            return (ratio: ratio, weight: theirs.expected)
        }
        let common = trimmedMean(ratios)
        let blocks = 4 / Double(after.count) + 4 / Double(before.count)
        let concentration = squares / max(expected * expected, 1e-9)
        return Comparison(
            logRatio: log((own.after + 0.5) / max(own.expected, 1e-9)) - log(common),
            chance: 1 / (own.after + 0.5) + 1 / (own.before + 0.5) + 1 / found,
            swing: noise.overdispersion * noise.longRun * blocks * (1 + concentration),
            expected: own.expected * common)
    }

    /// The mean ratio of the controls by their expected finds, without the highest and the lowest
    /// fifth: a control that receives traffic or has a boom of its own must not move it.
    private func trimmedMean(_ ratios: [(ratio: Double, weight: Double)]) -> Double {
        let sorted = ratios.sorted { ($0.ratio, $0.weight) < ($1.ratio, $1.weight) }
        let cut = sorted.count / 5
        let kept = sorted[cut..<(sorted.count - cut)]
        let weight = kept.reduce(0) { $0 + $1.weight }
        let mean = kept.reduce(0) { $0 + $1.ratio * $1.weight } / max(weight, 1e-9)
        return max(mean, 1e-6)
    }

    /// Variance beyond chance of the same estimator where no measure was; nil below the least.
    private func placeboVariance(_ weeksBefore: Int, _ weeksAfter: Int) -> Double? {
        let measured = Dictionary(
            measures.map { ($0.measure.place, $0.measure.startWeek) }, uniquingKeysWith: min)
        let usable = (0..<panel.placeCount).filter {
            panel.hasEffort[$0] && !receivers.contains($0)
        }
        var sum = 0.0
        var weights = 0.0
        var swing = 0.0
        var count = 0
        var start = Self.leastHistory
        while start + weeksAfter <= asOf {
            let before = max(0, start - weeksBefore)..<start
            let after = start..<(start + weeksAfter)
            let free = usable.filter { (measured[$0] ?? Int.max) >= after.upperBound }
            for place in free where free.count > Self.leastControls {
                guard panel.finds(at: place, in: before).count >= Self.leastFinds,
                    let comparison = compare(
                        place, before: before, after: after,
                        controls: free.filter { $0 != place })
                else { continue }
                let weight = 1 / (comparison.chance + comparison.swing)
                sum += weight * (comparison.logRatio * comparison.logRatio - comparison.chance)
                weights += weight
                swing += weight * comparison.swing
                count += 1
            }
            start += 13
        }
        return count >= Self.leastPlacebos ? max(sum, swing) / weights : nil
    }
}
