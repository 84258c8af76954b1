import PortVocabulary

extension BulletinWriter {
    /// The period against the two that it is compared with, one line a substance group.
    mutating func glance() -> BulletinSection {
        var section = BulletinSection(
            "glance", "At a glance",
            text: [
                "Weights follow single finds; counts carry the comparison. Intervals are of "
                    + "95 % and allow for the scatter of the series’ own months."
            ])
        var counts = BulletinTable(
            "Seizures",
            [
                .text("Substance"), .number(period), .number("95 % interval"), .number(before),
                .text("Against \(before)"), .number(yearBefore), .text("Against \(yearBefore)"),
            ])
        var weights = BulletinTable(
            "Weight in kilograms",
            [
                .text("Substance"), .number(period), .number("Without weight"),
                .number("Median"), .number("Largest find’s share"), .number(before),
                .number(yearBefore),
            ])
        let whole = shown.filter { $0.scope == "all" }
        for series in whole {
            counts.rows.append(countRow(series))
            weights.rows.append(weightRow(series))
        }
        // Too few for a series of their own: the count alone, without a comparison.
        let named = Set(whole.map(\.group))
        var rare: [String: Int] = [:]
        for cell in parts.current.coverage.table where !named.contains(cell.group) {
            rare[cell.group, default: 0] += cell.seizures
        }
        for (group, count) in rare.sorted(by: { $0.key < $1.key }) {
            counts.rows.append(
                [BulletinCell(group), BulletinText.count(count), BulletinText.absent]
                    + [BulletinText.absent, BulletinCell("too few"), BulletinText.absent]
                    + [BulletinCell("too few")])
        }
        section.tables = [counts, weights].filter { !$0.rows.isEmpty }
        if section.tables.isEmpty { section.text.append("No seizure of \(courseName) counts.") }
        return section
    }

    private mutating func countRow(_ series: TrendSeries) -> [BulletinCell] {
        let point = point(series, period)
        return [
            BulletinCell(series.group), count(series, period),
            BulletinText.interval(point?.lower, point?.upper), count(series, before),
            verdict(series, .sinceBefore), count(series, yearBefore),
            verdict(series, .sinceYearBefore),
        ]
    }

    private mutating func weightRow(_ series: TrendSeries) -> [BulletinCell] {
        let point = point(series, period)
        return [
            BulletinCell(series.group), weight(series, period),
            point.map { BulletinText.count($0.withoutWeight) } ?? BulletinText.absent,
            BulletinText.kilograms(point?.median), BulletinText.share(point?.largestShare),
            weight(series, before), weight(series, yearBefore),
        ]
    }

    private func point(_ series: TrendSeries, _ period: String) -> TrendPoint? {
        series.points.first { $0.period == period }
    }

    private mutating func count(_ series: TrendSeries, _ period: String) -> BulletinCell {
        guard let point = point(series, period) else { return BulletinCell("not known") }
        return BulletinText.count(point.seizures, figures.cite(point.countFigure, of: .course))
    }

    private mutating func weight(_ series: TrendSeries, _ period: String) -> BulletinCell {
        guard let point = point(series, period) else { return BulletinCell("not known") }
        let isWeighed = point.seizures == 0 || point.withoutWeight < point.seizures
        return BulletinText.kilograms(
            isWeighed ? point.kilograms : nil, figures.cite(point.weightFigure, of: .course))
    }

    private mutating func verdict(
        _ series: TrendSeries, _ part: BulletinPart
    ) -> BulletinCell {
        let comparison = part == .sinceBefore ? sinceBefore : sinceYearBefore
        let found = comparison.change(of: series)
        return BulletinCell(
            BulletinText.verdict(found), value: found?.ratio,
            figure: found.map { figures.cite($0.figure, of: part) } ?? "")
    }

    /// The course of each series, in counts with intervals and in kilograms.
    mutating func trends() -> BulletinSection {
        var section = BulletinSection(
            "trends", "Course of \(courseName)",
            text: [
                "A gap means not known, never zero. Hollow points are partial periods; late "
                    + "reports may still raise the last ones."
            ])
        let usable = shown.filter { !$0.points.isEmpty }
        for series in usable.prefix(Self.seriesLimit) {
            let name = "\(series.subject), \(series.group)"
            section.charts.append(
                BulletinChart(
                    title: name, panels: panels(series, name), table: courseTable(series),
                    note: "Weights carry no interval: totals by weight follow single finds. The "
                        + "share of the largest find stands in the table."))
        }
        if usable.count > Self.seriesLimit {
            let left = usable.count - Self.seriesLimit
            section.text.append(
                "\(BulletinText.counted(left, "further series", "further series")) are left out.")
        }
        if usable.isEmpty {
            section.text.append("The seizures of the course form no series over time.")
        }
        section.charts += shares()
        return section
    }

    private func panels(_ series: TrendSeries, _ name: String) -> [BulletinPanel] {
        [
            BulletinPanel(
                title: "\(name): seizures",
                description: "Number of seizures in each \(request.cycle) with the interval of "
                    + "the expected number. All values stand in the table.",
                unit: "seizures per \(request.cycle)",
                drawing: .course(points(series, ofWeight: false))),
            BulletinPanel(
                title: "\(name): kilograms",
                description: "Kilograms seized in each \(request.cycle). All values stand in the "
                    + "table.",
                unit: "kilograms per \(request.cycle)",
                drawing: .course(points(series, ofWeight: true))),
        ]
    }

    private func points(_ series: TrendSeries, ofWeight: Bool) -> [BulletinPoint] {
        let known = series.points.map { point in
            BulletinPoint(
                period: point.period,
                value: !ofWeight
                    ? Double(point.seizures)
                    : point.seizures > 0 && point.withoutWeight == point.seizures
                        ? nil : point.kilograms,
                lower: ofWeight ? nil : point.lower, upper: ofWeight ? nil : point.upper,
                isPartial: point.isPartial, isLate: point.isLate)
        }
        let gaps = series.gaps.map {
            BulletinPoint(
                period: $0, value: nil, lower: nil, upper: nil, isPartial: false, isLate: false)
        }
        return (known + gaps).sorted { $0.period < $1.period }
    }

    private mutating func courseTable(_ series: TrendSeries) -> BulletinTable {
        var table = BulletinTable(
            "\(series.subject), \(series.group): seizures and weight by \(request.cycle)",
            [
                .text("Period"), .number("Seizures"), .number("95 % interval"),
                .number("Kilograms"), .number("Without weight"), .number("Median, kg"),
                .number("Largest find’s share"), .text("Note"),
            ])
        for point in points(series, ofWeight: false) {
            guard let known = self.point(series, point.period) else {
                table.rows.append(
                    [BulletinCell(point.period)]
                        + Array(repeating: BulletinText.absent, count: 6)
                        + [BulletinCell("not known: no data")])
                continue
            }
            let notes = [
                known.isPartial ? "partial period" : "",
                known.isLate ? "late reports expected" : "",
            ]
            table.rows.append([
                BulletinCell(point.period), count(series, point.period),
                BulletinText.interval(known.lower, known.upper), weight(series, point.period),
                BulletinText.count(known.withoutWeight), BulletinText.kilograms(known.median),
                BulletinText.share(known.largestShare),
                BulletinCell(notes.filter { !$0.isEmpty }.joined(separator: ", ")),
            ])
        }
        return table
    }

    /// How the seizures of a basin divide among its ports. One port divides nothing.
    private mutating func shares() -> [BulletinChart] {
        if case .port = request.subject { return [] }
        var charts: [BulletinChart] = []
        for series in parts.course.shares.prefix(Self.shareChartLimit) where !series.periods.isEmpty
        {
            charts.append(shares(series))
        }
        return charts
    }

    private mutating func shares(_ series: ShareSeries) -> BulletinChart {
        var totals: [String: (name: String, amount: Double)] = [:]
        for part in series.periods.flatMap(\.parts) {
            totals[part.code, default: (part.name, 0)].amount += part.amount
        }
        let ports = totals.sorted { ($1.value.amount, $0.key) < ($0.value.amount, $1.key) }
        let title = "\(series.basin), \(series.group): shares of ports"
        let shown = ports.prefix(Self.shareLimit)
        var table = BulletinTable(
            "\(title) within the basin: seizures, share and its 95 % interval",
            [.text("Period")] + shown.map { .text($0.value.name) })
        for period in series.periods {
            let figure = figures.cite(period.figure, of: .course)
            let cells = shown.map { port -> BulletinCell in
                guard let part = period.parts.first(where: { $0.code == port.key }) else {
                    return BulletinText.absent
                }
                let interval = BulletinText.interval(part.lower, part.upper, AmountText.percent)
                return BulletinCell(
                    "\(AmountText.grouped(part.amount)): \(AmountText.percent(part.share)) "
                        + "(\(interval.text))", value: part.share, figure: figure)
            }
            table.rows.append([BulletinCell(period.period)] + cells)
        }
        let columns = series.periods.map { period in
            BulletinShares(
                period: period.period,
                amounts: ports.map { port in
                    period.parts.filter { $0.code == port.key }.reduce(0) { $0 + $1.amount }
                })
        }
        let panel = BulletinPanel(
            title: title,
            description: "How the seizures of each \(request.cycle) divide among the ports of "
                + "the basin. All values stand in the table.",
            unit: "share of seizures",
            drawing: .shares(categories: ports.map(\.value.name), columns: columns))
        let left = ports.count - shown.count
        return BulletinChart(
            title: title, panels: [panel], table: table,
            note: left == 0
                ? "" : "\(BulletinText.counted(left, "further port")) are left out of the table.")
    }
}

extension String {
    /// The text with its first letter as a capital.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
