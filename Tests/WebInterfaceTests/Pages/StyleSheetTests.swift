import Foundation
import Testing

@testable import WebInterface

/// The style sheet against WCAG 2.2 and against the chart module.
@Suite struct StyleSheetTests {
    /// Pages on their own, which carry their style with them, and parts of such pages alone.
    private static let standalone: Set<String> = [
        "style", "displacement", "effects", "situation", "opening", "bulletin", "bulletin-content",
    ]

    private static func css() throws -> String {
        try String(
            contentsOf: SituationPage.templateFolder.deletingLastPathComponent()
                .appendingPathComponent("Static/app.css"), encoding: .utf8)
    }

    /// Light and dark value of every token.
    private static func tokens() throws -> [String: [String]] {
        var tokens: [String: [String]] = [:]
        let css = try css()
        for match in css.matches(of: /--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/) {
            tokens[String(match.1)] = [String(match.2), String(match.3)]
        }
        for match in css.matches(of: /--([a-z-]+): (#[0-9a-f]{6});/) {
            if tokens[String(match.1)] == nil {
                tokens[String(match.1)] = [String(match.2), String(match.2)]
            }
        }
        return tokens
    }

    /// Relative luminance. Source: WCAG 2.2, definition of relative luminance.
    private static func luminance(_ colour: String) -> Double {
        let parts = stride(from: 1, to: 7, by: 2).map { start -> Double in
            let from = colour.index(colour.startIndex, offsetBy: start)
            let to = colour.index(from, offsetBy: 2)
            let value = Double(Int(colour[from..<to], radix: 16) ?? 0) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private static func contrast(_ one: String, _ other: String) -> Double {
        let (low, high) = (
            min(luminance(one), luminance(other)), max(luminance(one), luminance(other))
        )
        return (high + 0.05) / (low + 0.05)
    }

    @Test func theContrastFormulaGivesThePublishedValues() {
        // WCAG 2.2, understanding 1.4.3: black on white is 21:1; #777777 on white is 4.48:1.
        #expect(abs(Self.contrast("#000000", "#ffffff") - 21) < 0.001)
        #expect(abs(Self.contrast("#777777", "#ffffff") - 4.48) < 0.01)
    }

    @Test(arguments: [
        ("text", "canvas ground raised accent-soft good-soft warn-soft bad-soft", 7.0),
        ("muted", "canvas ground raised accent-soft good-soft warn-soft bad-soft", 4.5),
        ("accent", "canvas ground raised accent-soft warn-soft bad-soft", 4.5),
        ("good", "ground good-soft", 4.5), ("warn", "ground warn-soft", 4.5),
        ("bad", "ground canvas bad-soft", 4.5),
        ("on-accent", "accent-ground accent-hover", 4.5), ("on-bar", "bar", 7.0),
        ("on-bar-muted", "bar", 4.5), ("edge", "ground canvas raised", 3.0),
        ("focus", "ground canvas raised", 3.0), ("known", "ground canvas", 3.0),
        ("unknown", "ground canvas", 3.0), ("not-asked", "ground canvas", 3.0),
    ])
    func everyPairInUseHasItsContrastInBothThemes(
        _ ink: String, _ grounds: String, _ least: Double
    ) throws {
        let tokens = try Self.tokens()
        let inks = try #require(tokens[ink])
        for name in grounds.split(separator: " ") {
            let ground = try #require(tokens[String(name)])
            for theme in 0...1 {
                let contrast = Self.contrast(inks[theme], ground[theme])
                #expect(contrast >= least, "\(ink) on \(name), theme \(theme): \(contrast)")
            }
        }
    }

    @Test func everyPaintOfChartsHasItsRule() throws {
        let css = try Self.css()
        for paint in ChartPaint.allCases {
            let colours = "light-dark(\(paint.light), \(paint.dark))"
            #expect(css.contains(".chart-fill-\(paint.name) { fill: \(colours); }"))
            #expect(css.contains(".chart-stroke-\(paint.name) { stroke: \(colours); }"))
        }
    }

    @Test func nothingComesFromElsewhere() throws {
        let css = try Self.css()
        #expect(!css.contains("url("))
        #expect(!css.contains("@import"))
    }

    @Test func noTemplateOfALivePageHasStyleOrScriptInline() throws {
        for (name, text) in try PageTemplates.sources()
        where !Self.standalone.contains(name) {
            #expect(!text.contains(" style="), "\(name)")
            #expect(!text.contains("<style"), "\(name)")
            #expect(text.firstMatch(of: /<script(?![^>]* src=)/) == nil, "\(name)")
            #expect(text.firstMatch(of: #/ on[a-z]+=/#) == nil, "\(name)")
        }
    }

    @Test func everyClassOfTheTemplatesStandsInTheStyleSheetOrTheScripts() throws {
        let css = try Self.css()
        let known = Set(css.matches(of: /\.([a-z][a-z0-9-]*)/).map { String($0.1) })
        // Names that group for scripts or print alone.
        let others: Set<String> = ["part", "port", "gaps", "passkey", "bulletin"]
        var unknown: Set<String> = []
        for (name, text) in try PageTemplates.sources() where !Self.standalone.contains(name) {
            for match in text.matches(of: /class="([^"{]*)"/) {
                for word in match.1.split(separator: " ")
                where !known.contains(String(word)) && !others.contains(String(word)) {
                    unknown.insert("\(name): \(word)")
                }
            }
        }
        #expect(unknown.sorted() == [])
    }
}
