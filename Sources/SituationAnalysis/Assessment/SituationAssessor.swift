package import PortVocabulary

/// Makes an assessment from records: pure, the same input gives the same assessment.
package struct SituationAssessor {
    /// Days after a period's end within which late reports are to be expected. Authorities
    /// publish large finds weeks late.
    static let lateReportDays = 90

    let facts: SeizureTable
    let published: [FigureFact]
    let reference: ReferenceData
    let selection: Selection
    let today: CalendarDate
    let tally: SeizureTally
    let compared: (period: DateSpan, facts: SeizureTable, tally: SeizureTally)?
    var comparedPeriods: (before: DateSpan, after: DateSpan)?
    var publishedGroups: [PublishedGroup] = []
    var book = FigureBook()
    var assessment = Assessment()

    /// - Parameters:
    ///   - facts: all seizures of the selection, whatever their state.
    ///   - published: the published figures of the selection.
    ///   - compared: the period to compare with and its seizures; nil compares the last two
    ///     complete periods.
    ///   - granularity: length of the trends' periods; nil chooses one that fits the span.
    package init(
        facts: SeizureTable, published: [FigureFact], reference: ReferenceData,
        selection: Selection, compared: (period: DateSpan, facts: SeizureTable)? = nil,
        granularity: Granularity? = nil, today: CalendarDate
    ) {
        (self.facts, self.published, self.reference) = (facts, published, reference)
        (self.selection, self.today) = (selection, today)
        let chosen = granularity ?? Self.granularity(facts)
        tally = SeizureTally(facts.facts, granularity: chosen, ports: reference.ports)
        self.compared = compared.map {
            (
                $0.period, $0.facts,
                SeizureTally($0.facts.facts, granularity: chosen, ports: reference.ports)
            )
        }
        assessment.madeOn = today.description
        assessment.selection = selection.words
        if let compared { assessment.selection += " --compare \(compared.period)" }
        assessment.granularity = chosen
    }

    /// The assessment.
    package func assess() -> Assessment {
        var work = self
        work.comparedPeriods = findComparedPeriods()
        work.countBase()
        work.readMark()
        work.addCoverage()
        work.addPublished()
        work.addTrends()
        work.addShares()
        work.addBreakdowns()
        work.addRoutes()
        work.addPorts()
        work.addStatements()
        work.assessment.figures = work.book.figures
        return work.assessment
    }

    /// The command that lists the records of a figure: those of the selection, narrowed further.
    func list(counted: Bool = true, _ narrow: (inout Selection) -> Void = { _ in }) -> String {
        var narrowed = selection
        if counted { narrowed.isCountedOnly = true }
        narrow(&narrowed)
        return "breakwater seizures list \(narrowed.words)"
    }

    /// The command that lists published figures of the selection, narrowed further.
    func listFigures(_ narrow: (inout Selection) -> Void) -> String {
        var narrowed = selection
        narrow(&narrowed)
        return "breakwater seizures list --figures \(narrowed.words)"
    }

    private mutating func countBase() {
        var base = EvidenceBase()
        base.seizures = facts.facts.count
        for fact in facts.facts {
            switch fact.state {
            case .counted: base.counted += 1
            case .held: base.held += 1
            case .repeated: base.repeats += 1
            }
            guard fact.state == .counted else { continue }
            if fact.mayRepeat { base.mayRepeat += 1 }
            if fact.isMaritime { base.maritime += 1 }
        }
        base.figures = published.count
        base.contestedFigures = published.count { $0.figure.isContested }
        base.bodies = Set(published.map(\.figure.body)).count
        assessment.base = base
    }

    /// What the whole must carry: a page that joins records is as narrow as its narrowest one.
    private mutating func readMark() {
        let compare = compared?.facts.facts ?? []
        var lights = Set(published.map(\.trafficLight))
        var codes = Set(published.map(\.handling))
        for fact in [facts.facts, compare].joined() {
            lights.insert(fact.trafficLight)
            codes.insert(fact.handling)
        }
        guard let strictest = lights.max() else { return }
        let handling = HandlingCode.allCases.filter { $0 != .h0 && codes.contains($0) }
        assessment.mark = ([strictest.title] + handling.map(\.rawValue)).joined(separator: ", ")
    }

    private static func granularity(_ table: SeizureTable) -> Granularity {
        guard let first = table.facts.map(\.firstDay).min(),
            let last = table.facts.map(\.lastDay).max(),
            let span = try? DateSpan(
                from: CalendarDate(dayNumber: first), through: CalendarDate(dayNumber: last))
        else { return .year }
        return .fitting(span)
    }
}
