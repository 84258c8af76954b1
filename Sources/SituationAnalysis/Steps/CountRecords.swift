package import NeedToKnow
package import PortVocabulary

/// The smallest part of the table of counts that a question can name. The grid is the same for
/// every question and does not depend on which records there are.
package struct CountKey: Hashable, Comparable, Sendable {
    /// A port of the register, or the country for every other place in it, or `-` for none.
    package let place: String
    package let country: String
    /// The year; ``CountGrid/earlier`` for those before the grid and for uncertain dates.
    package let year: Int
    package let group: SubstanceGroup

    package static func < (left: Self, right: Self) -> Bool {
        (left.country, left.place, left.year, left.group.rawValue)
            < (right.country, right.place, right.year, right.group.rawValue)
    }
}

/// What counts can be told apart by.
package enum CountDimension: String, Term {
    case port
    case country
    case year
    case substance

    package static let vocabulary = "dimensions of counts"
    package var title: String { rawValue }
}

/// One line of a table of counts.
package struct CountLine: Hashable, Sendable {
    /// The values of the dimensions, in their order.
    package let labels: [String]
    package let count: Int
    /// Whether small counts were left out, so that the true count may be larger.
    package let isAtLeast: Bool
}

/// Counts of seizures: those whose records the requester may list, exactly; those that they may
/// only count, protected against small cells. The two are of different records and stand apart.
package struct CountTable: Sendable {
    package let dimensions: [CountDimension]
    package let listed: [CountLine]
    package let protected: [CountLine]
    /// Counts below this are withheld in the protected part; 1 where there is none.
    package let threshold: Int
}

/// The fixed grid over which small counts are protected.
struct CountGrid {
    /// The year that stands for all before the grid, and for dates that span years.
    static let earlier = 0
    private static let firstYear = 2010
    let years: [Int]
    private let places: [(place: String, country: String)]
    private let ports: Set<String>

    init(_ reference: ReferenceData, through day: CalendarDate) {
        years = [Self.earlier] + Array(Self.firstYear...max(Self.firstYear, day.year))
        let ports = reference.ports.all.map(\.code)
        self.ports = Set(ports.map(\.code))
        places =
            ports.map { (place: $0.code, country: $0.country.code) }
            + reference.countries.all.map { (place: $0.code, country: $0.code) }
            + [(place: "-", country: "-")]
    }

    func key(_ fact: SeizureFact) -> CountKey {
        let country = fact.country?.code ?? "-"
        let place = fact.place.map(\.code).flatMap { ports.contains($0) ? $0 : nil } ?? country
        let first = CalendarDate(dayNumber: fact.firstDay).year
        let isCertain = first == CalendarDate(dayNumber: fact.lastDay).year
        let year = isCertain && years.contains(first) ? first : Self.earlier
        return CountKey(place: place, country: country, year: year, group: fact.substance.group)
    }

    /// Every cell of the grid with its count, and cells outside it that a count is known for.
    func cells(_ counts: [CountKey: Int]) -> [NeedToKnow.CountCell<CountKey, String>] {
        var keys = Set(counts.keys)
        for place in places {
            for year in years {
                for group in SubstanceGroup.allCases {
                    keys.insert(
                        CountKey(
                            place: place.place, country: place.country, year: year, group: group))
                }
            }
        }
        return keys.map { key in
            NeedToKnow.CountCell(
                key: key,
                lines: [
                    "\(key.country) \(key.place) \(key.year)", "\(key.country) \(key.place)",
                    key.country,
                ], count: counts[key, default: 0])
        }
    }
}

/// Counts seizures by port, country, year and substance.
package struct CountRecords<Store: SituationStore> {
    private let store: Store
    private let reference: ReferenceData

    package init(store: Store, reference: ReferenceData) {
        (self.store, self.reference) = (store, reference)
    }

    /// - Parameters:
    ///   - selection: whole years, ports, countries and substances; other criteria select
    ///     nothing here, because the counts are kept over a fixed grid.
    ///   - dimensions: what to tell apart; empty for one total.
    /// - Throws: ``ProtectionDefect``, or what the store throws.
    package func run(
        _ requester: Requester, _ selection: Selection, by dimensions: [CountDimension],
        now: Moment
    ) throws -> Released<CountTable> {
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(.count, .seizure)
        let grid = CountGrid(reference, through: now.day)
        let (listed, counted, rows) = try tally(records, visible, grid)
        let cells = counted.isEmpty ? [] : grid.cells(counted)
        let threshold = counted.isEmpty ? 1 : visible.minimumCell
        let protected = try ProtectedTable(cells, threshold: threshold)
        let wanted = Wanted(selection.resolvingBasins(reference.ports))
        let table = CountTable(
            dimensions: dimensions,
            listed: Self.lines(listed.keys, wanted, dimensions) { keys in
                (keys.reduce(0) { $0 + listed[$1, default: 0] }, false)
            },
            protected: Self.lines(cells.map(\.key), wanted, dimensions) { keys in
                let sum = protected.sum(over: keys)
                return (sum.count, sum.isAtLeast)
            }, threshold: threshold)
        try records.note(
            visible, subject: "counts \(selection.words)",
            shown: [.date, .place, .substance], rows)
        return visible.release(table, covering: rows.permits)
    }

    /// Counts the records by key: apart those that may be listed, and those only counted.
    private func tally(
        _ records: VisibleRecords<Store>, _ visible: Visibility, _ grid: CountGrid
    ) throws -> (listed: [CountKey: Int], counted: [CountKey: Int], rows: PermittedRows) {
        var selection = Selection()
        selection.isCountedOnly = true
        let needed: FieldSet = [.date, .place, .substance]
        let consented = try records.consented(visible)
        var (listed, counted): ([CountKey: Int], [CountKey: Int]) = ([:], [:])
        var rows = PermittedRows()
        for fact in try store.seizures(selection, visible: visible).facts {
            let permit = rows.add(serial: fact.serial, class: fact.accessClass, visible) {
                visible.permit(
                    class: fact.accessClass, place: fact.place, country: fact.country,
                    substances: fact.substance.group,
                    isConsented: consented.contains(fact.serial))
            }
            guard let permit else { continue }
            if permit.minimumCell(countedBy: needed) == 1 {
                listed[grid.key(fact), default: 0] += 1
            } else {
                counted[grid.key(fact), default: 0] += 1
            }
        }
        return (listed, counted, rows)
    }

    private struct Wanted {
        let selection: Selection
        let years: ClosedRange<Int>?

        init(_ selection: Selection) {
            self.selection = selection
            years = selection.period.map { $0.first.year...$0.last.year }
        }

        func contains(_ key: CountKey) -> Bool {
            guard !selection.selectsNothing else { return false }
            if let years, !years.contains(key.year) { return false }
            if !selection.groups.isEmpty, !selection.groups.contains(key.group) { return false }
            let places = selection.ports
            if !places.isEmpty, !places.contains(where: { $0.code == key.place }) { return false }
            return selection.countries.isEmpty
                || selection.countries.contains { $0.code == key.country }
        }
    }

    private static func lines(
        _ keys: some Sequence<CountKey>, _ wanted: Wanted, _ dimensions: [CountDimension],
        sum: (Set<CountKey>) -> (count: Int, isAtLeast: Bool)
    ) -> [CountLine] {
        var groups: [[String]: Set<CountKey>] = [:]
        for key in keys where wanted.contains(key) {
            groups[dimensions.map { label(key, $0) }, default: []].insert(key)
        }
        return groups.map { labels, keys in
            let sum = sum(keys)
            return CountLine(labels: labels, count: sum.count, isAtLeast: sum.isAtLeast)
        }.filter { $0.count > 0 || dimensions.isEmpty }
            .sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
    }

    private static func label(_ key: CountKey, _ dimension: CountDimension) -> String {
        switch dimension {
        case .port: key.place
        case .country: key.country
        case .year: key.year == CountGrid.earlier ? "earlier or uncertain" : String(key.year)
        case .substance: key.group.rawValue
        }
    }
}

/// Asks whether a container or a ship was found in a seizure: hit or no hit.
package struct AskRecords<Store: SituationStore> {
    private let store: Store

    package init(store: Store) { self.store = store }

    /// - Throws: what the store throws.
    package func isHit(
        _ requester: Requester, containers: Set<ContainerCode>, vessels: Set<VesselNumber>,
        now: Moment
    ) throws -> Released<Bool> {
        var selection = Selection()
        (selection.containers, selection.vessels) = (containers, vessels)
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(.ask, .seizure, for: selection)
        // A question about nothing hits nothing.
        selection.selectsNothing = containers.isEmpty && vessels.isEmpty
        let (table, rows) = try records.seizures(selection, visible)
        let names = containers.map(\.code).sorted() + vessels.map { "IMO \($0.number)" }.sorted()
        let subject = "hit or no hit on \(names.joined(separator: ", "))"
        let canAct = !requester.roles.isDisjoint(with: AccessAction.ask.roles)
        if canAct, !visible.isNothing {
            // No hit is an answer too, and stands in the evidence as one.
            try store.note(
                ReleaseNote(visible, subject: subject, shown: [], rows.groups), at: now)
        } else {
            try records.refused(.ask, subject: subject, canAct ? .noAgreement : .role)
        }
        return visible.release(!table.facts.isEmpty, covering: rows.permits)
    }
}
