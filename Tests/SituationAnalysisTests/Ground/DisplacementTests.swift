import SituationAnalysis
import Testing

/// Degenerate and too small inputs of the displacement and effect tests.
@Suite struct DisplacementTests {
    private static func panel(
        places: Int, weeks: Int, effort: Double? = 10, finds: [FlowPanel.Find]
    ) throws -> FlowPanel {
        try FlowPanel(
            placeCount: places, weekCount: weeks, attributeSizes: [3, 3, 3], finds: finds,
            effort: [[Double?]](
                repeating: [Double?](repeating: effort, count: weeks), count: places))
    }

    private static func find(_ place: Int, _ week: Int, _ code: Int = 0) -> FlowPanel.Find {
        FlowPanel.Find(
            place: place, week: week, reportedWeek: week, codes: [code, code, code])
    }

    @Test func noFindsCannotTell() throws {
        let panel = try Self.panel(places: 12, weeks: 200, finds: [])
        let result = DisplacementTest(
            panel, measures: [FlowMeasure(place: 0, startWeek: 120)]
        ).result()
        #expect(result.readings.count == 11)
        for reading in result.readings {
            #expect(reading.verdict == .cannotTell)
            #expect(reading.displacedPerYear == nil && reading.leastDetectable == nil)
            #expect(reading.reasons.contains(.tooFewFindsAtSource(finds: 0, needed: 30)))
        }
    }

    @Test(arguments: [(1, 1), (1, 200), (2, 1), (12, 3)])
    func oneplaceOrOneWeekIsDefined(_ places: Int, _ weeks: Int) throws {
        let finds = (0..<weeks).map { Self.find(0, $0) }
        let panel = try Self.panel(places: places, weeks: weeks, finds: finds)
        let measure = FlowMeasure(place: 0, startWeek: weeks / 2)
        let result = DisplacementTest(panel, measures: [measure]).result()
        #expect(result.readings.count == places - 1)
        #expect(result.readings.allSatisfy { $0.verdict == .cannotTell })
        let effects = EffectTest(panel, measures: [EffectMeasure(measure, type: 0)]).estimates()
        #expect(effects.map(\.verdict) == [.cannotTell])
        #expect(effects[0].logRatio == nil && !effects[0].obstacles.isEmpty)
    }

    @Test func constantFindsShowNothing() throws {
        var finds: [FlowPanel.Find] = []
        for place in 0..<14 {
            for week in 0..<220 { finds.append(Self.find(place, week, (place + week) % 3)) }
        }
        let panel = try Self.panel(places: 14, weeks: 220, finds: finds)
        let measure = FlowMeasure(place: 3, startWeek: 150)
        let result = DisplacementTest(panel, measures: [measure]).result()
        #expect(result.readings.allSatisfy { $0.alertLook == nil })
        #expect(
            result.readings.allSatisfy { $0.score.isFinite && $0.expected.isFinite })
        let effect = EffectTest(panel, measures: [EffectMeasure(measure, type: 0)]).estimates()[0]
        #expect(effect.verdict == .notShown)
    }

    @Test func effectsNeedADenominator() throws {
        var finds: [FlowPanel.Find] = []
        for place in 0..<10 { for week in 0..<220 { finds.append(Self.find(place, week)) } }
        let panel = try Self.panel(places: 10, weeks: 220, effort: nil, finds: finds)
        let measure = EffectMeasure(FlowMeasure(place: 3, startWeek: 120), type: 0)
        let effect = EffectTest(panel, measures: [measure]).estimates()[0]
        #expect(effect.verdict == .cannotTell)
        #expect(effect.obstacles.contains(.noDenominator))
    }

    @Test func findsOutsideThePanelAreRefused() {
        #expect(throws: FlowPanelDefect.findOutside(index: 1)) {
            try Self.panel(places: 2, weeks: 5, finds: [Self.find(0, 0), Self.find(2, 0)])
        }
        #expect(throws: FlowPanelDefect.effortShape(rows: 0)) {
            try FlowPanel(
                placeCount: 1, weekCount: 1, attributeSizes: [], finds: [], effort: [])
        }
    }

    @Test func effectIsFoundWhereFindsHalve() throws {
        var finds: [FlowPanel.Find] = []
        for place in 0..<16 {
            for week in 0..<260 {
                let many = place == 5 && week >= 156 ? 1 : 4
                for number in 0..<many where (week * 7 + place * 3 + number) % 5 != 0 {
                    finds.append(Self.find(place, week, (week + number) % 3))
                }
            }
        }
        let panel = try Self.panel(places: 16, weeks: 260, finds: finds)
        let measure = EffectMeasure(FlowMeasure(place: 5, startWeek: 156), type: 0)
        let effect = EffectTest(panel, measures: [measure]).estimates()[0]
        #expect(effect.verdict == .fewerFinds)
        #expect((effect.ratio?.best ?? 1) < 0.4)
    }
}
