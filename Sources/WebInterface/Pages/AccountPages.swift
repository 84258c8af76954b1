import Crypto
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary

/// The own account: sessions, deputies and tokens of the person who is signed in.
enum AccountPages {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            Route(.get, "/account", .signedIn, handler: account),
            Route(.post, "/account/sessions/{session}/end", .signedIn, handler: endSession),
            Route(.post, "/account/deputies", .signedIn, handler: appoint),
            Route(.post, "/account/deputies/{deputy}/end", .signedIn, handler: dismiss),
            Route(.post, "/account/tokens", .signedIn, handler: makeToken),
            Route(.post, "/account/tokens/{token}/revoke", .signedIn, handler: revokeToken),
        ]
    }

    private static func account<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        try page(exchange, [], secret: nil)
    }

    private static func signedIn<Store: NodeStore>(
        _ exchange: Exchange<Store>
    ) throws -> SignedIn {
        guard let signedIn = exchange.signedIn else { throw ExchangeStop.notAvailable }
        return signedIn
    }

    private static func page<Store: NodeStore>(
        _ exchange: Exchange<Store>, _ defects: [FormDefect], secret: String?
    ) throws -> Reply {
        let signedIn = try signedIn(exchange)
        let (person, store) = (signedIn.person, exchange.node.store)
        let deputyships = try store.deputyships(on: exchange.now.day)
        let own = deputyships.filter { $0.person == person.id }
        let others = deputyships.filter { $0.deputy == person.id }
        let lent = signedIn.roles.subtracting(person.roles)
        var context = TokenForm.context(exchange)
        context.merge([
            "id": person.id.text, "name": person.name,
            "organisation": person.organisation.text, "roles": exchange.words(person.roles),
            "lentRoles": exchange.words(lent),
            "lastDay": person.lastDay?.description ?? "",
            "sessions": try store.sessions(of: person.id, at: exchange.now).map {
                session($0, signedIn.session, exchange)
            },
            "deputies": DeputyForm.rows(own, exchange, path: "/account/deputies"),
            "hasDeputies": !own.isEmpty, "deputyPath": "/account/deputies",
            "deputyForm": try DeputyForm.context(person, exchange),
            "standsInFor": others.map { held -> [String: Any] in
                [
                    "person": held.person.text, "roles": exchange.words(held.roles),
                    "first": held.span.first.description, "last": held.span.last.description,
                ]
            },
            "tokens": try TokenForm.rows(
                store.tokens(of: person.id), exchange, path: "/account/tokens"),
        ]) { _, new in new }
        if let secret { context["secret"] = ["text": secret] }
        guard defects.isEmpty else {
            return try .defects(exchange, "account", title: "account.title", context, defects)
        }
        return try .page(exchange, "account", title: "account.title", context)
    }

    // MARK: - Sessions

    private static func session<Store: NodeStore>(
        _ session: Session, _ current: Session, _ exchange: Exchange<Store>
    ) -> [String: Any] {
        [
            "began": exchange.written(session.began),
            "lastSeen": exchange.written(session.lastSeen),
            "method": exchange.text("account.method.\(session.method.rawValue)"),
            "isThis": session.tokenHash == current.tokenHash, "name": name(of: session),
        ]
    }

    /// Names a session in a form; neither its secret nor what finds it.
    private static func name(of session: Session) -> String {
        Base64URL.encode(Array(SHA256.hash(data: session.tokenHash).prefix(12)))
    }

    private static func endSession<Store: NodeStore>(
        _ exchange: Exchange<Store>
    ) throws -> Reply {
        let (person, store) = (try signedIn(exchange).person, exchange.node.store)
        let found = try store.sessions(of: person.id, at: exchange.now)
            .first { name(of: $0) == exchange.parameters["session"] }
        guard let found else { throw ExchangeStop.notAvailable }
        try store.end(found, at: exchange.now)
        return .redirect("/account")
    }

    // MARK: - Deputies and tokens

    private static func appoint<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let person = try signedIn(exchange).person
        try exchange.requireFreshProof()
        let defects = try DeputyForm.appoint(
            for: person, exchange, by: exchange.accountRequester())
        guard defects.isEmpty else { return try page(exchange, defects, secret: nil) }
        return .redirect("/account")
    }

    private static func dismiss<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        try DeputyForm.dismiss(
            of: try signedIn(exchange).person.id, exchange, by: exchange.accountRequester())
        return .redirect("/account")
    }

    private static func makeToken<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let person = try signedIn(exchange).person
        try exchange.requireFreshProof()
        let (secret, defects) = try TokenForm.make(
            for: person.id, exchange, by: exchange.accountRequester())
        return try page(exchange, defects, secret: secret)
    }

    private static func revokeToken<Store: NodeStore>(
        _ exchange: Exchange<Store>
    ) throws -> Reply {
        try TokenForm.revoke(exchange, by: try exchange.accountRequester())
        return .redirect("/account")
    }
}
