import Foundation
import Testing

@testable import WebInterface

/// What holds for every kind of chart.
struct EveryChartTests {
    @Test(arguments: ChartExamples.all.indices)
    func chartMatchesItsGoldenFile(index: Int) throws {
        let chart = ChartExamples.all[index]
        try expectGolden(chart.svg(), "chart-\(chart.frame.id).svg")
    }

    @Test(arguments: ChartExamples.all.indices)
    func chartIsWellFormedAndNamed(index: Int) throws {
        let chart = ChartExamples.all[index]
        let drawn = try DrawnChart(chart.svg())
        let root = try #require(drawn.elements.first)
        #expect(root.name == "svg")
        #expect(root.attributes["role"] == "img")
        let ids = Set(drawn.elements.compactMap { $0.attributes["id"] })
        let named = try #require(root.attributes["aria-labelledby"]).split(separator: " ")
        #expect(named.count == 2)
        #expect(named.allSatisfy { ids.contains(String($0)) })
        #expect(drawn.elements[1].text == "A title")
    }

    @Test(arguments: ChartExamples.all.indices)
    func chartUsesOnlyWhatThePDFDraws(index: Int) throws {
        let allowed: Set = [
            "svg", "title", "desc", "rect", "line", "polyline", "polygon", "circle", "path", "text",
        ]
        for element in try DrawnChart(ChartExamples.all[index].svg()).elements {
            #expect(allowed.contains(element.name))
        }
    }

    @Test(arguments: ChartExamples.all.indices)
    func everyMarkCanChangeItsColourInTheDark(index: Int) throws {
        for element in try DrawnChart(ChartExamples.all[index].svg()).elements {
            for part in ["fill", "stroke"] {
                guard let colour = element.attributes[part], colour != "none" else { continue }
                #expect(element.classes.contains { $0.hasPrefix("chart-\(part)-") })
            }
        }
    }

    @Test(arguments: ChartExamples.all.indices)
    func narrowChartKeepsItsTextInside(index: Int) throws {
        var chart = ChartExamples.all[index]
        chart.frame = chart.frame.narrowed
        let drawn = try DrawnChart(chart.svg())
        let width = try #require(drawn.elements.first).number("width")
        for element in drawn.elements where element.name == "text" {
            let length = ChartText.width(element.text, size: try element.number("font-size"))
            let x = try element.number("x")
            let left =
                switch element.attributes["text-anchor"] {
                case "end": x - length
                case "middle": x - length / 2
                default: x
                }
            #expect(left > -1 && left + length < width + 1, "\(element.text)")
        }
    }

    @Test(arguments: ChartExamples.all.indices)
    func sameValuesGiveTheSameBytes(index: Int) {
        let first = ChartExamples.all[index].svg()
        for _ in 0..<5 { #expect(ChartExamples.all[index].svg() == first) }
    }

    @Test(arguments: ChartExamples.empty.indices)
    func emptyInputSaysNoFigures(index: Int) throws {
        let drawn = try DrawnChart(ChartExamples.empty[index].svg())
        #expect(drawn.elements(meaning: "empty").map { $0.text.lowercased() } == ["no figures"])
        #expect(drawn.elements(meaning: "axis").isEmpty)
    }

    @Test func wideAndNarrowDrawingHaveDifferentIds() throws {
        let html = ChartExamples.bars.responsiveHTML()
        let drawn = try DrawnChart("<div>" + html + "</div>")
        let ids = drawn.elements.compactMap { $0.attributes["id"] }
        #expect(ids.count == 6)
        #expect(Set(ids).count == 6)
    }

    @Test func everyTextIsEscaped() throws {
        let rough = "<b>&\"'\u{1}</b>"
        let chart = BarChart(
            frame: ChartFrame(id: "x", title: rough, description: rough),
            rows: [.init(label: rough, value: 1, valueText: rough, comparison: 1)], unit: rough,
            currentName: rough, comparisonName: rough)
        let drawn = try DrawnChart(chart.svg())
        #expect(!drawn.elements.contains { $0.name == "b" })
        let shown = drawn.elements.map(\.text).filter { $0 == "<b>&\"'\u{FFFD}</b>" }
        #expect(shown.count == 7)
    }

    @Test func numbersThatAreNotFiniteCountAsMissing() throws {
        let chart = SeriesChart(
            frame: frame(), periods: ["1", "2", "3"],
            series: [.init(name: "a", points: [.init(.infinity), .init(2), .init(.nan)])], unit: "u"
        )
        let drawn = try DrawnChart(chart.svg())
        #expect(drawn.elements(meaning: "point").count == 2)  // One of them in the legend.
        #expect(drawn.elements(meaning: "line").isEmpty)
    }
}
