import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import SituationAnalysis
import Storage
import Testing

@testable import WebInterface

/// What the description says, and that it leaves out nothing that a page can do.
@Suite struct APIDescriptionTests {
    /// The document, one value a line, so that a change of it can be read.
    private static func document() throws -> String {
        let bytes = OpenAPIDocument.document(RouteTable.routes(NodeDatabase.self)).bytes
        let value = try JSONSerialization.jsonObject(with: Data(bytes))
        let data = try JSONSerialization.data(
            withJSONObject: value, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    @Test func theDescriptionIsTheGoldenOne() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Golden/openapi.json")
        let document = try Self.document()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(document.utf8).write(to: file)
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(document == golden, "read the change, then rewrite it with UPDATE_GOLDEN=1")
    }

    @Test func everyRouteForProgramsIsDescribedOnceAndNamesWhatItTakes() throws {
        var seen: Set<String> = []
        for route in RouteAccessTests.routes where route.path.hasPrefix("/api") {
            guard route.path != "/api/v1/openapi.json" else { continue }
            let operation = try #require(route.operation, "\(route.path)")
            #expect(seen.insert(operation.id).inserted, "\(operation.id) stands twice")
            let inPath = Set(
                route.path.split(separator: "/").filter { $0.hasPrefix("{") }
                    .map { String($0.dropFirst().dropLast()) })
            let described = Set(operation.parameters.filter { $0.place == .path }.map(\.name))
            #expect(inPath == described, "\(operation.id)")
            #expect(
                operation.parameters.contains { $0.name == "Idempotency-Key" }
                    == (route.method != .get), "\(operation.id)")
            #expect(Set(operation.parameters.map(\.name)).count == operation.parameters.count)
        }
    }

    @Test func theColumnsOfAnEntryAreThoseOfTheLayout() throws {
        #expect(EntryOperations.columns == (try TestServer.template()).columns.map(\.header))
    }

    /// What of the pages a program asks by which operation. A page without a line here fails the
    /// test: give it its operation, or say beside the others why it has none.
    private static let operations: [String: [String]] = [
        "/": ["today"], "/situation": ["assessSituation"],
        "/seizures": ["listSeizures", "listFigures", "countSeizures", "askRecords"],
        "/seizures/export": ["listSeizures", "readRecord"],
        "/seizures/review": ["listHeld"], "/seizures/{record}/decision": ["decideHeld"],
        "/seizures/new": ["enterSeizure", "checkSeizure", "addDraft", "saveDraft"],
        "/seizures/new/repeats": ["checkSeizure"], "/seizures/drafts": ["listDrafts"],
        "/seizures/drafts/{draft}": ["readDraft"],
        "/seizures/drafts/{draft}/discard": ["discardDraft"],
        "/seizures/{record}/change": ["readForm", "changeSeizure"],
        "/seizures/{record}": ["readRecord"],
        "/seizures/import": ["listLayouts", "listImports", "stageFile"],
        "/seizures/import/{staged}": ["checkFile"],
        "/seizures/import/{staged}/commit": ["commitFile"],
        "/seizures/import/{staged}/discard": ["discardFile"],
        "/seizures/import/batches/{batch}/withdraw": ["withdrawImport"],
        "/ports": ["listPorts"], "/ports/{port}": ["readPort"],
        "/agreements": ["listAgreements"], "/agreements/new": ["tryAgreement", "draftAgreement"],
        "/agreements/accept": ["takeSignature"],
        "/agreements/{id}/{version}": ["readAgreement"],
        "/agreements/{id}/{version}/text": ["readAgreement"],
        "/agreements/{id}/{version}/signatures": ["readSignatures"],
        "/agreements/{id}/{version}/dry-run": ["tryStoredAgreement"],
        "/agreements/{id}/{version}/sign": ["signAgreement"],
        "/agreements/{id}/{version}/revoke": ["revokeAgreement"],
        "/reports": ["listSchedules"], "/reports/bulletin": ["makeBulletin"],
        "/evidence": ["sumReleases", "readCheckpoint"], "/evidence/record": ["traceRecord"],
        "/evidence/entries": ["listEvidence"], "/evidence/entries/{entry}/proof": ["proveEntry"],
        "/evidence/check-log": ["checkLog"], "/evidence/check": ["readCheck", "beginCheck"],
        "/evidence/checkpoint": ["readCheckpoint"],
        "/administration": ["listPeople", "listOrganisations"],
        "/administration/people": ["listPeople"], "/administration/people/new": ["addPerson"],
        "/administration/people/{person}": ["listPeople", "changePerson"],
        "/administration/people/{person}/deputies": ["listDeputies", "appointDeputy"],
        "/administration/people/{person}/deputies/{deputy}/end": ["dismissDeputy"],
        "/administration/organisations": ["listOrganisations", "registerOrganisation"],
        "/administration/tokens/{token}/revoke": ["revokeToken"],
        "/administration/retention": ["listDue", "listHolds"],
        "/administration/retention/{record}": ["decideRetention"],
        "/account": ["me", "listTokens"], "/account/tokens/{token}/revoke": ["revokeToken"],
    ]

    /// Pages that programs have no operation for, and why.
    private static let without: [String: String] = [
        "/administration/people/{person}/enrol": "a code makes its bearer that person",
        "/administration/tokens": "a token makes no token; listTokens names an owner",
        "/account/tokens": "a token makes no token",
        "/account/sessions/{session}/end": "sessions are those of browsers",
        "/account/deputies": "one's own deputies are appointed by oneself, at a page",
        "/account/deputies/{deputy}/end": "one's own deputies are dismissed at a page",
        "/evidence/log": "an archive; partners mirror what breakwater evidence publish writes",
        "/task": "a token states its task itself", "/proof": "a token proves itself",
        "/sign-out": "a token has no session",
    ]

    @Test func whatAPageCanDoAProgramCanAsk() throws {
        let ids = Set(APICaller.routes.compactMap { $0.operation?.id })
        var known: Set<String> = []
        for route in RouteAccessTests.routes where !route.path.hasPrefix("/api") {
            known.insert(route.path)
            guard route.access != .everyone, Self.without[route.path] == nil else { continue }
            let named = try #require(
                Self.operations[route.path], "\(route.path) has no operation for programs")
            for id in named { #expect(ids.contains(id), "\(route.path): no operation \(id)") }
        }
        for path in Self.operations.keys { #expect(known.contains(path), "no page \(path)") }
        for path in Self.without.keys { #expect(known.contains(path), "no page \(path)") }
    }
}
