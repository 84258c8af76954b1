import Foundation
import Testing

@testable import WebInterface

struct ChartStyleTests {
    /// Contrast ratio of WCAG 2.2 (relative luminance, section “contrast ratio”).
    private func contrast(_ first: String, _ second: String) -> Double {
        func luminance(_ colour: String) -> Double {
            let value = Int(colour.dropFirst(), radix: 16) ?? 0
            let parts = [value >> 16, value >> 8 & 255, value & 255].map { part in
                let share = Double(part) / 255
                return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let (a, b) = (luminance(first), luminance(second))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    @Test func contrastFollowsThePublishedExtremes() {
        #expect(abs(contrast("#ffffff", "#000000") - 21) < 1e-9)
        #expect(abs(contrast("#777777", "#ffffff") - 4.48) < 0.01)
    }

    @Test func lettersReachFourAndAHalfToOne() {
        for paint in ChartPaint.series + [.text, .mutedText] {
            #expect(contrast(paint.light, ChartPaint.ground.light) >= 4.5, "\(paint)")
            #expect(contrast(paint.dark, ChartPaint.ground.dark) >= 4.5, "\(paint)")
        }
    }

    @Test func marksReachThreeToOne() {
        for paint in [ChartPaint.soft, .axis] {
            #expect(contrast(paint.light, ChartPaint.ground.light) >= 3, "\(paint)")
            #expect(contrast(paint.dark, ChartPaint.ground.dark) >= 3, "\(paint)")
        }
        for paint in [ChartPaint.series1, .mutedText] {
            for under in [ChartPaint.sea, .land] {
                #expect(contrast(paint.light, under.light) >= 3, "\(paint) on \(under)")
                #expect(contrast(paint.dark, under.dark) >= 3, "\(paint) on \(under)")
            }
        }
    }

    @Test func darkColoursApplyOnScreenOnly() throws {
        let dark = try #require(
            ChartStyle.css.range(of: "@media screen and (prefers-color-scheme: dark)"))
        for paint in ChartPaint.allCases {
            let rule = ".chart-fill-\(paint.name) { fill: \(paint.dark); }"
            let place = try #require(ChartStyle.css.range(of: rule))
            #expect(place.lowerBound > dark.upperBound)
        }
        #expect(
            ChartStyle.css.filter { $0 == "{" }.count == ChartStyle.css.filter { $0 == "}" }.count)
    }

    @Test func seriesDifferInShapeAndDash() {
        #expect(Set(MarkerShape.allCases.map(\.dash)).count == SeriesChart.maximumSeries)
        #expect(MarkerShape.allCases.count == SeriesChart.maximumSeries)
    }

    @Test(
        arguments: [
            (0.0, 0, "0"), (12_500, 0, "12,500"), (999, 0, "999"), (1_000, 0, "1,000"),
            (1_234_567.891, 2, "1,234,567.89"), (-3.5, 1, "−3.5"), (-0.04, 1, "0.0"),
            (0.05, 2, "0.05"), (2.5, 0, "3"), (1e300, 0, "9,000,000,000,000,000"), (.nan, 0, "–"),
        ] as [(Double, Int, String)])
    func numbersAreGroupedByThousands(value: Double, decimals: Int, text: String) {
        #expect(FigureText.grouped(value, decimals: decimals) == text)
    }

    @Test(arguments: [(12.34, "12.3"), (12.04, "12"), (-0.04, "0"), (-7.25, "-7.3"), (0.96, "1")])
    func coordinatesHaveOneDecimalAtMost(value: Double, text: String) {
        #expect(FigureText.coordinate(value) == text)
    }

    @Test(
        arguments: [
            ([7.0], 2.0, 4), ([100], 20, 5), ([121], 50, 3), ([3], 1, 3), ([0.3], 0.1, 3),
            ([28_000], 10_000, 3), ([], 1, 1), ([0], 1, 1),
        ] as [([Double], Double, Int)])
    func ticksFallOnOneTwoFive(values: [Double], step: Double, count: Int) {
        let scale = ValueScale(covering: values)
        #expect(abs(scale.step - step) < 1e-9)
        #expect(scale.count == count)
    }

    @Test func textThatDoesNotFitEndsInAnEllipsis() {
        let lines = ChartText.wrapped(
            "Colombia (Caribbean and Pacific coasts together)", width: 120, lines: 2)
        #expect(lines.count == 2)
        #expect(lines.last?.last == "…")
        #expect(lines.allSatisfy { ChartText.width($0) <= 120 })
    }
}
