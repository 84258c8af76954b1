import RealModule

/// Makes worlds whose truth is known, to learn what a detector can show.
///
/// *Model*: finds of port p in week t are negative binomial with mean
/// (own flow + moved flows) × (inspections / usual inspections)^elasticity. The own flow is
/// level × common trend × exp(latent shock) × local growth × (1 − fall). A moved flow is the
/// part of the fallen flow of its old port that goes to p, after lag and ramp. Each find draws
/// its attributes from the drifting profile of its port; a moved load draws them from the
/// profile of its old port with probability `profileKept`.
/// *Source*: the conditions are those of the published simulation of the project's methods;
/// the code and the parameters not stated there were found by measuring the public worlds.
package struct WorldMaker: Sendable {
    /// A world and what really happened in it.
    package struct Made: Hashable, Sendable {
        package let world: World
        package let truth: WorldTruth
    }

    /// Most finds of a world; the maker refuses conditions that lead beyond.
    package static let mostSeizures = 2_000_000

    private let conditions: WorldConditions

    /// Checks the conditions first.
    ///
    /// *Throws*: the first parameter outside its bounds.
    package init(_ conditions: WorldConditions) throws(WorldConditions.Defect) {
        if let defect = conditions.defects.first { throw defect }
        self.conditions = conditions
    }

    /// The same name, seed and conditions make the same world everywhere.
    ///
    /// *Throws*: a defect where the conditions lead to more than `mostSeizures` finds.
    package func world(
        named name: String, seed: UInt64, firstDay: WorldDay = WorldDay(number: 18_267)
    ) throws(WorldConditions.Defect) -> Made {
        let plan = WorldPlan(conditions, seed: seed)
        let flows = WorldFlows(conditions, plan: plan, seed: seed)
        guard flows.expectedTotal <= Double(Self.mostSeizures) else {
            throw WorldConditions.Defect(
                parameter: "medianRate",
                cause: "these conditions lead to more than \(Self.mostSeizures) finds",
                mend: "lower medianRate, portCount or weekCount")
        }
        let records = WorldRecords(conditions, plan: plan, flows: flows, seed: seed)
        let world = World(
            name: name, firstDay: firstDay, weekCount: conditions.weekCount, ports: plan.ports,
            names: records.names, seizures: records.seizures,
            inspections: flows.reportedInspections,
            measures: plan.measures.map {
                World.Measure(id: $0.id, port: $0.port, startDay: 7 * $0.week, type: $0.type)
            })
        return Made(world: world, truth: truth(of: world, plan: plan, seed: seed))
    }

    private func truth(of world: World, plan: WorldPlan, seed: UInt64) -> WorldTruth {
        var pairs: [WorldTruth.Pair] = []
        var measures: [WorldTruth.MeasureTruth] = []
        for measure in plan.measures {
            let start = world.day(ofWeek: measure.week)
            let from = world.ports[measure.port].id
            let change = measure.change
            measures.append(
                WorldTruth.MeasureTruth(
                    measure: measure.id, port: from, startDay: start, type: measure.type,
                    effect: measure.effect, inspectionFactor: measure.inspectionFactor,
                    fall: change?.fall,
                    movedShare: measure.effect == .displaces ? change?.movedShare : nil,
                    lagWeeks: change?.lagWeeks, rampWeeks: change?.rampWeeks))
            guard let change else { continue }
            for receiver in change.receivers {
                let weekly =
                    plan.levels[measure.port] * change.fall * change.movedShare * receiver.share
                pairs.append(
                    WorldTruth.Pair(
                        measure: measure.id, fromPort: from,
                        toPort: world.ports[receiver.port].id, startDay: start,
                        lagWeeks: change.lagWeeks, rampWeeks: change.rampWeeks,
                        share: receiver.share, addedPerYear: weekly * 52,
                        relativeIncrease: weekly / plan.levels[receiver.port]))
            }
        }
        return WorldTruth(
            world: world.name, seed: seed, firstDay: world.firstDay,
            weekCount: world.weekCount, portCount: world.ports.count,
            seizureCount: world.seizures.count, pairs: pairs, measures: measures,
            decoys: plan.decoys.map {
                WorldTruth.Decoy(
                    port: world.ports[$0.port].id, week: $0.week, factor: $0.factor)
            },
            campaigns: plan.campaigns.map {
                WorldTruth.Campaign(
                    port: world.ports[$0.port].id, week: $0.week, weeks: $0.weeks,
                    factor: $0.factor)
            })
    }
}
