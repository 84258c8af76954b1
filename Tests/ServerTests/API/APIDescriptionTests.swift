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
    /// The document with line breaks where a part is longer than a line, so that a change of it
    /// can be read.
    private static func lines(_ value: JSONValue, indent: String = "") -> String {
        let compact = String(decoding: value.bytes, as: UTF8.self)
        guard indent.count + compact.count > 96 else { return compact }
        let inner = indent + " "
        switch value {
        case .object(let members):
            let parts = members.sorted { $0.key < $1.key }.map { name, part in
                "\(inner)\"\(name)\": \(lines(part, indent: inner))"
            }
            return "{\n" + parts.joined(separator: ",\n") + "\n\(indent)}"
        case .array(let values):
            let parts = values.map { inner + lines($0, indent: inner) }
            return "[\n" + parts.joined(separator: ",\n") + "\n\(indent)]"
        default: return compact
        }
    }

    @Test func theDescriptionIsTheGoldenOne() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Golden/openapi.json")
        let value = OpenAPIDocument.document(RouteTable.routes(NodeDatabase.self))
        let document = Self.lines(value) + "\n"
        #expect(JSONValue(parsing: Array(document.utf8))?.bytes == value.bytes)
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

    /// A literal part of one path in the place of a parameter of another would give an address
    /// two descriptions.
    @Test func noAddressHasTwoDescriptions() {
        let paths = Set(APICaller.routes.map(\.path)).map { $0.split(separator: "/") }
        for one in paths {
            for other in paths where one != other && one.count == other.count {
                let meets = zip(one, other).allSatisfy {
                    $0 == $1 || $0.hasPrefix("{") || $1.hasPrefix("{")
                }
                #expect(!meets, "\(one) and \(other)")
            }
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

    private static let pictures = "pictures go by the pages and by command"

    /// Pages that programs have no operation for, and why.
    private static let without: [String: String] = [
        "/administration/people/{person}/enrol": "a code makes its bearer that person",
        "/administration/tokens": "a token makes no token; listTokens names an owner",
        "/account/tokens": "a token makes no token",
        "/account/deputies": "one's own deputies are appointed by oneself, at a page",
        "/account/deputies/{deputy}/end": "one's own deputies are dismissed at a page",
        "/seizures/{record}/photographs": Self.pictures,
        "/seizures/{record}/photographs/{photograph}": Self.pictures,
        "/seizures/{record}/photographs/{photograph}/image": Self.pictures,
        "/seizures/{record}/photographs/{photograph}/remove": Self.pictures,
        "/today/new": "what came since a visit is a person's question; programs keep a cursor",
        "/evidence/log": "an archive; partners mirror what breakwater evidence publish writes",
    ]

    /// How people sign in, prove who they are and state their task: a token does so by itself.
    private static let ofPeople = [
        "/task", "/proof", "/sign-out", "/account/sign-in", "/account/sessions",
    ]

    @Test func whatAPageCanDoAProgramCanAsk() throws {
        let ids = Set(APICaller.routes.compactMap { $0.operation?.id })
        var known: Set<String> = []
        for route in RouteAccessTests.routes where !route.path.hasPrefix("/api") {
            known.insert(route.path)
            guard route.access != .everyone, Self.without[route.path] == nil else { continue }
            guard !Self.ofPeople.contains(where: route.path.hasPrefix) else { continue }
            let named = Self.operations[route.path, default: []]
            #expect(!named.isEmpty, "\(route.path) has no operation for programs")
            for id in named { #expect(ids.contains(id), "\(route.path): no operation \(id)") }
        }
        for path in Self.operations.keys { #expect(known.contains(path), "no page \(path)") }
    }
}
