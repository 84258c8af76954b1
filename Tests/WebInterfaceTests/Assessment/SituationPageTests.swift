import Foundation
import Testing

@testable import SituationAnalysis
@testable import WebInterface

@Suite struct SituationPageTests {
    private func html(_ assessment: Assessment = SampleAssessment.full()) throws -> String {
        try SituationPage(assessment: assessment, coastline: nil).html()
    }

    /// Charts have golden files of their own; here only their place matters.
    private func withoutCharts(_ html: String) -> String {
        html.replacing(#/<svg[\s\S]*?</svg>/#, with: "<svg></svg>")
            .replacingOccurrences(of: ChartStyle.css, with: "")
    }

    @Test func pageIsAsApproved() throws {
        let text = withoutCharts(try html())
        try expectGolden(text, "situation.html")
    }

    @Test func pageOfNothingIsAsApproved() throws {
        try expectGolden(
            withoutCharts(try html(SampleAssessment.empty)), "situation-empty.html")
    }

    @Test func pageIsTheSameEachTime() throws {
        #expect(try html() == html())
    }

    @Test func everyLinkWithinThePageHasItsEnd() throws {
        let html = try html()
        let ids = html.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
        #expect(Set(ids).count == ids.count, "every id stands once")
        let links = html.matches(of: #/href="#([^"]*)"/#).map { String($0.1) }
        #expect(links.count > 40)
        #expect(Set(links).subtracting(ids) == [])
    }

    @Test func everyFigureOfEveryStatementIsLinkedAndExplained() throws {
        let assessment = SampleAssessment.full()
        let html = try html(assessment)
        let all = assessment.statements + assessment.ports.flatMap(\.statements)
        for figure in all.flatMap(\.figures) {
            #expect(html.contains("<a href=\"#\(figure)\">\(figure)</a>"))
            #expect(html.contains("<span id=\"\(figure)\">"))
        }
    }

    @Test func pageLoadsAndRunsNothing() throws {
        let land = try Coastline(parsing: "ring,kind,points\n1,land,0 4500 1000 4500 1000 5000\n")
        let page = try SituationPage(assessment: SampleAssessment.full(), coastline: land).html()
        let rest = page.replacing(#/<a href="https?://[^"]*"/#, with: "<a")
            .replacingOccurrences(of: "xmlns=\"http://www.w3.org/2000/svg\"", with: "")
        #expect(!rest.contains("http://") && !rest.contains("https://"))
        for word in ["<script", "<link", "<img", "<iframe", "<object", "@import", "url(", "src="] {
            #expect(!rest.contains(word), "\(word) loads or runs something")
        }
        #expect(rest.firstMatch(of: #/<[^>]* on[a-z]+=/#) == nil)
        #expect(page.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"))
    }

    @Test func hostileTextStaysText() throws {
        let hostile = "<script>alert(1)</script>\"&'</style><img src=x onerror=y>{{title}}"
        let html = try html(SampleAssessment.full(suffix: hostile))
        #expect(!html.contains("<script") && !html.contains("<img"))
        #expect(html.components(separatedBy: "</style>").count == 2)
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;&#39;"))
        #expect(!html.contains("&amp;amp;") && !html.contains("&amp;lt;"), "escaped once")
        #expect(!html.contains("href=\"javascript:"))
        // The same tags in the same order as with plain text: no text became a tag.
        func names(_ html: String) -> [Substring] {
            html.matches(of: #/<(\/?[a-z][a-z0-9]*)/#).map(\.1)
        }
        let allowed = Set(names(try self.html()))
        #expect(Set(names(html)).subtracting(allowed) == [])
    }

    @Test func everyChartIsFollowedByItsTable() throws {
        let html = try html()
        let figures = html.components(separatedBy: "<figure>").dropFirst()
        #expect(figures.count > 8)
        for figure in figures {
            let inner = figure.components(separatedBy: "</figure>")[0]
            let chart = try #require(inner.range(of: "</svg>", options: .backwards))
            let table = try #require(inner.range(of: "<table>"))
            #expect(chart.upperBound < table.lowerBound)
            #expect(inner[table.upperBound...].contains("<td"))
        }
        #expect(withoutCharts(html).components(separatedBy: "<svg>").count > figures.count)
    }

    @Test func headingsGoDownByOneLevelAtATime() throws {
        for assessment in [SampleAssessment.full(), SampleAssessment.empty] {
            let levels = try html(assessment).matches(of: #/<h([1-6])/#).compactMap { Int($0.1) }
            #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
            for (before, after) in zip(levels, levels.dropFirst()) { #expect(after <= before + 1) }
        }
    }

    @Test func everyTableHasCaptionAndScopes() throws {
        let tables = try html().components(separatedBy: "<table>").dropFirst()
        for table in tables {
            #expect(table.hasPrefix("<caption>"))
            #expect(table.contains("<th scope=\"col\"") && table.contains("<th scope=\"row\""))
        }
    }

    @Test func partialAndLatePeriodsAreSaidInWords() throws {
        #expect(try html().contains("partial period, late reports expected"))
    }

    @Test func conflictingFiguresStandSideBySideAndAreNotAveraged() throws {
        let html = try html()
        let start = try #require(html.range(of: "Figures that contradict"))
        let part = html[start.upperBound...].prefix(2500)
        #expect(part.contains(">4,000<") && part.contains(">5,000<") && part.contains("× 1.25"))
        #expect(!html.contains(">4,500<"))
    }

    @Test func beyondTheLimitOnlyCitedFiguresAreShown() throws {
        var assessment = SampleAssessment.full()
        var book = FigureBook()
        for _ in 0...SituationPage.maximumFigures {
            _ = book.add("A", "b", period: "", value: 1, unit: "kg", records: 1, list: "c")
        }
        assessment.figures = book.figures
        let html = try html(assessment)
        #expect(html.contains("<span id=\"N1\">") && !html.contains("<span id=\"N1400\">"))
        #expect(html.contains("more figures are in the JSON and CSV files."))
    }

    @Test func furtherPortsAndTrendsAreCountedNotShown() throws {
        var assessment = SampleAssessment.full()
        assessment.ports = Array(repeating: assessment.ports[0], count: 43)
        assessment.trends = Array(repeating: assessment.trends[0], count: 45)
        let html = try html(assessment)
        #expect(html.components(separatedBy: "<section class=\"port\"").count == 41)
        #expect(html.contains("3 more ports are in the JSON and CSV files."))
        #expect(html.contains("5 more trends are in the JSON and CSV files."))
    }

    @Test(arguments: [
        ("https://a.example/x", true), ("HTTP://a.example", true), ("javascript:alert(1)", false),
        ("data:text/html,x", false), ("https://a b", false), ("//a.example", false),
        (" https://a.example", false), ("https://a\u{202E}b", false), ("", false),
    ])
    func onlyWebAddressesBecomeLinks(address: String, isLink: Bool) {
        let markup = Markup.address(address, label: "label")
        #expect(markup.html.contains("<a ") == isLink)
        if isLink { #expect(markup.html.contains("rel=\"noreferrer nofollow\"")) }
    }

    @Test func runsOfYearsAreJoined() {
        #expect(PageText.years([2021, 2013, 2014, 2015]) == "2013–2015, 2021")
        #expect(PageText.years([]) == "")
    }
}
