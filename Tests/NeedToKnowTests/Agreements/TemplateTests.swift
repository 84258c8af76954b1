import Foundation
import PortVocabulary
import Testing

@testable import NeedToKnow

/// The templates that ship.
enum Templates {
    static let names = [
        "customs-company-memorandum", "joint-investigation-team", "police-customs-protocol",
        "port-security-centre", "port-steering-committee", "third-country-destination",
        "third-country-origin", "third-country-transit",
    ]

    static func text(_ name: String) throws -> String {
        try String(
            contentsOf: Samples.productData.appendingPathComponent(name + ".yaml"),
            encoding: .utf8)
    }
}

@Suite struct TemplateTests {
    @Test func everyTemplateIsNamedHere() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Samples.productData.path)
        let found = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
        #expect(found == Templates.names)
    }

    @Test(arguments: Templates.names)
    func templatesLackNothingButKeys(_ name: String) throws {
        let text = try Templates.text(name)
        #expect(AgreementDocument.defects(in: text, forSigning: false) == [])
        let document = try AgreementDocument(parsing: text)
        let missing = document.check(forSigning: true).map(\.fault)
        #expect(missing == document.agreement.parties.map { .noKey($0.id) })
        #expect(document.agreement.id.text.hasPrefix("template-"))
    }

    @Test(arguments: Templates.names)
    func templatesAreExplainedAsCommitted(_ name: String) throws {
        let agreement = try AgreementDocument(parsing: Templates.text(name)).agreement
        let text = AgreementExplanation(agreement).text
        #expect(try isGolden(text, "agreement-\(name).txt"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test func eachPartOfAThirdCountryHasATemplate() throws {
        let roles = try Templates.names.flatMap {
            try AgreementDocument(parsing: Templates.text($0)).agreement.parties
                .compactMap(\.thirdCountryRole)
        }
        #expect(Set(roles) == Set(ThirdCountryRole.allCases))
    }

    /// Blanks left in must match nothing real.
    @Test(arguments: Templates.names)
    func templatesNameNoRealCountryOrPort(_ name: String) throws {
        let agreement = try AgreementDocument(parsing: Templates.text(name)).agreement
        let countries = agreement.parties.compactMap { $0.country?.code }
        let places = agreement.clauses.flatMap { $0.ports.map(\.country.code) }
        #expect((countries + places).allSatisfy { $0.hasPrefix("X") && $0 != "XK" })
    }
}
