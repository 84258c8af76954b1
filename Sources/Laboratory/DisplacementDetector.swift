package import SituationAnalysis

/// The product's own test of displacement, run on a world as a node runs it on its records.
package struct DisplacementDetector: Detector {
    package let name = "composition_and_rate"
    private let settings: FlowSettings

    /// The node's settings unless others are tried.
    package init(_ settings: FlowSettings = FlowSettings()) { self.settings = settings }

    /// The score ranks pairs; an alarm stands at the look in which it rose.
    package func detect(_ world: World) -> [PairVerdict] {
        result(world).readings.map { reading in
            PairVerdict(
                measure: reading.measure, toPort: reading.place, score: reading.score,
                alarmWeek: reading.alertLook.map {
                    world.measures[reading.measure].startWeek + $0
                })
        }
    }

    /// All that the test says about a world.
    package func result(_ world: World) -> DisplacementResult {
        let measures = world.measures.map {
            FlowMeasure(place: $0.port, startWeek: $0.startWeek)
        }
        // A world that was read or made holds no find outside itself.
        guard let panel = try? FlowPanel(world) else {
            return DisplacementResult.empty(looks: settings.looks)
        }
        return DisplacementTest(panel, measures: measures, settings: settings).result()
    }
}

extension FlowPanel {
    /// A world's finds and inspections as the test takes them.
    ///
    /// *Throws*: a defect where a find lies outside the world.
    package init(_ world: World) throws(FlowPanelDefect) {
        try self.init(
            placeCount: world.ports.count, weekCount: world.weekCount,
            attributeSizes: [
                world.names.methods.count, world.names.routes.count, world.names.companies.count,
            ],
            finds: world.seizures.map { seizure in
                Find(
                    place: seizure.port, week: seizure.eventWeek,
                    reportedWeek: seizure.reportDay / 7,
                    codes: [
                        seizure.method ?? -1, seizure.route ?? -1, seizure.company ?? -1,
                    ])
            },
            effort: world.inspections.map { $0.map { $0.map(Double.init) } })
    }
}
