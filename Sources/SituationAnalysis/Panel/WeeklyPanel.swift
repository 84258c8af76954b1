package import PortVocabulary

/// A find as the statistics take it: its week, its port and what is told of it, as codes.
package struct PanelSeizure: Hashable, Sendable {
    /// From ``WeeklyPanel/firstWeek`` on.
    package let week: Int32
    /// Index into ``WeeklyPanel/ports``.
    package let port: Int32
    /// Indices into the panel's lists; −1 where nothing is told.
    package let method: Int32
    package let route: Int32
    package let company: Int32
    package let substance: Int32

    package init(
        week: Int32, port: Int32, method: Int32, route: Int32, company: Int32, substance: Int32
    ) {
        (self.week, self.port, self.method) = (week, port, method)
        (self.route, self.company, self.substance) = (route, company, substance)
    }
}

/// Counts of ports by weeks, as they were known on a day. Finds are counted, never weighed.
package struct WeeklyPanel: Hashable, Sendable {
    /// The Monday on which week 0 begins.
    package let firstWeek: CalendarDate
    package let weeks: Int
    /// In the order of their codes.
    package let ports: [PlaceCode]
    /// What the codes of the finds stand for, each list in order.
    package let methods: [String]
    package let routes: [String]
    package let companies: [String]
    /// Groups: sources differ in how finely they tell forms apart.
    package let substances: [SubstanceGroup]
    /// Each find once, ordered by week, port and codes: the order of records does not matter.
    package let seizures: [PanelSeizure]
    /// Inspections of each port and week, port by port; nil where there is no denominator. They
    /// are in the unit of the port's ``bases``, so that ports of other bases do not compare.
    package let inspections: [[Double?]]
    /// What each port's finds are divided by; nil: no denominator.
    package let bases: [PanelBasis?]
    /// Random-inspection samples: they stand apart and are in no ``inspections``.
    package let samples: [RandomSample]
    package let asOf: CalendarDate
    /// Weeks before ``asOf`` that are left out, because reports of them still come.
    package let heldBackWeeks: Int
    package let leftOut: PanelLeftOut

    /// How many ports there are.
    package var portCount: Int { ports.count }

    /// Finds of a port in each week.
    package func counts(port: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: weeks)
        for seizure in seizures where Int(seizure.port) == port { counts[Int(seizure.week)] += 1 }
        return counts
    }

    /// The Monday of a week.
    package func monday(_ week: Int) -> CalendarDate { firstWeek.advanced(byDays: 7 * week) }

    /// The denominator of a port in words, for beside every rate.
    package func denominatorText(port: Int) -> String {
        guard let basis = bases[port] else { return "no denominator" }
        return "per \(basis.effort.title), in \(basis.unit.title), "
            + "known for \(basis.weeks) of \(weeks) weeks"
    }
}

/// What the finds of a port are divided by.
package struct PanelBasis: Hashable, Sendable {
    package let effort: EffortKind
    package let unit: EffortUnit
    /// Weeks with a count.
    package let weeks: Int
    /// Who counted, and where a part of the port: those who report at least half of the weeks.
    package let sources: [String]
}

/// A sample of inspections that were drawn by lot.
package struct RandomSample: Hashable, Sendable {
    /// Index into ``WeeklyPanel/ports``.
    package let port: Int
    package let period: DateSpan
    package let effort: EffortKind
    package let inspected: Double
    /// Nil where nobody says.
    package let finds: Int?
}

/// What a panel leaves out, in records.
package struct PanelLeftOut: Hashable, Sendable {
    /// Neither counted nor decided to repeat another.
    package var notCounted = 0
    package var withoutPort = 0
    /// The day is not released, or the period is longer than a week.
    package var withoutWeek = 0
    /// Known only after the day.
    package var notYetKnown = 0
    /// In the weeks that are held back, or after them.
    package var heldBack = 0
    /// Before the panel's first week.
    package var earlier = 0

    package init() {}
}
