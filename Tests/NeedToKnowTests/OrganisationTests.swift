import PortVocabulary
import Testing

@testable import NeedToKnow

@Suite struct OrganisationTests {
    @Test func organisationIdentifiersAreShortPlainTexts() throws {
        #expect(try OrganisationID(parsing: "nl-customs").text == "nl-customs")
        #expect(throws: WordDefect.self) { try OrganisationID(parsing: "Zoll Hamburg") }
    }
}
