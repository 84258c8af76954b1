import PortVocabulary
import Statistics

extension SituationAssessor {
    /// Smallest number of seizures of a subject and group that gets a series of its own.
    static let seriesFloor = 5
    mutating func addTrends() {
        let wanted = tally.series.filter { $0.value.total >= Self.seriesFloor }
        let ordered = wanted.sorted { left, right in
            let (l, r) = (order(left.key), order(right.key))
            return l.scope != r.scope
                ? l.scope < r.scope
                : left.value.total != right.value.total
                    ? left.value.total > right.value.total : l.text < r.text
        }
        var trends = ordered.map { trend($0.key, $0.value) }
        ChangeRules.judgeTogether(&trends)
        assessment.trends = trends
    }

    func order(_ key: TrendKey) -> (scope: Int, text: String) {
        let name = names(key.subject)
        let rank = ["all": 0, "basin": 1, "port": 2, "country": 3][name.scope] ?? 4
        return (rank, name.code + key.group.rawValue)
    }

    func names(_ subject: TrendSubject) -> (scope: String, code: String, name: String) {
        switch subject {
        case .all: ("all", "", "All reporters")
        case .country(let country): ("country", country.code, reference.countries.name(of: country))
        case .basin(let basin): ("basin", basin.rawValue, basin.title)
        case .port(let place): ("port", place.code, reference.ports.name(of: place))
        }
    }

    /// The list command for a subject, a group and a period.
    func listWords(_ key: TrendKey, _ period: DateSpan) -> String {
        list { selection in
            (selection.isWithinPeriod, selection.period) = (true, period)
            selection.groups = [key.group]
            switch key.subject {
            case .all: break
            case .country(let country): selection.countries = [country]
            case .basin(let basin): (selection.basins, selection.isAtPortOnly) = ([basin], true)
            case .port(let place):
                // A port lies in one basin: it need not be named beside it.
                (selection.basins, selection.ports) = ([], [place])
                selection.isAtPortOnly = true
            }
        }
    }

    private mutating func trend(_ key: TrendKey, _ series: SeriesTally) -> TrendSeries {
        let uncertainty = CountUncertainty(
            monthly: series.months, months: tally.granularity.months)
        let name = names(key.subject)
        var points: [TrendPoint] = []
        var gaps: [String] = []
        for number in numbers(series) {
            guard let span = tally.granularity.span(number) else { continue }
            let bucket = series.buckets[number]
            // A period without a record is a zero only where all who reported would have said so.
            guard bucket != nil || tally.isReported(series, in: number) else {
                gaps.append(span.description)
                continue
            }
            points.append(
                point(key, series, bucket ?? SeriesTally.Bucket(), span, uncertainty))
        }
        return TrendSeries(
            scope: name.scope, code: name.code, subject: name.name, group: key.group.title,
            points: points, gaps: gaps, change: change(key, series, points, uncertainty),
            alpha: uncertainty.alpha)
    }

    /// The periods of a series: from its first record to its last, and through the last one of a
    /// stated period that has begun, so that a fall to nothing is a value and no missing end.
    private func numbers(_ series: SeriesTally) -> ClosedRange<Int> {
        let first = series.buckets.keys.min() ?? 0
        let last = max(first, series.buckets.keys.max() ?? 0)
        guard let stated = selection.period else { return first...last }
        let end = min(stated.last, today.advanced(byDays: -1))
        return first...max(last, tally.granularity.number(of: end.dayNumber))
    }

    private mutating func point(
        _ key: TrendKey, _ series: SeriesTally, _ bucket: SeriesTally.Bucket, _ span: DateSpan,
        _ uncertainty: CountUncertainty
    ) -> TrendPoint {
        let subject = names(key.subject).name + ", " + key.group.title
        let interval = CountInterval.expected(
            behind: bucket.seizures, variance: uncertainty.variance)
        let amounts = RobustAmounts(bucket.weights)
        let list = listWords(key, span)
        let total = amounts?.total ?? 0
        let isPartial = !tally.isComplete(series, span, today: today)
        return TrendPoint(
            period: span.description, seizures: bucket.seizures, lower: interval?.lower,
            upper: interval?.upper, kilograms: total,
            withoutWeight: bucket.seizures - bucket.weights.count,
            convertedKilograms: AmountText.settled(bucket.convertedKilograms),
            median: amounts?.median,
            largestShare: amounts?.largestShare?.shareOfTotal,
            tailShare: amounts?.tailShare(ofLargest: 0.1)?.shareOfTotal,
            isPartial: isPartial,
            isLate: span.last.advanced(byDays: Self.lateReportDays) >= today,
            countFigure: book.add(
                subject, "seizures", period: span.description, value: Double(bucket.seizures),
                unit: "seizures", lower: interval?.lower, upper: interval?.upper,
                records: bucket.seizures, list: list),
            weightFigure: book.add(
                subject, "weight", period: span.description, value: total, unit: "kg",
                records: bucket.weights.count, list: list))
    }

    /// Sets two periods against one another: the stated comparison, or the last two complete
    /// neighbours.
    private mutating func change(
        _ key: TrendKey, _ series: SeriesTally, _ points: [TrendPoint],
        _ uncertainty: CountUncertainty
    ) -> TrendChange? {
        if let compared, let period = selection.period {
            let before = compared.tally.series[key]?.total ?? 0
            return change(
                key, before, compared.period, series.total, period,
                CountUncertainty(monthly: series.months, months: max(1, period.days / 30)))
        }
        let complete = points.filter { !$0.isPartial }
        guard let after = complete.last, let afterSpan = try? DateSpan(parsing: after.period),
            let before = complete.dropLast().last,
            let beforeSpan = try? DateSpan(parsing: before.period),
            beforeSpan.last.advanced(byDays: 1) == afterSpan.first
        else { return nil }
        return change(
            key, before.seizures, beforeSpan, after.seizures, afterSpan, uncertainty)
    }

    private mutating func change(
        _ key: TrendKey, _ before: Int, _ beforeSpan: DateSpan, _ after: Int,
        _ afterSpan: DateSpan, _ uncertainty: CountUncertainty
    ) -> TrendChange? {
        guard before + after >= Self.seriesFloor,
            let first = ObservedCount(count: before, exposure: Double(beforeSpan.days)),
            let second = ObservedCount(count: after, exposure: Double(afterSpan.days)),
            let ratio = RateRatio.compare(
                before: first, after: second, variance: uncertainty.variance)
        else { return nil }
        let subject = names(key.subject).name + ", " + key.group.title
        let figure = book.add(
            subject, "ratio of seizures a day", period: "\(afterSpan) against \(beforeSpan)",
            value: ratio.ratio, unit: "ratio", lower: ratio.interval.lower,
            upper: ratio.interval.upper, records: before + after,
            list: listWords(key, afterSpan))
        return TrendChange(
            before: beforeSpan.description, after: afterSpan.description, countBefore: before,
            countAfter: after, ratio: ratio.ratio, lower: ratio.interval.lower,
            upper: ratio.interval.upper, pValue: ratio.pValue,
            verdict: .cannotTell, figure: figure)
    }

    /// Shares of ports within their basin, by seizures.
    mutating func addShares() {
        struct BasinKey: Hashable {
            let basin: Basin
            let group: SubstanceGroup
        }
        var members: [BasinKey: [(PlaceCode, SeriesTally)]] = [:]
        for (key, series) in tally.series {
            guard case .port(let place) = key.subject, let port = reference.ports.port(place),
                port.basin != .unknown
            else { continue }
            members[BasinKey(basin: port.basin, group: key.group), default: []]
                .append((place, series))
        }
        let ordered = members.filter { $0.value.count > 1 }
            .sorted {
                ($0.key.basin.rawValue, $0.key.group.rawValue) < (
                    $1.key.basin.rawValue, $1.key.group.rawValue
                )
            }
        for (key, ports) in ordered {
            let total = ports.reduce(0) { $0 + $1.1.total }
            guard total >= Self.seriesFloor else { continue }
            let numbers = Set(ports.flatMap { $0.1.buckets.keys }).sorted()
            let periods = numbers.compactMap { sharePeriod($0, key.basin, key.group, ports) }
            assessment.shares.append(
                ShareSeries(
                    basin: key.basin.title, group: key.group.title, body: "", periods: periods))
        }
    }

    private mutating func sharePeriod(
        _ number: Int, _ basin: Basin, _ group: SubstanceGroup, _ ports: [(PlaceCode, SeriesTally)]
    ) -> SharePeriod? {
        guard let span = tally.granularity.span(number) else { return nil }
        let counts = ports.map { ($0.0, $0.1.buckets[number]?.seizures ?? 0) }
            .filter { $0.1 > 0 }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        let total = counts.reduce(0) { $0 + $1.1 }
        guard total > 0 else { return nil }
        let parts = counts.map { place, count in
            let interval = ShareInterval.wilson(count, of: total)
            return SharePart(
                code: place.code, name: reference.ports.name(of: place), amount: Double(count),
                share: Double(count) / Double(total), lower: interval?.lower,
                upper: interval?.upper)
        }
        let key = TrendKey(subject: .basin(basin), group: group)
        let figure = book.add(
            "\(basin.title), \(group.title)", "seizures at ports", period: span.description,
            value: Double(total), unit: "seizures", records: total,
            list: listWords(key, span))
        return SharePeriod(period: span.description, parts: parts, figure: figure)
    }
}
