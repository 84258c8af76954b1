package import NeedToKnow
package import PortVocabulary

/// A measure with the plans made for it.
package struct KeptMeasure: Hashable, Sendable {
    package let measure: Measure
    /// When the node wrote it down.
    package let recorded: CalendarDate
    /// In the order in which they were made; none is ever taken away.
    package let plans: [Preregistration]

    package init(measure: Measure, recorded: CalendarDate, plans: [Preregistration]) {
        (self.measure, self.recorded, self.plans) = (measure, recorded, plans)
    }

    /// The plan by which the effect is judged: the first one.
    package var plan: Preregistration? { plans.first }
}

/// What became of a measure that was handed in.
package enum MeasureKeeping: Hashable, Sendable {
    case stored
    /// It is there already, word for word.
    case unchanged
    /// It was there and went on; now it has its last day.
    case ended
    /// Another measure is there under this identifier; nothing was stored.
    case differs
}

/// What became of a plan that was handed in.
package enum PlanOutcome: Hashable, Sendable {
    /// Kept as the plan of this number, from 1.
    case stored(Int)
    /// The newest plan says the same.
    case unchanged
    /// The measure is not there.
    case absent
    /// Nothing was stored.
    case refused(PreregistrationRefusal)
}

/// What measures ask of storage. Every write is one transaction with its entry of the evidence.
package protocol MeasureStore: Sendable {
    /// Every measure in the order of start and identifier.
    func measures() throws -> [KeptMeasure]
    /// Stores a new measure, or the end of one that went on.
    func keep(_ measure: Measure, by permit: NodePermit, at moment: Moment) throws
        -> MeasureKeeping
    /// Keeps a plan, registered on the moment's day. Whether it may stand is decided within the
    /// transaction, against the measure as stored.
    func keep(
        measure: MeasureID, plan: (CalendarDate) -> Preregistration, by permit: NodePermit,
        at moment: Moment
    ) throws -> PlanOutcome
}
