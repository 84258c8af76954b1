import HTTPTypes
import Identity
import PortVocabulary

/// The way to the agency's identity provider and back.
enum ProviderPages {
    private static let cookie = "__Host-provider"
    private static let use = "provider-attempt"

    /// Sends the browser to the provider.
    static func begin<Store>(_ exchange: Exchange<Store>) async throws -> Reply {
        guard let provider = exchange.node.provider else { throw ExchangeStop.notAvailable }
        let attempt = ProviderAttempt(
            random: exchange.node.random, next: exchange.nextAddress,
            began: exchange.now.seconds, person: exchange.signedIn?.person.id.text ?? "")
        let address: String
        do {
            address = try await provider.authorization(attempt)
        } catch {
            return try SignInPages.refused(
                exchange, "signin.provider.away", .badGateway,
                values: ["name": provider.settings.name])
        }
        let value = attempt.cookie { exchange.node.store.keyedHash($0, for: use) }
        var reply = Reply(.seeOther, type: "", [], headers: [.location: address])
        // Lax, not strict: the answer comes by a link from the provider's site.
        reply.headers.append(
            HTTPField(
                name: .setCookie,
                value: "\(cookie)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax; "
                    + "Max-Age=\(ProviderAttempt.lifeSeconds)"))
        return reply
    }

    /// Takes the provider's answer.
    static func answer<Store>(_ exchange: Exchange<Store>) async throws -> Reply {
        guard let provider = exchange.node.provider else { throw ExchangeStop.notAvailable }
        let store = exchange.node.store
        let cookies = exchange.head.headerFields[values: .cookie]
        let attempt = Cookie.value(cookie, in: cookies).flatMap { text in
            ProviderAttempt(cookie: text, now: exchange.now.seconds) {
                store.keyedHash($0, for: use)
            }
        }
        guard let attempt, let code = exchange.query["code"], let state = exchange.query["state"],
            ConstantTime.areEqual(Array(state.utf8), Array(attempt.state.utf8))
        else {
            return try SignInPages.refused(exchange, "signin.refused", .unprocessableContent)
        }
        let subject: ProviderSubject
        do {
            subject = try await provider.subject(
                code: code, attempt, now: Double(exchange.now.seconds))
        } catch {
            return try SignInPages.refused(
                exchange, "signin.provider.refused", .unprocessableContent,
                values: ["name": provider.settings.name])
        }
        var random = exchange.node.generated()
        let outcome = try exchange.node.signIn.withProvider(
            subject, from: exchange.place, at: exchange.now, using: &random)
        guard case .signedIn(let grant) = outcome else {
            return try SignInPages.answer(exchange, outcome)
        }
        if attempt.isProof, grant.session.person.text != attempt.person {
            // Somebody else answered at the provider: that proves nothing of this person.
            try store.end(grant.session, at: exchange.now)
            return try SignInPages.answer(exchange, .refused)
        }
        if !attempt.isProof {
            // The provider may have remembered the person: for acts that matter that is too old.
            var session = grant.session
            session.authenticated = Moment(
                seconds: exchange.now.seconds - SessionLimit.proofSeconds)
            try store.update(session)
        }
        // A page of our own in between: a redirect that began at another site would not carry
        // the strict cookie, and the person would stand before the sign-in again.
        let page = try Reply.page(
            exchange, "arrived", title: "signin.title", ["next": attempt.next])
        return page.beginning(grant).setting(Cookie(name: cookie, value: "", seconds: 0))
    }
}
