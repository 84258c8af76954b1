import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary

/// Tokens for programs: listed and revoked. A token makes none: it would outlive its own end.
enum TokenOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            .api(.get, "/tokens", .anyToken, tokensShape, handler: tokens),
            .api(.delete, "/tokens/{token}", .anyToken, revokeShape, handler: revoke),
        ]
    }

    private static let tokensShape = APIOperation(
        "listTokens", "The owner's own tokens; their secrets are shown nowhere.", tag: "account",
        parameters: [
            .query("owner", .identifier, "Those of another account; for who reads accounts.")
        ],
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

    /// The owner's own tokens, or those of the account that is named.
    private static func own<Store>(_ input: APIInput<Store>) throws -> [AccessToken] {
        guard let bearer = input.exchange.bearer else { throw APIStop.notAvailable }
        let store = input.exchange.node.store
        guard let name = input["owner"], name != bearer.person.id.text else {
            return try store.tokens(of: bearer.person.id)
        }
        let permit = try input.exchange.leave(.readPeople)
        guard let owner = try? PersonID(parsing: name), try store.person(owner) != nil else {
            throw APIStop.notAvailable
        }
        return permit.release(try store.tokens(of: owner)).view
    }

    private static let revokeShape = APIOperation(
        "revokeToken", "Revokes a token for good: one of the owner's, or an administrator any.",
        tag: "account",
        parameters: [
            .path("token", .identifier, "The token's identifier."), .idempotencyKey,
        ],
        answer: .done)

    private static func revoke<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let id: TokenID = try exchange.identifier("token")
        // The step lets who manages people reach every token there is, and others their own.
        if try !own(input).contains(where: { $0.id == id }) {
            _ = try exchange.leave(.managePeople, subject: "token/\(id)")
        }
        try TokenForm.revoke(exchange, by: exchange.accountRequester())
        return .done
    }
}
