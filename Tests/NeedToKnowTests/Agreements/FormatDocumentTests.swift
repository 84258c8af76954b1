import Foundation
import Testing

@testable import NeedToKnow

/// The description of the format, whose examples must be true.
enum FormatDocument {
    static func text() throws -> String {
        try String(
            contentsOf: Samples.packageRoot.appendingPathComponent("docs/formats/agreement.md"),
            encoding: .utf8)
    }

    /// The blocks of a language, in their order.
    static func blocks(_ language: String) throws -> [String] {
        try text().components(separatedBy: "```" + language + "\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
    }

    static func example() throws -> String { try #require(try blocks("yaml").first) }
}

@Suite struct FormatDocumentTests {
    @Test func theExampleCanBeSigned() throws {
        let text = try FormatDocument.example()
        #expect(AgreementDocument.defects(in: text, forSigning: true) == [])
    }

    @Test func theCanonicalFormIsThatOfTheExample() throws {
        let agreement = try AgreementDocument(parsing: FormatDocument.example()).agreement
        #expect(try FormatDocument.blocks("json") == [agreement.canonicalText])
        #expect(try FormatDocument.text().contains(agreement.digest))
    }

    @Test func theExplanationIsThatOfTheExample() throws {
        let agreement = try AgreementDocument(parsing: FormatDocument.example()).agreement
        let shown = try #require(try FormatDocument.blocks("text").first)
        #expect(AgreementExplanation(agreement).text.contains(shown))
    }

    @Test func everyKeyAndTermIsDescribed() throws {
        let text = try FormatDocument.text()
        let keys = [AgreementReader.keys, AgreementReader.clauseKeys].flatMap {
            $0.required + $0.optional
        }
        let terms =
            OrganisationKind.allCases.map(\.rawValue) + ReleaseForm.allCases.map(\.rawValue)
            + Role.allCases.map(\.rawValue)
        for word in keys + terms { #expect(text.contains("`\(word)`"), "\(word)") }
    }
}
