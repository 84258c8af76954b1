import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary

/// Who takes part, for programs: organisations, people, and the owner's own tokens.
enum NodeOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            .api(
                .get, "/organisations", .token(.readAgreements), organisationsShape,
                handler: organisations),
            .api(.get, "/people", .token(.administer), peopleShape, handler: people),
            .api(.get, "/tokens", .anyToken, tokensShape, handler: tokens),
            .api(.delete, "/tokens/{token}", .anyToken, revokeShape, handler: revoke),
        ]
    }

    private static let organisationsShape = APIOperation(
        "listOrganisations", "Members and partners with their public keys.", tag: "node",
        answer: .object([
            .needs(
                "organisations",
                .array(
                    .object([
                        .needs("organisation", .identifier, "Its identifier."),
                        .needs("name", .text, "Its name."),
                        .needs("kind", .term(OrganisationKind.self), "What it is."),
                        .needs("country", .optional(.string(max: 2)), "ISO 3166-1."),
                        .needs("key", .text, "Ed25519 public key in base64url."),
                    ]), max: 10_000), "All of them.")
        ]))

    private static func organisations<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try exchange.leave(.readAgreements)
        let all = permit.release(try exchange.node.store.organisations()).view
        return [
            "organisations": .array(
                all.map {
                    [
                        "organisation": .string($0.id.text), "name": .string($0.name),
                        "kind": .string($0.kind.rawValue), "country": .optional($0.country?.code),
                        "key": .string(Base64URL.encode($0.key)),
                    ]
                })
        ]
    }

    private static let peopleShape = APIOperation(
        "listPeople", "Who has an account, in which roles and for how long.", tag: "node",
        answer: .object([
            .needs(
                "people",
                .array(
                    .object([
                        .needs("person", .identifier, "Their identifier."),
                        .needs("name", .text, "Their name."),
                        .needs("organisation", .identifier, "Their organisation."),
                        .needs("roles", .array(.term(Role.self), max: 20), "Their roles."),
                        .needs("isSystem", .boolean, "Whether it is a system."),
                        .needs("isActive", .boolean, "Whether the account works today."),
                        .needs("lastDay", .optional(.day), "Its last day; null: no end."),
                    ]), max: 100_000), "All of them.")
        ]))

    private static func people<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try exchange.leave(.readPeople)
        let all = permit.release(try exchange.node.store.people()).view
        return [
            "people": .array(
                all.map {
                    [
                        "person": .string($0.id.text), "name": .string($0.name),
                        "organisation": .string($0.organisation.text),
                        "roles": .array(
                            $0.roles.map(\.rawValue).sorted().map(JSONValue.string)),
                        "isSystem": .bool($0.isSystem),
                        "isActive": .bool($0.isActive(on: exchange.now.day)),
                        "lastDay": .optional($0.lastDay?.description),
                    ]
                })
        ]
    }

    private static let tokensShape = APIOperation(
        "listTokens", "The owner's own tokens; their secrets are shown nowhere.", tag: "account",
        answer: .object([
            .needs(
                "tokens",
                .array(
                    .object([
                        .needs("token", .identifier, "Its identifier."),
                        .needs("label", .text, "What it is for."),
                        .needs("scopes", .array(.term(TokenScope.self), max: 20), "Scopes."),
                        .needs("purpose", .term(Purpose.self), "Its purpose."),
                        .needs("lastDay", .day, "The last day on which it works."),
                        .needs("isRevoked", .boolean, "Whether it was revoked."),
                    ]), max: 10_000), "Revoked ones too.")
        ]))

    private static func tokens<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        [
            "tokens": .array(
                try own(input).map {
                    [
                        "token": .string($0.id.text), "label": .string($0.label),
                        "scopes": .array(
                            $0.scopes.map(\.rawValue).sorted().map(JSONValue.string)),
                        "purpose": .string($0.purpose.rawValue),
                        "lastDay": .string($0.lastDay.description),
                        "isRevoked": .bool($0.revoked != nil),
                    ]
                })
        ]
    }

    private static func own<Store>(_ input: APIInput<Store>) throws -> [AccessToken] {
        guard let bearer = input.exchange.bearer else { throw APIStop.notAvailable }
        return try input.exchange.node.store.tokens(of: bearer.person.id)
    }

    private static let revokeShape = APIOperation(
        "revokeToken", "Revokes one of the owner's own tokens for good.", tag: "account",
        parameters: [
            .path("token", .identifier, "The token's identifier."), .idempotencyKey,
        ],
        answer: .object([.needs("done", .boolean, "True.")]))

    private static func revoke<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let id: TokenID = try exchange.identifier("token")
        // An administrator's token reaches every token there is; here only the owner's count.
        guard try own(input).contains(where: { $0.id == id }) else { throw APIStop.notAvailable }
        try TokenForm.revoke(exchange, by: exchange.accountRequester())
        return ["done": true]
    }
}
