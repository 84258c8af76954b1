import Testing

@testable import WebInterface

struct PublishedFiguresChartTests {
    typealias Figure = PublishedFiguresChart.Figure

    private func drawn(_ figures: [Figure]) throws -> DrawnChart {
        try DrawnChart(
            PublishedFiguresChart(frame: frame(), figures: figures, unit: "tonnes").svg())
    }

    private func figure(
        _ body: String, _ start: Double, _ end: Double, _ value: Double, atLeast: Bool = false
    ) -> Figure {
        Figure(body: body, start: start, end: end, value: value, isLowerBound: atLeast)
    }

    @Test func bracketJoinsDifferingFiguresOfOnePeriod() throws {
        let drawn = try drawn([
            figure("A", 2023, 2024, 100), figure("B", 2023, 2024, 50), figure("C", 2023, 2024, 80),
        ])
        let brackets = drawn.elements(meaning: "difference")
        #expect(brackets.count == 2)  // One in the legend.
        let heights = try drawn.elements(meaning: "span").map { try $0.number("y1") }
        let bracket = try #require(brackets.last).corners.map(\.y)
        let (top, bottom) = (try #require(bracket.min()), try #require(bracket.max()))
        #expect(heights.count == 3)
        #expect(heights.allSatisfy { top < $0 && $0 < bottom })
        #expect(drawn.texts.contains("different figures for the same period"))
    }

    @Test func nothingIsAveraged() throws {
        let drawn = try drawn([figure("A", 2023, 2024, 100), figure("B", 2023, 2024, 50)])
        #expect(drawn.elements(meaning: "span").count == 2)
        #expect(drawn.elements(meaning: "line").isEmpty)
    }

    @Test func equalFiguresAndDifferentPeriodsHaveNoBracket() throws {
        let drawn = try drawn([
            figure("A", 2022, 2023, 70), figure("B", 2022, 2023, 70), figure("A", 2023, 2024, 90),
            figure("B", 2023, 2023.5, 40),
        ])
        #expect(drawn.elements(meaning: "difference").isEmpty)
    }

    @Test func halfYearIsHalfAsWide() throws {
        let drawn = try drawn([figure("A", 2023, 2024, 1), figure("A", 2024, 2024.5, 1)])
        let widths = try drawn.elements(meaning: "span").map {
            try $0.number("x2") - $0.number("x1") + 6
        }
        #expect(widths.count == 2)
        #expect(abs(widths[0] / 2 - widths[1]) < 0.2)
    }

    @Test func atLeastPointsUp() throws {
        let drawn = try drawn([figure("A", 2023, 2024, 9, atLeast: true)])
        let arrow = try #require(drawn.elements(meaning: "at-least").last)
        #expect(try arrow.number("y2") < arrow.number("y1"))
        #expect(drawn.elements(meaning: "at-least").count == 2)
    }

    @Test func bodiesDifferInShapeAndColour() throws {
        let drawn = try drawn([figure("A", 2022, 2023, 9), figure("B", 2023, 2024, 9)])
        let points = drawn.elements(meaning: "point").suffix(2)
        #expect(Set(points.map(\.name)).count == 2)
        #expect(Set(points.map { $0.attributes["fill"] }).count == 2)
    }

    @Test func figuresThatCannotBeDrawnAreCounted() throws {
        let drawn = try drawn([
            figure("A", 2023, 2024, 9), figure("A", 2024, 2024, 9), figure("A", 2024, 2025, .nan),
            figure("A", -1e300, 2024, 9),
        ])
        #expect(drawn.texts.contains("3 more figures are not drawn."))
    }
}
