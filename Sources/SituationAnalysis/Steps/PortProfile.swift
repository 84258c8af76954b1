package import NeedToKnow
package import PortVocabulary

/// One port: what the register says, what was found there, and its neighbours for comparison.
package struct PortProfile<Store: SituationStore> {
    /// Newest finds shown at the most.
    package static var findLimit: Int { 25 }
    /// Published figures shown at the most.
    package static var figureLimit: Int { 40 }
    /// Neighbours looked at at the most.
    package static var nearLimit: Int { 150 }
    /// Neighbours shown at the most.
    package static var neighbourLimit: Int { 12 }

    private let store: Store
    private let reference: ReferenceData

    package init(store: Store, reference: ReferenceData) {
        (self.store, self.reference) = (store, reference)
    }

    /// The fields of single records that the view draws on.
    private static var shown: FieldSet {
        [.date, .reporter, .place, .substance, .amount, .methods, .departure]
    }

    /// What the requester may see of a port. One that the register lacks is answered too: its
    /// code may stand in records.
    ///
    /// - Throws: what the store throws.
    package func run(
        _ requester: Requester, _ code: PlaceCode, now: Moment
    ) throws -> Released<PortView> {
        let near = reference.ports.neighbours(of: code, limit: Self.nearLimit)
        var selection = Selection()
        selection.ports = Set(near.map(\.port.code) + [code])
        let records = try VisibleRecords(store, requester, now: now)
        let visible = try records.visibility(.list, .seizure, for: selection)
        let (table, rows) = try records.seizures(selection, visible)
        var own = Selection()
        own.ports = [code]
        let visibleFigures = try records.visibility(.list, .figure, for: own)
        let (figures, figureRows) = try records.figures(own, visibleFigures)
        let tally = try PortTally(table, code: code, today: now.day)
        let view = PortView(
            profile: facts(code), totals: tally.totals,
            finds: try finds(tally, reporters: table.reporters),
            figures: Array(
                figures.sorted {
                    ($1.figure.period.first, $0.serial) < ($0.figure.period.first, $1.serial)
                }.prefix(Self.figureLimit)),
            neighbours: neighbours(near, of: code, tally),
            coverage: tally.coverage(reporters: table.reporters), periods: tally.periods)
        let subject = "port/\(code)"
        if !rows.isEmpty || figureRows.isEmpty {
            try records.note(visible, subject: subject, shown: Self.shown, rows)
        }
        if !figureRows.isEmpty {
            try records.note(
                visibleFigures, subject: subject, shown: RecordKind.figure.fields, figureRows)
        }
        return visible.release(view, covering: rows.permits + figureRows.permits)
    }

    private func facts(_ code: PlaceCode) -> PortFacts {
        let port = reference.ports.port(code)
        return PortFacts(
            code: code, name: port?.name ?? code.code,
            country: reference.countries.name(of: code.country), basin: port?.basin ?? .unknown,
            kind: port?.kind ?? .unknown, size: port?.size ?? .unknown,
            membership: port?.membership ?? .unknown, coordinates: port?.coordinates,
            spellings: port?.spellings ?? [], isRegistered: port != nil)
    }

    private func finds(_ tally: PortTally, reporters: [String]) throws -> [PortFind] {
        let newest = tally.newest(Self.findLimit)
        let ids = try store.identifiers(ofSerials: newest.map(\.serial))
        return newest.compactMap { fact in
            ids[fact.serial].map {
                PortFind(record: $0, fact: fact, reporter: reporters[fact.reporter])
            }
        }
    }

    /// Neighbours with finds first, then the nearest large ones, then the nearest; shown by
    /// distance.
    private func neighbours(
        _ near: [PortRegister.Neighbour], of code: PlaceCode, _ tally: PortTally
    ) -> [PortNeighbour] {
        let basin = reference.ports.port(code)?.basin
        let withFinds = near.filter { tally.count(at: $0.port.code).seizures > 0 }
        let large = near.filter { $0.port.size == .large }
        var chosen: Set<PlaceCode> = []
        for neighbour in withFinds + large + near where chosen.count < Self.neighbourLimit {
            chosen.insert(neighbour.port.code)
        }
        return near.filter { chosen.contains($0.port.code) }.map { neighbour in
            let count = tally.count(at: neighbour.port.code)
            return PortNeighbour(
                code: neighbour.port.code, name: neighbour.port.name,
                kilometres: neighbour.kilometres,
                isSameBasin: neighbour.port.basin == basin && basin != .unknown,
                size: neighbour.port.size, seizures: count.seizures, lastYear: count.lastYear,
                yearBefore: count.yearBefore)
        }
    }
}
