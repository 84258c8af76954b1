import HTTPTypes
import Identity
import PortVocabulary

/// Signing in and out, proving again who one is, and enrolling with a code.
enum SignInPages {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            Route(.get, "/sign-in", .everyone, handler: page),
            Route(.post, "/sign-in/password", .everyone, handler: password),
            Route(.post, "/sign-in/passkey", .everyone, handler: passkey),
            Route(.post, "/sign-out", .signedIn, handler: signOut),
            Route(.post, "/sign-out/everywhere", .signedIn, handler: signOutEverywhere),
            Route(.get, "/proof", .signedIn, handler: proofPage),
            Route(.post, "/proof/password", .signedIn, handler: proofPassword),
            Route(.post, "/proof/passkey", .signedIn, handler: proofPasskey),
            .asking(
                .post, "/sign-in/provider", .everyone, ProviderPages.whereTo,
                handler: ProviderPages.begin),
            .asking(
                .get, "/sign-in/provider/answer", .everyone, ProviderPages.whoIsIt,
                handler: ProviderPages.answer),
        ]
    }

    // MARK: - Signing in

    /// What the sign-in form and the form of a proof share.
    static func context<Store>(
        _ exchange: Exchange<Store>, challenge: Challenge, name: String = ""
    ) -> [String: Any] {
        var context: [String: Any] = [
            "next": exchange.nextAddress, "name": name,
            "challenge": Base64URL.encode(challenge.bytes),
            "site": exchange.node.settings.relyingParty,
            "script": exchange.node.files.address("passkey.js"),
        ]
        if let provider = exchange.node.provider {
            context["provider"] = ["name": provider.settings.name]
        }
        return context
    }

    private static func form<Store>(_ exchange: Exchange<Store>) -> [String: Any] {
        var random = exchange.node.generated()
        return context(
            exchange, challenge: exchange.node.signIn.challenge(at: exchange.now, using: &random),
            name: exchange.form["name"] ?? "")
    }

    private static func page<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        if exchange.signedIn != nil { return .redirect(exchange.nextAddress) }
        return try .page(exchange, "sign-in", title: "signin.title", form(exchange))
    }

    private static func password<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        var random = exchange.node.generated()
        let outcome = try exchange.node.signIn.withPassword(
            name: exchange.form["name"] ?? "", password: exchange.form.raw("password"),
            code: exchange.form["code"] ?? "", from: exchange.place, at: exchange.now,
            using: &random)
        return try answer(exchange, outcome)
    }

    private static func passkey<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let assertion = exchange.assertion else {
            return try answer(exchange, .refused)
        }
        var random = exchange.node.generated()
        return try answer(
            exchange,
            try exchange.node.signIn.withPasskey(
                assertion, from: exchange.place, at: exchange.now, using: &random))
    }

    static func answer<Store>(
        _ exchange: Exchange<Store>, _ outcome: SignInOutcome
    ) throws -> Reply {
        switch outcome {
        case .signedIn(let grant):
            return Reply.redirect(exchange.nextAddress).beginning(grant)
        case .refused: return try refused(exchange, "signin.refused", .unprocessableContent)
        case .wait(let seconds):
            var reply = try refused(
                exchange, "signin.wait", .tooManyRequests,
                values: ["seconds": String(seconds)])
            reply.headers[.retryAfter] = String(seconds)
            return reply
        }
    }

    /// The form again, with one sentence for every cause.
    static func refused<Store>(
        _ exchange: Exchange<Store>, _ message: String, _ status: HTTPResponse.Status,
        values: [String: String] = [:]
    ) throws -> Reply {
        var context = form(exchange)
        context["refusal"] = ["message": exchange.text(message, values)]
        return try .page(
            exchange, "sign-in", title: "signin.title", context, status: status)
    }

    // MARK: - Signing out

    private static func signOut<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let signedIn = exchange.signedIn else { throw ExchangeStop.notAvailable }
        try exchange.node.signIn.signOut(signedIn, at: exchange.now)
        return leave()
    }

    private static func signOutEverywhere<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let signedIn = exchange.signedIn else { throw ExchangeStop.notAvailable }
        try exchange.node.signIn.signOutEverywhere(signedIn, at: exchange.now)
        return leave()
    }

    private static func leave() -> Reply {
        var reply = Reply.redirect("/sign-in").setting(
            Cookie(name: Cookie.session, value: "", seconds: 0))
        // A shared machine keeps nothing of what was looked at.
        if let name = HTTPField.Name("Clear-Site-Data") {
            reply.headers[name] = "\"cache\", \"storage\""
        }
        return reply
    }

    // MARK: - Proving again

    private static func proof<Store>(
        _ exchange: Exchange<Store>, _ signedIn: SignedIn, refusal: String? = nil,
        values: [String: String] = [:], status: HTTPResponse.Status = .ok
    ) throws -> Reply {
        var random = exchange.node.generated()
        let challenge = exchange.node.signIn.confirmationChallenge(
            for: signedIn, at: exchange.now, using: &random)
        var context = context(exchange, challenge: challenge)
        let ways = try exchange.node.store.credentials(of: signedIn.person.id).ways
        context["hasPassword"] = ways.contains(.password)
        context["hasPasskey"] = ways.contains(.passkey)
        if !ways.contains(.provider) { context["provider"] = nil }
        if let refusal { context["refusal"] = ["message": exchange.text(refusal, values)] }
        return try .page(exchange, "proof", title: "signin.proof", context, status: status)
    }

    private static func proofPage<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let signedIn = exchange.signedIn else { throw ExchangeStop.notAvailable }
        return try proof(exchange, signedIn)
    }

    private static func proofPassword<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let signedIn = exchange.signedIn else { throw ExchangeStop.notAvailable }
        var random = exchange.node.generated()
        let outcome = try exchange.node.signIn.confirm(
            signedIn, password: exchange.form.raw("password"), code: exchange.form["code"] ?? "",
            from: exchange.place, at: exchange.now, using: &random)
        return try answer(exchange, signedIn, outcome)
    }

    private static func proofPasskey<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let signedIn = exchange.signedIn else { throw ExchangeStop.notAvailable }
        guard let assertion = exchange.assertion else {
            return try answer(exchange, signedIn, .refused)
        }
        return try answer(
            exchange, signedIn,
            try exchange.node.signIn.confirm(signedIn, assertion, at: exchange.now))
    }

    static func answer<Store>(
        _ exchange: Exchange<Store>, _ signedIn: SignedIn, _ outcome: ConfirmOutcome
    ) throws -> Reply {
        switch outcome {
        case .confirmed: return .redirect(exchange.nextAddress)
        case .refused:
            return try proof(
                exchange, signedIn, refusal: "signin.refused", status: .unprocessableContent)
        case .wait(let seconds):
            return try proof(
                exchange, signedIn, refusal: "signin.wait",
                values: ["seconds": String(seconds)], status: .tooManyRequests)
        }
    }
}

extension Exchange {
    /// Where a sign-in comes from.
    var place: SignInPlace {
        let cookies = head.headerFields[values: .cookie]
        return SignInPlace(
            address: address,
            deviceToken: Cookie.value(Cookie.device, in: cookies).flatMap(Base64URL.decode))
    }

    /// The answer of an authenticator, as the page's script puts it into the form; nil where a
    /// part is missing.
    var assertion: PasskeyAssertion? {
        guard let id = bytes("credential"), let client = bytes("clientData"),
            let data = bytes("authenticatorData"), let signature = bytes("signature")
        else { return nil }
        return PasskeyAssertion(
            credentialID: id, clientDataJSON: client, authenticatorData: data,
            signature: signature, userHandle: bytes("userHandle"))
    }

    /// A new passkey, as the page's script puts it into the form.
    var registration: PasskeyRegistration? {
        guard let client = bytes("clientData"), let object = bytes("attestation") else {
            return nil
        }
        return PasskeyRegistration(clientDataJSON: client, attestationObject: object)
    }

    func bytes(_ field: String) -> [UInt8]? {
        guard let text = form[field], !text.isEmpty else { return nil }
        return Base64URL.decode(text)
    }
}

extension Reply {
    /// The reply with the cookies of a session that began.
    func beginning(_ grant: SessionGrant) -> Reply {
        setting(
            Cookie(
                name: Cookie.session, value: Base64URL.encode(grant.sessionToken), seconds: nil)
        ).setting(
            Cookie(
                name: Cookie.device, value: Base64URL.encode(grant.deviceToken),
                seconds: 180 * 86_400))
    }
}
