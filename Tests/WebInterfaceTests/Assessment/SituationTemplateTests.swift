import Testing

@testable import SituationAnalysis
@testable import WebInterface

@Suite struct SituationTemplateTests {
    /// More of everything than the page shows.
    private static func crowded() -> Assessment {
        var crowded = SampleAssessment.full()
        crowded.statements = (0..<201).map { number in
            Statement(.shown, "\(number)", because: "", figures: [], subject: "")
        }
        crowded.published = Array(repeating: crowded.published[0], count: 61)
        crowded.ports = Array(repeating: crowded.ports[0], count: 201)
        crowded.trends = Array(repeating: crowded.trends[0], count: 41)
        crowded.stages = Array(repeating: crowded.stages[0], count: 201)
        crowded.routes = Array(repeating: crowded.routes[0], count: 201)
        var book = FigureBook()
        for _ in 0...SituationPage.maximumFigures {
            _ = book.add("A", "b", period: "", value: 1, unit: "kg", records: 1, list: "c")
        }
        crowded.figures = book.figures
        return crowded
    }

    private func walk() throws -> TemplateWalk {
        var walk = try TemplateWalk()
        let crowded = Self.crowded()
        for assessment in [SampleAssessment.full(), SampleAssessment.empty, crowded] {
            let page = try SituationPage(assessment: assessment, coastline: nil)
            walk.walk("situation", page.context())
        }
        let land = Coastline(rings: [])
        walk.walk(
            "situation",
            try SituationPage(assessment: SampleAssessment.full(), coastline: land).context())
        return walk
    }

    @Test func everyTagResolvesInTheContextOfASample() throws {
        let walk = try walk()
        #expect(walk.unresolved == [])
        #expect(walk.tags.subtracting(walk.visited) == [])
        #expect(walk.tags.count > 80)
    }

    @Test func tripleBracesTakeMarkupOfOursOnly() throws {
        #expect(try walk().unsafeTags == [])
    }

    @Test func aMissingTagWouldBeFound() throws {
        var walk = try TemplateWalk()
        let page = try SituationPage(assessment: SampleAssessment.full(), coastline: nil)
        var context = page.context()
        context["title"] = nil
        context["style"] = "<b>"
        walk.walk("situation", context)
        #expect(walk.unresolved == ["situation: title", "opening: title"])
        #expect(walk.unsafeTags == ["situation: style"])
    }
}
