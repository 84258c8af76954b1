import Crypto
import Foundation
import Testing

@testable import SituationAnalysis
@testable import WebInterface

@Suite struct BulletinPageTests {
    /// Charts have golden files of their own; here only their place matters.
    private func withoutCharts(_ html: String) -> String {
        html.replacing(#/<svg[\s\S]*?</svg>/#, with: "<svg></svg>")
            .replacing(#/<style>[\s\S]*?</style>/#, with: "<style></style>")
            .replacing(#/sha256-[A-Za-z0-9+\/=]*/#, with: "sha256-")
    }

    @Test func pageIsAsApproved() throws {
        let html = try BulletinPage(BulletinSample.bulletin()).html()
        try expectGolden(withoutCharts(html), "bulletin.html")
    }

    @Test func rowsAreAsApproved() throws {
        try expectGolden(BulletinFiles.csv(BulletinSample.bulletin()), "bulletin.csv")
    }

    @Test func documentIsAsApproved() throws {
        try expectGolden(BulletinFiles.json(BulletinSample.bulletin()), "bulletin.json")
    }

    @Test func pageOfNothingSaysSo() throws {
        let html = try BulletinPage(BulletinSample.bulletin(isEmpty: true)).html()
        #expect(html.contains("That is no sign that nothing happened."))
        #expect(!html.contains("<svg") && !html.contains("class=\"mark\""))
    }

    /// A policy without 'unsafe-inline' allows no style attribute anywhere, and only the style
    /// sheet with this digest.
    @Test func everyFormWorksUnderAStrictPolicy() throws {
        let page = try BulletinPage(BulletinSample.bulletin())
        for html in [try page.html(), try page.html(.print), try page.content()] {
            #expect(html.firstMatch(of: #/<[^>]*\sstyle\s*=/#) == nil)
            #expect(html.firstMatch(of: #/<[^>]* on[a-z]+=/#) == nil)
            for word in ["<script", "<link", "<img", "<iframe", "@import", "url(", "src="] {
                #expect(!html.contains(word), "\(word) loads or runs something")
            }
        }
        #expect(try !page.content().contains("<style"))
        let html = try page.html()
        let sheet = try #require(html.firstMatch(of: #/<style>([\s\S]*?)</style>/#)).1
        let digest = Data(SHA256.hash(data: Data(sheet.utf8))).base64EncodedString()
        // The template engine writes + and = of an attribute as they are.
        #expect(html.contains("style-src 'sha256-\(digest)'"))
        #expect(!html.contains("unsafe-inline"))
    }

    @Test func everyLinkWithinThePageHasItsEnd() throws {
        let page = try BulletinPage(BulletinSample.bulletin())
        for html in [try page.html(), try page.html(.print), try page.content()] {
            let ids = html.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
            #expect(Set(ids).count == ids.count, "every id stands once")
            let links = html.matches(of: #/href="#([^"]*)"/#).map { String($0.1) }
            #expect(links.count > 20)
            #expect(Set(links).subtracting(ids).subtracting(["content"]) == [])
        }
    }

    @Test func everyChartHasItsTableBehindAndOpenInPrint() throws {
        let page = try BulletinPage(BulletinSample.bulletin())
        let figures = try page.html().components(separatedBy: "<figure>").dropFirst()
        #expect(figures.count >= 4)
        for figure in figures {
            let inner = figure.components(separatedBy: "</figure>")[0]
            let chart = try #require(inner.range(of: "</svg>", options: .backwards))
            let table = try #require(inner.range(of: "<table>"))
            #expect(chart.upperBound < table.lowerBound && inner.contains("<details>"))
        }
        #expect(try !page.html(.print).contains("<details>"))
    }

    @Test func labelStandsInTheMarginOfEveryPrintedPage() throws {
        let html = try BulletinPage(BulletinSample.bulletin()).html(.print)
        #expect(html.contains("@top-right { content: \"TLP\\3a AMBER, H1\""))
    }

    @Test(arguments: [
        ("TLP:AMBER+STRICT, H1", "TLP\\3a AMBER\\2b STRICT, H1"), ("\";}</style>", nil),
        ("a\\b\n", "a\\5c b\\a "),
    ])
    func textOfAStyleSheetCannotEndItsString(text: String, written: String?) {
        let escaped = BulletinStyle.escaped(text)
        if let written { #expect(escaped == written) }
        for mark in ["\"", "<", ";", "}", "\n"] { #expect(!escaped.contains(mark)) }
    }

    @Test func labelStandsOnEveryLineOfTheRows() throws {
        let bulletin = try BulletinSample.bulletin()
        let lines = BulletinFiles.csv(bulletin).split(separator: "\n").dropFirst()
        #expect(lines.count > 300)
        #expect(lines.allSatisfy { $0.hasPrefix("\"TLP:AMBER, H1\",basin/north-sea,2026-05,") })
    }

    @Test func documentDecodesToItsCells() throws {
        let bulletin = try BulletinSample.bulletin()
        let json = try JSONSerialization.jsonObject(
            with: Data(BulletinFiles.json(bulletin).utf8))
        let sections = try #require((json as? [String: Any])?["sections"] as? [[String: Any]])
        #expect(sections.map { $0["id"] as? String } == bulletin.sections.map(\.id))
    }

    @Test func everyTagOfTheTemplatesResolves() throws {
        var walk = try TemplateWalk()
        for bulletin in [
            try BulletinSample.bulletin(), try BulletinSample.bulletin(isEmpty: true),
        ] {
            for form in [BulletinPage.Form.file, .print] {
                walk.walk("bulletin", try BulletinPage(bulletin).context(form))
            }
        }
        #expect(walk.unresolved == [] && walk.unsafeTags == [])
    }
}
