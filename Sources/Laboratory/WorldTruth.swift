/// What really happened in a made world: scores read it, detectors never do.
package struct WorldTruth: Hashable, Sendable {
    /// What a measure did to the traffic.
    package enum Effect: String, CaseIterable, Hashable, Sendable {
        case none = "no_effect"
        case deters = "deters_only"
        case displaces = "displaces"
    }

    /// A flow that a measure moved to another port.
    package struct Pair: Hashable, Sendable {
        package var measure: String
        package var fromPort: String
        package var toPort: String
        package var startDay: WorldDay
        /// Weeks from the start until the first load arrives.
        package var lagWeeks: Int
        /// Weeks from the first load to the full flow; nil where the file does not say.
        package var rampWeeks: Int?
        /// The receiver's share of the moved flow, 0 to 1; nil where the file does not say.
        package var share: Double?
        /// Finds a year at the level of the first week and usual effort.
        package var addedPerYear: Double
        /// The added flow over the receiver's own level.
        package var relativeIncrease: Double
    }

    /// A measure and what it did.
    package struct MeasureTruth: Hashable, Sendable {
        /// The measure, by its name.
        package var measure: String
        /// The port, by its name.
        package var port: String
        /// The day from which it was in force.
        package var startDay: WorldDay
        /// Its kind in the words of the ports.
        package var type: String
        /// What it did to the traffic.
        package var effect: Effect
        /// The factor on inspections from the start on, where the measure is a scanner.
        package var inspectionFactor: Double?
        /// The share of the flow that left the port, 0 to 1.
        package var fall: Double?
        /// The share of the fallen flow that moved elsewhere, 0 to 1.
        package var movedShare: Double?
        /// Weeks from the start until the first load arrives elsewhere.
        package var lagWeeks: Int?
        /// Weeks from the first load to the full flow.
        package var rampWeeks: Int?
    }

    /// A port whose own traffic grew, with its own profile and for no reason of the network.
    package struct Decoy: Hashable, Sendable {
        package var port: String
        package var week: Int
        package var factor: Double
    }

    /// Weeks in which a port inspected more, and found more for that reason alone.
    package struct Campaign: Hashable, Sendable {
        package var port: String
        package var week: Int
        package var weeks: Int
        package var factor: Double
    }

    package var world: String
    package var seed: UInt64
    package var firstDay: WorldDay
    package var weekCount: Int
    package var portCount: Int
    package var seizureCount: Int
    package var pairs: [Pair]
    package var measures: [MeasureTruth]
    package var decoys: [Decoy]
    package var campaigns: [Campaign]
}
