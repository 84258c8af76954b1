/// The conditions under which a world is made.
///
/// The usual values make worlds like the public ones: finds with latent shocks and a common
/// trend, campaigns, growth that is nobody's displacement, and records with gaps.
/// *Bounds*: `WorldConditions.defects` names what lies outside; the maker refuses it.
package struct WorldConditions: Hashable, Sendable {
    /// What the measures of a world do.
    package enum Mode: String, CaseIterable, Hashable, Sendable {
        /// No measure changes the traffic.
        case null
        /// Traffic falls and goes nowhere.
        case deter
        /// Traffic falls and a part moves.
        case displace
        /// Half of the measures displace, a quarter deters, a quarter does nothing.
        case mixed
    }

    package var mode = Mode.displace
    /// Ports, 2 to 1,000.
    package var portCount = 30
    /// Weeks, 60 to 1,040.
    package var weekCount = 260
    /// Measures, each at a port of its own; 0 to half of the ports.
    package var measureCount = 6
    /// Weeks in which measures start; inside the world.
    package var startWeeks = 110...199
    /// Share of measures that are scanners, 0 to 1; the rest are of other types.
    package var scannerShare = 0.25
    /// Factor of a scanner on inspections and finds, 1 to 10.
    package var scannerFactor = 1.4...2.0

    /// Median finds a week of a port, 0.001 to 50.
    package var medianRate = 0.6
    /// Spread of ports' rates: standard deviation of the logarithm, 0 to 3.
    package var rateSpread = 0.8
    /// Least finds a week of a port with a measure, where such ports are left.
    package var leastMeasuredRate = 0.8
    /// Growth of all ports, a year, on the log scale; -1 to 1.
    package var trendPerYear = 0.0...0.3
    /// The week at which the common trend is at level one.
    package var trendOriginWeek = 52
    /// Standard deviation of a port's latent log shock, 0 to 2.
    package var shockSpread = 0.5
    /// Standard deviation of the log shock that all ports share, 0 to 2.
    package var commonShockSpread = 0.1
    /// Correlation of a shock with that of the week before, 0 to 0.999.
    package var shockMemory = 0.88
    /// Overdispersion of the weekly count beyond the shocks: variance = mean + alpha mean²; 0 to 5.
    package var alpha = 0.03

    /// Share of A's flow that leaves, 0 to 1.
    package var fall = 0.3...0.8
    /// Weeks until the fall is complete, 1 to 104.
    package var fallWeeks = 4...10
    /// Share of the fallen flow that moves, 0 to 1.
    package var movedShare = 0.4...1.0
    /// Ports that receive a moved flow, 1 to 20.
    package var receivers = 1...3
    /// Distance in kilometres over which a receiver becomes less likely by a factor e;
    /// infinite where distance does not matter.
    package var receiverReach = 1_000.0
    /// Weeks until the first load arrives, 0 to 104.
    package var lagWeeks = 2...12
    /// Weeks from the first load to the full flow, 1 to 104.
    package var rampWeeks = 4...16
    /// Probability that a moved load keeps the profile of its old port, 0 to 1.
    package var profileKept = 0.7

    /// Ports whose own traffic grows, 0 to the number of ports.
    package var decoyCount = 3
    /// Factor of that growth, 0.1 to 10.
    package var decoyFactor = 1.5...2.5
    /// Weeks in which it begins; inside the world.
    package var decoyWeeks = 104...229

    /// Campaigns of a port a year, 0 to 10.
    package var campaignsPerYear = 0.25
    /// Factor of a campaign on inspections, 1 to 10.
    package var campaignFactor = 1.4...2.5
    /// Weeks of a campaign, 1 to 104.
    package var campaignWeeks = 8...36
    /// How finds follow inspections: finds ~ inspections to this power, 0 to 2.
    package var effortElasticity = 1.0
    /// Median inspections a week of a port, 1 to 100,000.
    package var medianInspections = 205.0
    /// Spread of ports' inspections: standard deviation of the logarithm, 0 to 3.
    package var inspectionSpread = 0.8
    /// Weekly unsteadiness of inspections: standard deviation of the logarithm, 0 to 1.
    package var inspectionNoise = 0.12
    /// Share of ports that report no inspections at all, 0 to 1.
    package var portsWithoutInspections = 0.12
    /// Share of the other port-weeks without a reported number, 0 to 1.
    package var weeksWithoutInspections = 0.0

    package var records = RecordConditions()

    /// The usual conditions of the public worlds.
    package init() {}
}

/// How single records are made: attributes and their drift, gaps, delays, weights.
package struct RecordConditions: Hashable, Sendable {
    /// A kind of attribute and how ports differ in it.
    package struct Attribute: Hashable, Sendable {
        /// Number of values, 1 to 1,000.
        package var values: Int
        /// Concentration per value of the network's profile, a Dirichlet draw; 0.05 to 1,000.
        package var networkEvenness: Double
        /// Total concentration of a port's profile around the network's: small sets ports
        /// apart, large makes them alike; 0.1 to 100,000.
        package var portLikeness: Double
        /// Share of records that do not state it, 0 to 1.
        package var missing: Double
    }

    package var method = Attribute(
        values: 8, networkEvenness: 1.2, portLikeness: 4.5, missing: 0.08)
    package var route = Attribute(
        values: 10, networkEvenness: 1.1, portLikeness: 5.5, missing: 0.06)
    package var company = Attribute(
        values: 40, networkEvenness: 1.4, portLikeness: 22, missing: 0.10)
    /// Drift of a port's profile: standard deviation a year of the random walk of each
    /// value's log weight, 0 to 3.
    package var profileDrift = 0.38
    /// Share of cocaine, then of the other substances; sums to 1.
    package var substances = [0.84, 0.09, 0.04, 0.03]
    /// Mean of the log of kilograms.
    package var logKilograms = 3.2
    /// Spread of that mean between methods, 0 to 3.
    package var logKilogramsBetweenMethods = 0.5
    /// Standard deviation of the log of kilograms within a method, 0 to 5.
    package var logKilogramsSpread = 1.6...2.1
    /// Mean days from event to report beyond the first, 0 to 1,000.
    package var delayDays = 7.5
    /// Share of records that come late, 0 to 1.
    package var lateShare = 0.10
    /// Mean days of those, 0 to 1,000.
    package var lateDays = 50.0

    /// The usual records of the public worlds.
    package init() {}
}
