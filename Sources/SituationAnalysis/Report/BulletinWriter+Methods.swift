import PortVocabulary

extension BulletinWriter {
    /// The largest single finds, so that a total can be read beside them.
    mutating func finds() -> BulletinSection {
        var section = BulletinSection(
            "finds", "Largest single finds of \(period)",
            text: ["Finds made at a port whose code is known, by weight."])
        var table = BulletinTable(
            "Largest single finds",
            [
                .text("Date"), .text("Port"), .text("Substance"), .number("Kilograms"),
                .text("Method"), .text("Route"), .text("Record"),
            ])
        let found = parts.current.ports.flatMap { port in port.events.map { (port, $0) } }
            .filter { $0.1.kilograms != nil }
            .sorted { left, right in
                let (l, r) = (left.1.kilograms ?? 0, right.1.kilograms ?? 0)
                return l != r ? l > r : left.1.record < right.1.record
            }
        for (port, event) in found.prefix(Self.findLimit) {
            table.rows.append([
                BulletinCell(event.date), BulletinCell("\(port.name) (\(port.code))"),
                BulletinCell(event.substance), BulletinText.kilograms(event.kilograms),
                BulletinCell(event.methods), BulletinCell(event.route),
                BulletinCell(event.record),
            ])
        }
        if table.rows.isEmpty {
            section.text.append("No find of the period has a weight and a port.")
        } else {
            section.tables.append(table)
        }
        return section
    }

    /// Where it came from, through and to.
    mutating func routes() -> BulletinSection {
        var section = BulletinSection("routes", "Routes")
        var table = BulletinTable(
            "Routes of the period, with what was seized on them",
            [
                .text("From"), .text("Through"), .text("To"), .number("Seizures, \(period)"),
                .number("Kilograms, \(period)"), .number("Seizures, course"),
            ])
        for route in parts.current.routes {
            let whole = parts.course.routes.first {
                $0.departure == route.departure && $0.transit == route.transit
                    && $0.destination == route.destination && $0.isIntended == route.isIntended
            }
            table.rows.append([
                BulletinCell(route.departure), BulletinCell(route.transit),
                BulletinCell(route.destination + (route.isIntended ? " (intended)" : "")),
                BulletinText.count(route.seizures, figures.cite(route.figure, of: .current)),
                BulletinText.kilograms(route.kilograms),
                whole.map {
                    BulletinText.count($0.seizures, figures.cite($0.figure, of: .course))
                } ?? BulletinText.absent,
            ])
        }
        if table.rows.isEmpty {
            section.text.append("No record of the period names a route.")
        } else {
            section.tables.append(table.limited(to: 25))
        }
        return section
    }

    /// Modus operandi and concealment, with their change since both periods of comparison.
    mutating func methods() -> BulletinSection {
        var section = BulletinSection(
            "methods", "Modus operandi and concealment",
            text: ["Shares are of those seizures that know the field; the others may differ."])
        let pairs = [
            (parts.current.methods, parts.yearly.methods),
            (parts.current.concealment, parts.yearly.concealment),
        ]
        for (current, yearly) in pairs {
            let total = current.known + current.unknown + current.notAsked
            section.text.append(
                "\(current.title) is known for \(AmountText.grouped(current.known)) of "
                    + "\(BulletinText.counted(total, "seizure")), unknown for "
                    + "\(AmountText.grouped(current.unknown)) and not asked for "
                    + "\(AmountText.grouped(current.notAsked)).")
            if !current.lines.isEmpty { section.charts.append(breakdown(current, yearly)) }
        }
        return section
    }

    private mutating func breakdown(
        _ current: Breakdown, _ yearly: Breakdown
    ) -> BulletinChart {
        let isCompared = current.lines.contains { $0.shareBefore != nil }
        var table = BulletinTable(
            "\(current.title), share of the seizures that know it",
            [
                .text("Term"), .number("Seizures"), .number("Share"), .number("95 % interval"),
                .number("Share, \(before)"), .number("Points since \(before)"),
                .number("95 % interval"), .number("Share, \(yearBefore)"),
                .number("Points since \(yearBefore)"), .number("95 % interval"),
            ])
        for line in current.lines {
            let year = yearly.lines.first { $0.code == line.code }
            table.rows.append(
                [
                    BulletinCell(line.title),
                    BulletinText.count(line.seizures, figures.cite(line.figure, of: .current)),
                    BulletinText.share(line.share),
                    BulletinText.interval(line.lower, line.upper, AmountText.percent),
                ] + difference(line) + difference(year))
        }
        let title = "\(current.title), share of seizures"
        let bars = current.lines.map { line in
            BulletinBar(
                label: line.title, value: line.share, lower: isCompared ? nil : line.lower,
                upper: isCompared ? nil : line.upper, comparison: line.shareBefore)
        }
        let panel = BulletinPanel(
            title: title,
            description: "Shares of the seizures of \(period) that know this field. All values "
                + "stand in the table.",
            unit: "% of the seizures that know it",
            drawing: .bars(bars, current: period, comparison: isCompared ? before : ""))
        return BulletinChart(title: title, panels: [panel], table: table)
    }

    private func difference(_ line: BreakdownLine?) -> [BulletinCell] {
        [
            BulletinText.share(line?.shareBefore), BulletinText.points(line?.difference),
            BulletinText.interval(
                line?.differenceLower, line?.differenceUpper, BulletinText.signedPoints),
        ]
    }

    /// Roles of companies, cash, and where on the way it was seized.
    mutating func companies() -> BulletinSection {
        var section = BulletinSection(
            "companies", "Companies, cash and stages",
            text: ["A company whose service was used is misused unless its part is known."])
        section.tables = [roles(), cash(), stages()].filter { !$0.rows.isEmpty }
        if section.tables.isEmpty {
            section.text.append("No record of the period names a company or cash.")
        }
        return section
    }

    private mutating func roles() -> BulletinTable {
        var table = BulletinTable(
            "Roles of companies, and how they were involved",
            [
                .text("Role"), .number("Misused"), .number("Complicit"), .number("Not known"),
                .number("Named, \(period)"), .number("Named, course"),
            ])
        let whole = Dictionary(parts.course.roles.map { ($0.role, $0) }) { first, _ in first }
        for line in parts.current.roles {
            let named = line.misused + line.complicit + line.unknown
            table.rows.append([
                BulletinCell(line.role), BulletinText.count(line.misused),
                BulletinText.count(line.complicit), BulletinText.count(line.unknown),
                BulletinText.count(named, figures.cite(line.figure, of: .current)),
                whole[line.role].map {
                    BulletinText.count(
                        $0.misused + $0.complicit + $0.unknown,
                        figures.cite($0.figure, of: .course))
                } ?? BulletinText.absent,
            ])
        }
        return table
    }

    private mutating func cash() -> BulletinTable {
        var table = BulletinTable(
            "Cash by currency; currencies are not added",
            [
                .text("Currency"), .number("Seizures"), .number("Total, \(period)"),
                .number("Median"), .number("Total, course"),
            ])
        let whole = Dictionary(parts.course.cash.map { ($0.currency, $0) }) { first, _ in first }
        for line in parts.current.cash {
            table.rows.append([
                BulletinCell(line.currency), BulletinText.count(line.seizures),
                BulletinCell(
                    AmountText.grouped(line.total), value: line.total,
                    figure: figures.cite(line.figure, of: .current)),
                BulletinCell(AmountText.grouped(line.median), value: line.median),
                whole[line.currency].map {
                    BulletinCell(
                        AmountText.grouped($0.total), value: $0.total,
                        figure: figures.cite($0.figure, of: .course))
                } ?? BulletinText.absent,
            ])
        }
        return table
    }

    private mutating func stages() -> BulletinTable {
        var table = BulletinTable(
            "Where on the way it was seized",
            [.text("Stage"), .text("Substance"), .number("Seizures"), .number("Kilograms")])
        for line in parts.current.stages {
            table.rows.append([
                BulletinCell(line.stage), BulletinCell(line.group),
                BulletinText.count(line.seizures, figures.cite(line.figure, of: .current)),
                BulletinText.kilograms(line.kilograms),
            ])
        }
        return table.limited(to: Self.rowLimit)
    }
}
