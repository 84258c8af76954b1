import SituationAnalysis

/// An assessment for the terminal: sentences, coverage and the main tables.
struct AssessmentText {
    /// Lines of one table at the most; the files hold the rest.
    static let tableLimit = 15

    let assessment: Assessment

    init(_ assessment: Assessment) { self.assessment = assessment }

    var text: String {
        var lines = ["\(assessment.title), \(assessment.madeOn)"]
        if !assessment.mark.isEmpty { lines.append(assessment.mark) }
        if !assessment.selection.isEmpty { lines.append("selection: \(assessment.selection)") }
        lines += coverage() + statements() + published() + trends() + routes()
        return lines.joined(separator: "\n") + "\n"
    }

    private func coverage() -> [String] {
        let base = assessment.base
        let coverage = assessment.coverage
        var lines = ["", "COVERAGE"]
        lines.append(
            "  \(Terminal.grouped(base.seizures)) seizures: \(Terminal.grouped(base.counted)) "
                + "counted, \(Terminal.grouped(base.repeats)) repeats set aside, "
                + "\(Terminal.grouped(base.held)) held; \(Terminal.grouped(base.figures)) "
                + "published figures by \(base.bodies) bodies")
        for reporter in coverage.reporters.prefix(Self.tableLimit) {
            let gaps =
                reporter.missingYears.isEmpty
                ? ""
                : "  nothing for " + reporter.missingYears.map(String.init).joined(separator: ", ")
            lines.append(
                "  \(Terminal.padded(reporter.records, 8)) \(reporter.kind)  \(reporter.reporter), "
                    + "\(reporter.first) to \(reporter.last)\(gaps)")
        }
        lines += more(coverage.reporters.count, "reporters")
        for field in coverage.fields {
            lines.append(
                "  \(Terminal.padded(field.known, 8)) know the \(field.field); "
                    + "\(Terminal.grouped(field.unknown)) unknown, "
                    + "\(Terminal.grouped(field.notAsked)) not asked")
        }
        lines += coverage.notes.map { "  note: \($0)" }
        for conflict in assessment.conflicts.prefix(Self.tableLimit) {
            let values = conflict.entries.map {
                "\(AmountText.mass($0.kilograms ?? 0)) (\($0.body))"
            }
            lines.append(
                "  differ: \(conflict.place), \(conflict.period): "
                    + values.joined(separator: " | "))
        }
        return lines + more(assessment.conflicts.count, "differing totals")
    }

    private func statements() -> [String] {
        Verdict.allCases.flatMap { verdict -> [String] in
            let found = assessment.statements.filter { $0.verdict == verdict }
            guard !found.isEmpty else { return [] }
            return ["", verdict.rawValue.uppercased()]
                + found.flatMap { statement in
                    [
                        "  • \(statement.text)\(references(statement))",
                        "    because: \(statement.because)",
                    ]
                }
        }
    }

    private func references(_ statement: Statement) -> String {
        guard !statement.figures.isEmpty else { return "" }
        let shown = statement.figures.prefix(6).joined(separator: ", ")
        return " [\(shown)\(statement.figures.count > 6 ? ", …" : "")]"
    }

    private func published() -> [String] {
        guard !assessment.published.isEmpty else { return [] }
        var lines = ["", "PUBLISHED TOTALS (each by its body; never added to seizures)"]
        for series in assessment.published.prefix(Self.tableLimit) {
            lines.append("  \(series.place), \(series.group) (\(series.scope))")
            for entry in series.entries {
                let amount = entry.kilograms.map { AmountText.mass($0) } ?? "–"
                let precision =
                    ["at least", "approximately"].contains(entry.precision)
                    ? entry.precision + " " : ""
                lines.append("    \(entry.period)  \(precision)\(amount)  \(entry.body)")
            }
        }
        return lines + more(assessment.published.count, "places")
    }

    private func trends() -> [String] {
        guard !assessment.trends.isEmpty else { return [] }
        var lines = ["", "TRENDS OF SINGLE SEIZURES (per \(assessment.granularity.title))"]
        for series in assessment.trends.prefix(Self.tableLimit) {
            lines.append("  \(series.subject), \(series.group)")
            if !series.gaps.isEmpty {
                lines.append("    not known: " + series.gaps.joined(separator: ", "))
            }
            for point in series.points.suffix(8) {
                let range =
                    point.lower.flatMap { low in
                        point.upper.map {
                            " (\(AmountText.grouped(low))–\(AmountText.grouped($0)))"
                        }
                    } ?? ""
                let median = point.median.map { ", median \(AmountText.mass($0))" } ?? ""
                let largest =
                    point.largestShare.map {
                        ", largest find \(AmountText.percent($0))"
                    } ?? ""
                lines.append(
                    "    \(point.period)  \(Terminal.grouped(point.seizures)) seizures\(range), "
                        + "\(AmountText.mass(point.kilograms))\(median)\(largest)"
                        + (point.isPartial ? "  partial" : "")
                        + (point.isLate ? "  late reports" : ""))
            }
        }
        return lines + more(assessment.trends.count, "series")
    }

    private func routes() -> [String] {
        var lines: [String] = []
        if !assessment.routes.isEmpty {
            lines += ["", "ROUTES"]
            for route in assessment.routes.prefix(Self.tableLimit) {
                let through = route.transit.isEmpty ? "" : " via \(route.transit)"
                lines.append(
                    "  \(Terminal.padded(route.seizures, 6))  \(route.departure)\(through) → "
                        + "\(route.destination)\(route.isIntended ? " (intended)" : "")")
            }
        }
        for breakdown in [assessment.methods, assessment.concealment] where breakdown.known > 0 {
            lines += [
                "",
                "\(breakdown.title.uppercased()) (known for \(Terminal.grouped(breakdown.known)))",
            ]
            for line in breakdown.lines.prefix(Self.tableLimit) {
                lines.append(
                    "  \(Terminal.padded(line.seizures, 6))  \(AmountText.percent(line.share)) "
                        + "(\(AmountText.percent(line.lower)) to "
                        + "\(AmountText.percent(line.upper)))  \(line.title)")
            }
        }
        for line in assessment.cash {
            lines.append(
                "  cash: \(line.currency) \(AmountText.grouped(line.total)) in "
                    + "\(line.seizures) seizures")
        }
        return lines
    }

    private func more(_ count: Int, _ noun: String) -> [String] {
        count > Self.tableLimit
            ? ["  … \(Terminal.grouped(count - Self.tableLimit)) more \(noun) in the files"] : []
    }
}
