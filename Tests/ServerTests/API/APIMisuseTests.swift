import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis
import Storage
import Testing

@testable import WebInterface

/// What programs may not do, and what they are told.
@Suite struct APIMisuseTests {
    @Test func whatTheDescriptionDoesNotKnowIsRefusedFieldByField() async throws {
        let server = try TestServer()
        let anna = try server.add("anna", Set(Role.allCases))
        let token = try server.token(of: anna, Set(TokenScope.allCases))
        try await server.run { browser in
            let api = APICaller(browser, token: token)
            for route in APICaller.routes {
                let id = route.operation?.id ?? ""
                let address = try RouteAccessTests.address(route)
                let extra = try await api.send(route, address + "?no-such=1", Array("{}".utf8))
                #expect(extra.status == .unprocessableContent, "\(id): \(extra.text)")
                #expect(extra.text.contains("no-such"), "\(id)")
                guard route.operation?.body != nil else { continue }
                let odd = try await api.send(route, address, Array("{\"odd\":1}".utf8))
                #expect(odd.status == .unprocessableContent, "\(id): \(odd.text)")
                #expect(odd.text.contains("\"field\":\"odd\""), "\(id)")
                let broken = try await api.send(route, address, Array("{\"odd\":".utf8))
                #expect(broken.status == .badRequest, "\(id)")
                let form = try await browser.send(
                    route.method, address, as: nil,
                    [
                        .authorization: "Bearer \(token)",
                        .contentType: "application/x-www-form-urlencoded",
                    ], Array("a=b".utf8))
                #expect(form.status == .badRequest, "\(id)")
            }
        }
    }

    @Test func aSystemNeitherSignsNorRevokesNorErasesNorAdministers() async throws {
        let server = try TestServer()
        _ = try server.database.register(
            ServedPartner.member(), by: server.leave(.registerOrganisation), at: server.now)
        let agreement = try ServedPartner.agreement(on: server.today)
        _ = try server.database.add(
            agreement, by: server.leave(.draftAgreement), at: server.now)
        let record = try server.importRows([SeizurePageTests.row])[0]
        let person = try server.add("anna", Set(Role.allCases))
        let token = try server.token(of: person, Set(TokenScope.allCases))
        // The account becomes a system's, as one that was set up wrongly would be.
        try server.add("anna", Set(Role.allCases), isSystem: true)
        try await server.run { browser in
            let api = APICaller(browser, token: token)
            let version = ["id": agreement.id.text, "version": "1"]
            let cases: [(String, [String: String], JSONValue?)] = [
                ("signAgreement", version, ["digest": .string(agreement.digest)]),
                ("revokeAgreement", version, ["from": .string(server.today.description)]),
                (
                    "decideRetention", ["record": record.text],
                    ["act": "erase", "reason": "a review"]
                ),
                (
                    "addPerson", [:],
                    [
                        "person": "carl", "name": "Carl", "organisation": "nl-customs",
                        "roles": ["administrator"],
                    ]
                ),
                ("dismissDeputy", ["person": "anna", "deputy": "carl"], nil),
            ]
            for (id, values, body) in cases {
                let route = try APICaller.route(id)
                let served = try await api.send(
                    route, APICaller.address(route, values), body?.bytes)
                #expect(served.status == .notFound, "\(id): \(served.text)")
            }
            #expect(try server.database.agreements().first?.signatures.isEmpty == true)
            #expect(try server.database.person(PersonID(trusted: "carl")) == nil)
            // What needs no person it may do.
            try await api.call("readRecord", ["record": record.text])
        }
    }

    @Test func aTokenGivesNoRightThatItsOwnerHasLost() async throws {
        let server = try TestServer()
        let record = try server.importRows([SeizurePageTests.row])[0]
        let anna = try server.add("anna", [.analyst, .custodian])
        let token = try server.token(of: anna, [.readRecords, .keepRecords])
        try await server.run { browser in
            let api = APICaller(browser, token: token)
            try await api.call("listDue")
            try server.add("anna", [.analyst])
            let route = try APICaller.route("listDue")
            #expect(try await api.send(route, "/api/v1/retention/due", nil).status == .notFound)
            try await api.call("readRecord", ["record": record.text])
        }
    }

    @Test func aKeyIsOneOwnersAndIsForgottenAfterADay() async throws {
        let server = try TestServer()
        let anna = try server.add("anna", [.contributor])
        let bert = try server.add("bert", [.contributor])
        let tokens = try [anna, bert].map { try server.token(of: $0, [.writeRecords]) }
        try await server.run { browser in
            let api = APICaller(browser, token: tokens[0])
            let route = try APICaller.route("addDraft")
            let body = JSONValue.object(["cells": ["place": "Ghent"]]).bytes
            func add(_ token: String) async throws -> String {
                let served = try await api.send(
                    route, "/api/v1/drafts", body, key: "the-same-key", token: token)
                #expect(served.status == .created, "\(served.text)")
                return served.text
            }
            let first = try await add(tokens[0])
            #expect(try await add(tokens[0]) == first)
            #expect(try await add(tokens[1]) != first)
            server.advance(seconds: 86_401)
            #expect(try await add(tokens[0]) != first)
        }
    }
}
