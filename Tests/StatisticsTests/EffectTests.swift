import Foundation
import Statistics
import Testing

@Suite struct EffectTests {
    @Test func twoWayEffectEqualsGlm() throws {
        guard let table = ReferenceTables.table("its/cbp_panel_cocaine_coastal.csv"),
            let golden = try ReferenceTables.tree("its/R_did_poisson_results.json")
        else { return }
        let (units, months) = try (table.texts("aor"), table.counts("m"))
        let (events, treated) = try (table.counts("events"), table.numbers("treat"))
        let names = Array(Set(units)).sorted()
        let length = try #require(months.max())
        var counts = [[Int?]](repeating: Array(repeating: nil, count: length), count: names.count)
        var treatment = [Double](repeating: 0, count: names.count * length)
        for row in units.indices {
            let unit = try #require(names.firstIndex(of: units[row]))
            counts[unit][months[row] - 1] = events[row]
            treatment[unit * length + months[row] - 1] = treated[row]
        }
        let panel = try #require(CountPanel(counts: counts))
        let effect = try #require(
            TwoWayCountEffect.estimate(panel, treatment: treatment).effect)
        var agreement = Agreement(
            "Two-way Poisson DiD", on: "cbp_panel_cocaine_coastal", with: "glm (R 4.2.2)")
        agreement.compare(effect.logRatio, try golden.number("coef_treat"))
        agreement.compare(effect.modelStandardError, try golden.number("se_model"))
        agreement.compare(effect.clusteredStandardError, try golden.number("se_cluster_HC0_noadj"))
        agreement.compare(effect.deviance, try golden.number("deviance"))
        agreement.expect(within: 1e-7, atLeast: 4)
        // The placebo error is what the same estimate varies by at offices where nothing was done.
        let unit = try #require(names.firstIndex(of: "MIAMI FIELD OFFICE"))
        let placebo = try #require(PlaceboEffects.estimate(panel, unit: unit, from: 39).estimate)
        #expect(agrees(placebo.effect.logRatio, effect.logRatio))
        #expect(placebo.placebos.count == names.count - 1)
        #expect(placebo.standardError > 3 * effect.modelStandardError)
    }

    private static func rates(_ generator: inout SeededGenerator, lift: Double) -> [[Int?]] {
        (0..<12).map { unit in
            (0..<40).map { period in
                let treated = unit == 0 && period >= 20
                let rate = Double(2 + unit) * (1 + 0.02 * Double(period))
                return generator.negativeBinomial(mean: rate * (treated ? lift : 1), size: 3)
            }
        }
    }

    @Test func doublingInspectionsAndFindsChangesNoEffect() throws {
        var generator = SeededGenerator(seed: 77)
        let counts = Self.rates(&generator, lift: 0.5)
        let efforts = counts.map { $0.map { _ -> Double? in 100 } }
        let panel = try #require(CountPanel(counts: counts, exposures: efforts))
        let more = try #require(
            CountPanel(
                counts: counts.enumerated().map { unit, row in
                    row.enumerated().map { $1.map { $0 * (unit == 0 ? 2 : 1) } }
                },
                exposures: efforts.enumerated().map { unit, row in
                    row.map { $0.map { $0 * (unit == 0 ? 2 : 1) } }
                }))
        let one = try #require(PlaceboEffects.estimate(panel, unit: 0, from: 20).estimate)
        let two = try #require(PlaceboEffects.estimate(more, unit: 0, from: 20).estimate)
        #expect(agrees(one.effect.logRatio, two.effect.logRatio, within: 1e-9))
        #expect(one.pValue == two.pValue && one.placebos == two.placebos)
        // Units in another order are the same units.
        let turned = try #require(CountPanel(counts: counts.reversed()))
        let plain = try #require(CountPanel(counts: counts))
        let front = try #require(PlaceboEffects.estimate(plain, unit: 0, from: 20).estimate)
        let back = try #require(PlaceboEffects.estimate(turned, unit: 11, from: 20).estimate)
        #expect(agrees(front.standardError, back.standardError, within: 1e-9))
        #expect(agrees(front.effect.logRatio, back.effect.logRatio, within: 1e-9))
    }

    @Test func placeboIntervalsCoverWhereModelErrorsDoNot() throws {
        // Every unit drifts on its own, as ports do: the model's error knows nothing of it.
        var generator = SeededGenerator(seed: 4_711)
        var (model, placebo) = (0, 0)
        let worlds = 150
        for _ in 0..<worlds {
            let counts = (0..<14).map { _ -> [Int?] in
                var level = 0.0
                return (0..<32).map { _ in
                    // A level that keeps two thirds of itself and moves by ±0.3.
                    level = 0.67 * level + (generator.uniform() < 0.5 ? 0.3 : -0.3)
                    return generator.poisson(8 * exp(level))
                }
            }
            let panel = try #require(CountPanel(counts: counts))
            let estimate = try #require(
                PlaceboEffects.estimate(panel, unit: 0, from: 16).estimate)
            if estimate.interval.contains(0) { placebo += 1 }
            let reach = 1.96 * estimate.effect.modelStandardError
            if abs(estimate.effect.logRatio) <= reach { model += 1 }
        }
        print("coverage of 95 %: placebo \(placebo) of \(worlds), model \(model) of \(worlds)")
        #expect(Double(placebo) / Double(worlds) >= 0.89)
        #expect(Double(model) / Double(worlds) < 0.8)
    }

    @Test func panelsThatTellNothingNameTheReason() throws {
        func gap(_ counts: [[Int?]], unit: Int, from: Int) throws -> TwoWayCountEffect.Gap? {
            let panel = try #require(CountPanel(counts: counts))
            let treatment = TwoWayCountEffect.treatment(of: unit, from: from, in: panel)
            if case .undefined(let gap) = TwoWayCountEffect.estimate(panel, treatment: treatment) {
                return gap
            }
            return nil
        }
        let zero = [[Int?]](repeating: Array(repeating: 0, count: 6), count: 3)
        #expect(try gap(zero, unit: 0, from: 3) == .noEvents)
        #expect(try gap([[1, 2, 3, 4]], unit: 0, from: 2) == .notIdentified)
        #expect(try gap([[3], [4]], unit: 0, from: 0) == .notIdentified)
        #expect(try gap([[3, 4], [4, 5]], unit: 0, from: 0) == .notIdentified)
        #expect(try gap([[3, 4], [4, 5]], unit: 0, from: 2) == .notIdentified)
        #expect(try gap([[3, 4, 0, 0], [4, 5, 6, 7]], unit: 0, from: 2) == .noTreatedEvents)
        #expect(try gap([[nil, nil, 4, 4], [4, 5, 6, 7]], unit: 0, from: 2) == .notIdentified)
        #expect(CountPanel(counts: [[1, 2], [1]]) == nil)
        #expect(CountPanel(counts: []) == nil)
        #expect(CountPanel(counts: [[-1]]) == nil)
        let constant = [[Int?]](repeating: Array(repeating: 5, count: 10), count: 8)
        let panel = try #require(CountPanel(counts: constant))
        #expect(PlaceboEffects.estimate(panel, unit: 0, from: 5) == .tooFewPlacebos(7))
        #expect(PlaceboEffects.estimate(panel, unit: 9, from: 5) == .undefined(.shape))
        var huge = constant
        huge[0][9] = 1_000_000_000
        let jump = try #require(CountPanel(counts: huge))
        if let effect = TwoWayCountEffect.estimate(
            jump, treatment: TwoWayCountEffect.treatment(of: 0, from: 5, in: jump)
        ).effect {
            #expect(effect.logRatio.isFinite && effect.clusteredStandardError.isFinite)
        }
    }
}

@Suite struct PoolTests {
    /// Thirteen trials of the tuberculosis vaccine (Colditz et al. 1994): treated ill and well,
    /// control ill and well.
    private static let trials: [(Double, Double, Double, Double)] = [
        (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13_536, 248, 12_619),
        (33, 5_036, 47, 5_761), (180, 1_361, 372, 1_079), (8, 2_537, 10, 619),
        (505, 87_886, 499, 87_892), (29, 7_470, 45, 7_232), (17, 1_699, 65, 1_600),
        (186, 50_448, 141, 27_197), (5, 2_493, 3, 2_338), (27, 16_886, 29, 17_825),
    ]

    private static func estimates() throws -> [RandomEffectsPool.Estimate] {
        try trials.map { a, b, c, d in
            let error = (1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)).squareRoot()
            return try #require(
                RandomEffectsPool.Estimate(
                    value: log(a / (a + b)) - log(c / (c + d)), standardError: error))
        }
    }

    @Test func poolsEqualIndependentSolutions() throws {
        // statsmodels 0.15.0 combine_effects(method_re="dl") and roots of the estimating equations
        // by scipy 1.17.1 brentq; Viechtbauer (2010) prints 0.3132 and -0.7145 (0.1798) for REML.
        typealias Case = (RandomEffectsPool.Method, Double, Double, Double, String)
        let cases: [Case] = [
            (
                .derSimonianLaird, 0.3087602628623761, -0.7141172220732273, 0.1787420895354031,
                "DerSimonian–Laird"
            ),
            (
                .pauleMandel, 0.3180684522050238, -0.7149681534934443, 0.18089219153762345,
                "Paule–Mandel"
            ),
            (
                .restrictedMaximumLikelihood, 0.31324325813648074, -0.7145323421581393,
                0.1797815161052057, "REML"
            ),
        ]
        for (method, variance, mean, error, name) in cases {
            let pool = try #require(RandomEffectsPool(try Self.estimates(), method: method))
            var agreement = Agreement(
                "Random-effects pool, \(name)", on: "13 vaccine trials",
                with: "statsmodels, scipy")
            agreement.compare(pool.betweenVariance, variance)
            agreement.compare(pool.mean, mean)
            agreement.compare(pool.standardError, error)
            agreement.compare(pool.heterogeneity, 152.2330080823733)
            agreement.expect(within: 1e-9, atLeast: 4)
            #expect(agrees(pool.inconsistency, 1 - 12 / 152.2330080823733))
            let prediction = try #require(pool.predictionInterval())
            let plain = pool.interval()
            let cautious = try #require(pool.cautiousInterval())
            #expect(prediction.lower < cautious.lower && cautious.lower < plain.lower)
            #expect(pool.shrunken.count == 13)
        }
    }

    @Test func equalEffectsHaveNoSpreadAndHalfTheChanceOfBeingBetter() throws {
        let same = try (0..<4).map { _ in
            try #require(RandomEffectsPool.Estimate(value: -0.3, standardError: 0.2))
        }
        for method in [
            RandomEffectsPool.Method.derSimonianLaird, .pauleMandel, .restrictedMaximumLikelihood,
        ] {
            let pool = try #require(RandomEffectsPool(same, method: method))
            #expect(pool.betweenVariance == 0 && pool.heterogeneity < 1e-25)
            #expect(agrees(pool.standardError, 0.1) && agrees(pool.mean, -0.3))
            #expect(pool.inconsistency == 0)
            #expect(agrees(pool.probabilityBelow(pool), 0.5))
            #expect(RandomEffectsPool(Array(same.prefix(1)), method: method) == nil)
            let two = try #require(RandomEffectsPool(Array(same.prefix(2)), method: method))
            #expect(two.predictionInterval() == nil)
        }
        #expect(RandomEffectsPool.Estimate(value: 0, standardError: 0) == nil)
        #expect(RandomEffectsPool.Estimate(value: .nan, standardError: 1) == nil)
    }

    @Test func probabilityOfBetterFallsWithUncertainty() throws {
        let strong = try [-0.9, -0.7, -0.8].map {
            try #require(RandomEffectsPool.Estimate(value: $0, standardError: 0.2))
        }
        let weak = try [-0.2, 0.1, -0.1].map {
            try #require(RandomEffectsPool.Estimate(value: $0, standardError: 0.2))
        }
        let better = try #require(RandomEffectsPool(strong))
        let worse = try #require(RandomEffectsPool(weak))
        let forth = better.probabilityBelow(worse)
        #expect(forth > 0.99 && agrees(1 - worse.probabilityBelow(better), forth))
        #expect(better.probabilityBelow(worse, comparing: .nextUse) <= forth)
    }

    @Test func oneHugeEstimateStaysFinite() throws {
        var all = try Self.estimates()
        all.append(try #require(RandomEffectsPool.Estimate(value: 1e9, standardError: 1)))
        for method in [
            RandomEffectsPool.Method.derSimonianLaird, .pauleMandel, .restrictedMaximumLikelihood,
        ] {
            let pool = try #require(RandomEffectsPool(all, method: method))
            #expect(pool.mean.isFinite && pool.standardError.isFinite)
            #expect(pool.betweenVariance > 1e10 && pool.shrunken.allSatisfy { $0.isFinite })
        }
    }
}

@Suite struct LocalLevelTests {
    private struct World {
        let golden: ReferenceTree
        let past, pastOther, later, laterOther: [Double]
    }

    private static func world() throws -> World? {
        guard let table = ReferenceTables.table("causalimpact/ci100.csv"),
            let golden = try ReferenceTables.tree("causalimpact/results.json")
        else { return nil }
        let (y, x) = try (table.numbers("y"), table.numbers("x1"))
        let model = try golden.at("statsmodels_UCM_local_level_regression")
        let first = y.count - (try model.numbers("forecast_mean").count)
        return World(
            golden: model, past: Array(y[..<first]), pastOther: Array(x[..<first]),
            later: Array(y[first...]), laterOther: Array(x[first...]))
    }

    @Test func filterEqualsStatsmodelsAtItsParameters() throws {
        guard let world = try Self.world() else { return }
        let golden = world.golden
        let irregular = try golden.at("params").number("sigma2.irregular")
        let wander = try golden.at("params").number("sigma2.level")
        let beta = try golden.at("params").number("beta.x1")
        let parameters = try #require(
            LocalLevelRegression.Parameters(
                irregularVariance: irregular, levelVariance: wander, coefficients: [beta]))
        // The reference starts the level at 0 with variance 1e6.
        let model = try #require(
            LocalLevelRegression.filtered(
                world.past, beside: [world.pastOther], parameters: parameters,
                firstLevel: .variance(1e6)
            ).model)
        let forecast = try #require(
            model.forecast(world.later.count, beside: [world.laterOther]))
        let effect = try #require(
            model.effect(observed: world.later, beside: [world.laterOther]))
        var agreement = Agreement(
            "Local level with regression, filter", on: "ci100", with: "statsmodels 0.15.0")
        agreement.compare(model.logLikelihood, try golden.number("loglike"))
        agreement.compare(forecast.means, try golden.numbers("forecast_mean"))
        agreement.compare(forecast.variances, try golden.numbers("forecast_var"))
        agreement.compare(effect.average, try golden.number("avg_effect"))
        agreement.compare(effect.cumulative, try golden.number("cum_effect"))
        agreement.expect(within: 1e-9, atLeast: 60)
    }

    @Test func fitIsAtLeastAsLikelyAsStatsmodels() throws {
        guard let world = try Self.world() else { return }
        let golden = world.golden
        let model = try #require(
            LocalLevelRegression.fit(world.past, beside: [world.pastOther]).model)
        let effect = try #require(
            model.effect(observed: world.later, beside: [world.laterOther]))
        var agreement = Agreement(
            "Local level with regression, maximum likelihood", on: "ci100",
            with: "statsmodels 0.15.0 (L-BFGS)")
        agreement.compare(
            model.parameters.coefficients[0], try golden.at("params").number("beta.x1"))
        agreement.compare(
            model.parameters.irregularVariance, try golden.at("params").number("sigma2.irregular"))
        agreement.compare(model.logLikelihood, try golden.number("loglike"))
        agreement.compare(effect.average, try golden.number("avg_effect"))
        agreement.expect(within: 1e-3, atLeast: 4)
        let likelihood = try golden.number("loglike")
        #expect(model.logLikelihood > likelihood - 1e-4)
        #expect(model.parameters.levelVariance < 1e-6)
        // 10 was planted.
        #expect(effect.interval.contains(10))
    }

    @Test func wanderingLevelIsRecovered() throws {
        var generator = SeededGenerator(seed: 12)
        let normal = NormalDistribution.standard
        var level = 50.0
        let other = (0..<600).map { _ in 10 * generator.uniform() }
        let series = other.map { x -> Double in
            level += 0.5 * normal.quantile(generator.uniform())
            return level + 2 * x + normal.quantile(generator.uniform())
        }
        let model = try #require(LocalLevelRegression.fit(series, beside: [other]).model)
        #expect(abs(model.parameters.coefficients[0] - 2) < 0.06)
        #expect(abs(model.parameters.levelVariance - 0.25) < 0.12)
        #expect(abs(model.parameters.irregularVariance - 1) < 0.2)
    }

    @Test func seriesThatSayNothingNameTheReason() {
        func gap(_ series: [Double], _ others: [[Double]]) -> LocalLevelRegression.Gap? {
            if case .undefined(let gap) = LocalLevelRegression.fit(series, beside: others) {
                return gap
            }
            return nil
        }
        let ramp = (0..<20).map(Double.init)
        let noise = (0..<20).map { Double(($0 * 7) % 11) }
        #expect(gap([], []) == .tooShort)
        #expect(gap([3], []) == .tooShort)
        #expect(gap(Array(repeating: 0, count: 20), []) == .noVariation)
        #expect(gap(Array(repeating: 7, count: 20), [noise]) == .noVariation)
        #expect(gap(noise, [noise]) == .noVariation)
        #expect(gap(noise, [Array(repeating: 4, count: 20)]) == .collinear)
        #expect(gap(noise, [ramp, ramp]) == .collinear)
        #expect(gap(noise, [[1]]) == .shape)
        #expect(gap([.nan] + noise, []) == .shape)
        var huge = noise
        huge[10] = 1e12
        #expect(gap(huge, [ramp]) == nil)
    }
}
