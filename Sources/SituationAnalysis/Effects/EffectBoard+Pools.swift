import Foundation
import PortVocabulary
import Statistics

extension EffectBoard {
    struct TypePool {
        let type: String
        let pool: RandomEffectsPool
    }

    static func pooled(_ estimates: [EffectEstimate], _ types: [MeasureType]) -> [TypePool] {
        types.indices.compactMap { index in
            let usable = estimates.filter { $0.type == index }.compactMap { estimate in
                estimate.logRatio.flatMap { value in
                    estimate.standardError.flatMap {
                        RandomEffectsPool.Estimate(value: value, standardError: $0)
                    }
                }
            }
            return RandomEffectsPool(usable).map { TypePool(type: types[index].title, pool: $0) }
        }
    }

    static func pool(_ type: String, _ pool: RandomEffectsPool) -> Pool {
        let interval = pool.cautiousInterval() ?? pool.interval()
        let ratio = FlowRange(
            low: exp(interval.lower), best: exp(pool.mean), high: exp(interval.upper))
        let range = "\(percent(ratio.low)) to \(percent(ratio.high))"
        let word =
            ratio.high < 1
            ? "fewer finds per inspection"
            : ratio.low > 1
                ? "more finds per inspection" : "no effect shown"
        return Pool(
            type: type, measures: pool.estimates.count, ratio: ratio,
            spread: pool.betweenVariance.squareRoot(),
            sentence: "\(pool.estimates.count) measures of type \(type): \(word); finds per "
                + "inspection are \(percent(ratio.best)) of what was to be expected, between "
                + "\(range).")
    }

    static func comparisons(_ pools: [TypePool]) -> [Comparison] {
        var all: [Comparison] = []
        for (index, left) in pools.enumerated() {
            for right in pools[(index + 1)...] {
                let below = left.pool.probabilityBelow(right.pool)
                all.append(
                    below >= 0.5
                        ? Comparison(better: left.type, worse: right.type, probability: below)
                        : Comparison(
                            better: right.type, worse: left.type, probability: 1 - below))
            }
        }
        return all
    }

    static func sentence(_ estimate: EffectEstimate, _ port: String) -> String {
        guard let ratio = estimate.ratio else {
            return "Cannot tell: " + estimate.obstacles.map(\.sentence).joined(separator: " ")
        }
        var text =
            "\(estimate.verdict.rawValue.capitalizedFirst): at \(port) finds per inspection are "
            + "\(percent(ratio.best)) of what was to be expected, between \(percent(ratio.low)) "
            + "and \(percent(ratio.high))."
        if estimate.verdict == .notShown, let least = estimate.leastDetectableFall {
            text += " A fall of \(percent(least)) would have been shown in four of five cases."
        }
        if let before = estimate.effortBefore, let after = estimate.effortAfter,
            after > 1.25 * before || after < before / 1.25
        {
            text +=
                " Inspections went from \(Int(before.rounded())) to \(Int(after.rounded())) a "
                + "week: effort moved, and the finds alone would mislead."
        }
        return text
    }

    static func summary(_ kept: Int, _ lines: [Line], _ pools: [Pool]) -> [String] {
        let estimated = lines.count { $0.ratio != nil }
        let first = "\(lines.count) measures: \(estimated) with an estimate, "
        var text = [first + "\(lines.count - estimated) cannot be told."]
        if kept > lines.count {
            text.append("\(kept - lines.count) measures stand at ports without a record here.")
        }
        if pools.isEmpty {
            text.append(
                "No type has two measures with an estimate, so no type is pooled or compared.")
        }
        text.append(
            "Single measures are not ranked: at one port a year shows only a fall by about half. "
                + "Types are pooled, and compared by probability.")
        return text
    }
}
