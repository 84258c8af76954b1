import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import Storage
import Testing

@testable import WebInterface

/// A proof through the identity provider goes on in the session that asked for it.
@Suite struct ProviderProofTests {
    private static let issuer = "https://provider.example"

    private static func server() throws -> TestServer {
        try TestServer {
            $0.provider = ProviderSettings(
                issuer: issuer, client: "node", secret: nil, name: "Customs account")
        }
    }

    private static func link(_ server: TestServer, _ visitor: Visitor, _ name: String) throws
        -> ProviderSubject
    {
        let subject = try #require(ProviderSubject(issuer: issuer, subject: name))
        var random = SystemRandomNumberGenerator()
        let outcome = try server.node.signIn.link(
            subject, to: visitor.person.id, by: try server.leave(.managePeople), at: server.now,
            using: &random)
        #expect(outcome == .linked)
        return subject
    }

    /// What the node answers to a browser that comes back from the provider, without its session's
    /// cookie: that one does not travel with a link of another site.
    private static func answer(
        _ server: TestServer, _ subject: ProviderSubject, _ session: [UInt8]
    ) throws -> Reply {
        let path = "/sign-in/provider/answer"
        var exchange = try Gate.exchange(
            server.node,
            HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path),
            path: path, query: "", [], parameters: [:], remote: "127.0.0.1")
        exchange.answer = .subject(
            subject,
            ProviderAttempt(
                random: TestServer.random, next: "/account", began: server.now.seconds,
                session: session))
        return try ProviderPages.answer(exchange)
    }

    private static func begins(_ reply: Reply) -> Bool {
        reply.headers[values: .setCookie].contains { $0.hasPrefix(Cookie.session + "=") }
    }

    @Test func theSessionGoesOnWithItsTask() throws {
        let server = try Self.server()
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        let subject = try Self.link(server, anna, "a.jansen")
        server.advance(seconds: SessionLimit.proofSeconds + 1)
        let sessions = try server.database.sessions(of: anna.person.id, at: server.now)
        let old = try #require(sessions.first)
        #expect(!old.isFresh(at: server.now))
        let reply = try Self.answer(server, subject, old.tokenHash)
        #expect(reply.status == .ok)
        #expect(!Self.begins(reply))
        let after = try server.database.sessions(of: anna.person.id, at: server.now)
        #expect(after.count == 1)
        #expect(after[0].tokenHash == old.tokenHash && after[0].isFresh(at: server.now))
        #expect(after[0].task == old.task)
    }

    @Test func anotherPersonsWordProvesNothing() throws {
        let server = try Self.server()
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        let bob = try server.signIn("bob", [.analyst], task: .strategicAnalysis)
        _ = try Self.link(server, anna, "a.jansen")
        let other = try Self.link(server, bob, "b.smit")
        server.advance(seconds: SessionLimit.proofSeconds + 1)
        let old = try #require(
            try server.database.sessions(of: anna.person.id, at: server.now).first)
        let reply = try Self.answer(server, other, old.tokenHash)
        #expect(reply.status == .unprocessableContent)
        #expect(!Self.begins(reply))
        let after = try server.database.sessions(of: anna.person.id, at: server.now)
        #expect(after.count == 1 && !after[0].isFresh(at: server.now))
    }

    @Test func aSessionThatEndedIsNotProvedBack() throws {
        let server = try Self.server()
        let anna = try server.signIn("anna", [.analyst], task: .strategicAnalysis)
        let subject = try Self.link(server, anna, "a.jansen")
        let old = try #require(
            try server.database.sessions(of: anna.person.id, at: server.now).first)
        try server.database.end(old, at: server.now)
        let reply = try Self.answer(server, subject, old.tokenHash)
        #expect(reply.status == .unprocessableContent)
        #expect(try server.database.sessions(of: anna.person.id, at: server.now).isEmpty)
    }
}
