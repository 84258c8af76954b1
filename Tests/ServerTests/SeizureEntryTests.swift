import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import Testing

@testable import WebInterface

/// The short form: stored, refused with what was typed, sent twice, put aside, changed.
@Suite struct SeizureEntryTests {
    static let token = "abcdefghijklmnopqrstuvwx"

    static func fields(
        _ changes: [String: String] = [:], token: String = token
    ) -> [(String, String)] {
        var fields = [
            "token": token, "act": "store", "date": "2024-05-06", "place": "Antwerp",
            "substance": "cocaine-hydrochloride", "amount": "1234", "unit": "kilogram",
            "stage": "at-port", "concealment": "beside-load", "transport": "container",
            "tlp": "AMBER", "handling": "H1",
        ]
        for (name, value) in changes { fields[name] = value }
        return fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    static func contributor(_ server: TestServer) throws -> Visitor {
        try server.signIn("carl", [.contributor, .analyst], task: .strategicAnalysis)
    }

    /// Sends a form as a person would: what is only remarked on is stored when it was read.
    static func enter(
        _ browser: TestBrowser, _ fields: [(String, String)], as visitor: Visitor
    ) async throws -> Served {
        let first = try await browser.post("/seizures/new", fields, as: visitor)
        guard first.status == .unprocessableContent, first.text.contains("name=\"accept\"") else {
            return first
        }
        return try await browser.post(
            "/seizures/new", fields + [("accept", "yes")], as: visitor)
    }

    @Test func eightAnswersAreARecord() async throws {
        let server = try TestServer()
        let carl = try Self.contributor(server)
        try await server.run { browser in
            let form = try await browser.get("/seizures/new", as: carl)
            #expect(form.status == .ok)
            #expect(form.text.contains("name=\"token\" value=\""))
            let stored = try await Self.enter(browser, Self.fields(), as: carl)
            #expect(stored.status == .seeOther, "\(stored.text.prefix(4_000))")
            let record = try await browser.get(try #require(stored.location), as: carl)
            for text in ["1.2 t", "Antwerp", "2024-05-06", "TLP:AMBER", "entry by hand"] {
                #expect(record.text.contains(text), "\(text)")
            }
            let list = try await browser.get("/seizures", as: carl)
            #expect(list.text.contains("1 of 1"))
        }
    }

    @Test func aFormSentTwiceIsOneRecord() async throws {
        let server = try TestServer()
        let carl = try Self.contributor(server)
        try await server.run { browser in
            let first = try await Self.enter(browser, Self.fields(), as: carl)
            let second = try await Self.enter(browser, Self.fields(), as: carl)
            #expect(first.location != nil)
            #expect(first.location == second.location)
            let list = try await browser.get("/seizures", as: carl)
            #expect(list.text.contains("1 of 1"))
        }
    }

    @Test func defectsStandAtTheirFieldsAndWhatWasTypedStays() async throws {
        let server = try TestServer()
        let carl = try Self.contributor(server)
        try await server.run { browser in
            let page = try await browser.post(
                "/seizures/new",
                Self.fields(["date": "soonish", "amount": "", "note": "a \"quoted\" word"]),
                as: carl)
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("href=\"#field-date\""))
            #expect(page.text.contains("href=\"#field-amount\""))
            #expect(page.text.contains("value=\"soonish\""))
            #expect(page.text.contains("a &quot;quoted&quot; word"))
            #expect(page.text.contains("value=\"cocaine-hydrochloride\" selected"))
            #expect(!page.text.contains("name=\"accept\""))
            let list = try await browser.get("/seizures", as: carl)
            #expect(list.text.contains("No record fits"))
        }
    }

    @Test func aLikelyRepeatIsToldBeforeItIsStored() async throws {
        let server = try TestServer()
        let carl = try Self.contributor(server)
        try await server.run { browser in
            let stored = try await Self.enter(browser, Self.fields(), as: carl)
            let address = try #require(stored.location)
            let again = Self.fields(["act": "check"], token: "another-token-of-a-form")
            let page = try await browser.post("/seizures/new", again, as: carl)
            #expect(page.text.contains("href=\"\(address)\""))
            let asked = try await browser.post("/seizures/new/repeats", again, as: carl)
            #expect(asked.status == .ok)
            #expect(asked.text.contains(address))
        }
    }

    @Test func aChangeIsANewVersionAndALateOneIsTold() async throws {
        let server = try TestServer()
        let carl = try Self.contributor(server)
        try await server.run { browser in
            let address = try #require(
                try await Self.enter(browser, Self.fields(), as: carl).location)
            let form = try await browser.get(address + "/change", as: carl)
            #expect(form.status == .ok)
            #expect(form.text.contains("value=\"1234\""))
            let record = String(address.dropFirst("/seizures/".count))
            let change = Self.fields(
                ["amount": "1500", "record": record, "version": "1"],
                token: "second-form-of-the-test")
            let changed = try await Self.enter(browser, change, as: carl)
            #expect(changed.location == address)
            let page = try await browser.get(address, as: carl)
            #expect(page.text.contains("1.5 t"))
            let late = Self.fields(
                ["amount": "1600", "record": record, "version": "1"],
                token: "third-form-of-the-test.")
            let refused = try await Self.enter(browser, late, as: carl)
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("changed since you opened it"))
        }
    }

    @Test func draftsAreTheirPersonsAlone() async throws {
        let server = try TestServer()
        let carl = try Self.contributor(server)
        let dora = try server.signIn("dora", [.contributor], task: .strategicAnalysis)
        try await server.run { browser in
            let half = [
                ("token", Self.token), ("act", "draft"), ("place", "Vlissingen"),
            ]
            let saved = try await browser.post("/seizures/new", half, as: carl)
            #expect(saved.location == "/seizures/drafts")
            let list = try await browser.get("/seizures/drafts", as: carl)
            let draft = try #require(
                list.text.firstMatch(of: /href="(\/seizures\/drafts\/[^"]+)"/))
            let address = String(draft.1)
            let form = try await browser.get(address, as: carl)
            #expect(form.text.contains("value=\"Vlissingen\""))
            let other = try await browser.get("/seizures/drafts", as: dora)
            #expect(!other.text.contains("Vlissingen"))
            #expect(try await browser.get(address, as: dora).status == .notFound)
            #expect(
                try await browser.post(address + "/discard", as: dora).status == .notFound)
            #expect(
                try await browser.post(address + "/discard", as: carl).location
                    == "/seizures/drafts")
            #expect(try await browser.get(address, as: carl).status == .notFound)
        }
    }

    @Test func anotherOrganisationEntersAndChangesNothing() async throws {
        let server = try TestServer()
        let record = try server.importRows([SeizurePageTests.row])[0]
        let bert = try server.signInPartner("bert", [.contributor, .analyst])
        try await server.run { browser in
            let form = try await browser.get("/seizures/\(record)/change", as: bert)
            #expect(form.status == .notFound)
            let entered = try await browser.post("/seizures/new", Self.fields(), as: bert)
            #expect(entered.status == .notFound)
            let repeats = try await browser.post(
                "/seizures/new/repeats",
                Self.fields([
                    "date": "2024-03-05", "place": "Rotterdam", "amount": "412",
                    "substance": "cocaine",
                ]), as: bert)
            #expect(!repeats.text.contains(record.text))
        }
    }
}

/// The import: hand in, check, import, take back.
@Suite struct SeizureImportPageTests {
    static let file =
        TestServer.templateHeader
        + "A1,Synthetic Customs,2024-03-05,Rotterdam,cocaine,412,kg,at-port,RIP,AMBER,H1\n"
        + "A2,Synthetic Customs,someday,Antwerp,heroin,37,kg,at-port,,GREEN,H0\n"

    static func staged(
        _ browser: TestBrowser, as visitor: Visitor, _ text: String = file
    ) async throws -> String {
        let served = try await browser.upload(
            "/seizures/import", [("layout", "breakwater-template")], field: "file",
            file: "finds.csv", Array(text.utf8), as: visitor)
        return try #require(served.location, "\(served.text.prefix(3_000))")
    }

    @Test func aFileIsCheckedRowByRowThenImportedThenTakenBack() async throws {
        let server = try TestServer()
        let carl = try SeizureEntryTests.contributor(server)
        try await server.run { browser in
            let address = try await Self.staged(browser, as: carl)
            let check = try await browser.get(address, as: carl)
            #expect(check.status == .ok)
            #expect(check.text.contains("someday"))
            var list = try await browser.get("/seizures", as: carl)
            #expect(list.text.contains("No record fits"))
            let path = String(address.split(separator: "?")[0])
            let form = [("layout", "breakwater-template")]
            let done = try await browser.post(path + "/commit", form, as: carl)
            #expect(done.status == .ok, "\(done.text.prefix(3_000))")
            list = try await browser.get("/seizures", as: carl)
            #expect(list.text.contains("1 of 1"))
            let again = try await browser.post(path + "/commit", form, as: carl)
            #expect(again.status == .notFound)
            let overview = try await browser.get("/seizures/import", as: carl)
            let withdraw = try #require(
                overview.text.firstMatch(
                    of: /action="(\/seizures\/import\/batches\/[^"]+\/withdraw)"/))
            let bare = try await browser.post(String(withdraw.1), as: carl)
            #expect(bare.status == .unprocessableContent)
            let back = try await browser.post(
                String(withdraw.1), [("reason", "the wrong file")], as: carl)
            #expect(back.location == "/seizures/import")
            list = try await browser.get("/seizures", as: carl)
            #expect(!list.text.contains("412 kg"))
        }
    }

    @Test func whatIsNoFileOfTheLayoutIsSaidSo() async throws {
        let server = try TestServer()
        let carl = try SeizureEntryTests.contributor(server)
        try await server.run { browser in
            let bare = try await browser.post(
                "/seizures/import", [("layout", "breakwater-template")], as: carl)
            #expect(bare.status == .unprocessableContent)
            #expect(bare.text.contains("href=\"#field-file\""))
            let address = try await Self.staged(browser, as: carl, "one,two\n1,2\n")
            let check = try await browser.get(address, as: carl)
            #expect(check.status == .unprocessableContent)
            #expect(check.text.contains("href=\"#field-layout\""))
        }
    }

    @Test func aStagedFileIsItsPersonsAlone() async throws {
        let server = try TestServer()
        let carl = try SeizureEntryTests.contributor(server)
        let dora = try server.signIn("dora", [.contributor], task: .strategicAnalysis)
        try await server.run { browser in
            let address = try await Self.staged(browser, as: carl)
            #expect(try await browser.get(address, as: dora).status == .notFound)
            let path = String(address.split(separator: "?")[0])
            let taken = try await browser.post(
                path + "/commit", [("layout", "breakwater-template")], as: dora)
            #expect(taken.status == .notFound)
            #expect(try await browser.post(path + "/discard", as: dora).status == .notFound)
            #expect(
                try await browser.post(path + "/discard", as: carl).location
                    == "/seizures/import")
        }
    }
}

/// The start of the day.
@Suite struct TodayPageTests {
    @Test func whatCameSinceTheLastVisitIsToldByPort() async throws {
        let server = try TestServer()
        try server.importRows([SeizurePageTests.row, SeizurePageTests.other])
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        try await server.run { browser in
            let page = try await browser.get("/", as: anna)
            #expect(page.status == .ok)
            #expect(page.text.contains("nl-customs · Rotterdam (NLRTM)"))
            #expect(page.text.contains(/href="\/today\/new\?[^"]*port=NLRTM"/))
            #expect(page.text.contains("1 new"))
        }
    }

    @Test func whatWaitsForADecisionLeadsThere() async throws {
        let server = try TestServer()
        try server.importRows(SeizureReviewPageTests.rows)
        let rita = try server.signIn("rita", [.reviewer], task: .strategicAnalysis)
        try await server.run { browser in
            let page = try await browser.get("/", as: rita)
            #expect(page.text.contains("href=\"/seizures/review\""))
            #expect(page.text.contains("1 held records"))
        }
    }

    @Test func anotherOrganisationLearnsNothingHere() async throws {
        let server = try TestServer()
        try server.importRows([SeizurePageTests.row])
        let bert = try server.signInPartner("bert", Set(Role.allCases))
        try await server.run { browser in
            let page = try await browser.get("/", as: bert)
            #expect(page.status == .ok)
            for secret in ["NLRTM", "Rotterdam", "1 new", "1 held"] {
                #expect(!page.text.contains(secret), "\(secret)")
            }
            #expect(page.text.contains("Nothing new that you may see."))
            #expect(!page.text.contains("To see to"))
        }
    }
}
