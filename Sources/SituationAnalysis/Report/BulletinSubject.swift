package import PortVocabulary

/// What a bulletin is about.
package enum BulletinSubject: Hashable, Sendable, CustomStringConvertible {
    /// Everything that the reader may see.
    case alliance
    case basin(Basin)
    case port(PlaceCode)

    /// Reads `alliance`, `basin/north-sea` and `port/NLRTM`.
    ///
    /// - Throws: ``WordDefect`` for any other text.
    package init(parsing text: String) throws(WordDefect) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("alliance", 1): self = .alliance
        case ("basin", 2): self = .basin(try Basin(parsing: parts[1]))
        case ("port", 2): self = .port(try PlaceCode(parsing: parts[1]))
        default:
            throw .noSuchValue(
                "is no subject of a bulletin",
                mend: "write alliance, basin/north-sea or port/NLRTM")
        }
    }

    /// `alliance`, `basin/north-sea` or `port/NLRTM`.
    package var description: String {
        switch self {
        case .alliance: "alliance"
        case .basin(let basin): "basin/\(basin.rawValue)"
        case .port(let place): "port/\(place)"
        }
    }

    /// The name that a title carries.
    package func name(_ reference: ReferenceData) -> String {
        switch self {
        case .alliance: "ports alliance"
        case .basin(let basin): basin.title
        case .port(let place): "\(reference.ports.name(of: place)) (\(place))"
        }
    }

    /// The code of a basin or a port; empty for the alliance.
    var code: String {
        switch self {
        case .alliance: ""
        case .basin(let basin): basin.rawValue
        case .port(let place): place.code
        }
    }
}

/// A bulletin that somebody asks for: what about, and for which period.
package struct BulletinRequest: Hashable, Sendable {
    package let subject: BulletinSubject
    package let cycle: BulletinCycle
    package let period: DateSpan
    /// Only these substance groups; all where empty.
    package let groups: Set<SubstanceGroup>
    /// The neighbour before the period.
    package let before: DateSpan
    /// The same period a year before.
    package let yearBefore: DateSpan
    /// Every period of the bulletin's course, from the first day of the first to its own last.
    package let course: DateSpan

    /// - Throws: ``WordDefect`` where the period is no whole month or quarter, or lies so early
    ///   that there are none before it.
    package init(
        _ subject: BulletinSubject, period: DateSpan, groups: Set<SubstanceGroup> = []
    ) throws(WordDefect) {
        guard let cycle = BulletinCycle(of: period) else {
            throw .noSuchValue(
                "is no period of a bulletin", mend: "write a month or a quarter: 2024-03, 2024-Q1")
        }
        let yearly = 12 / cycle.granularity.months
        guard let before = cycle.period(period, movedBy: -1),
            let yearBefore = cycle.period(period, movedBy: -yearly),
            let first = cycle.period(period, movedBy: 1 - cycle.courseLength)
        else {
            throw .noSuchValue("lies too early for a bulletin", mend: "write a later period")
        }
        (self.subject, self.cycle, self.period) = (subject, cycle, period)
        (self.groups, self.before, self.yearBefore) = (groups, before, yearBefore)
        course = try DateSpan(from: first.first, through: period.last)
    }

    /// The records of one of its periods.
    ///
    /// - Parameter isWithin: whether the whole date must lie in the period. Without it a record
    ///   dated to a year would stand in each of the year's bulletins.
    func selection(_ period: DateSpan, isWithin: Bool) -> Selection {
        var selection = Selection()
        selection.period = period
        selection.groups = groups
        selection.isWithinPeriod = isWithin
        switch subject {
        case .alliance: break
        case .basin(let basin): selection.basins = [basin]
        case .port(let place): selection.ports = [place]
        }
        return selection
    }
}
