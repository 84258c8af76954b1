import Foundation
import Statistics
import Testing

@Suite struct NearRepeatTests {
    private func counted(_ outcome: NearRepeat.Outcome) throws -> NearRepeat {
        guard case .counted(let found) = outcome else {
            Issue.record("no pairs counted: \(outcome)")
            throw CocoaError(.featureUnsupported)
        }
        return found
    }

    @Test func chicagoArsonIsThatOfNearRepeat() throws {
        guard let rows = ReferenceResults.rows("knox/chicago_arson.csv"),
            let golden = try ReferenceResults.json("knox/NearRepeat_results.json")
        else { return }
        let format = DateFormatter()
        format.dateFormat = "yyyy-MM-dd"
        format.timeZone = TimeZone(identifier: "UTC")
        let events = try rows.dropFirst().map { row in
            let day = try #require(format.date(from: row[2])).timeIntervalSince1970 / 86_400
            return PlacedEvent(
                x: try #require(Double(row[0])), y: try #require(Double(row[1])), time: Int(day))
        }
        #expect(events.count == 522)
        let found = try counted(
            NearRepeat.count(
                events, distances: [0, 0.1, 100, 200, 300, 400], times: [0, 2, 4],
                measure: .manhattan, replicates: 999, seed: 17))
        let observed = try #require(golden["observed"] as? [[String: Any]])
        let p = try #require(golden["pvalues"] as? [[String: Any]])
        let ratios = try #require(golden["knox_ratio"] as? [[String: Any]])
        var agreement = Agreement(
            "near repeats: pairs", on: "Chicago arsons", with: "NearRepeat 0.1.1")
        for band in 0..<5 {
            for (time, name) in ["[0,2)", "[2,4)"].enumerated() {
                let cell = found.cells[band][time]
                agreement.compare(Double(cell.observed), observed[band].number(name) ?? .nan)
                let theirs = try #require(p[band].number(name))
                let middle = max((theirs + cell.pValue) / 2, 0.002)
                let error = (2 * middle * (1 - middle) / 999).squareRoot()
                #expect(abs(cell.pValue - theirs) <= 4 * error + 0.001)
                // The mean of 999 counts with about their own mean as variance.
                let mean = cell.expected
                #expect(abs(cell.replicateMean - mean) < 5 * (mean / 999).squareRoot())
                let theirRatio = try #require(ratios[band].number(name))
                if theirRatio > 0 {
                    let theirMean = Double(cell.observed) / theirRatio
                    #expect(abs(theirMean - mean) < 5 * (mean / 999).squareRoot())
                }
            }
        }
        agreement.expect(within: 0, atLeast: 10)
    }

    @Test func knoxIsThatOfSurveillance() throws {
        guard let rows = ReferenceResults.rows("knox/knox200.csv"),
            let golden = try ReferenceResults.json("knox/surveillance_knox200.json")
        else { return }
        let events = try rows.dropFirst().map {
            PlacedEvent(
                x: try #require(Double($0[0])), y: try #require(Double($0[1])),
                time: try #require(Int($0[2])))
        }
        // At most 0.1 apart and at most 14 days: bands end just above.
        let found = try counted(
            NearRepeat.count(
                events, distances: [0, (0.1).nextUp], times: [0, 15], measure: .euclidean,
                replicates: 999, seed: 2))
        #expect(found.cells[0][0].observed == golden["statistic"] as? Int)
        #expect(
            agrees(found.cells[0][0].expected, golden.number("expected") ?? 0, within: 1e-12))
    }

    @Test func pairsDoNotDependOnTheOrderOfEvents() throws {
        var generator = SeededGenerator(seed: 12)
        let events = (0..<80).map { _ in
            PlacedEvent(
                x: 10 * generator.uniform(), y: 10 * generator.uniform(),
                time: Int(100 * generator.uniform()))
        }
        func count(_ events: [PlacedEvent], _ times: [Int]) throws -> NearRepeat {
            try counted(
                NearRepeat.count(
                    events, distances: [0, 1, 2], times: times, measure: .euclidean,
                    replicates: 99, seed: 1))
        }
        let one = try count(events, [0, 7, 14])
        let turned = try count(events.reversed(), [0, 7, 14])
        for (row, other) in zip(one.cells, turned.cells) {
            #expect(row.map(\.observed) == other.map(\.observed))
            #expect(row.map(\.expected) == other.map(\.expected))
        }
        var slow = 0
        for first in events.indices {
            for second in events.indices where second > first {
                let x = events[first].x - events[second].x
                let y = events[first].y - events[second].y
                let gap = abs(events[first].time - events[second].time)
                if x * x + y * y < 1, gap < 7 { slow += 1 }
            }
        }
        #expect(one.cells[0][0].observed == slow)
        // Bounds beyond the table of bands count the same.
        let far = try count(events, [0, 7, 14, 100_000])
        #expect(far.cells.map { Array($0.prefix(2)) } == one.cells)
    }

    @Test func nearRepeatsOfTooLittleAreRefused() throws {
        let one = PlacedEvent(x: 0, y: 0, time: 0)
        func outcome(_ events: [PlacedEvent], _ distances: [Double] = [0, 1]) -> NearRepeat.Outcome
        {
            NearRepeat.count(
                events, distances: distances, times: [0, 1], measure: .manhattan, replicates: 9,
                seed: 1)
        }
        #expect(outcome([one]) == .undefined(.events(1)))
        #expect(outcome([one, one], [1, 1]) == .undefined(.setting))
        #expect(
            outcome([one, PlacedEvent(x: .nan, y: 0, time: 0)]) == .undefined(.value(index: 1)))
        // Everything at one place and time: chance always gives the same.
        let same = try counted(outcome([one, one, one]))
        #expect(same.cells[0][0].observed == 3 && same.cells[0][0].pValue == 1)
        let apart = try counted(outcome([one, PlacedEvent(x: 5, y: 5, time: 0)]))
        #expect(apart.cells[0][0].ratio == .noneExpected && apart.cells[0][0].pValue == 1)
    }
}
