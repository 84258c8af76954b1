import Identity
import PortVocabulary
import SituationAnalysis

/// One port as its page shows it. Every number leads to its records.
struct PortProfilePage<Store: NodeStore> {
    let view: PortView
    let exchange: Exchange<Store>

    /// What `port-view.mustache` shows.
    func context() -> [String: Any] {
        let profile = view.profile
        return [
            "name": profile.name, "code": profile.code.code, "country": profile.country,
            "facts": facts(profile),
            "situation": address("/situation"), "list": address("/seizures"),
            "totals": table(totals), "finds": table(finds), "figures": table(figures),
            "neighbours": table(neighbours), "coverage": table(reporters),
            "chart": chart ?? false as Any,
            "notes": view.coverage.notes.map { ["text": $0] },
            "counts": exchange.text(
                "ports.counts",
                [
                    "counted": AmountText.grouped(view.coverage.counted),
                    "held": AmountText.grouped(view.coverage.held),
                    "repeats": AmountText.grouped(view.coverage.repeats),
                    "undated": AmountText.grouped(view.coverage.undated),
                ]),
            "foreign": exchange.language != .english,
            "language": exchange.language.rawValue,
        ]
    }

    private func facts(_ profile: PortFacts) -> [[String: Any]] {
        var lines: [(String, String)] = [
            ("code", profile.code.code), ("country", profile.country),
            ("basin", exchange.title(profile.basin)),
            ("kind", exchange.title(profile.kind)),
            ("traffic", exchange.title(profile.size)),
            ("membership", exchange.title(profile.membership)),
        ]
        if let at = profile.coordinates {
            let north = FigureText.grouped(at.latitude.magnitude, decimals: 2)
            let east = FigureText.grouped(at.longitude.magnitude, decimals: 2)
            let halves = "\(at.latitude < 0 ? "S" : "N"), \(east)° \(at.longitude < 0 ? "W" : "E")"
            lines.append(("place", "\(north)° \(halves)"))
        }
        if !profile.spellings.isEmpty {
            lines.append(("spellings", profile.spellings.joined(separator: ", ")))
        }
        if !profile.isRegistered { lines.append(("register", text("unregistered"))) }
        return lines.map { ["name": text($0.0), "value": $0.1] }
    }

    private func text(_ key: String) -> String { exchange.text("ports.\(key)") }

    /// A table for the template, or false where it has no row.
    private func table(_ table: PageTable) -> Any {
        table.rows.isEmpty ? false : ["table": table.markup] as Any
    }

    /// The port's own finds, narrowed further, as an address.
    private func address(
        _ path: String, at code: PlaceCode? = nil,
        _ narrow: (inout SelectionQuery) -> Void = { _ in }
    ) -> String {
        var query = SelectionQuery()
        query.selection.ports = [code ?? view.profile.code]
        narrow(&query)
        return query.address(path)
    }

    /// A number that leads to the counted finds behind it; zero leads nowhere.
    private func number(
        _ count: Int, at code: PlaceCode? = nil, group: SubstanceGroup? = nil,
        in period: DateSpan? = nil
    ) -> Markup {
        guard count > 0 else { return .text("0") }
        let address = address("/seizures", at: code) { query in
            query.selection.isCountedOnly = true
            if let group { query.selection.groups = [group] }
            query.selection.period = period
            query.selection.isWithinPeriod = period != nil
        }
        return .element("a", ["href": address], .text(AmountText.grouped(count)))
    }

    // MARK: - Tables

    private var totals: PageTable {
        var table = PageTable(
            text("totals"),
            [
                .text(text("substance")), .number(text("finds")), .number(text("lastYear")),
                .number(text("yearBefore")), .number(text("kilograms")),
                .number(text("withoutWeight")), .number(text("largest")),
            ])
        for total in view.totals {
            table.rows.append([
                .text(exchange.title(total.group)),
                number(total.seizures, group: total.group),
                number(total.lastYear, group: total.group, in: view.periods.last),
                number(total.yearBefore, group: total.group, in: view.periods.before),
                .text(PageText.kilograms(total.kilograms)),
                .text(AmountText.grouped(total.withoutWeight)),
                .text(PageText.kilograms(total.largestKilograms)),
            ])
        }
        return table
    }

    private var finds: PageTable {
        var table = PageTable(
            text("newest"),
            [
                .text(text("date")), .text(text("substance")), .number(text("kilograms")),
                .text(text("method"), isOptional: true), .text(text("reporter")),
            ])
        for find in view.finds {
            let fact = find.fact
            let day = fact.isDated ? fact.when?.description ?? "–" : "–"
            let methods = fact.methods.map { exchange.title($0) }
            table.rows.append([
                .element(
                    "a", ["href": "/seizures/" + FormFields.encoded(find.record.text)],
                    .text(day)),
                .text(exchange.title(fact.substance)),
                .text(PageText.kilograms(fact.kilograms)),
                methods.isEmpty ? .absent : .text(methods.joined(separator: ", ")),
                .text(find.reporter),
            ])
        }
        return table
    }

    private var figures: PageTable {
        var table = PageTable(
            text("figures"),
            [
                .text(text("period")), .text(text("substance")), .number(text("kilograms")),
                .number(text("seizures"), isOptional: true), .text(text("body")),
            ])
        for fact in view.figures {
            let figure = fact.figure
            table.rows.append([
                .element(
                    "a", ["href": "/seizures/" + FormFields.encoded(fact.record.text)],
                    .text(fact.isDated ? PageText.period(figure.period.description) : "–")),
                .text(exchange.title(figure.substance)),
                .text(PageText.kilograms(figure.kilograms)),
                figure.seizures.map { .text(AmountText.grouped($0)) } ?? .absent,
                .address(figure.address, label: figure.body),
            ])
        }
        return table
    }

    private var neighbours: PageTable {
        var table = PageTable(
            text("neighbours"),
            [
                .text(text("port")), .number(text("kilometres")), .text(text("sameBasin")),
                .text(text("traffic")), .number(text("finds")), .number(text("lastYear")),
                .number(text("yearBefore")),
            ])
        for neighbour in view.neighbours {
            table.rows.append([
                .element(
                    "a", ["href": "/ports/\(neighbour.code.code)"],
                    .text("\(neighbour.name) (\(neighbour.code.code))")),
                neighbour.kilometres.map { .text(AmountText.grouped($0.rounded())) } ?? .absent,
                .text(text(neighbour.isSameBasin ? "yes" : "no")),
                .text(exchange.title(neighbour.size)),
                number(neighbour.seizures, at: neighbour.code),
                number(neighbour.lastYear, at: neighbour.code, in: view.periods.last),
                number(neighbour.yearBefore, at: neighbour.code, in: view.periods.before),
            ])
        }
        return table
    }

    private var reporters: PageTable {
        var table = PageTable(
            text("reporters"),
            [.text(text("reporter")), .number(text("finds")), .text(text("span"))])
        for reporter in view.coverage.reporters {
            table.rows.append([
                .text(reporter.name), .text(AmountText.grouped(reporter.counted)),
                .text(reporter.span.map { PageText.period($0.description) } ?? "–"),
            ])
        }
        return table
    }

    /// The last twelve months beside the twelve before, for the port and those around it.
    private var chart: [String: Any]? {
        let own = (
            name: view.profile.name, last: view.totals.reduce(0) { $0 + $1.lastYear },
            before: view.totals.reduce(0) { $0 + $1.yearBefore }
        )
        let others = view.neighbours.map {
            (name: $0.name, last: $0.lastYear, before: $0.yearBefore)
        }
        let rows = [own] + others.filter { $0.last + $0.before > 0 }
        guard rows.contains(where: { $0.last + $0.before > 0 }) else { return nil }
        var frame = ChartFrame(
            id: "neighbours", title: text("beside"), description: text("besideText"))
        frame.labelsMarks = true
        let drawing = BarChart(
            frame: frame,
            rows: rows.map {
                BarChart.Row(
                    label: $0.name, value: Double($0.last), comparison: Double($0.before))
            }, unit: text("unit"), currentName: PageText.period(view.periods.last.description),
            comparisonName: PageText.period(view.periods.before.description))
        var table = PageTable(
            text("beside"),
            [.text(text("port")), .number(text("lastYear")), .number(text("yearBefore"))])
        for row in rows {
            table.rows.append([
                .text(row.name), .text(AmountText.grouped(row.last)),
                .text(AmountText.grouped(row.before)),
            ])
        }
        return PageReferences.chart(text("beside"), .chart(drawing), table)
    }
}
