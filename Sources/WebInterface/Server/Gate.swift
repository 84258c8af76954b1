import Crypto
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// What every request passes before its handler.
enum Gate {
    /// Reads who asks and what was sent.
    ///
    /// - Throws: ``ExchangeStop/malformed(cause:mend:)``, or what the store throws.
    static func exchange<Store>(
        _ node: WebNode<Store>, _ head: HTTPRequest, path: String, query: String,
        _ body: [UInt8], parameters: [String: String], remote: String
    ) throws -> Exchange<Store> {
        guard let query = FormFields(encoded: query) else {
            throw ExchangeStop.malformed(
                cause: "the address's query cannot be read",
                mend: "write name=value pairs in UTF-8, percent-encoded")
        }
        let now = node.now()
        let cookies = head.headerFields[values: .cookie]
        var token = Cookie.value(Cookie.session, in: cookies).flatMap(Base64URL.decode)
        var signedIn: SignedIn?
        var bearer: TokenBearer?
        if path.hasPrefix("/api/") {
            // Programs ask with a token only: a cookie that a browser sends along is no leave.
            token = nil
            bearer = try self.bearer(node, head, at: now)
        } else if let secret = token, secret.count == 32 {
            signedIn = try node.store.signedIn(
                tokenHash: Array(SHA256.hash(data: secret)), at: now)
        }
        let content = try Self.content(head, body)
        return Exchange(
            node: node, head: head, path: path, query: query, parameters: parameters,
            body: body, form: content.form, files: content.files, signedIn: signedIn,
            bearer: bearer, sessionToken: signedIn == nil ? nil : token,
            address: Self.address(node.settings, head, remote: remote), now: now,
            language: language(cookies, head, signedIn))
    }

    /// The request of nobody in particular, for an answer that needs no database: it may be away.
    static func stranger<Store>(
        _ node: WebNode<Store>, _ head: HTTPRequest, path: String, remote: String
    ) -> Exchange<Store> {
        Exchange(
            node: node, head: head, path: path, query: FormFields(), parameters: [:], body: [],
            form: FormFields(), files: [], signedIn: nil, bearer: nil, sessionToken: nil,
            address: address(node.settings, head, remote: remote), now: node.now(),
            language: language(head.headerFields[values: .cookie], head, nil))
    }

    private static func bearer<Store>(
        _ node: WebNode<Store>, _ head: HTTPRequest, at now: Moment
    ) throws -> TokenBearer? {
        guard let field = head.headerFields[.authorization], field.hasPrefix("Bearer "),
            field.utf8.count <= 200
        else { return nil }
        guard let hash = TokenSecret.hash(of: String(field.dropFirst(7))) else { return nil }
        return try node.store.bearer(secretHash: hash, at: now)
    }

    private static func content(
        _ head: HTTPRequest, _ body: [UInt8]
    ) throws -> (form: FormFields, files: [UploadedFile]) {
        guard !body.isEmpty, let type = head.headerFields[.contentType] else {
            return (FormFields(), [])
        }
        if let boundary = MultipartForm.boundary(type) {
            guard let form = MultipartForm(body, boundary: boundary) else {
                throw ExchangeStop.malformed(
                    cause: "the form's parts cannot be read",
                    mend: "send the form again; \(RouteLimit.files) files at most")
            }
            return (FormFields(form.fields), form.files)
        }
        let kind = type.split(separator: ";").first?.lowercased()
        guard kind == "application/x-www-form-urlencoded" else { return (FormFields(), []) }
        guard let text = String(validating: body, as: UTF8.self),
            let form = FormFields(encoded: text)
        else {
            throw ExchangeStop.malformed(
                cause: "the form's fields cannot be read", mend: "send the form again")
        }
        return (form, [])
    }

    /// Whom a trusted proxy names last, or who is at the other end.
    private static func address(
        _ settings: WebSettings, _ head: HTTPRequest, remote: String
    ) -> String {
        guard settings.trustedProxies.contains(remote),
            let name = HTTPField.Name("X-Forwarded-For"),
            let last = head.headerFields[name]?.split(separator: ",").last
        else { return remote }
        return String(last.filter { $0 != " " })
    }

    private static func language(
        _ cookies: [String], _ head: HTTPRequest, _ signedIn: SignedIn?
    ) -> Language {
        let chosen = Cookie.value(Cookie.language, in: cookies).flatMap { Language(rawValue: $0) }
        if let language = chosen ?? signedIn?.person.language { return language }
        for word in (head.headerFields[.acceptLanguage] ?? "").split(separator: ",").prefix(10) {
            let code = word.filter { $0 != " " }.prefix(2).lowercased()
            if let language = Language(rawValue: code) { return language }
        }
        return .english
    }

    /// Whether the handler may run; else the answer.
    static func check<Store>(
        _ exchange: Exchange<Store>, _ route: Route<Store>
    ) throws -> Reply? {
        if exchange.head.method != .get, exchange.head.method != .head, !exchange.isForProgram {
            guard isOurs(exchange) else { return try foreignForm(exchange) }
        }
        return try access(exchange, route)
    }

    /// Whether who asks may use the route; else the answer. Needs no body.
    static func access<Store>(
        _ exchange: Exchange<Store>, _ route: Route<Store>
    ) throws -> Reply? {
        switch route.access {
        case .everyone: return nil
        case .signedIn, .roles:
            guard let signedIn = exchange.signedIn else { return signInFirst(exchange) }
            if case .roles(let roles) = route.access, roles.isDisjoint(with: signedIn.roles) {
                try noteRefusal(exchange, route.path)
                return try .notAvailable(exchange)
            }
            if route.needsTask, signedIn.session.task == nil { throw ExchangeStop.taskNeeded }
            return nil
        case .anyToken, .token:
            guard let bearer = exchange.bearer else { return Problem.unauthorized.reply }
            if case .token(let scope) = route.access {
                guard bearer.token.scopes.contains(scope) else { return Problem.scope.reply }
            }
            return nil
        }
    }

    /// A form that no page of ours made is not acted on: its origin is another's, or it lacks
    /// what only our pages know.
    private static func isOurs<Store>(_ exchange: Exchange<Store>) -> Bool {
        if let origin = exchange.header(.origin), origin != exchange.node.settings.origin {
            return false
        }
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = exchange.header(name),
            site != "same-origin", site != "none"
        {
            return false
        }
        guard let token = exchange.sessionToken else { return true }
        let name = HTTPField.Name("X-Breakwater-Csrf")
        let given = name.flatMap { exchange.header($0) } ?? exchange.form.raw("csrf")
        return ConstantTime.areEqual(
            Array(given.utf8), Array(Exchange<Store>.csrf(token).utf8))
    }

    private static func foreignForm<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        try .page(
            exchange, "failure", title: "frame.failure.title",
            ["message": exchange.text("frame.failure.foreign")], status: .forbidden)
    }

    /// An unknown address: who is not signed in learns no more than of a known one.
    static func absent<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        if exchange.isForProgram {
            return exchange.bearer == nil ? Problem.unauthorized.reply : Problem.notAvailable.reply
        }
        return exchange.signedIn == nil ? signInFirst(exchange) : try .notAvailable(exchange)
    }

    /// To the sign-in, and back to a page that was asked for.
    private static func signInFirst<Store>(_ exchange: Exchange<Store>) -> Reply {
        guard exchange.head.method == .get, exchange.path != "/" else {
            return .redirect("/sign-in")
        }
        return .redirect("/sign-in?next=" + FormFields.encoded(here(exchange)))
    }

    private static func here<Store>(_ exchange: Exchange<Store>) -> String {
        let query = exchange.query.encoded
        return query.isEmpty ? exchange.path : "\(exchange.path)?\(query)"
    }

    static func stopped<Store>(
        _ stop: ExchangeStop, _ exchange: Exchange<Store>?, isForProgram: Bool
    ) -> Reply {
        guard let exchange, !isForProgram else {
            switch stop {
            case .malformed(let cause, let mend):
                return Problem.malformed(cause, mend: mend).reply
            case .notAvailable: return Problem.notAvailable.reply
            case .taskNeeded, .proofNeeded: return Problem.unauthorized.reply
            }
        }
        switch stop {
        case .notAvailable: return (try? .notAvailable(exchange)) ?? Problem.notAvailable.reply
        case .taskNeeded: return .redirect("/task?next=" + FormFields.encoded(next(exchange)))
        case .proofNeeded: return .redirect("/proof?next=" + FormFields.encoded(next(exchange)))
        case .malformed(let cause, let mend):
            let page = try? Reply.page(
                exchange, "failure", title: "frame.failure.title",
                [
                    "message": exchange.text("frame.failure.malformed"),
                    "detail": "\(cause): \(mend)",
                ],
                status: .badRequest)
            return page ?? Problem.malformed(cause, mend: mend).reply
        }
    }

    /// Where to go on after a step in between: the page asked for, or the one a form stood on.
    private static func next<Store>(_ exchange: Exchange<Store>) -> String {
        if exchange.head.method == .get { return here(exchange) }
        let origin = exchange.node.settings.origin
        guard let name = HTTPField.Name("Referer"), let page = exchange.header(name),
            page.hasPrefix(origin + "/")
        else { return exchange.path }
        return String(page.dropFirst(origin.count))
    }

    private static func noteRefusal<Store>(_ exchange: Exchange<Store>, _ page: String) throws {
        guard let requester = exchange.signedIn?.requester(for: .oversight) else { return }
        try exchange.node.store.note(
            RefusalNote(
                requester: requester, action: "page", subject: page, reason: .role),
            at: exchange.now)
    }
}
