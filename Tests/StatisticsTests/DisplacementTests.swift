import Foundation
import Statistics
import Testing

@Suite struct DisplacementTests {
    private func pair(_ before: Int, _ after: Int) throws -> BeforeAfter {
        try #require(BeforeAfter(before: before, after: after))
    }

    @Test func quotientsAreThoseOfTheGuide() throws {
        guard let golden = try ReferenceResults.json("wdq/wdq_golden.json"),
            let cases = golden["cases"] as? [String: [String: Any]]
        else { return }
        #expect(cases.count >= 6)
        var agreement = Agreement(
            "displacement quotient and net effects", on: "six constructed cases",
            with: "formulas of the guide")
        for (name, entry) in cases {
            let input = try #require(entry["input"] as? [String: Int])
            let found = try #require(
                DisplacementQuotients(
                    response: try pair(input["Rb"] ?? -1, input["Ra"] ?? -1),
                    buffer: try pair(input["Db"] ?? -1, input["Da"] ?? -1),
                    control: try pair(input["Cb"] ?? -1, input["Ca"] ?? -1)))
            #expect(found.grossEffect == entry["GE"] as? Int, "\(name)")
            let netEffect = try #require(entry.number("NE"))
            agreement.compare(found.netEffect, netEffect)
            agreement.compare(found.totalNetEffect, entry.number("TNE") ?? .nan)
            agreement.compare(
                found.bufferChange, entry.number("buffer_displacement_measure") ?? .nan)
            #expect(
                abs(found.bufferChange - (entry.number("buffer_displacement_measure") ?? 9)) < 1e-12
            )
            switch found.quotient {
            case .value(let value):
                #expect(agrees(value, entry.number("WDQ") ?? .nan, within: 1e-9) && netEffect > 0)
            case .noGain(let value):
                #expect(agrees(value, entry.number("WDQ") ?? .nan, within: 1e-9) && netEffect < 0)
            case .unchanged: #expect(entry["WDQ"] is NSNull)
            }
        }
        agreement.expect(within: 1e-9)
    }

    @Test func quotientWithoutControlIsUndefined() throws {
        #expect(
            DisplacementQuotients(
                response: try pair(5, 2), buffer: try pair(1, 2), control: try pair(0, 3)) == nil)
        #expect(BeforeAfter(before: -1, after: 0) == nil)
    }

    @Test func differencesAreThoseOfPtools() throws {
        guard let golden = try ReferenceResults.json("wdq/ptools_wdd_results.json") else { return }
        // The package's own examples; its source names the counts.
        let basic = try #require(
            WeightedDisplacementDifference(
                treated: .init(try pair(20, 10)), control: .init(try pair(20, 20)), level: .ninety))
        #expect(agrees(basic.local.difference, golden.number("wdd_basic", "Est_Local") ?? 0))
        #expect(agrees(basic.total.standardError, golden.number("wdd_basic", "SE_Total") ?? 0))
        #expect(
            agrees(
                basic.interval, golden.number("wdd_basic", "LowCI") ?? 0,
                golden.number("wdd_basic", "HighCI") ?? 0))
        let moved = try #require(
            WeightedDisplacementDifference(
                treated: .init(try pair(20, 10)), control: .init(try pair(20, 20)),
                buffer: (.init(try pair(30, 20)), .init(try pair(30, 30)))))
        #expect(
            agrees(moved.displaced.standardError, golden.number("wdd_disp", "SE_Displace") ?? 0))
        #expect(agrees(moved.total.difference, golden.number("wdd_disp", "Est_Total") ?? 0))
        #expect(agrees(moved.total.standardError, golden.number("wdd_disp", "SE_Total") ?? 0))
        let longer = try #require(WeightedDisplacementDifference.Weights(before: 1, after: 2))
        let timed = try #require(
            WeightedDisplacementDifference(
                treated: .init(try pair(20, 20), weights: longer),
                control: .init(try pair(10, 20), weights: longer)))
        #expect(agrees(timed.local.difference, golden.number("wdd_time", "Est_Local") ?? 0))
        #expect(agrees(timed.local.standardError, golden.number("wdd_time", "SE_Local") ?? 0))
        // Wheeler's published example: 100, 90 against 100, 80 gives -10 with standard error 19.
        let published = try #require(
            WeightedDisplacementDifference(
                treated: .init(try pair(100, 80)), control: .init(try pair(100, 90))))
        #expect(published.total.difference == -10)
        #expect(agrees(published.total.standardError, 19.235384061671343))
    }

    @Test func placebosWidenTheInterval() throws {
        let found = try #require(
            WeightedDisplacementDifference(
                treated: .init(try pair(20, 10)), control: .init(try pair(20, 20))))
        // Median 0, median distance from it 40: spread 59.304.
        let placebos = [-80.0, -60, -40, -40, -20, 0, 0, 20, 40, 40, 60]
        let wide = try #require(found.recalibrated(placebos: placebos))
        #expect(
            agrees(
                wide, -10 - 59.30408874022408 * 1.959963984540054,
                -10 + 59.30408874022408 * 1.959963984540054))
        let quiet = try #require(found.recalibrated(placebos: .init(repeating: 0, count: 12)))
        #expect(quiet == found.interval)
        #expect(found.recalibrated(placebos: [1, 2, 3]) == nil)
        let dispersed = try #require(
            WeightedDisplacementDifference(
                treated: .init(try pair(20, 10)), control: .init(try pair(20, 20)),
                variance: .quasiPoisson(phi: 4)))
        #expect(agrees(dispersed.total.standardError, 2 * found.total.standardError))
    }
}
