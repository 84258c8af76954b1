import Foundation

/// Tests whether what was found at other places after a measure came from the measure's place.
///
/// For each measure at A and each other place B: the finds at B after the start are scored by how
/// much more they look like A's than like B's own (`FindScorer`), less the drift of all places, and
/// joined with B's rate per effort against the others (`SourceReading`). The joined statistic is
/// read against the same statistic where no measure was (`PlaceboScale`). An alert is a
/// Benjamini–Yekutieli call at `falseDiscovery` divided over the looks; the watch list is a
/// Benjamini–Hochberg call. Counts decide; amounts play no part.
/// Sources: the design and its simulations in docs/decisions/0021-displacement.md; Benjamini and
/// Yekutieli (2001), Annals of Statistics 29, 1165–1188.
package struct DisplacementTest: Sendable {
    let panel: FlowPanel
    let measures: [FlowMeasure]
    let settings: FlowSettings
    let asOf: Int
    let noise: CountNoise?
    let scales: [PlaceboScale?]
    let readings: [SourceReading?]

    /// Prepares the test with what was known before week `asOf` (the panel's end unless given).
    ///
    /// Measures at places or weeks outside the panel are read as having no history.
    package init(
        _ panel: FlowPanel, measures: [FlowMeasure], asOf: Int? = nil,
        settings: FlowSettings = FlowSettings()
    ) {
        self.panel = panel
        self.measures = measures
        self.settings = settings
        let known = min(asOf ?? panel.weekCount, panel.weekCount)
        self.asOf = known
        let first = min(known, measures.map(\.startWeek).min() ?? known)
        let noise = CountNoise(panel, before: max(0, first))
        self.noise = noise
        guard let noise else {
            scales = settings.looks.map { _ in nil }
            readings = measures.map { _ in nil }
            return
        }
        scales = PlaceboRun(panel, measures, noise, known, settings).scales()
        readings = measures.map { measure in
            guard (0..<panel.placeCount).contains(measure.place),
                measure.startWeek > 0, measure.startWeek < known
            else { return nil }
            let profiles = PlaceProfiles(panel, before: measure.startWeek, settings)
            return SourceReading(
                panel, source: measure.place, profiles: profiles, noise: noise, asOf: known,
                settings)
        }
    }

    /// Reads every pair of a measure and another place.
    package func result() -> DisplacementResult {
        let calls = Calls(self)
        var all: [DisplacementReading] = []
        for measure in measures.indices {
            for place in 0..<panel.placeCount where place != measures[measure].place {
                all.append(reading(measure, place, calls))
            }
        }
        return DisplacementResult(
            readings: all, sources: measures.indices.map { fall($0) }, scales: scales,
            expectedFalseAlerts: calls.expectedFalse, looks: settings.looks)
    }

    /// The scaled statistic; nil where the look is not reached or has no scale.
    func statistic(_ measure: Int, _ look: Int, _ place: Int) -> Double? {
        guard let reading = readings[measure], let scale = scales[look],
            measures[measure].startWeek + settings.looks[look] <= asOf
        else { return nil }
        return scale.scaled(reading.cells[look][place].combined)
    }

    /// The last look that the measure has reached.
    func lastLook(_ measure: Int) -> Int? {
        settings.looks.indices.last {
            measures[measure].startWeek + settings.looks[$0] <= asOf
        }
    }

    /// What stops the test for a measure, with any receiver.
    func obstacles(_ measure: Int) -> [DisplacementReason] {
        let start = measures[measure].startWeek
        var reasons: [DisplacementReason] = []
        if start < settings.leastHistory {
            reasons.append(.historyTooShort(weeks: max(0, start), needed: settings.leastHistory))
        }
        let before = max(0, start - settings.profileWeeks)..<max(0, start)
        let source = measures[measure].place
        let finds =
            (0..<panel.placeCount).contains(source) ? panel.finds(at: source, in: before).count : 0
        if finds < settings.leastSourceFinds {
            reasons.append(
                .tooFewFindsAtSource(finds: finds, needed: settings.leastSourceFinds))
        }
        if panel.placeCount - 1 < settings.leastPlaces {
            reasons.append(
                .tooFewPlaces(places: panel.placeCount - 1, needed: settings.leastPlaces))
        }
        let stated = panel.statedShare
        if stated < settings.leastStated {
            reasons.append(.attributesMissing(stated: stated, needed: settings.leastStated))
        }
        if let look = lastLook(measure) {
            if scales[look] == nil { reasons.append(.tooFewPlaceboReadings) }
        } else {
            reasons.append(.firstLookNotReached(weeks: settings.looks.first ?? 0))
        }
        return reasons
    }

    /// How the source fared, at the last look.
    func fall(_ measure: Int) -> SourceFall? {
        guard let reading = readings[measure], let look = lastLook(measure),
            let scale = scales[look]
        else { return nil }
        let cell = reading.cells[look][measures[measure].place]
        let centre = (cell.finds + 0.5) / cell.expected
        let width = 1.645 * cell.rateVariance.squareRoot() * scale.rateSpread
        let years = Double(settings.looks[look]) / 52
        return SourceFall(
            found: Int(cell.finds), expected: cell.expected,
            ratio: FlowRange(
                low: centre * exp(-width), best: centre,
                high: centre * exp(width)),
            lostPerYear: max(0, cell.expected - cell.finds) / years)
    }
}

extension FlowPanel {
    /// Share of all attributes of all finds that are stated; 1 without finds.
    package var statedShare: Double {
        codes.isEmpty ? 1 : Double(codes.count(where: { $0 >= 0 })) / Double(codes.count)
    }
}
