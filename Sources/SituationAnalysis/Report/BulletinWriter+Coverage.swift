import PortVocabulary

extension BulletinWriter {
    /// Who reported, for what, and how much of it is filled: before any figure is read.
    mutating func coverage() -> BulletinSection {
        let base = parts.current.base
        var section = BulletinSection("coverage", "Coverage: who reported, and what is filled")
        section.text.append(
            base.seizures == 0
                ? "No single seizure of \(period) is on record. That is no sign that nothing "
                    + "happened."
                : "\(BulletinText.counted(base.seizures, "seizure record")) of \(period): "
                    + "\(AmountText.grouped(base.counted)) count, "
                    + "\(AmountText.grouped(base.repeats)) are set aside as repeats and "
                    + "\(AmountText.grouped(base.held)) wait for a person. Of the counted, "
                    + "\(AmountText.grouped(base.mayRepeat)) may repeat another.")
        section.text += parts.current.coverage.notes
        section.tables = [reporters(), fields(), counts()].filter { !$0.rows.isEmpty }
        return section
    }

    private mutating func reporters() -> BulletinTable {
        var table = BulletinTable(
            "Who reported in \(period), and in \(courseName)",
            [
                .text("Reporter"), .number("Records, \(period)"), .number("Counted"),
                .number("Repeats"), .number("Held"), .number("Records, course"),
                .text("First to last, course"),
            ])
        let now = parts.current.coverage.reporters.filter { $0.kind == "seizures" }
        let course = parts.course.coverage.reporters.filter { $0.kind == "seizures" }
        // A name that is not released may stand for several reporters: it is joined to none.
        let names = Dictionary(course.map { ($0.reporter, $0) }) { first, _ in first }
        for reporter in now {
            let whole = names[reporter.reporter]
            table.rows.append([
                BulletinCell(reporter.reporter),
                BulletinText.count(
                    reporter.records, figures.cite(reporter.figure, of: .current)),
                BulletinText.count(reporter.counted), BulletinText.count(reporter.repeats),
                BulletinText.count(reporter.held),
                whole.map { courseCount($0) } ?? BulletinText.absent,
                whole.map { BulletinCell("\($0.first) to \($0.last)") } ?? BulletinText.absent,
            ])
        }
        let reported = Set(now.map(\.reporter))
        for reporter in course where !reported.contains(reporter.reporter) {
            table.rows.append([
                BulletinCell(reporter.reporter), BulletinCell("none", value: 0),
                BulletinText.absent, BulletinText.absent, BulletinText.absent,
                courseCount(reporter), BulletinCell("\(reporter.first) to \(reporter.last)"),
            ])
        }
        return table.limited(to: Self.rowLimit)
    }

    private mutating func courseCount(_ reporter: ReporterCoverage) -> BulletinCell {
        BulletinText.count(reporter.records, figures.cite(reporter.figure, of: .course))
    }

    private mutating func fields() -> BulletinTable {
        var table = BulletinTable(
            "How often each field is answered in \(period)",
            [.text("Field"), .number("Known"), .number("Unknown"), .number("Not asked")])
        for field in parts.current.coverage.fields {
            table.rows.append([
                BulletinCell(field.field),
                BulletinText.count(field.known, figures.cite(field.figure, of: .current)),
                BulletinText.count(field.unknown), BulletinText.count(field.notAsked),
            ])
        }
        return table
    }

    private func counts() -> BulletinTable {
        var table = BulletinTable(
            "All counted seizures of \(period) by country and substance",
            [.text("Country"), .text("Substance"), .number("Seizures")])
        table.rows = parts.current.coverage.table.map {
            [BulletinCell($0.country), BulletinCell($0.group), BulletinText.count($0.seizures)]
        }
        return table.limited(to: Self.rowLimit)
    }

    /// What the figures above leave out.
    mutating func missing() -> BulletinSection {
        var section = BulletinSection(
            "missing", "What is missing", text: ["Missing is not zero."])
        let coverage = parts.current.coverage
        let silent = coverage.silentMembers
        if coverage.knownMembers > 0 {
            section.text.append(
                silent.isEmpty
                    ? "Every known member of the ports alliance that this bulletin is about has "
                        + "a record for \(period)."
                    : "No record for \(period) is known of "
                        + "\(AmountText.grouped(silent.count)) of "
                        + "\(AmountText.grouped(coverage.knownMembers)) known members of the "
                        + "ports alliance that this bulletin is about: "
                        + silent.map(\.name).joined(separator: ", ") + "."
            )
        }
        let course = parts.course.coverage
        for (count, what) in [
            (coverage.withoutWeight, "seizures of \(period) have no weight in kilograms."),
            (
                coverage.convertedWeight,
                "seizures of \(period) have a weight that an assumed factor gave."
            ),
            (
                course.undatedWithinPeriods,
                "seizures of \(courseName) have a date too coarse for one \(request.cycle); "
                    + "they stand in none."
            ),
            (
                parts.current.base.held,
                "records of \(period) wait for a person and count nowhere yet."
            ),
        ] where count > 0 {
            section.text.append("\(AmountText.grouped(count)) \(what)")
        }
        var table = BulletinTable(
            "Periods of which nothing is known", [.text("Series"), .text("Periods without data")])
        for series in shown where !series.gaps.isEmpty {
            table.rows.append([
                BulletinCell("\(series.subject), \(series.group)"),
                BulletinCell(series.gaps.joined(separator: ", ")),
            ])
        }
        if !table.rows.isEmpty { section.tables.append(table.limited(to: Self.rowLimit)) }
        section.text.append(
            "Inspections are not on record: a change of seizures may be one of effort.")
        return section
    }
}
