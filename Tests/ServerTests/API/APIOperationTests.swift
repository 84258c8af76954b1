import EvidenceLog
import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import Testing

@testable import WebInterface

/// Every operation for programs, with a node that holds something for each.
@Suite struct APIOperationTests {
    private static let cells: JSONValue = [
        "reference": "E1", "date": "2024-05-06", "place": "Rotterdam", "substance": "cocaine",
        "amount": "77", "unit": "kg", "stage": "at-port", "tlp": "AMBER", "handling": "H1",
    ]

    @Test func everyOperationAnswersAsItsSchemaSaysAndOnceUnderOneKey() async throws {
        let server = try TestServer()
        _ = try server.database.register(
            ServedPartner.member(), by: server.leave(.registerOrganisation), at: server.now)
        let records = try server.importRows(
            [SeizurePageTests.row, SeizurePageTests.other] + SeizureReviewPageTests.rows.dropFirst()
                + ["C1,Synthetic Police,2024-03-05,Rotterdam,cocaine,412,kg,at-port,RIP,AMBER,H1"])
        let scopes = Set(TokenScope.allCases)
        let anna = try server.add("anna", Set(Role.allCases))
        let token = try server.token(of: anna, scopes)
        // One has no role; one has them all in vain, since these are hers alone.
        let nobody = try server.token(of: server.add("nobody", []), scopes)
        let bert = try server.token(of: server.add("bert", [.contributor]), scopes)
        try await server.run { browser in
            let api = APICaller(browser, token: token, strangers: [nobody])
            let own = APICaller(browser, token: token, strangers: [nobody, bert])
            try await read(api, records, server)
            try await review(api)
            try await enter(api, own, records)
            try await importFile(api, own)
            try await agree(api, server)
            try await keep(api, records, server)
            try await administer(api, server)
            try await verify(api)
            let all = Set(APICaller.routes.compactMap { $0.operation?.id })
            #expect(
                all.subtracting(api.called).subtracting(own.called) == [],
                "operations that no call of this test reaches")
        }
    }

    private func read(
        _ api: APICaller, _ records: [RecordID], _ server: TestServer
    ) async throws {
        let me = try await api.call("me")
        #expect(try me.text("person") == "anna")
        #expect(try await api.call("listPorts", ["basin": "north-sea"]).list("ports").count > 1)
        let port = try await api.call("readPort", ["port": "NLRTM"])
        #expect(try port.list("finds").isEmpty == false)
        #expect(try await api.call("listSeizures").list("seizures").count == 4)
        let found = try await api.call("listSeizures", ["search": "antwerp", "state": "counted"])
        #expect(try found.list("seizures").first?.text("record") == records[1].text)
        let record = try await api.call("readRecord", ["record": records[0].text])
        #expect(try record.list("values").isEmpty == false)
        #expect(try record.list("given").contains { $0["cell"]?.string == "412" })
        try await api.call("listFigures")
        #expect(try await api.call("countSeizures", ["by": "year"]).list("listed").count == 1)
        try await api.call("askRecords", [:], ["containers": ["MSKU1234565"]])
        let situation = try await api.call("assessSituation", ["period": "2024"])
        #expect(situation["document"] != nil)
        #expect(try await api.call("today").list("fresh").isEmpty == false)
        try await api.call("makeBulletin", ["period": "2024-03", "port": "NLRTM"])
        _ = try server.database.add(
            ReportSchedule(
                id: ID(trusted: "monthly"), receiver: ServedPartner.id, subject: .alliance,
                cycle: .month, dayOfMonth: 5, formats: [.json], purpose: .strategicAnalysis,
                setBy: PersonID(trusted: "anna"), startsOn: server.today),
            by: server.leave(.scheduleReports), at: server.now)
        let schedules = try await api.call("listSchedules").list("schedules")
        #expect(try schedules.first?.text("receiver") == ServedPartner.id.text)
    }

    private func review(_ api: APICaller) async throws {
        let held = try await api.call("listHeld").list("held")
        let first = try #require(held.first)
        try await api.call(
            "decideHeld", ["record": first.text("record")],
            [
                "state": "repeat", "reason": "the same find",
                "revision": .integer(try #require(first["revision"]?.integer)),
            ])
        #expect(try await api.call("listHeld").list("held").count == held.count - 1)
    }

    private func enter(
        _ api: APICaller, _ own: APICaller, _ records: [RecordID]
    ) async throws {
        let check = try await api.call("checkSeizure", [:], ["cells": Self.cells])
        #expect(check["isStorable"]?.bool == true)
        let entered = try await api.call("enterSeizure", [:], ["cells": Self.cells])
        let record = try entered.text("record")
        let form = try await api.call("readForm", ["record": record])
        guard case .object(var cells)? = form["cells"] else { throw TestFault(what: "no cells") }
        #expect(cells["amount"] == "77")
        cells["amount"] = "78"
        let version = try #require(form["version"])
        let body: JSONValue = ["version": version, "cells": .object(cells)]
        let changed = try await api.call("changeSeizure", ["record": record], body)
        #expect(changed["version"]?.integer == 2)
        let route = try APICaller.route("changeSeizure")
        cells["amount"] = "79"
        let other: JSONValue = ["version": version, "cells": .object(cells)]
        let late = try await api.send(
            route, APICaller.address(route, ["record": record]), other.bytes)
        #expect(late.status == .conflict, "\(late.text)")

        let unfinished: JSONValue = ["cells": ["place": "Antwerp"]]
        let draft = try await api.call("addDraft", [:], unfinished).text("draft")
        #expect(try await api.call("listDrafts").list("drafts").count == 1)
        try await own.call("saveDraft", ["draft": draft], ["cells": ["place": "Ghent"]])
        let read = try await own.call("readDraft", ["draft": draft])
        #expect(read["cells"]?["place"]?.string == "Ghent")
        try await own.call("discardDraft", ["draft": draft])
        #expect(try await api.call("listDrafts").list("drafts").isEmpty)
    }

    private func importFile(_ api: APICaller, _ own: APICaller) async throws {
        #expect(try await api.call("listLayouts").list("layouts").count == 1)
        let good = "I1,Synthetic Customs,2024-07-08,Rotterdam,cocaine,55,kg,at-port,,GREEN,H0"
        let bad = "I2,Synthetic Customs,2024-02-31,Rotterdam,cocaine,many,kg,at-port,,GREEN,H0"
        let file = Data((TestServer.templateHeader + good + "\n" + bad + "\n").utf8)
        let body: JSONValue = ["name": "july.csv", "content": .string(file.base64EncodedString())]
        let waste = try await api.call("stageFile", [:], body).text("staged")
        try await own.call("discardFile", ["staged": waste])
        let staged = try await api.call("stageFile", [:], body).text("staged")
        let check = try await own.call("checkFile", ["staged": staged])
        #expect(check["rows"]?.integer == 2)
        let notes = try check.list("notes")
        #expect(
            try notes.contains { try $0.text("column") == "date" && $0["row"] == 2 },
            "\(notes)")
        #expect(try notes.allSatisfy { try !$0.text("mend").isEmpty })
        let done = try await own.call("commitFile", ["staged": staged], [:])
        let written = try done.list("written")
        #expect(written == [["word": "new", "count": 1]])
        let before = try await api.call("listSeizures")["total"]
        let batch = try done.text("batch")
        #expect(try await api.call("listImports").list("imports").first?.text("batch") == batch)
        let undone = try await api.call(
            "withdrawImport", ["batch": batch], ["reason": "the wrong month"])
        #expect(undone["withdrawn"] == 1)
        let after = try await api.call("listSeizures")["total"]
        #expect(try #require(after?.integer) == (before?.integer ?? 0) - 1)
    }

    private func agree(_ api: APICaller, _ server: TestServer) async throws {
        let agreement = try ServedPartner.agreement(on: server.today)
        let text: JSONValue = ["text": .string(agreement.canonicalText)]
        let tried = try await api.call("tryAgreement", [:], text)
        #expect(try tried.list("lines").isEmpty == false)
        #expect(try await api.call("listAgreements").list("agreements").isEmpty)
        try await api.call("draftAgreement", [:], text)
        let values = ["id": agreement.id.text, "version": "1"]
        let stored = try await api.call("readAgreement", values)
        #expect(try stored.text("explanation").contains("Treaty of the quay"))
        #expect(try await api.call("tryStoredAgreement", values) == tried)
        try await api.call(
            "signAgreement", values, ["digest": .string(try stored.text("digest"))])
        #expect(try await api.call("readSignatures", values).text("note").contains("nl-customs"))
        let note = try ServedPartner.note(agreement.canonicalText)
        try await api.call(
            "takeSignature", [:], ["note": .string(String(decoding: note, as: UTF8.self))])
        let listed = try await api.call("listAgreements").list("agreements")
        #expect(try listed.first?.text("standing") == "in-force")
        try await api.call(
            "revokeAgreement", values, ["from": .string(server.today.description)])
        let ended = try await api.call("listAgreements").list("agreements")
        #expect(try ended.first?.text("standing") == "revoked")
    }

    private func keep(
        _ api: APICaller, _ records: [RecordID], _ server: TestServer
    ) async throws {
        let values = ["record": records[1].text]
        func decide(_ act: String, _ until: JSONValue? = nil) async throws {
            var body: [String: JSONValue] = ["act": .string(act), "reason": "a review"]
            if let until { body["until"] = until }
            try await api.call("decideRetention", values, .object(body))
        }
        let uses = try await api.call("traceRecord", ["record": records[0].text]).list("uses")
        #expect(try uses.contains { try $0.text("person") == "anna" })
        try await api.call("listDue")
        try await decide("keep", .string(server.today.advanced(byDays: 40).description))
        try await decide("hold")
        #expect(try await api.call("listHolds").list("holds").count == 1)
        let route = try APICaller.route("decideRetention")
        let held = try await api.send(
            route, APICaller.address(route, values),
            JSONValue.object(["act": "erase", "reason": "a review"]).bytes)
        #expect(held.status == .conflict)
        try await decide("unhold")
        try await decide("erase")
        let read = try APICaller.route("readRecord")
        let gone = try await api.send(read, APICaller.address(read, values), nil)
        #expect(gone.status == .notFound)
    }

    private func administer(_ api: APICaller, _ server: TestServer) async throws {
        try await api.call("listOrganisations")
        try await api.call(
            "registerOrganisation", [:],
            [
                "organisation": "eu-body", "name": "A body of the Union", "kind": "eu-body",
                "key": .string(Base64URL.encode(Array(repeating: 9, count: 32))),
            ])
        try await api.call(
            "addPerson", [:],
            [
                "person": "carl", "name": "Carl", "organisation": "nl-customs",
                "roles": ["analyst"],
            ])
        let people = try await api.call("listPeople").list("people")
        let carl = try #require(people.first { $0["person"]?.string == "carl" })
        try await api.call(
            "changePerson", ["person": "carl"],
            [
                "revision": .string(try carl.text("revision")), "name": "Carl Second",
                "organisation": "nl-customs", "roles": ["analyst", "reviewer"],
            ])
        #expect(try server.database.person(PersonID(trusted: "carl"))?.name == "Carl Second")
        let pair = ["person": "anna", "deputy": "carl"]
        try await api.call(
            "appointDeputy", pair,
            [
                "roles": ["signatory"], "from": .string(server.today.description),
                "until": .string(server.today.advanced(byDays: 7).description),
            ])
        #expect(try await api.call("listDeputies").list("deputies").count == 1)
        try await api.call("dismissDeputy", pair)
        #expect(try await api.call("listDeputies").list("deputies").isEmpty)
        let other = try server.token(
            of: try #require(try server.database.person(PersonID(trusted: "anna"))),
            [.readRecords], label: "another")
        let tokens = try await api.call("listTokens").list("tokens")
        let found = try #require(tokens.first { $0["label"]?.string == "another" })
        try await api.call("revokeToken", ["token": try found.text("token")])
        let me = try APICaller.route("me")
        #expect(try await api.send(me, "/api/v1/me", nil, token: other).status == .unauthorized)
    }

    private func verify(_ api: APICaller) async throws {
        #expect(try await api.call("sumReleases").list("releases").isEmpty == false)
        #expect(try await api.call("proveEntry", ["entry": "0"]).text("proof").contains("index 0"))
        try await api.call("readCheckpoint")
        let entries = try await api.call(
            "listEvidence", ["act": "administer", "subject": "carl"]
        ).list("entries")
        #expect(entries.count >= 2)
        let log = try await api.call("checkLog")
        #expect(log["report"]?["isSound"]?.bool == true)
        #expect(try await api.call("readCheck").text("state") == "idle")
        try await api.call("beginCheck")
        for _ in 0..<5_000 {
            let check = try await api.call("readCheck")
            guard try check.text("state") != "running" else {
                await Task.yield()
                continue
            }
            #expect(check["report"]?["isSound"]?.bool == true, "\(check)")
            break
        }
    }
}
