import Statistics

extension DisplacementTest {
    /// Which pairs are called at which look.
    struct Calls {
        /// The first look with an alert, by measure and place.
        var alerts: [[Int?]]
        /// The watch list by look, measure and place.
        var watched: [[[Bool]]]
        /// Alerts expected to be false, over all looks.
        var expectedFalse = 0.0
        /// The p-value at which one pair alone would be called, per look.
        var singleLevel: [Double]

        init(_ test: DisplacementTest) {
            let looks = test.settings.looks.indices
            let none = [Int?](repeating: nil, count: test.panel.placeCount)
            let unwatched = [Bool](repeating: false, count: test.panel.placeCount)
            alerts = test.measures.map { _ in none }
            watched = looks.map { _ in test.measures.map { _ in unwatched } }
            singleLevel = looks.map { _ in 0 }
            for look in looks { call(test, look) }
        }

        private mutating func call(_ test: DisplacementTest, _ look: Int) {
            guard let scale = test.scales[look] else { return }
            var pairs: [(measure: Int, place: Int)] = []
            var values: [Double] = []
            for measure in test.measures.indices where !test.isStopped(measure) {
                for place in 0..<test.panel.placeCount where place != test.measures[measure].place {
                    guard let value = test.statistic(measure, look, place) else { continue }
                    pairs.append((measure, place))
                    values.append(scale.pValue(value))
                }
            }
            guard !values.isEmpty, let strict = Multiplicity.benjaminiYekutieli(values),
                let wide = Multiplicity.benjaminiHochberg(values)
            else { return }
            let rate = test.settings.falseDiscovery / Double(test.settings.looks.count)
            let harmonic = (1...values.count).reduce(0.0) { $0 + 1 / Double($1) }
            singleLevel[look] = rate / Double(values.count) / harmonic
            var called = 0
            for (index, pair) in pairs.enumerated() {
                if wide[index] <= test.settings.falseDiscovery {
                    watched[look][pair.measure][pair.place] = true
                }
                guard strict[index] <= rate, test.fell(pair.measure, look) else { continue }
                called += 1
                if alerts[pair.measure][pair.place] == nil {
                    alerts[pair.measure][pair.place] = test.settings.looks[look]
                }
            }
            expectedFalse += rate * Double(max(1, called)) / harmonic
        }
    }

    /// Whether the source's rate lies below what was to be expected.
    func fell(_ measure: Int, _ look: Int) -> Bool {
        guard let reading = readings[measure] else { return false }
        return reading.cells[look][measures[measure].place].rate < 0
    }

    /// Whether the data carry no test of this measure at all, at any look.
    func isStopped(_ measure: Int) -> Bool {
        obstacles(measure).contains { reason in
            if case .tooFewPlaceboReadings = reason { return false }
            return reason.stopsTheTest
        }
    }
}

/// The statistic where no measure was: every place as source, at dates before the first measure.
///
/// Where those are too few, places without any measure serve at later dates too; real moves among
/// them widen the scale, so the test errs towards silence.
struct PlaceboRun {
    private let panel: FlowPanel
    private let measures: [FlowMeasure]
    private let noise: CountNoise
    private let asOf: Int
    private let settings: FlowSettings

    init(
        _ panel: FlowPanel, _ measures: [FlowMeasure], _ noise: CountNoise, _ asOf: Int,
        _ settings: FlowSettings
    ) {
        self.panel = panel
        self.measures = measures
        self.noise = noise
        self.asOf = asOf
        self.settings = settings
    }

    func scales() -> [PlaceboScale?] {
        let first = min(asOf, measures.map(\.startWeek).min() ?? asOf)
        var scales = collect(until: first, sources: Array(0..<panel.placeCount))
        if scales.contains(where: { $0 == nil }), first < asOf {
            let measured = Set(measures.map(\.place))
            let free = (0..<panel.placeCount).filter { !measured.contains($0) }
            let late = collect(until: asOf, sources: free)
            for look in scales.indices { scales[look] = scales[look] ?? late[look] }
        }
        return scales
    }

    private func collect(until end: Int, sources: [Int]) -> [PlaceboScale?] {
        var statistics = [[Double]](repeating: [], count: settings.looks.count)
        var rates = statistics
        guard let shortest = settings.looks.min() else { return [] }
        var week = 52
        while week + shortest <= end {
            let profiles = PlaceProfiles(panel, before: week, settings)
            for source in sources where profiles.spans[source].count >= 20 {
                let reading = SourceReading(
                    panel, source: source, profiles: profiles, noise: noise, asOf: end, settings)
                for (look, length) in settings.looks.enumerated() where week + length <= end {
                    rates[look].append(reading.cells[look][source].rate)
                    for place in 0..<panel.placeCount where place != source {
                        let cell = reading.cells[look][place]
                        if cell.finds > 0 { statistics[look].append(cell.combined) }
                    }
                }
            }
            week += max(1, settings.placeboStep)
        }
        return zip(statistics, rates).map { PlaceboScale($0, rates: $1) }
    }
}
