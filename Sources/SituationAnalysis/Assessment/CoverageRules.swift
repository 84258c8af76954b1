import PortVocabulary

extension SituationAssessor {
    /// Records named one by one beside a figure at the most; the list command shows the rest.
    static let sourceLimit = 40

    mutating func addCoverage() {
        assessment.coverage.reporters = reporters() + bodies()
        assessment.coverage.fields = fields()
        assessment.coverage.table = countTable()
        addMembers()
        assessment.coverage.undatedWithinPeriods = tally.undated
        assessment.coverage.withoutWeight = facts.facts.count {
            $0.state == .counted && $0.kilograms == nil
        }
        assessment.coverage.convertedWeight = facts.facts.count {
            $0.state == .counted && $0.kilograms != nil && $0.factorBasis != nil
                && $0.factorBasis != .definition
        }
        addNotes()
    }

    private mutating func reporters() -> [ReporterCoverage] {
        struct Tally {
            var records = 0, counted = 0, repeats = 0, held = 0, mayRepeat = 0
            var first = Int32.max, last = Int32.min
            var years: Set<Int> = []
        }
        var tallies = [Tally](repeating: Tally(), count: facts.reporters.count)
        for fact in facts.facts {
            let r = fact.reporter
            tallies[r].records += 1
            switch fact.state {
            case .counted: tallies[r].counted += 1
            case .held: tallies[r].held += 1
            case .repeated: tallies[r].repeats += 1
            }
            if fact.state == .counted, fact.mayRepeat { tallies[r].mayRepeat += 1 }
            tallies[r].first = min(tallies[r].first, fact.firstDay)
            tallies[r].last = max(tallies[r].last, fact.lastDay)
            tallies[r].years.insert(Granularity.year.number(of: fact.firstDay))
        }
        var lines: [ReporterCoverage] = []
        for (index, name) in facts.reporters.enumerated() {
            let tally = tallies[index]
            guard let firstYear = tally.years.min(), let lastYear = tally.years.max() else {
                continue
            }
            let figure = book.add(
                name, "records", period: "\(firstYear)–\(lastYear)", value: Double(tally.records),
                unit: "records", records: tally.records,
                list: list(counted: false) {
                    if name != FigureFact.withheldName { $0.reporters = [name] }
                })
            lines.append(
                ReporterCoverage(
                    reporter: name, kind: "seizures", records: tally.records,
                    counted: tally.counted, repeats: tally.repeats, held: tally.held,
                    mayRepeat: tally.mayRepeat,
                    first: CalendarDate(dayNumber: tally.first).description,
                    last: CalendarDate(dayNumber: tally.last).description,
                    years: tally.years.sorted(),
                    missingYears: (firstYear...lastYear).filter { !tally.years.contains($0) },
                    figure: figure))
        }
        return lines.sorted { ($1.records, $0.reporter) < ($0.records, $1.reporter) }
    }

    private mutating func bodies() -> [ReporterCoverage] {
        let byBody = Dictionary(grouping: published, by: \.figure.body)
        var lines: [ReporterCoverage] = []
        for (body, facts) in byBody.sorted(by: {
            ($1.value.count, $0.key) < ($0.value.count, $1.key)
        }) {
            let years = Set(
                facts.flatMap { Array($0.figure.period.first.year...$0.figure.period.last.year) })
            guard let first = facts.map(\.figure.period.first).min(),
                let last = facts.map(\.figure.period.last).max(),
                let firstYear = years.min(), let lastYear = years.max()
            else { continue }
            let figure = book.add(
                body, "published figures", period: "\(firstYear)–\(lastYear)",
                value: Double(facts.count), unit: "figures", records: facts.count,
                list: listFigures { if body != FigureFact.withheldName { $0.reporters = [body] } },
                sources: facts.prefix(Self.sourceLimit).map(source))
            lines.append(
                ReporterCoverage(
                    reporter: body, kind: "published figures", records: facts.count,
                    counted: facts.count, repeats: 0, held: 0, mayRepeat: 0,
                    first: first.description, last: last.description, years: years.sorted(),
                    missingYears: (firstYear...lastYear).filter { !years.contains($0) },
                    figure: figure))
        }
        return lines
    }

    func source(_ fact: FigureFact) -> FigureSource {
        FigureSource(
            record: fact.record.text, body: fact.figure.body, address: fact.figure.address)
    }

    private mutating func fields() -> [FieldCoverage] {
        typealias Test = (SeizureFact) -> Bool
        let tests: [(String, AskedFields, Test)] = [
            ("place resolved to a code", .place, { $0.place != nil }),
            ("weight in kilograms", .amount, { $0.kilograms != nil }),
            ("stage", .stage, { $0.stage != .unknown && $0.stage != .notAsked }),
            ("setting", .setting, { $0.setting != .unknown && $0.setting != .notAsked }),
            ("transport", .transport, { $0.transport != .unknown && $0.transport != .notAsked }),
            (
                "concealment", .concealment,
                { $0.concealment != .unknown && $0.concealment != .notAsked }
            ),
            ("producing country", .producing, { $0.producing != nil }),
            ("departure", .departure, { !$0.departure.isEmpty }),
            ("transit", .transit, { !$0.transit.isEmpty }),
            ("destination", .destination, { !$0.destination.isEmpty }),
            ("intended destination", .intended, { !$0.intended.isEmpty }),
            ("modus operandi", .methods, { !$0.methods.isEmpty }),
            ("companies' roles", .companies, { !$0.companies.isEmpty }),
            ("container", .container, { $0.hasContainer }),
            ("vessel", .vessel, { $0.hasVessel }),
            ("persons", .persons, { $0.persons != nil }),
        ]
        guard !facts.facts.isEmpty else { return [] }
        var counts = [FieldCount](repeating: FieldCount(), count: tests.count)
        for fact in facts.facts {
            let isMaritime = fact.isMaritime
            for (index, test) in tests.enumerated() {
                counts[index].add(
                    isKnown: test.2(fact), isAsked: fact.asked.contains(test.1),
                    isMaritime: isMaritime)
            }
        }
        return zip(tests, counts).map { test, count in
            let figure = book.add(
                "all records", "\(test.0): known", period: "", value: Double(count.known),
                unit: "records", records: count.known,
                list: list(counted: false))
            return FieldCoverage(
                field: test.0, known: count.known, unknown: count.unknown,
                notAsked: count.notAsked, maritimeKnown: count.maritimeKnown,
                maritimeAsked: count.maritimeAsked, figure: figure)
        }
    }

    private func countTable() -> [CountCell] {
        struct Key: Hashable {
            let country: Country?
            let group: SubstanceGroup
        }
        var counts: [Key: Int] = [:]
        for fact in facts.facts where fact.state == .counted {
            counts[Key(country: fact.country, group: fact.substance.group), default: 0] += 1
        }
        return counts.map { key, count in
            CountCell(
                country: key.country.map { reference.countries.name(of: $0) } ?? "not known",
                group: key.group.title, seizures: count)
        }.sorted { ($0.country, $0.group) < ($1.country, $1.group) }
    }

    private mutating func addMembers() {
        // A port outside the selection is not silent: nobody asked it.
        let members = reference.ports.all.filter {
            $0.membership == .yes && (selection.ports.isEmpty || selection.ports.contains($0.code))
                && (selection.basins.isEmpty || selection.basins.contains($0.basin))
                && (selection.countries.isEmpty
                    || selection.countries.contains($0.code.country))
        }
        assessment.coverage.knownMembers = members.count
        // A find whose stage and site are not stated, or not released, may well be one at the
        // port: then nobody can say that the port has no record.
        let known = Set(published.compactMap(\.figure.place)).union(
            facts.facts.lazy.filter {
                $0.isAtPort || $0.stage == .notAsked && $0.setting == .notAsked
            }.compactMap(\.place))
        assessment.coverage.silentMembers = members.filter { !known.contains($0.code) }
            .map { PortName(code: $0.code.code, name: $0.name) }
    }

    private mutating func addNotes() {
        var notes: [String] = []
        if !published.isEmpty {
            notes.append(
                "Published totals come from different bodies with different definitions: each is "
                    + "shown with its body, none is averaged or added to single seizures.")
        }
        if !facts.facts.isEmpty {
            notes.append(
                "No denominator: inspections, scans and patrols are not on record here, so a "
                    + "change in seizures can be a change in effort.")
        }
        if assessment.base.mayRepeat > 0 {
            let share = Double(assessment.base.mayRepeat) / Double(max(1, assessment.base.counted))
            notes.append(
                "\(AmountText.grouped(assessment.base.mayRepeat)) counted seizures "
                    + "(\(AmountText.percent(share))) are alike in every cell or nearly so, with "
                    + "small or common amounts: they may be repeats, and they are counted.")
        }
        assessment.coverage.notes = notes
    }
}

/// How often one field is answered.
private struct FieldCount {
    var known = 0, unknown = 0, notAsked = 0, maritimeKnown = 0, maritimeAsked = 0

    mutating func add(isKnown: Bool, isAsked: Bool, isMaritime: Bool) {
        if isKnown { known += 1 } else if isAsked { unknown += 1 } else { notAsked += 1 }
        guard isMaritime else { return }
        if isAsked { maritimeAsked += 1 }
        if isKnown { maritimeKnown += 1 }
    }
}
