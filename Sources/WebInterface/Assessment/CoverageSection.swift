import SituationAnalysis

/// Who reported, for when, what is filled and what is missing.
enum CoverageSection {
    static func context(
        _ assessment: Assessment, _ references: inout PageReferences
    ) -> [String: Any] {
        let coverage = assessment.coverage
        return [
            "reporters": tableOrFalse(reporters(coverage.reporters, &references)),
            "fields": tableOrFalse(fields(coverage.fields, &references)),
            "counts": tableOrFalse(counts(coverage.table)),
            "silent": silent(coverage),
            "gaps": gaps(assessment).map { ["text": $0] },
            "notes": coverage.notes.map { ["text": $0] },
        ]
    }

    /// A table for the template, or false where it has no row.
    static func tableOrFalse(_ table: PageTable, limit: Int = SituationPage.maximumLines) -> Any {
        guard !table.rows.isEmpty else { return false }
        var shown = table
        shown.rows = Array(table.rows.prefix(limit))
        return [
            "table": shown.markup,
            "more": StatementSection.more(table.rows.count - shown.rows.count, "rows"),
        ]
    }

    static func reporters(
        _ reporters: [ReporterCoverage], _ references: inout PageReferences
    ) -> PageTable {
        // Published figures are never held or repeated: then these columns would be noise.
        let areReviewed = reporters.contains { $0.repeats + $0.held + $0.mayRepeat > 0 }
        var columns: [PageTable.Column] = [.text("Reporter"), .text("What"), .number("Records")]
        if areReviewed {
            columns += [
                .number("Counted"), .number("Repeats"), .number("Held"), .number("May repeat"),
            ]
        }
        columns += [.text("First to last"), .text("Years with records"), .text("Years missing")]
        var table = PageTable("Who reported, and for which years", columns)
        for reporter in reporters {
            var cells: [Markup] = [
                .text(reporter.reporter), .text(reporter.kind),
                references.link(reporter.figure, AmountText.grouped(reporter.records)),
            ]
            if areReviewed {
                cells += [
                    reporter.counted, reporter.repeats, reporter.held, reporter.mayRepeat,
                ].map { .text(AmountText.grouped($0)) }
            }
            let isOne = reporter.first == reporter.last
            cells += [
                .text(isOne ? reporter.first : "\(reporter.first) to \(reporter.last)"),
                .text(PageText.years(reporter.years)),
                .text(
                    reporter.missingYears.isEmpty
                        ? "none between" : PageText.years(reporter.missingYears)),
            ]
            table.rows.append(cells)
        }
        return table
    }

    private static func fields(
        _ fields: [FieldCoverage], _ references: inout PageReferences
    ) -> PageTable {
        var table = PageTable(
            "How often each field is answered",
            [
                .text("Field"), .number("Known"), .number("Unknown"), .number("Not asked"),
                .text("Known, unknown, not asked"), .number("Known of asked, ports and ships"),
            ])
        for field in fields {
            let maritime =
                field.maritimeAsked == 0
                ? "not asked"
                : "\(AmountText.grouped(field.maritimeKnown)) of "
                    + AmountText.grouped(field.maritimeAsked)
            table.rows.append([
                .text(field.field),
                references.link(field.figure, AmountText.grouped(field.known)),
                .text(AmountText.grouped(field.unknown)),
                .text(AmountText.grouped(field.notAsked)),
                .bar([
                    .init(count: field.known, paint: .series1, meaning: "known"),
                    .init(count: field.unknown, paint: .series2, meaning: "unknown"),
                    .init(count: field.notAsked, paint: .soft, meaning: "notasked"),
                ]),
                .text(maritime),
            ])
        }
        return table
    }

    private static func counts(_ cells: [CountCell]) -> PageTable {
        PageTable(
            "All counted seizures by country and substance",
            [.text("Country"), .text("Substance"), .number("Seizures")],
            rows: cells.map { cell in
                [
                    .text(cell.country), .text(cell.group),
                    .text(AmountText.grouped(cell.seizures)),
                ]
            })
    }

    static func silent(_ coverage: Coverage) -> Any {
        guard coverage.knownMembers > 0 else { return false }
        let names = coverage.silentMembers.map { "\($0.name) (\($0.code))" }
        let count = names.count
        let text =
            count == 0
            ? "Every known member of the ports alliance has a record or a figure here."
            : "No record and no figure is known for \(AmountText.grouped(count)) of "
                + "\(AmountText.grouped(coverage.knownMembers)) known members of the ports "
                + "alliance: \(names.joined(separator: ", ")). "
                + "That says nothing about what passes through them."
        return ["text": text]
    }

    private static func gaps(_ assessment: Assessment) -> [String] {
        guard assessment.base.seizures > 0 else { return [] }
        let coverage = assessment.coverage
        let period = assessment.granularity.title
        return [
            "\(PageText.count(coverage.undatedWithinPeriods, "seizure")) "
                + "with a date too coarse to fall into one \(period).",
            "\(PageText.count(coverage.withoutWeight, "seizure")) without a weight in kilograms.",
            "\(PageText.count(coverage.convertedWeight, "seizure")) whose weight was converted by "
                + "an assumed factor.",
        ]
    }
}

/// Totals of different bodies for the same thing, side by side.
enum ConflictSection {
    static func context(
        _ conflicts: [PublishedConflict], _ references: inout PageReferences
    ) -> Any {
        guard !conflicts.isEmpty else { return false }
        var table = PageTable(
            "Figures that differ for the same place, period and substance",
            [
                .text("Place"), .text("Period"), .text("Substance"), .text("Body"),
                .number("Kilograms"), .text("Standing"), .text("What it counts"),
                .number("Highest over lowest"),
            ])
        for conflict in conflicts {
            for entry in conflict.entries {
                table.rows.append([
                    .text(conflict.place), .text(PageText.period(conflict.period)),
                    .text(conflict.group),
                    .text(entry.body),
                    references.link(entry.figure, PageText.published(entry)),
                    .text(PublishedSection.standing(entry)),
                    .text(entry.definition.isEmpty ? "not said" : entry.definition),
                    .text(
                        conflict.ratio > 0
                            ? "× \(FigureText.grouped(conflict.ratio, decimals: 2))" : "–"),
                ])
            }
        }
        return CoverageSection.tableOrFalse(table)
    }
}
