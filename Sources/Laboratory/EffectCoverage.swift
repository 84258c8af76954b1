import RealModule
import SituationAnalysis
import Statistics

/// Whether the intervals of effects hold what worlds of known truth did to finds per inspection.
package struct EffectCoverage: Hashable, Sendable {
    /// All intervals, on the logarithm of the rate ratio.
    package private(set) var intervals = CoverageTally()
    /// Measures without an effect that have an estimate, and those of them called effective.
    package private(set) var withoutEffect = 0
    package private(set) var wronglyEffective = 0
    /// Measures without an estimate.
    package private(set) var withoutEstimate = 0

    /// The part of a year's loss that a fall leaves which is complete after seven weeks, the middle
    /// of what the worlds' conditions usually draw (4 to 10).
    static let completeness = 1 - 3.5 / 52

    /// Begins with nothing.
    package init() {}

    /// Reads a world as a node would, receivers left out, and compares with its truth.
    package mutating func add(_ world: World, _ truth: WorldTruth) {
        guard let panel = try? FlowPanel(world) else { return }
        let measures = world.measures.map {
            FlowMeasure(place: $0.port, startWeek: $0.startWeek)
        }
        let flagged = DisplacementTest(panel, measures: measures).result().flaggedPlaces
        let estimates = EffectTest(
            panel, measures: measures.map { EffectMeasure($0, type: 0) }, receivers: flagged
        ).estimates()
        let truths = Dictionary(truth.measures.map { ($0.measure, $0) }) { first, _ in first }
        for estimate in estimates {
            guard let known = truths[world.measures[estimate.index].id] else { continue }
            guard let value = estimate.logRatio, let error = estimate.standardError else {
                withoutEstimate += 1
                continue
            }
            let fall = known.effect == .none ? 0 : known.fall ?? 0
            intervals.add(
                Interval(lower: value - 1.96 * error, upper: value + 1.96 * error),
                truth: Double.log(1 - fall * Self.completeness))
            guard known.effect == .none else { continue }
            withoutEffect += 1
            if estimate.verdict == .fewerFinds { wronglyEffective += 1 }
        }
    }
}
