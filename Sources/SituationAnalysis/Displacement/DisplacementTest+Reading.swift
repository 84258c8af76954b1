import Foundation

extension DisplacementTest {
    func reading(_ measure: Int, _ place: Int, _ calls: Calls) -> DisplacementReading {
        let values = settings.looks.indices.map { statistic(measure, $0, place) }
        let reached = values.compactMap { $0 }
        let score = ((reached.max() ?? 0) + (reached.last ?? 0)) / 2
        var reasons = obstacles(measure)
        let stopped = reasons.contains { $0.stopsTheTest }
        let look = lastLook(measure)
        let cell = look.flatMap { readings[measure]?.cells[$0][place] }
        let alert = calls.alerts[measure][place]
        let watched = look.map { calls.watched[$0][measure][place] } ?? false
        let alternatives = otherSources(measure, place)
        let source = fall(measure)
        let least = stopped ? nil : look.flatMap { leastDetectable(measure, place, $0, calls) }
        if !stopped {
            if source?.isShown != true { reasons.append(.noFallShownAtSource) }
            if !panel.hasEffort[measures[measure].place] { reasons.append(.effortUnknownAtSource) }
            if !panel.hasEffort[place] { reasons.append(.effortUnknownAtReceiver) }
            if !alternatives.isEmpty, alert != nil || watched {
                reasons.append(.otherSourceFitsBetter)
            }
        }
        let verdict =
            stopped
            ? DisplacementVerdict.cannotTell
            : verdict(
                alert: alert, watched: watched, look: look, source: source, least: least,
                most: look.flatMap { largestRise(measure, place, $0) })
        if verdict == .cannotTell, !stopped { reasons.append(.tooSmallToSee) }
        let amount = verdict == .shown || verdict == .likely
        return DisplacementReading(
            measure: measure, place: place, statistics: values, score: score, alertLook: alert,
            isWatched: watched, verdict: verdict, reasons: reasons,
            found: Int(cell?.finds ?? 0), expected: cell?.expected ?? 0,
            displacedPerYear: amount ? look.flatMap { displaced(measure, place, $0) } : nil,
            leastDetectable: least, alternatives: alternatives)
    }

    private func verdict(
        alert: Int?, watched: Bool, look: Int?, source: SourceFall?, least: LeastDetectable?,
        most: Double?
    ) -> DisplacementVerdict {
        if alert != nil { return source?.isShown == true ? .shown : .likely }
        if watched, let source, source.ratio.best < 1 { return .likely }
        let year = look.map { settings.looks[$0] >= 52 } ?? false
        if year, let source, source.isShown, let least,
            least.fourFifths <= source.lostPerYear / 4, let most,
            most <= source.lostPerYear / 4
        {
            return .unlikely
        }
        return .cannotTell
    }

    /// The upper 95 % bound of the extra finds a year that the rate alone leaves room for.
    private func largestRise(_ measure: Int, _ place: Int, _ look: Int) -> Double? {
        guard let cell = readings[measure]?.cells[look][place] else { return nil }
        let centre = log((cell.finds + 0.5) / max(cell.expected, 1e-9))
        let upper = exp(centre + 1.645 * cell.rateVariance.squareRoot())
        return max(0, upper - 1) * cell.expected * 52 / Double(settings.looks[look])
    }

    /// Measures that started before this reading's last look and fit the place at least as well.
    private func otherSources(_ measure: Int, _ place: Int) -> [Int] {
        guard let look = lastLook(measure), let own = statistic(measure, look, place) else {
            return []
        }
        let now = measures[measure].startWeek + settings.looks[look]
        return measures.indices.filter { other in
            guard other != measure, measures[other].place != place else { return false }
            let theirs = settings.looks.indices.last {
                measures[other].startWeek + settings.looks[$0] <= now
            }
            guard let theirs, let value = statistic(other, theirs, place) else { return false }
            return value >= own
        }
    }

    /// Extra finds a year, at the effort before the measure, that look like the source's.
    ///
    /// The interval, on the scale of logarithms, holds the placebo's spread, the flow's own swings
    /// (overdispersion over the look) and `amountDoubt`.
    private func displaced(_ measure: Int, _ place: Int, _ look: Int) -> FlowRange? {
        guard let cell = readings[measure]?.cells[look][place], let scale = scales[look],
            let noise, cell.contrast > 0.05
        else { return nil }
        let unit = cell.contrast * (1 + settings.keptLook) / 2 * max(1, cell.effortRatio)
        let perYear = 52 / Double(settings.looks[look])
        let best = max(0.5, min(max(0, cell.excess), cell.finds * cell.contrast)) / unit
        let chance = cell.deviation * scale.spread / unit / best
        let blocks = Double(settings.looks[look]) / 4
        let swing = noise.overdispersion * noise.longRun / blocks
        let doubt = settings.amountDoubt
        let width = 1.645 * (min(1, chance * chance) + swing + doubt * doubt).squareRoot()
        return FlowRange(
            low: best * exp(-width) * perYear, best: best * perYear,
            high: best * exp(width) * perYear)
    }

    /// Solves for the extra finds at which the statistic's mean reaches the single-pair threshold.
    private func leastDetectable(
        _ measure: Int, _ place: Int, _ look: Int, _ calls: Calls
    ) -> LeastDetectable? {
        guard let cell = readings[measure]?.cells[look][place], let scale = scales[look],
            calls.singleLevel[look] > 0
        else { return nil }
        let needed = scale.threshold(calls.singleLevel[look])
        let perYear = 52 / Double(settings.looks[look])
        func solve(_ margin: Double) -> Double? {
            var low = 0.0
            var high = 10_000.0
            guard mean(cell, high) / scale.spread >= needed + margin else { return nil }
            for _ in 0..<60 {
                let middle = (low + high) / 2
                if mean(cell, middle) / scale.spread < needed + margin {
                    low = middle
                } else {
                    high = middle
                }
            }
            return high * perYear
        }
        guard let half = solve(0), let most = solve(0.8416) else { return nil }
        return LeastDetectable(halfOfCases: half, fourFifths: most)
    }

    /// The statistic to be expected with `added` finds from the source.
    private func mean(_ cell: SourceReading.Cell, _ added: Double) -> Double {
        let before = max(cell.finds, 1)
        let usual = max(cell.expected, 0.5)
        let perFind = cell.deviation / before.squareRoot()
        let composition =
            added * settings.keptLook * cell.contrast
            / max(perFind * (usual + added).squareRoot(), 1e-9)
        let variance = max(
            0.01, cell.rateVariance - 1 / (cell.finds + 0.5) + 1 / (usual + added + 0.5))
        let rate = min(4, log((usual + added) / usual) / variance.squareRoot())
        return (composition + rate) / 2.0.squareRoot()
    }
}
