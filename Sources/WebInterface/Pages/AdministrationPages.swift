import EvidenceLog
import Foundation
import HTTPTypes
import Identity
import NeedToKnow
import PortVocabulary

/// The pages on which the node itself is kept: people, organisations, tokens of systems,
/// retention, state and backups.
enum AdministrationPages {
    static func routes<Store: NodeStore>() -> [Route<Store>] {
        let readers = RouteAccess.roles(
            NodeAct.managePeople.roles.union(NodeAct.readDueRecords.roles))
        let administrators = RouteAccess.roles(NodeAct.managePeople.roles)
        let custodians = RouteAccess.roles(NodeAct.readDueRecords.roles)
        let base = "/administration"
        return [
            Route(.get, base, readers, handler: overview),
            Route(.get, base + "/people", administrators, handler: people),
            Route(.get, base + "/people/new", administrators, handler: newPerson),
            Route(.post, base + "/people/new", administrators, handler: addPerson),
            Route(.get, base + "/people/{person}", administrators, handler: person),
            Route(.post, base + "/people/{person}", administrators, handler: changePerson),
            Route(.post, base + "/people/{person}/enrol", administrators, handler: enrol),
            Route(.post, base + "/people/{person}/deputies", administrators, handler: appoint),
            Route(
                .post, base + "/people/{person}/deputies/{deputy}/end", administrators,
                handler: dismiss),
            Route(.get, base + "/organisations", administrators, handler: organisations),
            Route(.post, base + "/organisations", administrators, handler: register),
            Route(.get, base + "/tokens", administrators, handler: tokens),
            Route(.post, base + "/tokens", administrators, handler: makeToken),
            Route(.post, base + "/tokens/{token}/revoke", administrators, handler: revokeToken),
            Route(.get, base + "/retention", custodians, handler: retention),
            Route(.post, base + "/retention/{record}", custodians, handler: decide),
        ]
    }

    // MARK: - Overview

    private static func overview<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let roles = exchange.signedIn?.roles ?? []
        var context: [String: Any] = [
            "organisation": exchange.owner.text,
            "manages": !NodeAct.managePeople.roles.isDisjoint(with: roles),
            "keeps": !NodeAct.readDueRecords.roles.isDisjoint(with: roles),
        ]
        if !NodeAct.managePeople.roles.isDisjoint(with: roles) {
            let permit = try exchange.leave(.readPeople)
            let store = exchange.node.store
            let people = permit.release(try store.people()).view
            context["state"] = [
                "people": "\(people.count { $0.isActive(on: exchange.now.day) })",
                "organisations": "\(try store.organisations().count)",
                "entries": "\(try store.entryCount())",
                "signed": "\(try store.newestCheckpoint()?.unverified.size ?? 0)",
            ]
        }
        return try .page(
            exchange, "administration", title: "frame.administration", context)
    }

    // MARK: - Organisations

    private static func organisations<Store: NodeStore>(
        _ exchange: Exchange<Store>
    ) throws -> Reply {
        try organisationPage(exchange, [])
    }

    private static func organisationPage<Store: NodeStore>(
        _ exchange: Exchange<Store>, _ defects: [FormDefect]
    ) throws -> Reply {
        let permit = try exchange.leave(.registerOrganisation)
        let released = permit.release(try exchange.node.store.organisations())
        let kind = exchange.form["kind"] ?? OrganisationKind.authority.rawValue
        let role = exchange.form["role"] ?? ""
        let context: [String: Any] = [
            "organisations": released.view.map { one -> [String: Any] in
                [
                    "id": one.id.text, "name": one.name, "isOwn": one.id == exchange.owner,
                    "kind": exchange.text("agreements.kind.\(one.kind.rawValue)"),
                    "country": one.country?.code ?? "–", "key": Data(one.key).base64EncodedString(),
                ]
            },
            "id": exchange.form["id"] ?? "", "name": exchange.form["name"] ?? "",
            "country": exchange.form["country"] ?? "", "key": exchange.form["key"] ?? "",
            "kinds": OrganisationKind.allCases.map { word -> [String: Any] in
                [
                    "code": word.rawValue, "isChosen": word.rawValue == kind,
                    "name": exchange.text("agreements.kind.\(word.rawValue)"),
                ]
            },
            "roles": ThirdCountryRole.allCases.map { word -> [String: Any] in
                [
                    "code": word.rawValue, "isChosen": word.rawValue == role,
                    "name": exchange.text("administration.third.\(word.rawValue)"),
                ]
            },
        ]
        let title = "administration.organisations"
        guard defects.isEmpty else {
            return try .defects(
                exchange, "administration-organisations", title: title, context, defects)
        }
        return try .page(exchange, "administration-organisations", title: title, context)
    }

    private static func register<Store: NodeStore>(_ exchange: Exchange<Store>) throws -> Reply {
        let permit = try exchange.leave(.registerOrganisation)
        try exchange.requireFreshProof()
        let form = exchange.form
        var defects: [FormDefect] = []
        let id = try? OrganisationID(parsing: form["id"] ?? "")
        if id == nil { defects.append(exchange.defect("id", "administration.shortName")) }
        if id == exchange.owner { defects.append(exchange.defect("id", "administration.own")) }
        let name = form["name"] ?? ""
        if !(1...200).contains(name.count) {
            defects.append(exchange.defect("name", "administration.name"))
        }
        let kind = OrganisationKind(rawValue: form["kind"] ?? "")
        if kind == nil { defects.append(exchange.defect("kind", "administration.kindMissing")) }
        let role = ThirdCountryRole(rawValue: form["role"] ?? "")
        if (kind == .thirdCountryAuthority) != (role != nil) {
            defects.append(exchange.defect("role", "administration.thirdRole"))
        }
        let code = (form["country"] ?? "").uppercased()
        let country = try? Country(parsing: code)
        // A body of the Union belongs to no country.
        if country == nil, !code.isEmpty || kind != .euBody {
            defects.append(exchange.defect("country", "administration.countryWrong"))
        }
        let key = Data(base64Encoded: form["key"] ?? "").map(Array.init)
        if key?.count != 32 { defects.append(exchange.defect("key", "administration.keyWrong")) }
        guard let id, let kind, let key, defects.isEmpty else {
            return try organisationPage(exchange, defects)
        }
        _ = try exchange.node.store.register(
            Organisation(
                id: id, name: name, kind: kind, country: country, thirdCountryRole: role,
                key: key), by: permit, at: exchange.now)
        return .redirect("/administration/organisations")
    }
}
