import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import Testing

@testable import WebInterface

/// The list, the record and the file: right, wrong, and refused.
@Suite struct SeizurePageTests {
    static let row = "A1,Synthetic Customs,2024-03-05,Rotterdam,cocaine,412,kg,at-port,RIP,AMBER,H1"
    static let other = "A2,Synthetic Customs,2024-04-06,Antwerp,heroin,37,kg,at-port,,GREEN,H0"

    @Test func theListShowsRecordsWithTheStrictestMark() async throws {
        let server = try TestServer()
        try server.importRows([Self.row, Self.other])
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in
            let page = try await browser.get("/seizures", as: anna)
            #expect(page.status == .ok)
            #expect(page.text.contains("412 kg"))
            #expect(page.text.contains("Rotterdam"))
            #expect(page.text.contains("2 of 2"))
            #expect(page.text.contains("TLP:AMBER"))
            #expect(page.text.contains("H1"))
        }
    }

    @Test func filtersInTheAddressSelectTheRecords() async throws {
        let server = try TestServer()
        try server.importRows([Self.row, Self.other])
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in
            let cases = [
                "substance=heroin", "substance=opiates", "period=2024-04", "port=BEANR",
                "port=Antwerp", "country=BE", "search=antw", "state=counted&country=BE",
            ]
            for filter in cases {
                let page = try await browser.get("/seizures?\(filter)", as: anna)
                #expect(page.status == .ok, "\(filter)")
                #expect(page.text.contains("1 of 1"), "\(filter)")
                #expect(page.text.contains("37 kg"), "\(filter)")
                #expect(!page.text.contains("412 kg"), "\(filter)")
            }
        }
    }

    @Test func aFilterThatCannotBeReadShowsNoRecord() async throws {
        let server = try TestServer()
        try server.importRows([Self.row])
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in
            let page = try await browser.get("/seizures?period=someday&port=NLRTM", as: anna)
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("href=\"#field-period\""))
            // What was typed stays in its field.
            #expect(page.text.contains("value=\"someday\""))
            #expect(!page.text.contains("412 kg"))
            let forged = try await browser.get("/seizures?after=made-up", as: anna)
            #expect(forged.status == .unprocessableContent)
            #expect(!forged.text.contains("412 kg"))
        }
    }

    @Test func pagesFollowOneAnotherWithoutGapOrRepeat() async throws {
        let server = try TestServer()
        let rows = (1...120).map {
            "P\($0),Synthetic Customs,2024-03-05,Rotterdam,cocaine,\($0 * 7 + 1000),kg,at-port,,GREEN,H0"
        }
        let records = try server.importRows(rows)
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in
            var seen: [String] = []
            var next: String? = "/seizures?period=2024"
            var pages = 0
            while let address = next, pages < 5 {
                let page = try await browser.get(address, as: anna)
                #expect(page.text.contains("of 120"))
                seen += page.text.matches(of: /href="\/seizures\/([0-9a-f]{20,})"/)
                    .map { String($0.1) }
                next = page.text.firstMatch(of: /rel="next" href="([^"]+)"/).map {
                    String($0.1).replacing("&amp;", with: "&")
                }
                pages += 1
            }
            #expect(pages == 3)
            #expect(seen.count == 120)
            #expect(Set(seen) == Set(records.map(\.text)))
        }
    }

    @Test func aRecordShowsWhatItSaysWhereItComesFromAndWhy() async throws {
        let server = try TestServer()
        let record = try server.importRows([Self.row])[0]
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in
            let page = try await browser.get("/seizures/\(record)", as: anna)
            #expect(page.status == .ok)
            for text in [
                "412 kg", "Rotterdam (NLRTM)", "RIP: rip-off", "finds.csv, row", "nl-customs",
                "TLP:AMBER: the organisation and its clients", "Synthetic Customs",
                "It is a record of your organisation.",
            ] {
                #expect(page.text.contains(text), "\(text)")
            }
        }
    }

    @Test func refusedAndAbsentAreTheSameBytes() async throws {
        let server = try TestServer()
        let record = try server.importRows([Self.row])[0]
        let bert = try server.signInPartner()
        try await server.run { browser in
            let refused = try await browser.get("/seizures/\(record)", as: bert)
            let absent = try await browser.get(
                "/seizures/\(String(record.text.reversed()))", as: bert)
            #expect(refused.status == .notFound)
            #expect(
                RouteAccessTests.told(refused, "/seizures/\(record)")
                    == RouteAccessTests.told(
                        absent, "/seizures/\(String(record.text.reversed()))"))
        }
    }

    @Test func anotherOrganisationsRecordsAreInNoListCountOrFile() async throws {
        let server = try TestServer()
        try server.importRows([Self.row, Self.other])
        let bert = try server.signInPartner()
        try await server.run { browser in
            for path in [
                "/seizures", "/seizures?port=NLRTM", "/seizures?figures=yes",
                "/seizures/export?format=csv", "/seizures/export?format=json",
            ] {
                let page = try await browser.get(path, as: bert)
                #expect(page.status == .ok, "\(path)")
                // The page says again which filter it was asked for, and no more.
                for secret in ["412", "at-port", "Synthetic", "of 2", "of 1"] {
                    #expect(!page.text.contains(secret), "\(path) shows \(secret)")
                }
            }
            let json = try await browser.get("/seizures/export?format=json", as: bert)
            #expect(json.text == #"{"seizures":[],"total":0}"#)
        }
    }

    @Test func filesHoldTheSelectionAsCodes() async throws {
        let server = try TestServer()
        let records = try server.importRows([Self.row, Self.other])
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in
            let csv = try await browser.get("/seizures/export?format=csv&country=NL", as: anna)
            #expect(csv.status == .ok)
            let lines = csv.text.split(separator: "\r\n")
            #expect(lines.count == 2)
            #expect(lines[0].hasPrefix("record,date,reporter,country,place"))
            #expect(
                lines[1].hasPrefix(
                    "\(records[0]),2024-03-05,Synthetic Customs,NL,NLRTM,at-port,"))
            #expect(lines[1].hasSuffix(",counted,AMBER,H1"))
            let json = try await browser.get("/seizures/export?format=json", as: anna)
            let value = try JSONSerialization.jsonObject(with: Data(json.bytes))
            let object = try #require(value as? [String: Any])
            #expect(object["total"] as? Int == 2)
            let rows = try #require(object["seizures"] as? [[String: Any]])
            #expect(rows.map { $0["kilograms"] as? Double } == [37, 412])
            #expect(rows[0]["methods"] == nil)
            let wrong = try await browser.get("/seizures/export?format=exe", as: anna)
            #expect(wrong.status == .badRequest)
        }
    }

    @Test func aListInDutchHasNoEnglishWords() async throws {
        let server = try TestServer()
        try server.importRows([Self.row])
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in
            var dutch = anna.person
            dutch.language = .dutch
            try server.database.save(dutch, by: try server.leave(.managePeople), at: server.now)
            let page = try await browser.get("/seizures", as: anna)
            #expect(page.text.contains("cocaïne"))
            #expect(page.text.contains("telt mee"))
            #expect(!page.text.contains(">cocaine<"))
        }
    }

    @Test func aTextInARecordIsNeverMarkup() async throws {
        let server = try TestServer()
        let record = try server.importRows([
            "X1,<b>Reporter</b>,2024-03-05,Rotterdam,cocaine,99,kg,at-port,,GREEN,H0"
        ])[0]
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in
            let page = try await browser.get("/seizures/\(record)", as: anna)
            #expect(page.text.contains("&lt;b&gt;Reporter"))
            #expect(!page.text.contains("<b>Reporter"))
        }
    }
}

/// What waits for a person, and the decision.
@Suite struct SeizureReviewPageTests {
    /// Two reports that the rules hold to be one event.
    static let rows = [
        "A1,Synthetic Customs,2024-03-05,Rotterdam,cocaine,4123,kg,at-port,,GREEN,H0",
        "B1,Synthetic Police,2024-03-05,Rotterdam,cocaine,4123,kg,at-port,,GREEN,H0",
    ]

    @Test func aHeldRecordIsDecidedOnceAndLeavesTheList() async throws {
        let server = try TestServer()
        try server.importRows(Self.rows)
        let rita = try server.signIn("rita", [.reviewer, .analyst], task: .strategicAnalysis)
        try await server.run { browser in
            let page = try await browser.get("/seizures/review", as: rita)
            #expect(page.status == .ok)
            let action = try #require(
                page.text.firstMatch(of: /action="(\/seizures\/[0-9a-f]+\/decision)"/))
            let revision = try #require(
                page.text.firstMatch(of: /name="revision" value="([0-9]+)"/))
            let path = String(action.1)
            let fields = [("revision", String(revision.1)), ("state", "counted")]
            let bare = try await browser.post(path, fields, as: rita)
            #expect(bare.status == .unprocessableContent)
            #expect(bare.text.contains("The decision has no reason"))
            let unknown = try await browser.post(
                path, [("state", "held"), ("reason", "x")], as: rita)
            #expect(unknown.status == .unprocessableContent)
            #expect(unknown.text.contains("value=\"x\""))
            let done = try await browser.post(
                path, fields + [("reason", "two boxes")], as: rita)
            #expect(done.location == "/seizures/review")
            let other = [("revision", String(revision.1)), ("state", "repeat")]
            let late = try await browser.post(path, other + [("reason", "one box")], as: rita)
            #expect(late.status == .unprocessableContent)
            #expect(late.text.contains("changed meanwhile"))
            let empty = try await browser.get("/seizures/review", as: rita)
            #expect(empty.text.contains("Nothing waits for a decision."))
        }
    }

    @Test func anotherOrganisationDecidesNothingAndSeesNothingHeld() async throws {
        let server = try TestServer()
        let records = try server.importRows(Self.rows)
        let bert = try server.signInPartner("bert", [.reviewer, .analyst])
        try await server.run { browser in
            let page = try await browser.get("/seizures/review", as: bert)
            #expect(page.text.contains("Nothing waits for a decision."))
            for record in records {
                let refused = try await browser.post(
                    "/seizures/\(record)/decision", [("state", "counted"), ("reason", "x")],
                    as: bert)
                #expect(refused.status == .notFound)
            }
        }
    }
}
