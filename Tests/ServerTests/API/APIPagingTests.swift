import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import Storage
import Testing

@testable import WebInterface

/// Lists are read to their end, a page at a time: nothing twice, nothing left out.
@Suite struct APIPagingTests {
    /// - Parameters:
    ///   - cursor: the parameter that takes the answer's `next`.
    ///   - name: what tells the elements apart.
    private func readToTheEnd(
        _ api: APICaller, _ id: String, _ list: String, cursor: String = "after", limit: Int,
        _ values: [String: String] = [:], name: (JSONValue) -> String?
    ) async throws -> [String] {
        var all: [String] = []
        var next: String?
        for _ in 0..<500 {
            var values = values
            values["limit"] = "\(limit)"
            if let next { values[cursor] = next }
            let page = try await api.call(id, values)
            let part = try page.list(list)
            #expect(part.count <= limit, "\(id)")
            all += try part.map { try #require(name($0), "\(id)") }
            guard let value = page["next"] else { return all }
            #expect(!part.isEmpty || id == "listEvidence", "\(id) has an empty page in between")
            next = value.string ?? value.integer.map { "\($0)" }
        }
        throw TestFault(what: "\(id) does not end")
    }

    @Test func everyListWithACursorEndsWithoutRepeats() async throws {
        let server = try TestServer()
        let rows = (1...23).map { number in
            "P\(number),Synthetic Customs,2024-03-\(number % 9 + 10),Rotterdam,cocaine,"
                + "\(number * 7),kg,at-port,RIP,AMBER,H1"
        }
        let records = try server.importRows(rows)
        _ = try server.database.register(
            ServedPartner.member(), by: server.leave(.registerOrganisation), at: server.now)
        for number in 1...5 {
            _ = try server.database.add(
                ServedPartner.agreement("pact-\(number)", on: server.today),
                by: server.leave(.draftAgreement), at: server.now)
            try server.add("person-\(number)", [.analyst])
        }
        let anna = try server.add("anna", Set(Role.allCases))
        let token = try server.token(of: anna, Set(TokenScope.allCases))
        try await server.run { browser in
            let api = APICaller(browser, token: token)
            for record in records.prefix(7) {
                try await api.call(
                    "decideRetention", ["record": record.text],
                    ["act": "hold", "reason": "a case"])
            }
            let seizures = try await readToTheEnd(api, "listSeizures", "seizures", limit: 4) {
                $0["record"]?.string
            }
            #expect(seizures.count == 23 && Set(seizures) == Set(records.map(\.text)))
            let holds = try await readToTheEnd(api, "listHolds", "holds", limit: 2) {
                $0["record"]?.string
            }
            #expect(holds.count == 7 && Set(holds) == Set(records.prefix(7).map(\.text)))
            let ports = try await readToTheEnd(
                api, "listPorts", "ports", limit: 40, ["basin": "north-sea"]
            ) { $0["code"]?.string }
            #expect(ports.count == Set(ports).count && ports == ports.sorted())
            let people = try await readToTheEnd(api, "listPeople", "people", limit: 2) {
                $0["person"]?.string
            }
            #expect(people.count == Set(people).count && people.contains("person-5"))
            #expect(people.count == (try server.database.people()).count)
            let agreements = try await readToTheEnd(
                api, "listAgreements", "agreements", limit: 2
            ) { $0["id"]?.string }
            #expect(agreements.count == 5 && Set(agreements).count == 5)
            let organisations = try await readToTheEnd(
                api, "listOrganisations", "organisations", limit: 1
            ) { $0["organisation"]?.string }
            #expect(organisations.count == 2 && Set(organisations).count == 2)
            let entries = try await readToTheEnd(
                api, "listEvidence", "entries", cursor: "below", limit: 7, ["act": "administer"]
            ) { $0["entry"]?.integer.map { "\($0)" } }
            #expect(entries.count == Set(entries).count && entries.count > 7)
            #expect(
                try await readToTheEnd(api, "listFigures", "figures", limit: 3) {
                    $0["record"]?.string
                }.isEmpty)
        }
    }

    @Test func aCursorThatTheNodeNeverMadeIsTold() async throws {
        let server = try TestServer()
        let anna = try server.add("anna", Set(Role.allCases))
        let token = try server.token(of: anna, Set(TokenScope.allCases))
        try await server.run { browser in
            let api = APICaller(browser, token: token)
            for id in ["listSeizures", "listHolds", "listPeople", "listAgreements", "listFigures"] {
                let route = try APICaller.route(id)
                let served = try await api.send(
                    route, APICaller.address(route, ["after": "never-made"]), nil)
                #expect(served.status == .unprocessableContent, "\(id): \(served.text)")
                #expect(served.text.contains("\"field\":\"after\""), "\(id)")
            }
        }
    }
}
