import HTTPTypes
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import Testing

@testable import WebInterface

@Suite struct SituationPageTests {
    private static let rows = [
        "A-1,Customs,2024-02-03,Rotterdam,cocaine,120,kg,at-port,RIP,TLP:AMBER,",
        "A-2,Customs,2024-03-09,Rotterdam,cocaine,80,kg,at-port,RIP,TLP:AMBER,",
        "A-3,Customs,2024-04-10,Antwerp,cannabis resin,40,kg,at-port,,TLP:AMBER,",
    ]

    private func served(
        _ body: @Sendable (TestServer, TestBrowser, Visitor) async throws -> Void
    ) async throws {
        let server = try TestServer()
        try server.importRows(Self.rows)
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in try await body(server, browser, anna) }
    }

    @Test func everyPartIsServedWithoutInlineStyleOrScript() async throws {
        try await served { _, browser, anna in
            for part in SituationView.Part.allCases {
                let page = try await browser.get("/situation?section=\(part.rawValue)", as: anna)
                #expect(page.status == .ok, "\(part)")
                #expect(!page.text.contains(" style="), "\(part)")
                #expect(page.text.firstMatch(of: #/<script(?![^>]* src=)/#) == nil, "\(part)")
                #expect(page.text.contains("aria-current=\"page\""), "\(part)")
            }
        }
    }

    @Test func aNumberLeadsToAsManyRecordsAsItSays() async throws {
        try await served { _, browser, anna in
            let page = try await browser.get(
                "/situation?section=figures&substance=cocaine&port=NLRTM", as: anna)
            let links = page.text.matches(of: #/<a href="(/seizures\?[^"]*)">([0-9]+)</a>/#)
            // How often a field is answered leads to the whole selection; it is left out here.
            let counted = links.filter { $0.1.contains("counted=yes") }
            #expect(counted.count >= 3)
            for link in counted.prefix(12) {
                let address = String(link.1).replacing("&amp;", with: "&")
                let list = try await browser.get(address, as: anna)
                #expect(list.status == .ok, "\(address)")
                let records = list.text.matches(of: #/href="\/seizures\/[0-9a-f]{20,}"/#)
                #expect(Set(records.map { $0.0 }).count == Int(link.2), "\(address)")
            }
        }
    }

    @Test func theAddressKeepsTheViewFromPartToPart() async throws {
        try await served { _, browser, anna in
            let address = "/situation?period=2024&substance=cocaine&port=NLRTM&by=month"
            let page = try await browser.get(address, as: anna)
            let query = "period=2024&amp;substance=cocaine&amp;port=NLRTM&amp;by=month"
            #expect(page.text.contains("href=\"/situation?section=trends&amp;\(query)\""))
            #expect(page.text.contains("Rotterdam"))
        }
    }

    @Test func aFilterThatCannotBeReadShowsNoRecords() async throws {
        try await served { _, browser, anna in
            let page = try await browser.get("/situation?period=soon&substance=cocaine", as: anna)
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("href=\"#field-period\""))
            #expect(page.text.contains("value=\"soon\""))
            #expect(!page.text.contains("key-figure"))
        }
    }

    @Test func anotherOrganisationsRecordsAreInNoPart() async throws {
        let server = try TestServer()
        try server.importRows(Self.rows)
        let bert = try server.signInPartner()
        try await server.run { browser in
            for part in SituationView.Part.allCases {
                let page = try await browser.get("/situation?section=\(part.rawValue)", as: bert)
                #expect(page.status == .ok)
                // The register's members are named where nothing is known of them; finds are not.
                #expect(!page.text.contains("2024-02-03"), "\(part)")
                #expect(!page.text.contains("href=\"/ports/NLRTM"), "\(part)")
                #expect(!page.text.contains("120"), "\(part)")
                #expect(!page.text.contains("TLP:AMBER"), "\(part)")
            }
            let port = try await browser.get("/ports/NLRTM", as: bert)
            #expect(port.status == .ok)
            #expect(!port.text.contains("2024-02-03"))
            #expect(!port.text.contains("120"))
        }
    }

    @Test func whoeverReadsIsInTheEvidenceEachTime() async throws {
        try await served { server, browser, anna in
            func releases() throws -> Int { try server.database.entryCount() }
            let before = try releases()
            _ = try await browser.get("/situation", as: anna)
            let once = try releases()
            _ = try await browser.get("/situation", as: anna)
            #expect(once > before)
            #expect(try releases() > once)
        }
    }

    @Test func aPortIsFoundByAnySpellingAndShowsItsNeighbours() async throws {
        try await served { _, browser, anna in
            let list = try await browser.get("/ports?search=anvers", as: anna)
            #expect(list.text.contains("href=\"/ports/BEANR\""))
            let none = try await browser.get("/ports?search=zzzz", as: anna)
            #expect(none.text.contains("empty-state"))
            let port = try await browser.get("/ports/NLRTM", as: anna)
            #expect(port.status == .ok)
            #expect(port.text.contains("2024-03-09"))
            #expect(port.text.contains("href=\"/ports/BEANR\""))
            let small = try await browser.get("/ports/nlrtm", as: anna)
            #expect(small.location == "/ports/NLRTM")
            let wrong = try await browser.get("/ports/1", as: anna)
            #expect(wrong.status == .notFound)
        }
    }

    @Test func pagesAreServedInEveryLanguage() async throws {
        try await served { _, browser, anna in
            for language in ["nl", "fr", "de", "es", "it", "sv"] {
                let changed = try await browser.post(
                    "/language", [("language", language), ("next", "/situation")], as: anna)
                #expect(changed.status == .seeOther, "\(language)")
            }
            let page = try await browser.get("/situation", as: anna)
            #expect(!page.text.contains("situation."))
            #expect(!page.text.contains("filter."))
        }
    }
}
