import Identity
import NeedToKnow
import PortVocabulary

/// The form with which somebody is appointed to stand in for another: the same on the page of a
/// person and on that of the own account.
enum DeputyForm {
    /// - Parameter path: where the forms below each deputy lead.
    static func rows<Store: NodeStore>(
        _ deputies: [Deputyship], _ exchange: Exchange<Store>, path: String
    ) -> [[String: Any]] {
        deputies.map { held in
            [
                "deputy": held.deputy.text, "roles": exchange.words(held.roles),
                "first": held.span.first.description, "last": held.span.last.description,
                "endPath": "\(path)/\(held.deputy)/end",
            ]
        }
    }

    static func context<Store: NodeStore>(
        _ person: Person, _ exchange: Exchange<Store>
    ) throws -> [String: Any] {
        let day = exchange.now.day
        let colleagues = try exchange.node.store.people().filter {
            $0.id != person.id && $0.organisation == person.organisation && !$0.isSystem
                && $0.isActive(on: day)
        }
        let chosen = Set(exchange.form.values("deputyRole").compactMap(Role.init(rawValue:)))
        return [
            "colleagues": colleagues.map { colleague -> [String: Any] in
                [
                    "id": colleague.id.text, "name": colleague.name,
                    "isChosen": colleague.id.text == exchange.form["deputy"],
                ]
            },
            "deputyRoles": exchange.roleChoices(
                Role.allCases.filter(person.roles.contains), chosen: chosen),
            "from": exchange.form["from"] ?? day.description,
            "until": exchange.form["until"] ?? day.advanced(byDays: 13).description,
        ]
    }

    /// - Returns: what is wrong; empty where the deputy was appointed.
    static func appoint<Store: NodeStore>(
        for person: Person, _ exchange: Exchange<Store>, by requester: Requester
    ) throws -> [FormDefect] {
        let form = exchange.form
        guard let deputy = try? PersonID(parsing: form["deputy"] ?? "") else {
            return [exchange.defect("deputy", "administration.people.absent")]
        }
        guard let first = exchange.day("from") else {
            return [exchange.defect("from", "agreements.day")]
        }
        guard let last = exchange.day("until") else {
            return [exchange.defect("until", "agreements.day")]
        }
        guard let span = try? DateSpan(from: first, through: last) else {
            return [exchange.defect("until", "administration.people.span")]
        }
        let deputyship = Deputyship(
            person: person.id, deputy: deputy,
            roles: Set(form.values("deputyRole").compactMap(Role.init(rawValue:))), span: span)
        switch try PeopleSteps(store: exchange.node.store).appoint(
            deputyship, by: requester, at: exchange.now)
        {
        case .done: return []
        case .defect(let defect): return [AdministrationPages.formDefect(defect, exchange)]
        }
    }

    static func dismiss<Store: NodeStore>(
        of person: PersonID, _ exchange: Exchange<Store>, by requester: Requester
    ) throws {
        let deputy: PersonID = try exchange.identifier("deputy")
        switch try PeopleSteps(store: exchange.node.store).dismiss(
            deputy, of: person, by: requester, at: exchange.now)
        {
        case .done: return
        case .defect: throw ExchangeStop.notAvailable
        }
    }
}
