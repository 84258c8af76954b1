import Foundation
import Statistics
import Testing

@Suite struct ScanTests {
    /// Cases per location and period from lines of location, count and date.
    private func grid(
        _ rows: [[String]], ids: [String], periods: Int, period: (String) throws -> Int
    ) throws -> [[Int]] {
        let places = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        var counts = [[Int]](repeating: .init(repeating: 0, count: periods), count: ids.count)
        for row in rows {
            let place = try #require(places[row[0]])
            counts[place][try period(row[2])] += try #require(Int(row[1]))
        }
        return counts
    }

    /// Days from a first day, of dates with slashes.
    private func day(_ text: String, from first: String) throws -> Int {
        let format = DateFormatter()
        format.dateFormat = "yyyy/M/d"
        format.timeZone = TimeZone(identifier: "UTC")
        let one = try #require(format.date(from: text))
        let other = try #require(format.date(from: first))
        return Int((one.timeIntervalSince(other) / 86_400).rounded())
    }

    /// Whether a Monte Carlo p-value agrees with another, both from so many replicates.
    private func agree(_ p: Double, _ other: Double, _ own: Int, _ theirs: Int) -> Bool {
        let middle = (p + other) / 2
        let variance = middle * (1 - middle) * (1 / Double(own) + 1 / Double(theirs))
        return abs(p - other) <= 4 * variance.squareRoot() + 1 / Double(min(own, theirs))
    }

    private func newMexico() throws -> (counts: [[Int]], population: [[Double]], areas: ScanAreas)?
    {
        guard let counts = ReferenceResults.rows("scan/NM_counts_1986_1989.csv"),
            let population = ReferenceResults.rows("scan/NM_population_1986_1989.csv"),
            let zones = ReferenceResults.rows("scan/NM_zones_k15.txt")
        else { return nil }
        let locations = counts[0].count - 1
        let listed = try zones.map { try $0.map { try #require(Int($0)) - 1 } }
        let areas = try #require(ScanAreas.listed(listed, locations: locations))
        let columns = 1...locations
        return (
            try columns.map { column in try counts.dropFirst().map { try #require(Int($0[column])) }
            },
            try columns.map { column in
                try population.dropFirst().map { try #require(Double($0[column])) }
            }, areas
        )
    }

    private func whole() -> ScanSettings {
        var settings = ScanSettings()
        settings.largestShare = 1
        settings.smallestCount = 1
        return settings
    }

    @Test func allZonesScoreAsInScanstatistics() throws {
        guard let (counts, population, areas) = try newMexico(),
            let permutation = ReferenceResults.rows("scan/NM_permutation_all_zone_scores.csv"),
            let poisson = ReferenceResults.rows("scan/NM_pb_poisson_all_zone_scores.csv"),
            let zones = ReferenceResults.rows("scan/NM_zones_k15.txt")
        else { return }
        // scanstatistics expects in each period an equal part of all cases.
        let expected = population.map { row in
            row.enumerated().map { period, people in
                people / population.reduce(0) { $0 + $1[period] }
            }
        }
        for (model, rows) in [
            (ScanModel.permutation, permutation), (.poisson(expected: expected), poisson),
        ] {
            #expect(rows.count == 1_705)
            let scan = try SpaceTimeScan(
                counts: counts, model: model, areas: areas, windows: .endingLast(longest: 4),
                settings: whole())
            var agreement = Agreement(
                model == .permutation
                    ? "scan, space-time permutation: all zones" : "scan, Poisson: all zones",
                on: "New Mexico 1986–1989", with: "scanstatistics 1.1.2")
            for row in rows.dropFirst() {
                let zone = try zones[try #require(Int(row[0])) - 1].map {
                    try #require(Int($0)) - 1
                }
                let window = (4 - (try #require(Int(row[1]))))..<4
                let golden = try #require(Double(row[2]))
                let own = try #require(scan.ratio(of: zone, during: window))
                // The reference prints fifteen digits of small differences of large numbers.
                agreement.compare(own, golden, floor: 1e-3)
            }
            agreement.expect(within: 1e-9)
            let best = try #require(scan.clusters().first)
            #expect(agrees(best.logRatio, try #require(Double(rows[1][2])), within: 1e-9))
            #expect(best.periods.count == Int(rows[1][1]))
        }
    }

    @Test func newMexicoPValuesAgree() async throws {
        guard let (counts, _, areas) = try newMexico(),
            let golden = try ReferenceResults.json("scan/R_scan_results.json")
        else { return }
        let scan = try SpaceTimeScan(
            counts: counts, model: .permutation, areas: areas, windows: .endingLast(longest: 4),
            settings: whole())
        let best = try #require(scan.clusters().first)
        #expect(best.locations.sorted() == [2, 7] && best.count == 14)
        #expect(agrees(best.expected, 8.141955835962145, within: 1e-12))
        #expect(agrees(best.logRatio, 1.7862412182993, within: 1e-12))
        let chance = try #require(await scan.significance(replicates: 299, seed: 3, threads: 2))
        let p = try #require(golden.number("NM_permutation", "MC_p"))
        #expect(agree(chance.pValue(of: best.logRatio), p, 299, 999))
    }

    @Test func newYorkLeukaemiaRatiosAreExact() throws {
        guard let rows = ReferenceResults.rows("scan/nyleukemia.csv"),
            let golden = try ReferenceResults.json("scan/poisson_llr_exact_python.json"),
            let top = golden.at("nyleukemia", "top10") as? [[String: Any]]
        else { return }
        let columns = try rows.dropFirst().map { row in
            try row.dropFirst().map { try #require(Double($0)) }
        }
        let total = columns.reduce(0) { $0 + $1[5] }
        let people = columns.reduce(0) { $0 + $1[4] }
        let areas = try #require(
            ScanAreas.circles(
                around: columns.map { ScanPoint(x: $0[2], y: $0[3]) }, distance: .plane))
        var ratios: [(Double, Int)] = []
        var population = 0.0
        var cases = 0.0
        areas.visitAll { members in
            // Circles come by their centre, growing; two places at one point enter together.
            if members.count <= 2 || members.count - 1 != ratios.last?.1 {
                population = members.dropLast().reduce(0) { $0 + columns[$1][4] }
                cases = members.dropLast().reduce(0) { $0 + columns[$1][5] }
            }
            population += columns[members[members.endIndex - 1]][4]
            cases += columns[members[members.endIndex - 1]][5]
            let isSmall = population <= 0.15 * people
            let base = total * population / people
            let ratio = ScanLikelihood.poisson(total: total).ratio(count: cases, base: base)
            ratios.append((isSmall ? ratio : 0, members.count))
        }
        ratios.sort { $0.0 > $1.0 }
        var agreement = Agreement(
            "scan, Poisson ratio of circles", on: "New York leukaemia", with: "exact sums in Python"
        )
        for (place, entry) in top.prefix(7).enumerated() {
            agreement.compare(ratios[place].0, entry.number("llr") ?? .nan)
            let llr = try #require(entry.number("llr"))
            let match = ratios.contains {
                abs($0.0 - llr) <= 1e-9 * llr && $0.1 == entry["size"] as? Int
            }
            #expect(match)
        }
        agreement.expect(within: 1e-9, atLeast: 7)
    }

    @Test func newYorkFeverIsThatOfSaTScan() async throws {
        guard let rows = ReferenceResults.rows("scan/satscan_sample/NYCfever.cas"),
            let places = ReferenceResults.rows("scan/satscan_sample/NYCfever.geo")
        else { return }
        let counts = try grid(rows, ids: places.map { $0[0] }, periods: 24) {
            try day($0, from: "2001/11/1")
        }
        let points = try places.map {
            ScanPoint(x: try #require(Double($0[2])), y: try #require(Double($0[1])))
        }
        let areas = try #require(
            ScanAreas.circles(around: points, distance: .sphere, largestRadius: 3))
        let scan = try SpaceTimeScan(
            counts: counts, model: .permutation, areas: areas, windows: .endingLast(longest: 7))
        let best = try #require(scan.clusters().first)
        // out/NYCSpaceTimePermutation.p1_9999.txt
        #expect(abs(best.logRatio - 3.845418) < 5e-7)
        #expect(best.count == 4 && best.periods == 21..<24 && best.locations.count == 9)
        #expect(places[best.locations[0]][0] == "11418")
        let chance = try #require(await scan.significance(replicates: 299, seed: 5, threads: 2))
        #expect(agree(chance.pValue(of: best.logRatio), 0.1917, 299, 9_999))
    }

    @Test func humbersideIsThatOfSaTScan() async throws {
        guard let cases = ReferenceResults.rows("scan/satscan_sample/NHumberside.cas"),
            let controls = ReferenceResults.rows("scan/satscan_sample/NHumberside.ctl"),
            let places = ReferenceResults.rows("scan/satscan_sample/NHumberside.geo")
        else { return }
        let points = try places.map {
            ScanPoint(x: try #require(Double($0[1])), y: try #require(Double($0[2])))
        }
        let found = try cases.map { [try #require(Int($0[1]))] }
        let trials = try zip(found, controls).map { [$0[0] + (try #require(Int($1[1])))] }
        let areas = try #require(ScanAreas.circles(around: points, distance: .plane))
        let scan = try SpaceTimeScan(
            counts: found, model: .binomial(trials: trials), areas: areas, windows: .whole)
        let clusters = scan.clusters()
        // out/NHumbersideSpatialBernoulli.p1_9999.txt
        #expect(clusters.count > 2)
        #expect(abs(clusters[0].logRatio - 4.836516) < 5e-7)
        #expect(abs(clusters[2].logRatio - 3.712697) < 5e-7)
        let ids = clusters.prefix(2).map { $0.locations.map { places[$0][0] }.sorted() }
        #expect(
            ids.contains(["169", "170", "172", "173"]) && ids.contains(["14", "18", "19", "26"]))
        let chance = try #require(await scan.significance(replicates: 299, seed: 8, threads: 2))
        // Both first clusters have the ratio 4.836516, and one replicate in four as well. SaTScan
        // prints 0.4202 for one and 0.6706 for the other, as rounding falls; ties count here.
        #expect(agree(chance.pValue(of: clusters[0].logRatio), 0.6706, 299, 9_999))
        #expect(chance.pValue(of: clusters[0].logRatio) == chance.pValue(of: clusters[1].logRatio))
    }

    /// Population of a stratum in the middle of a year, between censuses along a line.
    private func people(_ censuses: [Int: Double], _ time: Double) -> Double {
        let years = censuses.keys.sorted()
        guard let first = years.first, let last = years.last else { return 0 }
        if time <= Double(first) + 0.5 { return censuses[first] ?? 0 }
        if time >= Double(last) + 0.5 { return censuses[last] ?? 0 }
        let upper = years.first { time < Double($0) + 0.5 } ?? last
        let lower = years.last { time >= Double($0) + 0.5 } ?? first
        let share = (time - Double(lower) - 0.5) / Double(upper - lower)
        return (censuses[lower] ?? 0) * (1 - share) + (censuses[upper] ?? 0) * share
    }

    /// The mean over fifty dates of a year.
    private func yearly(_ censuses: [Int: Double], _ year: Double) -> Double {
        var sum = 0.0
        for date in 0..<50 { sum += people(censuses, year + (Double(date) + 0.5) / 50) }
        return sum / 50
    }

    @Test func newMexicoSinceSeventyThreeIsThatOfSaTScan() async throws {
        guard let cases = ReferenceResults.rows("scan/satscan_sample/nm.cas"),
            let population = ReferenceResults.rows("scan/satscan_sample/nm.pop"),
            let places = ReferenceResults.rows("scan/satscan_sample/nm.geo")
        else { return }
        let ids = places.map { $0[0] }
        let counts = try grid(cases, ids: ids, periods: 19) { try #require(Int($0)) - 1973 }
        var censuses: [String: [String: [Int: Double]]] = [:]
        for row in population {
            let year = 1900 + (try #require(Int(row[1])))
            censuses[row[3] + "/" + row[4], default: [:]][row[0], default: [:]][year] =
                Double(row[2])
        }
        var strata: [String: Double] = [:]
        for row in cases { strata[row[3] + "/" + row[4], default: 0] += Double(row[1]) ?? 0 }
        // Indirect standardisation by age and sex; a year's population is its mean over 50 dates.
        var expected = [[Double]](repeating: .init(repeating: 0, count: 19), count: ids.count)
        for (stratum, places) in censuses {
            let means = ids.map { id in
                (0..<19).map { year in yearly(places[id] ?? [:], Double(1973 + year)) }
            }
            let all = means.reduce(0) { $0 + $1.reduce(0, +) }
            let rate = (strata[stratum] ?? 0) / all
            for place in ids.indices {
                for year in 0..<19 { expected[place][year] += rate * means[place][year] }
            }
        }
        let points = try places.map {
            ScanPoint(x: try #require(Double($0[2])), y: try #require(Double($0[1])))
        }
        let areas = try #require(ScanAreas.circles(around: points, distance: .sphere))
        let scan = try SpaceTimeScan(
            counts: counts, model: .poisson(expected: expected), areas: areas,
            windows: .anywhere(longest: 9))
        let best = try #require(scan.clusters().first)
        // out/NewMexicoSpaceTimePoisson.p1_9999.txt; populations between censuses are counted by
        // days there, which moves the fourth digit of the expectation.
        #expect(best.count == 236 && best.periods == 12..<17 && best.locations.count == 9)
        #expect(ids[best.locations[0]] == "Torrance")
        #expect(abs(best.expected - 176.22) < 0.01)
        #expect(abs(best.logRatio - 10.979758) < 1e-3)
        let chance = try #require(await scan.significance(replicates: 299, seed: 5, threads: 2))
        #expect(agree(chance.pValue(of: best.logRatio), 0.0118, 299, 9_999))
    }

    static func ports(_ name: String) throws -> (counts: [[Int]], areas: ScanAreas, ids: [String])?
    {
        guard let rows = ReferenceResults.rows("scan/ports_satscan/\(name).cas.gz"),
            let places = ReferenceResults.rows("scan/ports_satscan/\(name).geo.gz")
        else { return nil }
        let ids = places.map { $0[0] }
        let points = try places.map {
            ScanPoint(x: try #require(Double($0[2])), y: try #require(Double($0[1])))
        }
        let suite = ScanTests()
        let counts = try suite.grid(rows, ids: ids, periods: 208) {
            try suite.day($0, from: "2021/1/4") / 7
        }
        return (counts, try #require(ScanAreas.circles(around: points, distance: .sphere)), ids)
    }

    /// Of SaTScan's clusters: the first location, how many, count, expected, ratio and the Gumbel
    /// p-value where one is printed.
    private static let portClusters:
        [(String, ScanWindows, [(String, Int, Int, Double, Double, Double?)])] = [
            (
                "p30", .endingLast(longest: 26),
                [("P003", 1, 229, 84.58, 85.537017, nil), ("P012", 2, 42, 21.18, 7.972967, 0.0055)]
            ),
            (
                "p30", .anywhere(longest: 26),
                [("P004", 1, 187, 59.42, 88.272011, nil), ("P003", 1, 229, 84.58, 85.537017, nil)]
            ),
            (
                "p300", .endingLast(longest: 26),
                [
                    ("P274", 9, 493, 290.99, 58.207952, nil),
                    ("P255", 18, 1002, 738.48, 42.758447, nil),
                    ("P139", 2, 245, 142.78, 30.147578, nil),
                    ("P085", 4, 189, 106.24, 26.159274, nil),
                    ("P257", 6, 176, 98.34, 24.824553, nil),
                    ("P120", 1, 185, 108.82, 22.032029, nil),
                    ("P044", 1, 74, 35.37, 16.012690, 0.0001),
                    ("P133", 7, 423, 323.43, 14.029449, 0.00067),
                    ("P058", 3, 59, 27.13, 13.975842, 0.00071),
                    ("P022", 4, 65, 33.18, 11.892105, 0.0051),
                ]
            ),
        ]

    @Test(arguments: portClusters.indices) func portClustersAreThoseOfSaTScan(_ index: Int)
        async throws
    {
        let (name, windows, golden) = Self.portClusters[index]
        guard let (counts, areas, ids) = try Self.ports(name) else { return }
        let scan = try SpaceTimeScan(
            counts: counts, model: .permutation, areas: areas, windows: windows)
        let clusters = scan.clusters()
        // Replicates of the larger tables take minutes in a build that is not optimised.
        let isSmall = name == "p30" && windows == .endingLast(longest: 26)
        let chance =
            isSmall ? await scan.significance(replicates: 199, seed: 1, threads: 2) : nil
        for (place, expected) in golden.enumerated() {
            let found = clusters[place]
            #expect(ids[found.locations[0]] == expected.0)
            #expect(found.locations.count == expected.1 && found.count == expected.2)
            #expect(abs(found.expected - expected.3) < 0.0051)
            #expect(abs(found.logRatio - expected.4) < 5e-7)
            if let p = expected.5, let chance {
                let own = try #require(chance.gumbelPValue(of: found.logRatio))
                // Two fits of the tail, from 999 and 199 maxima.
                #expect(abs(log(own / p)) < 1)
            }
        }
    }
}
