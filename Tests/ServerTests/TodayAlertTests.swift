import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import Testing

@testable import WebInterface

/// The start of the day: lines that lead to exactly what they count, and what waits.
@Suite struct TodayAlertTests {
    static let old = "O1,Synthetic Customs,2024-02-05,Rotterdam,cocaine,99,kg,at-port,,GREEN,H0"

    private static func address(_ page: Served) throws -> String {
        let found = try #require(page.text.firstMatch(of: /href="(\/today\/new[^"]+)"/)?.1)
        return String(found).replacing("&amp;", with: "&")
    }

    @Test func aLineLeadsToExactlyTheRecordsThatItCounts() async throws {
        let server = try TestServer()
        try server.importRows([Self.old])
        server.advance(seconds: 20 * 86_400)
        try server.importRows([SeizurePageTests.row, SeizurePageTests.other], file: "new.csv")
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in
            let today = try await browser.get("/", as: anna)
            #expect(today.text.contains("1 new"))
            let line = try Self.address(today)
            let list = try await browser.get(line, as: anna)
            #expect(list.status == .ok)
            #expect(list.text.contains("1 of 1"))
            let records = list.text.matches(of: /href="\/seizures\/([0-9a-f]{32})"/)
            #expect(records.count == 1)
            // The find that was there before stands at the same port, and is not new.
            #expect(!list.text.contains("99 kg"))
        }
    }

    @Test func pagesOfALineHoldEachRecordOnce() async throws {
        let server = try TestServer()
        let rows = (1...120).map {
            "P\($0),Customs,2024-03-05,Rotterdam,cocaine,\($0 * 7 + 1000),kg,at-port,,GREEN,H0"
        }
        let records = try server.importRows(rows)
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in
            var next: String? = try Self.address(try await browser.get("/", as: anna))
            var seen: [String] = []
            for _ in 0..<5 {
                guard let address = next else { break }
                let page = try await browser.get(address, as: anna)
                #expect(page.text.contains("of 120"))
                seen += page.text.matches(of: /href="\/seizures\/([0-9a-f]{32})"/)
                    .map { String($0.1) }
                next = page.text.firstMatch(of: /rel="next" href="([^"]+)"/).map {
                    String($0.1).replacing("&amp;", with: "&")
                }
            }
            #expect(next == nil && seen.count == 120)
            #expect(Set(seen) == Set(records.map(\.text)))
        }
    }

    @Test func anotherOrganisationFindsNothingBehindALine() async throws {
        let server = try TestServer()
        try server.importRows([SeizurePageTests.row])
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        let bert = try server.signInPartner()
        try await server.run { browser in
            let line = try Self.address(try await browser.get("/", as: anna))
            let page = try await browser.get(line, as: bert)
            #expect(page.status == .ok)
            #expect(!page.text.contains("412") && !page.text.contains("of 1"))
            for query in ["", "?since=x&originator=nl-customs", "?since=0&originator=%20"] {
                let lost = try await browser.get("/today/new\(query)", as: anna)
                #expect(lost.status == .badRequest, "\(query)")
            }
        }
    }

    @Test func whatIsUnfinishedIsNamedToItsPersonAlone() async throws {
        let server = try TestServer()
        let carl = try server.signIn("carl", [.contributor], task: .strategicAnalysis)
        let dora = try server.signIn("dora", [.contributor], task: .strategicAnalysis)
        try await server.run { browser in
            #expect(try await !browser.get("/", as: carl).text.contains("To see to"))
            _ = try await browser.post(
                "/seizures/new", SeizureEntryTests.fields(["act": "draft"]), as: carl)
            let staged = try await browser.upload(
                "/seizures/import", [("layout", "breakwater-template")], field: "file",
                file: "quay.csv", Array((TestServer.templateHeader + Self.old + "\n").utf8),
                as: carl)
            let place = try #require(staged.location?.split(separator: "?").first)
            let today = try await browser.get("/", as: carl)
            #expect(today.text.contains("1 drafts are not finished"))
            #expect(today.text.contains("href=\"/seizures/drafts\""))
            #expect(today.text.contains("quay.csv") && today.text.contains("href=\"\(place)\""))
            let wizard = try await browser.get("/seizures/import", as: carl)
            #expect(wizard.text.contains("href=\"\(place)\""))
            #expect(try await !browser.get("/", as: dora).text.contains("To see to"))
            server.advance(seconds: StagedFile.keptSeconds + 1)
            let later = try server.signIn("carl", [.contributor], task: .strategicAnalysis)
            #expect(try await !browser.get("/", as: later).text.contains("quay.csv"))
        }
    }

    @Test func whoLooksAfterTheNodeLearnsWhatDoesNotFit() async throws {
        let server = try TestServer()
        try server.importRows([SeizurePageTests.row])
        let otto = try server.signIn("otto", [.auditor], task: .oversight)
        let ada = try server.signIn("ada", [.administrator], task: .oversight)
        _ = try server.add(
            "leaver", [.analyst], lastDay: server.today.advanced(byDays: 10))
        _ = try server.add("stays", [.analyst], lastDay: server.today.advanced(byDays: 90))
        _ = try server.token(of: ada.person, [.readRecords], label: "nightly", days: 3)
        try await server.run { browser in
            let page = try await browser.get("/", as: ada)
            #expect(page.text.contains("has not been verified in full"))
            #expect(page.text.contains("The account of Name of leaver ends"))
            #expect(!page.text.contains("Name of stays"))
            #expect(page.text.contains("Your token “nightly” ends"))
            let other = try await browser.get("/", as: otto)
            #expect(other.text.contains("has not been verified in full"))
            #expect(!other.text.contains("leaver") && !other.text.contains("nightly"))
        }
    }
}
