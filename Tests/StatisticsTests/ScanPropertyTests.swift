import Foundation
import Statistics
import Testing

@Suite struct ScanPropertyTests {
    private func world(_ seed: UInt64, locations: Int, periods: Int, mean: Double) -> (
        counts: [[Int]], points: [ScanPoint]
    ) {
        var generator = SeededGenerator(seed: seed)
        let points = (0..<locations).map { _ in
            ScanPoint(x: generator.uniform(), y: generator.uniform())
        }
        let counts = (0..<locations).map { _ in
            let level = mean * 2 * generator.uniform()
            return (0..<periods).map { _ in generator.poisson(level) }
        }
        return (counts, points)
    }

    @Test func maximaDependOnTheSeedAlone() async throws {
        let (counts, points) = world(4, locations: 20, periods: 40, mean: 0.5)
        let areas = try #require(ScanAreas.circles(around: points, distance: .plane))
        let models: [ScanModel] = [
            .permutation, .poisson(expected: counts.map { $0.map { _ in 1 } }),
            .binomial(trials: counts.map { $0.map { $0 + 1 } }),
        ]
        for model in models {
            let scan = try SpaceTimeScan(
                counts: counts, model: model, areas: areas, windows: .endingLast(longest: 11))
            let one = try #require(await scan.significance(replicates: 60, seed: 9, threads: 1))
            let five = try #require(await scan.significance(replicates: 60, seed: 9, threads: 5))
            #expect(one == five)
            let fewer = try #require(await scan.significance(replicates: 20, seed: 9, threads: 2))
            // The level that the pilots set is the same; what it is never enters a maximum.
            #expect(Array(one.maxima.prefix(20)) == fewer.maxima)
            let single = try #require(await scan.significance(replicates: 1, seed: 9, threads: 1))
            #expect(single.maxima[0] == one.maxima[0])
            let other = try #require(await scan.significance(replicates: 60, seed: 10, threads: 2))
            #expect(one != other)
        }
    }

    @Test func pValuesAreUniformWhereNothingHappens() async throws {
        var below = 0
        for seed in 0..<40 {
            let (counts, points) = world(
                1_000 + UInt64(seed), locations: 12, periods: 30, mean: 0.8)
            let areas = try #require(ScanAreas.circles(around: points, distance: .plane))
            let scan = try SpaceTimeScan(
                counts: counts, model: .permutation, areas: areas, windows: .anywhere(longest: 4))
            let chance = try #require(
                await scan.significance(replicates: 19, seed: UInt64(seed), threads: 2))
            if chance.pValue(of: scan.largestRatio()) <= 0.25 { below += 1 }
        }
        // Binomial(40, 1/4): 10 expected, standard deviation 2.74.
        #expect(abs(below - 10) < 11)
    }

    @Test func scanDoesNotDependOnTheOrderOfLocations() throws {
        let (counts, points) = world(6, locations: 25, periods: 30, mean: 1)
        let areas = try #require(ScanAreas.circles(around: points, distance: .plane))
        let scan = try SpaceTimeScan(
            counts: counts, model: .permutation, areas: areas, windows: .anywhere(longest: 10))
        let turnedAreas = try #require(
            ScanAreas.circles(around: points.reversed(), distance: .plane))
        let turned = try SpaceTimeScan(
            counts: counts.reversed(), model: .permutation, areas: turnedAreas,
            windows: .anywhere(longest: 10))
        #expect(agrees(scan.largestRatio(), turned.largestRatio(), within: 1e-12))
        let first = try #require(scan.clusters().first)
        let second = try #require(turned.clusters().first)
        #expect(Set(first.locations) == Set(second.locations.map { 24 - $0 }))
        #expect(first.periods == second.periods && first.count == second.count)
    }

    @Test func plantedClusterIsFound() async throws {
        var (counts, points) = world(8, locations: 30, periods: 60, mean: 1)
        for location in 3..<5 { points[location] = ScanPoint(x: 5, y: 5 + Double(location) / 100) }
        for location in 3..<5 { for period in 52..<60 { counts[location][period] += 6 } }
        let areas = try #require(ScanAreas.circles(around: points, distance: .plane))
        let scan = try SpaceTimeScan(
            counts: counts, model: .permutation, areas: areas, windows: .endingLast(longest: 26))
        let best = try #require(scan.clusters().first)
        #expect(Set(best.locations) == [3, 4] && best.periods == 52..<60)
        let chance = try #require(await scan.significance(replicates: 199, seed: 2, threads: 2))
        #expect(chance.pValue(of: best.logRatio) == 1.0 / 200)
        let tail = try #require(chance.gumbelPValue(of: best.logRatio))
        #expect(tail < 1e-6 && tail >= 0)
        let histories = try SpaceTimeScan.permutationHistories(
            counts: counts, areas: areas, longest: 4, endings: Array(30...49), span: 30)
        #expect(histories.count == 20)
        #expect(
            PlaceboRank(of: best.logRatio, among: histories)
                == .rank(pValue: 1.0 / 21, histories: 20))
        #expect(
            PlaceboRank(of: best.logRatio, among: Array(histories.prefix(5)))
                == .cannotTell(histories: 5))
    }

    @Test func degenerateScansAreRefused() async throws {
        let points = [ScanPoint(x: 0, y: 0), ScanPoint(x: 1, y: 0)]
        let areas = try #require(ScanAreas.circles(around: points, distance: .plane))
        #expect(throws: ScanDefect.tooFewCases(0)) {
            try SpaceTimeScan(
                counts: [[0, 0], [0, 0]], model: .permutation, areas: areas, windows: .whole)
        }
        #expect(throws: ScanDefect.shape) {
            try SpaceTimeScan(
                counts: [[1, 2], [3]], model: .permutation, areas: areas, windows: .whole)
        }
        #expect(throws: ScanDefect.value(location: 1, period: 0)) {
            try SpaceTimeScan(
                counts: [[1, 2], [-3, 1]], model: .permutation, areas: areas, windows: .whole)
        }
        #expect(throws: ScanDefect.value(location: 0, period: 1)) {
            try SpaceTimeScan(
                counts: [[1, 2], [3, 1]], model: .binomial(trials: [[1, 1], [9, 9]]), areas: areas,
                windows: .whole)
        }
        #expect(throws: ScanDefect.setting) {
            try SpaceTimeScan(
                counts: [[1, 2], [3, 1]], model: .permutation, areas: areas,
                windows: .endingLast(longest: 0))
        }
        #expect(throws: ScanDefect.tooManyWindows(50_000 * 50_000)) {
            try SpaceTimeScan(
                counts: .init(repeating: .init(repeating: 1, count: 50_000), count: 2),
                model: .permutation, areas: areas, windows: .anywhere(longest: .max))
        }
        #expect(ScanAreas.circles(around: [], distance: .plane) == nil)
        #expect(ScanAreas.listed([[0, 0]], locations: 2) == nil)
        // One location holds everything: no area stands against an outside.
        var settings = ScanSettings()
        settings.largestShare = 1
        let one = try #require(ScanAreas.circles(around: [points[0]], distance: .plane))
        let alone = try SpaceTimeScan(
            counts: [[3, 1, 9]], model: .permutation, areas: one, windows: .endingLast(longest: 2),
            settings: settings)
        #expect(alone.largestRatio() < 1e-12)
        let chance = try #require(await alone.significance(replicates: 19, seed: 1, threads: 2))
        #expect(chance.maxima.allSatisfy { $0 < 1e-12 })
        #expect(chance.pValue(of: 0) == 1 && chance.gumbelPValue(of: 0) ?? 1 > 0.1)
    }
}
