import Testing

@testable import WebInterface

struct SeriesChartTests {
    typealias Point = SeriesChart.Point

    private func chart(_ values: [Double?]) -> SeriesChart {
        SeriesChart(
            frame: frame(), periods: values.indices.map { String(2000 + $0) },
            series: [.init(name: "", points: values.map { Point($0) })], unit: "seizures")
    }

    @Test(
        arguments: [
            ([1, 2, nil, 3, 4], [2, 2]), ([1, nil, 2, nil, 3], []), ([nil, 1, 2, 3, nil], [3]),
            ([1, 2, 3], [3]), ([nil, nil], []), ([0, 0, nil, 0, 0], [2, 2]),
        ] as [([Double?], [Int])])
    func noLineCrossesAGap(values: [Double?], corners: [Int]) throws {
        let drawn = try DrawnChart(chart(values).svg())
        #expect(drawn.elements(meaning: "line").map(\.corners.count) == corners)
        #expect(drawn.elements(meaning: "point").count == values.count { $0 != nil })
    }

    @Test func missingIsNotDrawnAsZeroAndZeroIsDrawn() throws {
        let drawn = try DrawnChart(chart([5, nil, 0]).svg())
        let axis = try #require(drawn.elements(meaning: "axis").first).number("y1")
        let heights = try drawn.elements(meaning: "point").map { try $0.number("cy") }
        #expect(heights.count == 2)
        #expect(heights.filter { $0 == axis }.count == 1)
    }

    @Test func bandStopsAtAGap() throws {
        var chart = chart([1, 2, nil, 3, 4, 5])
        chart.series[0].points = chart.series[0].points.map { point in
            Point(point.value, low: 0, high: 6)
        }
        let drawn = try DrawnChart(chart.svg())
        #expect(drawn.elements(meaning: "band").map(\.corners.count) == [4, 6])
    }

    @Test func lonelyIntervalBecomesAWhisker() throws {
        var chart = chart([1, nil, 3])
        chart.series[0].points[2] = Point(3, low: 1, high: 6)
        let drawn = try DrawnChart(chart.svg())
        #expect(drawn.elements(meaning: "band").isEmpty)
        #expect(drawn.elements(meaning: "interval").count == 1)
    }

    @Test func partialPeriodIsHollowAndItsLineThin() throws {
        var chart = chart([1, 2, 3])
        chart.series[0].points[2].isPartial = true
        let drawn = try DrawnChart(chart.svg())
        let widths = drawn.elements(meaning: "line").map { $0.attributes["stroke-width"] }
        #expect(widths == ["2", "1"])
        #expect(drawn.elements(meaning: "point-hollow").count == 2)  // One in the legend.
        #expect(drawn.texts.contains("partial period"))
    }

    @Test func lateReportsAreMarked() throws {
        var chart = chart([1, 2, 3])
        chart.series[0].points[2].expectsLateReports = true
        let drawn = try DrawnChart(chart.svg())
        #expect(drawn.elements(meaning: "late").count == 2)
        #expect(drawn.texts.contains("late reports expected"))
    }

    @Test func whatIsLeftOutIsSaid() throws {
        var chart = chart(Array(repeating: 1, count: 205))
        chart.series = Array(repeating: chart.series[0], count: 8)
        let texts = try DrawnChart(chart.svg()).texts
        #expect(texts.contains("2 more series are not drawn."))
        #expect(texts.contains("The first 5 periods are not drawn."))
    }

    @Test func shortRowsEndInGaps() throws {
        var chart = chart([1, 2, 3, 4])
        chart.series[0].points.removeLast(2)
        #expect(try DrawnChart(chart.svg()).elements(meaning: "line").map(\.corners.count) == [2])
    }

    @Test func labelsThinOutToStartsOfYears() {
        let months = (2019...2024).flatMap { year in
            (1...12).map { "\(year)-" + ($0 < 10 ? "0\($0)" : "\($0)") }
        }
        let some = PeriodAxis.labelled(Array(months.dropFirst(3)), band: 8, labelWidth: 50)
        #expect(some.map { months.dropFirst(3)[$0 + 3] }.allSatisfy { $0.hasSuffix("-01") })
        let quarters = (2019...2022).flatMap { year in (1...4).map { "\(year) Q\($0)" } }
        let starts = PeriodAxis.labelled(Array(quarters.dropFirst()), band: 15, labelWidth: 50)
        #expect(starts.map { quarters[$0 + 1] } == ["2020 Q1", "2021 Q1", "2022 Q1"])
        let years = (2013...2026).map { String($0) }
        #expect(
            PeriodAxis.labelled(years, band: 10, labelWidth: 32).map { years[$0] }
                == ["2015", "2020", "2025"])
    }

    @Test func labelsNeverOverlap() throws {
        for count in [1, 2, 7, 30, 61, 130, 200] {
            let drawn = try DrawnChart(chart(Array(repeating: 1, count: count)).svg())
            var end = -Double.infinity
            let labels = drawn.elements(meaning: "tick").filter {
                $0.attributes["text-anchor"] == "middle"
            }
            for label in labels {
                let half = ChartText.width(label.text, size: ChartText.smallSize) / 2
                #expect(try label.number("x") - half >= end)
                end = try label.number("x") + half
            }
            #expect(!labels.isEmpty)
        }
    }

    @Test func sparklineLeavesGapsOpen() throws {
        let drawn = try DrawnChart(ChartExamples.sparkline.svg())
        #expect(drawn.elements(meaning: "line").map(\.corners.count) == [2, 3])
    }
}
