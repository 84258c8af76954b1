import Identity
import NeedToKnow
import PortVocabulary

/// The form with which a token is made: for a system by an administrator, or for oneself.
enum TokenForm {
    /// - Parameter path: where the forms below each token lead.
    static func rows<Store: NodeStore>(
        _ tokens: [AccessToken], _ exchange: Exchange<Store>, path: String
    ) throws -> [[String: Any]] {
        tokens.map { token in
            let isInForce = token.revoked == nil && exchange.now.day <= token.lastDay
            return [
                "id": token.id.text, "label": token.label, "owner": token.owner.text,
                "scopes": token.scopes.map(\.rawValue).sorted().joined(separator: ", "),
                "purpose": exchange.text("term.purpose.\(token.purpose.rawValue)"),
                "created": token.created.day.description, "lastDay": token.lastDay.description,
                "isInForce": isInForce, "isRevoked": token.revoked != nil,
                "revokePath": "\(path)/\(token.id)/revoke",
            ]
        }
    }

    static func context<Store: NodeStore>(_ exchange: Exchange<Store>) -> [String: Any] {
        let chosen = Set(exchange.form.values("scope"))
        return [
            "label": exchange.form["label"] ?? "", "basis": exchange.form["basis"] ?? "",
            "days": exchange.form["days"] ?? "90",
            "scopes": TokenScope.allCases.map { scope -> [String: Any] in
                [
                    "code": scope.rawValue,
                    "name": exchange.text("account.scope.\(scope.rawValue)"),
                    "isChosen": chosen.contains(scope.rawValue),
                ]
            },
            "purposes": exchange.purposeChoices(chosen: exchange.form["purpose"] ?? ""),
        ]
    }

    /// - Returns: the secret, or what is wrong.
    static func make<Store: NodeStore>(
        for owner: PersonID, _ exchange: Exchange<Store>, by requester: Requester
    ) throws -> (secret: String?, defects: [FormDefect]) {
        let form = exchange.form
        guard let purpose = Purpose(rawValue: form["purpose"] ?? "") else {
            return (
                nil,
                [
                    FormDefect(
                        field: "purpose", cause: exchange.text("frame.task.purposeMissing"),
                        mend: exchange.text("frame.task.purposeMend"))
                ]
            )
        }
        let request = TokenRequest(
            owner: owner, label: form["label"] ?? "",
            scopes: Set(form.values("scope").compactMap(TokenScope.init(rawValue:))),
            purpose: purpose, basis: form["basis"] ?? "", days: Int(form["days"] ?? "") ?? 0)
        var chance = exchange.node.generated()
        switch try TokenSteps(store: exchange.node.store).make(
            request, by: requester, at: exchange.now, using: &chance)
        {
        case .made(_, let secret): return (secret, [])
        case .revoked: return (nil, [])
        case .defect(let defect): return (nil, [formDefect(defect, exchange)])
        }
    }

    private static func formDefect<Store: NodeStore>(
        _ defect: TokenDefect, _ exchange: Exchange<Store>
    ) -> FormDefect {
        switch defect {
        case .absent: exchange.defect("owner", "administration.people.absent")
        case .label: exchange.defect("label", "account.token.label")
        case .scopes: exchange.defect("scopes", "account.token.scopes")
        case .days: exchange.defect("days", "account.token.days")
        case .basis:
            FormDefect(
                field: "basis", cause: exchange.text("frame.task.basisLong"),
                mend: exchange.text("frame.task.basisMend"))
        case .notAllowed: exchange.defect("owner", "account.token.notAllowed")
        case .tooMany: exchange.defect("", "account.token.tooMany")
        }
    }

    static func revoke<Store: NodeStore>(
        _ exchange: Exchange<Store>, by requester: Requester
    ) throws {
        let id: TokenID = try exchange.identifier("token")
        switch try TokenSteps(store: exchange.node.store).revoke(
            id, by: requester, at: exchange.now)
        {
        case .revoked, .made: return
        case .defect: throw ExchangeStop.notAvailable
        }
    }
}

extension AdministrationPages {
    static func tokens<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        try tokenPage(exchange, [], secret: nil)
    }

    private static func tokenPage<Store: NodeStore>(
        _ exchange: Exchange<Store>, _ defects: [FormDefect], secret: String?
    ) throws -> Reply {
        let permit = try exchange.leave(.readPeople)
        let store = exchange.node.store
        let released = permit.release((try store.tokens(of: nil), try store.people()))
        let (tokens, people) = released.view
        var context = TokenForm.context(exchange)
        context["tokens"] = try TokenForm.rows(
            tokens, exchange, path: "/administration/tokens")
        context["isEmpty"] = tokens.isEmpty
        context["systems"] = people.filter { $0.isSystem && $0.isActive(on: exchange.now.day) }
            .map { system -> [String: Any] in
                [
                    "id": system.id.text, "name": system.name,
                    "isChosen": system.id.text == exchange.form["owner"],
                ]
            }
        if let secret { context["secret"] = ["text": secret] }
        guard defects.isEmpty else {
            return try .defects(
                exchange, "administration-tokens", title: "administration.tokens", context,
                defects)
        }
        return try .page(
            exchange, "administration-tokens", title: "administration.tokens", context)
    }

    static func makeToken<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.managePeople)
        try exchange.requireFreshProof()
        guard let owner = try? PersonID(parsing: exchange.form["owner"] ?? "") else {
            return try tokenPage(
                exchange, [exchange.defect("owner", "administration.people.absent")],
                secret: nil)
        }
        let (secret, defects) = try TokenForm.make(
            for: owner, exchange, by: permit.requester)
        return try tokenPage(exchange, defects, secret: secret)
    }

    static func revokeToken<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.managePeople)
        try TokenForm.revoke(exchange, by: permit.requester)
        return .redirect("/administration/tokens")
    }
}
