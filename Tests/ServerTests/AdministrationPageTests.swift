import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import Storage
import Testing

@testable import WebInterface

@Suite struct AdministrationPageTests {
    private static let fields = [
        ("id", "new-one"), ("name", "A <new> one"), ("organisation", "nl-customs"),
        ("role", "analyst"), ("role", "reviewer"), ("language", "nl"), ("lastDay", ""),
    ]

    @Test func anAccountIsAddedChangedAndEnded() async throws {
        let server = try TestServer()
        let boss = try server.signIn("boss", [.administrator])
        try await server.run { browser in
            let added = try await browser.post(
                "/administration/people/new", Self.fields, as: boss)
            #expect(added.location == "/administration/people/new-one")
            let id = PersonID(trusted: "new-one")
            #expect(try server.database.person(id)?.roles == [.analyst, .reviewer])
            let page = try await browser.get("/administration/people/new-one", as: boss)
            #expect(page.text.contains("A &lt;new&gt; one"))

            let revision = AdministrationPages.revision(
                of: try #require(try server.database.person(id)))
            let change = [
                ("name", "Renamed"), ("organisation", "nl-customs"), ("role", "analyst"),
                ("language", "nl"), ("lastDay", server.today.description),
            ]
            let stale = try await browser.post(
                "/administration/people/new-one", change + [("revision", "old")], as: boss)
            #expect(stale.status == .unprocessableContent)
            #expect(stale.text.contains("changed meanwhile"))
            let done = try await browser.post(
                "/administration/people/new-one", change + [("revision", revision)], as: boss)
            #expect(done.status == .seeOther)
            #expect(try server.database.person(id)?.lastDay == server.today)
            #expect(try server.database.person(id)?.roles == [.analyst])
        }
    }

    @Test func wrongAccountsComeBackWithDefectsAtTheirFields() async throws {
        let server = try TestServer()
        let boss = try server.signIn("boss", [.administrator])
        let cases: [(String, String, String)] = [
            ("id", "no blanks", "field-id"), ("name", "", "field-name"),
            ("organisation", "nowhere", "field-organisation"), ("lastDay", "soon", "field-lastDay"),
            ("id", "BOSS", "field-id"),
        ]
        try await server.run { browser in
            for (field, value, anchor) in cases {
                let fields = Self.fields.map { $0.0 == field ? (field, value) : $0 }
                let served = try await browser.post(
                    "/administration/people/new", fields, as: boss)
                #expect(served.status == .unprocessableContent, "\(field): \(value)")
                #expect(served.text.contains("href=\"#\(anchor)\""), "\(field): \(value)")
                #expect(served.text.contains("id=\"\(anchor)\""), "\(field): \(value)")
            }
            #expect(try server.database.people().count == 1)
            // The last one who manages people stays.
            let revision = AdministrationPages.revision(of: boss.person)
            let served = try await browser.post(
                "/administration/people/boss",
                [
                    ("name", "Boss"), ("organisation", "nl-customs"), ("role", "analyst"),
                    ("language", "en"), ("revision", revision),
                ], as: boss)
            #expect(served.status == .unprocessableContent)
        }
    }

    @Test func sensitiveActsAskForAProofOfWhoItIs() async throws {
        let server = try TestServer()
        let boss = try server.signIn("boss", [.administrator])
        try server.add("someone", [.analyst])
        server.advance(seconds: SessionLimit.proofSeconds)
        let before = try server.database.entryCount()
        try await server.run { browser in
            for path in [
                "/administration/people/new", "/administration/people/someone",
                "/administration/people/someone/enrol", "/administration/organisations",
                "/administration/tokens", "/account/tokens", "/account/deputies",
            ] {
                let served = try await browser.post(path, Self.fields, as: boss)
                #expect(served.location?.hasPrefix("/proof?next=") == true, "\(path)")
            }
            #expect(try server.database.entryCount() == before)
        }
    }

    @Test func anEnrolmentCodeIsShownOnce() async throws {
        let server = try TestServer()
        let boss = try server.signIn("boss", [.administrator])
        try server.add("someone", [.analyst])
        try await server.run { browser in
            let path = "/administration/people/someone"
            let made = try await browser.post(path + "/enrol", as: boss)
            let code = try #require(made.text.firstMatch(of: #/<code>([A-Z2-7-]{20,})<\/code>/#)).1
            let page = try await browser.get(path, as: boss)
            #expect(!page.text.contains(code))
        }
    }

    @Test func anOrganisationIsRegisteredWithItsKey() async throws {
        let server = try TestServer()
        let boss = try server.signIn("boss", [.administrator])
        let key = Data(try ServedPartner.member().key).base64EncodedString()
        try await server.run { browser in
            let fields = [
                ("id", "be-police"), ("name", "Police"), ("kind", "authority"),
                ("country", "be"), ("key", key),
            ]
            for (field, value) in [
                ("key", "short"), ("country", "Belgium"), ("id", "nl-customs"),
                ("kind", "third-country-authority"), ("name", ""),
            ] {
                let wrong = fields.map { $0.0 == field ? (field, value) : $0 }
                let served = try await browser.post(
                    "/administration/organisations", wrong, as: boss)
                #expect(served.status == .unprocessableContent, "\(field): \(value)")
            }
            #expect(try server.database.organisations().count == 1)
            let done = try await browser.post(
                "/administration/organisations", fields, as: boss)
            #expect(done.status == .seeOther)
            #expect(try server.database.organisations().count == 2)
        }
    }

    @Test func aSystemsTokenWorksUntilItIsRevoked() async throws {
        let server = try TestServer()
        let boss = try server.signIn("boss", [.administrator])
        let system = try server.add("feed", [.analyst], isSystem: true)
        let probe: Route<NodeDatabase> = Route(
            .get, "/api/v1/probe", .token(.readRecords)
        ) { _ in .json(Array("{}".utf8)) }
        try await server.run(adding: [probe]) { browser in
            let fields = [
                ("label", "The feed"), ("scope", "records:read"),
                ("purpose", "strategic-analysis"), ("days", "30"),
            ]
            let forOther = try await browser.post(
                "/administration/tokens", fields + [("owner", "boss")], as: boss)
            // An administrator may make one for themselves; for a colleague never.
            #expect(forOther.status == .ok)
            let colleague = try server.add("colleague", [.analyst])
            let refused = try await browser.post(
                "/administration/tokens", fields + [("owner", colleague.id.text)], as: boss)
            #expect(refused.status == .unprocessableContent)
            let made = try await browser.post(
                "/administration/tokens", fields + [("owner", "feed")], as: boss)
            let secret = try #require(made.text.firstMatch(of: #/bwt_[a-z2-7]+/#)).0
            let reached = try await browser.call(
                .get, "/api/v1/probe", token: String(secret))
            #expect(reached.status == .ok)
            let token = try #require(try server.database.tokens(of: system.id).first)
            _ = try await browser.post("/administration/tokens/\(token.id)/revoke", as: boss)
            let gone = try await browser.call(.get, "/api/v1/probe", token: String(secret))
            #expect(gone.status == .unauthorized)
        }
    }

    @Test func ownSessionsDeputiesAndTokensAreKeptOnTheAccountPage() async throws {
        let server = try TestServer()
        let anna = try server.signIn("anna", [.analyst, .signatory])
        let other = try server.signIn("anna", [.analyst, .signatory])
        let bert = try server.signIn("bert", [.contributor])
        try await server.run { browser in
            let page = try await browser.get("/account", as: anna)
            let ends = page.text.matches(of: #/action="(\/account\/sessions\/[^"]+)"/#)
            #expect(ends.count == 2)
            // Nobody ends another person's session.
            let foreign = try await browser.post(String(try #require(ends.first).1), as: bert)
            #expect(foreign.status == .notFound)
            for end in ends { _ = try await browser.post(String(end.1), as: other) }
            #expect(try await browser.get("/account", as: anna).status == .seeOther)

            let again = try server.signIn("anna", [.analyst, .signatory])
            let fields = [
                ("deputy", "bert"), ("deputyRole", "signatory"),
                ("from", server.today.description),
                ("until", server.today.advanced(byDays: 9).description),
            ]
            let lent = try await browser.post("/account/deputies", fields, as: again)
            #expect(lent.status == .seeOther)
            let signing = try await browser.get("/agreements/new", as: bert)
            #expect(signing.status == .ok)
            let notOwned = try await browser.post(
                "/account/deputies",
                fields.map { $0.0 == "deputyRole" ? ("deputyRole", "auditor") : $0 }, as: again)
            #expect(notOwned.status == .unprocessableContent)
            _ = try await browser.post("/account/deputies/bert/end", as: again)
            let after = try await browser.get("/agreements/new", as: bert)
            #expect(after.status == .notFound)
        }
    }

    @Test func everyPageStandsInEveryLanguage() async throws {
        let server = try TestServer()
        let anna = try server.signIn("anna", Set(Role.allCases), task: .oversight)
        try server.add("feed", [.analyst], isSystem: true)
        let paths = [
            "/agreements", "/agreements/new", "/agreements/accept", "/evidence",
            "/evidence/entries", "/evidence/check", "/administration", "/administration/people",
            "/administration/people/new", "/administration/people/feed",
            "/administration/people/anna", "/administration/organisations",
            "/administration/tokens", "/administration/retention", "/account",
        ]
        try await server.run { browser in
            for language in Language.allCases {
                for path in paths {
                    let page = try await browser.send(
                        .get, path, as: anna,
                        [.cookie: "\(anna.cookie); \(Cookie.language)=\(language.rawValue)"])
                    #expect(page.status == .ok, "\(path) in \(language)")
                    #expect(page.text.contains("<html lang=\"\(language.rawValue)\">"))
                    // Neither a key without its message nor a placeholder that nobody filled.
                    let keys = #/[> ](agreements|evidence|administration|account)\.[a-zA-Z.]+[< ]/#
                    #expect(page.text.firstMatch(of: keys) == nil, "\(path) in \(language)")
                    #expect(!page.text.contains("{{"), "\(path) in \(language)")
                    #expect(!page.text.contains(" style="), "\(path)")
                }
            }
        }
    }
}
