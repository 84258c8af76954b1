import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary

/// Accounts and deputies for programs of an administrator. Codes with which people enrol are
/// given out on the pages alone: whoever has one can become that person.
enum PeopleOperations {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let access = RouteAccess.token(.administer)
        return [
            .api(.get, "/people", access, peopleShape, handler: people),
            .api(.post, "/people", access, addShape, handler: add),
            .api(.put, "/people/{person}", access, changeShape, handler: change),
            .api(.get, "/deputies", access, deputiesShape, handler: deputies),
            .api(
                .put, "/people/{person}/deputies/{deputy}", access, appointShape, handler: appoint),
            .api(
                .delete, "/people/{person}/deputies/{deputy}", access, dismissShape,
                handler: dismiss),
        ]
    }

    private static let person = APIParameter.path("person", .identifier, "The account.")
    private static let deputy = APIParameter.path("deputy", .identifier, "Who stands in.")

    // MARK: - Accounts

    private static let peopleShape = APIOperation(
        "listPeople", "Who has an account, in which roles and for how long.", tag: "node",
        parameters: [
            RecordOperations.limit, .query("after", .identifier, "The next of the page before."),
        ],
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
                        .needs("language", .term(Language.self), "ISO 639-1."),
                        .needs("lastDay", .optional(.day), "Its last day; null: no end."),
                        .needs("revision", .identifier, "Name it when you change the account."),
                    ]), max: 500), "In the order of the node."),
            .needs("next", .optional(.identifier), "Null at the end of the list."),
        ]))

    private static func people<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try exchange.leave(.readPeople)
        let all = permit.release(try exchange.node.store.people()).view
        let (part, next) = try input.page(all) { $0.id.text }
        return [
            "people": .array(
                part.map {
                    [
                        "person": .string($0.id.text), "name": .string($0.name),
                        "organisation": .string($0.organisation.text),
                        "roles": .array(
                            $0.roles.map(\.rawValue).sorted().map(JSONValue.string)),
                        "isSystem": .bool($0.isSystem),
                        "isActive": .bool($0.isActive(on: exchange.now.day)),
                        "language": .string($0.language.rawValue),
                        "lastDay": .optional($0.lastDay?.description),
                        "revision": .string(AdministrationPages.revision(of: $0)),
                    ]
                }), "next": next,
        ]
    }

    private static let fields: [APISchema.Member] = [
        .needs("name", .string(min: 1, max: 200), "Their name."),
        .needs("organisation", .identifier, "Their organisation, which is registered."),
        .needs("roles", .array(.term(Role.self), max: 20), "Their roles."),
        .may("language", .term(Language.self), "ISO 639-1; English where it is not said."),
        .may("lastDay", .optional(.day), "Its last day; null: no end."),
    ]

    private static let addShape = APIOperation(
        "addPerson",
        "Adds an account; the person enrols with a code from the pages. "
            + "A system cannot.",
        tag: "node", parameters: [.idempotencyKey],
        body: .object(
            [
                .needs("person", .identifier, "A short name."),
                .may("isSystem", .boolean, "Whether it is a system."),
            ] + fields), answer: .done, status: .created)

    private static func add<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try input.personalLeave(.managePeople)
        let person = try account(
            PersonID(parsing: input.text("person")),
            isSystem: input.body["isSystem"]?.bool ?? false, input)
        try finish(
            PeopleSteps(store: exchange.node.store).add(person, by: permit, at: exchange.now))
        return .done
    }

    private static let changeShape = APIOperation(
        "changePerson", "Changes an account, or ends it. A system cannot.", tag: "node",
        parameters: [person, .idempotencyKey],
        body: .object(
            [.needs("revision", .identifier, "What you looked at; see listPeople.")] + fields),
        answer: .done)

    private static func change<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try input.personalLeave(.managePeople)
        guard let before = try exchange.node.store.person(exchange.identifier("person")) else {
            throw APIStop.notAvailable
        }
        guard input.text("revision") == AdministrationPages.revision(of: before) else {
            throw APIStop.conflict("Look at the account again.")
        }
        let person = try account(before.id, isSystem: before.isSystem, input)
        try finish(
            PeopleSteps(store: exchange.node.store).change(person, by: permit, at: exchange.now))
        return .done
    }

    private static func account<Store>(
        _ id: PersonID, isSystem: Bool, _ input: APIInput<Store>
    ) throws -> Person {
        let organisation = try OrganisationID(parsing: input.text("organisation"))
        guard try isRegistered(organisation, input.exchange.node.store) else {
            throw APIStop.defect(
                "organisation", "there is no such organisation", "see listOrganisations")
        }
        return Person(
            id: id, name: input.text("name"), organisation: organisation,
            roles: roles(input), language: Language(rawValue: input.text("language")) ?? .english,
            isSystem: isSystem, lastDay: try input.day("lastDay"))
    }

    // Two of the stores give it; it is the same.
    private static func isRegistered(
        _ id: OrganisationID, _ store: some AgreementStore
    ) throws -> Bool {
        try store.organisations().contains { $0.id == id }
    }

    private static func roles<Store>(_ input: APIInput<Store>) -> Set<Role> {
        Set(
            (input.body["roles"]?.array ?? []).compactMap(\.string).compactMap(Role.init(rawValue:))
        )
    }

    private static func finish(_ outcome: PeopleOutcome) throws {
        switch outcome {
        case .done: return
        case .defect(.absent), .defect(.notAllowed): throw APIStop.notAvailable
        case .defect(let defect):
            throw APIStop.defect(field(of: defect), defect.cause, defect.mend)
        }
    }

    private static func field(of defect: PeopleDefect) -> String {
        switch defect {
        case .taken: "person"
        case .name: "name"
        case .lastAdministrator, .system, .roles: "roles"
        case .span: "until"
        case .absent, .deputy, .notAllowed: "deputy"
        }
    }

    // MARK: - Deputies

    private static let deputiesShape = APIOperation(
        "listDeputies", "Who stands in for whom today.", tag: "node",
        answer: .object([
            .needs(
                "deputies",
                .array(
                    .object([
                        .needs("person", .identifier, "For whom."),
                        .needs("deputy", .identifier, "Who stands in."),
                        .needs("roles", .array(.term(Role.self), max: 20), "In which roles."),
                        .needs("from", .day, "The first day."),
                        .needs("until", .day, "The last day."),
                    ]), max: 100_000), "All of them.")
        ]))

    private static func deputies<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try exchange.leave(.readPeople)
        let all = permit.release(
            try exchange.node.store.deputyships(on: exchange.now.day)
        ).view
        return [
            "deputies": .array(
                all.map {
                    [
                        "person": .string($0.person.text), "deputy": .string($0.deputy.text),
                        "roles": .array($0.roles.map(\.rawValue).sorted().map(JSONValue.string)),
                        "from": .string($0.span.first.description),
                        "until": .string($0.span.last.description),
                    ]
                })
        ]
    }

    private static let appointShape = APIOperation(
        "appointDeputy", "Lets somebody stand in for another. A system cannot.", tag: "node",
        parameters: [person, deputy, .idempotencyKey],
        body: .object([
            .needs("roles", .array(.term(Role.self), max: 20), "Roles that the person has."),
            .needs("from", .day, "The first day."),
            .needs("until", .day, "The last day; a year from the first at most."),
        ]), answer: .done)

    private static func appoint<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try input.personalLeave(.managePeople)
        guard let first = try input.day("from"), let last = try input.day("until"),
            let span = try? DateSpan(from: first, through: last)
        else { throw APIStop.defect("until", "it lies before the first day", "swap the days") }
        let deputyship = Deputyship(
            person: try exchange.identifier("person"), deputy: try exchange.identifier("deputy"),
            roles: roles(input), span: span)
        try finish(
            PeopleSteps(store: exchange.node.store).appoint(
                deputyship, by: permit.requester, at: exchange.now))
        return .done
    }

    private static let dismissShape = APIOperation(
        "dismissDeputy", "Ends a deputy's time at once. A system cannot.", tag: "node",
        parameters: [person, deputy, .idempotencyKey], answer: .done)

    private static func dismiss<Store>(_ input: APIInput<Store>) throws -> JSONValue {
        let exchange = input.exchange
        let permit = try input.personalLeave(.managePeople)
        try finish(
            PeopleSteps(store: exchange.node.store).dismiss(
                exchange.identifier("deputy"), of: exchange.identifier("person"),
                by: permit.requester, at: exchange.now))
        return .done
    }
}
