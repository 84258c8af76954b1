import Foundation

/// Every place read against one source and one week: does what was found there afterwards look
/// more like the source than before, and did the rate rise more than elsewhere?
struct SourceReading {
    /// One receiver at one look.
    struct Cell {
        var composition = 0.0
        var rate = 0.0
        var finds = 0.0
        /// Finds beyond what the place's own profile explains, in units of the score.
        var excess = 0.0
        /// Standard deviation of `excess`, as it enters `composition`.
        var deviation = 1.0
        /// How much a find of the source scores above a find of the place.
        var contrast = 0.0
        var expected = 0.0
        var rateVariance = 1.0
        /// Effort a week after the start over effort a week before it.
        var effortRatio = 1.0

        /// Composition and rate together (Stouffer); the rate enters between −2 and 4.
        var combined: Double { (composition + max(-2, min(4, rate))) / 2.0.squareRoot() }
    }

    let source: Int
    let week: Int
    /// Look by look, place by place; the source's own cell holds its rate.
    var cells: [[Cell]]

    init(
        _ panel: FlowPanel, source: Int, profiles: PlaceProfiles, noise: CountNoise,
        asOf: Int, _ settings: FlowSettings
    ) {
        self.source = source
        week = profiles.week
        let empty = [Cell](repeating: Cell(), count: panel.placeCount)
        cells = [[Cell]](repeating: empty, count: settings.looks.count)
        var shifts = [[Double]](repeating: [], count: settings.looks.count)
        var raw: [[Tally]] = settings.looks.map { _ in [] }
        let scorer = FindScorer(panel, profiles, source: source, settings)
        for place in 0..<panel.placeCount {
            let before = place == source ? .none : scorer.before(place)
            for (look, length) in settings.looks.enumerated() {
                let known = min(week + length, asOf)
                let tally = scorer.after(place, until: week + length, known: known)
                raw[look].append(tally)
                cells[look][place].finds = tally.finds
                guard place != source else { continue }
                cells[look][place].contrast = before.contrast
                if tally.finds >= 3 { shifts[look].append(tally.sum / tally.finds - before.mean) }
                cells[look][place].excess = tally.sum - tally.finds * before.mean
                cells[look][place].deviation =
                    (tally.finds * before.variance * (1 + tally.finds / (before.size + 8)))
                    .squareRoot()
            }
        }
        for look in settings.looks.indices {
            compose(look, shift: median(shifts[look]))
            compareRates(panel, look, noise, settings)
        }
    }

    /// Takes the drift that all places share out of the excess, and scales by their spread.
    private mutating func compose(_ look: Int, shift: Double) {
        for place in cells[look].indices where place != source {
            guard cells[look][place].finds > 0 else { continue }
            cells[look][place].excess -= cells[look][place].finds * shift
            cells[look][place].composition =
                cells[look][place].excess / cells[look][place].deviation
        }
        let usable = cells[look].indices
            .filter { $0 != source && cells[look][$0].finds >= 3 }
            .map { cells[look][$0].composition }
        guard usable.count > 8 else { return }
        let middle = median(usable)
        let spread = median(usable.map { abs($0 - middle) }) * 1.4826
        let divisor = max(0.8, 0.5 + 0.5 * spread)
        for place in cells[look].indices {
            cells[look][place].composition /= divisor
            cells[look][place].deviation *= divisor
        }
    }

    /// Reads each place's rate per effort against the rates of all places but it and the source.
    private mutating func compareRates(
        _ panel: FlowPanel, _ look: Int, _ noise: CountNoise, _ settings: FlowSettings
    ) {
        let length = settings.looks[look]
        let pre = max(0, week - settings.rateWeeks)..<week
        let post = week..<min(panel.weekCount, week + length)
        var before = [Double](repeating: 0, count: panel.placeCount)
        for place in 0..<panel.placeCount {
            before[place] = Double(panel.finds(at: place, in: pre).count)
            let effortBefore = max(panel.effortSum(place, pre), 1e-9)
            let effortAfter = panel.effortSum(place, post)
            cells[look][place].expected = (before[place] + 0.5) * effortAfter / effortBefore
            cells[look][place].effortRatio = max(
                effortAfter / effortBefore * Double(pre.count) / Double(max(1, post.count)), 1e-6)
        }
        let found = cells[look].reduce(0) { $0 + $1.finds }
        let expected = cells[look].reduce(0) { $0 + $1.expected }
        let blocks = 4 / Double(length) + 4 / Double(max(1, pre.count))
        let controls = 1 + 1 / Double(max(1, panel.placeCount - 2))
        let read = cells[look]
        for place in read.indices {
            let own = read[place]
            let other = place == source ? Cell() : read[source]
            let elsewhere = found - own.finds - other.finds + 0.5
            let foreseen = expected - own.expected - other.expected + 0.5
            let ratio =
                log((own.finds + 0.5) / own.expected) - log(elsewhere / max(foreseen, 1e-9))
            let alpha = noise.overdispersion * (panel.hasEffort[place] ? 1 : 2)
            let variance =
                1 / (own.finds + 0.5) + 1 / (before[place] + 0.5) + 1 / elsewhere
                + alpha * noise.longRun * blocks * controls
            cells[look][place].rate = ratio / variance.squareRoot()
            cells[look][place].rateVariance = variance
            cells[look][place].expected = own.expected * elsewhere / max(foreseen, 1e-9)
        }
    }
}

/// The middle value; 0 of none, the upper of two.
func median(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
}
