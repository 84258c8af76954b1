import Foundation
package import PortVocabulary
import Statistics

/// What measures did to finds per inspection, each by itself and pooled by type.
///
/// Types are compared, single actions never: at one port the interval is wide, and the best of
/// many single numbers is the luckiest.
package struct EffectBoard: Sendable, Encodable {
    /// One measure.
    package struct Line: Sendable, Encodable {
        package let id: String
        package let type: String
        package let port: String
        package let starts: String
        package let verdict: String
        /// Finds per inspection after over before, against the controls, with its 95 % interval.
        package let ratio: FlowRange?
        package let found: Int
        package let expected: Double?
        /// Inspections a week.
        package let inspectionsBefore: Double?
        package let inspectionsAfter: Double?
        package let controls: Int
        /// The smallest fall that would be shown in four fifths of cases, 0 to 1.
        package let leastDetectableFall: Double?
        /// Whether window and comparison were registered before the start.
        package let isPreregistered: Bool
        package let obstacles: [String]
        package let sentence: String
    }

    /// All measures of a type that have an estimate.
    package struct Pool: Sendable, Encodable {
        package let type: String
        package let measures: Int
        /// Rate ratio of the type, with its 95 % interval.
        package let ratio: FlowRange
        /// Between-measure standard deviation of the logarithm, τ.
        package let spread: Double
        package let sentence: String
    }

    /// How sure it is that one type lowers finds per inspection more than another.
    package struct Comparison: Sendable, Encodable {
        package let better: String
        package let worse: String
        /// 0.5 to 1.
        package let probability: Double
    }

    package let asOf: String
    package let lines: [Line]
    package let pools: [Pool]
    package let comparisons: [Comparison]
    package let summary: [String]

    /// Estimates the effects on a panel; ports that the test of displacement flags leave the
    /// controls. The first plan registered before a start decides window and comparison.
    package init(
        _ panel: WeeklyPanel, measures kept: [KeptMeasure], name: (PlaceCode) -> String
    ) {
        let index = Dictionary(uniqueKeysWithValues: panel.ports.enumerated().map { ($1, $0) })
        let used = kept.filter { index[$0.measure.port] != nil }
            .sorted {
                ($0.measure.starts, $0.measure.id.text) < ($1.measure.starts, $1.measure.id.text)
            }
        let types = MeasureType.allCases
        let flow = try? FlowPanel(panel)
        let asked = used.map { Self.asked($0, panel, index, types) }
        let estimates = flow.map { flow in
            let found = DisplacementTest(flow, measures: asked.map(\.measure)).result()
            return EffectTest(flow, measures: asked, receivers: found.flaggedPlaces).estimates()
        }
        asOf = panel.asOf.description
        lines = zip(used, estimates ?? []).map { Self.line($0, $1, name) }
        let pooled = Self.pooled(estimates ?? [], types)
        pools = pooled.map { Self.pool($0.type, $0.pool) }
        comparisons = Self.comparisons(pooled)
        summary = Self.summary(kept.count, lines, pools)
    }

    private static func asked(
        _ kept: KeptMeasure, _ panel: WeeklyPanel, _ index: [PlaceCode: Int],
        _ types: [MeasureType]
    ) -> EffectMeasure {
        let measure = kept.measure
        let flow = FlowMeasure(
            place: index[measure.port] ?? -1, startWeek: panel.week(of: measure.starts))
        let type = types.firstIndex(of: measure.type) ?? 0
        guard let plan = kept.plan else { return EffectMeasure(flow, type: type) }
        let comparison = Set(plan.comparison.compactMap { index[$0] })
        return EffectMeasure(
            flow, type: type, weeksBefore: plan.weeksBefore, weeksAfter: plan.weeksAfter,
            comparison: plan.comparison.isEmpty ? nil : comparison)
    }

    private static func line(
        _ kept: KeptMeasure, _ estimate: EffectEstimate, _ name: (PlaceCode) -> String
    ) -> Line {
        let measure = kept.measure
        return Line(
            id: measure.id.text, type: measure.type.title, port: name(measure.port),
            starts: measure.starts.description, verdict: estimate.verdict.rawValue,
            ratio: estimate.ratio, found: estimate.found,
            expected: estimate.expected, inspectionsBefore: estimate.effortBefore,
            inspectionsAfter: estimate.effortAfter, controls: estimate.controls,
            leastDetectableFall: estimate.leastDetectableFall,
            isPreregistered: kept.plan != nil, obstacles: estimate.obstacles.map(\.sentence),
            sentence: sentence(estimate, name(measure.port)))
    }

    static func percent(_ ratio: Double) -> String { "\(Int((ratio * 100).rounded())) %" }
}
