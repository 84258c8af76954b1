import PortVocabulary

extension BulletinWriter {
    /// Totals as bodies published them, and where these contradict one another.
    mutating func published() -> BulletinSection {
        var section = BulletinSection(
            "published", "Published totals that touch the course",
            text: [
                "As each body published them. Totals of different places, bodies or definitions "
                    + "must not be added, and none is added to single seizures."
            ])
        var table = BulletinTable(
            "Published totals",
            [
                .text("Place"), .text("Substance"), .text("Period"), .number("Kilograms"),
                .number("Seizures"), .text("Body"), .text("Standing"), .text("What it counts"),
            ])
        for series in parts.course.published {
            for entry in series.entries {
                table.rows.append([
                    BulletinCell(series.place), BulletinCell(series.group),
                    BulletinCell(BulletinText.period(entry.period)), amount(entry),
                    entry.seizures.map { BulletinText.count($0) } ?? BulletinText.absent,
                    BulletinCell(entry.body, address: entry.address), standing(entry),
                    BulletinCell(entry.definition.isEmpty ? "not said" : entry.definition),
                ])
            }
        }
        var conflicts = BulletinTable(
            "Totals that differ for the same place, period and substance; none is averaged",
            [
                .text("Place"), .text("Substance"), .text("Period"), .text("Body"),
                .number("Kilograms"), .text("Standing"),
            ])
        for conflict in parts.course.conflicts {
            for entry in conflict.entries {
                conflicts.rows.append([
                    BulletinCell(conflict.place), BulletinCell(conflict.group),
                    BulletinCell(BulletinText.period(conflict.period)),
                    BulletinCell(entry.body, address: entry.address), amount(entry),
                    standing(entry),
                ])
            }
        }
        section.tables = [table, conflicts].filter { !$0.rows.isEmpty }
            .map { $0.limited(to: Self.rowLimit) }
        if section.tables.isEmpty { section.text = ["No published total touches the course."] }
        return section
    }

    private mutating func amount(_ entry: PublishedEntry) -> BulletinCell {
        let cell = BulletinText.kilograms(
            entry.kilograms, figures.cite(entry.figure, of: .course))
        let isFloor = entry.precision == FigurePrecision.lowerBound.title
        return isFloor && entry.kilograms != nil
            ? BulletinCell("at least \(cell.text)", value: cell.value, figure: cell.figure) : cell
    }

    private func standing(_ entry: PublishedEntry) -> BulletinCell {
        BulletinCell(entry.isContested ? "\(entry.status), contested" : entry.status)
    }

    /// The words of the bulletin.
    func definitions() -> BulletinSection {
        var section = BulletinSection("definitions", "Definitions")
        var table = BulletinTable("Words of this bulletin", [.text("Word"), .text("Meaning")])
        let words = [
            ("seizure", "one find, recorded by one reporter with its own date and place"),
            ("counted", "current, not set aside as a repeat, and not waiting for a person"),
            ("repeat", "told apart from another record by a stated rule, with its reasons"),
            (
                "published total",
                "a figure of a body for a place and a period; never added to finds"
            ),
            ("shown", "the records say so"),
            ("likely", "the records point there, with room for doubt"),
            ("cannot be told", "the records allow no answer"),
            ("unlikely", "the records point the other way"),
            (
                "95 % interval",
                "how far chance alone could have moved a number; it says nothing of what was "
                    + "never reported"
            ),
            (
                "comparison",
                "counts a day of two periods; all comparisons of one kind are judged "
                    + "together (Benjamini–Hochberg), so that of many chance changes few are called"
            ),
            ("partial period", "data begin or end within it, or it was not over"),
            ("late reports", "further reports of the period are to be expected"),
            ("not known", "nothing is on record, which is not zero"),
            ("course", "\(courseName), one point a \(request.cycle)"),
        ]
        table.rows = words.map { [BulletinCell($0.0), BulletinCell($0.1)] }
        section.tables = [table]
        return section
    }

    /// Whose records and figures these are, and under which label they may be passed on.
    mutating func sources() -> BulletinSection {
        var section = BulletinSection("sources", "Sources and marks")
        let mark = BulletinMark.strictest(
            [parts.current.mark, parts.yearly.mark, parts.course.mark])
        section.text.append(
            mark.isEmpty
                ? "There is no record behind this bulletin, so it carries no label."
                : "\(mark) is the strictest label of all records behind this bulletin, with every "
                    + "handling code among them. The whole is as narrow as its narrowest record.")
        var table = BulletinTable(
            "Sources of \(courseName)",
            [.text("Source"), .text("What"), .number("Records"), .text("First to last")])
        for reporter in parts.course.coverage.reporters {
            table.rows.append([
                BulletinCell(reporter.reporter), BulletinCell(reporter.kind),
                BulletinText.count(
                    reporter.records, figures.cite(reporter.figure, of: .course)),
                BulletinCell("\(reporter.first) to \(reporter.last)"),
            ])
        }
        if !table.rows.isEmpty { section.tables.append(table.limited(to: Self.rowLimit)) }
        return section
    }
}
