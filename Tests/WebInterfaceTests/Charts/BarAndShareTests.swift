import Testing

@testable import WebInterface

struct BarAndShareTests {
    @Test func missingRowHasWordsAndNoBar() throws {
        let drawn = try DrawnChart(ChartExamples.bars.svg())
        #expect(drawn.elements(meaning: "bar").count == 2)
        #expect(drawn.elements(meaning: "value").map(\.text) == ["57", "12,500 kg", "no figure"])
    }

    @Test func barsAreInProportion() throws {
        let chart = BarChart(
            frame: frame(), rows: [.init(label: "a", value: 40), .init(label: "b", value: 10)],
            unit: "u")
        let widths = try DrawnChart(chart.svg()).elements(meaning: "bar").map {
            try $0.number("width")
        }
        #expect(abs(widths[0] - 4 * widths[1]) < 0.3)
    }

    @Test func rowsBeyondTheLimitAreCounted() throws {
        let chart = BarChart(
            frame: frame(), rows: Array(repeating: .init(label: "a", value: 1), count: 33),
            unit: "u")
        let drawn = try DrawnChart(chart.svg())
        #expect(drawn.elements(meaning: "bar").count == 30)
        #expect(drawn.texts.contains("3 more rows are not drawn."))
    }

    @Test func sharesFillTheColumn() throws {
        let chart = StackedShareChart(
            frame: frame(), categories: ["a", "b"],
            columns: [.init(period: "2024", amounts: [3, 1], unknown: 4)], unit: "u")
        let drawn = try DrawnChart(chart.svg())
        let known = try drawn.elements(meaning: "share").map { try $0.number("height") }
        let unknown = try #require(drawn.elements(meaning: "unknown").last).number("height")
        // Each segment gives one unit to the hairline around it.
        #expect(abs(known[0] + 1 - 3 * (known[1] + 1)) < 0.3)
        #expect(abs(unknown + 1 - (known[0] + known[1] + 2)) < 0.3)
    }

    @Test func columnWithoutAmountsIsADash() throws {
        let drawn = try DrawnChart(ChartExamples.shares.svg())
        #expect(drawn.elements(meaning: "empty-column").count == 1)
        #expect(drawn.elements(meaning: "share").count == 4)
    }

    @Test func categoriesBeyondTheLimitCountAsUnknown() {
        let column = StackedShareChart.Column(
            period: "2024", amounts: Array(repeating: 1, count: 10))
        #expect(column.shares(of: 8)?.count == 9)
        #expect(column.shares(of: 8)?.last == 0.2)
    }

    @Test func negativeAmountsCountAsZero() {
        let column = StackedShareChart.Column(period: "2024", amounts: [-5, 1], unknown: -1)
        #expect(column.shares(of: 2) == [0, 1, 0])
    }

    @Test func hatchingStaysInsideItsBox() throws {
        var drawing = ChartDrawing(frame())
        drawing.hatching(
            ChartBox(x: 10, y: 20, width: 30, height: 12), .stroked(.soft, meaning: "hatching"))
        let drawn = try DrawnChart(drawing.finished(height: 100))
        let path = try #require(drawn.elements(meaning: "hatching").first)
        let data = try #require(path.attributes["d"])
        let numbers = data.split { "ML ".contains($0) }.compactMap { Double($0) }
        #expect(numbers.count > 8)
        for index in stride(from: 0, to: numbers.count, by: 2) {
            #expect((10...40).contains(numbers[index]))
            #expect((20...32).contains(numbers[index + 1]))
        }
    }
}
