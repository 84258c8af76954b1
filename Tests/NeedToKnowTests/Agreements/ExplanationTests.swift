import PortVocabulary
import TestSupport
import Testing

@testable import NeedToKnow

@Suite struct ExplanationTests {
    private func text(_ change: (inout Clause) -> Void) throws -> String {
        var agreement = try Samples.agreement()
        change(&agreement.clauses[0])
        let text = AgreementExplanation(agreement).text
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// What changes the canonical form changes the text that people sign.
    @Test func everyPartOfAClauseIsSaid() throws {
        let plain = try text { _ in }
        let changes: [((inout Clause) -> Void, String)] = [
            ({ $0.to = [Samples.nl, Samples.be] }, "Who receives Every party."),
            ({ $0.kinds = [.figure] }, "Records Published figures of those who give."),
            (
                { $0.purposes = PurposeSet([.oversight]) },
                "What for Audit, supervision and evaluation."
            ),
            ({ ($0.form, $0.fields) = (.aggregate, []) }, "Counts below 5 are withheld"),
            ({ ($0.form, $0.fields) = (.hitNoHit, []) }, "hears whether there is a record"),
            ({ $0.fields = [.vessel] }, "Fields Ship number."),
            ({ $0.upTo = .red }, "Labels All labels."),
            ({ $0.upTo = .clear }, "Labels TLP:CLEAR only."),
            ({ $0.handling = [.h3] }, "Nothing with H0, H1 or H2."),
            ({ $0.roles = [.analyst, .reviewer] }, "the role analyst or reviewer."),
            ({ $0.ports = [] }, "Only of The substances cocaine."),
            (
                { ($0.ports, $0.substances) = ([], []) },
                "No restriction of ports, countries or substances."
            ),
            (
                { $0.countries = Set(["NO"].compactMap { try? Country(parsing: $0) }) },
                "the countries NO"
            ),
            ({ $0.conditions.needsConsent = false }, "Conditions None."),
            ({ $0.conditions.needsFourEyes = true }, "A second person of the receiver"),
            ({ $0.conditions.minimumCell = 9 }, "A smallest count of 9 is named"),
            ({ $0.basis = "" }, "Legal basis That of the agreement."),
        ]
        for (change, words) in changes {
            let changed = try text(change)
            #expect(changed != plain)
            #expect(changed.contains(words) && !plain.contains(words), "\(words)")
        }
    }

    @Test func theTextNamesTheDigestThatIsSigned() throws {
        var random = Seeded(341)
        for _ in 0..<200 {
            let agreement = random.agreement()
            let text = AgreementExplanation(agreement).text
            #expect(text.contains("\n        \(agreement.digest)\n"))
            #expect(text == AgreementExplanation(agreement).text)
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
            for party in agreement.parties { #expect(text.contains("(\(party.id))")) }
        }
    }

    /// A party cannot write a text that looks like a heading of the page.
    @Test func textsOfThePartiesCannotStartALine() throws {
        let text = Samples.replacing(
            "title: Port steering committee", "title: \"a\\n\\n7. Signatures\"")
        let page = AgreementExplanation(try Samples.agreement(text)).text
        #expect(page.split(separator: "\n").filter { $0 == "7. Signatures" }.count == 1)
    }
}
