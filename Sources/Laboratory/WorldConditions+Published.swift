extension WorldConditions {
    /// Conditions under a name.
    package struct Scenario: Hashable, Sendable {
        package let name: String
        package let conditions: WorldConditions
    }

    /// The twelve conditions of the public worlds, in their order.
    package static let published: [Scenario] = [
        scenario("null") { $0.mode = .null },
        scenario("deter_only") { $0.mode = .deter },
        scenario("displace") { _ in },
        scenario("displace_strong") {
            $0.fall = 0.6...0.9
            $0.movedShare = 0.8...1
            $0.receivers = 1...1
            $0.medianRate = 0.9
        },
        scenario("displace_weak") {
            $0.fall = 0.2...0.4
            $0.movedShare = 0.3...0.6
        },
        scenario("effort_null") {
            $0.mode = .null
            $0.campaignsPerYear = 0.7
            $0.campaignFactor = 1.5...4
        },
        scenario("effort_displace") {
            $0.campaignsPerYear = 0.7
            $0.campaignFactor = 1.5...4
        },
        scenario("12ports") {
            $0.portCount = 12
            $0.measureCount = 3
        },
        scenario("60ports") {
            $0.mode = .mixed
            $0.portCount = 60
            $0.measureCount = 10
            $0.medianRate = 0.35
        },
        scenario("low_rate") {
            $0.medianRate = 0.2
            $0.leastMeasuredRate = 0.4
        },
        scenario("no_fingerprint") { $0.profileKept = 0 },
        scenario("mixed") { $0.mode = .mixed },
    ]

    private static func scenario(
        _ name: String, _ change: (inout WorldConditions) -> Void
    ) -> Scenario {
        var conditions = WorldConditions()
        change(&conditions)
        return Scenario(name: name, conditions: conditions)
    }
}
