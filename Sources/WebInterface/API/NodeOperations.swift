import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary

/// Which organisations take part, for programs.
enum NodeOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        [
            .api(
                .get, "/organisations", .token(.readAgreements), organisationsShape,
                handler: organisations),
            .api(
                .post, "/organisations", .token(.administer), registerShape, handler: register),
        ]
    }

    private static let organisationsShape = APIOperation(
        "listOrganisations", "Members and partners with their public keys.", tag: "node",
        parameters: [
            RecordOperations.limit, .query("after", .identifier, "The next of the page before."),
        ],
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
                    ]), max: 500), "In the order of the node."),
            .needs("next", .optional(.identifier), "Null at the end of the list."),
        ]))

    private static func organisations<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try exchange.leave(.readAgreements)
        let all = permit.release(try exchange.node.store.organisations()).view
        let (part, next) = try input.page(all) { $0.id.text }
        return [
            "organisations": .array(
                part.map {
                    [
                        "organisation": .string($0.id.text), "name": .string($0.name),
                        "kind": .string($0.kind.rawValue), "country": .optional($0.country?.code),
                        "key": .string(Base64URL.encode($0.key)),
                    ]
                }), "next": next,
        ]
    }

    // MARK: - Register

    private static let registerShape = APIOperation(
        "registerOrganisation",
        "Registers a partner with its public key, or changes them. A system cannot.",
        tag: "node", parameters: [.idempotencyKey],
        body: .object([
            .needs("organisation", .identifier, "A short name."),
            .needs("name", .string(min: 1, max: 200), "Its name."),
            .needs("kind", .term(OrganisationKind.self), "What it is."),
            .may(
                "thirdCountryRole", .term(ThirdCountryRole.self),
                "For an authority of a third country, and for no other."),
            .may(
                "country", .string(min: 2, max: 2, pattern: "^[A-Z]{2}$"),
                "ISO 3166-1; only a body of the Union has none."),
            .needs(
                "key", .string(min: 43, max: 43, pattern: "^[A-Za-z0-9_-]{43}$"),
                "Ed25519 public key in base64url, compared with the partner by another way."),
        ]), answer: .done)

    private static func register<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try input.personalLeave(.registerOrganisation)
        let id = try OrganisationID(parsing: input.text("organisation"))
        guard id != exchange.owner else {
            throw APIStop.defect(
                "organisation", "it is the node's own organisation", "name a partner")
        }
        guard let kind = OrganisationKind(rawValue: input.text("kind")),
            let key = Base64URL.decode(input.text("key")), key.count == 32
        else { throw APIStop.defect("key", "it has no 32 bytes", "give the key's 32 bytes") }
        let role = ThirdCountryRole(rawValue: input.text("thirdCountryRole"))
        guard (kind == .thirdCountryAuthority) == (role != nil) else {
            throw APIStop.defect(
                "thirdCountryRole", "the kind and the role do not fit",
                "name it for authorities of third countries, and for no other")
        }
        let country = try? Country(parsing: input.text("country"))
        guard country != nil || (input.body["country"] == nil && kind == .euBody) else {
            throw APIStop.defect(
                "country", "it is missing or not known", "write the ISO 3166-1 code")
        }
        _ = try exchange.node.store.register(
            Organisation(
                id: id, name: input.text("name"), kind: kind, country: country,
                thirdCountryRole: role, key: key), by: permit, at: exchange.now)
        return .done
    }
}
