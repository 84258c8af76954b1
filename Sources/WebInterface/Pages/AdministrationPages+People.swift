import Crypto
import Identity
import NeedToKnow
import PortVocabulary
import SituationAnalysis

extension AdministrationPages {
    // MARK: - People

    static func people<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.readPeople)
        let released = permit.release(try exchange.node.store.people())
        return try .page(
            exchange, "administration-people", title: "administration.people",
            [
                "people": released.view.map { person -> [String: Any] in
                    let isActive = person.isActive(on: exchange.now.day)
                    return [
                        "path": path(person.id), "id": person.id.text, "name": person.name,
                        "organisation": person.organisation.text,
                        "roles": exchange.words(person.roles), "isSystem": person.isSystem,
                        "isActive": isActive, "lastDay": person.lastDay?.description ?? "",
                    ]
                }
            ])
    }

    static func path(_ id: PersonID) -> String { "/administration/people/\(id)" }

    static func newPerson<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        _ = try exchange.leave(.managePeople)
        return try .page(
            exchange, "administration-person-new", title: "administration.newPerson",
            personFields(exchange, nil))
    }

    static func addPerson<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.managePeople)
        try exchange.requireFreshProof()
        var (given, defects) = try person(exchange, before: nil)
        if let given, defects.isEmpty {
            switch try PeopleSteps(store: exchange.node.store).add(
                given, by: permit, at: exchange.now)
            {
            case .done: return .redirect(path(given.id))
            case .defect(let defect): defects = [formDefect(defect, exchange)]
            }
        }
        return try .defects(
            exchange, "administration-person-new", title: "administration.newPerson",
            personFields(exchange, given), defects)
    }

    // MARK: - One person

    static func person<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.readPeople)
        return try page(exchange, permit, [])
    }

    private static func stored<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Person {
        let id: PersonID = try exchange.identifier("person")
        guard let person = try exchange.node.store.person(id) else {
            throw ExchangeStop.notAvailable
        }
        return person
    }

    /// - Parameter typed: what a form with defects held, in the place of what is stored.
    private static func page<Store: NodeStore>(
        _ exchange: Exchange<Store>, _ permit: NodePermit, _ defects: [FormDefect],
        typed: Person? = nil, code: EnrolmentCode? = nil
    ) throws -> Reply {
        let person = permit.release(try stored(exchange)).view
        let store = exchange.node.store
        let deputies = try store.deputyships(on: exchange.now.day)
            .filter { $0.person == person.id }
        var context = personFields(exchange, typed ?? person)
        context.merge([
            "path": path(person.id), "storedName": person.name, "id": person.id.text,
            "revision": revision(of: person), "isActive": person.isActive(on: exchange.now.day),
            "maySignIn": !person.isSystem && person.isActive(on: exchange.now.day),
            "deputies": DeputyForm.rows(deputies, exchange, path: path(person.id) + "/deputies"),
            "hasDeputies": !deputies.isEmpty,
            "deputyForm": try DeputyForm.context(person, exchange),
            "deputyPath": path(person.id) + "/deputies",
            "tokens": try TokenForm.rows(
                store.tokens(of: person.id), exchange, path: "/administration/tokens"),
        ]) { _, new in new }
        if let code {
            context["code"] = ["text": code.text, "until": exchange.written(code.until)]
        }
        guard defects.isEmpty else {
            return try .defects(
                exchange, "administration-person", title: person.name, context, defects)
        }
        return try .page(exchange, "administration-person", title: person.name, context)
    }

    static func changePerson<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.managePeople)
        let before = try stored(exchange)
        try exchange.requireFreshProof()
        guard exchange.form["revision"] == revision(of: before) else {
            return try page(
                exchange, permit, [exchange.defect("revision", "administration.changed")])
        }
        let (given, defects) = try person(exchange, before: before)
        guard let given, defects.isEmpty else {
            return try page(exchange, permit, defects, typed: given)
        }
        switch try PeopleSteps(store: exchange.node.store).change(
            given, by: permit, at: exchange.now)
        {
        case .done: return .redirect(path(given.id))
        case .defect(let defect):
            return try page(exchange, permit, [formDefect(defect, exchange)], typed: given)
        }
    }

    /// Tells two states of an account apart.
    static func revision(of person: Person) -> String {
        let words = [
            person.name, person.organisation.text,
            person.roles.map(\.rawValue).sorted().joined(separator: " "),
            person.language.rawValue, "\(person.isSystem)", person.lastDay?.description ?? "",
        ]
        let digest = SHA256.hash(data: Array(words.joined(separator: "\n").utf8))
        return Base64URL.encode(Array(digest.prefix(12)))
    }

    /// The code with which a person sets their own passkey or password. It is shown once.
    static func enrol<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.managePeople)
        let person = try stored(exchange)
        try exchange.requireFreshProof()
        var chance = exchange.node.generated()
        guard
            let code = try exchange.node.signIn.makeEnrolmentCode(
                for: person.id, by: permit, at: exchange.now, using: &chance)
        else { throw ExchangeStop.notAvailable }
        return try page(exchange, permit, [], code: code)
    }

    // MARK: - Deputies

    static func appoint<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.managePeople)
        let person = try stored(exchange)
        let defects = try DeputyForm.appoint(for: person, exchange, by: permit.requester)
        guard defects.isEmpty else { return try page(exchange, permit, defects) }
        return .redirect(path(person.id))
    }

    static func dismiss<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.managePeople)
        let person = try stored(exchange)
        try DeputyForm.dismiss(of: person.id, exchange, by: permit.requester)
        return .redirect(path(person.id))
    }

    // MARK: - The form of a person

    private static func personFields<Store: NodeStore>(
        _ exchange: Exchange<Store>, _ person: Person?
    ) -> [String: Any] {
        [
            "id": person?.id.text ?? exchange.form["id"] ?? "",
            "name": person?.name ?? exchange.form["name"] ?? "",
            "organisation": person?.organisation.text ?? exchange.form["organisation"]
                ?? exchange.owner.text,
            "isSystem": person?.isSystem ?? (exchange.form["system"] != nil),
            "lastDay": person?.lastDay?.description ?? exchange.form["lastDay"] ?? "",
            "roles": exchange.roleChoices(Role.allCases, chosen: person?.roles ?? []),
            "languages": Language.allCases.map { language -> [String: Any] in
                [
                    "code": language.rawValue, "name": language.title,
                    "isChosen": language == (person?.language ?? exchange.language),
                ]
            },
        ]
    }

    /// What the form says; the person is nil where no account could be made of it.
    private static func person<Store: NodeStore>(
        _ exchange: Exchange<Store>, before: Person?
    ) throws -> (Person?, [FormDefect]) {
        let form = exchange.form
        var defects: [FormDefect] = []
        let id = before?.id ?? (try? PersonID(parsing: form["id"] ?? ""))
        if id == nil { defects.append(exchange.defect("id", "administration.shortName")) }
        let organisation = try? OrganisationID(parsing: form["organisation"] ?? "")
        let isKnown = try exchange.node.store.organisations().contains { $0.id == organisation }
        if !isKnown {
            defects.append(exchange.defect("organisation", "administration.noOrganisation"))
        }
        var lastDay: CalendarDate?
        if let text = form["lastDay"], !text.isEmpty {
            lastDay = try? CalendarDate(iso: text)
            if lastDay == nil { defects.append(exchange.defect("lastDay", "agreements.day")) }
        }
        guard let id, let organisation else { return (nil, defects) }
        return (
            Person(
                id: id, name: form["name"] ?? "", organisation: organisation,
                roles: Set(form.values("role").compactMap(Role.init(rawValue:))),
                language: Language(rawValue: form["language"] ?? "") ?? .english,
                isSystem: before?.isSystem ?? (form["system"] != nil), lastDay: lastDay),
            defects
        )
    }

    static func formDefect<Store: NodeStore>(
        _ defect: PeopleDefect, _ exchange: Exchange<Store>
    ) -> FormDefect {
        switch defect {
        case .absent: exchange.defect("deputy", "administration.people.absent")
        case .taken: exchange.defect("id", "administration.people.taken")
        case .name: exchange.defect("name", "administration.name")
        case .lastAdministrator: exchange.defect("roles", "administration.people.last")
        case .system: exchange.defect("roles", "administration.people.system")
        case .deputy: exchange.defect("deputy", "administration.people.deputy")
        case .roles: exchange.defect("deputyRoles", "administration.people.roles")
        case .span: exchange.defect("until", "administration.people.span")
        case .notAllowed: exchange.defect("", "administration.people.notAllowed")
        }
    }
}
