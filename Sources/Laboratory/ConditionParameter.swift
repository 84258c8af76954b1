/// A condition that can be set by its name, as from a command line or a truth file.
package struct ConditionParameter: Sendable {
    /// The name in this product.
    package let name: String
    /// The name in the truth files of the public worlds; nil where those never change it.
    package let publicName: String?
    /// What it means, in a few words, with its bounds.
    package let meaning: String

    private let place: Place

    /// Where the value lies, and of what kind it is.
    private enum Place: Sendable {
        case mode
        case whole(any WritableKeyPath<WorldConditions, Int> & Sendable)
        case wholes(any WritableKeyPath<WorldConditions, ClosedRange<Int>> & Sendable)
        case number(any WritableKeyPath<WorldConditions, Double> & Sendable)
        case numbers(any WritableKeyPath<WorldConditions, ClosedRange<Double>> & Sendable)
    }

    private init(_ name: String, _ publicName: String?, _ meaning: String, _ place: Place) {
        self.name = name
        self.publicName = publicName
        self.meaning = meaning
        self.place = place
    }

    /// The value of a condition as it can be set again.
    package func text(in conditions: WorldConditions) -> String {
        switch place {
        case .mode: conditions.mode.rawValue
        case .whole(let path): String(conditions[keyPath: path])
        case .number(let path): String(conditions[keyPath: path])
        case .wholes(let path):
            "\(conditions[keyPath: path].lowerBound):\(conditions[keyPath: path].upperBound)"
        case .numbers(let path):
            "\(conditions[keyPath: path].lowerBound):\(conditions[keyPath: path].upperBound)"
        }
    }

    fileprivate func set(
        _ text: String, in conditions: inout WorldConditions
    ) throws(WorldConditions.Defect) {
        switch place {
        case .mode:
            guard let mode = WorldConditions.Mode(rawValue: text) else {
                let modes = WorldConditions.Mode.allCases.map(\.rawValue).joined(separator: ", ")
                throw defect(text, "give one of \(modes)")
            }
            conditions.mode = mode
        case .whole(let path): conditions[keyPath: path] = try value(text)
        case .number(let path): conditions[keyPath: path] = try value(text)
        case .wholes(let path): conditions[keyPath: path] = try range(text)
        case .numbers(let path): conditions[keyPath: path] = try range(text)
        }
    }

    private func value<Value: LosslessStringConvertible>(
        _ text: some StringProtocol
    ) throws(WorldConditions.Defect) -> Value {
        guard let value = Value(String(text)) else { throw defect(String(text), "give a number") }
        return value
    }

    /// Two numbers with a colon between them, or one for both ends.
    private func range<Bound: LosslessStringConvertible & Comparable>(
        _ text: String
    ) throws(WorldConditions.Defect) -> ClosedRange<Bound> {
        let ends = text.split(separator: ":", omittingEmptySubsequences: false)
        let lower: Bound = try value(ends[0])
        let upper: Bound = try value(ends[ends.count - 1])
        guard ends.count <= 2, lower <= upper else {
            throw defect(text, "give two numbers in order, like 2:12")
        }
        return lower...upper
    }

    private func defect(_ text: String, _ mend: String) -> WorldConditions.Defect {
        // A value from outside is shown short.
        WorldConditions.Defect(
            parameter: name, cause: "\(text.prefix(40)) is no value for it", mend: mend)
    }

    /// Every condition that has a name, in the order of the documentation.
    package static let all: [ConditionParameter] = network + flows + efforts + recording

    private static let network: [ConditionParameter] = [
        .init("mode", "mode", "null, deter, displace or mixed", .mode),
        .init("ports", "P", "ports, 2 to 1,000", .whole(\.portCount)),
        .init("weeks", nil, "weeks, 60 to 1,040", .whole(\.weekCount)),
        .init(
            "measures", "n_meas", "measures, 0 to half of the ports", .whole(\.measureCount)),
        .init("start-weeks", nil, "weeks in which measures start", .wholes(\.startWeeks)),
        .init("scanner-share", nil, "share of scanners, 0 to 1", .number(\.scannerShare)),
        .init(
            "scanner-factor", nil, "their factor on inspections, 1 to 10",
            .numbers(\.scannerFactor)),
        .init(
            "median-rate", "base_med", "median finds a week, 0.001 to 50",
            .number(\.medianRate)),
        .init("rate-spread", nil, "spread of log rates, 0 to 3", .number(\.rateSpread)),
        .init(
            "least-measured-rate", "min_base_A", "least rate of a measured port, 0 to 50",
            .number(\.leastMeasuredRate)),
        .init("trend", nil, "common log growth a year, -1 to 1", .numbers(\.trendPerYear)),
        .init("shock-spread", nil, "spread of log shocks, 0 to 2", .number(\.shockSpread)),
        .init(
            "common-shock-spread", nil, "the same for shocks of all ports, 0 to 2",
            .number(\.commonShockSpread)),
        .init(
            "shock-memory", nil, "weekly correlation of shocks, 0 to 0.999",
            .number(\.shockMemory)),
        .init("alpha", nil, "further overdispersion of a week, 0 to 5", .number(\.alpha)),
    ]

    private static let flows: [ConditionParameter] = [
        .init("fall", "delta", "share of the flow that leaves, 0 to 1", .numbers(\.fall)),
        .init("fall-weeks", nil, "weeks until it has left, 1 to 104", .wholes(\.fallWeeks)),
        .init("moved-share", "phi", "share of that which moves, 0 to 1", .numbers(\.movedShare)),
        .init("receivers", "nrec", "ports that receive, 1 to 20", .wholes(\.receivers)),
        .init(
            "receiver-reach", nil, "kilometres over which receivers thin out by e",
            .number(\.receiverReach)),
        .init("lag-weeks", nil, "weeks to the first load, 0 to 104", .wholes(\.lagWeeks)),
        .init("ramp-weeks", nil, "weeks to the full flow, 1 to 104", .wholes(\.rampWeeks)),
        .init(
            "profile-kept", "fp_keep", "share of moved loads that keep their profile, 0 to 1",
            .number(\.profileKept)),
        .init("decoys", nil, "ports that grow by themselves", .whole(\.decoyCount)),
        .init("decoy-factor", nil, "how much they grow, 0.1 to 10", .numbers(\.decoyFactor)),
        .init("decoy-weeks", nil, "weeks in which they begin", .wholes(\.decoyWeeks)),
    ]

    private static let efforts: [ConditionParameter] = [
        .init(
            "campaigns", "effort_rate", "campaigns of a port a year, 0 to 10",
            .number(\.campaignsPerYear)),
        .init(
            "campaign-factor", "effort_mult", "their factor on inspections, 1 to 10",
            .numbers(\.campaignFactor)),
        .init("campaign-weeks", nil, "their length, 1 to 104", .wholes(\.campaignWeeks)),
        .init(
            "effort-elasticity", nil, "finds follow inspections to this power, 0 to 2",
            .number(\.effortElasticity)),
        .init(
            "median-inspections", nil, "median inspections a week, 1 to 100,000",
            .number(\.medianInspections)),
        .init(
            "inspection-spread", nil, "spread of log inspections, 0 to 3",
            .number(\.inspectionSpread)),
        .init(
            "inspection-noise", nil, "weekly log noise of inspections, 0 to 1",
            .number(\.inspectionNoise)),
        .init(
            "silent-ports", nil, "share of ports without inspections, 0 to 1",
            .number(\.portsWithoutInspections)),
        .init(
            "silent-weeks", nil, "share of other port-weeks without, 0 to 1",
            .number(\.weeksWithoutInspections)),
    ]

    private static let recording: [ConditionParameter] = [
        .init(
            "profile-drift", nil, "yearly drift of log profiles, 0 to 3",
            .number(\.records.profileDrift)),
        .init(
            "method-likeness", nil, "how alike ports' methods are, 0.1 to 100,000",
            .number(\.records.method.portLikeness)),
        .init(
            "route-likeness", nil, "the same for routes", .number(\.records.route.portLikeness)),
        .init(
            "company-likeness", nil, "the same for companies",
            .number(\.records.company.portLikeness)),
        .init(
            "method-missing", nil, "share without a method, 0 to 1",
            .number(\.records.method.missing)),
        .init(
            "route-missing", nil, "share without a route, 0 to 1",
            .number(\.records.route.missing)),
        .init(
            "company-missing", nil, "share without a company, 0 to 1",
            .number(\.records.company.missing)),
        .init("delay-days", nil, "mean days to the report", .number(\.records.delayDays)),
        .init("late-share", nil, "share of late records, 0 to 1", .number(\.records.lateShare)),
        .init("late-days", nil, "mean days of those", .number(\.records.lateDays)),
    ]
}

extension WorldConditions {
    /// Sets a condition by its name here or in the public truth files.
    ///
    /// A range is two numbers with a colon between them. Bounds are checked by the maker.
    /// *Throws*: a defect where there is no such condition or the text is no value for it.
    package mutating func set(_ name: String, to text: String) throws(Defect) {
        let known = ConditionParameter.all.first { $0.name == name || $0.publicName == name }
        guard let known else {
            throw Defect(
                parameter: String(name.prefix(40)), cause: "there is no such condition",
                mend: "give one of \(ConditionParameter.all.map(\.name).joined(separator: ", "))")
        }
        try known.set(text, in: &self)
    }
}
