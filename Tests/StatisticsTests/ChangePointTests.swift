import Foundation
import Statistics
import Testing

@Suite struct ChangePointTests {
    private func breaks(_ outcome: ChangePointOutcome) throws -> ChangePoints {
        guard case .found(let found) = outcome else {
            Issue.record("no change points: \(outcome)")
            throw CocoaError(.featureUnsupported)
        }
        return found
    }

    private func published(_ name: String) throws -> [Int]? {
        let results = try ReferenceResults.json("changepoint/R_changepoint_results.json")
        guard let entry = results?.at("results", name) as? [String: Any] else { return nil }
        return entry["cpts"] as? [Int] ?? (entry["cpts"] as? Int).map { [$0] }
    }

    @Test func poissonBreaksAreThoseOfChangepoint() throws {
        guard let column = try ReferenceResults.column("count", of: "changepoint/poisson400.csv")
        else { return }
        let counts = column.map { Int($0) }
        var agreement = Agreement("PELT, Poisson", on: "poisson400", with: "changepoint 2.3")
        defer { agreement.expect(within: 0) }
        for (name, penalty) in [
            ("MBIC", ChangePenalty.modifiedBayesian), ("SIC", .bayesian),
            ("Manual 2*log(400)", .fixed(2 * log(400))),
        ] {
            let golden = try #require(
                try published("poisson400 cpt.meanvar Poisson PELT \(name) minseglen2"))
            let found = try breaks(ChangePoints.ofCounts(counts, penalty: penalty))
            #expect(found.breaks == golden)
            agreement.compare(found.breaks.map(Double.init), golden.map(Double.init))
        }
    }

    @Test func normalBreaksAreThoseOfChangepointAndRuptures() throws {
        guard
            let nile = try ReferenceResults.column("volume", of: "changepoint/nile.csv"),
            let gauss = try ReferenceResults.column("x", of: "changepoint/gauss5000.csv"),
            let ruptures = try ReferenceResults.json("changepoint/ruptures_results.json")
        else { return }
        let mean = nile.reduce(0, +) / 100
        let deviation = (nile.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 99).squareRoot()
        let one = try breaks(
            ChangePoints.ofValues(
                nile, cost: .normalMean(standardDeviation: deviation), penalty: .modifiedBayesian,
                smallestSegment: 1))
        #expect(one.breaks == (try published("nile cpt.mean Normal PELT MBIC minseglen1")))
        #expect(agrees(one.penalty, 13.8155105579643, within: 1e-12))
        let both = try breaks(
            ChangePoints.ofValues(
                nile, cost: .normalMeanAndVariance(smallestVariance: 1e-11),
                penalty: .modifiedBayesian))
        #expect(both.breaks == (try published("nile cpt.meanvar Normal PELT MBIC")))
        #expect(agrees(both.penalty, 18.4206807439524, within: 1e-12))
        let many = try breaks(
            ChangePoints.ofValues(
                gauss, cost: .normalMean(standardDeviation: 1), penalty: .bayesian))
        #expect(
            many.breaks
                == (try published("gauss5000 cpt.mean Normal PELT Manual 2log(n) minseglen2")))
        var agreement = Agreement(
            "PELT, normal mean: breaks and cost", on: "gauss5000", with: "ruptures 1.1.10")
        // ruptures adds the length of the series as a last break.
        let key = "gauss5000|ruptures Pelt l2 min_size=2 jump=1|pen=17.034386382832476"
        #expect(ruptures.at("results", key, "breakpoints") as? [Int] == many.breaks + [5000])
        agreement.compare(many.cost, try #require(ruptures.number("results", key, "sum_of_costs")))
        agreement.compare(
            many.breaks.map(Double.init),
            try #require(ruptures.at("results", key, "breakpoints") as? [Int]).dropLast()
                .map(Double.init))
        agreement.expect(within: 1e-9)
    }

    /// The same recursion without pruning and without tables.
    private func exhaustive(
        _ count: Int, _ penalty: Double, _ smallest: Int, _ cost: (Int, Int) -> Double
    ) -> [Int] {
        var best = [Double](repeating: .infinity, count: count + 1)
        var last = [Int](repeating: 0, count: count + 1)
        best[0] = -penalty
        for end in smallest...count {
            for start in 0...(end - smallest) {
                let value = best[start] + cost(start, end) + penalty
                if value < best[end] - 1e-9 {
                    best[end] = value
                    last[end] = start
                }
            }
        }
        var found: [Int] = []
        var end = last[count]
        while end > 0 {
            found.append(end)
            end = last[end]
        }
        return found.reversed()
    }

    @Test func pruningNeverChangesTheOptimum() throws {
        let seed: UInt64 = 11
        print("pruningNeverChangesTheOptimum: seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for trial in 0..<200 {
            var level = 3.0
            let counts = (0..<60).map { _ in
                if generator.uniform() < 0.08 { level = 0.5 + 8 * generator.uniform() }
                return generator.poisson(level)
            }
            let smallest = 1 + trial % 5
            for isModified in [false, true] {
                let beta = isModified ? 3 * log(60.0) : 4.0
                let found = try breaks(
                    ChangePoints.ofCounts(
                        counts, penalty: isModified ? .modifiedBayesian : .fixed(beta),
                        smallestSegment: smallest))
                let expected = exhaustive(60, beta, smallest) { start, end in
                    let sum = Double(counts[start..<end].reduce(0, +))
                    let length = Double(end - start)
                    return (sum == 0 ? 0 : 2 * sum * (log(length) - log(sum)))
                        + (isModified ? log(length) : 0)
                }
                #expect(found.breaks == expected)
            }
        }
    }

    @Test func changePointsOfTooLittleAreRefused() throws {
        #expect(
            ChangePoints.ofCounts([1, 2, 3], penalty: .bayesian) == .undefined(.length(3)))
        #expect(
            ChangePoints.ofCounts([1, 2, -3, 4], penalty: .bayesian)
                == .undefined(.value(index: 2)))
        #expect(
            ChangePoints.ofValues(
                [1, .nan, 2, 3], cost: .normalMean(standardDeviation: 1), penalty: .bayesian)
                == .undefined(.value(index: 1)))
        #expect(
            ChangePoints.ofValues([1, 2, 3, 4], cost: .poisson, penalty: .bayesian)
                == .undefined(.setting))
        let zeros = try breaks(
            ChangePoints.ofCounts(.init(repeating: 0, count: 50), penalty: .bayesian))
        #expect(zeros.breaks.isEmpty && zeros.cost == 0)
        let level = try breaks(
            ChangePoints.ofValues(
                .init(repeating: 7, count: 50),
                cost: .normalMeanAndVariance(smallestVariance: 1e-6), penalty: .bayesian))
        #expect(level.breaks.isEmpty && level.cost.isFinite)
    }
}

@Suite struct OnlineChangePointTests {
    /// Starts of segments as ocp numbers them (from 1): the most probable start after each value,
    /// those that ever pass one half, and the division of the whole.
    private func run(_ values: [Double], _ prior: SegmentPrior) throws
        -> (modes: Set<Int>, passing: Set<Int>, starts: [Int])
    {
        var search = try #require(OnlineChangePoints(prior: prior, hazard: 0.01))
        var modes: Set<Int> = []
        var passing: Set<Int> = []
        for value in values {
            let isTaken = search.observe(value)
            #expect(isTaken)
            let mode = try #require(search.mostProbableStart)
            modes.insert(mode.start + 1)
            // ocp holds back the probability H of a run that begins after the last value.
            if mode.probability * 0.99 > 0.5 { passing.insert(mode.start + 1) }
        }
        #expect(abs(search.probabilityOfRun(upTo: values.count) - 1) < 1e-9)
        return (modes, passing, search.starts.map { $0 + 1 })
    }

    @Test func startsAreThoseOfOcp() throws {
        guard let golden = try ReferenceResults.json("bocpd/ocp_results.json"),
            let counts = try ReferenceResults.column("count", of: "changepoint/poisson400.csv"),
            let nile = try ReferenceResults.column("volume", of: "changepoint/nile.csv")
        else { return }
        let poisson = try run(counts, .poisson(shape: 1, rate: 1))
        #expect(poisson.modes.sorted() == golden.at("poisson400", "colmaxes") as? [Int])
        #expect(poisson.starts == golden.at("poisson400", "maxCPs") as? [Int])
        #expect(poisson.passing.sorted() == golden.at("poisson400", "threshold") as? [Int])
        let normal = try run(
            nile.map { $0 / 100 }, .normal(mean: 0, weight: 0.01, shape: 0.01, rate: 0.0001))
        #expect(normal.modes.sorted() == golden.at("nile_div100", "colmaxes") as? [Int])
        #expect(normal.starts == golden.at("nile_div100", "maxCPs") as? [Int])
        #expect(normal.passing.sorted() == golden.at("nile_div100", "threshold") as? [Int])
    }

    @Test func posteriorIsTheSumOverAllDivisions() throws {
        // Three counts by hand: every set of starts with its prior and marginal likelihood.
        let counts = [2.0, 0, 7]
        let hazard = 0.2
        func marginal(_ values: ArraySlice<Double>) -> Double {
            // Gamma(2, 1) prior: Γ(2+S) / (Γ(2) (1+n)^(2+S) Π x!)
            let sum = values.reduce(0, +)
            let factorials = values.reduce(0.0) { $0 + lgamma($1 + 1) }
            return exp(lgamma(2 + sum) - factorials - (2 + sum) * log(1 + Double(values.count)))
        }
        var weights = [0.0, 0, 0]
        for mask in 0..<4 {
            let starts = [0] + [1, 2].filter { mask >> ($0 - 1) & 1 == 1 }
            var weight = 1.0
            for (place, start) in starts.enumerated() {
                let end = place + 1 < starts.count ? starts[place + 1] : 3
                weight *= marginal(counts[start..<end]) * (start == 0 ? 1 : hazard)
                for _ in (start + 1)..<max(end, start + 1) { weight *= 1 - hazard }
            }
            weights[starts[starts.count - 1]] += weight
        }
        var search = try #require(
            OnlineChangePoints(prior: .poisson(shape: 2, rate: 1), hazard: hazard))
        let taken = counts.map { search.observe($0) }
        #expect(!taken.contains(false))
        let total = weights.reduce(0, +)
        #expect(agrees(search.probabilityOfRun(upTo: 1), weights[2] / total, within: 1e-12))
        #expect(
            agrees(
                search.probabilityOfRun(upTo: 2), (weights[1] + weights[2]) / total, within: 1e-12))
    }

    @Test func onlineSearchRefusesWhatCannotBe() throws {
        #expect(OnlineChangePoints(prior: .poisson(shape: 0, rate: 1), hazard: 0.01) == nil)
        #expect(OnlineChangePoints(prior: .poisson(shape: 1, rate: 1), hazard: 1) == nil)
        var search = try #require(
            OnlineChangePoints(prior: .poisson(shape: 1, rate: 1), hazard: 0.01))
        #expect(search.mostProbableStart == nil && search.starts.isEmpty)
        let refused = [-1, 0.5, .nan].map { search.observe($0) }
        #expect(refused == [false, false, false])
        #expect(search.seen == 0)
        let taken = (0...300).map { search.observe($0 < 300 ? 0 : 1_000_000) }
        #expect(!taken.contains(false))
        let start = try #require(search.mostProbableStart)
        #expect(start.start == 300 && start.probability > 0.999)
    }
}
