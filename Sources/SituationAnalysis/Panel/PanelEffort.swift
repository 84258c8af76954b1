import PortVocabulary

/// Turns denominators of any periods into one series of weeks for each port.
///
/// A count of a longer period is spread evenly over its days: a source that reports months cannot
/// show a busy week. A week has a number only where all of its days are covered by every source
/// that is relied on.
struct PanelEffort {
    /// Share of the weeks from which a kind is preferred to a better covered one, in hundredths.
    static let goodCoverage = 80

    let ports: [PlaceCode]
    let firstDay: CalendarDate
    let weeks: Int

    struct Divided {
        let series: [Double?]
        let basis: PanelBasis?
    }

    private struct Counted: Hashable {
        let effort: EffortKind
        let unit: EffortUnit
    }

    private struct Source: Hashable, Comparable {
        let body: String
        let facility: String
        var text: String { facility.isEmpty ? body : "\(body), \(facility)" }
        static func < (left: Self, right: Self) -> Bool {
            (left.body, left.facility) < (right.body, right.facility)
        }
    }

    /// One entry for each port.
    func divide(_ facts: [DenominatorFact]) -> [Divided] {
        let byPort = Dictionary(
            grouping: facts.filter { !$0.denominator.isRandomSample },
            by: { $0.denominator.place })
        return ports.map { port in
            let kinds = Dictionary(grouping: byPort[port] ?? []) {
                Counted(effort: $0.denominator.effort, unit: $0.denominator.unit)
            }
            let series = kinds.compactMap { self.series($0, $1) }
            return choose(series)
                ?? Divided(series: [Double?](repeating: nil, count: weeks), basis: nil)
        }
    }

    func samples(_ facts: [DenominatorFact]) -> [RandomSample] {
        let last = firstDay.advanced(byDays: weeks * 7 - 1)
        return facts.compactMap { fact -> RandomSample? in
            let denominator = fact.denominator
            guard denominator.isRandomSample, denominator.period.last <= last,
                denominator.period.first >= firstDay,
                let port = denominator.place.flatMap({ ports.firstIndex(of: $0) })
            else { return nil }
            return RandomSample(
                port: port, period: denominator.period, effort: denominator.effort,
                inspected: denominator.amount, finds: denominator.finds)
        }.sorted {
            ($0.port, $0.period.first, $0.period.last, $0.inspected, $0.finds ?? -1)
                < ($1.port, $1.period.first, $1.period.last, $1.inspected, $1.finds ?? -1)
        }
    }

    /// The best kind that covers most of the weeks, or else the best covered one.
    private func choose(_ found: [Divided]) -> Divided? {
        let order = { (divided: Divided) -> (Int, Int) in
            guard let basis = divided.basis else { return (Int.max, Int.max) }
            let unit = EffortUnit.allCases.firstIndex(of: basis.unit) ?? 0
            return (basis.effort.preference, unit)
        }
        let good = found.filter { ($0.basis?.weeks ?? 0) * 100 >= weeks * Self.goodCoverage }
        if let best = good.min(by: { order($0) < order($1) }) { return best }
        let most = found.map { $0.basis?.weeks ?? 0 }.max()
        return found.filter { $0.basis?.weeks == most }.min { order($0) < order($1) }
    }

    /// Nil where no week is covered.
    private func series(_ counted: Counted, _ facts: [DenominatorFact]) -> Divided? {
        let sources = Dictionary(grouping: facts) {
            Source(body: $0.denominator.body, facility: $0.denominator.facility)
        }.mapValues(weekly)
        let kept = reliable(sources)
        guard !kept.isEmpty else { return nil }
        let series = (0..<weeks).map { week -> Double? in
            var sum = 0.0
            for source in kept {
                guard let value = sources[source]?[week] else { return nil }
                sum += value
            }
            return sum
        }
        let covered = series.count { $0 != nil }
        guard covered > 0 else { return nil }
        return Divided(
            series: series,
            basis: PanelBasis(
                effort: counted.effort, unit: counted.unit, weeks: covered,
                sources: kept.map(\.text)))
    }

    /// The sources whose sum is one series. A body that counts the whole port is not added to
    /// its own parts. One that reports less than half of the weeks would only make holes; where
    /// none reports half, the one that reports most stands alone.
    private func reliable(_ sources: [Source: [Double?]]) -> [Source] {
        let covered = sources.mapValues { $0.count { $0 != nil } }
        let half = covered.filter { $0.value > 0 && $0.value * 2 >= weeks }
        let whole = Set(half.keys.filter(\.facility.isEmpty).map(\.body))
        let kept = half.keys.filter { $0.facility.isEmpty || !whole.contains($0.body) }
        if !kept.isEmpty { return kept.sorted() }
        let most = covered.values.max() ?? 0
        let best = most > 0 ? covered.filter { $0.value == most }.keys.min() : nil
        return best.map { [$0] } ?? []
    }

    /// One source's counts by week. Where periods overlap, what was known later stands.
    private func weekly(_ facts: [DenominatorFact]) -> [Double?] {
        let days = weeks * 7
        var rates = [Double?](repeating: nil, count: days)
        let sorted = facts.sorted { Self.age($0) < Self.age($1) }
        for fact in sorted {
            let period = fact.denominator.period
            let rate = fact.denominator.amount / Double(period.days)
            let first = max(0, Int(period.first.dayNumber) - Int(firstDay.dayNumber))
            let last = min(days - 1, Int(period.last.dayNumber) - Int(firstDay.dayNumber))
            guard first <= last else { continue }
            for day in first...last { rates[day] = rate }
        }
        return (0..<weeks).map { week in
            var sum = 0.0
            for day in week * 7..<week * 7 + 7 {
                guard let rate = rates[day] else { return nil }
                sum += rate
            }
            return sum
        }
    }

    /// When it was known, and what tells apart records known on one day, so that their order
    /// does not matter.
    private static func age(_ fact: DenominatorFact) -> (Int32, Int32, String) {
        (
            fact.known?.dayNumber ?? Int32.min, fact.recorded?.dayNumber ?? Int32.min,
            fact.record.text
        )
    }
}
