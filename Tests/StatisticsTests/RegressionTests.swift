import Statistics
import Testing

@Suite struct RegressionTests {
    private static let names = ["(Intercept)", "t", "post", "tpost", "s1", "c1"]
    private static let data = "cbp_cocaine_sw_border_monthly"

    /// Time, step after the break, slope after it, one yearly wave.
    private static func monthly() throws -> (DesignMatrix, [Double])? {
        guard let table = ReferenceTables.table("its/\(data).csv") else { return nil }
        let counts = try table.counts("events").map(Double.init)
        let series = try #require(
            InterruptedSeries(periods: counts.count, breakAt: 48, harmonics: 1, cycle: 12))
        // The reference counts the slope's first period as 1 where ours counts it as 0.
        var columns = (0..<series.design.columns).map { column in
            (0..<counts.count).map { series.design[$0, column] }
        }
        for row in 48..<counts.count { columns[InterruptedSeries.slopeColumn][row] += 1 }
        return (try #require(DesignMatrix(columns: columns)), counts)
    }

    @Test func negativeBinomialEqualsGlmNb() throws {
        guard let (design, counts) = try Self.monthly(),
            let golden = try ReferenceTables.tree("its/R_nb_its_results.json")
        else { return }
        let theirs = try golden.at("glm_nb")
        let fit = try #require(
            CountRegression.fit(design, counts: counts, family: .negativeBinomial).fit)
        var agreement = Agreement("NB2 regression", on: Self.data, with: "MASS glm.nb (R 4.2.2)")
        let errors = try #require(fit.standardErrors())
        for (index, name) in Self.names.enumerated() {
            agreement.compare(fit.coefficients[index], try theirs.at("coef").number(name))
            agreement.compare(errors[index], try theirs.at("se").number(name))
        }
        agreement.compare(try #require(fit.theta), try theirs.number("theta"))
        agreement.compare(try #require(fit.thetaStandardError), try theirs.number("se_theta"))
        agreement.compare(try #require(fit.logLikelihood), try theirs.number("logLik"))
        agreement.compare(fit.deviance, try theirs.number("deviance"))
        agreement.expect(within: 1e-7, atLeast: 16)
    }

    @Test func poissonAndItsCovariancesEqualGlmAndSandwich() throws {
        guard let (design, counts) = try Self.monthly(),
            let golden = try ReferenceTables.tree("its/R_nb_its_results.json")
        else { return }
        let theirs = try golden.at("poisson")
        let fit = try #require(CountRegression.fit(design, counts: counts, family: .poisson).fit)
        var agreement = Agreement(
            "Poisson regression, HC0, Newey–West", on: Self.data, with: "glm, sandwich (R 4.2.2)")
        let model = try #require(fit.standardErrors())
        let independent = try #require(fit.standardErrors(.independent))
        let longRun = try #require(fit.standardErrors(.longRun(lag: 3)))
        for (index, name) in Self.names.enumerated() {
            agreement.compare(fit.coefficients[index], try theirs.at("coef").number(name))
            agreement.compare(model[index], try theirs.at("se").number(name))
            agreement.compare(independent[index], try theirs.at("HC0_se").number(name))
            agreement.compare(longRun[index], try theirs.at("NeweyWest_lag3_se").number(name))
        }
        agreement.compare(fit.deviance, try theirs.number("deviance"))
        agreement.compare(fit.pearsonDispersion, try theirs.number("pearson_dispersion"))
        agreement.expect(within: 1e-7, atLeast: 26)
        let quasi = try #require(
            CountRegression.fit(design, counts: counts, family: .quasiPoisson).fit)
        let scaled = try #require(quasi.standardErrors())
        for index in scaled.indices {
            #expect(agrees(scaled[index], model[index] * fit.pearsonDispersion.squareRoot()))
        }
    }

    @Test func regressionsAgreeWithStatsmodels() throws {
        guard let (design, counts) = try Self.monthly(),
            let golden = try ReferenceTables.tree("its/statsmodels_results.json")
        else { return }
        var agreement = Agreement("NB2 regression", on: Self.data, with: "statsmodels 0.15.0")
        let clumped = try #require(
            CountRegression.fit(design, counts: counts, family: .negativeBinomial).fit)
        agreement.compare(
            clumped.coefficients, Array(try golden.at("nb2").numbers("params").prefix(6)),
            floor: 0.1)
        agreement.compare(try #require(clumped.theta), try golden.at("nb2").number("theta"))
        agreement.compare(try #require(clumped.logLikelihood), try golden.at("nb2").number("llf"))
        agreement.expect(within: 1e-7, atLeast: 8)
        var poisson = Agreement(
            "Poisson regression, Newey–West", on: Self.data, with: "statsmodels 0.15.0")
        let fit = try #require(CountRegression.fit(design, counts: counts, family: .poisson).fit)
        poisson.compare(fit.coefficients, try golden.at("poisson").numbers("params"))
        poisson.compare(
            try #require(fit.standardErrors(.longRun(lag: 3))),
            try golden.at("poisson").numbers("hac_lag3_bse"))
        poisson.compare(fit.deviance, try golden.at("poisson").number("deviance"))
        poisson.expect(within: 1e-7, atLeast: 13)
    }

    private static func ones(_ n: Int) -> [Double] { Array(repeating: 1, count: n) }
    private static func ramp(_ n: Int) -> [Double] { (0..<n).map(Double.init) }

    @Test func degenerateInputsNameTheReason() throws {
        func reason(
            _ columns: [[Double]], _ counts: [Double], _ family: CountRegression.Family = .poisson
        ) throws -> RegressionDefect? {
            let design = try #require(DesignMatrix(columns: columns))
            if case .undefined(let defect) = CountRegression.fit(
                design, counts: counts, family: family)
            {
                return defect
            }
            return nil
        }
        let (one, ramp) = (Self.ones(20), Self.ramp(20))
        for family in [CountRegression.Family.poisson, .quasiPoisson, .negativeBinomial] {
            #expect(try reason([one], Array(repeating: 0, count: 20), family) == .noEvents)
            #expect(try reason([one, ramp, one], ramp, family) == .collinear(column: 2))
            #expect(try reason([one, one.map { $0 * 3 }], ramp, family) == .collinear(column: 1))
            #expect(
                try reason([one, Array(repeating: 0, count: 20)], ramp, family)
                    == .collinear(column: 1))
            #expect(try reason([[1]], [4], family) == .tooFewRows)
            #expect(try reason([one], [1], family) == .lengthsDiffer)
            #expect(try reason([one], one.map { -$0 }, family) == .outOfBounds)
            #expect(try reason([one], one.map { $0 * .nan }, family) == .outOfBounds)
        }
        #expect(DesignMatrix(columns: []) == nil)
        #expect(DesignMatrix(columns: [[1, .nan]]) == nil)
        #expect(DesignMatrix(columns: [[1, 2], [1]]) == nil)
    }

    @Test func constantCountsHaveNoOverdispersion() throws {
        let design = try #require(DesignMatrix(columns: [Self.ones(30)]))
        let fit = try #require(
            CountRegression.fit(
                design, counts: Array(repeating: 5, count: 30), family: .negativeBinomial
            ).fit)
        #expect(fit.theta == nil && fit.thetaStandardError == nil)
        #expect(agrees(fit.means[0], 5, within: 1e-9))
        let errors = try #require(fit.standardErrors())
        #expect(agrees(errors[0], (1 / 150.0).squareRoot(), within: 1e-7))
    }

    @Test func oneHugeFindStaysFinite() throws {
        var counts = Self.ones(60)
        counts[59] = 1e9
        let design = try #require(DesignMatrix(columns: [Self.ones(60), Self.ramp(60)]))
        for family in [CountRegression.Family.poisson, .quasiPoisson, .negativeBinomial] {
            switch CountRegression.fit(design, counts: counts, family: family) {
            case .undefined(let defect): #expect(defect == .notConverged)
            case .fitted(let fit):
                #expect(fit.coefficients.allSatisfy { $0.isFinite })
                let errors = try #require(fit.standardErrors())
                #expect(errors.allSatisfy { $0.isFinite })
            }
        }
    }

    @Test func groupWithoutEventsIsMarkedUnbounded() throws {
        let group = (0..<40).map { $0 < 20 ? 0.0 : 1.0 }
        let counts = group.map { $0 == 1 ? 0.0 : 3.0 }
        let design = try #require(DesignMatrix(columns: [Self.ones(40), group]))
        switch CountRegression.fit(design, counts: counts, family: .poisson) {
        case .fitted(let fit): #expect(!fit.isBounded && fit.coefficients[1] < -10)
        case .undefined(let defect): #expect(defect == .notConverged)
        }
    }

    @Test func offsetsAndWeightsMeanWhatTheySay() throws {
        var generator = SeededGenerator(seed: 7)
        let design = try #require(
            DesignMatrix(columns: [Self.ones(50), Self.ramp(50).map { $0 / 50 }]))
        let counts = (0..<50).map { _ in Double(generator.negativeBinomial(mean: 4, size: 2)) }
        let plain = try #require(
            CountRegression.fit(design, counts: counts, family: .negativeBinomial).fit)
        let moved = try #require(
            CountRegression.fit(
                design, counts: counts, offsets: Array(repeating: 2, count: 50),
                family: .negativeBinomial
            ).fit)
        #expect(agrees(moved.coefficients[0] + 2, plain.coefficients[0], within: 1e-7))
        #expect(agrees(moved.coefficients[1], plain.coefficients[1], within: 1e-7))
        // A weight of 2 is the same row twice.
        let doubled = try #require(
            DesignMatrix(columns: [Self.ones(100), (0..<100).map { Double($0 / 2) / 50 }]))
        let twice = try #require(
            CountRegression.fit(
                doubled, counts: (0..<100).map { counts[$0 / 2] }, family: .negativeBinomial
            ).fit)
        let weighted = try #require(
            CountRegression.fit(
                design, counts: counts, weights: Array(repeating: 2, count: 50),
                family: .negativeBinomial
            ).fit)
        let theta = try #require(twice.theta)
        #expect(agrees(weighted.theta, theta, within: 1e-7))
        for index in 0..<2 {
            #expect(agrees(weighted.coefficients[index], twice.coefficients[index], within: 1e-7))
        }
        let likelihood = try #require(twice.logLikelihood)
        #expect(agrees(weighted.logLikelihood, likelihood, within: 1e-9))
        // Every row its own cluster is the covariance of independent counts.
        #expect(
            plain.standardErrors(.clustered(Array(0..<50))) == plain.standardErrors(.independent))
        #expect(plain.standardErrors(.longRun(lag: 0)) == plain.standardErrors(.independent))
        #expect(plain.standardErrors(.clustered(Array(repeating: 1, count: 50))) == nil)
        #expect(plain.standardErrors(.longRun(lag: -1)) == nil)
    }

    @Test func plantedChangeOfAnInterruptedSeriesIsFound() throws {
        var generator = SeededGenerator(seed: 64)
        let series = try #require(
            InterruptedSeries(periods: 96, breakAt: 48, harmonics: 2, cycle: 12))
        let counts = (0..<96).map { month in
            Double(generator.negativeBinomial(mean: month < 48 ? 60 : 30, size: 20))
        }
        guard case .estimated(let change) = series.change(counts: counts, lag: 3) else {
            Issue.record("the series has a change")
            return
        }
        #expect(change.stepInterval.contains(0.5) && !change.stepInterval.contains(1))
        #expect(change.slopeInterval.contains(1))
        guard case .undefined(let defect) = series.change(counts: counts, lag: -1) else {
            Issue.record("a lag below 0 is none")
            return
        }
        #expect(defect == .outOfBounds)
        #expect(InterruptedSeries(periods: 96, breakAt: 94, harmonics: 1, cycle: 12) == nil)
        #expect(InterruptedSeries(periods: 3, breakAt: 1, harmonics: 0, cycle: 12) == nil)
        #expect(InterruptedSeries(periods: 96, breakAt: 48, harmonics: 6, cycle: 12) == nil)
    }
}
