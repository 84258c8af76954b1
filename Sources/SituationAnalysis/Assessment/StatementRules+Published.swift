import PortVocabulary

/// All published totals of one place for one whole year.
private struct YearTotals {
    let year: Int
    let entries: [PublishedEntry]
    let low: Double
    let high: Double

    init?(_ year: Int, _ entries: [PublishedEntry]) {
        let values = entries.compactMap(\.kilograms)
        guard let low = values.min(), let high = values.max() else { return nil }
        (self.year, self.entries, self.low, self.high) = (year, entries, low, high)
    }

    /// `116–121 t`, or `44 t`.
    var text: String {
        let isFloor = isAtLeast ? "at least " : ""
        guard high > low else { return isFloor + AmountText.mass(low) }
        guard low >= 999.5 else { return "\(AmountText.mass(low)) to \(AmountText.mass(high))" }
        let digits = { (kilograms: Double) in String(AmountText.mass(kilograms).dropLast(2)) }
        return "\(isFloor)\(digits(low))–\(digits(high)) t"
    }

    var isAtLeast: Bool { entries.allSatisfy { $0.precision == FigurePrecision.lowerBound.title } }
    var isProvisional: Bool { entries.contains { $0.status == FigureStatus.provisional.title } }
    var hasPressOnly: Bool { entries.allSatisfy { $0.status == FigureStatus.press.title } }
    var figures: [String] { entries.map(\.figure) }
}

extension SituationAssessor {
    func publishedStatements() -> [Statement] {
        var statements: [Statement] = []
        for group in publishedGroups where group.scope == .port || group.scope == .portGroup {
            statements += yearStatements(group)
            statements += lotStatements(group)
        }
        statements += upstreamStatements()
        statements += shareStatements()
        statements += singleFindStatements()
        statements += conflictStatements()
        return statements
    }

    private func years(_ group: PublishedGroup) -> [YearTotals] {
        let whole = group.members.filter { $0.fact.figure.period.precision == .year }
        return Dictionary(grouping: whole) { $0.fact.figure.period.first.year }
            .sorted { $0.key < $1.key }
            .compactMap { YearTotals($0.key, $0.value.map(\.entry)) }
    }

    private func yearStatements(_ group: PublishedGroup) -> [Statement] {
        let totals = years(group)
        guard let last = totals.last, totals.count > 1 else { return [] }
        let subject = group.place?.code ?? ""
        let name = "\(group.name), \(group.group.title)"
        var statements: [Statement] = []
        let before = totals[totals.count - 2]
        if before.year == last.year - 1 {
            statements.append(change(name, subject, before, last))
        }
        if totals.count >= 5, let first = totals.first,
            let peak = totals.max(by: { $0.high < $1.high }), peak.year > first.year
        {
            statements.append(
                Statement(
                    .shown,
                    "\(name): from \(first.text) in \(first.year) to its highest, \(peak.text), in "
                        + "\(peak.year); \(last.text) in \(last.year).",
                    because: "As published. The series joins \(bodies(totals)) "
                        + "whose definitions need not agree.",
                    figures: first.figures + peak.figures + last.figures, subject: subject))
        }
        return statements
    }

    private func bodies(_ totals: [YearTotals]) -> String {
        let count = Set(totals.flatMap { $0.entries.map(\.body) }).count
        return count == 1 ? "figures of one body" : "figures of \(count) bodies"
    }

    private func change(
        _ name: String, _ subject: String, _ before: YearTotals, _ after: YearTotals
    ) -> Statement {
        let figures = before.figures + after.figures
        if after.isAtLeast || before.isAtLeast {
            return Statement(
                .cannotTell,
                "\(name): \(after.text) in \(after.year) against \(before.text) in \(before.year).",
                because: "One of the two is a lower bound: published finds only, and large finds "
                    + "are announced weeks late. The final figure would change this.",
                figures: figures, subject: subject)
        }
        let (least, most) = (after.low / before.high - 1, after.high / before.low - 1)
        guard least * most > 0 else {
            return Statement(
                .cannotTell,
                "\(name): \(after.text) in \(after.year), \(before.text) in \(before.year).",
                because: "The bodies' figures overlap: whether it rose or fell depends on whom "
                    + "one follows.", figures: figures, subject: subject)
        }
        let direction = least < 0 ? "fell" : "rose"
        let range = [abs(least), abs(most)].sorted().map { AmountText.percent($0) }
        let amount = range[0] == range[1] ? range[0] : "\(range[0]) to \(range[1])"
        let isFirm = !after.hasPressOnly && !before.hasPressOnly && !after.isProvisional
        return Statement(
            isFirm ? .shown : .likely,
            "\(name): published seizures \(direction) by \(amount), from \(before.text) in "
                + "\(before.year) to \(after.text) in \(after.year).",
            because: (isFirm
                ? "Officially published for both years."
                : "One of the years rests on press reports or a provisional figure.")
                + " This is weight seized, not traffic: inspections are not known.",
            figures: figures, subject: subject)
    }

    /// Smaller or larger lots: weight per seizure where the count counts these seizures.
    private func lotStatements(_ group: PublishedGroup) -> [Statement] {
        let known = group.members.filter { $0.entry.meanKilograms != nil }
        var statements: [Statement] = []
        for (index, later) in known.enumerated() {
            let span = later.fact.figure.period
            guard
                let start = try? CalendarDate(
                    year: span.first.year - 1, month: span.first.parts.month,
                    day: span.first.parts.day),
                let earlier = known[..<index].last(where: {
                    $0.fact.figure.period.first == start
                        && abs($0.fact.figure.period.days - span.days) <= 1
                        && $0.fact.figure.body == later.fact.figure.body
                }), let before = earlier.entry.meanKilograms, let after = later.entry.meanKilograms,
                let countBefore = earlier.entry.seizures, let countAfter = later.entry.seizures
            else { continue }
            let size = after < before ? "smaller" : "larger"
            statements.append(
                Statement(
                    .shown,
                    "\(group.name), \(group.group.title): \(size) lots, "
                        + "\(AmountText.mass(before)) a seizure (\(countBefore) seizures, "
                        + "\(period(earlier.fact))) against \(AmountText.mass(after)) "
                        + "(\(countAfter) seizures, \(period(later.fact))).",
                    because: "Mean weights follow single finds; the number of seizures moved from "
                        + "\(countBefore) to \(countAfter).",
                    figures: [earlier.entry.figure, later.entry.figure],
                    subject: group.place?.code ?? ""))
        }
        return statements
    }

    private func period(_ fact: FigureFact) -> String {
        let span = fact.figure.period
        guard span.precision == .interval else { return span.description }
        let (start, end) = (span.first.parts, span.last.parts)
        if start.year == end.year, start.month == 1, end.month == 6, start.day == 1, end.day == 30 {
            return "first half of \(start.year)"
        }
        return "\(span.first) to \(span.last)"
    }

    private func upstreamStatements() -> [Statement] {
        let byCountry = Dictionary(grouping: assessment.upstream, by: \.country)
        return byCountry.sorted { $0.key < $1.key }.flatMap { country, lines -> [Statement] in
            let whole = lines.filter { $0.period.utf8.count == 4 && !$0.ports.isEmpty }
                .sorted { $0.period < $1.period }
            guard let after = whole.last, let before = whole.dropLast().last,
                let up = after.upstream.kilograms, let upBefore = before.upstream.kilograms,
                upBefore > 0
            else { return [] }
            let rise = up / upBefore - 1
            let inPort = range(after.ports)
            let inPortBefore = range(before.ports)
            let fell = (inPort.high < inPortBefore.low)
            let place = Set(after.ports.map(\.place)).sorted().joined(separator: ", ")
            return [
                Statement(
                    .shown,
                    "Seized abroad on the way to \(country): \(AmountText.mass(up)) in "
                        + "\(after.period) against \(AmountText.mass(upBefore)) in "
                        + "\(before.period) "
                        + "(\(rise >= 0 ? "+" : "−")\(AmountText.percent(abs(rise)))); at the port "
                        + "(\(place)) \(text(inPort)) against \(text(inPortBefore)).",
                    because: "Published by \(after.upstream.body) and the bodies shown.",
                    figures: figures(after) + figures(before), subject: ""),
                Statement(
                    fell && rise > 0 ? .likely : .cannotTell,
                    "Part of what no longer shows at the port of \(place) was stopped on the way.",
                    because: fell && rise > 0
                        ? "Upstream interceptions rose while port seizures fell in the same years. "
                            + "Whether total traffic changed cannot be told from seizures."
                        : "Upstream and port seizures did not move against one another.",
                    figures: figures(after) + figures(before), subject: ""),
            ]
        }
    }

    private func range(_ ports: [PublishedPortEntry]) -> (low: Double, high: Double) {
        // Per port the bodies' extremes; ports are added, bodies are not.
        let byPort = Dictionary(grouping: ports, by: \.place).values.map { entries in
            entries.compactMap(\.entry.kilograms)
        }
        return (
            byPort.reduce(0) { $0 + ($1.min() ?? 0) }, byPort.reduce(0) { $0 + ($1.max() ?? 0) }
        )
    }

    private func text(_ range: (low: Double, high: Double)) -> String {
        range.low == range.high
            ? AmountText.mass(range.low)
            : "\(AmountText.mass(range.low)) to \(AmountText.mass(range.high))"
    }

    private func figures(_ line: UpstreamComparison) -> [String] {
        [line.upstream.figure] + line.ports.map(\.entry.figure)
    }

    private func shareStatements() -> [Statement] {
        assessment.publishedShares.compactMap { series in
            let whole = series.periods.filter { $0.period.utf8.count == 4 }
            // The same ports in every year, or shares cannot be compared.
            guard let last = whole.last else { return nil }
            let ports = Set(last.parts.map(\.code))
            let comparable = whole.filter { Set($0.parts.map(\.code)) == ports }
            guard let first = comparable.first, comparable.count > 1,
                let gained = last.parts.max(by: { gain($0, first) < gain($1, first) })
            else { return nil }
            let steps = comparable.map { period in
                let share = period.parts.first { $0.code == gained.code }?.share ?? 0
                return "\(AmountText.percent(share)) (\(period.period))"
            }
            return Statement(
                .shown,
                "\(gained.name)'s share of "
                    + last.parts.map(\.name).sorted().joined(separator: " + ") + ", "
                    + "\(series.group): " + steps.joined(separator: ", ") + ".",
                because: "Counted by one body (\(series.body)). A share moves when either port "
                    + "changes: it is a sign to look at, not proof of displacement.",
                figures: comparable.map(\.figure), subject: gained.code)
        }
    }

    private func gain(_ part: SharePart, _ first: SharePeriod) -> Double {
        part.share - (first.parts.first { $0.code == part.code }?.share ?? 0)
    }

    private func singleFindStatements() -> [Statement] {
        publishedGroups.flatMap { group in
            group.members.filter {
                ($0.entry.largestShare ?? 0) >= 0.5 && $0.entry.seizures != 1
            }.map { fact, entry in
                Statement(
                    .shown,
                    "\(group.name), \(fact.figure.substance.publishedTitle), \(entry.period): "
                        + "one find is "
                        + "\(AmountText.percent(entry.largestShare ?? 0)) of the "
                        + "\(AmountText.mass(entry.kilograms ?? 0)) published.",
                    because:
                        "Weight follows single finds; a year's total says little about a trend.",
                    figures: [entry.figure], subject: group.place?.code ?? "")
            }
        }
    }

    private func conflictStatements() -> [Statement] {
        assessment.conflicts.filter { $0.ratio >= 1.5 }.prefix(5).map { conflict in
            let values = conflict.entries.map {
                "\(AmountText.mass($0.kilograms ?? 0)) (\($0.body))"
            }
            return Statement(
                .cannotTell,
                "\(conflict.place), \(conflict.group), \(conflict.period): "
                    + values.joined(separator: " or ") + ".",
                because: "The bodies differ \(AmountText.oneDecimal(conflict.ratio))-fold; "
                    + "they need not count the same finds.",
                figures: conflict.entries.map(\.figure),
                subject: publishedGroups.first { $0.name == conflict.place }?.place?.code ?? "")
        }
    }
}
