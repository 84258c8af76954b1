import PortVocabulary

/// One pass over the finds at a port and beside it.
struct PortTally {
    /// Counted finds, in all and in the two periods that are compared.
    struct Count {
        var seizures = 0
        var lastYear = 0
        var yearBefore = 0
    }

    /// The last twelve months and the twelve before.
    let periods: (last: DateSpan, before: DateSpan)
    private var counts: [PlaceCode: Count] = [:]
    private var groups: [SubstanceGroup: [SeizureFact]] = [:]
    private var own: [SeizureFact] = []

    /// - Throws: never for a day of the calendar.
    init(_ table: SeizureTable, code: PlaceCode, today: CalendarDate) throws(WordDefect) {
        let start = today.advanced(byDays: -364)
        periods = (
            last: try DateSpan(from: start, through: today),
            before: try DateSpan(
                from: start.advanced(byDays: -365), through: start.advanced(byDays: -1))
        )
        for fact in table.facts {
            guard let place = fact.place else { continue }
            if place == code { own.append(fact) }
            guard fact.state == .counted else { continue }
            counts[place, default: Count()].seizures += 1
            if Self.lies(fact, in: periods.last) {
                counts[place, default: Count()].lastYear += 1
            } else if Self.lies(fact, in: periods.before) {
                counts[place, default: Count()].yearBefore += 1
            }
            if place == code { groups[fact.substance.group, default: []].append(fact) }
        }
    }

    /// Whether the whole date lies in the period: a date that is not released lies in none.
    private static func lies(_ fact: SeizureFact, in span: DateSpan) -> Bool {
        fact.firstDay >= span.first.dayNumber && fact.lastDay <= span.last.dayNumber
    }

    func count(at place: PlaceCode) -> Count { counts[place] ?? Count() }

    var totals: [PortTotal] {
        groups.map { group, facts in
            let weights = facts.compactMap(\.kilograms)
            return PortTotal(
                group: group, seizures: facts.count,
                lastYear: facts.count { Self.lies($0, in: periods.last) },
                yearBefore: facts.count { Self.lies($0, in: periods.before) },
                kilograms: weights.reduce(0, +), withoutWeight: facts.count - weights.count,
                largestKilograms: weights.max())
        }.sorted { ($1.seizures, $0.group.rawValue) < ($0.seizures, $1.group.rawValue) }
    }

    /// The newest finds by day. Where the reader may not see some day, by arrival: the order
    /// would tell it.
    func newest(_ limit: Int) -> [SeizureFact] {
        let isDated = own.allSatisfy(\.isDated)
        return Array(
            own.sorted {
                isDated
                    ? ($1.lastDay, $1.serial) < ($0.lastDay, $0.serial) : $1.serial < $0.serial
            }.prefix(limit))
    }

    func coverage(reporters: [String]) -> PortCoverage {
        let counted = own.filter { $0.state == .counted }
        let byReporter = Dictionary(grouping: counted, by: \.reporter)
        let lines = byReporter.map { reporter, facts in
            let dated = facts.filter(\.isDated)
            let first = dated.map(\.firstDay).min()
            let last = dated.map(\.lastDay).max()
            let span = first.flatMap { first in
                last.flatMap {
                    try? DateSpan(
                        from: CalendarDate(dayNumber: first), through: CalendarDate(dayNumber: $0))
                }
            }
            return PortReporter(name: reporters[reporter], counted: facts.count, span: span)
        }
        return PortCoverage(
            reporters: lines.sorted { ($1.counted, $0.name) < ($0.counted, $1.name) },
            counted: counted.count, held: own.count { $0.state == .held },
            repeats: own.count { $0.state == .repeated },
            undated: counted.count { !$0.isDated }, notes: notes)
    }

    private var notes: [String] {
        [
            "Throughput is not on record: the size class is all that is known of the traffic.",
            "A port without a find is one without a find on record: silence shows none either.",
            "Counts can change with controls: inspections are not on record.",
        ]
    }
}
