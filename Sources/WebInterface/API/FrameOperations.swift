import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

/// What programs ask of the interface itself.
enum FrameOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            .api(.get, "/me", .anyToken, meShape, handler: me),
            .api(.get, "/ports", .anyToken, portsShape, handler: ports),
        ]
    }

    /// The description itself: anyone may read it, it tells of no record.
    static func description<Store: NodeStore>(_ routes: [Route<Store>]) -> Route<Store> {
        let bytes = OpenAPIDocument.document(routes).bytes
        return Route(.get, "/api/v1/openapi.json", .everyone) { _ in .json(bytes) }
    }

    private static let meShape = APIOperation(
        "me", "Whose token this is, and what it may do.", tag: "account",
        answer: .object([
            .needs("person", .identifier, "The owner."),
            .needs("organisation", .identifier, "The owner's organisation."),
            .needs("roles", .array(.term(Role.self), max: 20), "Roles in which it acts now."),
            .needs("scopes", .array(.term(TokenScope.self), max: 20), "Its scopes."),
            .needs("purpose", .term(Purpose.self), "What it is for."),
            .needs("lastDay", .day, "The last day on which it works."),
        ]))

    private static func me<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        guard let bearer = input.exchange.bearer else { throw APIStop.notAvailable }
        return [
            "person": .string(bearer.person.id.text),
            "organisation": .string(bearer.person.organisation.text),
            "roles": .array(bearer.roles.map(\.rawValue).sorted().map(JSONValue.string)),
            "scopes": .array(bearer.token.scopes.map(\.rawValue).sorted().map(JSONValue.string)),
            "purpose": .string(bearer.token.purpose.rawValue),
            "lastDay": .string(bearer.token.lastDay.description),
        ]
    }

    private static let portShape = APISchema.object([
        .needs("code", .string(min: 5, max: 5), "UN/LOCODE."),
        .needs("name", .text, "Its name."),
        .needs("country", .string(min: 2, max: 2), "ISO 3166-1."),
        .needs("basin", .term(Basin.self), "The sea basin."),
    ])

    private static let portsShape = APIOperation(
        "listPorts", "The ports that the node knows.", tag: "ports",
        parameters: [
            .query("basin", .term(Basin.self), "Ports of this basin only."),
            .query("limit", .integer(1...500), "How many; 500 where it is not said."),
            .query("after", .string(min: 5, max: 5), "The code after which to go on."),
        ],
        answer: .object([
            .needs("ports", .array(portShape, max: 500), "In the order of the codes."),
            .may("next", .string(min: 5, max: 5), "Give this as after for the next page."),
        ]))

    private static func ports<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let limit = input["limit"].flatMap { Int($0) } ?? 500
        let basin = input["basin"].flatMap { Basin(rawValue: $0) }
        let after = input["after"] ?? ""
        let found = input.exchange.node.reference.ports.all
            .filter { (basin == nil || $0.basin == basin) && $0.code.description > after }
            .sorted { $0.code.description < $1.code.description }
        var answer: [String: JSONValue] = [
            "ports": .array(
                found.prefix(limit).map { port in
                    [
                        "code": .string(port.code.description), "name": .string(port.name),
                        "country": .string(port.code.country.description),
                        "basin": .string(port.basin.rawValue),
                    ]
                })
        ]
        if found.count > limit { answer["next"] = .string(found[limit - 1].code.description) }
        return .object(answer)
    }
}
