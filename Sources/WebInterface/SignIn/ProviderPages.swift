import HTTPTypes
import Identity
import PortVocabulary

/// What the identity provider was asked, and how it answered.
enum ProviderAnswer: Sendable {
    /// There is no provider here.
    case noProvider
    /// It does not answer, or not as a provider does.
    case away
    /// The browser is to go there.
    case address(String, ProviderAttempt)
    case subject(ProviderSubject, ProviderAttempt)
    /// The answer belongs to no attempt of this browser.
    case unknown
    /// The provider's word is not believed.
    case refused
}

/// The way to the agency's identity provider and back. Each half asks the provider first and
/// then works with its answer.
enum ProviderPages {
    private static let cookie = "__Host-provider"
    private static let use = "provider-attempt"

    // MARK: - There

    static func whereTo<Store>(_ exchange: Exchange<Store>) async -> ProviderAnswer {
        guard let provider = exchange.node.provider else { return .noProvider }
        let attempt = ProviderAttempt(
            random: exchange.node.random, next: exchange.nextAddress,
            began: exchange.now.seconds, session: exchange.signedIn?.session.tokenHash ?? [])
        guard let address = try? await provider.authorization(attempt) else { return .away }
        return .address(address, attempt)
    }

    /// Sends the browser to the provider, over a page of our own: a form of ours may lead to no
    /// other site, and a redirect after it counts as the form.
    static func begin<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let provider = exchange.node.provider, let answer = exchange.answer else {
            throw ExchangeStop.notAvailable
        }
        guard case .address(let address, let attempt) = answer else {
            return try SignInPages.refused(
                exchange, "signin.provider.away", .badGateway,
                values: ["name": provider.settings.name])
        }
        let value = attempt.cookie { exchange.node.store.keyedHash($0, for: use) }
        var reply = try Reply.page(
            exchange, "to-provider", title: "signin.title",
            ["address": address, "name": provider.settings.name])
        // Lax, not strict: the answer comes by a link from the provider's site.
        reply.headers.append(
            HTTPField(
                name: .setCookie,
                value: "\(cookie)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax; "
                    + "Max-Age=\(ProviderAttempt.lifeSeconds)"))
        return reply
    }

    // MARK: - And back

    static func whoIsIt<Store>(_ exchange: Exchange<Store>) async -> ProviderAnswer {
        guard let provider = exchange.node.provider else { return .noProvider }
        let cookies = exchange.head.headerFields[values: .cookie]
        let attempt = Cookie.value(cookie, in: cookies).flatMap { text in
            ProviderAttempt(cookie: text, now: exchange.now.seconds) {
                exchange.node.store.keyedHash($0, for: use)
            }
        }
        guard let attempt, let code = exchange.query["code"], let state = exchange.query["state"],
            ConstantTime.areEqual(Array(state.utf8), Array(attempt.state.utf8))
        else { return .unknown }
        let subject = try? await provider.subject(
            code: code, attempt, now: Double(exchange.now.seconds))
        return subject.map { .subject($0, attempt) } ?? .refused
    }

    /// Takes the provider's answer.
    static func answer<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let provider = exchange.node.provider, let answer = exchange.answer else {
            throw ExchangeStop.notAvailable
        }
        guard case .subject(let subject, let attempt) = answer else {
            if case .unknown = answer { return try SignInPages.answer(exchange, .refused) }
            return try SignInPages.refused(
                exchange, "signin.provider.refused", .unprocessableContent,
                values: ["name": provider.settings.name])
        }
        // A page of our own in between: a redirect that began at another site would not carry
        // the strict cookie, and the person would stand before the sign-in again.
        let page = try Reply.page(
            exchange, "arrived", title: "signin.title", ["next": attempt.next]
        ).setting(Cookie(name: cookie, value: "", seconds: 0))
        let store = exchange.node.store
        if attempt.isProof {
            // The strict cookie did not come along, so the attempt names the session. It goes on
            // as it is: its task, and what was begun in it, stay.
            guard
                let signedIn = try store.signedIn(tokenHash: attempt.session, at: exchange.now),
                case .confirmed = try exchange.node.signIn.confirm(
                    signedIn, subject, at: exchange.now)
            else { return try SignInPages.answer(exchange, .refused) }
            return page
        }
        var random = exchange.node.generated()
        let outcome = try exchange.node.signIn.withProvider(
            subject, from: exchange.place, at: exchange.now, using: &random)
        guard case .signedIn(let grant) = outcome else {
            return try SignInPages.answer(exchange, outcome)
        }
        // The provider may have remembered the person: for acts that matter that is too old.
        var session = grant.session
        session.authenticated = Moment(
            seconds: exchange.now.seconds - SessionLimit.proofSeconds)
        try store.update(session)
        return page.beginning(grant)
    }
}
