/// Marks ``ID`` as that of a measure.
package enum MeasureCase {}
/// Identifies a measure.
package typealias MeasureID = ID<MeasureCase>

/// What kind of thing was done. Effects are pooled by it, so that no single action stands in a
/// league table.
package enum MeasureType: String, Term {
    /// A new scanner, or more hours of one.
    case scanner
    case accessControl = "access-control"
    /// Screening of people who work in the port.
    case screening
    /// A team of several authorities.
    case jointTeam = "joint-team"
    case patrols
    /// Cameras, sensors, lights, fences.
    case surveillance
    /// Release of containers without codes that can be sold.
    case releaseRights = "release-rights"
    /// Rules by which loads are chosen for inspection.
    case targeting
    case training
    case other

    package static let vocabulary = "types of measure"
    package var title: String { rawValue.split(separator: "-").joined(separator: " ") }
}

/// Something done against crime at a port, from a day on. It never changes once it is stored,
/// but for the day on which it ended.
package struct Measure: Hashable, Sendable {
    /// Bounds of its texts, in bytes.
    package static let textLimit = 1_000

    package let id: MeasureID
    package let port: PlaceCode
    /// The terminal or other part of the port; nil for the whole port.
    package let facility: String?
    package let type: MeasureType
    package let starts: CalendarDate
    /// Its last day; nil while it goes on.
    package var ends: CalendarDate?
    package let description: String
    /// Who runs it.
    package let owner: OrganisationID
    /// Where its dates come from.
    package let source: String

    /// - Throws: ``WordDefect`` for an end before the start or a text that is too long.
    package init(
        id: MeasureID, port: PlaceCode, facility: String? = nil, type: MeasureType,
        starts: CalendarDate, ends: CalendarDate? = nil, description: String,
        owner: OrganisationID, source: String
    ) throws(WordDefect) {
        if let ends, ends < starts {
            throw .noSuchValue(
                "ends on \(ends), before it starts", mend: "write a last day from \(starts) on")
        }
        for text in [facility ?? "", description, source] where text.utf8.count > Self.textLimit {
            throw .length(expected: "0 to \(Self.textLimit)", found: text.utf8.count)
        }
        (self.id, self.port, self.type) = (id, port, type)
        self.facility = facility.flatMap { $0.isEmpty ? nil : $0 }
        (self.starts, self.ends, self.description) = (starts, ends, description)
        (self.owner, self.source) = (owner, source)
    }

    /// Whether it was in force on that day.
    package func isInForce(on day: CalendarDate) -> Bool {
        starts <= day && (ends.map { day <= $0 } ?? true)
    }
}

/// What an effect will be judged by.
package enum MeasureOutcome: String, Term {
    case seizures
    case seizuresPerInspection = "seizures-per-inspection"
    /// Finds of a random-inspection sample: the one gauge that targeting does not bend.
    case findsPerRandomInspection = "finds-per-random-inspection"
    case methodShare = "method-share"

    package static let vocabulary = "outcomes of measures"
    package var title: String { rawValue.split(separator: "-").joined(separator: " ") }
}

/// What was decided before a measure began: how its effect will be judged. It is never changed;
/// a later plan is a plan of its own, and the first one stays.
package struct Preregistration: Hashable, Sendable {
    /// Comparison ports of one plan.
    package static let comparisonLimit = 100
    /// Weeks before and after the start that a plan may compare.
    package static let weekRange = 4...260

    package let measure: MeasureID
    package let outcome: MeasureOutcome
    /// Weeks before the start that are compared.
    package let weeksBefore: Int
    /// Weeks from the start on that are compared.
    package let weeksAfter: Int
    /// The ports to compare with, each once, in order.
    package let comparison: [PlaceCode]
    package let registered: CalendarDate

    package init(
        measure: MeasureID, outcome: MeasureOutcome, weeksBefore: Int, weeksAfter: Int,
        comparison: [PlaceCode], registered: CalendarDate
    ) {
        (self.measure, self.outcome) = (measure, outcome)
        (self.weeksBefore, self.weeksAfter) = (weeksBefore, weeksAfter)
        self.comparison = Array(Set(comparison)).sorted()
        self.registered = registered
    }

    /// Whether both plan the same, whenever they were made.
    package func saysTheSame(as other: Preregistration) -> Bool {
        measure == other.measure && outcome == other.outcome && weeksBefore == other.weeksBefore
            && weeksAfter == other.weeksAfter && comparison == other.comparison
    }

    /// Why this plan cannot stand for that measure; nil where it can.
    package func refusal(for measure: Measure) -> PreregistrationRefusal? {
        if registered >= measure.starts { return .afterStart(measure.starts) }
        guard Self.weekRange.contains(weeksBefore), Self.weekRange.contains(weeksAfter) else {
            return .window
        }
        if comparison.isEmpty { return .noComparison }
        if comparison.count > Self.comparisonLimit { return .tooManyPorts }
        if comparison.contains(measure.port) { return .comparedWithItself }
        return nil
    }
}

/// Why a plan is refused.
package enum PreregistrationRefusal: Hashable, Sendable {
    /// The measure had begun: what is chosen then may be chosen by the result.
    case afterStart(CalendarDate)
    case window
    case noComparison
    case tooManyPorts
    case comparedWithItself

    /// What is wrong.
    package var cause: String {
        switch self {
        case .afterStart(let day):
            "the measure began on \(day): a plan made then could be chosen by the result"
        case .window: "the window is no number of weeks that can be compared"
        case .noComparison: "no comparison port is named"
        case .tooManyPorts: "more than \(Preregistration.comparisonLimit) ports are named"
        case .comparedWithItself: "the measure's own port is among the comparison ports"
        }
    }

    /// What would make it right.
    package var mend: String {
        switch self {
        case .afterStart: "register before the start; the effect is shown as not pre-registered"
        case .window:
            "write \(Preregistration.weekRange.lowerBound) to "
                + "\(Preregistration.weekRange.upperBound) weeks before and after"
        case .noComparison: "name ports that have no such measure in the window"
        case .tooManyPorts: "name fewer"
        case .comparedWithItself: "name other ports"
        }
    }
}
