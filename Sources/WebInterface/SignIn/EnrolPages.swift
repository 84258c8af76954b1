import HTTPTypes
import Identity
import PortVocabulary

/// Setting up how to sign in: with an administrator's code, or as someone who is signed in.
enum EnrolPages {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            Route(.get, "/enrol", .everyone) { exchange in
                try .page(exchange, "enrol-code", title: "signin.enrol")
            },
            Route(.post, "/enrol", .everyone, handler: open),
            Route(.post, "/enrol/passkey", .everyone, handler: passkey),
            Route(.post, "/enrol/password", .everyone, handler: password),
            Route(.get, "/account/sign-in", .signedIn, handler: ways),
            Route(.post, "/account/sign-in/passkey", .signedIn, handler: addPasskey),
            Route(.post, "/account/sign-in/password", .signedIn, handler: setPassword),
            Route(.post, "/account/sign-in/remove", .signedIn, handler: remove),
        ]
    }

    // MARK: - With a code

    private static func context<Store>(
        _ exchange: Exchange<Store>, _ offer: EnrolmentOffer, action: String
    ) -> [String: Any] {
        let origin = exchange.node.settings.relyingParty
        let address = offer.app.address(
            account: offer.person.id.text, issuer: "Breakwater \(origin)")
        return [
            "name": offer.person.name, "account": offer.person.id.text,
            "code": exchange.form["code"] ?? "", "action": action,
            "challenge": Base64URL.encode(offer.challenge.bytes),
            "user": Base64URL.encode(offer.userHandle), "site": origin,
            "known": offer.knownPasskeys.map(Base64URL.encode).joined(separator: " "),
            "secret": offer.app.typedSecret, "address": address,
            "script": exchange.node.files.address("passkey.js"),
        ]
    }

    private static func open<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        try form(exchange, defect: nil)
    }

    private static func form<Store>(
        _ exchange: Exchange<Store>, defect: FormDefect?
    ) throws -> Reply {
        var random = exchange.node.generated()
        let offer = try exchange.node.signIn.openEnrolment(
            code: exchange.form["code"] ?? "", at: exchange.now, using: &random)
        guard let offer else { return try unknownCode(exchange) }
        let context = context(exchange, offer, action: "/enrol")
        guard let defect else {
            return try .page(exchange, "enrol", title: "signin.enrol", context)
        }
        return try .defects(exchange, "enrol", title: "signin.enrol", context, [defect])
    }

    private static func unknownCode<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        try .defects(
            exchange, "enrol-code", title: "signin.enrol", [:],
            [
                FormDefect(
                    field: "code", cause: exchange.text("signin.codeUnknown"),
                    mend: exchange.text("signin.codeMend"))
            ])
    }

    private static func passkey<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let registration = exchange.registration else {
            return try form(exchange, defect: failedPasskey(exchange))
        }
        var random = exchange.node.generated()
        let outcome = try exchange.node.signIn.enrolPasskey(
            code: exchange.form["code"] ?? "", registration, label: exchange.form["label"] ?? "",
            from: exchange.place, at: exchange.now, using: &random)
        return try answer(exchange, outcome)
    }

    private static func password<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        var random = exchange.node.generated()
        let outcome = try exchange.node.signIn.enrolPassword(
            code: exchange.form["code"] ?? "", challenge: exchange.bytes("challenge") ?? [],
            password: exchange.form.raw("password"), appCode: exchange.form["appCode"] ?? "",
            from: exchange.place, at: exchange.now, using: &random)
        return try answer(exchange, outcome)
    }

    private static func answer<Store>(
        _ exchange: Exchange<Store>, _ outcome: EnrolmentOutcome
    ) throws -> Reply {
        switch outcome {
        case .signedIn(let grant): return Reply.redirect("/").beginning(grant)
        case .refused: return try unknownCode(exchange)
        case .passwordDefect(let defect):
            return try form(exchange, defect: weak(exchange, defect))
        case .wrongAppCode: return try form(exchange, defect: wrongCode(exchange))
        case .passkeyRefused: return try form(exchange, defect: failedPasskey(exchange))
        case .busy: return try form(exchange, defect: busy(exchange))
        }
    }

    // MARK: - The defects of both

    private static func weak<Store>(
        _ exchange: Exchange<Store>, _ defect: PasswordDefect
    ) -> FormDefect {
        let kind =
            switch defect {
            case .short: "short"
            case .long: "long"
            case .common: "common"
            }
        return FormDefect(
            field: "password", cause: exchange.text("signin.weak.\(kind)"),
            mend: exchange.text("signin.weakMend"))
    }

    private static func wrongCode<Store>(_ exchange: Exchange<Store>) -> FormDefect {
        FormDefect(
            field: "appCode", cause: exchange.text("signin.appCodeWrong"),
            mend: exchange.text("signin.appCodeMend"))
    }

    private static func failedPasskey<Store>(_ exchange: Exchange<Store>) -> FormDefect {
        FormDefect(
            field: "", cause: exchange.text("signin.passkeyFailed"),
            mend: exchange.text("signin.passkeyMend"))
    }

    private static func busy<Store>(_ exchange: Exchange<Store>) -> FormDefect {
        FormDefect(
            field: "", cause: exchange.text("signin.busy"), mend: exchange.text("signin.busyMend"))
    }

    // MARK: - As someone who is signed in

    private static func ways<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        try exchange.requireFreshProof()
        return try ways(exchange, defect: nil)
    }

    private static func ways<Store>(
        _ exchange: Exchange<Store>, defect: FormDefect?
    ) throws -> Reply {
        guard let signedIn = exchange.signedIn else { throw ExchangeStop.notAvailable }
        var random = exchange.node.generated()
        guard
            let offer = try exchange.node.signIn.offer(
                to: signedIn, at: exchange.now, using: &random)
        else { throw ExchangeStop.notAvailable }
        let credentials = try exchange.node.store.credentials(of: signedIn.person.id)
        var context = context(exchange, offer, action: "/account/sign-in")
        context["credentials"] = [
            "list": try credentials.filter {
                $0.content.kind != .enrolment && $0.content.kind != .oneTimeCode
            }.map { credential -> [String: Any] in
                let used = try exchange.node.store.use(of: credential.id)?.lastUsed
                return [
                    "id": credential.id.text,
                    "kind": exchange.text("signin.kind.\(credential.content.kind.rawValue)"),
                    "label": credential.label, "created": credential.created.day.description,
                    "used": used?.day.description ?? "–",
                    "canRemove": credential.content.kind != .provider,
                ]
            }
        ]
        guard let defect else {
            return try .page(exchange, "ways", title: "signin.ways", context)
        }
        return try .defects(exchange, "ways", title: "signin.ways", context, [defect])
    }

    private static func addPasskey<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let signedIn = exchange.signedIn else { throw ExchangeStop.notAvailable }
        guard let registration = exchange.registration else {
            return try ways(exchange, defect: failedPasskey(exchange))
        }
        var random = exchange.node.generated()
        return try answer(
            exchange,
            try exchange.node.signIn.addPasskey(
                signedIn, registration, label: exchange.form["label"] ?? "", at: exchange.now,
                using: &random))
    }

    private static func setPassword<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let signedIn = exchange.signedIn else { throw ExchangeStop.notAvailable }
        var random = exchange.node.generated()
        return try answer(
            exchange,
            try exchange.node.signIn.setPassword(
                signedIn, challenge: exchange.bytes("challenge") ?? [],
                password: exchange.form.raw("password"), appCode: exchange.form["appCode"] ?? "",
                at: exchange.now, using: &random))
    }

    private static func remove<Store>(_ exchange: Exchange<Store>) throws -> Reply {
        guard let signedIn = exchange.signedIn,
            let id = try? CredentialID(parsing: exchange.form["credential"] ?? "")
        else { throw ExchangeStop.notAvailable }
        return try answer(
            exchange, try exchange.node.signIn.remove(id, signedIn, at: exchange.now))
    }

    private static func answer<Store>(
        _ exchange: Exchange<Store>, _ outcome: CredentialOutcome
    ) throws -> Reply {
        func defect(_ key: String) throws -> Reply {
            try ways(
                exchange,
                defect: FormDefect(
                    field: "", cause: exchange.text("signin.\(key)"),
                    mend: exchange.text("signin.\(key)Mend")))
        }
        switch outcome {
        case .changed: return .redirect("/account/sign-in")
        case .staleProof: throw ExchangeStop.proofNeeded
        case .refused: return try defect("stale")
        case .lastWay: return try defect("lastWay")
        case .tooMany: return try defect("tooMany")
        case .passwordDefect(let found): return try ways(exchange, defect: weak(exchange, found))
        case .wrongAppCode: return try ways(exchange, defect: wrongCode(exchange))
        case .passkeyRefused: return try ways(exchange, defect: failedPasskey(exchange))
        case .busy: return try ways(exchange, defect: busy(exchange))
        }
    }
}
