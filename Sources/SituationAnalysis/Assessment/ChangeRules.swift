import PortVocabulary
import Statistics

/// What may be said of periods that are set against one another. All comparisons of one kind are
/// judged together, so that of many chance changes few are called.
enum ChangeRules {
    /// Ratio of two periods beyond which reporting has more likely changed than crime: no verdict
    /// is given.
    static let reportingBreak = 4.0
    /// Sentences about single changes at the most, strongest first.
    static let changeLimit = 12

    /// Gives every change of the series its verdict: shown under 1 %, likely under 10 % of the
    /// p-values after Benjamini and Hochberg.
    static func judgeTogether(_ series: inout [TrendSeries]) {
        let indices = series.indices.filter { series[$0].change != nil }
        let values = indices.map { series[$0].change?.pValue ?? 1 }
        guard let adjusted = Multiplicity.benjaminiHochberg(values) else { return }
        for (index, value) in zip(indices, adjusted) {
            let ratio = series[index].change?.ratio ?? 1
            let isBreak = ratio > reportingBreak || ratio < 1 / reportingBreak
            series[index].change?.verdict =
                isBreak || value >= 0.1 ? .cannotTell : value < 0.01 ? .shown : .likely
        }
    }

    /// The sentences on the changes of judged series.
    static func statements(_ series: [TrendSeries]) -> [Statement] {
        let changed = series.filter { series in
            guard let change = series.change else { return false }
            return change.verdict == .shown || change.verdict == .likely
        }.sorted { left, right in
            let (l, r) = (left.change?.pValue ?? 1, right.change?.pValue ?? 1)
            return l != r
                ? l < r
                : (left.scope, left.code, left.group) < (right.scope, right.code, right.group)
        }
        var statements: [Statement] = []
        for series in changed.prefix(changeLimit) {
            if let change = series.change { statements.append(statement(series, change)) }
        }
        return statements + breaks(series) + steady(series)
    }

    private static func isBreak(_ change: TrendChange) -> Bool {
        change.pValue < 0.01
            && (change.ratio > reportingBreak || change.ratio < 1 / reportingBreak)
    }

    /// Changes so large that the reporting has more likely changed than crime.
    private static func breaks(_ series: [TrendSeries]) -> [Statement] {
        let broken = series.filter { $0.change.map(isBreak) ?? false }
        guard !broken.isEmpty else { return [] }
        let shown = broken.prefix(8).compactMap { series in
            series.change.map {
                "\(series.subject), \(series.group): \(AmountText.grouped($0.countBefore)) in "
                    + "\($0.before), \(AmountText.grouped($0.countAfter)) in \($0.after)"
            }
        }
        let more = broken.count > shown.count ? "; and \(broken.count - shown.count) more" : ""
        let areNeighbours = broken.allSatisfy { $0.change?.areNeighbours ?? true }
        return [
            Statement(
                .cannotTell,
                "Recorded seizures changed more than \(AmountText.grouped(reportingBreak))-fold "
                    + "between \(areNeighbours ? "neighbouring" : "the two") periods: "
                    + shown.joined(separator: "; ") + more + ".",
                because: "A step of this size is more often one of reporting than of crime. The "
                    + "reporter can say whether all seizures of both periods were sent.",
                figures: broken.prefix(8).compactMap { $0.change?.figure }, subject: "")
        ]
    }

    private static func steady(_ series: [TrendSeries]) -> [Statement] {
        let steady = series.compactMap(\.change).filter {
            $0.verdict == .cannotTell && !isBreak($0)
        }
        guard let one = steady.first else { return [] }
        let which =
            steady.allSatisfy(\.areNeighbours)
            ? "the last two periods differ" : "\(one.after) and \(one.before) differ"
        return [
            Statement(
                .cannotTell,
                "In \(AmountText.grouped(steady.count)) further series \(which) "
                    + "no more than chance and uneven reporting allow.",
                because: "The intervals allow for the scatter of the series' own months; all "
                    + "comparisons are judged together (Benjamini–Hochberg).",
                figures: [], subject: "")
        ]
    }

    private static func statement(_ series: TrendSeries, _ change: TrendChange) -> Statement {
        let direction = change.ratio < 1 ? "fewer" : "more"
        let factor = AmountText.significant(change.ratio)
        let range =
            "\(AmountText.significant(change.lower)) to \(AmountText.significant(change.upper))"
        return Statement(
            change.verdict,
            "\(series.subject), \(series.group): \(direction) recorded seizures in \(change.after) "
                + "(\(AmountText.grouped(change.countAfter))) than in \(change.before) "
                + "(\(AmountText.grouped(change.countBefore))): \(factor) times the daily rate "
                + "(95 % interval \(range)).",
            because: "Counts only, with intervals for overdispersed counts. Inspections are not "
                + "on record: effort may have moved rather than traffic.",
            figures: [change.figure], subject: series.code)
    }
}

extension TrendChange {
    /// Whether the later period begins where the earlier one ends.
    var areNeighbours: Bool {
        guard let before = try? DateSpan(parsing: before), let after = try? DateSpan(parsing: after)
        else { return true }
        return before.last.advanced(byDays: 1) == after.first
    }
}
