import PortVocabulary

/// What a trend is about.
enum TrendSubject: Hashable {
    case all
    case country(Country)
    case basin(Basin)
    case port(PlaceCode)
}

/// A subject and a substance group: weights of different groups are never added.
struct TrendKey: Hashable {
    let subject: TrendSubject
    let group: SubstanceGroup
}

/// The seizures of one key, by period and by month.
final class SeriesTally {
    struct Bucket {
        var seizures = 0
        var weights: [Double] = []
        var convertedKilograms = 0.0

        fileprivate mutating func add(_ fact: SeizureFact) {
            seizures += 1
            guard let kilograms = fact.kilograms else { return }
            weights.append(kilograms)
            if let basis = fact.factorBasis, basis != .definition {
                convertedKilograms += kilograms
            }
        }
    }

    private(set) var buckets: [Int: Bucket] = [:]
    private(set) var months: [Int: Int] = [:]
    private(set) var reporters: Set<Int> = []
    private(set) var total = 0
    private var lastReporter: Int?

    /// Adds a seizure of a period; `month` where its date lies within one.
    func add(_ fact: SeizureFact, _ number: Int, month: Int?) {
        total += 1
        // Neighbours mostly come from one reporter: the set need not be asked for each.
        if fact.reporter != lastReporter {
            lastReporter = fact.reporter
            reporters.insert(fact.reporter)
        }
        if let month { months[month, default: 0] += 1 }
        buckets[number, default: Bucket()].add(fact)
    }
}

/// When a reporter's records begin and end.
struct ReporterSpan {
    var first: Int32
    var last: Int32
    var records: Int

    /// Days by which data may start late or end early and still cover a period: a sparse
    /// reporter has no record on the first day.
    var tolerance: Int32 {
        let meanGap = records > 1 ? (last - first) / Int32(clamping: records - 1) : 31
        return max(31, 3 * meanGap)
    }

    func covers(_ span: DateSpan) -> Bool {
        first - tolerance <= span.first.dayNumber && last + tolerance >= span.last.dayNumber
    }
}

/// One pass over the counted seizures: everything the trends need.
struct SeizureTally {
    private(set) var series: [TrendKey: SeriesTally] = [:]
    private(set) var spans: [Int: ReporterSpan] = [:]
    /// Periods in which a reporter has a record of any kind.
    private var activity: [Int: Set<Int>] = [:]
    /// Counted seizures whose date does not fall within one period.
    private(set) var undated = 0
    let granularity: Granularity

    init(_ facts: [SeizureFact], granularity: Granularity, ports: PortRegister) {
        self.granularity = granularity
        var basins: [PlaceCode: Basin?] = [:]
        for fact in facts {
            let first = granularity.number(of: fact.firstDay)
            note(fact, first)
            guard fact.state == .counted else { continue }
            guard fact.firstDay == fact.lastDay || granularity.number(of: fact.lastDay) == first
            else {
                undated += 1
                continue
            }
            let group = fact.substance.group
            let month = month(fact, first)
            add(fact, TrendKey(subject: .all, group: group), first, month)
            if let country = fact.country {
                add(fact, TrendKey(subject: .country(country), group: group), first, month)
            }
            guard let place = fact.place, fact.isAtPort else { continue }
            add(fact, TrendKey(subject: .port(place), group: group), first, month)
            if basins[place] == nil { basins[place] = .some(ports.port(place)?.basin) }
            if let basin = basins[place] ?? nil, basin != .unknown {
                add(fact, TrendKey(subject: .basin(basin), group: group), first, month)
            }
        }
    }

    /// Whether every reporter of the series covers the period, and the period is over.
    func isComplete(_ tally: SeriesTally, _ span: DateSpan, today: CalendarDate) -> Bool {
        span.last < today
            && tally.reporters.allSatisfy { spans[$0]?.covers(span) ?? false }
    }

    /// Whether every reporter of the series has some record of the period, so that none on this
    /// series means none was found.
    func isReported(_ tally: SeriesTally, in number: Int) -> Bool {
        tally.reporters.allSatisfy { activity[$0]?.contains(number) ?? false }
    }

    private mutating func note(_ fact: SeizureFact, _ number: Int) {
        var span =
            spans[fact.reporter]
            ?? ReporterSpan(first: fact.firstDay, last: fact.lastDay, records: 0)
        span.first = min(span.first, fact.firstDay)
        span.last = max(span.last, fact.lastDay)
        span.records += 1
        spans[fact.reporter] = span
        activity[fact.reporter, default: []].insert(number)
    }

    private mutating func add(
        _ fact: SeizureFact, _ key: TrendKey, _ number: Int, _ month: Int?
    ) {
        let tally: SeriesTally
        if let known = series[key] {
            tally = known
        } else {
            tally = SeriesTally()
            series[key] = tally
        }
        tally.add(fact, number, month: month)
    }

    /// The month of a seizure; nil where its date spans several.
    private func month(_ fact: SeizureFact, _ number: Int) -> Int? {
        if granularity == .month { return number }
        let month = Granularity.month.number(of: fact.firstDay)
        let isOne =
            fact.firstDay == fact.lastDay || Granularity.month.number(of: fact.lastDay) == month
        return isOne ? month : nil
    }
}

extension SeizureFact {
    /// Whether the find was made at a port whose code is known.
    package var isAtPort: Bool {
        place != nil && (stage == .atPort || setting == .seaport || setting == .inlandPort)
    }
}
