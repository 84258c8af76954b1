extension WorldConditions {
    /// What is wrong with conditions, and what would be right.
    package struct Defect: Error, Hashable, Sendable, CustomStringConvertible {
        /// The parameter, by its name.
        package let parameter: String
        package let cause: String
        package let mend: String

        package var description: String { "\(parameter): \(cause); \(mend)" }
    }

    /// Every parameter that lies outside its bounds; empty where a world can be made.
    package var defects: [Defect] {
        var check = BoundsCheck()
        check.whole("portCount", portCount, 2...1_000)
        check.whole("weekCount", weekCount, 60...1_040)
        check.whole("measureCount", measureCount, 0...max(0, portCount / 2))
        let weeks = 0...max(0, weekCount - 1)
        check.wholes("startWeeks", startWeeks, weeks)
        check.wholes("decoyWeeks", decoyWeeks, weeks)
        check.whole("trendOriginWeek", trendOriginWeek, weeks)
        check.whole("decoyCount", decoyCount, 0...max(0, portCount))
        check.wholes("fallWeeks", fallWeeks, 1...104)
        check.wholes("lagWeeks", lagWeeks, 0...104)
        check.wholes("rampWeeks", rampWeeks, 1...104)
        check.wholes("campaignWeeks", campaignWeeks, 1...104)
        check.wholes("receivers", receivers, 1...20)
        for (name, value) in [
            ("scannerShare", scannerShare), ("profileKept", profileKept),
            ("portsWithoutInspections", portsWithoutInspections),
            ("weeksWithoutInspections", weeksWithoutInspections),
        ] { check.number(name, value, 0...1) }
        check.numbers("fall", fall, 0...1)
        check.numbers("movedShare", movedShare, 0...1)
        check.numbers("scannerFactor", scannerFactor, 1...10)
        check.numbers("campaignFactor", campaignFactor, 1...10)
        check.numbers("decoyFactor", decoyFactor, 0.1...10)
        check.numbers("trendPerYear", trendPerYear, -1...1)
        check.number("medianRate", medianRate, 0.001...50)
        check.number("leastMeasuredRate", leastMeasuredRate, 0...50)
        check.number("rateSpread", rateSpread, 0...3)
        check.number("shockSpread", shockSpread, 0...2)
        check.number("commonShockSpread", commonShockSpread, 0...2)
        check.number("shockMemory", shockMemory, 0...0.999)
        check.number("alpha", alpha, 0...5)
        check.number("campaignsPerYear", campaignsPerYear, 0...10)
        check.number("effortElasticity", effortElasticity, 0...2)
        check.number("medianInspections", medianInspections, 1...100_000)
        check.number("inspectionSpread", inspectionSpread, 0...3)
        check.number("inspectionNoise", inspectionNoise, 0...1)
        if receiverReach.isNaN || receiverReach <= 0 {
            check.add("receiverReach", "is no distance", "give kilometres above zero")
        }
        records.check(&check)
        return check.found
    }
}

extension RecordConditions {
    fileprivate func check(_ check: inout BoundsCheck) {
        for (name, attribute) in [("method", method), ("route", route), ("company", company)] {
            check.whole("\(name).values", attribute.values, 1...1_000)
            check.number("\(name).networkEvenness", attribute.networkEvenness, 0.05...1_000)
            check.number("\(name).portLikeness", attribute.portLikeness, 0.1...100_000)
            check.number("\(name).missing", attribute.missing, 0...1)
        }
        check.number("profileDrift", profileDrift, 0...3)
        check.number("logKilograms", logKilograms, -10...15)
        check.number("logKilogramsBetweenMethods", logKilogramsBetweenMethods, 0...3)
        check.numbers("logKilogramsSpread", logKilogramsSpread, 0...5)
        check.number("delayDays", delayDays, 0...1_000)
        check.number("lateShare", lateShare, 0...1)
        check.number("lateDays", lateDays, 0...1_000)
        let total = substances.reduce(0, +)
        if substances.isEmpty || substances.count > 100 || !(abs(total - 1) < 1e-9)
            || substances.contains(where: { !($0 >= 0) })
        {
            check.add("substances", "are no shares", "give 1 to 100 shares that sum to 1")
        }
    }
}

/// Gathers what lies outside its bounds.
private struct BoundsCheck {
    var found: [WorldConditions.Defect] = []

    mutating func add(_ name: String, _ cause: String, _ mend: String) {
        found.append(WorldConditions.Defect(parameter: name, cause: cause, mend: mend))
    }

    mutating func number(_ name: String, _ value: Double, _ bounds: ClosedRange<Double>) {
        guard !bounds.contains(value) else { return }
        add(name, "\(value) is out of bounds", "give \(bounds.lowerBound) to \(bounds.upperBound)")
    }

    mutating func numbers(
        _ name: String, _ range: ClosedRange<Double>, _ bounds: ClosedRange<Double>
    ) {
        number(name, range.lowerBound, bounds)
        number(name, range.upperBound, bounds)
    }

    mutating func whole(_ name: String, _ value: Int, _ bounds: ClosedRange<Int>) {
        guard !bounds.contains(value) else { return }
        add(name, "\(value) is out of bounds", "give \(bounds.lowerBound) to \(bounds.upperBound)")
    }

    mutating func wholes(_ name: String, _ range: ClosedRange<Int>, _ bounds: ClosedRange<Int>) {
        whole(name, range.lowerBound, bounds)
        whole(name, range.upperBound, bounds)
    }
}
