package import PortVocabulary

extension DisplacementBoard {
    /// Runs the test on a node's panel.
    ///
    /// A measure at a part of a port is read as one of the port. Finds count as known from their
    /// own week on: the panel holds only what was known on its day, so an early look uses late
    /// reports too.
    ///
    /// - Parameters:
    ///   - measures: those whose port the panel does not hold are left out, and said.
    ///   - name: the name of a port.
    package init(
        _ panel: WeeklyPanel, measures: [Measure], settings: FlowSettings = FlowSettings(),
        name: (PlaceCode) -> String
    ) {
        let board = BoardMaker(panel, measures, settings, name)
        self = board.board()
    }
}

extension FlowPanel {
    /// The finds and inspections of a node's panel; codes are methods, routes and companies.
    package init(_ panel: WeeklyPanel) throws(FlowPanelDefect) {
        try self.init(
            placeCount: panel.portCount, weekCount: panel.weeks,
            attributeSizes: [panel.methods.count, panel.routes.count, panel.companies.count],
            finds: panel.seizures.map { find in
                Find(
                    place: Int(find.port), week: Int(find.week), reportedWeek: Int(find.week),
                    codes: [Int(find.method), Int(find.route), Int(find.company)])
            },
            effort: panel.inspections)
    }
}

extension WeeklyPanel {
    /// The week in which a day lies; negative before the panel.
    package func week(of day: CalendarDate) -> Int {
        let days = Int(day.dayNumber) - Int(firstWeek.dayNumber)
        return days >= 0 ? days / 7 : (days - 6) / 7
    }
}

/// Makes a board from a panel.
struct BoardMaker {
    let panel: WeeklyPanel
    let measures: [Measure]
    let settings: FlowSettings
    let places: [DisplacementBoard.Place]
    let flow: FlowPanel?
    let result: DisplacementResult
    let leftOut: Int

    init(
        _ panel: WeeklyPanel, _ all: [Measure], _ settings: FlowSettings,
        _ name: (PlaceCode) -> String
    ) {
        self.panel = panel
        self.settings = settings
        places = panel.ports.enumerated().map { index, code in
            DisplacementBoard.Place(
                code: code.code, name: name(code), denominator: panel.denominatorText(port: index))
        }
        let index = Dictionary(uniqueKeysWithValues: panel.ports.enumerated().map { ($1, $0) })
        measures = all.filter { index[$0.port] != nil }
            .sorted { ($0.starts, $0.id.text) < ($1.starts, $1.id.text) }
        leftOut = all.count - measures.count
        flow = try? FlowPanel(panel)
        let read = measures.map {
            FlowMeasure(place: index[$0.port] ?? -1, startWeek: panel.week(of: $0.starts))
        }
        result =
            flow.map { DisplacementTest($0, measures: read, settings: settings).result() }
            ?? .empty(looks: settings.looks)
    }

    func board() -> DisplacementBoard {
        let called = result.readings
            .filter { $0.verdict == .shown || $0.verdict == .likely }
            .sorted { ($0.score, $1.measure, $1.place) > ($1.score, $0.measure, $0.place) }
        return DisplacementBoard(
            asOf: panel.asOf.description, weeks: panel.weeks, finds: panel.seizures.count,
            ports: panel.portCount, looks: settings.looks,
            expectedFalseAlerts: result.expectedFalseAlerts,
            measures: measures.indices.map { line($0) }, entries: called.map { entry($0) },
            summary: summary(called))
    }

    private func line(_ measure: Int) -> DisplacementBoard.MeasureLine {
        let readings = result.readings.filter { $0.measure == measure }
        var verdicts: [String: Int] = [:]
        for reading in readings { verdicts[reading.verdict.rawValue, default: 0] += 1 }
        let stopped = readings.first?.reasons.filter(\.stopsTheTest) ?? []
        let least = readings.compactMap { $0.leastDetectable?.halfOfCases }.sorted()
        let source = result.sources[measure]
        return DisplacementBoard.MeasureLine(
            id: measures[measure].id.text, type: measures[measure].type.title,
            place: place(of: measure), starts: measures[measure].starts.description,
            fall: source.map { fallSentence($0, measure) } ?? "Nothing can be said of the port.",
            verdicts: verdicts, obstacles: stopped.map(\.sentence),
            leastDetectable: least.isEmpty
                ? nil
                : FlowRange(
                    low: least[0], best: least[least.count / 2], high: least[least.count - 1]))
    }

    func place(of measure: Int) -> DisplacementBoard.Place {
        places[panel.ports.firstIndex(of: measures[measure].port) ?? 0]
    }

    /// Finds and inspections a year in the windows of the rate.
    func side(_ place: Int, _ measure: Int, look: Int) -> DisplacementBoard.Side {
        let start = panel.week(of: measures[measure].starts)
        let before = max(0, start - settings.rateWeeks)..<max(0, start)
        let after = max(0, start)..<min(panel.weeks, max(0, start) + look)
        func year(_ value: Double, _ span: Range<Int>) -> Double {
            span.isEmpty ? 0 : value * 52 / Double(span.count)
        }
        func effort(_ span: Range<Int>) -> Double? {
            guard let flow, flow.hasEffort[place] else { return nil }
            return year(flow.effortSum(place, span), span)
        }
        func finds(_ span: Range<Int>) -> Double {
            year(Double(flow?.finds(at: place, in: span).count ?? 0), span)
        }
        return DisplacementBoard.Side(
            findsBefore: finds(before), findsAfter: finds(after),
            inspectionsBefore: effort(before), inspectionsAfter: effort(after))
    }
}
