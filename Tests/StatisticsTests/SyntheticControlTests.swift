import Foundation
import Statistics
import Testing

@Suite struct SyntheticControlTests {
    /// The Basque Country and seventeen other units of Spain, 1955 to 1997, before and after 1970.
    private func basque(matched: Range<Int>) throws -> (panel: ControlPanel, names: [String])? {
        guard let units = ReferenceResults.table("synth/basque_X0.csv"),
            let own = ReferenceResults.table("synth/basque_X1.csv"),
            let outcomes = ReferenceResults.table("synth/basque_Z0.csv"),
            let treated = ReferenceResults.table("synth/basque_Z1.csv")
        else { return nil }
        let names = Array(units[0].dropFirst())
        func column(_ rows: [[String]], _ place: Int) throws -> [Double] {
            try rows.dropFirst().map { try #require(Double($0[place])) }
        }
        let panel = try #require(
            ControlPanel(
                treated: try column(treated, 1),
                controls: try names.indices.map { try column(outcomes, $0 + 1) },
                periodsBefore: 15, matched: matched, treatedPredictors: try column(own, 1),
                controlPredictors: try names.indices.map { try column(units, $0 + 1) }))
        return (panel, names)
    }

    private func found(_ outcome: SyntheticControl.Outcome) throws -> SyntheticControl {
        guard case .found(let control) = outcome else {
            Issue.record("no synthetic control: \(outcome)")
            throw CocoaError(.featureUnsupported)
        }
        return control
    }

    private func compare(
        _ control: [Double], _ names: [String], _ golden: [String: Any], _ kind: String,
        within tolerance: Double
    ) throws {
        var agreement = Agreement(
            "synthetic control, \(kind): weights", on: "Basque Country",
            with: kind.hasPrefix("outcome") ? "exact programme" : "pysyncon 1.7.0")
        for (name, weight) in zip(names, control) {
            let theirs = try #require(golden.number(kind, "weights", name))
            agreement.compare(weight, theirs, floor: 1)
        }
        agreement.expect(within: tolerance)
    }

    private func compareGaps(
        _ gaps: [Double], _ golden: [String: Any], _ kind: String, within tolerance: Double
    ) throws {
        for (year, gap) in gaps.enumerated() {
            let theirs = try #require(golden.number(kind, "gaps", "\(1955 + year)"))
            #expect(abs(gap - theirs) < tolerance, "\(kind): \(1955 + year)")
        }
    }

    @Test func outcomeWeightsAreTheOptimum() throws {
        guard let (panel, names) = try basque(matched: 0..<15),
            let golden = try ReferenceResults.json("synth/basque_results.json")
        else { return }
        let control = try found(SyntheticControl.fit(panel, .outcomesOnly))
        try compare(control.weights, names, golden, "outcome_only_1955_1969", within: 1e-6)
        try compareGaps(control.gaps, golden, "outcome_only_1955_1969", within: 1e-6)
        let sse = try #require(golden.number("outcome_only_1955_1969", "sse"))
        #expect(agrees(control.loss * 15, sse, within: 1e-9))
        #expect(control.optimalityGap < 1e-12)
        #expect(abs(control.weights.reduce(0, +) - 1) < 1e-14)
        #expect(control.weights.allSatisfy { $0 >= 0 })
    }

    @Test func predictorWeightsFindTheBasqueControl() throws {
        guard let (panel, names) = try basque(matched: 5..<15),
            let golden = try ReferenceResults.json("synth/basque_results.json"),
            let given = golden.at("synth", "V") as? [Double]
        else { return }
        let theirs = try found(SyntheticControl.fit(panel, .given(given)))
        #expect(theirs.optimalityGap < 1e-9)
        // pysyncon's inner solver stops early; its own weights are printed to 9 digits.
        try compare(theirs.weights, names, golden, "synth", within: 2e-5)
        let own = try found(SyntheticControl.fit(panel, .searched))
        let loss = try #require(golden.number("synth", "mspe"))
        #expect(own.loss <= loss * (1 + 1e-6))
        #expect(own.optimalityGap < 1e-9)
        #expect(abs(own.weights[9] - 0.850814466120024) < 1e-5, "R Synth: \(own.weights)")
        // Their mean effect is that of 1975 to 1997.
        let effect = own.gaps[20...].reduce(0, +) / 23
        #expect(abs(effect - (golden.number("synth", "att", "att") ?? 0)) < 1e-4)
    }

    @Test func penalisedWeightsAreThoseOfPysyncon() throws {
        guard let (panel, names) = try basque(matched: 5..<15),
            let golden = try ReferenceResults.json("synth/basque_results.json")
        else { return }
        let control = try found(SyntheticControl.fit(panel, .penalised(0.01)))
        #expect(control.optimalityGap < 1e-9)
        try compare(control.weights, names, golden, "penalized_lambda0.01", within: 1e-6)
        try compareGaps(control.gaps, golden, "penalized_lambda0.01", within: 1e-5)
    }

    @Test func augmentedWeightsAreThoseOfPysyncon() throws {
        guard let (panel, names) = try basque(matched: 0..<15),
            let golden = try ReferenceResults.json("synth/basque_results.json"),
            let lambda = golden.number("augsynth", "lambda_")
        else { return }
        guard case .found(let given) = AugmentedControl.fit(panel, lambda: lambda),
            case .found(let chosen) = AugmentedControl.fit(panel)
        else {
            Issue.record("no augmented control")
            return
        }
        try compare(given.weights, names, golden, "augsynth", within: 1e-6)
        try compareGaps(given.gaps, golden, "augsynth", within: 1e-5)
        #expect(agrees(chosen.lambda, lambda, within: 1e-7))
        #expect(abs(given.weights.reduce(0, +) - 1) < 1e-9)
    }

    @Test func placeboRankIsThatOfPysyncon() throws {
        guard let rows = ReferenceResults.table("synth/basque_placebo_gaps.csv"),
            let golden = try ReferenceResults.json("synth/basque_results.json"),
            let (panel, _) = try basque(matched: 5..<15)
        else { return }
        let placebos = try (1..<rows[0].count).map { place in
            try rows.dropFirst().map { try #require(Double($0[place])) }
        }
        let own = try (1955...1997).map { try #require(golden.number("synth", "gaps", "\($0)")) }
        // pysyncon leaves the treated unit out of the numerator, and counts 1970 in both spans:
        // with sixteen years before, the same 4 of 18.
        let p = try #require(golden.number("placebo", "pvalue"))
        #expect(
            PlaceboGaps(treated: own, placebos: placebos, periodsBefore: 16)
                == .rank(pValue: 5.0 / 18, atLeastAsLarge: Int((p * 18).rounded()), placebos: 17))
        guard case .rank(let pValue, let reached, 17) = PlaceboGaps.of(panel, .outcomesOnly) else {
            Issue.record("no rank")
            return
        }
        #expect(pValue == Double(reached + 1) / 18)
    }

    @Test func optimumHoldsForRandomPanels() throws {
        let seed: UInt64 = 21
        print("optimumHoldsForRandomPanels: seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for trial in 0..<150 {
            let units = 2 + trial % 40
            let periods = 3 + trial % 13
            let controls = (0..<units).map { _ in (0..<periods).map { _ in generator.uniform() } }
            let treated = (0..<periods).map { _ in generator.uniform() }
            let panel = try #require(
                ControlPanel(treated: treated, controls: controls, periodsBefore: periods - 1))
            let control = try found(SyntheticControl.fit(panel, .outcomesOnly))
            #expect(control.optimalityGap < 1e-9, "\(trial): \(control.optimalityGap)")
            #expect(abs(control.weights.reduce(0, +) - 1) < 1e-12)
            // The same from the gradient of the plain objective: no unit would lower it.
            let slopes = controls.map { unit in
                (0..<(periods - 1)).reduce(0.0) { $0 - control.gaps[$1] * unit[$1] }
            }
            let level = zip(slopes, control.weights).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(slopes.allSatisfy { $0 >= level - 1e-9 })
        }
    }

    @Test func controlsOfTooLittleAreRefused() throws {
        #expect(ControlPanel(treated: [1, 2], controls: [[1, 2]], periodsBefore: 1) == nil)
        #expect(
            ControlPanel(treated: [1, .nan], controls: [[1, 2], [1, 2]], periodsBefore: 1) == nil)
        #expect(ControlPanel(treated: [1, 2], controls: [[1, 2], [1]], periodsBefore: 1) == nil)
        let flat = try #require(
            ControlPanel(
                treated: [0, 0, 0, 0], controls: [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
                periodsBefore: 3))
        let control = try found(SyntheticControl.fit(flat, .outcomesOnly))
        #expect(control.weights.reduce(0, +) == 1 && control.loss == 0)
        #expect(control.optimalityGap == 0)
        #expect(SyntheticControl.fit(flat, .searched) == .undefined(.predictors))
        #expect(SyntheticControl.fit(flat, .given([1])) == .undefined(.setting))
        #expect(AugmentedControl.fit(flat) == .undefined)
        #expect(
            PlaceboGaps(treated: [1, 2], placebos: [[1, 2]], periodsBefore: 1)
                == .cannotTell(placebos: 1))
        let zeros = PlaceboGaps(
            treated: [0, 0], placebos: .init(repeating: [0, 0], count: 4), periodsBefore: 1)
        #expect(zeros == .rank(pValue: 1, atLeastAsLarge: 4, placebos: 4))
        // Twins among the controls: any division between them is an optimum.
        let twins = try #require(
            ControlPanel(
                treated: [1, 2, 3, 9], controls: [[1, 2, 3, 4], [1, 2, 3, 4], [5, 5, 1, 0]],
                periodsBefore: 3))
        let twin = try found(SyntheticControl.fit(twins, .outcomesOnly))
        #expect(twin.loss < 1e-28 && twin.gaps[3] == 5)
    }
}
