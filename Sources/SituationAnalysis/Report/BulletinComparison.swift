import PortVocabulary
import Statistics

/// Two stated periods of the course set against one another, series by series.
///
/// Estimator: the ratio of daily rates with the dispersion α that the assessment found in the
/// series' own months over the whole course. One month alone could not tell its scatter. Judged
/// together as in every assessment. Undefined, and left out, where a period is partial or not
/// known, or both together hold too few seizures for a series of their own.
struct BulletinComparison {
    let before: DateSpan
    /// The judged series of the course; the figures of their changes stand in ``figures``.
    private(set) var series: [TrendSeries]
    let figures: [Figure]

    /// - Parameter shown: the series of the course that the bulletin shows, by its names for them.
    init(
        _ course: Assessment, _ shown: [TrendSeries], _ before: DateSpan, _ after: DateSpan
    ) {
        self.before = before
        var book = FigureBook()
        let known = Dictionary(course.figures.map { ($0.id, $0) }) { first, _ in first }
        series = shown.map { series in
            var compared = series
            compared.change = Self.change(series, before, after, known, &book)
            return compared
        }
        ChangeRules.judgeTogether(&series)
        figures = book.figures
    }

    /// What became of a series; nil where nothing can be compared.
    func change(of other: TrendSeries) -> TrendChange? {
        series.first {
            $0.scope == other.scope && $0.code == other.code && $0.group == other.group
        }?.change
    }

    private static func change(
        _ series: TrendSeries, _ before: DateSpan, _ after: DateSpan, _ known: [String: Figure],
        _ book: inout FigureBook
    ) -> TrendChange? {
        func point(_ span: DateSpan) -> TrendPoint? {
            series.points.first { $0.period == span.description && !$0.isPartial }
        }
        guard let earlier = point(before), let later = point(after),
            earlier.seizures + later.seizures >= SituationAssessor.seriesFloor,
            let first = ObservedCount(count: earlier.seizures, exposure: Double(before.days)),
            let second = ObservedCount(count: later.seizures, exposure: Double(after.days)),
            let ratio = RateRatio.compare(
                before: first, after: second,
                variance: CountUncertainty.variance(ofAlpha: series.alpha))
        else { return nil }
        let figure = book.add(
            "\(series.subject), \(series.group)", "ratio of seizures a day",
            period: "\(after) against \(before)", value: ratio.ratio, unit: "ratio",
            lower: ratio.interval.lower, upper: ratio.interval.upper,
            records: earlier.seizures + later.seizures,
            list: known[later.countFigure]?.list ?? "")
        return TrendChange(
            before: before.description, after: after.description,
            countBefore: earlier.seizures, countAfter: later.seizures, ratio: ratio.ratio,
            lower: ratio.interval.lower, upper: ratio.interval.upper, pValue: ratio.pValue,
            verdict: .cannotTell, figure: figure)
    }
}
