import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import Storage
import TestSupport
import Testing

@testable import WebInterface

/// Sign-in through an identity provider that others wrote, over HTTP from end to end.
@Suite(
    .enabled(
        if: OutsideJudge.isAlone && ProviderMock.isInstalled,
        "make judges: needs oidc-provider-mock"),
    .serialized)
struct ProviderJudgeTests {
    let mock: ProviderMock
    let server: TestServer

    init() throws {
        let mock = try ProviderMock()
        server = try TestServer {
            $0.provider = ProviderSettings(
                issuer: mock.issuer, client: "node", secret: "a secret of the test",
                name: "Customs account")
        }
        self.mock = mock
        // The mock writes the time of the machine into its tokens.
        let now = Int64(Date.now.timeIntervalSince1970)
        server.advance(seconds: now - TestServer.start.seconds)
    }

    /// A person whose account at the provider is `subject`.
    private func link(_ id: String, _ subject: String) throws {
        let person = try server.add(id, [.analyst])
        let account = try #require(ProviderSubject(issuer: mock.issuer, subject: subject))
        var random = SystemRandomNumberGenerator()
        let outcome = try server.node.signIn.link(
            account, to: person.id, by: try server.leave(.managePeople), at: server.now,
            using: &random)
        #expect(outcome == .linked)
    }

    /// What the node gave the browser on its way: the provider's address and the cookie.
    private func begin(_ browser: TestBrowser) async throws -> (address: String, cookie: String) {
        let sent = try await browser.post("/sign-in/provider")
        // Over a page of the node: its policy lets a form lead to no other site.
        #expect(sent.status == .ok)
        let link = try #require(sent.text.firstMatch(of: #/href="(http[^"]*)"/#))
        let address = String(link.1).replacing("&amp;", with: "&")
        #expect(address.hasPrefix(mock.issuer + "/"))
        let field = try #require(
            sent.headers[values: .setCookie].first { $0.hasPrefix("__Host-provider=") })
        #expect(field.contains("HttpOnly") && field.contains("Secure"))
        return (address, String(field.prefix { $0 != ";" }))
    }

    /// The node's own path out of the address to which the provider sends the browser.
    private func path(_ address: String) throws -> String {
        #expect(address.hasPrefix(TestServer.origin + "/sign-in/provider/answer?"), "\(address)")
        return String(address.dropFirst(TestServer.origin.count))
    }

    private func answer(
        _ browser: TestBrowser, _ path: String, _ cookie: String?
    ) async throws -> Served {
        try await browser.send(.get, path, as: nil, cookie.map { [.cookie: $0] } ?? [:])
    }

    private func session(_ served: Served) -> String? {
        served.headers[values: .setCookie].first { $0.hasPrefix(Cookie.session + "=") }
    }

    private func expectRefused(
        _ served: Served, _ status: HTTPResponse.Status = .unprocessableContent
    ) {
        #expect(served.status == status)
        #expect(session(served) == nil)
    }

    @Test func linkedPersonSignsIn() async throws {
        try link("anna", "a.jansen")
        try await server.run { browser in
            let (address, cookie) = try await begin(browser)
            let back = try path(try mock.visit(address, as: "a.jansen"))
            let arrived = try await answer(browser, back, cookie)
            #expect(arrived.status == .ok)
            let field = try #require(session(arrived))
            #expect(field.contains("; Secure; HttpOnly; SameSite=Strict"))
            let own = String(field.prefix { $0 != ";" })
            let account = try await answer(browser, "/account", own)
            #expect(account.status == .ok && account.text.contains("Name of anna"))
            #expect(try await answer(browser, "/account", nil).status != .ok)
        }
    }

    @Test func unlinkedPersonIsRefused() async throws {
        try link("anna", "a.jansen")
        try await server.run { browser in
            let (address, cookie) = try await begin(browser)
            let back = try path(try mock.visit(address, as: "someone.else"))
            let refused = try await answer(browser, back, cookie)
            #expect(refused.status.kind == .clientError)
            #expect(session(refused) == nil)
        }
    }

    @Test func answerOfAnotherAttemptIsRefused() async throws {
        try link("anna", "a.jansen")
        try await server.run { browser in
            let (first, _) = try await begin(browser)
            let (_, otherCookie) = try await begin(browser)
            let back = try path(try mock.visit(first, as: "a.jansen"))
            // The state belongs to the other cookie, or to none.
            expectRefused(try await answer(browser, back, otherCookie))
            expectRefused(try await answer(browser, back, nil))
        }
    }

    @Test func tokenWithAnotherNonceIsRefused() async throws {
        try link("anna", "a.jansen")
        try await server.run { browser in
            let (address, cookie) = try await begin(browser)
            let forged = address.replacing(#/([?&])nonce=[^&]*/#) { "\($0.1)nonce=another" }
            #expect(forged != address)
            let back = try path(try mock.visit(forged, as: "a.jansen"))
            expectRefused(try await answer(browser, back, cookie))
        }
    }

    @Test func codeIsGoodOnce() async throws {
        try link("anna", "a.jansen")
        try await server.run { browser in
            let (address, cookie) = try await begin(browser)
            let back = try path(try mock.visit(address, as: "a.jansen"))
            #expect(session(try await answer(browser, back, cookie)) != nil)
            expectRefused(try await answer(browser, back, cookie))
        }
    }

    @Test func tokenOfAnotherTimeIsRefused() async throws {
        try link("anna", "a.jansen")
        try await server.run { browser in
            // The node's clock is a day behind the provider's: the token is from its future.
            server.advance(seconds: -86_400)
            let (address, cookie) = try await begin(browser)
            let back = try path(try mock.visit(address, as: "a.jansen"))
            expectRefused(try await answer(browser, back, cookie))
        }
    }
}
